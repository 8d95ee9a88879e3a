"""Inventories: a spreadsheet, read by a profile, becomes portfolio records. One row is one system.

A system is a unit that bears obligations (or the organisation), a name and, among equals, its number in the order of
the file. Its identifier is the unit's abbreviation, the first words of the name, and eight hexadecimal digits of a hash
of all three: it does not change when rows are added, moved or corrected elsewhere. Identifiers of claims and remarks
add the requirement to it. The file's own identifiers may be missing or repeated: they are kept beside it.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.exchange import findings, grid, spreadsheet
from kg.exchange.cells import is_null
from kg.exchange.grid import Row, Workbook, tidy
from kg.exchange.header import Asked
from kg.exchange.import_report import NOT_READ, NOT_UNDERSTOOD, Line, Report, Seen, Tally, said
from kg.exchange.profile import CLAIMS, REMARKS, WAIVER, AnswerColumn, Column, Profile, Reading
from kg.exchange.profile_match import Located, locate, recognise
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.parts import identified
from kg.portfolio.records import (
    Implementation,
    LifecycleEvent,
    Measure,
    Organisation,
    Record,
    Remark,
    RoleAssignment,
    SupplyRelation,
    System,
    Unit,
    WaiverRecord,
)

_SLUG_LENGTH = 32
_HASH_LENGTH = 8
AUTO = "auto"
_AGAIN = "the header again"
_NO_UNIT = "blank: no unit"
_WORD = re.compile("[a-z0-9]+")


@dataclass(frozen=True)
class Inventory:
    """The records of a file, and the account of how they were read."""

    portfolio: Portfolio
    report: Report


@dataclass(frozen=True, slots=True)
class Whose:
    """The organisation whose inventory it is, in place of the one that the profile names."""

    id: str = ""
    name: str = ""


def read(
    path: Path, profile: Profile, reading: grid.Reading | None = None, asked: Asked | None = None,
    whose: Whose | None = None,
) -> Inventory:  # fmt: skip
    """The inventory in a spreadsheet. Raises InputError where the file is not what the profile describes."""
    reading = reading or grid.Reading()
    encodings = reading.encodings or profile.encodings
    workbook = spreadsheet.read(path, grid.Reading(reading.encoding, reading.delimiter, encodings))
    return from_workbook(workbook, profile, asked, whose)


def recognised(path: Path, profiles: Sequence[Profile], reading: grid.Reading, asked: Asked, whose: Whose) -> Inventory:
    """The inventory in a spreadsheet, read by the one profile that describes it."""
    workbook = spreadsheet.read(path, reading)
    found = recognise(workbook, profiles, asked)
    return from_workbook(workbook, found.profile, asked, whose, f", recognised by its header: {found}")


def from_workbook(
    workbook: Workbook, profile: Profile, asked: Asked | None = None, whose: Whose | None = None, why: str = ""
) -> Inventory:
    """The inventory in a workbook. `why` says how the profile was found, where it was not asked for."""
    located = locate(workbook, profile, asked)
    located.table.check_lengths()
    whose = whose or Whose()
    if not whose.id and profile.unit is not None and not located.number(profile.unit) and profile.unit.bearer:
        raise UsageError(
            "the file does not say whose inventory it is", where="--org", found="no column "
            + " or ".join(repr(header) for header in profile.unit.headers), expected="the organisation's identifier",
            hint=f"normgraph import {shlex.quote(workbook.name)} --profile {profile.id} --org ID --name NAME",
        )  # fmt: skip
    return _Reader(located, whose, why).run()


def slug(text: str, length: int = _SLUG_LENGTH) -> str:
    """Lower-case words of a text joined by hyphens, as many as fit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = _WORD.findall(plain)
    kept = "".join(words[:1])
    for word in words[1:]:
        if len(kept) + 1 + len(word) > length:
            break
        kept = f"{kept}-{word}"
    return kept[:length]


def _local(name: str) -> str:
    """The identifier of a unit without a code: its words, and a hash where they do not spell all of its name."""
    words = slug(name)
    plain = name.casefold()
    whole = "-" not in plain and plain.replace(" ", "-") == words
    return words if whole else "-".join(part for part in (words, _digest(plain)) if part)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


