"""Where the table starts in a sheet: the header below banner rows, and the sheet that holds the table at all.

A header is compared by its key: letters and digits in small letters, so that line breaks, blanks, dashes and the form
of quotation marks make no difference.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.errors import InputError
from kg.exchange.delimited import delimiter_name
from kg.exchange.grid import Merged, Row, Sheet, Workbook, letters, tidy

LOOK = 40
"""Rows from the top of a sheet in which the header is looked for."""
_FILLED = 0.5
_LONGEST = 500
# Characters of a header that are compared: in any of the first rows a cell may hold a whole text.
_SHOWN = 5

Score = Callable[[frozenset[str]], float]
"""How well a row's keys are those of the table looked for: 0 is not at all."""


def key(header: str) -> str:
    """What a header is compared by: its words in small letters, without punctuation."""
    plain = unicodedata.normalize("NFKC", header[:_LONGEST]).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


@dataclass(frozen=True)
class Asked:
    """Where the table is, where it should not be found out: the name of its sheet, the number of its header row."""

    sheet: str = ""
    header_row: int = 0


@dataclass(frozen=True)
class Table:
    """A sheet's table: its header, one for each column and blank where there is none, and the rows below it.

    `how` says how the header was found, `passed_over` which other sheets there are and what they seem to be.
    """

    workbook: Workbook
    sheet: Sheet
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    how: str
    passed_over: tuple[str, ...]
    header_length: int

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of each header."""
        return tuple(key(header) for header in self.headers)

    def columns_of(self, keys: frozenset[str]) -> tuple[int, ...]:
        """Numbers of the columns whose header is one of those."""
        return tuple(number for number, found in enumerate(self.keys, start=1) if found and found in keys)

    def where(self, column: int, row: int) -> str:
        """A cell for an error."""
        return self.workbook.where(self.sheet, column, row)

    def check_lengths(self) -> None:
        """Raise InputError where a row of a text file has another number of cells than the header.

        A delimiter or quotation mark that is not quoted moves all cells after it into other columns.
        """
        if not self.workbook.delimiter:
            return
        expected = self.header_length
        for row in self.rows:
            if len(row.cells) != expected:
                raise InputError(
                    "a row has another number of cells than the header",
                    where=f"{self.workbook.name}, {self.sheet.row_address(row.number)}",
                    found=f"{len(row.cells)} cells", expected=f"{expected} cells",
                    hint="look for a quotation mark or delimiter that is not quoted",
                )  # fmt: skip

    @property
    def header_where(self) -> str:
        """The header's row for an error."""
        return f"{self.workbook.name}, {self.sheet.row_address(self.header_row)}"

    def said(self) -> list[str]:
        """How the file was read, line by line: encoding, delimiter, sheet, header row, and what is odd about them."""
        book = self.workbook
        lines = []
        if book.encoding:
            encoding = f"{book.encoding} ({book.why})" if book.why else book.encoding
            lines.append(f"encoding {encoding}; delimiter {delimiter_name(book.delimiter)} ({book.delimiter_why})")
        sheet = f"sheet {self.sheet.name!r}, " if self.sheet.name else ""
        lines.append(f"{sheet}header in row {self.header_row} ({self.how})")
        lines += [f"not read: {other}" for other in self.passed_over]
        repeated = [header for header, count in Counter(filter(None, self.headers)).items() if count > 1]
        if repeated:
            lines.append(f"headers that stand more than once: {_some([repr(header) for header in repeated])}")
        nameless = [letters(number) for number in self._nameless()]
        if nameless:
            lines.append(f"columns without a header, not read: {_some(nameless)}")
        areas = [area for area in self.sheet.merged if area.last_row > self.header_row]
        if areas:
            shown = _some([str(area) for area in areas])
            lines.append(f"merged cells, read as the same text in each of them: {shown}")
        return lines

    def _nameless(self) -> Iterator[int]:
        for number, header in enumerate(self.headers, start=1):
            if not header and any(row.cell(number).strip() for row in self.rows):
                yield number


def find(workbook: Workbook, asked: Asked | None = None, score: Score | None = None) -> Table:
    """The table of a workbook. With a score the best row of all sheets is its header; else the one that looks like it.

    Sheets that hold the lists of drop-downs, and hidden ones, are taken only where they are asked for by name, or
    where nothing else scores. Raises InputError when there is no table, or when several sheets fit.
    """
    asked = asked or Asked()
    sheets = _sheets(workbook, asked)
    found = _scored(sheets, asked, score) if score is not None else None
    if found is not None:
        sheet, row, how = found
    else:
        sheet = _only(workbook, sheets)
        row, how = _row(workbook, sheet, asked)
    return _table(workbook, sheet, row, "as set" if asked.header_row else how)


def _sheets(workbook: Workbook, asked: Asked) -> tuple[Sheet, ...]:
    """Sheets to look into, those in plain view first."""
    if asked.sheet:
        return (workbook.sheet(asked.sheet),)
    filled = [sheet for sheet in workbook.sheets if sheet.rows]
    if not filled:
        raise InputError(
            "the file has no header", where=f"{workbook.name}, row 1", found="nothing", expected="a row of column names"
        )
    return tuple(sorted(filled, key=_out_of_view))


