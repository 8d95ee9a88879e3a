"""The sheets of a portfolio workbook that help to fill it: what to do, the questions, and the lists of drop-downs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.exchange.portfolio_format import base_facts
from kg.exchange.portfolio_layout import MARKER, REMARK, SEPARATOR, SHEETS
from kg.exchange.portfolio_lists import Lists
from kg.exchange.portfolio_style import Style, height_of
from kg.exchange.portfolio_values import NONE, UNKNOWN
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.knowledge import Knowledge
from kg.model import FactType

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_STEPS = (
    "Fill in the sheets you need, from the row below each header. Sheets and columns that you do not need stay empty.",
    f"Columns marked * are needed for every entry. Several values in one cell are separated by {SEPARATOR}",
    "An id is a short name of your own, such as hr-lead. Other sheets refer to an entry by its id.",
    (
        f"A blank cell says nothing: a fact that is not stated is unknown, never no. The value {NONE} states that "
        f"there is none, {UNKNOWN} that you looked and do not know."
    ),
    (
        "The sheet Questions lists all facts with their answers. The column Complete names the topics in which you "
        f"stated all that there is: every other fact of the topic then counts as {NONE}."
    ),
    (
        "Requirements may be written as people do, such as Art. 26 (5) AI Act or A 6.2.3. How each was read is said; "
        "what several frameworks have is asked about."
    ),
    "Days are written 2026-01-31; a period includes both of its days.",
    (
        f"The row on a yellow ground is an example and is not read, nor is any sheet or column whose name begins with "
        f"{REMARK}: there is room for notes."
    ),
    "Headers are protected, without a password. Columns may be moved, and those without * deleted; their names stay.",
    "Check with: normgraph import FILE.xlsx --dry-run    Put on record with: normgraph import FILE.xlsx",
)
_WIDTHS = (4, 26, 88, 10)


def read_me(sheet: Worksheet, style: Style, about: str, counts: Mapping[str, int]) -> None:
    """What the workbook is, what to do, and a table of its sheets. `counts` are entries by title of a sheet."""
    sheet.hide_gridlines(2)
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    sheet.write_string(0, 1, "AI portfolio", style.title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 1, f"{about[0].upper()}{about[1:]}", style.summary)
    sheet.write_string(3, 1, "What to do", style.heading)
    row = 4
    for number, step in enumerate(_STEPS, start=1):
        sheet.write_string(row, 0, f"{number}", style.count)
        sheet.merge_range(row, 1, row, 2, step, style.words)
        sheet.set_row(row, height_of([(step, _WIDTHS[1] + _WIDTHS[2])]))
        row += 1
    sheet.write_string(row + 1, 1, "Sheets", style.heading)
    sheet.write_string(row + 1, 3, "Entries", style.count)
    row += 2
    for plan in SHEETS:
        sheet.write_url(row, 1, f"internal:'{plan.title}'!A1", style.link, plan.title)
        sheet.write_string(row, 2, plan.summary, style.words)
        if counts[plan.title]:
            sheet.write_number(row, 3, counts[plan.title], style.count)
        row += 1
    sheet.write_string(row + 1, 1, f"{MARKER} {FORMAT_VERSION}", style.summary)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def questions(sheet: Worksheet, style: Style, knowledge: Knowledge) -> None:
    """Every fact that can be stated, by topic: its question and its answers."""
    titles = (("Topic", 24), ("Fact", 34), ("Question", 80), ("Answers", 60), ("Asked of", 18))
    for number, (title, width) in enumerate(titles):
        sheet.set_column(number, number, width, style.words)
        sheet.write_string(0, number, title, style.required)
    facts = sorted(base_facts(knowledge), key=lambda fact: (fact.topic, fact.name))
    for row, fact in enumerate(facts, start=1):
        asked, answers = question(fact)
        cells = (fact.topic, fact.name, asked, answers, f"{SEPARATOR} ".join(fact.describes))
        for number, text in enumerate(cells):
            sheet.write_string(row, number, text, style.words)
        sheet.set_row(row, height_of((text, width) for text, (_, width) in zip(cells, titles, strict=True)))
    sheet.set_tab_color("#5B7083")
    sheet.autofilter(0, 0, len(facts), len(titles) - 1)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def question(fact: FactType) -> tuple[str, str]:
    """The question of a fact, and its answers in words."""
    values = ("a date such as 2026-01-31",) if fact.value_type == "date" else fact.values
    several = "; several possible" if fact.multiple else ""
    return fact.question, f"{' | '.join((*values, NONE, UNKNOWN))}{several}"


def lists(sheet: Worksheet, found: Lists) -> None:
    """The hidden sheet behind the drop-downs."""
    for number, (name, values) in enumerate(found.columns.items()):
        sheet.write_column(0, number, [name, *values])
    for row, answers in enumerate(found.answers.values(), start=1):
        sheet.write_number(row, found.first_answer - 1, len(answers))
        sheet.write_row(row, found.first_answer, answers)
    sheet.write_string(0, found.first_answer - 1, "answers to each fact")
    sheet.protect("")
    sheet.hide()