class _Reader:
    def __init__(self, located: Located, whose: Whose, why: str) -> None:
        self._located, self._table, self._profile = located, located.table, located.profile
        self._organisation_id = whose.id or self._profile.organisation
        self._organisation_name = whose.name or whose.id or self._profile.organisation_name
        self._why = why
        self._tally = Tally()
        self._words: Counter[str] = Counter()
        self._units: dict[str, Unit] = {}
        self._measures: dict[str, Measure] = {}
        self._equals: Counter[tuple[str, str]] = Counter()
        self._given: Counter[str] = Counter()
        # Answers repeat: each different text of a column is read once.
        self._read: dict[tuple[int, str], tuple[str, Reading, Seen]] = {}
        # A part of a unit is the system's unit in a file that has no column for units.
        self._unit_column = self._profile.unit if located.number(self._profile.unit) else self._profile.sub_unit
        # Cells whose value the file does not hold are told by themselves, not as blank ones.
        self._unheld = {(note.column, note.row) for note in self._table.sheet.notes}
        self._blank_ids = 0
        self._headers_again = 0
        # The column of the name comes first.
        self._numbers = tuple(filter(None, (located.number(column) for column in self._profile.all_columns)))
        answering = ((column, located.number(column)) for column in self._profile.columns)
        self._answering = tuple((column, number) for column, number in answering if number)

    def run(self) -> Inventory:
        records: list[Record] = [self._organisation()]
        for row in self._table.rows:
            if self._is_header(row):
                self._headers_again += 1
                name = self._located.number(self._profile.name)
                self._tally.add(name, tidy(row.cell(name)), f"{NOT_UNDERSTOOD}: {_AGAIN}", row.number)
            else:
                records += self._row(row)
        records += [*self._units.values(), *self._measures.values()]
        return Inventory(model.build(records), self._report())

    def _is_header(self, row: Row) -> bool:
        """Whether a row below the header is the header again, as where a list was printed on several pages."""
        headers = self._table.headers
        return len(self._numbers) > 1 and all(tidy(row.cell(place)) == headers[place - 1] for place in self._numbers)

    def _organisation(self) -> Organisation:
        profile = self._profile
        return Organisation(
            id=self._organisation_id,
            name=self._organisation_name,
            facts={constant.fact: constant.values for constant in profile.constants},
            instruments=profile.instruments,
        )

    def _row(self, row: Row) -> Iterator[Record]:
        profile = self._profile
        unit = self._unit(row)
        bearer = unit.id if unit is not None and unit.bearer else self._organisation_id
        name = self._required(profile.name, row)
        system = self._identifier(bearer, name)
        answers = self._answers(row)
        facts = {fact: values for _, _, reading in answers for fact, values in reading.facts.items()}
        yield System(
            id=system,
            name=name,
            unit=unit.id if unit is not None else "",
            purpose=self._text(profile.purpose, row),
            facts=facts,
            external_id=self._external(row),
            source_system=profile.title,
        )
        if profile.role:
            yield RoleAssignment(id=f"{system}.role.{profile.role}", subject=system, agent=bearer, role=profile.role)
        if supplier := self._text(profile.supplier, row):
            yield SupplyRelation(id=f"{system}.supply", supplier=supplier, systems=(system,))
        for column, answer, reading in answers:
            if reading.event:
                note = f"{tidy(column.headers[0])}: {answer}"
                yield identified(LifecycleEvent(id="", subject=system, kind=reading.event, date=reading.day, note=note))
            if reading.word:
                yield from self._said(system, column, answer, reading.word)

    def _unit(self, row: Row) -> Unit | None:
        column, number = self._unit_column, self._located.number(self._unit_column)
        if column is None or not number:
            return None
        if column.blank and is_null(row.cell(number)):
            self._tally.add(number, "", _NO_UNIT, row.number)
            return None
        name = self._required(column, row)
        code_column = self._profile.unit_code if column is self._profile.unit else None
        code = self._required(code_column, row) if code_column and self._located.number(code_column) else ""
        local = slug(code) or _local(name)
        unit = Unit(id=f"{self._organisation_id}:{local}", name=name, bearer=column.bearer)
        known = self._units.setdefault(unit.id, unit)
        if known.name != name and (code or known.name.casefold() != name.casefold()):
            raise InputError(
                "one abbreviation stands for two names", where=self._table.where(number, row.number),
                found=f"{code}: {name}", expected=f"{code}: {known.name}, as in an earlier row",
            )  # fmt: skip
        self._tally.add(number, name, f"unit {unit.id}", row.number)
        return known

    def _text(self, column: Column | None, row: Row) -> str:
        """What stands in a column, empty for a spelling of nothing."""
        number = self._located.number(column)
        text = tidy(row.cell(number)) if number else ""
        return "" if is_null(text) else text

    def _external(self, row: Row) -> str:
        found = self._text(self._profile.external_id, row)
        if found:
            self._given[found] += 1
        elif self._located.number(self._profile.external_id):
            self._blank_ids += 1
        return found

    def _required(self, column: Column, row: Row) -> str:
        text = tidy(row.cell(self._located.number(column)))
        if not text:
            raise InputError(
                "a cell that names the system or its unit is blank",
                where=self._table.where(self._located.number(column), row.number),
                found="nothing", expected=tidy(column.headers[0]), hint="fill in the cell, or remove the row",
            )  # fmt: skip
        return text

    def _identifier(self, bearer: str, name: str) -> str:
        self._equals[bearer, name] += 1
        digest = _digest("\n".join((bearer, name, str(self._equals[bearer, name]))))
        start = bearer if ":" in bearer else f"{bearer}:"
        return "-".join(part for part in (start, slug(name), digest) if part).replace(":-", ":")

    def _answers(self, row: Row) -> list[tuple[AnswerColumn, str, Reading]]:
        """The answers in a row that say something."""
        found = []
        unheld = self._unheld
        for column, number in self._answering:
            cell = row.cell(number)
            known = self._read.get((number, cell))
            if known is None:
                known = self._read[number, cell] = self._answer(column, number, cell)
            answer, reading, seen = known
            if answer or not unheld or (number, row.number) not in unheld:
                seen.add(row.number)
            if reading.facts or reading.word or reading.event:
                found.append((column, answer, reading))
        return found

    def _answer(self, column: AnswerColumn, number: int, cell: str) -> tuple[str, Reading, Seen]:
        answer = tidy(cell)
        # Line breaks may part the items of a list.
        reading = column.read(cell) if answer else Reading()
        seen = self._tally.of(number, answer, said(answer, reading))
        return answer, reading if isinstance(reading, Reading) else Reading(), seen

    def _said(self, system: str, column: AnswerColumn, answer: str, word: str) -> Iterator[Record]:
        self._words[word] += 1
        measure = self._measure(column) if word in CLAIMS else ""
        for requirement in column.requirements:
            own = f"{system}.{requirement.partition(':')[2]}"
            if word in CLAIMS:
                yield Implementation(id=own, measure=measure, of=requirement, scope=(system,), status=word, note=answer)
            elif word == WAIVER:
                yield WaiverRecord(id=f"{own}.waiver", requirement=requirement, subject=system, reason=answer)
            elif word in REMARKS:
                yield Remark(id=f"{own}.{word}", requirement=requirement, subject=system, attribute=word, text=answer)

    def _measure(self, column: AnswerColumn) -> str:
        found = self._measures.get(column.measure)
        if found is None:
            found = Measure(id=f"{self._organisation_id}:{slug(column.measure)}", name=column.measure)
            self._measures[column.measure] = found
        return found.id

    def _report(self) -> Report:
        table, profile = self._table, self._profile
        lines = (*self._tally.lines(table.headers), *self._texts(), *self._lost())
        return Report(
            file=table.workbook.name,
            found=(*table.said(), *findings.summary(profile.spelled, listed=False)),
            profile=profile.id,
            title=profile.title,
            why=self._why,
            constants=profile.constants,
            rows=len(table.rows),
            systems=len(table.rows) - self._headers_again,
            units=len(self._units),
            numbered=sum(count for count in self._equals.values() if count > 1),
            repeated=tuple(f"{name} ({count})" for name, count in sorted(self._given.items()) if count > 1),
            blank_ids=self._blank_ids,
            missing=tuple(tidy(column.headers[0]) for column in self._located.missing),
            words=self._words,
            lines=tuple(sorted(lines, key=lambda line: line.column)),
        )

    def _texts(self) -> Iterator[Line]:
        """One line for each column whose texts are taken as they are, or not read at all."""
        profile, located, table = self._profile, self._located, self._table
        taken = {
            located.number(profile.name): "name of the system",
            located.number(profile.unit_code): "identifier of the unit",
            located.number(profile.external_id): "identifier in the file",
            located.number(profile.purpose): "purpose of the system",
            located.number(profile.supplier): "supplier of the system",
        }
        unused = (profile.sub_unit,) if self._unit_column is profile.unit else ()
        described = {located.number(column) for column in profile.all_columns if column not in unused}
        for number, header in enumerate(table.headers, start=1):
            if number in taken or number not in described:
                counted = Counter([row.cells[number - 1] for row in table.rows if number <= len(row.cells)])
                texts = {cell: text for cell in counted if (text := tidy(cell))}
                summary = f"({len(set(texts.values())):,} different texts)"
                filled = sum(counted[cell] for cell in texts)
                yield Line(number, header, summary, taken.get(number, NOT_READ), filled)

    def _lost(self) -> Iterator[Line]:
        """Cells below the header whose value the file does not hold."""
        table = self._table
        for note in table.sheet.notes:
            if note.row > table.header_row and note.column <= len(table.headers):
                header = table.headers[note.column - 1]
                yield Line(note.column, header, "", f"{NOT_UNDERSTOOD}: {note.what}", 1, (note.row,))
