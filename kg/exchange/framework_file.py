"""Framework files: a contract, policy or questionnaire of one's own, in YAML or as a spreadsheet saved as CSV.

In a spreadsheet each row is a requirement with the columns that the YAML has as keys; what is said of the framework as
a whole stands in columns of its own, in the first row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.exchange.csv_source import Sheet, read_csv
from kg.exchange.framework_reader import Entry, FrameworkReader
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.own.model import OwnFramework, OwnRequirement
from kg.portfolio.fields import specs

SPREADSHEET = ".csv"
HEAD_PREFIX = "framework_"
VERSION_KEY = "normgraph"
HEAD_KEYS = tuple(spec.key for spec in specs(OwnFramework).values())
ENTRY_KEYS = tuple(spec.key for spec in specs(OwnRequirement).values())
COLUMNS = (*(f"{HEAD_PREFIX}{key}" for key in HEAD_KEYS), *ENTRY_KEYS)
_ENCODINGS = ("utf-8-sig",)
_SEPARATOR = ";"
_TEMPLATE = "start from: normgraph template framework"


@dataclass(frozen=True, slots=True)
class Cell(Place):
    """A cell of a spreadsheet. Several values in it are separated by `;`."""

    @property
    def where(self) -> str:
        """`file, row 3, column duties`."""
        return f"{self.file}, row {self.line}, column {self.path}"

    def scalars(self) -> Iterator[Place]:
        """The values in the cell; a remark is one value, whatever it contains."""
        parts = [self.value] if self.path == "notes" else self.value.split(_SEPARATOR)
        return (replace(self, value=part.strip()) for part in parts if part.strip())


def read(path: Path, knowledge: Knowledge, organisation: str) -> OwnFramework:
    """The framework in a file. Raises InputError naming the place, what was found and what was expected."""
    reader = FrameworkReader(knowledge, organisation)
    if path.suffix.lower() == SPREADSHEET:
        return from_sheet(read_csv(path, _ENCODINGS), reader)
    return from_place(read_yaml(path), reader)


def from_place(document: Place, reader: FrameworkReader) -> OwnFramework:
    """The framework in a parsed YAML document."""
    if isinstance(document.value, dict) and (organisation := document.get("organisation")) is not None:
        raise organisation.error(
            "this is a portfolio, not a framework", expected="framework: {slug, title, issued}",
            hint=f"normgraph import {document.file}",
        )  # fmt: skip
    top = dict(document.entries((VERSION_KEY, "framework", "requirements")))
    if VERSION_KEY not in top or top[VERSION_KEY].text() != FORMAT_VERSION:
        raise top.get(VERSION_KEY, document).error(
            "not a framework file of this version",
            found=None if VERSION_KEY in top else "no `normgraph` key",
            expected=f"normgraph: {FORMAT_VERSION}", hint=_TEMPLATE,
        )  # fmt: skip
    for key in ("framework", "requirements"):
        if key not in top:
            raise document.error(f"{key} is missing", found=f"no `{key}` key", expected=f"{key}: ...", hint=_TEMPLATE)
    entries = ((item, dict(item.entries(ENTRY_KEYS))) for item in top["requirements"].items())
    return reader.framework(top["framework"], dict(top["framework"].entries(HEAD_KEYS)), entries)


def from_sheet(sheet: Sheet, reader: FrameworkReader) -> OwnFramework:
    """The framework in a spreadsheet. An empty cell says nothing."""
    _check_header(sheet)
    if not sheet.rows:
        raise InputError("no rows", where=sheet.name, found="a header only", expected="a row for each requirement")
    head: dict[str, Place] = {}
    entries: list[tuple[Place, Entry]] = []
    for number, cells in sheet.rows:
        entry: dict[str, Place] = {}
        for column, text in zip(sheet.header, cells, strict=True):
            cell = Cell(text.strip(), sheet.name, number, column)
            if cell.value and column.startswith(HEAD_PREFIX):
                _say_once(head, column.removeprefix(HEAD_PREFIX), cell)
            elif cell.value:
                entry[column] = cell
        if entry:
            entries.append((Cell(", ".join(entry), sheet.name, number, "id"), entry))
    return reader.framework(Cell("", sheet.name, sheet.rows[0][0], f"{HEAD_PREFIX}slug"), head, entries)


def _check_header(sheet: Sheet) -> None:
    where = f"{sheet.name}, row 1"
    for column in sheet.header:
        if column not in COLUMNS:
            separated = _SEPARATOR in column or "\t" in column
            hint = "save the sheet with commas between the cells" if separated else did_you_mean(column, COLUMNS)
            raise InputError(
                "no such column", where=where, found=column or "nothing", expected=", ".join(COLUMNS), hint=hint
            )
        if sheet.header.count(column) > 1:
            raise InputError("a column stands twice", where=where, found=column, expected="each column once")


def _say_once(head: dict[str, Place], key: str, cell: Cell) -> None:
    """Take a statement about the whole framework; a row below may repeat it, not change it."""
    said = head.setdefault(key, cell)
    if said.value != cell.value:
        raise cell.error(
            "the rows say different things about the framework", expected=f"{said.value}, as in row {said.line}",
            hint="leave the cell empty below the first row",
        )  # fmt: skip
