"""What an import understood: how each answer of each column was read, how often, and what was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.exchange.csv_source import letters
from kg.exchange.profile import CLAIMS, REMARKS, WAIVER, Constant, Reading
from kg.tables import Table

COLUMNS = ("column", "header", "answer", "reading", "count", "rows")
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

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {
            "column": f"{self.column} ({letters(self.column)})",
            "header": self.header,
            "answer": self.answer,
            "reading": self.reading,
            "count": str(self.count),
            "rows": " ".join(str(row) for row in self.rows),
        }


@dataclass(frozen=True)
class Report:
    """The account of one import."""

    file: str
    encoding: str
    profile: str
    title: str
    constants: tuple[Constant, ...]
    rows: int
    units: int
    numbered: int
    words: Counter[str]
    lines: tuple[Line, ...]

    @property
    def not_understood(self) -> tuple[Line, ...]:
        """Answers that are in no table, most frequent first."""
        found = (line for line in self.lines if line.reading == NOT_UNDERSTOOD)
        return tuple(sorted(found, key=lambda line: (-line.count, line.column, line.answer)))

    def table(self) -> Table:
        """Every answer of every column and how it was read."""
        return Table("import-report", COLUMNS, [line.as_dict() for line in self.lines])

    def summary(self) -> list[str]:
        """About ten lines."""
        lines = [
            f"{self.file}: {self.rows:,} rows as {self.profile} ({self.title}), read as {self.encoding}",
            f"{self.rows:,} systems of {_count(self.units, 'unit')}, {self.numbered:,} told apart by their order only",
        ]
        lines += [
            f"assumed for every system: {constant.fact}={'|'.join(constant.values)} ({constant.because})"
            for constant in self.constants
        ]
        lines.append(f"answers on practices: {_listed(self.words, CLAIMS)}; blank cells stay unknown")
        lines.append(f"attributes beside a status: {_listed(self.words, (WAIVER, *REMARKS))}")
        lines += self._misses()
        unread = [line for line in self.lines if line.reading == NOT_READ]
        lines.append(f"{_count(len(unread), 'column')} not read by this profile")
        return lines

    def _misses(self) -> list[str]:
        missed = self.not_understood
        if not missed:
            return ["every answer was understood"]
        cells = sum(line.count for line in missed)
        lines = [f"not understood, and of no effect: {_count(len(missed), 'value')} in {_count(cells, 'cell')}"]
        lines += [
            f"  column {line.column} ({letters(line.column)}), {line.header!r}: {_short(line.answer)!r} "
            f"({_count(line.count, 'cell')}, first in row {line.rows[0]})"
            for line in missed[:_SHOWN_VALUES]
        ]
        if len(missed) > _SHOWN_VALUES:
            lines.append(f"  and {len(missed) - _SHOWN_VALUES} more, listed with their rows by --report FILE.csv")
        return lines


class Tally:
    """Collects how answers were read, column by column."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str, str], list[int]] = {}

    def add(self, column: int, answer: str, reading: str, row: int) -> None:
        """One cell."""
        self._rows.setdefault((column, answer, reading), []).append(row)

    def lines(self, header: tuple[str, ...]) -> Iterable[Line]:
        """Lines by column, most frequent answer first."""
        ordered = sorted(self._rows.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
        for (column, answer, reading), rows in ordered:
            listed = tuple(rows) if reading == NOT_UNDERSTOOD else ()
            yield Line(column, header[column - 1], answer, reading, len(rows), listed)


def said(answer: str, reading: Reading | None) -> str:
    """A reading in words."""
    if not answer:
        return BLANK
    return NOT_UNDERSTOOD if reading is None else str(reading)


def encoding_text(encoding: str, why: str) -> str:
    """The encoding, with the reason why an earlier candidate was dropped."""
    return f"{encoding} ({why})" if why else encoding


def _listed(words: Counter[str], wanted: Iterable[str]) -> str:
    found = [f"{words[word]:,} {word}" for word in wanted if words[word]]
    return ", ".join(found) or "none"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."
