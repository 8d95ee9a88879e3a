"""Set theory relationship mappings in spreadsheets: documents above the table, two layouts, several ids in a cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.crosswalk.mappings import Stated
from kg.errors import InputError
from kg.exchange import mapping_file, strm_sheet
from kg.knowledge import Knowledge
from tests.exchange.workbooks import Book, Made

SCF = (
    ("Set Theory Relationship Mapping (STRM)",),
    ("Reference Document:", "Secure Controls Framework (SCF) version 2025.2"),
    ("Focal Document:", "NIST AI RMF 1.0"),
    ("Published STRM URL:", "https://example.org/strm.pdf"),
    (),
    (
        "FDE #", "FDE Name", "Focal Document Element (FDE) Description", "STRM Rationale", "STRM Relationship",
        "SCF Control", "SCF #", "Secure Controls Framework (SCF) Control Description",
        "Strength of\nRelationship\n(optional)", "Notes (optional)",
    ),
    ("GOVERN 1.1", "Legal", "", "Functional", "Intersects With", "Statutory", "CPL-01", "", "5", ""),
    ("GOVERN 1.2", "", "", "Semantic", "Subset Of", "AI governance", "AAT-01\nAAT-02", "", "10", "two of them"),
    ("GOVERN 1.3", "", "", "Functional", "No Relationship", "N/A", "N/A", "", "N/A", ""),
    ("GOVERN 9.9", "", "", "Functional", "Equal", "", "CPL-02", "", "8", ""),
    ("GOVERN 1.4", "", "", "Functional", "Equal", "", "", "", "", ""),
)  # fmt: skip
TWELVE = (
    ("FDE#", "FDE Name", "Focal Document Element", "Confidence Levels", "NIST IR-8477 Rational", "STRM Rationale",
     "STRM Relationship", "Strength of Relationship", "Target Requirement Title", "Target ID #", "Notes"),
    ("A.2.2", "AI policy", "", "high", "semantic", "both want a policy", "superset_of", "7", "Legal", "GOVERN 1.1", ""),
)  # fmt: skip


def write(path: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    """Rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_sheet_of_the_scf_is_read(tmp_path: Path, shipped: Knowledge) -> None:
    (read,) = mapping_file.read(write(tmp_path / "scf-ai-rmf.csv", SCF), shipped).sets
    found = read.mapping_set
    assert (found.id, found.form, found.address) == ("scf-ai-rmf", "strm", "https://example.org/strm.pdf")
    assert (found.source, found.target) == (
        "nist-ai-rmf-1.0", "foreign:secure-controls-framework-scf-version-2025.2",
    )  # fmt: skip
    first, one, two, negative, unknown = found.mappings
    assert (first.source.id, first.relation.name, first.target.text) == (
        "nist-ai-rmf-1.0:GOVERN-1.1",
        "intersects_with",
        "CPL-01",
    )
    assert (first.rationale, first.strength, first.target.label) == ("functional", "5", "Statutory")
    assert (one.target.text, two.target.text, one.group == two.group == "row 8") == ("AAT-01", "AAT-02", True)
    assert (negative.negative, negative.relation.name, negative.strength) == (True, "no_relationship", "")
    assert unknown.source.state == "unknown"
    assert [(item.place, item.code) for item in read.findings] == [("row 11", "no-end")]


def test_another_layout_says_the_ground_in_a_column_of_its_own(tmp_path: Path, shipped: Knowledge) -> None:
    path = write(tmp_path / "strm.csv", TWELVE)
    stated = Stated(source="iso-42001-2023", target="nist-ai-rmf-1.0")
    (row,) = mapping_file.read(path, shipped, stated).sets[0].mapping_set.mappings
    assert (row.source.id, row.relation.name, row.target.id) == (
        "iso-42001-2023:A.2.2", "superset_of", "nist-ai-rmf-1.0:GOVERN-1.1",
    )  # fmt: skip
    assert (row.rationale, row.comment, row.confidence) == ("semantic", "both want a policy; confidence high", "")


def test_each_sheet_has_a_focal_document_of_its_own(tmp_path: Path, shipped: Knowledge) -> None:
    second = (("Focal Document:", "ISO/IEC 42001:2023"), SCF[5], ("A.2.2", "", "", "Semantic", "Equal", "", "GOV-02"))
    path = tmp_path / "two.xlsx"
    path.write_bytes(Book([Made("RMF", (*SCF[:5], SCF[5], SCF[6])), Made("ISO", second)]).content())
    rows = mapping_file.read(path, shipped).sets[0].mapping_set.mappings
    assert [row.source.id for row in rows] == ["nist-ai-rmf-1.0:GOVERN-1.1", "iso-42001-2023:A.2.2"]


def test_a_file_without_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table of relationships"):
        strm_sheet.read(write(tmp_path / "strm.csv", SCF[:5]))
