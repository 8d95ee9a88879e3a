"""What stands in a cell: one value, several, named values, or a yes or no."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.exchange.grid import Sheet
from kg.exchange.portfolio_cells import Cell, Row, split
from kg.exchange.portfolio_workbook import joined

ROW = 7
SYSTEMS = Sheet("Systems", ())


def cell(text: str, *, truth: bool = False) -> Cell:
    return Cell(text, "a.xlsx", ROW, "", SYSTEMS, 3, truth)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a", ["a"]), ("a; b", ["a", "b"]), ("a;b;", ["a", "b"]), (" ; a ;; ", ["a"]), ("a\nb", ["a", "b"]), ("", []),
        ('"a;b"; c', ["a;b", "c"]), ('"a""b"', ['a"b']), ('"a" b; c', ['"a" b', "c"]), ('"a; b', ['"a', "b"]),
        ('""', [""]), ('"a\nb"', ["a\nb"]), ("a, b", ["a, b"]),
    ],
)  # fmt: skip
def test_values_in_a_cell_are_separated_by_semicolons_and_line_breaks(text: str, values: list[str]) -> None:
    assert [value for value, _ in split(text)] == values


@given(st.lists(st.text(max_size=8)))
def test_what_is_joined_is_split_again(values: list[str]) -> None:
    assert [value for value, _ in split(joined(values))] == values


@pytest.mark.parametrize("text", ['"' * 20_000, '";' * 5_000, " " * 20_000, '"a' * 10_000])
def test_a_strange_cell_takes_no_time(text: str) -> None:
    start = time.process_time()
    list(split(text))
    assert time.process_time() - start < 2


def test_a_truth_value_means_true_only_where_truth_is_asked() -> None:
    typed = 'TRUE; FALSE; "TRUE"; true'
    assert [item.text() for item in cell(typed, truth=True).scalars()] == ["true", "false", "TRUE", "true"]
    assert [item.text() for item in cell(typed).scalars()] == ["TRUE", "FALSE", "TRUE", "true"]


@pytest.mark.parametrize(
    ("text", "value"), [("TRUE", True), ("yes", True), ("No", False), ("false", False), ("maybe", "maybe"), ("1", "1")]
)
def test_a_yes_or_no(text: str, value: object) -> None:
    assert cell(text).as_flag().value == value


def test_named_values() -> None:
    found = cell('retention=P1Y; share: 0.5; "why=a;b"').entries(("retention", "share", "why"))
    assert [(name, item.text()) for name, item in found] == [("retention", "P1Y"), ("share", "0.5"), ("why", "a;b")]


@pytest.mark.parametrize(
    ("text", "message", "hint"), [("P1Y", "not a named value", None), ("retenton=P1Y", "unknown name", "retention?")]
)
def test_what_is_no_named_value(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(cell(text).entries(("retention",)))
    assert caught.value.where == "a.xlsx, Systems!C7"
    assert (hint or "") in (caught.value.hint or "")


def test_a_row_knows_its_cells_and_where_one_is_lacking() -> None:
    row = Row({"id": cell("a")}, "a.xlsx", ROW, "", SYSTEMS, {"id": 2, "name": 3})
    assert row.where == "a.xlsx, Systems, row 7"
    assert [key for key, _ in row.entries(("id", "name"))] == ["id"]
    assert list(row.entries(("name",))) == []
    assert row.get("id") is not None
    assert row.get("name") is None
    at, stands = row.lacking("name")
    assert (at.where, stands) == ("a.xlsx, Systems!C7", "a blank cell")
