"""Portfolio files that are written: templates to start from, and what is on record."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clock import Clock
from kg.engine.graph import KnowledgeGraph
from kg.errors import UsageError
from kg.exchange import portfolio_entries, portfolio_format, portfolio_text, portfolio_workbook

WORKBOOK = ".xlsx"
TEXT = (".yaml", ".yml")
SUFFIXES = (WORKBOOK, *TEXT)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's content, and what has to be said about it."""

    content: bytes
    notes: tuple[str, ...]


def template(graph: KnowledgeGraph, form: str = TEXT[0]) -> bytes:
    """A portfolio file to start from; `form` is the ending of its name, and what is no workbook is YAML.

    The drop-downs of a workbook offer the organisation's own frameworks as well.
    """
    if form.lower() == WORKBOOK:
        return portfolio_workbook.template(graph.knowledge_at(Clock()))
    return portfolio_format.template(graph.knowledge).encode()


def schema(graph: KnowledgeGraph) -> str:
    """JSON Schema of portfolio files, which may refer to the organisation's own frameworks."""
    return portfolio_format.schema(graph.knowledge_at(Clock()))


def export(graph: KnowledgeGraph, clock: Clock, form: str) -> Exported:
    """The portfolio at the clock's state as a file; `form` is the ending of its name.

    Importing it changes nothing. The same state gives the same bytes.
    """
    if form.lower() not in SUFFIXES:
        raise UsageError(
            "not a form of portfolio files", where="FILE", found=form or "no ending", expected=" | ".join(SUFFIXES),
            hint="normgraph export portfolio.xlsx",
        )  # fmt: skip
    portfolio = graph.portfolio(clock)
    if form.lower() == WORKBOOK:
        about = f"the portfolio of {portfolio.organisation.name}, as recorded in commit {graph.head(clock).seq}"
        content = portfolio_workbook.to_workbook(portfolio, graph.knowledge_at(clock), about)
    else:
        content = portfolio_text.to_yaml(portfolio).encode()
    notes = [f"{portfolio.organisation.id}: {len(portfolio.records):,} records"]
    if renamed := portfolio_entries.not_kept(portfolio):
        named = ", ".join(renamed[:_SHOWN]) + (", ..." if len(renamed) > _SHOWN else "")
        notes.append(f"{len(renamed)} of them get other identifiers when the file is imported: {named}")
    return Exported(content, tuple(notes))
