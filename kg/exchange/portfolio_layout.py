"""The portfolio workbook: its sheets, their columns and headers, made from the field definitions.

Facts have a sheet of their own with a row for each statement (subject, fact, value). A column for each fact would be
240 columns of which a usual system fills 15, and a row for each question a column for each of 2,000 systems; rows can
be filtered by system and by question, sorted, and added without changing the table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.exchange.portfolio_entries import ORIGIN
from kg.exchange.portfolio_format import example, summary
from kg.exchange.portfolio_reader import FACTS
from kg.portfolio.fields import Spec, specs
from kg.portfolio.parts import PARTS
from kg.portfolio.records import RECORD_TYPES, DatedFact, Organisation, Person, Record, RoleAssignment

README = "Read me"
QUESTIONS = "Questions"
LISTS = "Lists"
HELP_SHEETS = (README, QUESTIONS, LISTS)
REMARK = "#"
"""Sheets and columns whose name begins so are somebody's own notes: they are not read."""
SEPARATOR = ";"
MARKER = "normgraph portfolio workbook, version"
"""What the sheet README says in one cell, with the version of the format behind it."""

NOTES = f"{REMARK} notes"
MEANS = "What it means"
EXAMPLE = "Example, not read"

TITLE_ROW, MEANING_ROW, EXAMPLE_ROW, HEADER_ROW, FIRST_ROW = range(5)
"""Rows of a sheet as it is written, counted from 0. The reader finds the header wherever it stands."""

_ID = Spec("id", "short name, unique in the workbook", required=True)
_HOLDER = Spec("name", "name of the holder; kept apart, where it can be erased")
_FACT_COLUMNS = ("subject", "fact", "value")
_TITLES = {"datasets": "Data sets", "covers": "Evidence covers"}
_SEVERAL = f"; several are separated by {SEPARATOR}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its cells are written, and whether each entry needs it."""

    spec: Spec
    needed: bool

    @property
    def key(self) -> str:
        """The key of the field, as in YAML."""
        return self.spec.key

    @property
    def header(self) -> str:
        """The field's name in words; `*` marks what each entry needs."""
        return self.key.replace("_", " ").capitalize() + (" *" if self.needed else "")

    @property
    def meaning(self) -> str:
        """What the field means, and how several values are written."""
        words = f": {' | '.join(self.spec.choices)}" if self.spec.choices else ""
        return f"{self.spec.doc}{words}{_SEVERAL if self.spec.many else ''}"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: its title, the section it holds, the class of its records, and its columns."""

    title: str
    section: str
    cls: type[Record]
    columns: tuple[Column, ...]
    summary: str

    def column(self, key: str) -> Column | None:
        """The column of that key."""
        return next((column for column in self.columns if column.key == key), None)


def title_of(section: str) -> str:
    """The name of a section's sheet."""
    return _TITLES.get(section) or section.replace("_", " ").capitalize()


def header_key(text: str) -> str:
    """The key that a header names, however it is spelled: `Valid  until *` and `valid_until` are the same."""
    return "_".join(text.replace("*", " ").replace("_", " ").replace("-", " ").casefold().split())


def _record_sheet(cls: type[Record]) -> SheetPlan:
    fields = specs(cls)
    ordered = sorted((name for name in fields if fields[name].kind != FACTS), key=lambda name: name in ORIGIN)
    if cls in PARTS:
        ordered.sort(key=lambda name: name != PARTS[cls])
    columns = [] if cls in PARTS else [Column(_ID, True)]
    columns += [Column(fields[name], _needed(cls, fields[name])) for name in ordered]
    if cls is Person:
        columns.insert(2, Column(_HOLDER, False))
    return SheetPlan(title_of(cls.section), cls.section, cls, tuple(columns), summary(cls))


def _needed(cls: type[Record], spec: Spec) -> bool:
    """Whether a cell may not be blank. Who has a role follows from the unit of the system where nothing is said."""
    return spec.required and not (cls is RoleAssignment and spec.key == "agent")


def _facts_sheet() -> SheetPlan:
    fields = specs(DatedFact)
    columns = tuple(Column(replace(fields[name], required=True), True) for name in _FACT_COLUMNS)
    return SheetPlan(
        title_of(FACTS), FACTS, DatedFact, columns,
        "A fact about the organisation, a unit, a system, a model or a data set; what is not stated is unknown.",
    )  # fmt: skip


def _sheets() -> tuple[SheetPlan, ...]:
    found = []
    for cls in RECORD_TYPES:
        if cls is DatedFact:
            found.append(_facts_sheet())
        found.append(_record_sheet(cls))
    return tuple(found)


SHEETS: tuple[SheetPlan, ...] = _sheets()
"""In the order of the workbook."""
ORGANISATION = next(sheet for sheet in SHEETS if sheet.cls is Organisation)
BY_SECTION = {sheet.section: sheet for sheet in SHEETS}


def known_texts(sheet: SheetPlan) -> frozenset[str]:
    """What the template says above the header of a sheet, and in the headers of its notes."""
    return _texts[sheet.section]


def example_of(column: Column) -> str:
    """What stands in the example row."""
    if column.key == "id":
        return "a-short-name"
    return "retention=P1Y" if column.spec.kind == "pairs" else example(column.spec)


def helping(sheet: SheetPlan) -> tuple[str, ...]:
    """What is looked up beside a fact."""
    return ("question", "answers") if sheet.column("fact") is not None else ()


def help_meaning(title: str) -> str:
    """What a column with looked-up text is."""
    return f"{title} of the fact, looked up; not read"


def _known_texts(sheet: SheetPlan) -> frozenset[str]:
    texts = [sheet.title, sheet.summary, MEANS, EXAMPLE, NOTES]
    texts += [text for column in sheet.columns for text in (column.meaning, example_of(column))]
    texts += [text for title in helping(sheet) for text in (f"{REMARK} {title}", help_meaning(title))]
    return frozenset(" ".join(text.split()) for text in texts)


_texts = {sheet.section: _known_texts(sheet) for sheet in SHEETS}
