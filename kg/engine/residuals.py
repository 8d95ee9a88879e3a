"""Questions around a crosswalk: what is left, what is related, one pair side by side, everything near a requirement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.clock import Clock
from kg.crosswalk import pairs
from kg.crosswalk import related as related_of
from kg.crosswalk import residual as residual_of
from kg.crosswalk.derived import review_state
from kg.engine import picking
from kg.engine.graph import KnowledgeGraph
from kg.engine.picking import framework
from kg.errors import NotFound, UsageError
from kg.knowledge import Knowledge
from kg.model import Norm
from kg.tables import Table, table

RESIDUAL_SHOWN = ("requirement", "requirement_title", "left", "acts", "other_duties", "maybe_there")
NEIGHBOURS_SHOWN = ("requirement", "requirement_title", "relation", "shared_duties")


def residual(graph: KnowledgeGraph, clock: Clock, have: Iterable[str], want: str, role: str = "") -> Table:
    """What of a framework is left when others are fully operated; the notes say what is assumed."""
    at_hand, wanted = [_decomposed(graph, clock, name) for name in have], _decomposed(graph, clock, want)
    if wanted in at_hand:
        raise UsageError(
            "nothing of a framework is left when it is itself fully operated", where="--want", found=wanted,
            expected="a framework other than those of --have",
        )  # fmt: skip
    known = graph.knowledge_at(clock)
    bearers = sorted({bearer for norm in known.catalogs.norms_of(wanted) for bearer in norm.bearers})
    if role and role not in bearers:
        raise NotFound(f"no obligation of {wanted} addresses this role", found=role, known=bearers)
    rows = list(residual_of.residual(known, at_hand, wanted, role))
    found = table("residual", residual_of.COLUMNS, rows, RESIDUAL_SHOWN)
    return Table(
        found.name, found.columns, found.rows, found.shown, tuple(_residual_notes(known, at_hand, wanted, rows))
    )


def _residual_notes(known: Knowledge, have: list[str], want: str, rows: list[residual_of.ResidualRow]) -> Iterator[str]:
    counts = {word: sum(row.left == word for row in rows) for word in residual_of.REST}
    told = ", ".join(f"{word} {count}" for word, count in counts.items())
    yield f"{len(rows)} obligations of {want}: {told}; {sum(bool(row.acts) for row in rows)} need an act"
    yield from (f"assumed: {text}" for text in residual_of.ASSUMED)
    yield f"decompositions: {review_state(known, *have, want)}; no finding of conformity, no legal advice"


def related(graph: KnowledgeGraph, clock: Clock, source: str, target: str, most: int = 3) -> Table:
    """Requirements about the same thing that share no duty, best first for each requirement of the source."""
    left, right = _decomposed(graph, clock, source), _decomposed(graph, clock, target)
    if left == right:
        raise UsageError("a list of related requirements needs two different frameworks", found=left)
    rows = related_of.related(graph.knowledge_at(clock), left, right, most)
    return table("related", related_of.COLUMNS, rows)


def pair(graph: KnowledgeGraph, clock: Clock, source: str, target: str) -> Table:
    """Two requirements side by side, duty by duty; the notes tell the relation as an interval."""
    known = graph.knowledge_at(clock)
    left, right = _norm(graph, clock, source), _norm(graph, clock, target)
    found = table("pair", pairs.PAIR_COLUMNS, pairs.pair(known, left, right))
    told = [_bare(known.catalogs.requirement(norm)) for norm in (left, right) if not pairs.demands(known, norm)]
    if not told:
        told += [f"by what both {mode}: {item.relation}" for mode, item in pairs.interval(known, left, right).items()]
    told.append(f"decompositions: {review_state(known, left.edition, right.edition)}")
    return Table(found.name, found.columns, found.rows, notes=tuple(told))


def neighbours(graph: KnowledgeGraph, clock: Clock, requirement: str) -> Table:
    """Requirements of all other frameworks that share a duty with one, the closest first."""
    known, norm = graph.knowledge_at(clock), _norm(graph, clock, requirement)
    found = table("neighbour", pairs.NEIGHBOUR_COLUMNS, pairs.neighbours(known, norm), NEIGHBOURS_SHOWN)
    return found if pairs.demands(known, norm) else replace(found, notes=(_bare(known.catalogs.requirement(norm)),))


def _bare(name: str) -> str:
    return f"{name} has no duties: what it has in common with others cannot be told from them"


def _decomposed(graph: KnowledgeGraph, clock: Clock, name: str) -> str:
    edition = framework(graph, name, clock)
    if graph.knowledge_at(clock).scheme.release_of(edition) is None:
        raise UsageError(
            "nothing can be compared: the framework is not decomposed into duties", found=edition,
            expected="a decomposed framework", hint="how far each is decomposed: normgraph frameworks\n"
            "what mapping sets assert: normgraph crosswalk show A B --basis asserted",
        )  # fmt: skip
    return edition


def _norm(graph: KnowledgeGraph, clock: Clock, name: str) -> Norm:
    """The one norm that a requirement names, as people write it. Raises UsageError where it states several."""
    found = graph.knowledge_at(clock).norms_named(picking.requirement(graph, name, clock))
    if len(found) > 1:
        raise UsageError(
            "this provision states several norms", found=name, expected="one of " + ", ".join(norm.id for norm in found)
        )
    return found[0]
