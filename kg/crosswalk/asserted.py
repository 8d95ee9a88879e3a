"""Rows of a crosswalk that somebody asserted, beside those that follow from duties: each names its set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.crosswalk.derived import CrosswalkRow
from kg.crosswalk.mapping_rdf import BASIS
from kg.crosswalk.mappings import Mapping, MappingSet
from kg.crosswalk.relations import Relation

BACKWARDS = "read backwards"


def crosswalk(sets: Iterable[MappingSet], source: str, target: str) -> Iterator[CrosswalkRow]:
    """Asserted rows whose ends are pinned to the two editions, whichever way round their set has them."""
    for item in sets:
        for row in item.mappings:
            if row.pinned:
                ends = (row.source.id.partition(":")[0], row.target.id.partition(":")[0])
                if ends == (source, target):
                    yield _row(item, row, row.relation)
                elif ends == (target, source) and (relation := row.relation.inverted()) is not None:
                    yield _row(item, row, relation, backwards=True)


def left_aside(sets: Iterable[MappingSet], source: str, target: str) -> int:
    """How many rows of sets between the two editions cannot be shown: an end is open, or there is no counterpart."""
    between = (item for item in sets if {item.source, item.target} == {source, target})
    return sum(not row.pinned for item in between for row in item.mappings)


def _row(item: MappingSet, row: Mapping, relation: Relation, *, backwards: bool = False) -> CrosswalkRow:
    ends = (row.target.id, row.source.id) if backwards else (row.source.id, row.target.id)
    return CrosswalkRow(
        source=ends[0],
        target=ends[1],
        relation=relation.shown,
        basis=BASIS,
        shared_duties="",
        only_source="",
        only_target="",
        mapping_set=f"{item.id} ({BACKWARDS})" if backwards else item.id,
        justification=row.justification,
        confidence=row.confidence,
        review_state="machine-made" if row.machine else "as asserted",
    )
