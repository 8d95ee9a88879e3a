"""The records of a state of the ledger: from its snapshot, from an earlier one and what changed, or from the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from kg.portfolio import columns, rdf
from kg.portfolio.records import Record
from kg.prefixes import expand
from kg.store import snapshot
from kg.store.chain import Delta
from kg.store.ledger import Ledger
from kg.store.nodes import read_nquads
from kg.store.shelf import Key
from kg.store.snapshot import Notice

# Above this share of the record reading all of it is the faster way.
_DELTA_SHARE = 0.25


def records(ledger: Ledger, key: Key, notice: Notice | None = None) -> list[Record]:
    """All records of the state that `key` names."""
    arrays = snapshot.load(ledger.directory, key, columns.LAYOUT, notice)
    if arrays is not None:
        return columns.from_arrays(arrays)
    found = _from_earlier(ledger, key)
    if found is None:
        found = rdf.from_nodes(read_nquads(ledger.state(key.head.seq)))
    if found:
        arrays = columns.to_arrays(found)
        snapshot.keep(ledger.directory, key, columns.LAYOUT, arrays, records=len(found), notice=notice)
    return found


def _from_earlier(ledger: Ledger, key: Key) -> list[Record] | None:
    for head, arrays in snapshot.earlier(ledger.directory, key, columns.LAYOUT):
        if ledger.knows(head):
            delta = ledger.changes(head.seq, key.head.seq)
            known = columns.from_arrays(arrays)
            small = len(delta.added) + len(delta.removed) <= _DELTA_SHARE * len(known)
            return changed(known, delta) if small else None
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
