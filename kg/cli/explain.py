"""Command explain: the whole chain of reasons behind one verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from kg.cli.options import as_if_adopted, clocks, outputs, pass_graph, tell_clock
from kg.cli.output import write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers


@click.command("explain")
@click.argument("subject")
@click.argument("requirement")
@pass_graph
@clocks
@outputs
@as_if_adopted
def explain_command(
    graph: KnowledgeGraph,
    clock: Clock,
    subject: str,
    requirement: str,
    form: str,
    output: Path | None,
    **picked: Any,
) -> None:
    """Why SUBJECT has this verdict on REQUIREMENT: text, rules, facts, duties, implementations, evidence.

    REQUIREMENT is an identifier, or written as people do. What several frameworks have is looked for in view first.
    """
    found = answers.explain(graph, clock, subject, requirement, Picked(**picked))
    tell_clock(graph, clock, picked["as_if_adopted"])
    write_table(found, form=form, output=output)
