# ruff: noqa: E501 - a mistake is a line of a table
"""Portfolio workbooks as people fill them in: what they say arrives, and each mistake names sheet and cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.exchange import portfolio_sheets, portfolio_workbook, portfolio_yaml, xlsx
from kg.exchange.grid import Note, Row, Sheet, Workbook, column_number
from kg.exchange.inventory import Inventory
from kg.exchange.portfolio_layout import BY_SECTION, FIRST_ROW, HEADER_ROW, MARKER
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import Commitment, Organisation, RoleAssignment, System
from kg.portfolio.view import View
from tests.exchange.portfolios import portfolios

FILE = "portfolio.xlsx"
SMALL = """\
normgraph: 1
organisation: {id: acme, name: Acme, facts: {established_in_eu: true}, units: [{id: lab, name: Lab, bearer: true}]}
people: [{id: cto, post: CTO, name: Somebody}]
management_systems: [{id: aims, name: AI management, discipline: ai, boundary: all}]
commitments: [{id: iso, framework: iso-42001-2023, subject: aims, ground: decision, from: 2026-01-01}]
systems:
  - {id: mail, name: Mail filter, owner: cto, unit: lab, roles: [deployer], facts: {profiling: true, annex_iii_point: [4a, 4b]}}
  - {id: chat, name: Chatbot, complete: [gpai], events: [{kind: significant-design-change, date: 2026-05-01}]}
