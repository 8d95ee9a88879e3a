"""Workbooks of Excel (XLSX), measured before they are given to the library that reads them.

The library makes a full rectangle of the cells between the first and the last that holds something, so a cell far away
would take all memory: such a sheet is refused by what stands in its part of the archive.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from kg.errors import InputError, LimitError
from kg.exchange import grid
from kg.exchange.grid import Merged, Row, Sheet, Workbook, cut, letters
from kg.exchange.xlsx_parts import Extent, Parts, read_parts

_MIDNIGHT = time()
# What the archive's reader raises for damaged bytes, as found by trying.
NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
Value = str | int | float | bool | date | datetime | time | timedelta


def read(name: str, content: bytes) -> Workbook:
    """The sheets of a workbook, in its order. Raises InputError for anything else, LimitError for what is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = read_parts(name, archive)
    except NO_ARCHIVE as error:
        raise _damaged(name, str(error)) from None
    for sheet, extent in parts.extents.items():
        _check(name, sheet, extent)
    return Workbook(name, tuple(_sheets(name, content, parts)))


def _damaged(name: str, found: str) -> InputError:
    return InputError(
        "not a workbook that can be read", where=name, found=found, expected="an XLSX workbook, whole",
        hint="open it in a spreadsheet program and save it again",
    )  # fmt: skip


def _check(name: str, sheet: str, extent: Extent) -> None:
    cells = extent.rows * extent.columns
    if extent.rows > grid.MAX_ROWS or extent.columns > grid.MAX_COLUMNS or cells > grid.MAX_CELLS:
        raise LimitError(
            "a sheet is too large", where=f"{name}, {Sheet(sheet, ()).address(*extent.last)}",
            found=f"text up to column {letters(extent.columns)} and down to row {extent.rows:,}",
            expected=f"at most {grid.MAX_ROWS:,} rows, {grid.MAX_COLUMNS:,} columns and {grid.MAX_CELLS:,} cells",
            hint="delete what stands far away from the table",
        )  # fmt: skip


def _sheets(name: str, content: bytes, parts: Parts) -> Iterator[Sheet]:
    # The library costs start-up time, and most commands read no workbook.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for about in book.sheets_metadata:
                if about.typ is not SheetTypeEnum.WorkSheet:
                    continue
                if about.name not in parts.extents:
                    raise _damaged(name, f"a sheet {about.name!r} without a part of its own")
                found = book.get_sheet_by_name(about.name)
                merged = tuple(
                    Merged(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
                    for first, last in sorted(found.merged_cell_ranges or ())
                )
                values: list[list[Value]] = found.to_python(skip_empty_area=False)
                yield Sheet(
                    about.name,
                    _filled(name, about.name, cut(_texts(name, about.name, values)), merged),
                    hidden=about.visible is not SheetVisibleEnum.Visible,
                    lists=about.name.casefold() in parts.lists,
                    merged=merged,
                    notes=parts.extents[about.name].notes,
                )
    except CalamineError as error:
        raise _damaged(name, " ".join(str(error).split())) from None


def _texts(name: str, sheet: str, values: list[list[Value]]) -> Iterator[tuple[int, list[str]]]:
    for number, found in enumerate(values, start=1):
        cells = [value if isinstance(value, str) else text(value) for value in found]
        if any(len(cell) > grid.MAX_TEXT for cell in cells):
            column = next(place for place, cell in enumerate(cells, start=1) if len(cell) > grid.MAX_TEXT)
            raise LimitError(
                "a cell is too long", where=f"{name}, {Sheet(sheet, ()).address(column, number)}",
                found=f"{len(cells[column - 1]):,} characters", expected=f"at most {grid.MAX_TEXT:,} characters",
            )  # fmt: skip
        yield number, cells


def text(value: Value) -> str:
    """A value of a workbook as plain text: `TRUE`, `12`, `0.5`, `2026-03-31`, `2026-03-31T10:00:00`, `26:30:00`."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _filled(name: str, sheet: str, rows: tuple[Row, ...], merged: tuple[Merged, ...]) -> tuple[Row, ...]:
    """The rows with what merged cells say in each of them, as far as the table goes."""
    if not merged or not rows:
        return rows
    width = max(len(row.cells) for row in rows)
    cells = {row.number: list(row.cells) for row in rows}
    written = 0
    for area in merged:
        said = cells.get(area.first_row, [])[area.first_column - 1 : area.first_column]
        if not said or not said[0].strip():
            continue
        columns = range(area.first_column - 1, min(area.last_column, width))
        for number in range(area.first_row, min(area.last_row, rows[-1].number) + 1):
            row = cells.setdefault(number, [""] * width)
            row += [""] * (width - len(row))
            for column in columns:
                row[column] = said[0]
            written += len(columns)
        if written > grid.MAX_CELLS:
            raise LimitError(
                "too many merged cells", where=f"{name}, {Sheet(sheet, ()).address(area.first_column, area.first_row)}",
                found=f"{len(merged):,} merged areas", expected=f"at most {grid.MAX_CELLS:,} cells in them",
            )  # fmt: skip
    return cut((number, cells[number]) for number in sorted(cells))
