"""Sheets of CISO Assistant for its data import: which one a sheet is, told by columns or by the name of its tab.

Columns: docs/guide/data-import-wizard.md of https://github.com/intuitem/ciso-assistant-community.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.exchange import header, spreadsheet
from kg.exchange.grid import Reading, Row, Workbook
from kg.exchange.header import Asked, Table

CONTROLS, EVIDENCE = "applied controls", "evidence"
# What a sheet holds, and columns that no other sheet has; the first that fits counts.
_SIGNS = (
    ("task templates", ("is_recurrent",)),
    ("a risk assessment", ("treatment", "current_proba")),
    ("a business impact analysis", ("risk_matrix", "perimeter")),
    ("processings of personal data", ("dpia_required",)),
    ("third parties", ("parent_entity_ref_id",)),
    ("third parties", ("provider_entity_ref_id",)),
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
NAME, EVIDENCE_KIND = "name", "evidence_kind"
REFERENCES = ("reference_control", "reference_control_ref_id")
# Columns that are kept as a remark, and all that such a sheet may have.
NOTED = {
    CONTROLS: (
        "status", "category", "priority", "csf_function", "effort", "control_impact", "impact", "start_date", "eta",
        "expiry_date", "link", "observation", "domain", "folder", "filtering_labels", "labels", "amortization_period",
        "build_fixed_cost", "build_people_days", "run_fixed_cost", "run_people_days", "cost_amortization_period",
        "cost_build_fixed", "cost_build_fixe", "cost_build_people_days", "cost_run_fixed", "cost_run_people_days",
    ),
    EVIDENCE: (
        "status", "domain", "folder", "owner", "filtering_labels", "labels", "observation", "size", "attachment",
    ),
}  # fmt: skip
KNOWN = {
    CONTROLS: frozenset({NAME, "ref_id", "description", "owner", *REFERENCES, *NOTED[CONTROLS]}),
    EVIDENCE: frozenset({NAME, "ref_id", "description", "link", "expiry_date", EVIDENCE_KIND, *NOTED[EVIDENCE]}),
}
_KINDS = {EVIDENCE: "ciso-assistant-evidence", CONTROLS: "ciso-assistant-controls"}
_TELLING = frozenset({NAME, "ref_id", "description", "status", *(column for _, signs in _SIGNS for column in signs)})


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a sheet by the name of its column, each cell with its address."""

    table: Table
    row: Row
    columns: dict[str, int]

    def __getitem__(self, name: str) -> str:
        """The text of a cell, empty where there is no such column."""
        column = self.columns.get(name)
        return self.row.cell(column).strip() if column else ""

    def where(self, name: str) -> str:
        """The place of a cell: `controls.xlsx, Sheet1!C7`."""
        return self.table.where(self.columns.get(name, 1), self.row.number)


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with its columns by name, and what is said about how it was found."""

    table: Table
    columns: dict[str, int]

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.table.workbook.name

    def rows(self) -> Iterator[Cells]:
        """The rows below the header."""
        return (Cells(self.table, row, self.columns) for row in self.table.rows)

    def where(self, column: str) -> str:
        """The place of a header cell."""
        return self.table.where(self.columns[column], self.table.header_row)


def read(
    path: Path, wanted: str, known: frozenset[str], *, reading: Reading | None = None, asked: Asked | None = None
) -> Listing:
    """The sheet in a file, which has to hold what is wanted.

    `known` are columns of such a sheet. Raises InputError that says what the file is in place of it.
    """
    workbook = spreadsheet.read(path, reading)
    found = recognised(workbook, asked)
    if found and found != wanted:
        raise other(workbook, found)
    table = header.find(workbook, asked, lambda keys: float(len({_name(key) for key in keys} & known)))
    table.check_lengths()
    columns = _columns(table)
    if NAME not in columns or len(set(columns) - known) > len(set(columns) & known):
        raise InputError(
            f"not a sheet of CISO Assistant with {wanted}", where=table.header_where,
            found=", ".join(columns) or "nothing", expected=f"a column {NAME}, and of {', '.join(sorted(known))}",
        )  # fmt: skip
    return Listing(table, columns)


def recognised(workbook: Workbook, asked: Asked | None = None) -> str:
    """What a file of CISO Assistant holds, empty where no column and no tab tells it."""
    table = _table(workbook, asked)
    if table is None:
        return ""
    columns = {_name(text) for text in table.headers}
    tab = _TABS.get(table.sheet.name.casefold(), "")
    if tab and {NAME, "description"} <= columns:
        return tab
    return next((what for what, signs in _SIGNS if columns.issuperset(signs)), "")


def columns_of(workbook: Workbook, asked: Asked | None = None) -> frozenset[str]:
    """Names of the columns of the table in a file, none where there is no table."""
    try:
        table = header.find(workbook, asked, lambda keys: float(len({_name(key) for key in keys} & _TELLING)))
    except InputError:
        return frozenset()
    return frozenset(filter(None, map(_name, table.headers)))


def alike(workbook: Workbook, asked: Asked | None = None) -> str:
    """Lines of what to type for a sheet that may be of CISO Assistant, with no column that only its sheets have."""
    table = _table(workbook, asked)
    columns = set() if table is None else set(filter(None, map(_name, table.headers)))
    fitting = [kind for what, kind in _KINDS.items() if {NAME, "description"} <= columns <= KNOWN[what]]
    name = shlex.quote(workbook.name)
    return "".join(f"\nif it is from CISO Assistant: normgraph import {name} --as {kind}" for kind in fitting)


def other(workbook: Workbook, found: str) -> InputError:
    """The error for a sheet of another kind."""
    hint = "export applied controls or evidence from CISO Assistant and import that"
    if found == CONTROLS:
        hint = f"normgraph import {shlex.quote(workbook.name)} --as {_KINDS[found]}"
    return InputError(
        f"this is a sheet of CISO Assistant with {found}; normgraph reads {_READ}", where=workbook.name, found=found,
        expected=_READ, hint=hint,
    )  # fmt: skip


def _table(workbook: Workbook, asked: Asked | None) -> Table | None:
    """The table of a file, None where there is none: whoever reads it says so."""
    try:
        return header.find(workbook, asked, lambda keys: float(len({_name(key) for key in keys} & _TELLING)))
    except InputError:
        return None


def _columns(table: Table) -> dict[str, int]:
    """Columns by name; blank headers are left out."""
    columns: dict[str, int] = {}
    for number, text in enumerate(table.headers, start=1):
        name = _name(text)
        if name in columns:
            raise InputError(
                "a column stands twice", where=table.where(number, table.header_row), found=name,
                expected="each column once",
            )  # fmt: skip
        if name:
            columns[name] = number
    return columns


def _name(text: str) -> str:
    """The name of a column as CISO Assistant writes it: small letters, words joined by `_`."""
    return header.key(text).replace(" ", "_")
