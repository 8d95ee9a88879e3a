"""Rules on sets taken together: cycles of subsets, rows that cannot all hold, sets that repeat a composition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import strm
from kg.crosswalk import joined
from kg.crosswalk.closure import close
from kg.crosswalk.lint import Check, Given, Problem, Subject, where
from kg.crosswalk.mappings import MappingSet
from kg.crosswalk.network import Row
from kg.crosswalk.proofs import clashes

# A set counts as a composition if so large a part of the pairs of either are pairs of both, and it has so many.
SAME_SHARE, FEWEST = 0.9, 5
_CLASHES = 50
# From so many rows of a knot a cycle is sought.
_STARTS = 200
_TRIANGLE = 3
_Pair = tuple[str, str]
# (set, framework that pairs begin with) -> its pairs.
_Pairs = dict[tuple[str, str], set[_Pair]]


def cycles(given: Given) -> Iterator[Problem]:
    """NG204: each is a subset of the next, and the last of the first."""
    rows = list(joined.rows(given.sets))
    for loop in _loops(rows):
        own = next((row for row in loop if _subject(given, row) is not None), None)
        subject = _subject(given, own) if own is not None else None
        if own is not None and subject is not None:
            chain = " < ".join(_inner(row) for row in loop)
            where = "; ".join(sorted(_spelled(row) for row in loop))
            message = f"{chain} < {_inner(loop[0])}, from {where}"
            yield subject.problem("NG204", message, place=own.place, key="\0".join(sorted(map(_inner, loop))))


def _loops(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """The shortest cycle of three or more found in each knot of subset rows: to mend it may well undo the others."""
    above: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.mask in (strm.PP, strm.PPI):
            above.setdefault(_inner(row), {}).setdefault(_outer(row), row)
    component = _components(above)
    knots: dict[int, list[Row]] = {}
    for inner, outers in above.items():
        for outer, row in outers.items():
            if component[inner] == component[outer]:
                knots.setdefault(component[inner], []).append(row)
    for knot in knots.values():
        found = [(row, *_way(above, _outer(row), _inner(row))) for row in knot[:_STARTS]]
        loops = [loop for loop in found if len(loop) >= _TRIANGLE]
        if loops:
            yield min(loops, key=len)


def _inner(row: Row) -> str:
    return row.source if row.mask == strm.PP else row.target


def _outer(row: Row) -> str:
    return row.target if row.mask == strm.PP else row.source


def _way(above: dict[str, dict[str, Row]], start: str, goal: str) -> tuple[Row, ...]:
    """The fewest subset rows from one to the other, which there are."""
    came: dict[str, Row] = {}
    waiting = [start]
    for node in waiting:
        for other, row in above.get(node, {}).items():
            if other not in came:
                came[other] = row
                waiting.append(other)
        if goal in came:
            break
    found: list[Row] = []
    node = goal
    while node != start or not found:
        found.append(came[node])
        node = _inner(came[node])
    return tuple(reversed(found))


def _components(above: dict[str, dict[str, Row]]) -> dict[str, int]:
    """Node -> the number of its strongly connected component (Kosaraju's way, without recursion)."""
    below: dict[str, list[str]] = {}
    for inner, outers in above.items():
        for outer in outers:
            below.setdefault(outer, []).append(inner)
    order = _finished(above)
    found: dict[str, int] = {}
    for number, root in enumerate(reversed(order)):
        waiting = [root] if root not in found else []
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = number
                waiting.extend(other for other in below.get(node, ()) if other not in found)
    return found


def _finished(above: dict[str, dict[str, Row]]) -> list[str]:
    """Nodes in the order in which a walk along the subsets leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    nodes = dict.fromkeys((*above, *(outer for outers in above.values() for outer in outers)))
    for root in nodes:
        waiting = [(root, False)]
        while waiting:
            node, left = waiting.pop()
            if left:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((other, False) for other in above.get(node, ()) if other not in seen)
    return order


def clashing(given: Given) -> Iterator[Problem]:
    """NG601: rows that cannot all hold, the smallest group first; what other rules say of two rows is left to them."""
    loose = {item.id for item in given.sets} if given.loose else ()
    for network in joined.networks(given.sets, loose).values():
        for clash in clashes(close(network), _CLASHES):
            own = next((row for row in clash.rows if _subject(given, row) is not None), None)
            subject = _subject(given, own) if own is not None else None
            if own is None or subject is None or not _tells_more(clash.rows):
                continue
            told = "; ".join(sorted(_spelled(row) for row in clash.rows))
            key = "\0".join(sorted(f"{row.source} {row.mask} {row.target}" for row in clash.rows))
            yield subject.problem("NG601", f"cannot all hold: {told}", place=own.place, key=key)


def _tells_more(rows: tuple[Row, ...]) -> bool:
    """Whether no simpler rule says it: a pair of one set, a set and its reverse, a cycle of subsets."""
    if len(rows) < _TRIANGLE:
        return len({row.mapping_set for row in rows}) > 1 and len({row.source for row in rows}) == 1
    inner = [_inner(row) for row in rows if row.mask in (strm.PP, strm.PPI)]
    return len(inner) < len(rows) or len(set(inner)) < len(rows)


def composed(given: Given) -> Iterator[Problem]:
    """NG501: the pairs of a set are those that two others give by way of a third framework."""
    pairs: _Pairs = {}
    for subject in given.subjects:
        own = _pairs(pairs, subject.set, subject.set.source)
        if len(own) < FEWEST:
            continue
        for first, second in _ways(given, subject.set):
            through = _through(pairs, first, second, subject.set)
            common = len(own & through)
            if common >= SAME_SHARE * len(own | through):
                message = (
                    f"{common:,} of {len(own):,} pairs are those of {first.id} followed by {second.id} "
                    f"({len(through):,} pairs): provenance to be confirmed"
                )
                yield subject.problem("NG501", message, key=f"{first.id} {second.id}")


def _ways(given: Given, item: MappingSet) -> Iterator[tuple[MappingSet, MappingSet]]:
    """Two other sets that lead from a set's sources to its targets by way of a third framework."""
    near: dict[str, list[MappingSet]] = {}
    for (source, target), sets in given.by_ends.items():
        if item.source in (source, target):
            near.setdefault(target if source == item.source else source, []).extend(sets)
    for middle, firsts in near.items():
        ends = ((middle, item.target), (item.target, middle))
        seconds = [other for pair in ends for other in given.by_ends.get(pair, ()) if middle != item.target]
        for first in firsts:
            yield from ((first, second) for second in seconds)


def _through(pairs: _Pairs, first: MappingSet, second: MappingSet, item: MappingSet) -> set[_Pair]:
    """Pairs that two sets connect, from the sources of an item to its targets; none where they plainly are too few."""
    own, begun = _pairs(pairs, item, item.source), _pairs(pairs, first, item.source)
    if len({source for source, _ in own} - {source for source, _ in begun}) > (1 - SAME_SHARE) * len(own):
        return set()
    onward: dict[str, list[str]] = {}
    for target, middle in _pairs(pairs, second, item.target):
        onward.setdefault(middle, []).append(target)
    return {(source, target) for source, middle in begun for target in onward.get(middle, ())}


def _pairs(known: _Pairs, item: MappingSet, begin: str) -> set[_Pair]:
    """Pairs that a set relates, those of the framework `begin` first; kept in `known`."""
    key = (item.id, begin)
    if key not in known:
        clear = (row for row in item.mappings if joined.clear(row.source) and joined.clear(row.target))
        ends = ((row.source.id, row.target.id) for row in clear if not row.negative)
        known[key] = set(ends) if item.source == begin else {(target, source) for source, target in ends}
    return known[key]


def _subject(given: Given, row: Row) -> Subject | None:
    return given.by_set.get(row.mapping_set)


def _spelled(row: Row) -> str:
    return f"{row.source} {strm.spelled(row.mask)} {row.target} ({row.mapping_set}, {where(row.place) or 'no place'})"


CHECKS: tuple[Check, ...] = (cycles, clashing, composed)
