"""Profiles: how a spreadsheet's columns are read, as values. `kg.exchange.profile_file` reads them from YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.exchange import cells
from kg.exchange.findings import Finding
from kg.exchange.grid import tidy
from kg.exchange.header import key
from kg.model import FactType
from kg.portfolio.fields import Facts, specs
from kg.portfolio.records import Remark

CLAIMS = ("implemented", "planned", "not-done")
WAIVER = "waiver"
REMARKS = specs(Remark)["attribute"].choices
OTHER = "stated-other"
NOTHING = "nothing"
UNKNOWN = "unknown"
WORDS = (*CLAIMS, WAIVER, *REMARKS, NOTHING)
ONE_OF_SEVERAL = "could be"
EARLIEST = 1950
"""The year before which nothing is told of a system: a workbook that counts a year as days shows one of 1905."""
LEFT_OPEN = "left open in the profile"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the headers it may have. `number`, where the first is 1, settles which of several equal ones it is.

    Without `optional` a file that lacks it is not what the profile describes.
    """

    headers: tuple[str, ...]
    number: int = 0
    optional: bool = False

    @property
    def identity(self) -> tuple[tuple[str, ...], int]:
        """What tells it from the other columns of its profile."""
        return self.headers, self.number

    @property
    def keys(self) -> frozenset[str]:
        """What its headers are compared by."""
        return frozenset(key(header) for header in self.headers)


@dataclass(frozen=True, slots=True)
class UnitColumn(Column):
    """The column that names the part of the organisation. `bearer`: it bears obligations itself; `blank`: it may be."""

    bearer: bool = True
    blank: bool = False


@dataclass(frozen=True, slots=True)
class OpenColumn(Column):
    """A column whose meaning is still asked for. It is not read."""

    question: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says: facts about the system, a word about the requirements of its column, a day of an event."""

    facts: Facts = field(default_factory=dict)
    word: str = ""
    event: str = ""
    day: date | None = None

    def __str__(self) -> str:
        stated = [f"{name}={'|'.join(values)}" for name, values in self.facts.items()]
        happened = [f"{self.event} on {self.day}"] if self.event else []
        return ", ".join([*stated, *happened, *([self.word] if self.word else [])])


@dataclass(frozen=True, slots=True)
class Unread:
    """An answer that is not understood, and why where more can be said: what it could be."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class AnswerColumn(Column):
    """A column of answers. `readings` are the answers that the profile lists, as they are written there.

    `fact` is read from what its values are called, `event` from a day; `order` settles which of two days `03/04/2026`
    is. Text that is neither listed nor a value nor a spelling of nothing is read as `other_text`, or not understood
    where that is empty. `unfilled` are answers that the profile lists and does not say how to read.
    """

    requirements: tuple[str, ...] = ()
    measure: str = ""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    other_text: str = ""
    fact: FactType | None = None
    event: str = ""
    order: str = ""
    unfilled: tuple[str, ...] = ()
    multiple: frozenset[str] = frozenset()
    known: dict[str, Reading] = field(default_factory=dict, compare=False, repr=False)

    def read(self, text: str) -> Reading | Unread:
        """What an answer says. Listed answers come first, then lists of them, then values of the fact."""
        if not self.known:
            self.known.update({cells.answer_key(answer): reading for answer, reading in self.readings.items()})
        found = self.known.get(cells.answer_key(text))
        if found is not None:
            return found
        if cells.answer_key(text) in map(cells.answer_key, self.unfilled):
            return Unread(LEFT_OPEN)
        if cells.is_null(text):
            return Reading(word=NOTHING)
        listed = self._listed(text) or self._stated(text)
        if listed is not None:
            return listed
        return Reading(word=self.other_text) if self.other_text else Unread()

    def _listed(self, text: str) -> Reading | None:
        """The reading of a list all of whose items are listed answers; None for anything else."""
        for parts in (cells.items(text), cells.comma_items(text)):
            if parts == (tidy(text),):
                continue
            found = [self.known.get(cells.answer_key(part)) for part in parts]
            if found and None not in found:
                return _together([reading for reading in found if reading is not None], self.multiple)
        return None

    def _stated(self, text: str) -> Reading | Unread | None:
        """What a text says of the column's fact or event; None where it is neither a value nor a day."""
        if self.event:
            found = _day(text, self.order)
            return Reading(event=self.event, day=found) if isinstance(found, date) else found
        return self._value(self.fact, text) if self.fact is not None else None

    def _value(self, fact: FactType, text: str) -> Reading | Unread | None:
        if fact.value_type == "date":
            day = _day(text, self.order)
            return Reading({fact.name: (day.isoformat(),)}) if isinstance(day, date) else day
        if fact.value_type == "boolean":
            said = cells.truth(text)
            return None if said is None else Reading({fact.name: (str(said).lower(),)})
        names = {cells.answer_key(value): value for value in fact.values}
        for parts in (cells.items(text), cells.comma_items(text)):
            values = [names.get(cells.answer_key(part)) for part in parts]
            if values and None not in values and (len(values) == 1 or fact.multiple):
                return Reading({fact.name: tuple(dict.fromkeys(value for value in values if value is not None))})
        return None


