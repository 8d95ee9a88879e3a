"""Crosswalk commands: show and export relations between two frameworks."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import at_state, outputs, pass_graph
from kg.cli.output import deliver, say, write_table
from kg.cli.residual import COMMANDS
from kg.clock import Clock
from kg.engine import RELATIONS, KnowledgeGraph, answers

_RELATION = click.option(
    "--relation", "relations", multiple=True, type=click.Choice(RELATIONS), help="Only this relation."
)
_PROVISIONAL = (
    "Relations follow from shared duties under the named decompositions; machine-drafted ones are provisional."
)


@click.group("crosswalk")
def crosswalk_command() -> None:
    """Relations between the requirements of two frameworks."""


for command in COMMANDS:
    crosswalk_command.add_command(command)


@crosswalk_command.command("show")
@click.argument("source")
@click.argument("target")
@pass_graph
@at_state
@outputs
@_RELATION
def show(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    form: str,
    output: Path | None,
    relations: tuple[str, ...],
) -> None:
    """Relations from SOURCE to TARGET, with the duties that prove them."""
    say(_PROVISIONAL)
    write_table(answers.crosswalk(graph, clock, source, target, relations), form=form, output=output)


@crosswalk_command.command("export")
@click.argument("source")
@click.argument("target")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", "ttl"]),
    default="csv",
    show_default=True,
    help="Form of the export.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write to a file instead of standard output.",
)
@_RELATION
@pass_graph
@at_state
def export(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    form: str,
    output: Path | None,
    relations: tuple[str, ...],
) -> None:
    """Write the crosswalk from SOURCE to TARGET as CSV, JSON or Turtle."""
    say(_PROVISIONAL)
    if form == "ttl":
        deliver(answers.crosswalk_turtle(graph, clock, source, target, relations), output)
    else:
        write_table(answers.crosswalk(graph, clock, source, target, relations), form=form, output=output)
