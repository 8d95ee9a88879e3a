"""What importing a portfolio changes on record: lines to add and to remove, counted by kind of record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.portfolio import rdf
from kg.portfolio.model import Portfolio
from kg.portfolio.records import DatedFact, EvidenceUse, LifecycleEvent, Record, RoleAssignment

_PARTS = (RoleAssignment, DatedFact, LifecycleEvent, EvidenceUse)


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
        name: record for name, record in before.items() if name not in after and (prune or _owner(record) in after)
    }
    unnamed = tuple(sorted(name for name in before if name not in after and name not in leaving))
    same = {name for name, record in after.items() if name in before and _same(before[name], record, graph)}
    fresh = [record for name, record in after.items() if name not in same]
    stale = [before[name] for name in after if name in before and name not in same] + list(leaving.values())
    added, removed = rdf.to_lines(fresh, graph), rdf.to_lines(stale, graph)
    return Difference(
        # A first import has nothing to take away: no second set of everything is made then.
        added=frozenset(added - removed if removed else added),
        removed=frozenset(removed - added),
        new=tuple(sorted(name for name in after if name not in before)),
        changed=tuple(sorted(name for name in after if name in before and name not in same)),
        gone=tuple(sorted(leaving)),
        unnamed=unnamed,
        kinds=Counter(type(record).section for record in after.values()),
    )


def _same(left: Record, right: Record, graph: str) -> bool:
    return rdf.to_lines([left], graph) == rdf.to_lines([right], graph)


def _owner(record: Record) -> str:
    """The record a part is written inside, empty for a record that stands by itself."""
    if not isinstance(record, _PARTS):
        return ""
    return record.evidence if isinstance(record, EvidenceUse) else record.subject
