"""The workbook that is written: what a person sees in it, and that Excel gets what it needs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kg.errors import LimitError
from kg.exchange import portfolio_workbook, portfolio_yaml, xlsx
from kg.exchange.grid import Workbook, letters
from kg.exchange.portfolio_layout import (
    EXAMPLE_ROW,
    FIRST_ROW,
    HEADER_ROW,
    HELP_SHEETS,
    LISTS,
    MEANING_ROW,
    QUESTIONS,
    SHEETS,
    SheetPlan,
    example_of,
    header_key,
)
from kg.exchange.portfolio_reader import FACTS
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.records import RECORD_TYPES, Organisation, Record, System, specs

CONTROL = re.compile("[\x00-\x08]")


@pytest.fixture(scope="module")
def content(knowledge: Knowledge) -> bytes:
    return portfolio_workbook.template(knowledge)


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return xlsx.read("template.xlsx", content)


@pytest.fixture(scope="module")
def parts(content: bytes) -> dict[str, str]:
    """The XML of each sheet, by its title."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        return {
            name: archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, name in enumerate(names, start=1)
        }


def of(*records: Record) -> model.Portfolio:
    return model.build([Organisation(id="acme", name="Acme"), *records])


def written(knowledge: Knowledge, *records: Record) -> Workbook:
    return xlsx.read("made.xlsx", portfolio_workbook.to_workbook(of(*records), knowledge, "made"))


def test_every_kind_of_record_has_a_sheet_and_every_field_a_column() -> None:
    by_class = {plan.cls: plan for plan in SHEETS if plan.section != FACTS}
    assert set(by_class) == set(RECORD_TYPES)
    for cls, plan in by_class.items():
        keys = {spec.key for spec in specs(cls).values() if spec.kind != "facts"}
        assert keys <= {column.key for column in plan.columns}


@pytest.mark.parametrize("plan", SHEETS, ids=lambda plan: plan.section)
def test_a_sheet_says_what_each_column_means_with_an_example_and_a_header(plan: SheetPlan, book: Workbook) -> None:
    sheet = book.sheet(plan.title)
    rows = {row.number - 1: row for row in sheet.rows}
    assert rows[0].cells[0] == plan.title
    assert plan.summary in rows[0].cells
    for number, column in enumerate(plan.columns, start=2):
        assert rows[MEANING_ROW].cell(number) == column.meaning
        assert rows[EXAMPLE_ROW].cell(number) == example_of(column)
        header = rows[HEADER_ROW].cell(number)
        assert header_key(header) == column.key
        assert header.endswith("*") is column.needed


def test_the_order_of_sheets_and_what_is_hidden(book: Workbook) -> None:
    names = [sheet.name for sheet in book.sheets]
    assert names == ["Read me", *(plan.title for plan in SHEETS), QUESTIONS, LISTS]
    assert [sheet.name for sheet in book.sheets if sheet.hidden] == [LISTS]


def test_the_first_sheet_says_what_to_do_and_leads_to_the_others(book: Workbook, parts: dict[str, str]) -> None:
    text = "\n".join(cell for row in book.sheets[0].rows for cell in row.cells)
    assert "normgraph import FILE.xlsx --dry-run" in text
    assert "version 1" in text
    assert parts["Read me"].count("<hyperlink ") == len(SHEETS)


@pytest.mark.parametrize("plan", SHEETS, ids=lambda plan: plan.section)
def test_only_headers_are_protected_and_panes_are_frozen(plan: SheetPlan, parts: dict[str, str]) -> None:
    xml = parts[plan.title]
    assert '<sheetProtection sheet="1"' in xml
    assert 'insertRows="0" deleteRows="0"' in xml
    assert "password" not in xml
    assert f'ySplit="{FIRST_ROW}"' in xml
    assert "<autoFilter " in xml


