"""Reader of set theory relationship mappings in spreadsheets, as the Secure Controls Framework and others publish them.

Above the table stand the two documents; the table has focal document elements (FDE), a relationship and the element of
the other document. Source of the method: NIST IR 8477.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.exchange.grid import Workbook
from kg.exchange.mapping_draft import STRM, Draft, DraftRow, join
from kg.exchange.mapping_table import Table, drafted, find_all, notes_above, workbook

NAMES = {
    "source": ("fde #", "fde", "fde id", "focal document element #"),
    "source_label": ("fde name",),
    "source_text": ("focal document element (fde) description", "focal document element", "fde description"),
    "rationale": ("strm rationale",),
    "rationale_type": ("nist ir-8477 rational", "nist ir-8477 rationale", "strm rationale type"),
    "relation": ("strm relationship", "strm relationship type"),
    "target": ("scf #", "target id #", "rde #", "rde", "reference document element #", "target #"),
    "target_label": ("scf control", "target requirement title", "rde name"),
    "target_text": (
        "secure controls framework (scf) control description", "target requirement description", "rde description",
    ),
    "strength": ("strength of relationship", "strm strength", "relationship strength"),
    "confidence": ("confidence levels", "confidence level", "confidence"),
    "comment": ("notes", "comments"),
}  # fmt: skip
NEEDED = ("source", "target", "relation")
_SCF = "scf"


def tables_of(book: Workbook) -> tuple[Table, ...]:
    """The tables of mappings in the file, one for each sheet that has one."""
    return find_all(book, NAMES, NEEDED)


def read(path: Path) -> list[Draft]:
    """The mapping set of a file, as text. Raises InputError where it has no such table."""
    tables = tables_of(workbook(path))
    if not tables:
        raise InputError(
            "no table of relationships", where=path.name, found="no such header row",
            expected="columns FDE #, STRM Relationship, and SCF # or Target ID #",
        )  # fmt: skip
    said = notes_above(tables[0])
    target = said.get("reference document", "") or (_SCF if _is_scf(tables[0]) else "")
    return [
        Draft(
            identity=path.name,
            form=STRM,
            file=path.name,
            title=join(said.get("focal document", ""), target),
            description=said.get("strm guidance", ""),
            version=said.get("version", ""),
            address=said.get("published strm url", ""),
            source=said.get("focal document", ""),
            target=target,
            licence=said.get("license", said.get("licence", said.get("copyright", ""))),
            creators=tuple(filter(None, (said.get("author", ""),))),
            day=said.get("date", ""),
            rows=tuple(row for item in tables for row in _rows(item)),
        )
    ]


def _rows(table: Table) -> Iterator[DraftRow]:
    # Each sheet may have a focal document of its own.
    focal = notes_above(table).get("focal document", "")
    for place, row in table.rows:
        level = table.cell(row, "confidence")
        comment = join(table.cell(row, "comment"), level and f"confidence {level}")
        yield from drafted(table, place, row, comment, source_of=focal)


def _is_scf(table: Table) -> bool:
    cell = table.header.cell(table.columns["target"])
    return cell.casefold().strip().startswith(_SCF)
