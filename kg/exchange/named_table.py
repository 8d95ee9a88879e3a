"""A sheet of our own making: its first row names the columns, each once, in any order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.errors import InputError, did_you_mean
from kg.exchange.grid import Row, Sheet, Workbook


class NamedTable:
    """The first sheet of a workbook. Raises InputError where a column is missing."""

    def __init__(self, workbook: Workbook, columns: Sequence[str]) -> None:
        self._workbook = workbook
        self._sheet: Sheet = workbook.sheets[0]
        header, *self.rows = self._sheet.rows
        self._columns = {name.strip(): number for number, name in enumerate(header.cells, start=1)}
        missing = [name for name in columns if name not in self._columns]
        if missing:
            raise InputError(
                "columns are missing", where=workbook.name, found=", ".join(header.cells),
                expected=", ".join(columns), hint=f"add {', '.join(missing)}",
            )  # fmt: skip

    def text(self, row: Row, column: str) -> str:
        """A cell without white space at its ends."""
        return row.cell(self._columns[column]).strip()

    def several(self, row: Row, column: str) -> list[str]:
        """The parts of a cell that are joined by `;`."""
        return [part.strip() for part in self.text(row, column).split(";") if part.strip()]

    def one_of(self, row: Row, column: str, known: Collection[str]) -> str:
        """A cell that has to be one of some names."""
        text = self.text(row, column)
        if text not in known:
            raise self.wrong(row, column, found=text, expected=f"a known {column}", hint=did_you_mean(text, known))
        return text

    def wrong(self, row: Row, column: str, *, found: str, expected: str, hint: str | None = None) -> InputError:
        """The error for a cell."""
        where = self._workbook.where(self._sheet, self._columns[column], row.number)
        message = f"{column} cannot be read"
        return InputError(message, where=where, found=found or "nothing", expected=expected, hint=hint)
