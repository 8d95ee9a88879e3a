"""Where a profile's columns stand in a file, and which profile fits it."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.exchange import delimited
from kg.exchange.grid import Reading, Row, Sheet, Workbook
from kg.exchange.header import Asked
from kg.exchange.profile import AnswerColumn, Column, Profile, UnitColumn
from kg.exchange.profile_match import fit, locate, recognise


def _profile(name: str, *further: Column, unit: UnitColumn | None = None) -> Profile:
    answers = tuple(AnswerColumn(item.headers, item.number, item.optional) for item in further)
    return Profile(
        name, name.title(), name, name, (), "", (), (), Column(("Name", "Title")), unit, None, None, None, answers
    )


def _book(*rows: str) -> Workbook:
    return delimited.read("made.csv", "\n".join(rows).encode(), Reading())


SMALL = _profile("small", Column(("Stage",)))
LARGE = _profile("large", Column(("Stage",)), Column(("Impact",)), Column(("Extra",), optional=True))


def test_columns_are_found_by_any_of_their_headers_wherever_they_stand() -> None:
    located = locate(_book("Banner", "x,STAGE?,title", "1,2,3"), SMALL)
    assert (located.table.header_row, located.number(SMALL.name), located.number(SMALL.columns[0])) == (2, 3, 2)
    assert located.number(None) == 0


def test_an_optional_column_may_be_missing_and_is_told() -> None:
    located = locate(_book("name,stage,impact"), LARGE)
    assert [column.headers for column in located.missing] == [("Extra",)]
    assert located.number(LARGE.columns[2]) == 0


def test_a_column_that_is_needed_is_missed_with_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        locate(_book("name,stages,impact", "1,2,3"), LARGE)
    said = str(caught.value)
    assert "not a file that profile large describes" in said
    assert all(part in said for part in ("made.csv, row 1", "no such column; did you mean stages?", "Stage"))
    assert all(part in said for part in ("--profile auto", "normgraph profile new made.csv"))


def test_equal_headers_are_told_apart_by_position_only() -> None:
    book = _book("stage,name,stage", "1,2,3")
    with pytest.raises(InputError, match="a column stands twice") as caught:
        locate(book, SMALL)
    assert "columns A and C" in str(caught.value)
    by_place = _profile("place", Column(("Stage",), 3))
    assert locate(book, by_place).number(by_place.columns[0]) == 3
    alone = locate(_book("stage,name", "1,2"), by_place)
    assert alone.number(by_place.columns[0]) == 1


def test_how_a_profile_fits_is_counted() -> None:
    assert fit(LARGE, frozenset({"name", "stage", "extra", "other"})) == (3, 1)
    assert fit(LARGE, frozenset({"other"})) == (0, 3)


def test_the_profile_with_most_columns_among_those_that_fit_is_recognised() -> None:
    found = recognise(_book("Banner", "name,stage,impact", "1,2,3"), (SMALL, LARGE))
    assert (found.profile, str(found), found.where) == (LARGE, "large (3 of 4 columns)", "row 2")
    assert recognise(_book("name,stage", "1,2"), (SMALL, LARGE)).profile is SMALL


def test_a_file_that_no_profile_describes_gets_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        recognise(_book("impact,stage,other", "1,2,3"), (SMALL, LARGE))
    said = str(caught.value)
    assert "nearest: large (2 of 4 columns, 1 of those it needs are missing); small (1 of 2 columns, 1 of" in said
    assert all(part in said for part in ("no profile describes this file", "small, large", "profile new made.csv"))
    with pytest.raises(InputError, match="no header that a profile knows"):
        recognise(_book("a,b", "1,2"), (SMALL, LARGE))


def test_two_profiles_that_fit_alike_are_asked_about() -> None:
    with pytest.raises(InputError, match="several profiles describe this file") as caught:
        recognise(_book("name,stage", "1,2"), (SMALL, _profile("twin", Column(("Stage",)))))
    assert "small (2 of 2 columns); twin (2 of 2 columns)" in str(caught.value)
    assert "normgraph import made.csv --profile small" in str(caught.value)


def test_sheet_and_header_row_that_are_set_are_looked_at_alone() -> None:
    sheets = tuple(Sheet(name, (Row(1, ("Name", "Stage")), Row(2, ("Title", "Impact")))) for name in "AB")
    book = Workbook("made.xlsx", sheets)
    assert locate(book, SMALL, Asked("B")).table.sheet.name == "B"
    with pytest.raises(InputError, match="no profile describes"):
        recognise(book, (SMALL,), Asked("B", 2))
