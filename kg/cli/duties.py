"""Commands over duties: the scheme, the agreement of readings, the omission sweep, fragile verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from kg.cli.options import as_if_adopted, at_state, clocks, outputs, pass_graph, tell_clock
from kg.cli.output import write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, reviews

_FRAMEWORK = click.option("--framework", "frameworks", multiple=True, metavar="SLUG", help="Only this framework.")


@click.group("duties", invoke_without_command=True)
@pass_graph
@at_state
@outputs
@click.pass_context
def duties_command(context: click.Context, graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """The duty scheme, and how far its use was reviewed.

    Without a further word: what requirements have in common, each duty with its yes/no question.
    """
    if context.invoked_subcommand is None:
        write_table(answers.duties(graph, clock), form=form, output=output)


@duties_command.command("agreement")
@click.option(
    "--review",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="Folder with readings/first.csv and other readings. Default: the shipped review of this release.",
)
@click.option("--by", "parts", multiple=True, type=click.Choice(reviews.PARTS), help="Only these parts. Default: all.")
@pass_graph
@at_state
@outputs
def agreement(
    graph: KnowledgeGraph, clock: Clock, review: Path | None, parts: tuple[str, ...], form: str, output: Path | None
) -> None:
    """How far independent readings of the same requirements agree: Krippendorff's alpha with MASI distance.

    At four levels (object, cell, mode, what is required), beside what chance would give, with the gates of the review
    and how often a framework uses one duty. It is stability, not validity: no person has reviewed a decomposition.
    """
    write_table(reviews.agreement(graph, clock, review, parts), form=form, output=output)


@duties_command.command("omissions")
@_FRAMEWORK
@click.option("--requirement", "requirements", multiple=True, metavar="CURIE", help="Only this requirement.")
@pass_graph
@at_state
@outputs
def omissions(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None, **picked: Any) -> None:
    """The sheet of the omission sweep: duties about the same object that a requirement is not linked to.

    One question a row, to be answered with no, or with the mode in which the requirement demands the duty too.
    """
    write_table(reviews.omissions(graph, clock, Picked(**picked)), form=form, output=output)


@duties_command.command("fragile")
@_FRAMEWORK
@as_if_adopted
@pass_graph
@clocks
@outputs
def fragile(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None, **picked: Any) -> None:
    """Verdicts whose status changes when a single link of a decomposition is taken out, least sure links first.

    A link says what its requirement asks for, and what a measure delivers that implements it: both are followed.
    """
    tell_clock(graph, clock, picked["as_if_adopted"])
    write_table(reviews.fragile(graph, clock, Picked(**picked)), form=form, output=output)
