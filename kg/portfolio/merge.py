"""What importing a portfolio changes on record: lines to add and to remove, counted by kind of record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.portfolio import rdf
from kg.portfolio.model import Portfolio
from kg.portfolio.parts import owner_of
from kg.portfolio.records import Record


@dataclass(frozen=True)
class Difference:
    """Lines to add and remove, and identifiers of records that are new, changed, gone, or on record but not named."""

    added: frozenset[str]
    removed: frozenset[str]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unnamed: tuple[str, ...]
    kinds: Counter[str]


def merge(state: Iterable[str], incoming: Portfolio, *, prune: bool) -> Difference:
    """Difference between the lines on record and a portfolio.

    Records the portfolio names are replaced, with the roles, dated facts, events and evidence links inside them. Others
    stay, and are reported as `unnamed`, unless `prune` removes them.
    """
    graph = rdf.graph_of(incoming.organisation.id)
    before = {record.id: record for record in rdf.from_lines(state)}
    after = incoming.records
    leaving = {
        name: record for name, record in before.items() if name not in after and (prune or owner_of(record) in after)
    }
    unnamed = tuple(sorted(name for name in before if name not in after and name not in leaving))
    same = {name for name, record in after.items() if name in before and _same(before[name], record, graph)}
    fresh = [record for name, record in after.items() if name not in same]
    stale = [before[name] for name in after if name in before and name not in same] + list(leaving.values())
    added, removed = set(rdf.to_nquads(fresh, graph)), set(rdf.to_nquads(stale, graph))
    return Difference(
        added=frozenset(added - removed),
        removed=frozenset(removed - added),
        new=tuple(sorted(name for name in after if name not in before)),
        changed=tuple(sorted(name for name in after if name in before and name not in same)),
        gone=tuple(sorted(leaving)),
        unnamed=unnamed,
        kinds=Counter(type(record).section for record in after.values()),
    )


def _same(left: Record, right: Record, graph: str) -> bool:
    return rdf.to_nquads([left], graph) == rdf.to_nquads([right], graph)
