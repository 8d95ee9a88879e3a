"""Sheets of CISO Assistant for its data import: which one a sheet is, told by columns or by the name of its tab.

Columns: docs/guide/data-import-wizard.md of https://github.com/intuitem/ciso-assistant-community.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.exchange import spreadsheet
from kg.exchange.grid import Row, Sheet, Workbook, tidy

CONTROLS, EVIDENCE = "applied controls", "evidence"
# What a sheet holds, and columns that no other sheet has; the first that fits counts.
_SIGNS = (
    ("task templates", ("is_recurrent",)),
    ("a risk assessment", ("treatment", "current_proba")),
    ("a business impact analysis", ("risk_matrix", "perimeter")),
    ("processings of personal data", ("dpia_required",)),
    ("third parties", ("parent_entity_ref_id",)),
    ("incidents", ("detection", "severity")),
    ("exceptions", ("expiration_date", "severity")),
    ("perimeters", ("default_assignee",)),
    ("users", ("first_name", "last_name", "email")),
    ("elementary actions of attacks", ("attack_stage",)),
    (CONTROLS, ("csf_function",)),
    (CONTROLS, ("reference_control",)),
    ("reference controls, which are templates that nobody applies yet", ("ref_id", "category", "function")),
    ("vulnerabilities", ("ref_id", "severity", "assets")),
    ("findings", ("ref_id", "severity", "status")),
    ("assets", ("description", "domain", "type")),
    ("an audit", ("compliance_result",)),
)
_TABS = {"threats": "threats", "folder": "folders", "folders": "folders", "entities": "third parties"}
_READ = f"{CONTROLS}, policies and {EVIDENCE}"
NAME = "name"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a sheet by the name of its column, each cell with its address."""

    workbook: Workbook
    sheet: Sheet
    row: Row
    columns: dict[str, int]

    def __getitem__(self, name: str) -> str:
        """The text of a cell, empty where there is no such column."""
        column = self.columns.get(name)
        return self.row.cell(column).strip() if column else ""

    def where(self, name: str) -> str:
        """The place of a cell: `controls.xlsx, Sheet1!C7`."""
        return self.workbook.where(self.sheet, self.columns.get(name, 1), self.row.number)


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet with its header: columns by their name in small letters, and the rows below."""

    workbook: Workbook
    sheet: Sheet
    header: Row
    columns: dict[str, int]

    def rows(self) -> Iterator[Cells]:
        """The rows below the header."""
        for row in self.sheet.rows:
            if row.number > self.header.number:
                yield Cells(self.workbook, self.sheet, row, self.columns)

    def where(self, column: str) -> str:
        """The place of a header cell."""
        return self.workbook.where(self.sheet, self.columns[column], self.header.number)


def read(path: Path, wanted: str, known: frozenset[str]) -> Listing:
    """The sheet in a file, which has to hold what is wanted.

    `known` are columns of such a sheet. Raises InputError that says what the file is in place of it.
    """
    workbook = spreadsheet.read(path)
    found = recognised(workbook)
    if found and found != wanted:
        raise other(workbook, found)
    listing = _listing(workbook)
    foreign = sorted(set(listing.columns) - known)
    if NAME not in listing.columns or len(foreign) > len(set(listing.columns) & known):
        raise InputError(
            f"not a sheet of CISO Assistant with {wanted}", where=f"{workbook.name}, {listing.sheet.name or 'header'}",
            found=", ".join(listing.columns) or "nothing",
            expected=f"a column {NAME}, and of {', '.join(sorted(known))}",
        )  # fmt: skip
    return listing


def recognised(workbook: Workbook) -> str:
    """What a file of CISO Assistant holds, empty where no column and no tab tells it."""
    listing = _listing(workbook)
    tab = _TABS.get(listing.sheet.name.casefold(), "")
    if tab and {NAME, "description"} <= set(listing.columns):
        return tab
    return next((what for what, signs in _SIGNS if set(listing.columns).issuperset(signs)), "")


def other(workbook: Workbook, found: str) -> InputError:
    """The error for a sheet of another kind."""
    hint = "export applied controls or evidence from CISO Assistant and import that"
    if found == CONTROLS:
        hint = f"normgraph import {shlex.quote(workbook.name)} --as ciso-assistant-controls"
    return InputError(
        f"this is a sheet of CISO Assistant with {found}; normgraph reads {_READ}", where=workbook.name, found=found,
        expected=_READ, hint=hint,
    )  # fmt: skip


def _listing(workbook: Workbook) -> Listing:
    """The first sheet that is not hidden and holds text; its first row is the header."""
    sheet = next((item for item in workbook.sheets if item.rows and not item.hidden), None)
    if sheet is None:
        raise InputError("no table in the file", where=workbook.name, found="no text", expected="a header and rows")
    header = sheet.rows[0]
    columns: dict[str, int] = {}
    for number, cell in enumerate(header.cells, start=1):
        if name := tidy(cell).casefold():
            if name in columns:
                raise InputError(
                    "a column stands twice", where=workbook.where(sheet, number, header.number), found=name,
                    expected="each column once",
                )  # fmt: skip
            columns[name] = number
    return Listing(workbook, sheet, header, columns)
