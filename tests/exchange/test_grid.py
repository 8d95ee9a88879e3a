"""The values a spreadsheet becomes: addresses, sheets by name, blanks at the end."""

from __future__ import annotations

import re

import pytest

from kg.errors import InputError
from kg.exchange.grid import Merged, Row, Sheet, Workbook, column_number, cut, letters, place, tidy


def test_white_space_of_any_kind_becomes_one_blank() -> None:
    assert tidy(" a\n\u00a0 b\t") == "a b"


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (62, "BJ"), (703, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(number: int, name: str) -> None:
    assert letters(number) == name
    assert column_number(name.lower()) == number


@pytest.mark.parametrize("name", ["", "A1", "Ä", "$"])
def test_what_is_no_name_of_a_column_has_no_number(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        column_number(name)


@pytest.mark.parametrize(
    ("sheet", "cell", "row"),
    [
        ("", "C7", "row 7"),
        ("Sheet1", "Sheet1!C7", "Sheet1, row 7"),
        ("All Use Cases", "'All Use Cases'!C7", "All Use Cases, row 7"),
        ("Bob's", "'Bob''s'!C7", "Bob's, row 7"),
        ("2025", "'2025'!C7", "2025, row 7"),
    ],
)
def test_a_cell_is_named_as_a_spreadsheet_names_it(sheet: str, cell: str, row: str) -> None:
    made = Sheet(sheet, ())
    assert made.address(3, 7) == cell
    assert made.row_address(7) == row
    assert Workbook("a.xlsx", (made,)).where(made, 3, 7) == f"a.xlsx, {cell}"
    assert place(28, 9) == "AB9"
    assert str(Merged(1, 2, 3, 4)) == "B1:D3"


def test_a_sheet_is_found_by_name_in_any_case_and_a_wrong_name_gets_the_nearest() -> None:
    book = Workbook("a.xlsx", (Sheet("Use cases", ()), Sheet("Lists", ())))
    assert book.sheet("use CASES").name == "Use cases"
    with pytest.raises(InputError) as caught:
        book.sheet("Use case")
    assert all(word in str(caught.value) for word in ("a.xlsx", "Use cases | Lists", "did you mean Use cases?"))
    with pytest.raises(InputError, match="no sheet: a text file has one"):
        Workbook("a.csv", (Sheet("", ()),)).sheet("Sheet1")


def test_rows_and_columns_without_text_at_the_end_are_cut() -> None:
    rows = cut(iter([(1, ["", "a", "", ""]), (2, ["", " "]), (3, ["b", "", "c", ""]), (9, []), (10, ["d"])]))
    assert rows == (Row(1, ("", "a", "")), Row(3, ("b", "", "c")), Row(10, ("d",)))
    assert [rows[2].cell(number) for number in (1, 2, 99)] == ["d", "", ""]
    assert Sheet("", rows).width == 3
    assert Sheet("", ()).width == 0