measures: [{id: logging, name: Logging}]
implementations: [{id: logs, measure: logging, of: "iso-42001-2023:A.6.2.8", scope: [mail, chat], status: implemented, parameters: {retention: P1Y}}]
evidence: [{id: sample, title: Log sample, kind: system-log, covers: [{implementation: logs}]}]
"""
Edit = Callable[[Workbook], Workbook]


def made(portfolio: Portfolio, knowledge: Knowledge) -> Workbook:
    return xlsx.read(FILE, portfolio_workbook.to_workbook(portfolio, knowledge, "made"))


@pytest.fixture(scope="module")
def small(knowledge: Knowledge) -> Portfolio:
    return portfolio_yaml.from_place(parse_yaml(SMALL, "portfolio.yaml"), knowledge)


@pytest.fixture(scope="module")
def book(small: Portfolio, knowledge: Knowledge) -> Workbook:
    return made(small, knowledge)


def read(book: Workbook, knowledge: Knowledge) -> Portfolio:
    return portfolio_sheets.from_workbook(book, knowledge).portfolio


def refusal(book: Workbook, knowledge: Knowledge) -> InputError:
    with pytest.raises(InputError) as caught:
        read(book, knowledge)
    return caught.value


# Edits that a person makes


def on(title: str, change: Callable[[Sheet], Sheet]) -> Edit:
    return lambda book: replace(
        book, sheets=tuple(change(sheet) if sheet.name == title else sheet for sheet in book.sheets)
    )


def typed(title: str, place: str, text: str) -> Edit:
    """A text typed into a cell."""
    column, number = column_number(place.rstrip("0123456789")), int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

    def change(sheet: Sheet) -> Sheet:
        rows = {row.number: list(row.cells) for row in sheet.rows}
        cells = rows.setdefault(number, [])
        cells += [""] * (column - len(cells))
        cells[column - 1] = text
        return replace(sheet, rows=tuple(Row(row, tuple(cells)) for row, cells in sorted(rows.items())))

    return on(title, change)


def columns(title: str, change: Callable[[list[str]], list[str]]) -> Edit:
    """The columns of a sheet changed in each row, from the header on."""

    def changed(sheet: Sheet) -> Sheet:
        rows = (
            Row(row.number, tuple(change([*row.cells, *[""] * (sheet.width - len(row.cells))]))) for row in sheet.rows
        )
        return replace(sheet, rows=tuple(rows))

    return on(title, changed)


def moved(sheet: Sheet, by: int, start: int = 0) -> Sheet:
    """Blank rows put in before a row."""
    return replace(
        sheet, rows=tuple(replace(row, number=row.number + (by if row.number >= start else 0)) for row in sheet.rows)
    )


# What is written comes back


def test_a_small_portfolio_comes_back_the_same(book: Workbook, small: Portfolio, knowledge: Knowledge) -> None:
    found = portfolio_sheets.from_workbook(book, knowledge)
    assert found.portfolio == small
    assert found.notes == ()


def test_the_template_is_a_portfolio_without_entries(knowledge: Knowledge) -> None:
    book = xlsx.read(FILE, portfolio_workbook.template(knowledge))
    assert list(read(book, knowledge).records) == ["my-company"]


def test_the_demo_portfolio_comes_back_the_same(knowledge: Knowledge, root: Path) -> None:
    portfolio = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", knowledge)
    assert read(made(portfolio, knowledge), knowledge) == portfolio


def test_the_federal_excerpt_comes_back_the_same(knowledge: Knowledge, inventory: Inventory) -> None:
    assert read(made(inventory.portfolio, knowledge), knowledge) == inventory.portfolio


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_portfolio_comes_back_the_same(data: st.DataObject, knowledge: Knowledge) -> None:
    portfolio = data.draw(portfolios(knowledge))
    assert read(made(portfolio, knowledge), knowledge) == portfolio


@pytest.mark.parametrize("text", ["a\rb", "\x07", "\x85", "\u2028", "_x000D_", "_x0041_", "\U0001f600", "a\r\nb"])
def test_strange_characters_come_back_the_same(text: str, knowledge: Knowledge) -> None:
    portfolio = model.build([Organisation(id="acme", name=f"a{text}z")])
    assert read(made(portfolio, knowledge), knowledge) == portfolio


# What people do to a workbook

HARMLESS: dict[str, Edit] = {
    "blank-rows": on("Systems", lambda sheet: moved(sheet, 3, start=FIRST_ROW + 2)),
    "rows-above": on("Systems", lambda sheet: moved(sheet, 2)),
    "no-rows-above": on("Systems", lambda sheet: moved(replace(sheet, rows=sheet.rows[HEADER_ROW:]), -HEADER_ROW)),
    "columns-reversed": columns("Systems", lambda cells: cells[::-1]),
    "optional-column-deleted": columns("Measures", lambda cells: cells[:3]),
    "sheets-reversed": lambda book: replace(book, sheets=book.sheets[::-1]),
    "empty-sheets-deleted": lambda book: replace(
        book, sheets=tuple(sheet for sheet in book.sheets if sheet.name not in ("Risks", "Lists", "Questions", "Read me"))
    ),
    "an-empty-sheet": lambda book: replace(book, sheets=(*book.sheets, Sheet("Sheet1", ()))),
    "name-of-a-sheet-in-capitals": on("Systems", lambda sheet: replace(sheet, name="SYSTEMS ")),
    "header-spelled-otherwise": typed("Commitments", "I4", "certificate_number"),
    "trailing-blanks": typed("Systems", "C5", " Chatbot \t"),
    "truth-value": typed("Facts", "D5", "TRUE"),
    "flag-in-capitals": typed("Units", "D5", "TRUE"),
    "values-on-lines": typed("Implementations", "E5", "chat\nmail"),
    "whole-identifiers": typed("Implementations", "E5", "acme:chat; acme:mail"),
    "blanks-in-a-cell-far-down": typed("Systems", "C90", "   "),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_changes_no_meaning_changes_nothing(
    name: str, book: Workbook, small: Portfolio, knowledge: Knowledge
) -> None:
    edited = HARMLESS[name](book)
    assert edited != book
    assert portfolio_sheets.recognised(edited)
    assert portfolio_sheets.organisation_of(edited) == "acme"
    assert read(edited, knowledge) == small


def test_notes_of_ones_own_are_left_out_and_told(book: Workbook, small: Portfolio, knowledge: Knowledge) -> None:
    edited = replace(book, sheets=(*book.sheets, Sheet("# scratch", (Row(1, ("what I think",)),))))
    edited = typed("Systems", "M4", "# to do")(typed("Systems", "M5", "ask her")(edited))
    edited = typed("Systems", "A9", "only a note in the column for notes")(edited)
    found = portfolio_sheets.from_workbook(edited, knowledge)
    assert found.portfolio == small
    assert found.notes == ("not read: column Systems!M4 (# to do)", "not read: sheet # scratch")


def test_a_new_entry(book: Workbook, knowledge: Knowledge) -> None:
    edited = typed("Roles", "D9", "provider")(typed("Roles", "B9", "new")(typed("Systems", "C9", "New")(book)))
    portfolio = read(typed("Systems", "B9", "new")(edited), knowledge)
    assert portfolio.records["acme:new"] == System(id="acme:new", name="New")
    assert RoleAssignment(
        id="acme:new.role.provider", subject="acme:new", agent="acme", role="provider"
    ) in portfolio.of(RoleAssignment)


def test_parts_of_units_and_of_the_organisation(book: Workbook, knowledge: Knowledge) -> None:
    edits = (("B9", "lab"), ("C9", "incident"), ("D9", "2026-02-01"), ("B10", "acme"), ("C10", "incident"))
    edited = typed("Events", "D10", "2026-02-02")(book)
    for place, text in edits:
        edited = typed("Events", place, text)(edited)
    kind = "serious-incident"
    edited = typed("Events", "C10", kind)(typed("Events", "C9", kind)(edited))
    found = read(edited, knowledge).records
    assert {f"acme:lab.event.{kind}.2026-02-01", f"acme.event.{kind}.2026-02-02"} <= set(found)


# Mistakes

MISTAKES: dict[str, tuple[Edit, str, str]] = {
    # edit, where, words of the message
    "reference": (typed("Systems", "E6", "cot"), "Systems!E6", "no such post|found:    cot|did you mean cto"),
    "choice": (typed("Implementations", "F5", "done"), "Implementations!F5", "not a known value|implemented"),
    "date": (typed("Commitments", "G5", "soon"), "Commitments!G5", "not a date|soon|YYYY-MM-DD"),
    "two-dates": (
        typed("Commitments", "G5", "03/04/2026"), "Commitments!G5", "not a date|03/04/2026|2026-03-04 or 2026-04-03",
    ),
    "date-as-number": (typed("Commitments", "G5", "46023"), "Commitments!G5", "not a date|46023"),
    "flag": (typed("Units", "D5", "maybe"), "Units!D5", "not a yes or no|maybe|true or false"),
    "period": (typed("Commitments", "H5", "2025-01-01"), "Commitments, row 5", "period ends before it begins"),
    "no-id": (typed("Systems", "B6", ""), "Systems!B6", "id is missing|a blank cell"),
    "bad-id": (typed("Measures", "B5", "log ging"), "Measures!B5", "not an identifier|log ging"),
    "id-twice": (typed("Measures", "B5", "mail"), "Measures!B5", "id is used twice|under systems"),
    "word-as-id": (typed("Measures", "B5", "all"), "Measures!B5", "a meaning of its own"),
    "no-name": (typed("Systems", "C6", ""), "Systems!C6", "name is missing|a blank cell"),
    "no-subject": (typed("Roles", "B5", ""), "Roles!B5", "subject is missing"),
    "subject": (typed("Roles", "B5", "mial"), "Roles!B5", "no such system|did you mean mail"),
    "fact": (typed("Facts", "C5", "profilling"), "Facts!C5", "no such fact|did you mean profiling"),
    "fact-subject": (typed("Facts", "B5", "aims"), "Facts!B5", "no such organisation or unit or system"),
    "derived-fact": (typed("Facts", "C5", "role"), "Facts!C5", "derived, not stated"),
    "fact-value": (typed("Facts", "D6", "9z"), "Facts!D6", "not a value of annex_iii_point|9z"),
    "fact-values": (typed("Facts", "D7", "true; false"), "Facts!D7", "cannot all hold|false, true"),
    "fact-twice": (typed("Facts", "C7", "annex_iii_point"), "Facts!C7", "the same fact is stated twice"),
    "no-value": (typed("Facts", "D6", ""), "Facts!D6", "value is missing"),
    "parameter": (typed("Implementations", "K5", "retenton=P1Y"), "Implementations!K5", "unknown name|retention"),
    "parameter-value": (typed("Implementations", "K5", "retention=long"), "Implementations!K5", "duration"),
    "role-twice": (lambda book: typed("Roles", "D6", "deployer")(typed("Roles", "B6", "mail")(book)), "Roles, row 6", "twice"),
    "requirement": (typed("Implementations", "D5", "iso-42001-2023:A.6.2.88"), "Implementations!D5", "no such requirement or duty"),
    "renamed-column": (typed("Systems", "E4", "Ovner"), "Systems!E4", "no such column|did you mean Owner|begin its name with #"),
    "column-twice": (typed("Systems", "E4", "Unit"), "Systems!F4", "a column stands twice|E is another"),
    "needed-column": (columns("Systems", lambda cells: [*cells[:2], *cells[3:]]), "Systems!A4", "a column is missing|Name"),
    "no-header": (typed("Systems", "M5", "loose text"), "Systems!M5", "a column without a header|loose text"),
    "example-changed": (typed("Systems", "C3", "Our system"), "Systems!C3", "text above the header|Our system|below row 4"),
    "header-lost": (on("Models", lambda sheet: replace(sheet, rows=(Row(7, ("gpt", "a model")),))), "Models!A7", "no header row"),
    "error-in-cell": (
        on("Systems", lambda sheet: replace(sheet, notes=(Note(3, 6, "the error #REF!"),))),
        "Systems!C6", "the cell holds no value|#REF!",
    ),
    "other-sheet": (
        lambda book: replace(book, sheets=(*book.sheets, Sheet("Sistems", (Row(1, ("x",)),)))),
        "Sistems", "no sheet of a portfolio workbook|did you mean Systems|begin its name with #",
    ),
    "two-organisations": (
        lambda book: typed("Organisation", "C6", "B")(typed("Organisation", "B6", "b")(book)),
        "Organisation, row 6", "about one organisation|Units",
    ),
    "no-organisation": (typed("Organisation", "B5", ""), "Organisation!B5", "id is missing"),
    "blank-organisation": (
        on("Organisation", lambda sheet: replace(sheet, rows=sheet.rows[: HEADER_ROW + 1])), "Organisation", "organisation is missing",
    ),
    "taken-organisation": (typed("Organisation", "B5", "eu-ai-act"), "Organisation, row 5", "taken by shipped knowledge"),
    "version": (
        on("Read me", lambda sheet: replace(sheet, rows=(Row(1, ("", f"{MARKER} 2")),))),
        "Read me", "not a portfolio workbook of this version|2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_clear_message_with_its_cell(name: str, book: Workbook, knowledge: Knowledge) -> None:
    edit, where, words = MISTAKES[name]
    error = refusal(edit(book), knowledge)
    assert error.where == f"{FILE}, {where}", error
    for word in words.split("|"):
        assert word in str(error)


def test_all_mistakes_are_told_at_once(book: Workbook, knowledge: Knowledge) -> None:
    edited = typed("Systems", "E6", "cot")(typed("Commitments", "G5", "soon")(typed("Facts", "D6", "9z")(book)))
    lines = str(refusal(edited, knowledge)).splitlines()
    assert lines[0] == f"3 mistakes in {FILE}, nothing was recorded:"
    assert lines[1].startswith("  Facts!D6: not a value of annex_iii_point; found 9z; expected 1 | 1a | ")
    assert lines[2].startswith("  Commitments!G5: not a date; found soon; expected YYYY-MM-DD")
    assert lines[3].startswith("  Systems!E6: no such post; found cot; expected an id declared under people")
    assert lines[3].endswith("did you mean cto?")


def test_what_is_wrong_with_a_sheet_hides_no_other_mistake_and_makes_none(book: Workbook, knowledge: Knowledge) -> None:
    """Names are missing under a header that was renamed, but that was told; so was the sheet that others refer to."""
    edited = typed("Commitments", "G5", "soon")(typed("Systems", "C4", "Title")(book))
    edited = on("Measures", lambda sheet: replace(sheet, name="Our measures"))(edited)
    assert [line.split(":")[0].strip() for line in str(refusal(edited, knowledge)).splitlines()] == [
        f"3 mistakes in {FILE}, nothing was recorded", "Systems!C4", "Our measures", "Commitments!G5",
    ]  # fmt: skip


def test_a_renamed_header_is_told_with_the_column_that_is_missing(book: Workbook, knowledge: Knowledge) -> None:
    error = refusal(typed("Systems", "C4", "Title")(book), knowledge)
    assert (error.message, error.found) == ("no such column", "Title")
    assert "no column is called Name *: if this is it, name it so" in (error.hint or "")


def test_a_bad_id_of_the_organisation_hides_no_other_mistake(book: Workbook, knowledge: Knowledge) -> None:
    edited = typed("Commitments", "G5", "soon")(typed("Organisation", "B5", "My Company")(book))
    lines = str(refusal(edited, knowledge)).splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["Organisation!B5", "Commitments!G5"]
    assert "for example my-company" in lines[1]


def test_a_column_that_stands_twice_is_one_mistake(book: Workbook, knowledge: Knowledge) -> None:
    assert refusal(typed("Systems", "F4", "Owner")(book), knowledge).message == "a column stands twice"


def test_words_lists_days_and_names_are_read_as_people_type_them(
    book: Workbook, small: Portfolio, knowledge: Knowledge
) -> None:
    edited = typed("Commitments", "F5", "Decision")(typed("Commitments", "G5", "31.01.2026")(book))
    edited = typed("Commitments", "C5", "ISO/IEC 42001:2023")(typed("Systems", "I6", "GPAI, data\nuse")(edited))
    records = read(edited, knowledge).records
    assert len(records) == len(small.records)
    (commitment,) = (record for record in records.values() if isinstance(record, Commitment))
    assert (commitment.framework, commitment.ground) == ("iso-42001-2023", "decision")
    assert commitment.valid_from == date(2026, 1, 31)
    assert ("data", "gpai", "use") in {record.complete for record in records.values() if isinstance(record, System)}


def test_mistakes_in_one_row_are_all_told(book: Workbook, knowledge: Knowledge) -> None:
    edited = typed("Systems", "E6", "cot")(typed("Systems", "F6", "lba")(typed("Systems", "C6", "")(book)))
    assert [line.split(":")[0].strip() for line in str(refusal(edited, knowledge)).splitlines()[1:]] == [
        "Systems!E6", "Systems!F6", "Systems!C6",
    ]  # fmt: skip


def test_a_spreadsheet_of_another_kind_is_not_recognised(knowledge: Knowledge) -> None:
    other = Workbook("other.xlsx", (Sheet("Sheet1", (Row(1, ("id", "name")), Row(2, ("1", "x")))),))
    assert not portfolio_sheets.recognised(other)
    assert portfolio_sheets.organisation_of(other) == ""
    assert refusal(other, knowledge).message


def test_a_file_is_read(small: Portfolio, knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(portfolio_workbook.to_workbook(small, knowledge, "made"))
    assert portfolio_sheets.read(path, knowledge).portfolio == small


def test_every_section_has_a_sheet() -> None:
    assert len(BY_SECTION) == len({plan.title.casefold() for plan in BY_SECTION.values()})


def test_a_cell_may_name_a_requirement_as_people_do(book: Workbook, knowledge: Knowledge) -> None:
    found = portfolio_sheets.from_workbook(typed("Implementations", "D5", "A 6.2.8")(book), knowledge)
    assert [(item.where, item.found, item.reading) for item in found.findings] == [
        (f"{FILE}, Implementations!D5", "A 6.2.8", "read as iso-42001-2023:A.6.2.8")
    ]
    with pytest.raises(InputError, match="the name is ambiguous") as caught:
        read(typed("Implementations", "D5", "Art. 26")(book), knowledge)
    assert caught.value.where == f"{FILE}, Implementations!D5"
    told = portfolio_sheets.from_workbook(
        typed("Implementations", "D5", "A.5.1")(book), knowledge, View((), ("iso-27001-2022",))
    )
    assert told.findings[0].reading == "read as iso-27001-2022:A.5.1"
