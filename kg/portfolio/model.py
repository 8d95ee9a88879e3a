"""A portfolio: all records of one organisation, with the look-ups that assessment needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from kg.errors import StoreInvalid
from kg.portfolio.records import (
    Commitment,
    DataSet,
    Model,
    Organisation,
    Person,
    Record,
    System,
    Unit,
)

NOBODY = "nobody"
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Portfolio:
    """Records by identifier. `names` holds the erasable personal names (person CURIE -> name)."""

    organisation: Organisation
    records: dict[str, Record]
    names: dict[str, str] = field(default_factory=dict)

    def of(self, cls: type[R]) -> tuple[R, ...]:
        """Records of exactly one class, in order of identifier."""
        return self._by_class.get(cls, ())  # type: ignore[return-value]

    def the(self, cls: type[R], name: str) -> R:
        """The record of a class with this identifier. Raises StoreInvalid when the record refers to nothing."""
        found = self.records.get(name)
        if not isinstance(found, cls):
            raise StoreInvalid("the record refers to something that is not there", found=name, expected=cls.section)
        return found

    @cached_property
    def _by_class(self) -> dict[type[Record], tuple[Record, ...]]:
        grouped: dict[type[Record], list[Record]] = {}
        for record in self.records.values():
            grouped.setdefault(type(record), []).append(record)
        return {cls: tuple(found) for cls, found in grouped.items()}

    @cached_property
    def subjects(self) -> tuple[System, ...]:
        """Systems, models and data sets."""
        return (*self.of(System), *self.of(Model), *self.of(DataSet))

    def subject(self, name: str) -> System:
        """The system, model or data set with this identifier."""
        found = self.records[name]
        if not isinstance(found, System):
            raise StoreInvalid("the record refers to something that is not there", found=name, expected="a system")
        return found

    @cached_property
    def complete_topics(self) -> Counter[str]:
        """How often each topic is declared complete."""
        owners: tuple[Organisation | Unit | System, ...] = (self.organisation, *self.of(Unit), *self.subjects)
        return Counter(topic for owner in owners for topic in owner.complete)

    @cached_property
    def bearers(self) -> tuple[str, ...]:
        """The organisation and the units that bear obligations themselves."""
        return (self.organisation.id, *(unit.id for unit in self.of(Unit) if unit.bearer))

    def bearer_of(self, system: System) -> str:
        """Who bears a system's obligations unless a role assignment names another agent."""
        unit = self.records.get(system.unit)
        return unit.id if isinstance(unit, Unit) and unit.bearer else self.organisation.id

    def commitments_to(self, framework: str) -> tuple[Commitment, ...]:
        """Commitments to an edition."""
        return tuple(found for found in self.of(Commitment) if found.framework == framework)

    def owner_of(self, subject: str) -> str:
        """The post that answers for a subject or, where it names none, for its unit; `nobody` where that names none."""
        record = self.records.get(subject)
        for holder in (record, self.records.get(getattr(record, "unit", ""))):
            person = self.records.get(getattr(holder, "owner", ""))
            if isinstance(person, Person):
                return person.post
        return NOBODY


def build(records: Iterable[Record], names: dict[str, str] | None = None) -> Portfolio:
    """A portfolio of records; exactly one of them is the organisation."""
    by_id = {record.id: record for record in sorted(records, key=lambda record: record.id)}
    organisation = next(record for record in by_id.values() if isinstance(record, Organisation))
    return Portfolio(organisation=organisation, records=by_id, names=dict(names or {}))
