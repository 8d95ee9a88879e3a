"""What an import understood: how each answer of each column was read, how often, and what was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.exchange.grid import letters, place
from kg.exchange.profile import CLAIMS, REMARKS, WAIVER, Constant, Reading, Unread
from kg.tables import Table

COLUMNS = ("column", "header", "answer", "reading", "count", "cells")
BLANK = "blank: says nothing"
NOT_UNDERSTOOD = "not understood"
NOT_READ = "not read"
_SHOWN_VALUES = 3
_SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Line:
    """How one answer of one column was read. `rows` are given where it was not understood."""

    column: int
    header: str
    answer: str
    reading: str
    count: int
    rows: tuple[int, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether anything could be made of it."""
        return not self.reading.startswith(NOT_UNDERSTOOD)

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {
            "column": f"{self.column} ({letters(self.column)})",
            "header": self.header,
            "answer": self.answer,
            "reading": self.reading,
            "count": str(self.count),
            "cells": " ".join(place(self.column, row) for row in self.rows),
        }


@dataclass(frozen=True)
class Report:
    """The account of one import. `found` says how the file was read: encoding, delimiter, sheet, header row."""

    file: str
    found: tuple[str, ...]
    profile: str
    title: str
    why: str
    constants: tuple[Constant, ...]
    rows: int
    systems: int
    units: int
    numbered: int
    repeated: tuple[str, ...]
    blank_ids: int
    missing: tuple[str, ...]
    words: Counter[str]
    lines: tuple[Line, ...]

    @property
    def not_understood(self) -> tuple[Line, ...]:
        """Answers of which nothing could be made, most frequent first."""
        found = (line for line in self.lines if not line.understood)
        return tuple(sorted(found, key=lambda line: (-line.count, line.column, line.answer)))

    def table(self) -> Table:
        """Every answer of every column and how it was read."""
        return Table("import-report", COLUMNS, [line.as_dict() for line in self.lines])

    def summary(self) -> list[str]:
        """About fifteen lines."""
        lines = [f"{self.file}: {self.rows:,} rows as {self.profile} ({self.title}){self.why}", *self.found]
        units = f" of {_count(self.units, 'unit')}" if self.units else ""
        lines.append(f"{_count(self.systems, 'system')}{units}, {self.numbered:,} told apart by their order only")
        if self.repeated:
            shown = _some(tuple(map(_short, self.repeated)))
            lines.append(f"identifiers that stand in several rows, kept with each: {shown}")
        if self.blank_ids:
            lines.append(f"without an identifier in the file: {_count(self.blank_ids, 'row')}")
        lines += [
            f"assumed for every system: {constant.fact}={'|'.join(constant.values)} ({constant.because})"
            for constant in self.constants
        ]
        lines.append(f"answers on practices: {_listed(self.words, CLAIMS)}; blank cells stay unknown")
        lines.append(f"attributes beside a status: {_listed(self.words, (WAIVER, *REMARKS))}")
        lines += self._misses()
        if self.missing:
            lines.append(
                f"columns that the profile knows and the file lacks: {_some(tuple(map(_short, self.missing)))}"
            )
        return [*lines, self._unread()]

    def _unread(self) -> str:
        """Columns that are not read, the fullest first; `table` lists all of them."""
        unread = sorted((line for line in self.lines if line.reading == NOT_READ), key=lambda line: -line.count)
        filled = tuple(
            f"{letters(line.column)} {_short(line.header)!r} ({line.count:,})" for line in unread if line.count
        )
        said = f"{_count(len(unread), 'column')} not read by this profile"
        return f"{said}; filled cells: {_some(filled)}" if filled else said

    def _misses(self) -> list[str]:
        missed = self.not_understood
        if not missed:
            return ["every answer was understood"]
        cells = sum(line.count for line in missed)
        lines = [f"not understood, and of no effect: {_count(len(missed), 'value')} in {_count(cells, 'cell')}"]
        lines += [
            f"  {place(line.column, line.rows[0])}, {_short(line.header)!r}: {_short(line.answer)!r}"
            f"{line.reading.removeprefix(NOT_UNDERSTOOD)} ({_count(line.count, 'cell')})"
            for line in missed[:_SHOWN_VALUES]
        ]
        if len(missed) > _SHOWN_VALUES:
            lines.append(f"  and {len(missed) - _SHOWN_VALUES} more, listed with their cells by --report FILE.csv")
        return lines


class Seen:
    """How often an answer was read so, and in which rows where it was not understood."""

    __slots__ = ("_kept", "count", "rows")

    def __init__(self, *, kept: bool) -> None:
        self.count = 0
        self.rows: list[int] = []
        self._kept = kept

    def add(self, row: int) -> None:
        """One cell more."""
        self.count += 1
        if self._kept:
            self.rows.append(row)


class Tally:
    """Collects how answers were read, column by column."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, str, str], Seen] = {}

    def of(self, column: int, answer: str, reading: str) -> Seen:
        """Where cells with this answer are counted."""
        found = self._seen.get((column, answer, reading))
        if found is None:
            found = self._seen[column, answer, reading] = Seen(kept=reading.startswith(NOT_UNDERSTOOD))
        return found

    def add(self, column: int, answer: str, reading: str, row: int) -> None:
        """One cell. Its row is kept where it was not understood."""
        self.of(column, answer, reading).add(row)

    def lines(self, header: tuple[str, ...]) -> Iterable[Line]:
        """Lines by column, most frequent answer first."""
        ordered = sorted(self._seen.items(), key=lambda item: (item[0][0], -item[1].count, item[0][1]))
        for (column, answer, reading), seen in ordered:
            if seen.count:
                yield Line(column, header[column - 1], answer, reading, seen.count, tuple(seen.rows))


def said(answer: str, reading: Reading | Unread) -> str:
    """A reading in words."""
    if isinstance(reading, Unread):
        return f"{NOT_UNDERSTOOD}: {reading.why}" if reading.why else NOT_UNDERSTOOD
    return str(reading) if answer else BLANK


def _listed(words: Counter[str], wanted: Iterable[str]) -> str:
    found = [f"{words[word]:,} {word}" for word in wanted if words[word]]
    return ", ".join(found) or "none"


def _some(items: tuple[str, ...]) -> str:
    more = f" and {len(items) - _SHOWN_VALUES} more" if len(items) > _SHOWN_VALUES else ""
    return ", ".join(items[:_SHOWN_VALUES]) + more


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."
