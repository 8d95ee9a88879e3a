"""Spreadsheets of NIST's OLIR programme: general information, relationships, groups and negative rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import mapping_file, olir
from kg.knowledge import Knowledge
from tests.exchange.workbooks import Book, Made

GENERAL = (
    ("Field Name", "Field Value"),
    ("Informative Reference Name", "ISO-to-AI-RMF"),
    ("Informative Reference Version", "1.2.0"),
    ("Web Address", "https://example.org/olir"),
    ("Focal Document Version", "ISO/IEC 42001:2023"),
    ("Reference Document Author", "NIST"),
    ("Reference Document", "NIST AI RMF 1.0"),
    ("Summary", "Made up for a test."),
)
HEADER = (
    "Focal Document Element", "Focal Document Element\nDescription", "Security Control Baseline", "Rationale",
    "Relationship", "Reference Document Element", "Reference Document Element Description", "Fulfilled By (Y/N)",
    "Group Identifier (optional)", "Comments (optional)", "Strength of Relationship (optional)",
)  # fmt: skip
ROWS = (
    ("A.2.2", "", "", "Semantic", "subset of", "GOVERN 1.2", "", "N", "", "policy", "7"),
    ("A.2.3", "", "", "Functional", "equal", "GV-1.3", "", "Y", "G1", "", "N/A"),
    ("A.2.4", "", "", "Syntactic", "not related to", "GOVERN 9.9", "", "", "", "", ""),
    ("A.3.2", "", "", "by feeling", "intersects with", "MAP 1.1", "", "", "", "", "strong"),
    ("A.3.3", "", "", "Semantic", "", "MAP 1.1", "", "", "", "", ""),
)


def test_a_workbook_is_read(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "olir.xlsx"
    path.write_bytes(Book([Made("General Information", GENERAL), Made("Relationships", (HEADER, *ROWS))]).content())
    (read,) = mapping_file.read(path, shipped).sets
    found = read.mapping_set
    assert (found.id, found.form, found.version) == ("iso-to-ai-rmf", "olir", "1.2.0")
    assert (found.source, found.target) == ("iso-42001-2023", "nist-ai-rmf-1.0")
    assert (found.creators, found.description) == (("NIST",), "Made up for a test.")
    first, grouped, negative, vague = found.mappings
    assert (first.source.id, first.relation.name, first.target.id) == (
        "iso-42001-2023:A.2.2", "subset_of", "nist-ai-rmf-1.0:GOVERN-1.2",
    )  # fmt: skip
    assert (first.rationale, first.strength, first.comment) == ("semantic", "7", "policy; fulfilled by: N")
    assert (grouped.group, grouped.strength, grouped.target.id) == ("G1", "", "nist-ai-rmf-1.0:GOVERN-1.3")
    assert (negative.negative, negative.target.state) == (True, "unknown")
    assert vague.comment == "by feeling"
    assert [(item.place, item.code, item.found) for item in read.findings] == [
        ("Relationships, row 5", "strength", "strong"),
        ("Relationships, row 6", "relation", "nothing"),
    ]
    assert (found.rows, found.left_out) == (5, 1)


def test_a_file_without_the_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "olir.csv"
    path.write_text("Focal Document Element,Rationale\nA.2.2,semantic\n", encoding="utf-8")
    with pytest.raises(InputError, match="no table of relationships") as error:
        olir.read(path)
    assert "Reference Document Element" in (error.value.expected or "")
