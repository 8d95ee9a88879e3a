"""Reader of the spreadsheets of NIST's OLIR programme (NIST IR 8278A Rev. 1): general information and relationships.

The focal document element is the source, the reference document element the target: the relationship says how the first
stands to the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.exchange.grid import Workbook
from kg.exchange.mapping_draft import OLIR, Draft, DraftRow, join
from kg.exchange.mapping_table import Table, drafted, find_all, labelled, notes_above, workbook

NAMES = {
    "source": ("focal document element", "focal document element id"),
    "target": ("reference document element", "reference document element id"),
    "relation": ("relationship",),
    "rationale": ("rationale",),
    "strength": ("strength of relationship",),
    "comment": ("comments", "comment"),
    "explanation": ("relationship explanation",),
    "property": ("relationship property",),
    "style": ("relationship type",),
    "fulfilled": ("fulfilled by (y/n)", "fulfilled by"),
    "group": ("group identifier",),
    "source_text": ("focal document element description",),
    "target_text": ("reference document element description",),
    "baseline": ("security control baseline",),
}
NEEDED = ("source", "target", "relation")


def tables_of(book: Workbook) -> tuple[Table, ...]:
    """The tables of mappings in the file, one for each sheet that has one."""
    return find_all(book, NAMES, NEEDED)


def read(path: Path) -> list[Draft]:
    """The mapping set of a file, as text. Raises InputError where it has no such table."""
    book = workbook(path)
    tables = tables_of(book)
    if not tables:
        raise InputError(
            "no table of relationships", where=path.name, found="no such header row",
            expected="columns Focal Document Element, Relationship, Reference Document Element",
        )  # fmt: skip
    said = notes_above(tables[0])
    for sheet in book.sheets:
        if all(sheet is not table.sheet for table in tables):
            said = labelled(iter(sheet.rows)) | said

    def one(*labels: str) -> str:
        return next((said[label] for label in labels if said.get(label)), "")

    return [
        Draft(
            identity=one("informative reference name", "reference name") or path.name,
            form=OLIR,
            file=path.name,
            title=one("informative reference name", "reference name"),
            description=one("summary"),
            version=one("informative reference version", "reference version"),
            address=one("web address", "informative reference url"),
            source=one("focal document", "focal document name", "focal document version"),
            target=one("reference document", "reference document name"),
            licence=one("license", "licence"),
            creators=tuple(
                filter(None, (one("informative reference developer", "developer", "reference document author"),))
            ),
            day=one("informative reference date", "posted date", "date"),
            rows=tuple(row for item in tables for row in _rows(item)),
        )
    ]


def _rows(table: Table) -> Iterator[DraftRow]:
    for place, row in table.rows:
        fulfilled, style = table.cell(row, "fulfilled"), table.cell(row, "style")
        comment = join(
            table.cell(row, "comment"), table.cell(row, "explanation"), table.cell(row, "property"),
            style and f"relationship type {style}", fulfilled and f"fulfilled by: {fulfilled}",
        )  # fmt: skip
        yield from drafted(table, place, row, comment, group=table.cell(row, "group"))
