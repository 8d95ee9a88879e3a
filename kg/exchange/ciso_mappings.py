"""Reader of CISO Assistant mapping libraries: one library may hold several sets, often a set and its reverse.

Format: https://github.com/intuitem/ciso-assistant-community, tools/README.md. Requirements and frameworks are URNs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.exchange.mapping_draft import CISO_ASSISTANT, Draft, DraftRow
from kg.exchange.tree import Twig, parse_json, yaml_tree
from kg.exchange.yaml_source import read_text

KEYS = ("requirement_mapping_sets", "requirement_mapping_set")


def read(path: Path) -> list[Draft]:
    """The mapping sets of a library, as text. Raises InputError where it has none."""
    text = read_text(path)
    library = parse_json(text, path.name) if text.lstrip().startswith("{") else yaml_tree(text, path.name)
    objects = library.need("objects")
    sets = list(_sets(objects))
    if not sets:
        raise objects.error("the library has no mapping set", expected=" or ".join(KEYS))
    return [_draft(library, item, path.name) for item in sets]


def _sets(objects: Twig) -> Iterator[Twig]:
    for key in KEYS:
        found = objects.get(key)
        if found is not None and isinstance(found.value, list):
            yield from objects.each(key)
        elif found is not None:
            yield found


def _draft(library: Twig, item: Twig, file: str) -> Draft:
    return Draft(
        identity=item.text("urn") or item.text("ref_id") or file,
        form=CISO_ASSISTANT,
        file=file,
        title=item.text("name"),
        description=item.text("description"),
        version=library.text("version"),
        address=item.text("urn"),
        source=item.text("source_framework_urn"),
        target=item.text("target_framework_urn"),
        licence=library.text("copyright"),
        creators=tuple(filter(None, (library.text("provider"), library.text("packager")))),
        day=library.text("publication_date"),
        rows=tuple(_row(row) for row in item.each("requirement_mappings")),
    )


def _row(row: Twig) -> DraftRow:
    return DraftRow(
        place=row.where,
        source=row.text("source_requirement_urn"),
        target=row.text("target_requirement_urn"),
        relation=row.text("relationship"),
        strength=row.text("strength_of_relationship"),
        rationale=row.text("rationale"),
        comment=row.text("annotation"),
    )
