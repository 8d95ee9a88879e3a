"""A network of mappings: requirements as nodes, and for each mapped pair the relations that its rows leave possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg import strm
from kg.errors import InputError

Ints: TypeAlias = NDArray[np.int64]
Masks: TypeAlias = NDArray[np.uint8]

WIDTH = strm.ANY + 1
CONVERSES: Masks = np.array(strm.CONVERSES, np.uint8)
# What contradicts itself tells nothing about a third: it is reported, and not carried on.
COMPOSITIONS: Masks = np.array(
    [strm.ANY if strm.NONE in divmod(index, WIDTH) else mask for index, mask in enumerate(strm.COMPOSITIONS)],
    np.uint8,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One asserted row: both ends as identifiers of a pinned edition, what may hold between them, and whose word it is.

    `rationale` is the ground on which the ends were compared (NIST IR 8477: syntactic, semantic, functional); `place`
    is where the row stands in its source.
    """

    source: str
    target: str
    mask: int
    mapping_set: str
    rationale: str = ""
    place: str = ""


@dataclass(frozen=True)
class Network:
    """Rows of one rationale type. Edges are directed and stand both ways, one per pair, sorted by head, then tail."""

    rows: tuple[Row, ...]
    nodes: tuple[str, ...]
    heads: Ints
    tails: Ints
    masks: Masks

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Network:
        """The network of rows. Raises InputError where an end is blank, or where rationale types are mixed."""
        kept = tuple(rows)
        _check(kept)
        nodes = tuple(sorted({end for row in kept for end in (row.source, row.target)}))
        number = {name: place for place, name in enumerate(nodes)}
        masks: dict[tuple[int, int], int] = {}
        for row in kept:
            head, tail = number[row.source], number[row.target]
            for pair, mask in (((head, tail), row.mask), ((tail, head), strm.CONVERSES[row.mask])):
                masks[pair] = masks.get(pair, strm.ANY) & mask
        told = sorted((pair, mask) for pair, mask in masks.items() if mask != strm.ANY and pair[0] != pair[1])
        pairs: Ints = np.array([pair for pair, _ in told], np.int64).reshape(-1, 2)
        return cls(kept, nodes, pairs[:, 0], pairs[:, 1], np.array([mask for _, mask in told], np.uint8))

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Name of a node -> its place in `nodes`."""
        return {name: place for place, name in enumerate(self.nodes)}

    @cached_property
    def starts(self) -> Ints:
        """Where the edges of each node begin; one more entry at the end."""
        return np.searchsorted(self.heads, np.arange(len(self.nodes) + 1))

    @cached_property
    def rows_between(self) -> Mapping[frozenset[str], tuple[Row, ...]]:
        """Two ends -> the rows about them, whichever way round."""
        found: dict[frozenset[str], tuple[Row, ...]] = {}
        for row in self.rows:
            ends = frozenset((row.source, row.target))
            found[ends] = (*found.get(ends, ()), row)
        return found

    def near(self, node: int) -> Iterator[tuple[int, int]]:
        """(neighbour, mask) of a node."""
        start, stop = self.starts[node], self.starts[node + 1]
        yield from zip(self.tails[start:stop].tolist(), self.masks[start:stop].tolist(), strict=True)

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """Nodes that rows connect, largest component first; nodes without any telling row are left out."""
        seen: set[int] = set()
        found: list[tuple[int, ...]] = []
        for node in np.unique(self.heads).tolist():
            if node not in seen:
                found.append(self._reached(node))
                seen.update(found[-1])
        return tuple(sorted(found, key=lambda nodes: (-len(nodes), nodes)))

    def _reached(self, node: int) -> tuple[int, ...]:
        met, waiting = {node}, [node]
        while waiting:
            for other, _ in self.near(waiting.pop()):
                if other not in met:
                    met.add(other)
                    waiting.append(other)
        return tuple(sorted(met))


def by_rationale(rows: Iterable[Row]) -> dict[str, Network]:
    """A network for each rationale type: relations found on different grounds do not compose."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.rationale, []).append(row)
    return {name: Network.of(found[name]) for name in sorted(found)}


def _check(rows: tuple[Row, ...]) -> None:
    for row in rows:
        if not (row.source and row.target):
            raise InputError(
                "a row without an end cannot be composed", where=row.place or row.mapping_set,
                found=f"{row.source or 'nothing'} -> {row.target or 'nothing'}", expected="two requirements",
            )  # fmt: skip
    rationales = sorted({row.rationale for row in rows})
    if len(rationales) > 1:
        raise InputError(
            "rows of different rationale types do not compose", where=rows[0].mapping_set,
            found=", ".join(name or "none" for name in rationales), expected="one rationale type",
        )  # fmt: skip
