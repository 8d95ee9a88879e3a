"""What the drop-downs of a portfolio workbook offer: columns of a hidden sheet, and the ids of the other sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.exchange.grid import letters
from kg.exchange.portfolio_format import base_facts, names
from kg.exchange.portfolio_layout import BY_SECTION, FIRST_ROW, LISTS, SHEETS, Column, SheetPlan
from kg.exchange.portfolio_values import NONE, UNKNOWN
from kg.knowledge import Knowledge
from kg.portfolio.fields import Spec

SPARE = 1000
"""Rows below the last entry that are prepared for more."""
_FIRST = ("systems", "units")
_FLAG = "yes or no"
_SCHEMES = ("topic", "event", "role", "evidence-kind", "discipline", "assurance", "fact")
# Named otherwise than in the list too: a person is asked, not stopped.
_SPELLED = ("control", "framework")


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down: the cells it offers, and whether anything else is refused (stop), questioned (warning) or let be."""

    source: str
    manner: str = ""


class Lists:
    """The columns of the sheet of lists, and where each stands. `rows` counts the entries of each sheet."""

    def __init__(self, knowledge: Knowledge, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self.columns: dict[str, list[str]] = {_FLAG: ["true", "false"], **names(knowledge)}
        for sheet in SHEETS:
            for column in sheet.columns:
                if column.spec.choices:
                    self.columns[f"{sheet.section} {column.key}"] = list(column.spec.choices)
        self.answers = {fact.name: [*fact.values, NONE, UNKNOWN] for fact in base_facts(knowledge)}

    @property
    def first_answer(self) -> int:
        """Number of the column, from 0, in which the answers to each fact begin; their count stands before them."""
        return len(self.columns) + 1

    def choice(self, sheet: SheetPlan, column: Column) -> Choice | None:
        """The drop-down of a column; None where anything may be written."""
        spec = column.spec
        if spec.kind == "flag":
            return Choice(self._range(_FLAG), "stop")
        if spec.choices:
            return Choice(self._range(f"{sheet.section} {column.key}"), "stop")
        if sheet.column("fact") is not None and column.key == "value":
            return Choice(self._dependent(sheet))
        return self._of_reference(spec) if spec.kind == "ref" else None

    def _of_reference(self, spec: Spec) -> Choice | None:
        kinds = spec.ref.split("|")
        # A drop-down offers the ids of one sheet.
        kind = next((kind for kind in _FIRST if kind in kinds), kinds[0])
        loose = spec.many or len(kinds) > 1
        if kind in self.columns:
            manner = "stop" if kind in _SCHEMES else "warning" if kind in _SPELLED else ""
            return Choice(self._range(kind), "" if loose else manner)
        if kind in BY_SECTION:
            return Choice(self._ids(kind), "" if loose else "warning")
        return None

    def _range(self, name: str) -> str:
        column = letters(list(self.columns).index(name) + 1)
        return f"={LISTS}!${column}$2:${column}${len(self.columns[name]) + 1}"

    def _ids(self, section: str) -> str:
        last = FIRST_ROW + self._rows.get(section, 0) + SPARE
        return f"='{BY_SECTION[section].title}'!$B${FIRST_ROW + 1}:$B${last}"

    def _dependent(self, sheet: SheetPlan) -> str:
        """The answers to the fact that stands in the same row."""
        place = next(number for number, column in enumerate(sheet.columns, start=2) if column.key == "fact")
        facts = self._range("fact").removeprefix("=")
        row = f"MATCH(${letters(place)}{FIRST_ROW + 1},{facts},0)"
        count, answers = (f"{LISTS}!${letters(self.first_answer + step)}" for step in (0, 1))
        counts = f"{count}$2:{count.removeprefix(f'{LISTS}!')}${len(self.answers) + 1}"
        return f"=OFFSET({answers}$1,{row},0,1,INDEX({counts},{row}))"
