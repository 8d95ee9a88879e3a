"""Who says what about pairs of requirements of two editions: each mapping set is a voice, and so are the duties.

Four things are kept apart: a voice says that two overlap, it says that they do not, it says something that is
no statement about sets (or cannot say anything), or it says nothing of the pair. Only the first two are definite. None
of them tells that a person looked: what a duty is asked for by may be drafted by a machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from kg import strm
from kg.crosswalk import derived, joined
from kg.crosswalk.demand import by_duties
from kg.crosswalk.mappings import NOTHING, Mapping, MappingSet
from kg.crosswalk.relations import NO_MATCH
from kg.knowledge import Knowledge
from kg.model import Curie

DUTIES = "duties"
STATED, NONE, OPEN, SILENT = STATES = ("overlapping", "disjoint", "unknown", "silent")
Pair = tuple[Curie, Curie]


@dataclass(frozen=True, slots=True)
class Saying:
    """What a voice says of a pair: in which state it is, the base relations it leaves possible, and its own words."""

    state: str
    mask: int = strm.ANY
    words: str = ""

    @property
    def definite(self) -> bool:
        """Whether the voice says of the pair that the two overlap, or that they do not."""
        return self.state in (STATED, NONE)


_SILENT = Saying(SILENT)


@dataclass(frozen=True)
class Voice:
    """One voice about the pairs of two editions. `alone` are requirements of either that it gives no counterpart."""

    name: str
    said: dict[Pair, Saying]
    alone: frozenset[Curie] = field(default=frozenset())

    def of(self, pair: Pair) -> Saying:
        """What it says of a pair."""
        own = self.said.get(pair)
        if own is not None:
            return own
        lonely = next((end for end in pair if end in self.alone), "")
        return Saying(NONE, strm.DR, f"no counterpart of {lonely}") if lonely else _SILENT


def of_set(item: MappingSet, source: Curie, target: Curie, *, loose: bool = False) -> Voice:
    """A mapping set as a voice, whichever way round it has the two editions."""
    rows: dict[Pair, list[tuple[int, str]]] = {}
    alone: set[Curie] = set()
    for row in item.mappings:
        pair, mask, words = _turned(row, source, loose=loose)
        if {end.partition(":")[0] for end in pair} == {source, target}:
            rows.setdefault(pair, []).append((mask, words))
        elif _alone(row, item, {source, target}):
            alone.add(row.source.id or row.target.id)
    said = {pair: _saying(found) for pair, found in rows.items()}
    return Voice(item.id, said, frozenset(alone))


def _turned(row: Mapping, source: Curie, *, loose: bool) -> tuple[Pair, int, str]:
    """Pair, mask and words of a row, read so that the first end is of the edition `source`."""
    if not row.pinned:
        return ("", ""), strm.ANY, ""
    mask = strm.DR if row.relation.name == NO_MATCH and not row.group else joined.mask_of(row, loose=loose)
    if row.source.id.partition(":")[0] == source:
        return (row.source.id, row.target.id), mask, row.relation.shown
    inverted = row.relation.inverted()
    words = inverted.shown if inverted is not None else f"{row.relation.shown} (read backwards)"
    return (row.target.id, row.source.id), strm.CONVERSES[mask], words


def _alone(row: Mapping, item: MappingSet, editions: Collection[Curie]) -> bool:
    """Whether a row says that a requirement has no counterpart in the other of two editions."""
    one = NOTHING in (row.source.state, row.target.state) and (row.source.pinned or row.target.pinned)
    return one and {item.source, item.target} == set(editions)


def _saying(rows: list[tuple[int, str]]) -> Saying:
    mask = strm.ANY
    for own, _ in rows:
        mask &= own
    words = " and ".join(dict.fromkeys(text for _, text in rows))
    if mask == strm.ANY:
        return Saying(OPEN, mask, words)
    if mask == strm.NONE:
        return Saying(OPEN, strm.ANY, f"contradicts itself: {words}")
    return Saying(NONE if mask == strm.DR else STATED, mask, words)


def of_duties(knowledge: Knowledge, source: Curie, target: Curie, pairs: Collection[Pair]) -> Voice:
    """The duties as a voice about some pairs: they speak of every pair of which both ends are decomposed."""
    return Voice(DUTIES, {pair: _by_duties(knowledge, pair) for pair in (*pairs, *shared(knowledge, source, target))})


def _by_duties(knowledge: Knowledge, pair: Pair) -> Saying:
    found = by_duties(knowledge, *pair)
    if found is None:
        return Saying(OPEN, strm.ANY, "not decomposed")
    return Saying(NONE if found.mask == strm.DR else STATED, found.mask, found.relation)


def shared(knowledge: Knowledge, source: Curie, target: Curie) -> Iterator[Pair]:
    """Pairs of places that share a duty; nothing where an edition is not decomposed."""
    scheme, catalogs = knowledge.scheme, knowledge.catalogs
    if scheme.release_of(source) is None or scheme.release_of(target) is None:
        return
    for row in derived.crosswalk(knowledge, source, target):
        if row.shared_duties:
            ends = (catalogs.norms[end].provision if end in catalogs.norms else end for end in (row.source, row.target))
            left, right = ends
            yield left, right
