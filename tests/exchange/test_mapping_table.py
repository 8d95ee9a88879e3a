"""Tables of mappings: the header row is found, labels above it are read, several ids in a cell are several rows."""

from __future__ import annotations

import pytest

from kg.exchange.grid import Row, Sheet
from kg.exchange.mapping_table import find, heading, labelled, notes_above, rationale

NAMES = {"source": ("fde #",), "target": ("scf #",), "relation": ("strm relationship",)}
SHEET = Sheet(
    "Map",
    (
        Row(1, ("A banner",)),
        Row(2, ("Focal Document: ISO 42001", "")),
        Row(4, ("FDE#", "STRM\nRelationship (optional)", "SCF #", "Colour")),
        Row(5, ("A.2.2\nA.2.3", "Equal", "GOV-01; GOV-02", "red")),
        Row(6, ("A.2.4",)),
    ),
)


def test_the_header_is_found_below_a_banner() -> None:
    table = find(SHEET, NAMES, tuple(NAMES))
    assert table is not None
    assert table.header.number == 4
    assert table.unread == ("Colour",)
    assert notes_above(table) == {"focal document": "ISO 42001"}
    assert [place for place, _ in table.rows] == ["Map, row 5", "Map, row 6"]


def test_several_ids_in_a_cell_are_rows_that_hold_together() -> None:
    table = find(SHEET, NAMES, tuple(NAMES))
    assert table is not None
    (place, row), (other, short) = table.rows
    assert list(table.pairs(row, place)) == [
        ("A.2.2", "GOV-01", place), ("A.2.2", "GOV-02", place), ("A.2.3", "GOV-01", place), ("A.2.3", "GOV-02", place),
    ]  # fmt: skip
    assert list(table.pairs(short, other)) == [("A.2.4", "", "")]


def test_without_the_needed_columns_there_is_no_table() -> None:
    assert find(SHEET, NAMES | {"more": ("more",)}, ("source", "more")) is None


@pytest.mark.parametrize(
    ("cell", "name"), [("FDE#", "fde #"), ("Notes (optional)", "notes"), ("Fulfilled By (Y/N)", "fulfilled by y n")]
)
def test_headings_without_case_and_punctuation(cell: str, name: str) -> None:
    assert heading(cell) == name


def test_labels_and_their_texts() -> None:
    rows = iter((Row(1, ("Web Address", "https://x")), Row(2, ("Only a label:",)), Row(3, ("Web Address", "other"))))
    assert labelled(rows) == {"web address": "https://x"}


def test_a_ground_is_a_type_or_a_remark() -> None:
    assert rationale("Semantic") == ("semantic", "")
    assert rationale("both want logs") == ("", "both want logs")
