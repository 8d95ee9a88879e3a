"""Command explain: the whole chain of reasons behind one verdict."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import clocks, outputs, pass_graph, tell_clock
from kg.cli.output import write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers


@click.command("explain")
@click.argument("subject")
@click.argument("requirement")
@pass_graph
@clocks
@outputs
def explain_command(
    graph: KnowledgeGraph, clock: Clock, subject: str, requirement: str, form: str, output: Path | None
) -> None:
    """Why SUBJECT has this verdict on REQUIREMENT: text, rules, facts, duties, implementations, evidence."""
    tell_clock(graph, clock)
    write_table(answers.explain(graph, clock, subject, requirement), form=form, output=output)