def _together(readings: Iterable[Reading], multiple: frozenset[str]) -> Reading | None:
    """What several answers in one cell say; None when they contradict each other.

    `other` beside an answer adds nothing to it.
    """
    facts: dict[str, tuple[str, ...]] = {}
    words: list[str] = []
    for reading in readings:
        for name, values in reading.facts.items():
            before = facts.get(name, values)
            if before != values and name not in multiple:
                return None
            facts[name] = tuple(dict.fromkeys((*before, *values)))
        words.append(reading.word)
    different = set(words) - {OTHER, ""} or set(words) - {""}
    return Reading(facts, different.pop() if different else "") if len(different) <= 1 else None


def _day(text: str, order: str) -> date | Unread | None:
    """The day that a text names; why it does not where it names a time; None where it names none."""
    found = cells.day(text, order)
    if found.day is not None and found.day.year < EARLIEST:
        return Unread(f"{found.day}, before {EARLIEST}: a year that a spreadsheet took for a count of days?")
    if found.day is not None:
        return found.day
    if (counted := cells.counted_day(text)) is not None:
        return Unread(f"a number; as a spreadsheet counts days it would be {counted}")
    if not found.could_be:
        return None
    if found.precision == "day":
        return Unread(f"{ONE_OF_SEVERAL} {' or '.join(day.isoformat() for day in found.could_be)}")
    return Unread(f"a {found.precision}, not a day")


@dataclass(frozen=True, slots=True)
class Constant:
    """A fact that holds for all systems and stands in no column, with the ground for assuming it."""

    fact: str
    values: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Profile:
    """How one kind of spreadsheet is read. `role` is the one that the unit or organisation has towards each system.

    `sub_unit` is a part of the unit. It is the system's unit where a file has no column for `unit`, as in one unit's
    own file. `open` are columns that the profile only asks about. `spelled`: names in its file that
    were read otherwise than they are written there.
    """

    id: str
    title: str
    organisation: str
    organisation_name: str
    instruments: tuple[str, ...]
    role: str
    encodings: tuple[str, ...]
    constants: tuple[Constant, ...]
    name: Column
    unit: UnitColumn | None
    unit_code: Column | None
    external_id: Column | None
    purpose: Column | None
    columns: tuple[AnswerColumn, ...]
    sub_unit: UnitColumn | None = None
    supplier: Column | None = None
    open: tuple[OpenColumn, ...] = ()
    spelled: tuple[Finding, ...] = ()

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Every column that is read."""
        described = (
            self.name, self.unit, self.unit_code, self.sub_unit, self.external_id, self.purpose, self.supplier,
        )  # fmt: skip
        return (*(column for column in described if column is not None), *self.columns)
