"""Libraries of CISO Assistant: the framework in one becomes a framework of one's own.

A requirement node that is assessable is a requirement, any other a heading. Where a node has no name, the first words
of its description are its title. Format: https://github.com/intuitem/ciso-assistant-community, tools/README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.exchange.catalog_draft import (
    OBLIGATION,
    RECOMMENDATION,
    CatalogFile,
    Draft,
    Entry,
    Purpose,
    last_segment,
)
from kg.exchange.tree import Twig
from kg.own.model import HEADING

FORM = "CISO Assistant library"
REQUIREMENT = "requirement"
_MAPPINGS = ("requirement_mapping_sets", "requirement_mapping_set")
_MODALITIES = {
    "": OBLIGATION,
    "undefined": OBLIGATION,
    "mandatory": OBLIGATION,
    "recommended": RECOMMENDATION,
    "nice to have": RECOMMENDATION,
    "nice_to_have": RECOMMENDATION,
}
_READ = frozenset({
    "urn", "assessable", "depth", "parent_urn", "ref_id", "name", "description", "implementation_groups", "annotation",
    "typical_evidence", "importance",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What a library says of itself and of its framework, in the library's own words."""

    urn: str = ""
    version: str = ""
    copyright: str = ""
    provider: str = ""
    published: str = ""
    framework_urn: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement node. `parent` is the URN of the node above it; `depth` counts where that is not given."""

    where: str
    urn: str
    assessable: bool
    parent: str = ""
    depth: int = 0
    ref_id: str = ""
    name: str = ""
    description: str = ""
    groups: tuple[str, ...] = ()
    annotation: str = ""
    evidence: str = ""
    importance: str = ""


def is_library(document: Twig) -> bool:
    """Whether a document is a library of CISO Assistant."""
    return {"urn", "objects"} <= set(document.keys)


def from_document(document: Twig, purpose: Purpose) -> CatalogFile:
    """The framework in a library. Raises InputError where the library holds none, or several."""
    framework = _framework(document)
    library = Library(
        urn=document.text("urn"),
        version=document.text("version"),
        copyright=document.text("copyright"),
        provider=document.text("provider"),
        published=document.text("publication_date"),
        framework_urn=framework.text("urn"),
        name=framework.text("name") or document.text("name"),
    )
    draft = Draft(document.file)
    nodes = list(framework.each("requirement_nodes"))
    _tell_unread(draft, nodes)
    return finish(draft, library, map(_node, nodes), purpose)


def finish(draft: Draft, library: Library, nodes: Iterable[Requirement], purpose: Purpose) -> CatalogFile:
    """The framework of a library whose nodes are given in the order of the file, each after the one above it."""
    _fill(draft, nodes)
    if library.published and not purpose.stated.issued:
        draft.note(draft.file, library.published, "the day the library was published is taken for the day of issue")
    version = f", version {library.version}" if library.version else ""
    said = {
        "slug": last_segment(library.framework_urn),
        "title": library.name,
        "issued": library.published[:10],
        "version": library.version,
        "publisher": library.provider,
        "licence": library.copyright,
        "source": f"{FORM} {library.urn}{version}",
        "external_id": library.framework_urn,
    }
    return draft.finish(FORM, said, purpose)


def _framework(document: Twig) -> Twig:
    objects = document.need("objects")
    several = list(objects.each("frameworks")) if "frameworks" in objects.keys else []
    if len(several) > 1:
        raise objects.error(
            "the library holds several frameworks", found=f"{len(several)} frameworks", expected="one framework",
            hint="split the library, and import one after the other",
        )  # fmt: skip
    found = several[0] if several else objects.get("framework")
    if found is None:
        mapping = any(key in objects.keys for key in _MAPPINGS)
        raise objects.error(
            "this CISO Assistant library holds a mapping set, no framework" if mapping
            else "this CISO Assistant library holds no framework",
            found=", ".join(objects.keys), expected="objects: {framework: ...}",
            hint=f"normgraph mapping import {document.file}" if mapping else "",
        )  # fmt: skip
    return found


def _node(node: Twig) -> Requirement:
    return Requirement(
        where=node.where,
        urn=node.need("urn").plain(),
        assessable=node.text("assessable") == "true",
        parent=node.text("parent_urn"),
        ref_id=node.text("ref_id"),
        name=node.text("name"),
        description=node.text("description"),
        groups=tuple(item.plain() for item in node.each("implementation_groups")),
        annotation=node.text("annotation"),
        evidence=node.text("typical_evidence"),
        importance=node.text("importance"),
    )


def _tell_unread(draft: Draft, nodes: Iterable[Twig]) -> None:
    """A finding for each key of the nodes that is not read, with the number of nodes that have it."""
    first: dict[str, Twig] = {}
    counts: dict[str, int] = {}
    for node in nodes:
        for key in node.keys:
            if key not in _READ:
                first.setdefault(key, node)
                counts[key] = counts.get(key, 0) + 1
    for key, node in first.items():
        draft.note(node.where, f"{key}, in {counts[key]:,} nodes", "not read")


def _fill(draft: Draft, nodes: Iterable[Requirement]) -> None:
    known: dict[str, str] = {}
    above: list[str] = []
    for node in nodes:
        parent = known.get(node.parent, "")
        if node.parent and not parent:
            draft.note(node.where, node.parent, "no node above it has this URN: stands at the top")
        if node.depth:
            del above[max(node.depth - 1, 0) :]
            parent = above[-1] if above else ""
        modality = _MODALITIES.get(node.importance.lower())
        if modality is None:
            draft.note(node.where, node.importance, "not a known importance: taken as an obligation")
        own = draft.add(
            Entry(
                where=node.where,
                names=tuple(filter(None, (node.ref_id, last_segment(node.urn)))),
                kind=REQUIREMENT if node.assessable else HEADING,
                parent=parent,
                notation=node.ref_id or last_segment(node.urn),
                title=node.name,
                text=node.description,
                notes=tuple(_notes(node)),
                external_id=node.urn,
                modality=modality or OBLIGATION,
            )
        )
        known.setdefault(node.urn, own)
        above.append(own)


def _notes(node: Requirement) -> Iterator[str]:
    if node.groups:
        yield f"implementation group: {', '.join(node.groups)}"
    if node.annotation:
        yield node.annotation
    if node.evidence:
        yield f"typical evidence: {node.evidence}"
    if node.importance.lower() not in ("", "undefined"):
        yield f"importance: {node.importance}"
