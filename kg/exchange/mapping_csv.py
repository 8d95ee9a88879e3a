"""Reader of plain tables of mappings: source, target and relation in each row, under the names people give columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.exchange.grid import Workbook
from kg.exchange.mapping_draft import TABLE, Draft, DraftRow, join
from kg.exchange.mapping_table import Table, drafted, find_all, notes_above, workbook

NAMES = {
    "source": (
        "source",
        "source id",
        "source requirement",
        "source control",
        "from",
        "from id",
        "subject",
        "subject id",
    ),
    "target": ("target", "target id", "target requirement", "target control", "to", "to id", "object", "object id"),
    "relation": (
        "relation",
        "relationship",
        "predicate",
        "mapping type",
        "relation type",
        "relationship type",
        "match",
    ),
    "source_of": ("source framework", "from framework", "source standard", "source catalog"),
    "target_of": ("target framework", "to framework", "target standard", "target catalog"),
    "source_label": ("source title", "source name", "source label"),
    "target_label": ("target title", "target name", "target label"),
    "strength": ("strength", "strength of relationship", "score"),
    "confidence": ("confidence",),
    "justification": ("justification", "mapping justification", "basis"),
    "rationale": ("rationale", "rationale type", "reason", "why"),
    "comment": ("comment", "comments", "note", "notes", "remark", "remarks"),
    "author": ("author", "mapped by", "reviewer"),
    "day": ("date", "mapping date"),
    "tool": ("tool", "mapping tool"),
    "licence": ("licence", "license"),
}
ENDS = ("source", "target")


def tables_of(book: Workbook) -> tuple[Table, ...]:
    """The tables of mappings in the file, one for each sheet that has one."""
    return find_all(book, NAMES, ENDS)


def read(path: Path) -> list[Draft]:
    """The mapping set of a file, as text. Raises InputError where no row can say how its two ends are related."""
    tables = tables_of(workbook(path))
    bare = next((table for table in tables if "relation" not in table.columns), None)
    if bare or not tables:
        found = ", ".join(cell for cell in bare.header.cells if cell) if bare else "no header row with both ends"
        raise InputError(
            "no table of mappings", where=path.name, found=found, expected="columns source, target and relation",
            hint="or SSSOM, an OSCAL mapping collection, a CISO Assistant mapping library, an OLIR or STRM spreadsheet",
        )  # fmt: skip
    said = notes_above(tables[0])
    licences = sorted({table.cell(row, "licence") for table in tables for _, row in table.rows} - {""})
    return [
        Draft(
            identity=path.name,
            form=TABLE,
            file=path.name,
            title=said.get("title", ""),
            version=said.get("version", ""),
            source=said.get("source", ""),
            target=said.get("target", ""),
            licence=join(said.get("licence", said.get("license", "")), *licences),
            creators=tuple(filter(None, (said.get("author", ""),))),
            day=said.get("date", ""),
            rows=tuple(row for item in tables for row in _rows(item)),
        )
    ]


def _rows(table: Table) -> Iterator[DraftRow]:
    names = ("source_of", "target_of", "confidence", "justification", "author", "day", "tool")
    for place, row in table.rows:
        said = {name: table.cell(row, name) for name in names}
        yield from drafted(table, place, row, table.cell(row, "comment"), **said)
