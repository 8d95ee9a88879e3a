"""Sheets of our own making: cells by the name of their column, and errors that name the cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import spreadsheet
from kg.exchange.named_table import NamedTable


def table(tmp_path: Path, text: str, *columns: str) -> NamedTable:
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return NamedTable(spreadsheet.read(path), columns)


def test_columns_stand_in_any_order_and_others_do_not_matter(tmp_path: Path) -> None:
    found = table(tmp_path, "extra,b,a\nx, two ,one; uno;\n", "a", "b")
    (row,) = found.rows
    assert found.text(row, "b") == "two"
    assert found.several(row, "a") == ["one", "uno"]


def test_a_cell_that_must_be_one_of_some_names(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\nright,x\nrigth,y\n", "a")
    first, second = found.rows
    assert found.one_of(first, "a", ("right", "wrong")) == "right"
    with pytest.raises(InputError) as error:
        found.one_of(second, "a", ("right", "wrong"))
    assert "sheet.csv, A3" in str(error.value)
    assert "right" in (error.value.hint or "")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="columns are missing") as error:
        table(tmp_path, "a,b\n1,2\n", "a", "c")
    assert error.value.hint == "add c"