def _out_of_view(sheet: Sheet) -> bool:
    return sheet.hidden or sheet.lists


def candidates(workbook: Workbook, asked: Asked | None = None) -> Iterator[tuple[Sheet, int, frozenset[str]]]:
    """Rows that may be a header, with the keys in them."""
    asked = asked or Asked()
    for sheet in _sheets(workbook, asked):
        for row in sheet.rows[:LOOK]:
            if not asked.header_row or row.number == asked.header_row:
                yield sheet, row.number, frozenset(key(cell) for cell in row.cells if cell.strip())


def _scored(sheets: Sequence[Sheet], asked: Asked, score: Score) -> tuple[Sheet, int, str] | None:
    found: list[tuple[float, Sheet, int]] = []
    for sheet in sheets:
        rows = [row for row in sheet.rows[:LOOK] if not asked.header_row or row.number == asked.header_row]
        scores = [(score(frozenset(key(cell) for cell in row.cells if cell.strip())), row.number) for row in rows]
        best = max(scores, key=lambda item: (item[0], -item[1]), default=(0.0, 0))
        if best[0] > 0:
            last = best[1] if asked.header_row else _last_of(sheet, best[1])
            kept = last if (best[0], last) in scores else best[1]
            found.append((best[0], sheet, kept))
    if not found:
        return None
    top = max(found, key=lambda item: (item[0], not _out_of_view(item[1])))
    return top[1], top[2], "the row whose columns the profile describes"


def _only(workbook: Workbook, sheets: Sequence[Sheet]) -> Sheet:
    seen = [sheet for sheet in sheets if not _out_of_view(sheet)] or list(sheets)
    if len(seen) > 1:
        names = " | ".join(sheet.name for sheet in seen)
        raise InputError(
            "several sheets may hold the table", where=workbook.name, found=names, expected="one of them",
            hint=f'--sheet "{seen[0].name}"',
        )  # fmt: skip
    return seen[0]


def _row(workbook: Workbook, sheet: Sheet, asked: Asked) -> tuple[int, str]:
    if asked.header_row:
        return asked.header_row, "as set"
    if not sheet.rows:
        raise InputError(
            "the sheet has no header", where=f"{workbook.name}, {sheet.name}", found="nothing",
            expected="a row of column names",
        )  # fmt: skip
    return guess(sheet)


def guess(sheet: Sheet) -> tuple[int, str]:
    """The number of the row that looks most like a header, and why: the first that is filled as those below it are."""
    rows = sheet.rows[:LOOK]
    filled = [_names(row, sheet.merged) for row in rows]
    most = max(filled)
    for row, names in zip(rows, filled, strict=True):
        if names > _FILLED * most:
            if (last := _last_of(sheet, row.number)) > row.number:
                return last, f"the last of rows {row.number} to {last}, which merged cells join"
            first = row.number == rows[0].number
            return row.number, "the first row" if first else f"the first row with {names} names"
    return rows[0].number, "the first row"


def _last_of(sheet: Sheet, number: int) -> int:
    """The last row of a header of several rows: cells that are merged downwards stand in each of them."""
    filled = {row.number for row in sheet.rows[:LOOK]}
    last = max((area.last_row for area in sheet.merged if area.first_row == number), default=number)
    return last if last in filled else number


def _names(row: Row, merged: Sequence[Merged]) -> int:
    """How many different texts that are no numbers stand in a row; what is merged across columns counts once."""
    covered = {
        column
        for area in merged
        if area.first_row <= row.number <= area.last_row
        for column in range(area.first_column + 1, min(area.last_column, len(row.cells)) + 1)
    }
    texts = {key(cell) for column, cell in enumerate(row.cells, start=1) if column not in covered}
    return sum(1 for text in texts if text and not text.replace(" ", "").isdigit())


def _table(workbook: Workbook, sheet: Sheet, number: int, how: str) -> Table:
    header = next((row for row in sheet.rows if row.number == number), None)
    if header is None:
        raise InputError(
            "the header row holds nothing", where=f"{workbook.name}, {sheet.row_address(number)}", found="nothing",
            expected="a row of column names", hint="--header-row NUMBER, counted from 1",
        )  # fmt: skip
    headers = tuple(tidy(header.cell(column)) for column in range(1, sheet.width + 1))
    rows = tuple(row for row in sheet.rows if row.number > number)
    others = tuple(_about(other) for other in workbook.sheets if other is not sheet)
    return Table(workbook, sheet, number, headers, rows, how, others, len(header.cells))


def _about(sheet: Sheet) -> str:
    """A sheet that is not read, with what it seems to be."""
    kinds = [word for word, true in (("hidden", sheet.hidden), ("lists of drop-downs", sheet.lists)) if true]
    kinds.append(f"{len(sheet.rows)} rows" if sheet.rows else "empty")
    return f"sheet {sheet.name!r} ({', '.join(kinds)})"


def _some(items: Sequence[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more
