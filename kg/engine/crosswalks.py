"""Crosswalks between two frameworks: what follows from shared duties, and what somebody asserted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.clock import Clock
from kg.crosswalk import asserted, derived, turtle
from kg.crosswalk.derived import CrosswalkRow
from kg.crosswalk.relations import SET_RELATIONS
from kg.engine import mappings
from kg.engine.graph import KnowledgeGraph
from kg.engine.picking import framework
from kg.errors import NotFound, UsageError
from kg.knowledge import Knowledge
from kg.tables import Table

DUTIES, ASSERTED, ALL = BASES = ("duties", "asserted", "all")
# Written with this prefix or without it, as authors do.
SKOS = "skos:"
RELATIONS = (*derived.RELATIONS, *SET_RELATIONS, f"{SKOS}closeMatch", f"{SKOS}relatedMatch")
REVIEWS = (
    "provisional", "machine-drafted", "machine-crosschecked", "human-reviewed", "expert-reviewed", "contested",
    "machine-made", "as asserted",
)  # fmt: skip
SHOWN = ("source", "relation", "target", "shared_duties", "review_state")
ASSERTED_SHOWN = ("source", "relation", "target", "basis", "mapping_set", "justification", "confidence")


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows of a crosswalk are wanted; an empty field leaves all.

    `sets`: of these mapping sets; `confidence`: of at least this, from 0 to 1, which a row without one never is;
    `reviews`: of these review states; `unmapped`: requirements of either side that have no partner.
    """

    sets: tuple[str, ...] = ()
    confidence: float | None = None
    reviews: tuple[str, ...] = ()
    unmapped: bool = False

    def holds(self, row: CrosswalkRow) -> bool:
        """Whether a row is wanted."""
        return (
            (not self.sets or row.mapping_set.partition(" ")[0] in self.sets)
            and (self.confidence is None or (row.confidence != "" and float(row.confidence) >= self.confidence))
            and (not self.reviews or any(state in row.review_state for state in self.reviews))
            and (not self.unmapped or not (row.source and row.target))
        )


ANY = Only()


def crosswalk(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    relations: Iterable[str] = (),
    *,
    basis: str = DUTIES,
    only: Only = ANY,
) -> Table:
    """Relations between the requirements of two frameworks, on the basis asked for: one of `BASES`."""
    left, right = _editions(graph, clock, source, target)
    rows = [row.as_dict() for row in _wanted(graph, clock, left, right, basis=basis, relations=relations, only=only)]
    notes = tuple(_notes(graph, clock, left, right, basis))
    return Table("crosswalk", derived.COLUMNS, list(rows), SHOWN if basis == DUTIES else ASSERTED_SHOWN, notes)


def crosswalk_turtle(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    relations: Iterable[str] = (),
    *,
    basis: str = DUTIES,
    only: Only = ANY,
) -> str:
    """The same relations as Turtle."""
    left, right = _editions(graph, clock, source, target)
    rows = _wanted(graph, clock, left, right, basis=basis, relations=relations, only=only)
    return turtle.to_turtle(graph.knowledge_at(clock), left, right, rows)


def _wanted(
    graph: KnowledgeGraph, clock: Clock, left: str, right: str, *, basis: str, relations: Iterable[str], only: Only
) -> list[CrosswalkRow]:
    wanted = frozenset(name.removeprefix(SKOS) for name in relations)
    for state in only.reviews:
        if state not in REVIEWS:
            raise NotFound("no such review state", found=state, known=REVIEWS, expected=" | ".join(REVIEWS))
    if only.sets:
        known = {item.id for item in mappings.known(graph, clock)}
        for name in only.sets:
            if name not in known:
                raise NotFound(
                    "no such mapping set", found=name, known=known, hint="list them with: normgraph mapping list"
                )
    found = _rows(graph, clock, left, right, basis)
    return [row for row in found if (not wanted or row.relation.removeprefix(SKOS) in wanted) and only.holds(row)]


def _editions(graph: KnowledgeGraph, clock: Clock, source: str, target: str) -> tuple[str, str]:
    left, right = framework(graph, source, clock), framework(graph, target, clock)
    if left == right:
        raise UsageError("a crosswalk needs two different frameworks", found=left)
    return left, right


def _rows(graph: KnowledgeGraph, clock: Clock, left: str, right: str, basis: str) -> list[CrosswalkRow]:
    known = graph.knowledge_at(clock)
    said = [] if basis == DUTIES else list(asserted.crosswalk(mappings.known(graph, clock), left, right))
    bare = _not_decomposed(known, left, right)
    if bare and (basis == DUTIES or (basis == ALL and not said)):
        raise UsageError(
            "nothing can be compared: the framework is not decomposed into duties", found=bare[0],
            expected="two decomposed frameworks",
            hint=f"what mapping sets assert: normgraph crosswalk show {left} {right} --basis asserted\n"
            "how far each is decomposed: normgraph frameworks",
        )  # fmt: skip
    derived_rows = [] if basis == ASSERTED or bare else list(derived.crosswalk(known, left, right))
    return [*said, *derived_rows]


def _not_decomposed(known: Knowledge, *editions: str) -> list[str]:
    return [name for name in editions if known.scheme.release_of(name) is None]


def _notes(graph: KnowledgeGraph, clock: Clock, left: str, right: str, basis: str) -> Iterator[str]:
    """What is on record about the two frameworks and not among the rows."""
    sets = mappings.known(graph, clock)
    count = sum(1 for _ in asserted.crosswalk(sets, left, right)) if basis == DUTIES else 0
    if count:
        yield f"not in this list: {count:,} relations that mapping sets assert; add --basis all"
    aside = asserted.left_aside(sets, left, right)
    if aside:
        yield f"not shown: {aside:,} rows of mapping sets without two known ends; see normgraph mapping show SET --open"
    if basis == ALL and (bare := _not_decomposed(graph.knowledge_at(clock), left, right)):
        yield f"nothing follows from duties: {' and '.join(bare)} not decomposed"
