"""Measures from another system put on record: beside what is there, and never in place of what came from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.engine import history
from kg.engine.frameworks import told
from kg.errors import InputError, NotFound
from kg.exchange import findings
from kg.exchange.measures import MeasuresFile
from kg.portfolio import model
from kg.portfolio.merge import Difference
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    ORGANISATION_WIDE,
    DataSet,
    Implementation,
    ManagementSystem,
    Model,
    Organisation,
    Record,
    System,
    Unit,
)
from kg.store.ledger import Commit
from kg.tables import Table

_SCOPES = (System, Model, DataSet, Unit, ManagementSystem)


@dataclass(frozen=True, slots=True)
class KeptMeasures:
    """What an import of measures did. `left`: records of an earlier import of the same source that stay."""

    organisation: str
    read: MeasuresFile
    difference: Difference
    left: frozenset[str]
    commit: Commit | None
    dry_run: bool = False

    def table(self) -> Table | None:
        """What was not understood, place by place."""
        return findings.table(self.read.findings) if self.read.findings else None

    def changes(self) -> Table:
        """What the import changes on record."""
        return history.table_of(self.difference)

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        read, found = self.read, self.difference
        kinds = Counter(type(record).section for record in read.records)
        lines = [f"{self.organisation}: {', '.join(f'{kind} {count:,}' for kind, count in sorted(kinds.items()))}"]
        if read.claims:
            lines.append(
                f"claims about requirements {read.claims:,}, recorded as implementations {_implemented(read):,}"
            )
        lines += findings.summary(read.findings)
        lines.append(f"new {len(found.new)}, changed {len(found.changed)}, removed {len(found.gone)}")
        lines += history.summary(found)
        if self.left:
            lines.append(
                f"{len(self.left)} records are of an earlier import of the same and stay; --prune removes them"
            )
        return [*lines, told(self.commit, dry_run=self.dry_run)]


def _implemented(read: MeasuresFile) -> int:
    return sum(isinstance(record, Implementation) for record in read.records)


def incoming(read: MeasuresFile, organisation: str, recorded: Mapping[str, Record]) -> tuple[Portfolio, frozenset[str]]:
    """The portfolio that is to be on record, and the records of it that an earlier import of the same source left.

    Everything on record that came from elsewhere is in it as it is. Raises InputError where an identifier is taken by
    something that came from elsewhere, NotFound where a scope names nothing on record.
    """
    _check_scope(read, organisation, recorded)
    owner = recorded.get(organisation) or Organisation(id=organisation, name=organisation)
    before = {name for name, record in recorded.items() if record.source_system == read.source}
    kept = {name: record for name, record in recorded.items() if name not in before}
    for record in read.records:
        taken = kept.get(record.id)
        if taken is not None and taken.source_system != record.source_system:
            raise InputError(
                "this id is taken by something that did not come from there; nothing was changed", where=record.id,
                found=taken.source_system or "an entry of the portfolio", expected="an id of its own",
                hint="rename the entry in the portfolio",
            )  # fmt: skip
    fresh = {record.id: record for record in read.records}
    return model.build((kept | {owner.id: owner} | fresh).values(), dict(read.names)), frozenset(before - fresh.keys())


def _check_scope(read: MeasuresFile, organisation: str, recorded: Mapping[str, Record]) -> None:
    known = [name for name, record in recorded.items() if isinstance(record, _SCOPES)]
    for record in read.records:
        for item in record.scope if isinstance(record, Implementation) else ():
            if item != ORGANISATION_WIDE and item not in known:
                local = [name.partition(":")[2] for name in known]
                raise NotFound(
                    "nothing on record has this id", where="--scope", found=item.partition(":")[2], known=local,
                    expected=" | ".join((ORGANISATION_WIDE, *local)),
                    hint=f"put it on record first, in the portfolio of {organisation}",
                )  # fmt: skip
