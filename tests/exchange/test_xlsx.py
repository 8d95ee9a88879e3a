"""Workbooks: values as text, merged cells, hidden sheets and lists, and what is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from kg.errors import InputError, LimitError
from kg.exchange import grid, xlsx
from kg.exchange.grid import Merged, Note, Row
from tests.exchange.workbooks import DAY, MOMENT, SPAN, Book, Made, cell


def test_values_become_plain_text() -> None:
    cells: list[tuple[str, str | float | bool, int]] = [
        ("text", "a\nb", 0), ("whole", 12, 0), ("part", 0.1, 0), ("large", 1e20, 0), ("yes", True, 0),
        ("day", 46112, DAY), ("moment", 46112.5, MOMENT), ("span", 1.5, SPAN),
    ]  # fmt: skip
    xml = "".join(cell(f"{chr(65 + place)}1", value, style) for place, (_, value, style) in enumerate(cells))
    book = xlsx.read("a.xlsx", Book([Made("S", xml=f'<row r="1">{xml}</row>')]).content())
    expected = ("a\nb", "12", "0.1", "100000000000000000000", "TRUE", "2026-03-31", "2026-03-31T12:00:00", "36:00:00")
    assert book.sheets[0].rows == (Row(1, expected),)
    assert (book.encoding, book.delimiter) == ("", "")


def test_a_formula_is_its_stored_value_and_what_the_file_does_not_hold_is_noted() -> None:
    xml = (
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>A2</f></c><c r="C2"><f>A2</f><v></v></c>'
        '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E2" t="e"><v>#REF!</v></c></row>'
    )
    sheet = xlsx.read("a.xlsx", Book([Made("S", xml=xml)]).content()).sheets[0]
    assert sheet.rows == (Row(2, ("2",)),)
    unstored = "a formula without a stored value"
    assert sheet.notes == (
        Note(2, 2, unstored), Note(3, 2, unstored), Note(4, 2, "the error #DIV/0!"), Note(5, 2, "the error #REF!"),
    )  # fmt: skip


def test_merged_cells_say_the_same_in_each_of_them_as_far_as_the_table_goes() -> None:
    rows: list[list[str | None]] = [
        ["unit", "name", "more"],
        ["Bureau", "first", "x"],
        [None, "second", "n/a"],
        [None, "third"],
    ]
    made = Made("S", rows, merged=["A2:A900", "C3:ZZ3", "B9:B10"], first=1)
    sheet = xlsx.read("a.xlsx", Book([made]).content()).sheets[0]
    assert [row.cells for row in sheet.rows[1:]] == [
        ("Bureau", "first", "x"), ("Bureau", "second", "n/a"), ("Bureau", "third", ""),
    ]  # fmt: skip
    assert sheet.merged == (Merged(2, 1, 900, 1), Merged(3, 3, 3, 702), Merged(9, 2, 10, 2))


def test_hidden_sheets_and_sheets_of_lists_are_marked() -> None:
    book = xlsx.read(
        "a.xlsx",
        Book(
            [
                Made("Data", [["a"]], lists=["'Drop downs'!$A$1:$A$3", "named", '"yes,no"', "Data!$B$1"]),
                Made("Drop downs", [["x"]], state="hidden"),
                Made("Named", [["y"]]),
                Made("Secret", [["z"]], state="veryHidden"),
            ],
            names={"Named": "Named!$A$1:$A$2"},
        ).content(),
    )
    assert [(sheet.name, sheet.hidden, sheet.lists) for sheet in book.sheets] == [
        ("Data", False, False), ("Drop downs", True, True), ("Named", False, True), ("Secret", True, False),
    ]  # fmt: skip


def test_a_cell_far_away_is_refused_before_anything_is_made_of_it() -> None:
    far = f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("XFD1048576", "b")}</row>'
    with pytest.raises(LimitError) as caught:
        xlsx.read("a.xlsx", Book([Made("My data", xml=far)]).content())
    said = ("'My data'!XFD1048576", "column XFD", "row 1,048,576", "delete what stands far away")
    assert all(part in str(caught.value) for part in said)


def test_cells_without_a_name_and_with_prefixed_tags_are_measured_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_COLUMNS", 3)
    nameless = '<row><c t="inlineStr"><is><t>a</t></is></c>' + "<c><v>1</v></c>" * 3 + "</row>"
    jump = '<row r="1"><c r="D1"/><c><v>1</v></c></row>'
    prefixed = '<x:row xmlns:x="y" r="1"><x:c r="D1"><x:v>1</x:v></x:c></x:row>'
    for xml in (nameless, jump, prefixed):
        with pytest.raises(LimitError):
            xlsx.read("a.xlsx", Book([Made("S", xml=xml)]).content())


def test_a_format_far_away_is_no_text_and_takes_no_room() -> None:
    xml = f'<row r="1">{cell("A1", "a")}<c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"></c></row>'
    assert xlsx.read("a.xlsx", Book([Made("S", xml=xml)]).content()).sheets[0].rows == (Row(1, ("a",)),)


def test_merged_areas_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_CELLS", 8)
    with pytest.raises(LimitError, match="too many merged cells"):
        xlsx.read("a.xlsx", Book([Made("S", [["a", "b"], ["c", "d"]], merged=["A1:B2"] * 3)]).content())


def test_a_cell_with_too_much_text_is_refused() -> None:
    with pytest.raises(LimitError, match=r"S!B1") as caught:
        xlsx.read("a.xlsx", Book([Made("S", [["a", "b" * 131_073]])]).content())
    assert "131,073 characters" in str(caught.value)


def _archive(**parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


_GOOD = Book([Made("S", [["a"]])]).content()
_BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><workbook>&b;</workbook>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_GOOD[: len(_GOOD) // 2], "not a workbook that can be read"),
        (_GOOD[:-30], "not a workbook that can be read"),
        (_archive(word="x"), "an archive with word"),
        (_archive(), "an archive with nothing in it"),
        (Book([Made("S")], parts={"xl/workbook.xml": _BOMB}).content(), "a document type"),
        (Book([Made("S")], parts={"xl/worksheets/sheet1.xml": _BOMB}).content(), "a document type"),
        (Book([Made("S")], parts={"xl/sharedStrings.xml": _BOMB}).content(), "a document type"),
        (Book([Made("S")], parts={"xl/workbook.xml": "<workbook>"}).content(), "no element found"),
        (Book([Made("S")], parts={"xl/workbook.xml": '<?xml version="1.0" encoding="U-8"?><a/>'}).content(), "U-8"),
        (Book([Made("S")], parts={"xl/workbook.xml": '<?xml version="1.0" encoding="cp932"?><a/>'}).content(), "multi"),
        (Book([Made("S"), Made("S")]).content(), "two sheets have one name"),
        (_GOOD.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/SHEET1.xml"), "without a part of its own"),
        (Book([Made("S")], parts={"xl/workbook.xml": "<a/>".encode("utf-16")}).content(), "zero bytes"),
        (Book([Made("S", xml="<row><c r='A1'></row>")]).content(), "not a workbook that can be read"),
    ],
    ids=[
        "half",
        "tail",
        "other",
        "empty",
        "entities",
        "in-sheet",
        "in-strings",
        "cut-xml",
        "no-encoding",
        "wide-encoding",
        "twice",
        "no-part",
        "utf-16",
        "tags",
    ],
)
def test_what_is_no_workbook_is_one_clear_error(content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        xlsx.read("a.xlsx", content)
    assert said in str(caught.value), str(caught.value)
    assert "a.xlsx" in str(caught.value)


def test_a_workbook_without_a_sheet_is_refused() -> None:
    with pytest.raises(InputError, match="no sheet with cells"):
        xlsx.read("x.xlsx", Book([]).content())


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_BYTES", 100_000)
    with pytest.raises(LimitError, match="too large once it is unpacked"):
        xlsx.read("a.xlsx", Book([Made("S")], parts={"xl/media/big": b"\0" * 200_000}).content())


def test_sheets_that_are_nearly_empty_are_refused() -> None:
    far = f'<row r="1">{cell("A1", "a")}</row><row r="15000">{cell("AMA15000", "b")}</row>'
    with pytest.raises(LimitError, match="the sheets are too large") as caught:
        xlsx.read("a.xlsx", Book([Made("S", xml=far)]).content())
    assert "S!AMA15000" in str(caught.value)


def test_a_part_that_unpacks_to_far_more_than_it_takes_is_refused() -> None:
    with pytest.raises(LimitError, match="too large once it is unpacked") as caught:
        xlsx.read("a.xlsx", Book([Made("S", xml="<row>" + " " * 20_000_000 + "</row>")]).content())
    assert "sheet1.xml" in str(caught.value)


def test_a_sheet_may_not_hold_one_text_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CHARACTERS", 10)
    with pytest.raises(LimitError, match="too much text"):
        xlsx.read("a.xlsx", Book([Made("S", [["a" * 6], ["a" * 6]])]).content())
