"""More commands on crosswalks: what is left, what is related, one pair, everything near a requirement."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import at_state, outputs, pass_graph
from kg.cli.output import write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, residuals


@click.command("residual")
@click.option("--have", required=True, metavar="A,B", help="Frameworks taken as fully operated, separated by commas.")
@click.option("--want", required=True, metavar="C", help="Framework of which something is left.")
@click.option("--role", default="", help="Only obligations of this role, such as provider.")
@pass_graph
@at_state
@outputs
def residual(
    graph: KnowledgeGraph, clock: Clock, have: str, want: str, role: str, form: str, output: Path | None
) -> None:
    """What of one framework is left when others are fully operated, acts first, with what is assumed."""
    names = [name for part in have.split(",") if (name := part.strip())]
    write_table(residuals.residual(graph, clock, names, want, role), form=form, output=output)


@click.command("related")
@click.argument("source")
@click.argument("target")
@click.option("--most", type=click.IntRange(1), default=3, show_default=True, help="How many for each requirement.")
@pass_graph
@at_state
@outputs
def related(
    graph: KnowledgeGraph, clock: Clock, source: str, target: str, most: int, form: str, output: Path | None
) -> None:
    """Requirements of SOURCE and TARGET about the same thing that share no duty, each with the reason."""
    write_table(residuals.related(graph, clock, source, target, most), form=form, output=output)


@click.command("pair")
@click.argument("first")
@click.argument("second")
@pass_graph
@at_state
@outputs
def pair(graph: KnowledgeGraph, clock: Clock, first: str, second: str, form: str, output: Path | None) -> None:
    """The requirements FIRST and SECOND side by side, duty by duty, and their relation as an interval.

    They are written as people write them. What several frameworks have is looked for among those in view first.
    """
    write_table(residuals.pair(graph, clock, first, second), form=form, output=output)


@click.command("neighbours")
@click.argument("requirement")
@pass_graph
@at_state
@outputs
def neighbours(graph: KnowledgeGraph, clock: Clock, requirement: str, form: str, output: Path | None) -> None:
    """Requirements of every other framework that share a duty with REQUIREMENT, the closest first."""
    write_table(residuals.neighbours(graph, clock, requirement), form=form, output=output)


COMMANDS = (residual, related, pair, neighbours)
