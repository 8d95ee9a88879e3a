"""Crosswalk commands: show and export relations between two frameworks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from kg.cli import compare
from kg.cli.check import check
from kg.cli.options import at_state, outputs, pass_graph
from kg.cli.output import deliver, say, write_table
from kg.cli.residual import COMMANDS
from kg.clock import Clock
from kg.engine import KnowledgeGraph, crosswalks

F = TypeVar("F", bound=Callable[..., Any])

_RELATION = click.option(
    "--relation", "relations", multiple=True, type=click.Choice(crosswalks.RELATIONS), help="Only this relation."
)
_BASIS = click.option(
    "--basis",
    type=click.Choice(crosswalks.BASES),
    default=crosswalks.DUTIES,
    show_default=True,
    help="What relations rest on: shared duties, mapping sets shipped or on record, or both side by side.",
)


def _filters(command: F) -> F:
    """`--relation`, `--basis` and the other filters, given to the command as one mapping `wanted`."""

    @_RELATION
    @_BASIS
    @click.option("--set", "sets", multiple=True, metavar="NAME", help="Only rows of this mapping set.")
    @click.option("--confidence", type=click.FloatRange(0, 1), default=None, help="Only rows of at least this.")
    @click.option("--review", "reviews", multiple=True, metavar="STATE", help="Only rows of this review state.")
    @click.option("--unmapped", is_flag=True, help="Only requirements of either side that have no partner.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        relations: tuple[str, ...],
        basis: str,
        sets: tuple[str, ...],
        confidence: float | None,
        reviews: tuple[str, ...],
        unmapped: bool,
        **kwargs: Any,
    ) -> Any:
        if basis != crosswalks.ASSERTED:
            say(_PROVISIONAL)
        if basis != crosswalks.DUTIES:
            say(_ASSERTED)
        only = crosswalks.Only(sets, confidence, reviews, unmapped)
        return command(*args, wanted={"relations": relations, "basis": basis, "only": only}, **kwargs)

    return wrapped  # type: ignore[return-value]


_PROVISIONAL = (
    "Relations follow from shared duties under the named decompositions; machine-drafted ones are provisional."
)

_ASSERTED = "Asserted relations are the word of the set they name; they prove nothing and follow from nothing here."


@click.group("crosswalk")
def crosswalk_command() -> None:
    """Relations between the requirements of two frameworks."""


for command in (check, *compare.COMMANDS, *COMMANDS):
    crosswalk_command.add_command(command)


@crosswalk_command.command("show")
@click.argument("source")
@click.argument("target")
@pass_graph
@at_state
@outputs
@_filters
def show(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    form: str,
    output: Path | None,
    wanted: Mapping[str, Any],
) -> None:
    """Relations from SOURCE to TARGET: with the duties that prove them, or the mapping set that asserts them.

    Both are frameworks, by slug or by a name that only one has: iso-42001-2023, "ISO 42001", "AI Act".
    """
    write_table(crosswalks.crosswalk(graph, clock, source, target, **wanted), form=form, output=output)


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
@_filters
@pass_graph
@at_state
def export(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    form: str,
    output: Path | None,
    wanted: Mapping[str, Any],
) -> None:
    """Write the crosswalk from SOURCE to TARGET as CSV, JSON or Turtle."""
    if form == "ttl":
        deliver(crosswalks.crosswalk_turtle(graph, clock, source, target, **wanted), output)
    else:
        write_table(crosswalks.crosswalk(graph, clock, source, target, **wanted), form=form, output=output)
