"""Workbooks of Excel (XLSX), measured before they are given to the library that reads them.

The library makes a full rectangle of the cells between the first and the last that holds something, so a cell far away
would take all memory: such a sheet is refused by what stands in its part of the archive.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from kg.errors import InputError, LimitError
from kg.exchange import grid
from kg.exchange.grid import Merged, Row, Sheet, Workbook, cut
from kg.exchange.xlsx_parts import Extent, Parts, read_parts

MAX_MERGED = 100_000
MAX_CHARACTERS = 512 * 1024 * 1024
"""Characters in all cells of a sheet: a text that stands in many cells is kept in the file once."""
_BLANK, _BLANK_EACH = 2_000_000, 10
# Blank cells inside the tables: so many, and so many for each cell with something in it.

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
    _check_room(name, parts.extents)
    sheets = tuple(_sheets(name, content, parts))
    if not sheets:
        raise InputError(
            "the workbook has no sheet with cells", where=name, found="charts, or nothing", expected="a table"
        )
    return Workbook(name, sheets)


def _damaged(name: str, found: str) -> InputError:
    return InputError(
        "not a workbook that can be read", where=name, found=found, expected="an XLSX workbook, whole",
        hint="open it in a spreadsheet program and save it again",
    )  # fmt: skip


def _check_room(name: str, extents: dict[str, Extent]) -> None:
    """Raise where the sheets are too large together, or nearly empty: a blank cell takes room as any other does."""
    cells = sum(extent.rows * extent.columns for extent in extents.values())
    filled = sum(extent.filled for extent in extents.values())
    most = min(grid.MAX_CELLS, filled + _BLANK + _BLANK_EACH * filled)
    if cells > most:
        sheet, widest = max(extents.items(), key=lambda item: item[1].rows * item[1].columns)
        raise LimitError(
            "the sheets are too large", where=f"{name}, {Sheet(sheet, ()).address(*widest.last)}",
            found=f"{cells:,} cells up to the last with text, {filled:,} of them with something in it",
            expected=f"at most {most:,} cells", hint="delete what stands far away from the table",
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
                yield Sheet(
                    about.name,
                    _filled(name, about.name, cut(_texts(name, about.name, found.iter_rows())), merged),
                    hidden=about.visible is not SheetVisibleEnum.Visible,
                    lists=about.name.casefold() in parts.lists,
                    merged=merged,
                    notes=parts.extents[about.name].notes,
                )
    except CalamineError as error:
        raise _damaged(name, " ".join(str(error).split())) from None


def _texts(name: str, sheet: str, values: Iterable[list[Value]]) -> Iterator[tuple[int, list[str]]]:
    seen: dict[str, str] = {}
    left = MAX_CHARACTERS
    for number, found in enumerate(values, start=1):
        cells = [value if isinstance(value, str) else text(value) for value in found]
        left -= sum(map(len, cells))
        if any(len(cell) > grid.MAX_TEXT for cell in cells):
            column = next(place for place, cell in enumerate(cells, start=1) if len(cell) > grid.MAX_TEXT)
            raise LimitError(
                "a cell is too long", where=f"{name}, {Sheet(sheet, ()).address(column, number)}",
                found=f"{len(cells[column - 1]):,} characters", expected=f"at most {grid.MAX_TEXT:,} characters",
            )  # fmt: skip
        if left < 0:
            raise LimitError(
                "a sheet holds too much text", where=f"{name}, {Sheet(sheet, ()).row_address(number)}",
                found=f"more than {MAX_CHARACTERS:,} characters in the rows up to this one",
                expected=f"at most {MAX_CHARACTERS:,}",
            )  # fmt: skip
        # Equal texts become one: the library makes one for each cell.
        yield number, [seen.setdefault(cell, cell) for cell in cells]


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
    written, most = 0, min(grid.MAX_CELLS, width * rows[-1].number)
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
        if written > most or len(merged) > MAX_MERGED:
            raise LimitError(
                "too many merged cells", where=f"{name}, {Sheet(sheet, ()).address(area.first_column, area.first_row)}",
                found=f"{len(merged):,} merged areas",
                expected=f"at most {MAX_MERGED:,}, each cell in one of them: {most:,} cells",
            )  # fmt: skip
    return cut((number, cells[number]) for number in sorted(cells))
