"""A portfolio as a workbook of Excel, for people who keep it in a spreadsheet. Made from the field definitions.

The same portfolio and knowledge give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kg.errors import LimitError
from kg.exchange import portfolio_help
from kg.exchange.grid import letters
from kg.exchange.portfolio_entries import Value, entry
from kg.exchange.portfolio_layout import (
    EXAMPLE,
    EXAMPLE_ROW,
    FIRST_ROW,
    HEADER_ROW,
    LISTS,
    MEANING_ROW,
    MEANS,
    NOTES,
    QUESTIONS,
    README,
    REMARK,
    SEPARATOR,
    SHEETS,
    TITLE_ROW,
    Column,
    SheetPlan,
    example_of,
    help_meaning,
    helping,
)
from kg.exchange.portfolio_lists import SPARE, Lists
from kg.exchange.portfolio_reader import FACTS
from kg.exchange.portfolio_style import Style, colour_of, height_of, width_of
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import Organisation, Record

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_767
"""Characters that a cell of Excel holds."""
_FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year: days before are shifted
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_HELPED = 300
_HELP_WIDTHS = (80, 60)
_PROTECTION = {
    "format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True,
    "autofilter": True,
}  # fmt: skip
Row = dict[str, Value]


def template(knowledge: Knowledge) -> bytes:
    """A workbook to start from: every sheet, with an example above its header, and one organisation."""
    start = model.build([Organisation(id="my-company", name="My Company")])
    return to_workbook(start, knowledge, "a new portfolio")


def to_workbook(portfolio: Portfolio, knowledge: Knowledge, about: str) -> bytes:
    """The workbook of a portfolio. `about` says what it is. Raises LimitError for what Excel cannot hold."""
    # The library costs start-up time, and most commands write no workbook.
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": "normgraph portfolio", "created": _CREATED.replace(tzinfo=None)})
        _Writer(book, portfolio, knowledge).write(about)
    return content.getvalue()


def joined(values: Iterable[str]) -> str:
    """Several values in one cell. One that would be taken for several, or for another, stands in double quotes."""
    return f"{SEPARATOR} ".join(_quoted(value) for value in values)


def _quoted(value: str) -> str:
    doubtful = value != value.strip() or value.startswith('"') or not value or value in ("TRUE", "FALSE")
    if doubtful or SEPARATOR in value or "\n" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


class _Writer:
    def __init__(self, book: Workbook, portfolio: Portfolio, knowledge: Knowledge) -> None:
        self._book = book
        self._knowledge = knowledge
        self._portfolio = portfolio
        self._rows = {sheet.section: self._entries(sheet) for sheet in SHEETS}
        self._lists = Lists(knowledge, {section: len(rows) for section, rows in self._rows.items()})
        self._style = Style(book)
        self._asked = {fact.name: portfolio_help.question(fact) for fact in knowledge.facts.types.values()}

    def write(self, about: str) -> None:
        """All sheets. The first is shown when the file is opened."""
        counts = {sheet.title: len(self._rows[sheet.section]) for sheet in SHEETS}
        portfolio_help.read_me(self._book.add_worksheet(README), self._style, about, counts)
        for sheet in SHEETS:
            self._sheet(sheet, self._book.add_worksheet(sheet.title))
        portfolio_help.questions(self._book.add_worksheet(QUESTIONS), self._style, self._knowledge)
        portfolio_help.lists(self._book.add_worksheet(LISTS), self._lists)

    def _entries(self, sheet: SheetPlan) -> list[Row]:
        if sheet.section != FACTS:
            return [entry(record, self._portfolio) for record in self._portfolio.of(sheet.cls)]
        return [
            {"subject": found["id"], "fact": name, "value": values}
            for record in self._portfolio.records.values()
            if isinstance(found := _with_facts(record, self._portfolio), dict)
            for name, values in found[FACTS].items()
        ]

    def _sheet(self, plan: SheetPlan, sheet: Worksheet) -> None:
        style, rows = self._style, self._rows[plan.section]
        last = FIRST_ROW + len(rows) + SPARE
        sheet.set_tab_color(colour_of(plan.section))
        sheet.set_column(0, 0, 14, style.note)
        sheet.write_string(TITLE_ROW, 0, plan.title, style.title)
        sheet.write_string(TITLE_ROW, 2, plan.summary, style.summary)
        sheet.write_string(MEANING_ROW, 0, MEANS, style.meaning)
        sheet.write_string(EXAMPLE_ROW, 0, EXAMPLE, style.example)
        sheet.write_string(HEADER_ROW, 0, NOTES, style.optional)
        for number, column in enumerate(plan.columns, start=1):
            self._column(plan, sheet, number, column, last)
        for row, found in enumerate(rows, start=FIRST_ROW):
            for number, column in enumerate(plan.columns, start=1):
                self._cell(plan, sheet, (row, number), column, found.get(column.key))
            sheet.set_row(
                row,
                height_of(
                    (cell_text(found[column.key]), width_of(column)) for column in plan.columns if column.key in found
                ),
            )
        width = len(plan.columns)
        for step, title in enumerate(helping(plan)):
            width += 1
            self._help(plan, sheet, width, step, title)
        for row, height in ((TITLE_ROW, 27), (MEANING_ROW, _meaning_height(plan)), (EXAMPLE_ROW, 18), (HEADER_ROW, 21)):
            sheet.set_row(row, height)
        sheet.autofilter(HEADER_ROW, 0, max(FIRST_ROW, FIRST_ROW + len(rows) - 1), width)
        sheet.print_area(0, 0, FIRST_ROW + max(len(rows), 1) - 1, width)
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.protect("", _PROTECTION)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)

    def _column(self, plan: SheetPlan, sheet: Worksheet, number: int, column: Column, last: int) -> None:
        style = self._style
        sheet.set_column(number, number, width_of(column), style.cell(column.spec, plan.section))
        sheet.write_string(MEANING_ROW, number, column.meaning, style.meaning)
        sheet.write_string(EXAMPLE_ROW, number, example_of(column), style.example)
        sheet.write_string(HEADER_ROW, number, column.header, style.required if column.needed else style.optional)
        rules: dict[str, Any] = {}
        if (choice := self._lists.choice(plan, column)) is not None:
            rules = {"validate": "list", "source": choice.source, "show_error": bool(choice.manner)}
            rules |= {"error_type": choice.manner} if choice.manner else {}
            rules |= {"error_title": "Not in the list", "error_message": "Please choose one of the list."}
        elif column.spec.kind == "date":
            rules = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_type": "warning"}
            rules |= {"error_title": "Not a date", "error_message": "A date is written as 2026-01-31."}
        if rules:
            sheet.data_validation(FIRST_ROW, number, last, number, rules)

    def _cell(
        self, plan: SheetPlan, sheet: Worksheet, at: tuple[int, int], column: Column, value: Value | None
    ) -> None:
        if value is None:
            return
        style = self._style.cell(column.spec, plan.section)
        if isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(*at, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day
            return
        text = cell_text(value)
        if len(text) > MAX_TEXT:
            raise LimitError(
                "a text is too long for a workbook", where=f"{plan.title}!{letters(at[1] + 1)}{at[0] + 1}",
                found=f"{len(text):,} characters", expected=f"at most {MAX_TEXT:,} characters",
                hint="write YAML instead: normgraph export portfolio.yaml",
            )  # fmt: skip
        sheet.write_string(*at, text, style)

    def _help(self, plan: SheetPlan, sheet: Worksheet, number: int, step: int, title: str) -> None:
        """The question or the answers beside each fact. They are looked up, so that they follow what is chosen."""
        rows, style = self._rows[plan.section], self._style
        fact = next(place for place, column in enumerate(plan.columns, start=1) if column.key == "fact")
        sheet.set_column(number, number, _HELP_WIDTHS[step], style.aside)
        sheet.write_string(MEANING_ROW, number, help_meaning(title), style.meaning)
        sheet.write_string(EXAMPLE_ROW, number, "", style.example)
        sheet.write_string(HEADER_ROW, number, f"{REMARK} {title}", style.optional)
        for row in range(FIRST_ROW, FIRST_ROW + max(len(rows), _HELPED)):
            stated = str(rows[row - FIRST_ROW]["fact"]) if row - FIRST_ROW < len(rows) else ""
            cell = f"${letters(fact + 1)}{row + 1}"
            formula = f'=IFERROR(VLOOKUP({cell},{QUESTIONS}!$B$2:$D$1000,{step + 2},FALSE),"")'
            sheet.write_formula(row, number, formula, style.aside, self._asked.get(stated, ("", ""))[step])


def _meaning_height(plan: SheetPlan) -> float:
    return height_of((column.meaning, width_of(column)) for column in plan.columns) + 3


def _with_facts(record: Record, portfolio: Portfolio) -> Mapping[str, Any] | None:
    return entry(record, portfolio) if getattr(record, FACTS, None) else None


def cell_text(value: Value) -> str:
    """A value as the text of a cell."""
    if isinstance(value, Mapping):
        return joined(f"{name}={item}" for name, item in value.items())
    if isinstance(value, tuple):
        return joined(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
