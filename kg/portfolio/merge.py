"""What importing a portfolio changes on record: lines to add and to remove, counted by kind of record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.portfolio import rdf
from kg.portfolio.model import Portfolio
from kg.portfolio.parts import owner_of
from kg.portfolio.records import Implementation, Record, Remark, SupplyRelation, WaiverRecord, specs

Told = Callable[[int, int], None]
_EACH = 2_000
_OF_A_ROW = (Implementation, Remark, SupplyRelation, WaiverRecord)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a record that changes; an empty text is no value. A fact is a field of its own."""

    record: str
    field: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.record} {self.field}: {self.old or 'nothing'} -> {self.new or 'nothing'}"


@dataclass(frozen=True)
class Difference:
    """Lines to add and remove, and identifiers of records that are new, changed, gone, or on record but not named.

    `changes` are the fields of the records that change.
    """

    added: frozenset[str]
    removed: frozenset[str]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unnamed: tuple[str, ...]
    kinds: Counter[str]
    changes: tuple[Change, ...] = ()


def merge(
    state: Iterable[str], incoming: Portfolio, *, prune: bool, rows: bool = False, told: Told | None = None
) -> Difference:
    """Difference between the lines on record and a portfolio.

    Records the portfolio names are replaced, with the roles, dated facts, events and evidence links inside them. Others
    stay, and are reported as `unnamed`, unless `prune` removes them. With `rows` a system stands for all that its row
    says: the claims, waivers, remarks and suppliers whose identifier begins with the system's are inside it too. `told`
    hears how many of the records that are new or changed have been written out, and of how many.
    """
    graph = rdf.graph_of(incoming.organisation.id)
    before = {record.id: record for record in rdf.from_lines(state)}
    after = incoming.records
    leaving = {
        name: record
        for name, record in before.items()
        if name not in after and (prune or _owner(record, rows=rows) in after)
    }
    unnamed = tuple(sorted(name for name in before if name not in after and name not in leaving))
    same = {name for name, record in after.items() if name in before and _same(before[name], record, graph)}
    fresh = [record for name, record in after.items() if name not in same]
    stale = [before[name] for name in after if name in before and name not in same] + list(leaving.values())
    added, removed = rdf.to_lines(_watched(fresh, told), graph), rdf.to_lines(stale, graph)
    return Difference(
        # A first import has nothing to take away: no second set of everything is made then.
        added=frozenset(added - removed if removed else added),
        removed=frozenset(removed - added),
        new=tuple(sorted(name for name in after if name not in before)),
        changed=tuple(sorted(name for name in after if name in before and name not in same)),
        gone=tuple(sorted(leaving)),
        unnamed=unnamed,
        kinds=Counter(type(record).section for record in after.values()),
        changes=tuple(
            change for name in sorted(after) if name in before and name not in same
            for change in changed_fields(before[name], after[name])
        ),
    )  # fmt: skip


def _watched(records: Sequence[Record], told: Told | None) -> Iterator[Record]:
    for number, record in enumerate(records):
        if told is not None and not number % _EACH:
            told(number, len(records))
        yield record


def changed_fields(old: Record, new: Record) -> Iterator[Change]:
    """The fields in which two records of one identifier differ."""
    before, after = _shown(old), _shown(new)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            yield Change(new.id, name, before.get(name, ""), after.get(name, ""))


def _shown(record: Record) -> dict[str, str]:
    """Key of a field -> its value as text."""
    shown: dict[str, str] = {}
    for name, spec in specs(type(record)).items():
        value = getattr(record, name)
        if spec.kind == "facts":
            shown |= {fact: "|".join(values) for fact, values in sorted(value.items())}
        elif spec.kind == "pairs":
            shown[spec.key] = "|".join(f"{key}={item}" for key, item in sorted(value))
        elif value:
            shown[spec.key] = "|".join(sorted(value)) if spec.many else str(value)
    return shown


def _same(left: Record, right: Record, graph: str) -> bool:
    return rdf.to_lines([left], graph) == rdf.to_lines([right], graph)


def _owner(record: Record, *, rows: bool) -> str:
    """The record a part is written inside, empty for a record that stands by itself."""
    if rows and isinstance(record, _OF_A_ROW):
        prefix, _, local = record.id.partition(":")
        return f"{prefix}:{local.partition('.')[0]}"
    return owner_of(record)
