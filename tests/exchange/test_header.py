"""The header is found below banner rows and in the right sheet, or set; what is odd about it is said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.errors import InputError
from kg.exchange import delimited, header
from kg.exchange.grid import Merged, Reading, Row, Sheet, Workbook
from kg.exchange.header import Asked, candidates, find, guess, key

DATA = [["id", "name", "stage"], ["1", "first", "pilot"], ["2", "second", ""]]


def _sheet(rows: Sequence[Sequence[str]], name: str = "Data", **about: object) -> Sheet:
    made = tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, start=1) if any(cells))
    return Sheet(name, made, **about)  # type: ignore[arg-type]


def _book(*sheets: Sheet) -> Workbook:
    return Workbook("made.xlsx", sheets)


def _score(*wanted: str) -> header.Score:
    return lambda keys: float(len(keys & {key(item) for item in wanted}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Use Case ID\n\n[Agency Abbrev.] \u2013 [#] ", "use case id [agency abbrev] - [#]"),
        ("the AI\u2019s  outcome?", "The AI's outcome"),
        ("Bureau/Component", "bureau component"),
        ("use_case_name", "Use Case Name"),
        ("\ufb01le", "FILE"),
    ],
)
def test_a_header_is_compared_by_its_words(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_words_that_differ_make_another_header() -> None:
    assert key("Name") != key("Names")
    assert key("? -") == ""


@pytest.mark.parametrize(
    ("banner", "row"),
    [
        ([], 1),
        ([["Inventory 2025"]], 2),
        ([["Inventory 2025"], [], ["As of", "2025-01-01"], []], 5),
        ([["1", "2", "3"]], 2),
    ],
    ids=["none", "title", "several", "numbers"],
)
def test_the_header_is_the_first_row_filled_like_those_below(banner: list[list[str]], row: int) -> None:
    if len(banner) == 4:
        data = [[*cells, "x", "y", "z"] if number else [*cells, "p", "q", "r"] for number, cells in enumerate(DATA)]
    else:
        data = DATA
    number, how = guess(_sheet([*banner, *data]))
    assert number == row
    assert how == ("the first row" if row == 1 else f"the first row with {len(data[0])} names")


def test_a_banner_merged_across_columns_counts_as_one_name() -> None:
    sheet = _sheet([["Section 1", "Section 1", "Section 1"], *DATA], merged=(Merged(1, 1, 1, 3),))
    assert guess(sheet)[0] == 2


def test_a_header_of_one_column_is_found() -> None:
    assert guess(_sheet([["name"], ["a"], ["b"]]))[0] == 1
    assert guess(_sheet([["1"], ["2"]])) == (1, "the first row")


def test_the_table_has_headers_rows_and_addresses() -> None:
    table = find(_book(_sheet([["Title"], [], ["id", "a\nname ", ""], ["1", "x", "y"]])))
    assert (table.header_row, table.headers) == (3, ("id", "a name", ""))
    assert [row.number for row in table.rows] == [4]
    assert table.columns_of(frozenset({key("A NAME")})) == (2,)
    assert table.columns_of(frozenset({""})) == ()
    assert table.where(2, 4) == "made.xlsx, Data!B4"
    assert table.header_where == "made.xlsx, Data, row 3"


def test_the_sheet_and_row_that_score_best_hold_the_table() -> None:
    other = _sheet([["id", "value"], ["1", "2"]], "Other")
    wanted = _sheet([["Title"], *DATA], "Use cases")
    table = find(_book(other, wanted), score=_score("id", "name", "stage"))
    assert (table.sheet.name, table.header_row) == ("Use cases", 2)
    assert table.how == "the row whose columns the profile describes"
    assert table.passed_over == ("sheet 'Other' (2 rows)",)


def test_a_hidden_sheet_is_read_only_where_nothing_else_fits_as_well() -> None:
    hidden = _sheet(DATA, "Old", hidden=True)
    table = find(_book(hidden, _sheet(DATA, "New")), score=_score("id", "name"))
    assert table.sheet.name == "New"
    assert table.passed_over == ("sheet 'Old' (hidden, 3 rows)",)
    assert find(_book(hidden, _sheet([["x"]], "New")), score=_score("id", "name")).sheet.name == "Old"


def test_without_a_score_the_one_sheet_in_plain_view_is_taken() -> None:
    book = _book(_sheet(DATA, "A", hidden=True), _sheet(DATA, "B", lists=True), _sheet(DATA, "C"), _sheet([], "D"))
    table = find(book)
    assert table.sheet.name == "C"
    assert table.passed_over == (
        "sheet 'A' (hidden, 3 rows)", "sheet 'B' (lists of drop-downs, 3 rows)", "sheet 'D' (empty)",
    )  # fmt: skip
    assert find(_book(_sheet(DATA, "A", hidden=True))).sheet.name == "A"


def test_two_sheets_in_plain_view_are_asked_about() -> None:
    with pytest.raises(InputError) as caught:
        find(_book(_sheet(DATA, "First one"), _sheet(DATA, "Second")), score=_score("absent"))
    assert all(part in str(caught.value) for part in ("First one | Second", '--sheet "First one"'))


def test_sheet_and_header_row_can_be_set() -> None:
    book = _book(_sheet(DATA, "A"), _sheet(DATA, "B"))
    table = find(book, Asked("b", 2))
    assert (table.sheet.name, table.headers, table.how) == ("B", ("1", "first", "pilot"), "as set")
    scored = find(book, Asked(header_row=1), _score("id"))
    assert (scored.sheet.name, scored.how) == ("A", "as set")
    with pytest.raises(InputError, match="the header row holds nothing"):
        find(book, Asked("A", 9))
    with pytest.raises(InputError, match="no such sheet"):
        find(book, Asked("C"))
    with pytest.raises(InputError, match="the sheet has no header"):
        find(_book(_sheet([], "A")), Asked("A"))


def test_a_workbook_without_text_has_no_header() -> None:
    with pytest.raises(InputError, match="the file has no header"):
        find(_book(_sheet([]), _sheet([], "B")))


def test_rows_that_may_be_a_header_are_given_with_their_keys() -> None:
    book = _book(_sheet(DATA, "A", hidden=True), _sheet([["Use Case", ""], ["x"]], "B"))
    found = list(candidates(book))
    assert [(sheet.name, row) for sheet, row, _ in found] == [("B", 1), ("B", 2), ("A", 1), ("A", 2), ("A", 3)]
    assert found[0][2] == {"use case"}
    assert [row for _, row, _ in candidates(book, Asked("A", 2))] == [2]


def test_what_was_found_is_said() -> None:
    book = delimited.read("made.csv", "sep=;\nname;name;;caf\u00e9\n1;2;3;4\n".encode("cp1252"), Reading())
    assert find(book).said() == [
        "encoding cp1252 (not utf-8: byte 20); delimiter semicolon (the file says 'sep=;')",
        "header in row 2 (the first row)",
        "headers that stand more than once: 'name'",
        "columns without a header, not read: C",
    ]
    sheet = _sheet([*DATA, ["3", "3", "3"]], "My data", merged=tuple(Merged(row, 1, row, 2) for row in range(1, 9)))
    assert find(_book(sheet, _sheet([["a"]], "L", lists=True))).said() == [
        "sheet 'My data', header in row 1 (the first row)",
        "not read: sheet 'L' (lists of drop-downs, 1 rows)",
        "merged cells, read as the same text in each of them: A2:B2, A3:B3, A4:B4, A5:B5, A6:B6 and 2 more",
    ]


def test_of_a_long_text_only_the_beginning_is_compared() -> None:
    assert header.key("a" * 500 + "b") == "a" * 500


@pytest.mark.parametrize("score", [None, _score("name", "done", "id")], ids=["guess", "profile"])
def test_the_last_of_header_rows_that_merged_cells_join_is_the_header(score: header.Score | None) -> None:
    rows = [
        ["List"],
        ["id", "name", "Answers", "Answers"],
        ["id", "name", "done", "when"],
        ["1", "first", "yes", "2026"],
    ]
    merged = (Merged(2, 1, 3, 1), Merged(2, 2, 3, 2), Merged(2, 3, 2, 4))
    found = find(_book(_sheet(rows, merged=merged)), score=score)
    assert (found.header_row, [row.number for row in found.rows]) == (3, [4])


def test_a_header_that_is_merged_with_a_row_that_scores_less_stays() -> None:
    rows = [["id", "name", "stage"], ["id", "", ""], ["1", "first", "pilot"]]
    assert find(_book(_sheet(rows, merged=(Merged(1, 1, 2, 1),))), score=_score("name", "stage")).header_row == 1
    assert find(_book(_sheet(rows, merged=(Merged(1, 1, 2, 1),))), Asked(header_row=1)).header_row == 1
