"""Closing a network of mappings: what the rows together leave possible for every pair, and which pairs contradict.

Two ways, chosen by component. Up to `SMALL` nodes: path consistency, the narrowest masks that triangles can give.
Above: paths of up to three rows, and the closure says so. Both are sound: no possible relation is ever dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg import strm
from kg.crosswalk.network import COMPOSITIONS, CONVERSES, WIDTH, Ints, Masks, Network

SMALL = 2_000
# Paths looked at in one go; more are taken in portions, so that memory stays bounded.
PORTION = 4_000_000


@dataclass(frozen=True)
class Closure:
    """What is known of each pair of nodes of a network.

    `keys` are head * nodes + tail, sorted, both ways; pairs that are not there are unknown. `contradictory` holds
    pairs (smaller node first) for which some path leaves nothing possible. `large` lists the sizes of components in
    which only paths of up to three rows were followed.
    """

    network: Network
    keys: Ints
    masks: Masks
    contradictory: tuple[tuple[int, int], ...]
    large: tuple[int, ...]

    def possible(self, source: str, target: str) -> int:
        """Mask of what may hold between two identifiers."""
        number = self.network.number
        if source not in number or target not in number:
            return strm.ANY
        if source == target:
            return strm.EQ
        key = number[source] * len(self.network.nodes) + number[target]
        place = int(np.searchsorted(self.keys, key))
        return int(self.masks[place]) if place < len(self.keys) and self.keys[place] == key else strm.ANY

    def pairs(self) -> Iterator[tuple[str, str, int]]:
        """(source, target, mask) of every pair of which something is known, one way round, in the order of names."""
        nodes = self.network.nodes
        for key, mask in zip(self.keys.tolist(), self.masks.tolist(), strict=True):
            head, tail = divmod(key, len(nodes))
            if head < tail:
                yield nodes[head], nodes[tail], mask


@dataclass(frozen=True)
class _Part:
    keys: Ints
    masks: Masks
    contradictory: tuple[tuple[int, int], ...]


def close(network: Network, small: int = SMALL) -> Closure:
    """The closure of a network; components of more than `small` nodes are closed by paths of up to three rows."""
    parts = [_direct(network)]
    large: list[int] = []
    for nodes in network.components:
        if len(nodes) <= small:
            parts.append(_consistent(network, np.array(nodes, np.int64)))
        else:
            large.append(len(nodes))
    if large:
        parts.append(_walked(network, {node for nodes in network.components if len(nodes) > small for node in nodes}))
    keys, masks = _merged(*((part.keys, part.masks) for part in parts))
    bad = sorted({pair for part in parts for pair in part.contradictory})
    return Closure(network, keys, masks, tuple(bad), tuple(large))


def _direct(network: Network) -> _Part:
    """Pairs as the rows state them; two rows about a pair may contradict each other already."""
    keys = network.heads * len(network.nodes) + network.tails
    bad = _pairs(network, keys[network.masks == strm.NONE])
    known = network.masks != strm.NONE
    return _Part(keys[known], network.masks[known], bad)


def _consistent(network: Network, nodes: Ints) -> _Part:
    """Path consistency of a component, by a matrix; a node is looked at again when its row has changed."""
    matrix = _matrix(network, nodes)
    bad: set[tuple[int, int]] = set()
    waiting = dict.fromkeys(range(len(nodes)))
    while waiting:
        middle = next(iter(waiting))
        del waiting[middle]
        near = np.flatnonzero(matrix[middle] != strm.ANY)
        onward = matrix[middle, near]
        through = COMPOSITIONS[CONVERSES[onward][:, None].astype(np.int16) * WIDTH + onward[None, :]]
        block = np.ix_(near, near)
        before = matrix[block]
        after = before & through
        nothing = after == strm.NONE
        if nothing.any():
            bad.update((int(near[i]), int(near[j])) for i, j in np.argwhere(nothing) if i < j)
            after[nothing] = before[nothing]
        changed = (after != before).any(axis=1)
        if changed.any():
            matrix[block] = after
            waiting.update(dict.fromkeys(near[changed].tolist()))
    heads, tails = np.nonzero((matrix != strm.ANY) & ~np.eye(len(nodes), dtype=bool))
    keys = nodes[heads] * len(network.nodes) + nodes[tails]
    whole = tuple((int(nodes[i]), int(nodes[j])) for i, j in bad)
    return _Part(keys, matrix[heads, tails], whole)


def _matrix(network: Network, nodes: Ints) -> Masks:
    matrix = np.full((len(nodes), len(nodes)), strm.ANY, np.uint8)
    np.fill_diagonal(matrix, strm.EQ)
    inside = np.isin(network.heads, nodes) & (network.masks != strm.NONE)
    heads, tails = (np.searchsorted(nodes, ends[inside]) for ends in (network.heads, network.tails))
    matrix[heads, tails] = network.masks[inside]
    return matrix


def _walked(network: Network, nodes: set[int]) -> _Part:
    """Paths of two and three rows from the nodes, a portion at a time."""
    starts = network.starts
    degree = np.diff(starts)
    # How many paths of three rows leave each node, to cut the portions by.
    ends = np.add.reduceat(np.append(degree[network.tails], 0), np.minimum(starts[:-1], len(network.tails)))
    two = np.where(degree > 0, ends, 0)
    ends = np.add.reduceat(np.append(two[network.tails], 0), np.minimum(starts[:-1], len(network.tails)))
    three = np.where(degree > 0, ends, 0)
    parts: list[_Part] = []
    portion: list[int] = []
    paths = 0
    for node in sorted(nodes):
        if portion and paths + int(three[node]) > PORTION:
            parts.append(_walk(network, np.array(portion, np.int64)))
            portion, paths = [], 0
        portion.append(node)
        paths += int(three[node])
    parts.append(_walk(network, np.array(portion, np.int64)))
    bad = tuple(pair for part in parts for pair in part.contradictory)
    return _Part(np.concatenate([part.keys for part in parts]), np.concatenate([part.masks for part in parts]), bad)


def _walk(network: Network, nodes: Ints) -> _Part:
    """What paths of up to three rows tell of the pairs that begin at some nodes."""
    size = len(network.nodes)
    inside = np.isin(network.heads, nodes) & (network.masks != strm.NONE)
    keys, masks = network.heads[inside] * size + network.tails[inside], network.masks[inside]
    bad: list[Ints] = []
    for _ in range(2):
        longer = _onward(network, keys, masks)
        keys, masks, nothing = _narrowed((keys, masks), longer)
        bad.append(nothing)
    return _Part(keys, masks, _pairs(network, np.concatenate(bad)))


def _onward(network: Network, keys: Ints, masks: Masks) -> tuple[Ints, Masks]:
    """Every path with one more row at its end, as far as it tells anything and does not return."""
    size = len(network.nodes)
    heads, ends = keys // size, keys % size
    count = network.starts[ends + 1] - network.starts[ends]
    path = np.repeat(np.arange(len(keys)), count)
    begin = np.repeat(network.starts[ends] - (np.cumsum(count) - count), count)
    edge = begin + np.arange(len(path))
    composed = COMPOSITIONS[masks[path].astype(np.int16) * WIDTH + network.masks[edge]]
    found, tails = heads[path], network.tails[edge]
    telling = (composed != strm.ANY) & (found != tails)
    return found[telling] * size + tails[telling], composed[telling]


def _merged(*parts: tuple[Ints, Masks]) -> tuple[Ints, Masks]:
    keys, masks, _ = _narrowed(*parts)
    return keys, masks


def _narrowed(*parts: tuple[Ints, Masks]) -> tuple[Ints, Masks, Ints]:
    """Sorted keys with what all parts leave possible, and the keys for which nothing is left.

    These keep what the first part that knows them says.
    """
    keys, masks = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    order = np.argsort(keys, kind="stable")
    keys, masks = keys[order], masks[order]
    if not len(keys):
        return keys, masks, keys
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    met = np.bitwise_and.reduceat(masks, first)
    nothing = met == strm.NONE
    met[nothing] = masks[first][nothing]
    return keys[first], met, keys[first][nothing]


def _pairs(network: Network, keys: Ints) -> tuple[tuple[int, int], ...]:
    """Pairs of nodes behind some keys, the smaller node first."""
    ends = (sorted(divmod(key, len(network.nodes))) for key in np.unique(keys).tolist())
    return tuple(sorted({(head, tail) for head, tail in ends}))
