"""What the readers of mapping tables share: the header row found by its columns, and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.exchange import spreadsheet
from kg.exchange.grid import Row, Sheet, Workbook, tidy
from kg.exchange.mapping_draft import DraftRow

HEADER_WITHIN = 40
_LETTERS = re.compile(r"[^a-z0-9#]+")
_SEVERAL = re.compile(r"[\n;]+")
_RATIONALES = frozenset({"syntactic", "semantic", "functional"})


@dataclass(frozen=True)
class Table:
    """A table of a sheet. `columns` maps the names a reader asks for to places in a row; `unread` are other columns."""

    sheet: Sheet
    header: Row
    columns: Mapping[str, int]
    unread: tuple[str, ...]

    @property
    def rows(self) -> Iterator[tuple[str, Row]]:
        """Place and row of everything below the header."""
        found = (row for row in self.sheet.rows if row.number > self.header.number)
        return ((self.sheet.row_address(row.number), row) for row in found)

    def cell(self, row: Row, name: str) -> str:
        """The text in a column, empty where there is no such column."""
        return tidy(self.raw(row, name))

    def raw(self, row: Row, name: str) -> str:
        """The same with its line breaks."""
        column = self.columns.get(name, 0)
        return row.cell(column) if column else ""

    def ends(self, row: Row, name: str) -> tuple[str, ...]:
        """The identifiers in a cell: several stand on lines of their own or between semicolons."""
        return tuple(filter(None, map(tidy, _SEVERAL.split(self.raw(row, name))))) or ("",)

    def pairs(self, row: Row, place: str) -> Iterator[tuple[str, str, str]]:
        """(source, target, group) of a row; rows that hold together only have a group."""
        sources, targets = self.ends(row, "source"), self.ends(row, "target")
        group = place if len(sources) > 1 or len(targets) > 1 else ""
        for source in sources:
            for target in targets:
                yield source, target, group


def workbook(path: Path) -> Workbook:
    """The file as sheets of cells."""
    return spreadsheet.read(path)


def find(sheet: Sheet, names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Table | None:
    """The table whose header has the needed columns. `names` maps a column's name to the ways in which it is headed."""
    ways = {heading(way): name for name, spelled in names.items() for way in spelled}
    for row in sheet.rows[:HEADER_WITHIN]:
        columns: dict[str, int] = {}
        unread = []
        for place, cell in enumerate(row.cells, start=1):
            name = ways.get(heading(cell), "")
            if name and name not in columns:
                columns[name] = place
            elif cell.strip():
                unread.append(tidy(cell))
        if all(name in columns for name in needed):
            return Table(sheet, row, columns, tuple(unread))
    return None


def find_all(book: Workbook, names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> tuple[Table, ...]:
    """The tables of a file, one for each sheet that has one."""
    return tuple(table for sheet in book.sheets if (table := find(sheet, names, needed)))


def heading(cell: str) -> str:
    """A column's heading without case, punctuation and `(optional)`."""
    spelled = cell.casefold().replace("(optional)", " ").replace("#", " # ")
    return " ".join(_LETTERS.sub(" ", spelled).split())


def notes_above(table: Table) -> dict[str, str]:
    """Label -> text of what stands above a table: `Focal Document: NIST AI RMF` in one cell or in two."""
    return labelled(row for row in table.sheet.rows if row.number < table.header.number)


def labelled(rows: Iterator[Row]) -> dict[str, str]:
    """Label -> text of rows that say one thing each."""
    found: dict[str, str] = {}
    for row in rows:
        cells = [tidy(cell) for cell in row.cells if cell.strip()]
        if not cells:
            continue
        label, colon, text = cells[0].partition(":")
        value = text.strip() if colon and text.strip() else " ".join(dict.fromkeys(cells[1:]))
        if value:
            found.setdefault(heading(label), value)
    return found


def rationale(text: str) -> tuple[str, str]:
    """(rationale type, remark): a column of that name holds the one in some files and the other in others."""
    word = text.casefold().removesuffix(".")
    return (word, "") if word in _RATIONALES else ("", text)


def drafted(table: Table, place: str, row: Row, comment: str, group: str = "", **said: str) -> Iterator[DraftRow]:
    """The rows of one line of a table, with what all formats of tables have."""
    kind, remark = rationale(table.cell(row, "rationale"))
    for source, target, together in table.pairs(row, place):
        yield DraftRow(
            place=place,
            source=source,
            target=target,
            relation=table.cell(row, "relation"),
            source_label=table.cell(row, "source_label"),
            target_label=table.cell(row, "target_label"),
            strength=_number(table.cell(row, "strength")),
            rationale=kind or table.cell(row, "rationale_type"),
            comment="; ".join(dict.fromkeys(filter(None, (remark, comment)))),
            group=group or together,
            **said,
        )


def _number(text: str) -> str:
    """A number as it is; what says that there is none is none."""
    return "" if text.casefold() in ("n/a", "na", "-", "none") else text
