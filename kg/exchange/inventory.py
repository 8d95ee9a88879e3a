"""Inventories: a published spreadsheet, read by a profile, becomes portfolio records. One row is one system.

A system is a unit, a name and, among equals, its number in the order of the file. Its identifier is the unit's
abbreviation, the first words of the name, and eight hexadecimal digits of a hash of all three: it does not change when
rows are added, moved or corrected elsewhere. Identifiers of claims and remarks add the requirement to it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.exchange.csv_source import Sheet, letters, read_csv, tidy
from kg.exchange.import_report import NOT_READ, Line, Report, Tally, encoding_text, said
from kg.exchange.profile import CLAIMS, REMARKS, WAIVER, AnswerColumn, Column, Profile, Reading
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    Implementation,
    Measure,
    Organisation,
    Record,
    Remark,
    RoleAssignment,
    System,
    Unit,
    WaiverRecord,
)

_SLUG_LENGTH = 32
_HASH_LENGTH = 8


@dataclass(frozen=True)
class Inventory:
    """The records of a file, and the account of how they were read."""

    portfolio: Portfolio
    report: Report


def read(path: Path, profile: Profile) -> Inventory:
    """The inventory in a CSV file. Raises InputError where the file is not what the profile describes."""
    sheet = read_csv(path, profile.encodings)
    _check_header(sheet, profile)
    return _Reader(sheet, profile).run()


def _check_header(sheet: Sheet, profile: Profile) -> None:
    for column in profile.all_columns:
        found = sheet.header[column.number - 1] if column.number <= len(sheet.header) else ""
        if found not in {tidy(header) for header in column.headers}:
            raise _wrong_header(sheet, profile, column, found)


def _wrong_header(sheet: Sheet, profile: Profile, column: Column, found: str) -> InputError:
    wanted = [tidy(header) for header in column.headers]
    elsewhere = [f"column {number}" for number, header in enumerate(sheet.header, start=1) if header in wanted]
    return InputError(
        f"not a file that profile {profile.id} describes",
        where=f"{sheet.name}, row 1, column {column.number} ({letters(column.number)})",
        found=(found or "nothing") + (f" (the header stands in {' and '.join(elsewhere)})" if elsewhere else ""),
        expected=" or ".join(wanted),
        hint=f"the profile reads: {profile.title}\n"
        f"for another layout: normgraph import {sheet.name} --profile my-profile.yaml",
    )


def slug(text: str, length: int = _SLUG_LENGTH) -> str:
    """Lower-case words of a text joined by hyphens, as many as fit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    kept = words[:1]
    for word in words[1:]:
        if len("-".join([*kept, word])) > length:
            break
        kept.append(word)
    return "-".join(kept)[:length]


class _Reader:
    def __init__(self, sheet: Sheet, profile: Profile) -> None:
        self._sheet, self._profile = sheet, profile
        self._tally = Tally()
        self._words: Counter[str] = Counter()
        self._units: dict[str, Unit] = {}
        self._measures: dict[str, Measure] = {}
        self._equals: Counter[tuple[str, str]] = Counter()

    def run(self) -> Inventory:
        records: list[Record] = [self._organisation()]
        for number, cells in self._sheet.rows:
            records += self._row(number, cells)
        records += [*self._units.values(), *self._measures.values()]
        return Inventory(model.build(records), self._report())

    def _organisation(self) -> Organisation:
        profile = self._profile
        return Organisation(
            id=profile.organisation,
            name=profile.organisation_name,
            facts={constant.fact: constant.values for constant in profile.constants},
            instruments=profile.instruments,
        )

    def _row(self, number: int, cells: list[str]) -> Iterator[Record]:
        profile = self._profile
        unit = self._unit(number, cells)
        name = self._required(profile.name, number, cells)
        system = self._identifier(unit, name)
        answers = [(column, *self._answer(column, number, cells)) for column in profile.columns]
        facts = {fact: values for _, _, reading in answers if reading for fact, values in reading.facts.items()}
        yield System(
            id=system,
            name=name,
            unit=unit.id,
            purpose=tidy(cells[profile.purpose.number - 1]) if profile.purpose is not None else "",
            facts=facts,
            source_system=profile.title,
        )
        yield RoleAssignment(id=f"{system}.role.{profile.role}", subject=system, agent=unit.id, role=profile.role)
        for column, answer, reading in answers:
            if reading is not None and reading.word:
                yield from self._said(system, column, answer, reading.word)

    def _unit(self, number: int, cells: list[str]) -> Unit:
        name = self._required(self._profile.unit, number, cells)
        code = self._required(self._profile.unit_code, number, cells)
        unit = Unit(id=f"{self._profile.organisation}:{slug(code) or slug(name)}", name=name, bearer=True)
        known = self._units.setdefault(unit.id, unit)
        if known.name != name:
            raise InputError(
                "one abbreviation stands for two names", where=f"{self._sheet.name}, row {number}",
                found=f"{code}: {name}", expected=f"{code}: {known.name}, as in an earlier row",
            )  # fmt: skip
        self._tally.add(self._profile.unit.number, name, f"unit {unit.id}", number)
        return known

    def _required(self, column: Column, number: int, cells: list[str]) -> str:
        text = tidy(cells[column.number - 1])
        if not text:
            raise InputError(
                "a cell that names the system or its unit is blank",
                where=f"{self._sheet.name}, row {number}, column {column.number} ({letters(column.number)})",
                found="nothing", expected=tidy(column.headers[0]), hint="fill in the cell, or remove the row",
            )  # fmt: skip
        return text

    def _identifier(self, unit: Unit, name: str) -> str:
        self._equals[unit.id, name] += 1
        whole = "\n".join((unit.id, name, str(self._equals[unit.id, name])))
        digest = hashlib.sha256(whole.encode()).hexdigest()[:_HASH_LENGTH]
        return "-".join(part for part in (unit.id, slug(name), digest) if part)

    def _answer(self, column: AnswerColumn, number: int, cells: list[str]) -> tuple[str, Reading | None]:
        answer = tidy(cells[column.number - 1])
        reading = column.read(answer) if answer else None
        self._tally.add(column.number, answer, said(answer, reading), number)
        return answer, reading

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
        name = f"{self._profile.organisation}:{slug(column.measure)}"
        self._measures.setdefault(name, Measure(id=name, name=column.measure))
        return name

    def _report(self) -> Report:
        sheet, profile = self._sheet, self._profile
        return Report(
            file=sheet.name,
            encoding=encoding_text(sheet.encoding, sheet.why),
            profile=profile.id,
            title=profile.title,
            constants=profile.constants,
            rows=len(sheet.rows),
            units=len(self._units),
            numbered=sum(count for count in self._equals.values() if count > 1),
            words=self._words,
            lines=tuple(sorted((*self._tally.lines(sheet.header), *self._texts()), key=lambda line: line.column)),
        )

    def _texts(self) -> Iterator[Line]:
        """One line for each column whose texts are taken as they are, or not read at all."""
        profile = self._profile
        taken = {profile.name.number: "name of the system", profile.unit_code.number: "identifier of the unit"}
        if profile.purpose is not None:
            taken[profile.purpose.number] = "purpose of the system"
        described = {column.number for column in profile.all_columns}
        for number, header in enumerate(self._sheet.header, start=1):
            if number in taken or number not in described:
                texts = [text for _, cells in self._sheet.rows if (text := tidy(cells[number - 1]))]
                summary = f"({len(set(texts)):,} different texts)"
                yield Line(number, header, summary, taken.get(number, NOT_READ), len(texts))
