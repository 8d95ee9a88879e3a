"""How two requirements are connected: through rows of mapping sets, and, told apart, through shared duties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise

from kg import strm
from kg.crosswalk.closure import close
from kg.crosswalk.demand import by_duties, norms_of
from kg.crosswalk.network import Network, Row
from kg.crosswalk.proofs import proof
from kg.duties import Bit
from kg.knowledge import Knowledge
from kg.model import Curie

ASSERTED, DUTIES = BASES = ("asserted", "duties")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a path. `by` is the mapping set that asserts it, or the duty that both require."""

    basis: str
    rationale: str
    step: str
    source: str
    relation: str
    target: str
    by: str
    place: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(StepRow))


@dataclass(frozen=True, slots=True)
class Way:
    """Steps on one basis, and what may be concluded from them."""

    steps: tuple[StepRow, ...]
    conclusion: str


def asserted(networks: dict[str, Network], source: Curie, target: Curie) -> Iterator[Way]:
    """A way for each rationale type: the shortest proof found of what the rows say, or else rows that only connect."""
    for rationale, network in networks.items():
        if source not in network.number or target not in network.number:
            continue
        found = proof(close(network), source, target)
        if found.rows:
            many = f"{len(found.rows)} rows" if len(found.rows) > 1 else "1 row"
            told = f"{source} {strm.spelled(found.mask)} {target}: follows from {many}, the shortest proof found"
            yield Way(_steps(rationale, found.rows), f"{_grounds(rationale)}: {told}")
        elif chain := _chain(network, source, target):
            told = f"{len(chain)} rows connect {source} and {target}, and nothing follows from them"
            yield Way(_steps(rationale, chain), f"{_grounds(rationale)}: {told}")


def _grounds(rationale: str) -> str:
    return f"asserted ({rationale})" if rationale else "asserted (no rationale type)"


def _steps(rationale: str, rows: tuple[Row, ...]) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            ASSERTED, rationale, str(number), row.source, strm.spelled(row.mask), row.target, row.mapping_set, row.place
        )
        for number, row in enumerate(rows, start=1)
    )


def _chain(network: Network, source: Curie, target: Curie) -> tuple[Row, ...]:
    """The fewest rows that connect two nodes."""
    start, goal = network.number[source], network.number[target]
    came: dict[int, int] = {start: start}
    waiting = [start]
    for node in waiting:
        for other, _ in network.near(node):
            if other not in came:
                came[other] = node
                waiting.append(other)
    if goal not in came:
        return ()
    nodes = [goal]
    while nodes[-1] != start:
        nodes.append(came[nodes[-1]])
    names = [network.nodes[node] for node in reversed(nodes)]
    return tuple(network.rows_between[frozenset(ends)][0] for ends in pairwise(names))


def through_duties(knowledge: Knowledge, source: Curie, target: Curie) -> Way | None:
    """The fewest duties by which one comes from a requirement to another; None where there is no such way."""
    direct = by_duties(knowledge, source, target)
    starts, goals = (_leaves(knowledge, place) for place in (source, target))
    chain = _by_bits(knowledge, starts, set(goals))
    if direct is None or not chain:
        return None
    steps = tuple(
        StepRow(DUTIES, "", str(number), _name(knowledge, one), "both require", _name(knowledge, other), str(bit), "")
        for number, (one, bit, other) in enumerate(chain, start=1)
    )
    if direct.shared:
        told = f"duties: {source} {direct.relation} {target}"
    else:
        told = f"duties: {len(steps)} steps connect {source} and {target}, which share none: nothing follows from them"
    return Way(steps, told)


def _leaves(knowledge: Knowledge, place: Curie) -> list[str]:
    return [leaf.id for norm in norms_of(knowledge, place) for leaf in knowledge.parts(norm)]


def _by_bits(knowledge: Knowledge, starts: list[str], goals: set[str]) -> list[tuple[str, Bit, str]]:
    """(norm, bit, norm) along the shortest way; empty where there is none."""
    holders: dict[Bit, list[str]] = {}
    for norm in knowledge.catalogs.norms:
        for bit in knowledge.scheme.bits_of(norm):
            holders.setdefault(bit, []).append(norm)
    came: dict[str, tuple[str, Bit]] = {}
    seen, spent, waiting = set(starts), set[Bit](), list(starts)
    for norm in waiting:
        for bit in sorted(knowledge.scheme.bits_of(norm) - spent):
            spent.add(bit)
            for other in holders[bit]:
                if other not in seen:
                    seen.add(other)
                    came[other] = (norm, bit)
                    waiting.append(other)
                    if other in goals:
                        return _back(came, other)
    return []


def _back(came: dict[str, tuple[str, Bit]], norm: str) -> list[tuple[str, Bit, str]]:
    found: list[tuple[str, Bit, str]] = []
    while norm in came:
        before, bit = came[norm]
        found.append((before, bit, norm))
        norm = before
    return list(reversed(found))


def _name(knowledge: Knowledge, norm: str) -> str:
    return knowledge.catalogs.requirement(knowledge.catalogs.norms[norm])
