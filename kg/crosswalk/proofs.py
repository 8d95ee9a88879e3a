"""Why a closure says what it says: the fewest rows found that together leave no more possible, and rows that clash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kg import strm
from kg.crosswalk.closure import Closure, close
from kg.crosswalk.network import CONVERSES, WIDTH, Network, Row

STEPS = 3
# Rows among which a proof of more than paths is sought; of a larger surrounding it is not minimised.
WIDEST = 150


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows from which a mask for (source, target) follows; `minimal` if none of them can be left out."""

    source: str
    target: str
    mask: int
    rows: tuple[Row, ...]
    minimal: bool = True


def proof(closure: Closure, source: str, target: str) -> Proof:
    """The shortest proof found of what the closure says about a pair; without rows where it says nothing."""
    mask = closure.possible(source, target)
    if mask == strm.ANY or source == target:
        return Proof(source, target, mask, ())
    return _proof_of(closure.network, source, target, lambda found: found & ~mask == 0, mask)


def clashes(closure: Closure, limit: int = 100) -> list[Proof]:
    """Rows that cannot all hold, smallest sets first: two rows about a pair, then triangles, then longer ones.

    At most `limit` pairs are looked into. On a loose reading of the rows there may be no clash at all.
    """
    network = closure.network
    found: dict[frozenset[Row], Proof] = {}
    for head, tail in _worst_first(network, closure.contradictory)[:limit]:
        ends = network.nodes[head], network.nodes[tail]
        clash = _proof_of(network, *ends, lambda mask: mask == strm.NONE, strm.NONE)
        if clash.rows:
            found.setdefault(frozenset(clash.rows), clash)
    smallest = sorted(found.values(), key=lambda item: (len(item.rows), item.source, item.target))
    return [item for item in smallest if not any(other < frozenset(item.rows) for other in found)]


def _worst_first(network: Network, pairs: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Pairs about which there are rows before those only paths speak of: their sets of rows are smaller."""
    stated = network.rows_between
    return sorted(pairs, key=lambda pair: frozenset(network.nodes[end] for end in pair) not in stated)


def _proof_of(network: Network, source: str, target: str, enough: Callable[[int], bool], mask: int) -> Proof:
    paths = sorted(_paths(network, source, target), key=lambda path: len(path[1]))
    together = strm.ANY
    chosen: list[tuple[Row, ...]] = []
    for composed, rows in paths:
        if enough(composed):
            return _least(Proof(source, target, mask, rows), enough)
        if together & composed != together and not enough(together):
            together &= composed
            chosen.append(rows)
    if enough(together):
        return _least(Proof(source, target, mask, tuple(dict.fromkeys(row for path in chosen for row in path))), enough)
    return _least(Proof(source, target, mask, _surrounding(network, source, target, enough)), enough)


def _paths(network: Network, source: str, target: str) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """(what it leaves possible, its rows) of each path of up to three edges."""
    start, goal = network.number[source], network.number[target]
    waiting: list[tuple[tuple[int, ...], int]] = [((start,), strm.EQ)]
    for _ in range(STEPS):
        longer = []
        for nodes, mask in waiting:
            for node, edge in network.near(nodes[-1]):
                composed = strm.COMPOSITIONS[mask * WIDTH + edge]
                if node == goal:
                    yield composed, _rows_along(network, (*nodes, node))
                elif node not in nodes and composed != strm.ANY and edge != strm.NONE:
                    longer.append(((*nodes, node), composed))
        waiting = longer


def _rows_along(network: Network, nodes: tuple[int, ...]) -> tuple[Row, ...]:
    pairs = pairwise(nodes)
    return tuple(row for pair in pairs for row in network.rows_between[frozenset(network.nodes[end] for end in pair)])


def _surrounding(network: Network, source: str, target: str, enough: Callable[[int], bool]) -> tuple[Row, ...]:
    """Rows of the smallest surrounding of both ends in which the mask follows."""
    inside = {network.number[source], network.number[target]}
    while True:
        wider = inside | {node for near in inside for node, _ in network.near(near)}
        names = {network.nodes[node] for node in wider}
        rows = tuple(row for row in network.rows if row.source in names and row.target in names)
        if enough(_left(rows, source, target)):
            return rows
        if wider == inside:
            return ()
        inside = wider


def _left(rows: tuple[Row, ...], source: str, target: str) -> int:
    """What some rows leave possible for a pair, nothing if they contradict each other about it."""
    found = close(Network.of(rows))
    number = found.network.number
    if source in number and target in number:
        pair = tuple(sorted((number[source], number[target])))
        if pair in found.contradictory:
            return strm.NONE
    return found.possible(source, target)


def _least(found: Proof, enough: Callable[[int], bool]) -> Proof:
    """The proof without rows that it does not need; as it is if it is too wide to be tried."""
    if len(found.rows) > WIDEST:
        return Proof(found.source, found.target, found.mask, found.rows, minimal=False)
    rows = found.rows
    for row in found.rows:
        fewer = tuple(other for other in rows if other is not row)
        if enough(_left(fewer, found.source, found.target)):
            rows = fewer
    return Proof(found.source, found.target, found.mask, rows)


def counted(closure: Closure) -> dict[str, int]:
    """Words for what is possible -> how many pairs, most frequent first; the unknown are not counted.

    A subset is counted as one whichever end is named first.
    """
    folded = np.minimum(closure.masks, CONVERSES[closure.masks])
    masks, counts = np.unique(folded, return_counts=True)
    told = sorted(zip(masks.tolist(), (counts // 2).tolist(), strict=True), key=lambda item: (-item[1], item[0]))
    return {strm.spelled(mask): count for mask, count in told}