def test_drop_downs_offer_the_vocabulary_and_the_ids_of_other_sheets(book: Workbook, parts: dict[str, str]) -> None:
    lists = book.sheet(LISTS)
    header = list(lists.rows[0].cells)
    kinds = f"{LISTS}!${letters(header.index('event') + 1)}$2:"
    column = [row.cell(header.index("event") + 1) for row in lists.rows[1:]]
    assert "significant-design-change" in column
    assert kinds in parts["Events"]
    assert "'People'!$B$5:" in parts["Systems"]
    assert parts["Implementations"].count('errorStyle="warning"') >= 2
    assert "OFFSET(" in parts["Facts"]
    longest = max(len(formula) for xml in parts.values() for formula in re.findall("<formula1>([^<]*)<", xml))
    assert longest < 255


def test_the_answers_to_each_fact_stand_in_its_row(book: Workbook, knowledge: Knowledge) -> None:
    lists = book.sheet(LISTS)
    header = list(lists.rows[0].cells)
    fact, count = header.index("fact") + 1, header.index("answers to each fact") + 1
    rows = {row.cell(fact): row for row in lists.rows[1:] if row.cell(fact)}
    for name, row in rows.items():
        values = [*knowledge.facts.types[name].values, "none", "unknown"]
        assert row.cell(count) == str(len(values))
        assert [row.cell(count + step) for step in range(1, len(values) + 1)] == values


def test_every_question_is_listed(book: Workbook, knowledge: Knowledge) -> None:
    asked = {row.cell(2): row.cell(3) for row in book.sheet(QUESTIONS).rows[1:]}
    base = {fact.name: fact.question for fact in knowledge.facts.types.values() if not fact.derived}
    assert asked == {name: question for name, question in base.items() if name != "role"}


def test_the_question_stands_beside_a_fact(knowledge: Knowledge) -> None:
    sheet = written(knowledge, System(id="acme:s", name="S", facts={"profiling": ("true",)})).sheet("Facts")
    row = next(row for row in sheet.rows if row.number > HEADER_ROW + 1)
    assert row.cells[1:5] == ("s", "profiling", "true", knowledge.facts.types["profiling"].question)


def test_the_same_portfolio_gives_the_same_bytes(content: bytes, knowledge: Knowledge) -> None:
    assert portfolio_workbook.template(knowledge) == content


def test_nothing_becomes_a_formula_or_a_link(knowledge: Knowledge) -> None:
    texts = ("=1+1", "http://example.org/a", "mailto:a@b.c", "12", "internal:x!A1")
    records = [System(id=f"acme:s{number}", name=text) for number, text in enumerate(texts)]
    made = portfolio_workbook.to_workbook(of(*records), knowledge, "made")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        number = [plan.title for plan in SHEETS].index("Systems") + 2
        xml = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
    assert "<f>" not in xml
    assert "<hyperlink " not in xml
    sheet = xlsx.read("made.xlsx", made).sheet("Systems")
    assert [row.cell(3) for row in sheet.rows if row.number > HEADER_ROW + 1] == list(texts)


def test_days_are_days_unless_the_calendar_of_excel_has_none(knowledge: Knowledge, root: Path) -> None:
    portfolio = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", knowledge)
    made = portfolio_workbook.to_workbook(portfolio, knowledge, "made")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        number = [plan.title for plan in SHEETS].index("Commitments") + 2
        xml = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
    days = (date(2026, 1, 15) - date(1899, 12, 30)).days
    assert f"<v>{days}</v>" in xml
    (cell,) = [
        row.cell(7) for row in xlsx.read("a.xlsx", made).sheet("Commitments").rows if row.number > HEADER_ROW + 1
    ]
    assert cell == "2026-01-15"


def test_a_text_that_excel_cannot_hold_is_one_clear_error(knowledge: Knowledge) -> None:
    portfolio = of(System(id="acme:s", name="x" * 32_768))
    with pytest.raises(LimitError, match="too long for a workbook") as caught:
        portfolio_workbook.to_workbook(portfolio, knowledge, "made")
    assert caught.value.where == "Systems!C5"
    assert "portfolio.yaml" in (caught.value.hint or "")


def test_help_sheets_are_those_that_are_not_read(book: Workbook) -> None:
    assert {sheet.name for sheet in book.sheets} - {plan.title for plan in SHEETS} == set(HELP_SHEETS)
