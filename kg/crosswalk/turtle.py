"""Rows of a crosswalk as Turtle: derived ones with the duties that prove them and the releases they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg import vocabulary as v
from kg.crosswalk.derived import CrosswalkRow
from kg.crosswalk.mappings import PREFIX
from kg.knowledge import Knowledge
from kg.prefixes import expand, foreign
from kg.store.index import Literal, NamedNode, RdfFormat, Triple, serialize

_LISTS = (
    ("shared_duties", v.SHARED_DUTY),
    ("only_source", v.ONLY_SOURCE_DUTY),
    ("only_target", v.ONLY_TARGET_DUTY),
)


def to_turtle(knowledge: Knowledge, source: str, target: str, rows: Iterable[CrosswalkRow]) -> str:
    """Rows of the crosswalk between two editions as Turtle; rows without a partner on one side are left out."""
    prefixes = foreign() | {name: expand(f"{name}:x")[:-1] for name in (source, target, "duty")}
    found = [triple for row in rows if row.source and row.target for triple in _triples(knowledge, source, target, row)]
    return (serialize(found, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _triples(knowledge: Knowledge, source: str, target: str, row: CrosswalkRow) -> Iterator[Triple]:
    local = f"{row.source.partition(':')[2]}--{row.target.partition(':')[2]}"
    node = NamedNode(expand(f"crosswalk:{source}--{target}/{local}"))
    if row.mapping_set:
        yield from _asserted(node.value, row)
        return
    yield Triple(node, NamedNode(v.TYPE), NamedNode(v.DERIVED_RELATION))
    yield Triple(node, NamedNode(v.MAPPING_SOURCE), NamedNode(expand(row.source)))
    yield Triple(node, NamedNode(v.MAPPING_TARGET), NamedNode(expand(row.target)))
    yield Triple(node, NamedNode(v.RELATION), Literal(row.relation))
    yield Triple(node, NamedNode(v.BASIS), Literal(row.basis))
    yield Triple(node, NamedNode(v.JUSTIFICATION), NamedNode(expand(row.justification)))
    for edition in (source, target):
        release = knowledge.scheme.release_of(edition)
        if release is not None:
            yield Triple(node, NamedNode(v.UNDER_RELEASE), NamedNode(expand(release.id)))
    for column, predicate in _LISTS:
        duties = {item.partition("[")[0] for item in getattr(row, column).split(";") if item}
        for duty in sorted(duties):
            yield Triple(node, NamedNode(predicate), NamedNode(expand(duty)))


def _asserted(pair: str, row: CrosswalkRow) -> Iterator[Triple]:
    """An asserted row keeps its set and never becomes a derived relation; several sets may speak about one pair."""
    name, _, backwards = row.mapping_set.partition(" ")
    said = re.sub(r"[^A-Za-z]+", "-", f"{row.relation}{backwards}").strip("-")
    node = NamedNode(f"{pair}/{name}/{said}")
    yield Triple(node, NamedNode(v.TYPE), NamedNode(v.MAPPING))
    yield Triple(node, NamedNode(v.MAPPING_SOURCE), NamedNode(expand(row.source)))
    yield Triple(node, NamedNode(v.MAPPING_TARGET), NamedNode(expand(row.target)))
    yield Triple(node, NamedNode(v.RELATION), Literal(row.relation))
    yield Triple(node, NamedNode(v.BASIS), Literal(row.basis))
    yield Triple(node, NamedNode(v.IN_MAPPING_SET), NamedNode(expand(f"{PREFIX}:{name}")))
    if row.justification:
        known = row.justification.startswith("semapv:")
        said_by = NamedNode(expand(row.justification)) if known else Literal(row.justification)
        yield Triple(node, NamedNode(v.JUSTIFICATION), said_by)
    if row.confidence:
        yield Triple(node, NamedNode(v.CONFIDENCE), Literal(row.confidence, datatype=NamedNode(v.XSD + "decimal")))
