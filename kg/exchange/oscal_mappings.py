"""Reader of OSCAL mapping collections (OSCAL 1.2): each mapping between two resources is a set.

A map relates all its sources to all its targets. Where it has several of either, its pairs are kept as rows that hold
together only. Controls that a gap summary lists become rows without a counterpart.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.exchange import oscal
from kg.exchange.mapping_draft import OSCAL, Draft, DraftRow, join
from kg.exchange.tree import Twig

MODEL = "mapping-collection"
_UNMAPPED = "unmapped"
_CATALOGUE_ENDINGS = ("_catalog", "-catalog", ".catalog")


def read(path: Path) -> list[Draft]:
    """The mapping sets of a collection, as text. Raises InputError where it is none."""
    collection = oscal.body(oscal.read(path), MODEL)
    mappings = list(collection.each("mappings"))
    if not mappings:
        raise collection.error("the collection has no mapping", expected="mappings: a list of at least one")
    return [_draft(collection, item, path.name, len(mappings)) for item in mappings]


def _draft(collection: Twig, mapping: Twig, file: str, count: int) -> Draft:
    meta, provenance = collection.need("metadata"), collection.get("provenance")

    def said(key: str) -> str:
        return mapping.text(key) or (provenance.text(key) if provenance else "")

    title = meta.text("title")
    return Draft(
        identity=title if count == 1 else f"{title} {mapping.text('uuid')[:8]}",
        form=OSCAL,
        file=file,
        title=title,
        description=join(said("mapping-description"), meta.text("remarks")),
        version=meta.text("version"),
        address=f"urn:uuid:{mapping.text('uuid') or collection.text('uuid')}",
        source=_resource(collection, mapping.get("source-resource")),
        target=_resource(collection, mapping.get("target-resource")),
        licence=_licence(meta),
        creators=tuple(party.text("name") for party in meta.each("parties") if party.text("name")),
        day=(meta.text("published") or meta.text("last-modified"))[:10],
        method=said("method"),
        status=said("status"),
        rationale=said("matching-rationale"),
        rows=(*_rows(mapping), *_gaps(mapping)),
    )


def _rows(mapping: Twig) -> Iterator[DraftRow]:
    for item in mapping.each("maps"):
        sources, targets = (tuple(end.text("id-ref") for end in item.each(side)) for side in ("sources", "targets"))
        group = item.text("uuid") or item.pointer if len(sources) > 1 or len(targets) > 1 else ""
        for source in sources or ("",):
            for target in targets or ("",):
                yield DraftRow(
                    place=item.where,
                    source=source,
                    target=target,
                    relation=_relation(item),
                    confidence=_score(item),
                    rationale=item.text("matching-rationale"),
                    comment=join(item.text("remarks"), *_qualifiers(item)),
                    group=group,
                )


def _gaps(mapping: Twig) -> Iterator[DraftRow]:
    for side in ("source", "target"):
        summary = mapping.get(f"{side}-gap-summary")
        for entry in summary.each("unmapped-controls") if summary else ():
            for control in entry.each("with-ids"):
                ends = (control.plain(), "") if side == "source" else ("", control.plain())
                yield DraftRow(place=control.where, source=ends[0], target=ends[1], relation=_UNMAPPED)


def _relation(item: Twig) -> str:
    found = item.get("relationship")
    if found is None:
        return ""
    # Drafts of the model had an object here.
    return found.text("type") if found.keys else found.plain()


def _score(item: Twig) -> str:
    score = item.get("confidence-score")
    if score is None:
        return ""
    return score.text("percentage") if score.keys else score.plain()


def _qualifiers(item: Twig) -> Iterator[str]:
    score = item.get("confidence-score")
    if score is not None and score.keys and score.text("category"):
        yield f"confidence {score.text('category')}"
    coverage = item.get("coverage")
    if coverage is not None:
        yield f"coverage {coverage.text('target-coverage') if coverage.keys else coverage.plain()}"
    for qualifier in item.each("qualifiers"):
        words = (qualifier.text(key) for key in ("subject", "predicate", "category", "description"))
        yield " ".join(filter(None, words))


def _resource(collection: Twig, resource: Twig | None) -> str:
    """What a resource is called: the title of the entry it refers to, or its address."""
    if resource is None:
        return ""
    href = resource.text("href")
    matter = collection.get("back-matter") if href.startswith("#") else None
    for entry in matter.each("resources") if matter else ():
        if entry.text("uuid") == href[1:]:
            links = (link.text("href") for link in entry.each("rlinks"))
            return entry.text("title") or next(links, href)
    name = href.rpartition("/")[2].rpartition(".")[0] or href
    return next((name.removesuffix(end) for end in _CATALOGUE_ENDINGS if name.endswith(end)), name)


def _licence(meta: Twig) -> str:
    links = (link.text("href") for link in meta.each("links") if link.text("rel") == "license")
    props = (prop.text("value") for prop in meta.each("props") if prop.text("name") == "license")
    return next(links, "") or next(props, "")
