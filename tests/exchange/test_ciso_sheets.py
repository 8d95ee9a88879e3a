"""Sheets of CISO Assistant are told apart by their columns and tabs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import ciso_sheets
from kg.exchange.grid import Row, Sheet, Workbook
from kg.exchange.header import Asked
from tests.exchange.workbooks import Book, Made

KNOWN = frozenset({"name", "status"})


def workbook(*header: str, tab: str = "Sheet1", rows: int = 1) -> Workbook:
    body = tuple(Row(number, header if number == 1 else ("x",)) for number in range(1, rows + 1))
    return Workbook("f.xlsx", (Sheet(tab, body),))


@pytest.mark.parametrize(
    ("header", "tab", "expected"),
    [
        (("name", "CSF_function"), "", "applied controls"),
        (("ref_id", "name", "status", "reference_control"), "", "applied controls"),
        (("name", "treatment", "current_proba"), "", "a risk assessment"),
        (("ref_id", "name", "description"), "Threats", "threats"),
        (("Use case", "Agency"), "Threats", ""),
        (
            ("ref_id", "name", "category", "function"),
            "",
            "reference controls, which are templates that nobody applies yet",
        ),
        (("name", "description"), "", ""),
        (("Use Case Name", "Type", "Severity", "Status"), "", ""),
        (("urn", "ref_id", "compliance_result"), "", "an audit"),
    ],
)
def test_what_a_sheet_holds(header: tuple[str, ...], tab: str, expected: str) -> None:
    assert ciso_sheets.recognised(workbook(*header, tab=tab or "Sheet1")) == expected


def test_the_table_is_found_below_a_banner_and_beside_other_sheets(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    hidden = Made("a", [["treatment", "current_proba"]], state="hidden")
    table = Made("c", [["Our controls"], ["Name", "Status"], ["x", "active"], ["y"]])
    path.write_bytes(Book((hidden, Made("b"), table)).content())
    listing = ciso_sheets.read(path, "applied controls", KNOWN)
    assert [(cells["name"], cells["status"], cells.where("name")) for cells in listing.rows()] == [
        ("x", "active", "f.xlsx, c!A3"),
        ("y", "", "f.xlsx, c!A4"),
    ]
    assert listing.where("status") == "f.xlsx, c!B2"
    with pytest.raises(InputError, match="with a risk assessment"):
        ciso_sheets.read(path, "applied controls", KNOWN, asked=Asked(sheet="a"))


@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ("name,treatment,current_proba\n", "with a risk assessment; normgraph reads applied controls", "f.csv"),
        ("a,b\n1,2\n", "not a sheet of CISO Assistant", "f.csv"),
        ("name,a,b,c\n", "not a sheet of CISO Assistant", "f.csv"),
        ("name,Name\n", "a column stands twice", "f.csv, B1"),
        ("name,status\nA,active,x\n", "another number of cells", "f.csv, row 2"),
    ],
)
def test_another_table_is_refused(text: str, message: str, where: str, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        ciso_sheets.read(path, "applied controls", KNOWN)
    assert str(caught.value.where).startswith(where)


def test_no_table_at_all_is_nothing_of_theirs() -> None:
    assert ciso_sheets.recognised(Workbook("f.xlsx", ())) == ""
