"""A spreadsheet file of any kind as frozen values: a workbook has sheets, a sheet has rows, a row has cells of text.

Nothing here knows what a column means, and nothing reads a file: `kg.exchange.spreadsheet.read` does. A cell is the
text that stands in it, as it is: numbers and dates of a workbook are plain text (`12`, `0.5`, `2026-03-31`), truth
values are `TRUE` and `FALSE`. A formula is the value stored with it; it is never worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.errors import InputError, did_you_mean

MAX_BYTES = 256 * 1024 * 1024
"""The largest file that is opened, and the largest part of a workbook once it is unpacked."""
MAX_ROWS = 1_048_576
MAX_COLUMNS = 1_024
MAX_CELLS = 16_000_000
"""Rows times columns of the smallest rectangle around all text of a sheet."""
MAX_TEXT = 131_072
"""Characters in one cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file, where the first is 1. Cells after the last one given are blank."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column, where the first is 1."""
        return self.cells[column - 1] if column <= len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A rectangle of cells that a workbook shows as one. Rows and columns count from 1, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        return f"{place(self.first_column, self.first_row)}:{place(self.last_column, self.last_row)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A cell that could not be read as it was meant, and why."""

    column: int
    row: int
    what: str


@dataclass(frozen=True)
class Sheet:
    """One table of cells. `name` is empty in a text file, which has one sheet only.

    `rows` leaves out rows without text; no row is longer than the last column with text. What merged cells say stands
    in each of them. `lists` is true where the drop-down lists of another sheet are kept in this one. `notes` are cells
    whose value the file does not hold.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    lists: bool = False
    merged: tuple[Merged, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def width(self) -> int:
        """The number of the last column that holds text."""
        return max((len(row.cells) for row in self.rows), default=0)

    def address(self, column: int, row: int) -> str:
        """A cell as a spreadsheet names it: `C7`, `Sheet1!C7`, `'All Use Cases'!C7`."""
        return f"{self._prefix}{place(column, row)}"

    def row_address(self, row: int) -> str:
        """A row in words: `row 7`, `Sheet1, row 7`."""
        return f"{self.name}, row {row}" if self.name else f"row {row}"

    @property
    def _prefix(self) -> str:
        if not self.name:
            return ""
        plain = self.name.isalnum() and not self.name[0].isdigit()
        quoted = self.name if plain else "'" + self.name.replace("'", "''") + "'"
        return f"{quoted}!"


@dataclass(frozen=True)
class Workbook:
    """A spreadsheet file. `encoding`, `why` and `delimiter` are empty for a workbook of Excel.

    `encoding` names what the bytes were read as and `why` what was tried before; `delimiter` is the character between
    cells and `delimiter_why` how it was found.
    """

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    why: str = ""
    delimiter: str = ""
    delimiter_why: str = ""

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name, in any case. Raises InputError with the nearest names."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        names = [sheet.name for sheet in self.sheets if sheet.name]
        raise InputError(
            "no such sheet", where=self.name, found=name, expected=" | ".join(names) or "no sheet: a text file has one",
            hint=did_you_mean(name, names),
        )  # fmt: skip

    def where(self, sheet: Sheet, column: int, row: int) -> str:
        """A cell for an error: `file.xlsx, Sheet1!C7`."""
        return f"{self.name}, {sheet.address(column, row)}"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read where it should not be found out. An empty value is found out.

    `encodings` are tried in order in place of those that are tried by themselves.
    """

    encoding: str = ""
    delimiter: str = ""
    encodings: tuple[str, ...] = ()


def tidy(cell: str) -> str:
    """A cell without white space at its ends, and with one blank for each run of it (line breaks included)."""
    return " ".join(cell.split())


def letters(number: int) -> str:
    """The name a spreadsheet gives to a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column named as a spreadsheet does: A is 1, AA is 27. Raises ValueError for anything else."""
    if not name.isascii() or not name.isalpha():
        raise ValueError(name)
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place(column: int, row: int) -> str:
    """A cell without its sheet: `C7`."""
    return f"{letters(column)}{row}"


def cut(rows: Iterator[tuple[int, list[str]]]) -> tuple[Row, ...]:
    """Rows without those that hold no text, each without the blanks after the last column that holds text."""
    kept: list[Row] = []
    width = 0
    for number, cells in rows:
        filled = len(cells)
        while filled and not cells[filled - 1].strip():
            filled -= 1
        if filled:
            width = max(width, filled)
            kept.append(Row(number, tuple(cells)))
    return tuple(row if len(row.cells) <= width else replace(row, cells=row.cells[:width]) for row in kept)
