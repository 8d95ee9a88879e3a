"""Spreadsheets that are no inventory: what one holds, where more than its first line has to be read to tell."""

from __future__ import annotations

import shlex
from pathlib import Path

from kg.errors import InputError
from kg.exchange import ciso_sheets, ciso_workbook, mapping_file, mapping_table, portfolio_sheets, spreadsheet
from kg.exchange.grid import Reading, Workbook
from kg.exchange.header import Asked

# Titles of kinds of files, as in `kg.exchange.kinds.KINDS`.
CONTROLS = "applied controls of CISO Assistant"
LIBRARY = "CISO Assistant library"
FRAMEWORK = "framework in a spreadsheet"
MAPPINGS = "mapping set"
_KIND = {
    CONTROLS: "ciso-assistant-controls", LIBRARY: "framework", FRAMEWORK: "framework", MAPPINGS: "mapping-set",
}  # fmt: skip


def recognised(path: Path, reading: Reading, asked: Asked) -> tuple[str, str]:
    """The title of the kind of file, and the reason; both empty for a file that may be an inventory.

    Raises InputError for a sheet of CISO Assistant that is not read, and for one sheet of a portfolio workbook.
    """
    if path.suffix.lower() not in (*spreadsheet.TEXT, *spreadsheet.WORKBOOKS):
        return "", ""
    workbook = spreadsheet.read(path, reading)
    if sheet := portfolio_sheets.lone_sheet(workbook):
        raise InputError(
            "this is one sheet of a portfolio workbook, saved as text", where=path.name, found=f"the sheet {sheet}",
            expected="the workbook with all its sheets",
            hint="save it as XLSX in your spreadsheet program and import that",
        )  # fmt: skip
    if ciso_workbook.is_library(workbook):
        return LIBRARY, "it has the sheets of a library"
    if _has_slug(workbook):
        return FRAMEWORK, "it has the column framework_slug"
    if form := mapping_file.form_in(workbook):
        return MAPPINGS, f"it has the columns of the format {form}"
    found = ciso_sheets.recognised(workbook, asked)
    if found and found != ciso_sheets.CONTROLS:
        raise ciso_sheets.other(workbook, found)
    return (CONTROLS, "it has columns that only they have") if found else ("", "")


def refused(path: Path, title: str) -> InputError:
    """The error for a file of another kind that is to be read as an inventory."""
    hint = f"normgraph import {shlex.quote(path.name)} --as {_KIND[title]}"
    return InputError("this file is no inventory", where=path.name, found=title, expected="an inventory", hint=hint)


def _has_slug(workbook: Workbook) -> bool:
    return bool(mapping_table.find_all(workbook, {"slug": ("framework_slug",)}, ("slug",)))
