"""Mapping sets joined into networks of one rationale type each, whose closure says what follows from them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kg import strm
from kg.crosswalk.mappings import FOREIGN, End, Mapping, MappingSet
from kg.crosswalk.network import Network, Row, by_rationale
from kg.crosswalk.relations import INTERSECTS


def rows(sets: Iterable[MappingSet], loose: Collection[str] = ()) -> Iterator[Row]:
    """Rows of sets that relate two clear ends. In sets named in `loose` an `intersects` means at least overlaps.

    Ends in frameworks that are not known here count by the identifier their file gives them.
    """
    for item in sets:
        for row in item.mappings:
            mask = mask_of(row, loose=item.id in loose)
            if clear(row.source) and clear(row.target) and mask != strm.ANY:
                yield Row(row.source.id, row.target.id, mask, item.id, row.rationale or item.rationale, row.place)


def networks(sets: Iterable[MappingSet], loose: Collection[str] = ()) -> dict[str, Network]:
    """A network for each rationale type that rows state, the empty one for those that state none."""
    return by_rationale(rows(sets, loose))


def mask_of(row: Mapping, *, loose: bool = False) -> int:
    """What a row leaves possible; of a loose set, `intersects` leaves everything that overlaps."""
    if loose and row.mask == strm.PO and row.relation.name == INTERSECTS:
        return strm.OVERLAP
    return row.mask


def clear(end: End) -> bool:
    """Whether it is clear what the end is: a requirement of a pinned edition, or an identifier of another framework."""
    return end.pinned or end.state == FOREIGN
