"""Framework files: a contract, policy or questionnaire of one's own, in YAML or as a spreadsheet (CSV, XLSX).

In a spreadsheet each row is a requirement with the columns that the YAML has as keys; what is said of the framework as
a whole stands in columns of its own, in the first row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.exchange import header, spreadsheet
from kg.exchange.framework_reader import Entry, FrameworkReader
from kg.exchange.grid import Reading
from kg.exchange.header import Asked, Table
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.own.model import OwnFramework, OwnRequirement
from kg.portfolio.fields import specs

HEAD_PREFIX = "framework_"
VERSION_KEY = "normgraph"
HEAD_KEYS = tuple(spec.key for spec in specs(OwnFramework).values())
ENTRY_KEYS = tuple(spec.key for spec in specs(OwnRequirement).values())
COLUMNS = (*(f"{HEAD_PREFIX}{key}" for key in HEAD_KEYS), *ENTRY_KEYS)
_BY_KEY = {header.key(column): column for column in COLUMNS}
_ENCODINGS = ("utf-8",)
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


def read(
    path: Path, knowledge: Knowledge, organisation: str, reading: Reading | None = None, asked: Asked | None = None
) -> OwnFramework:
    """The framework in a file. Raises InputError naming the place, what was found and what was expected."""
    reader = FrameworkReader(knowledge, organisation)
    if path.suffix.lower() in spreadsheet.SUFFIXES:
        # Nothing tells the reader of a requirement that a letter in it was guessed: another encoding has to be named.
        reading = replace(reading or Reading(), encodings=_ENCODINGS)
        workbook = spreadsheet.read(path, reading)
        return from_table(header.find(workbook, asked, lambda keys: float(len(keys & _BY_KEY.keys()))), reader)
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


def from_table(table: Table, reader: FrameworkReader) -> OwnFramework:
    """The framework in a spreadsheet. An empty cell says nothing."""
    table.check_lengths()
    columns = _columns(table)
    file = ", ".join(part for part in (table.workbook.name, table.sheet.name) if part)
    if not table.rows:
        raise InputError("no rows", where=file, found="a header only", expected="a row for each requirement")
    head: dict[str, Place] = {}
    entries: list[tuple[Place, Entry]] = []
    for row in table.rows:
        entry: dict[str, Place] = {}
        for number, column in columns.items():
            cell = Cell(row.cell(number).strip(), file, row.number, column)
            if cell.value and column.startswith(HEAD_PREFIX):
                _say_once(head, column.removeprefix(HEAD_PREFIX), cell)
            elif cell.value:
                entry[column] = cell
        if entry:
            entries.append((Cell(", ".join(entry), file, row.number, "id"), entry))
    return reader.framework(Cell("", file, table.rows[0].number, f"{HEAD_PREFIX}slug"), head, entries)


def _columns(table: Table) -> dict[int, str]:
    """Number of a column -> the key it stands for. A column without header and text is nothing."""
    found: dict[int, str] = {}
    for number, text in enumerate(table.headers, start=1):
        column = _BY_KEY.get(header.key(text), "")
        if not column and (text or any(row.cell(number).strip() for row in table.rows)):
            raise InputError(
                "no such column", where=table.header_where, found=text or "nothing", expected=", ".join(COLUMNS),
                hint=did_you_mean(text, COLUMNS),
            )  # fmt: skip
        if column in found.values():
            raise InputError("a column stands twice", where=table.header_where, found=column, expected="each once")
        if column:
            found[number] = column
    return found


def _say_once(head: dict[str, Place], key: str, cell: Cell) -> None:
    """Take a statement about the whole framework; a row below may repeat it, not change it."""
    said = head.setdefault(key, cell)
    if said.value != cell.value:
        raise cell.error(
            "the rows say different things about the framework", expected=f"{said.value}, as in row {said.line}",
            hint="leave the cell empty below the first row",
        )  # fmt: skip
