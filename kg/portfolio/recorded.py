"""A state of the ledger as values: from its snapshot, from an earlier one and what changed, or from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kg.portfolio import columns, rdf
from kg.portfolio.records import Record
from kg.prefixes import expand
from kg.store import snapshot
from kg.store.chain import Delta
from kg.store.ledger import Ledger
from kg.store.nodes import read_nquads
from kg.store.quads import pack, unpack
from kg.store.shelf import Key
from kg.store.snapshot import Arrays, Notice

# Above this share of the record reading all of it is the faster way.
_DELTA_SHARE = 0.25
_OWN = "own"


@dataclass(frozen=True, slots=True)
class Recorded:
    """All records of a state, and the lines of the organisation's own frameworks and mapping sets."""

    records: list[Record]
    own: frozenset[str]


def read(ledger: Ledger, key: Key, notice: Notice | None = None) -> Recorded:
    """The state that `key` names."""
    arrays = snapshot.load(ledger.directory, key, columns.LAYOUT, notice)
    if arrays is not None:
        return _from_arrays(arrays)
    found = _from_earlier(ledger, key)
    if found is None:
        state = ledger.state(key.head.seq)
        lines = rdf.of_portfolio(state)
        found = Recorded(rdf.from_nodes(read_nquads(lines)), _own(state))
    if found.records:
        own = np.frombuffer(pack(found.own)[1], dtype=np.uint8)
        arrays = {**columns.to_arrays(found.records), _OWN: own}
        snapshot.keep(ledger.directory, key, columns.LAYOUT, arrays, records=len(found.records), notice=notice)
    return found


def _own(lines: frozenset[str]) -> frozenset[str]:
    return rdf.of_frameworks(lines) | rdf.of_mappings(lines)


def _from_arrays(arrays: Arrays) -> Recorded:
    return Recorded(columns.from_arrays(arrays), frozenset(unpack(arrays[_OWN].tobytes())[1]))


def _from_earlier(ledger: Ledger, key: Key) -> Recorded | None:
    for head, arrays in snapshot.earlier(ledger.directory, key, columns.LAYOUT):
        if ledger.knows(head):
            delta = ledger.changes(head.seq, key.head.seq)
            known = _from_arrays(arrays)
            own = (known.own - delta.removed) | _own(delta.added)
            lines = Delta(rdf.of_portfolio(delta.added), rdf.of_portfolio(delta.removed))
            small = len(lines.added) + len(lines.removed) <= _DELTA_SHARE * len(known.records)
            return Recorded(changed(known.records, lines), own) if small else None
    return None


def changed(known: Iterable[Record], delta: Delta) -> list[Record]:
    """Records of one organisation after a change of their lines: only those with a changed line are read again."""
    touched = {line.partition(" ")[0] for line in (*delta.added, *delta.removed)}
    kept: list[Record] = []
    stale: list[Record] = []
    for record in known:
        (stale if f"<{expand(record.id)}>" in touched else kept).append(record)
    before = set(rdf.to_nquads(stale, rdf.graph_of(stale[0].id))) if stale else set()
    return kept + rdf.from_nodes(read_nquads((before - delta.removed) | delta.added))
