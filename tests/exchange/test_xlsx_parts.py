"""How far a sheet reaches is known before the library reads it, or the workbook is refused."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.exchange import xlsx
from tests.exchange.workbooks import Book, Made


def content(xml: str) -> bytes:
    return Book([Made("a", xml=xml)]).content()


@pytest.mark.parametrize(
    "cells",
    [
        '<c r = "XFD1048576"><v>1</v></c>', '<c r="A4000000000"><v>1</v></c>', '<c a=">" r="XFD1000000"><v>1</v></c>',
        '<c a="<" r="XFD1000000"><v>1</v></c>', '<c r="A1" r="XFD1000000"><v>1</v></c>', '<c r="XFD"><v>1</v></c>',
        '<c r="X&#70;D1000000"><v>1</v></c>', '<c r="AAAAAA1"><v>1</v></c>', "<c r=A1><v>1</v></c>",
    ],
)  # fmt: skip
def test_a_cell_that_is_written_as_no_program_writes_it_is_refused(cells: str) -> None:
    with pytest.raises(InputError, match="written as no program writes it") as caught:
        xlsx.read("x.xlsx", content(f'<row r="1">{cells}<c r="A1"><v>1</v></c></row>'))
    assert caught.value.where == "x.xlsx, xl/worksheets/sheet1.xml"
    assert str(caught.value.found).startswith(cells[:8])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('<row r="400000000"><c><v>1</v></c></row>', "written as no program writes it"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="9999999"><c><v>1</v></c></row>', "too large"),
        ('<row r="1"><c r="A1"><c r="XFD1000000"><v>1</v></c></c></row>', "too large"),
    ],
)
def test_a_row_far_away_is_refused(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        xlsx.read("x.xlsx", content(row))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1" spans="1:2" x14ac:dyDescent="0.25"><c r="A1" s="0" t="n"><v>1</v></c></row>',
        "<row\n r='1'><c s='0'\tr='A1' ><v>1</v></c></row>", "<row><c><v>1</v></c></row>",
        '<row r="1"><c t="n" r="A1"><v>1</v></c><c r="B1" s="1"/></row>',
    ],
)  # fmt: skip
def test_the_ways_in_which_programs_write_are_read(row: str) -> None:
    (sheet,) = xlsx.read("x.xlsx", content(row)).sheets
    assert [found.cells for found in sheet.rows] == [("1",)]
