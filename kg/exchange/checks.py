"""Files of a review beside its readings: hidden errors and what was made of them, and answers of the omission sweep."""

from __future__ import annotations

from pathlib import Path

from kg.exchange import spreadsheet
from kg.exchange.named_table import NamedTable
from kg.knowledge import Knowledge
from kg.model import Curie
from kg.review.checks import VERDICTS, Check
from kg.review.omissions import ANSWERS
from kg.review.seeding import KINDS, Seeded

_CHECK = ("requirement", "verdict", "problem", "duty", "better", "why")
_ERROR = ("requirement", "kind", "duty", "mode", "shown_duty", "shown_mode")
_ANSWER = ("norm", "duty", "answer", "why")


def read_checks(path: Path, knowledge: Knowledge) -> list[Check]:
    """Judgements of an adjudicating reader. Raises InputError naming the cell that cannot be read."""
    table = NamedTable(spreadsheet.read(path), _CHECK)
    found = []
    for row in table.rows:
        table.one_of(row, "requirement", knowledge.catalogs.norms)
        if table.one_of(row, "verdict", VERDICTS) == "wrong":
            table.one_of(row, "problem", KINDS)
        found.append(Check(*(table.text(row, name) for name in _CHECK)))
    return found


def read_errors(path: Path, knowledge: Knowledge) -> list[Seeded]:
    """The key to the hidden errors."""
    table = NamedTable(spreadsheet.read(path), _ERROR)
    found = []
    for row in table.rows:
        table.one_of(row, "requirement", knowledge.catalogs.norms)
        table.one_of(row, "kind", KINDS)
        found.append(Seeded(*(table.text(row, name) for name in _ERROR)))
    return found


def read_answers(path: Path, knowledge: Knowledge) -> dict[tuple[Curie, Curie], tuple[str, str]]:
    """(norm, duty) -> answer and reason of the omission sweep."""
    table = NamedTable(spreadsheet.read(path), _ANSWER)
    return {
        (
            table.one_of(row, "norm", knowledge.catalogs.norms),
            table.one_of(row, "duty", knowledge.scheme.duties),
        ): (table.one_of(row, "answer", ANSWERS), table.text(row, "why"))
        for row in table.rows
    }
