"""`normgraph crosswalk compare` and `path`: voices beside each other, and how two requirements are connected."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rich_click as click

from kg.cli.options import at_state, outputs, pass_graph
from kg.cli.output import write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, comparing
from kg.engine.comparing import Sources

_FILE = click.Path(path_type=Path, dir_okay=False)


def _sources(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which mapping sets are looked at, given to the command as one `sources`."""

    @click.option("--sets", default="", metavar="A,B", help="Mapping sets shipped or on record. Default: all.")
    @click.option("--file", "files", multiple=True, type=_FILE, help="A mapping file beside what is on record.")
    @click.option("--loose", default="", metavar="A,B", help="Sets whose `intersects` only means that two overlap.")
    @functools.wraps(command)
    def wrapped(*args: Any, sets: str, files: tuple[Path, ...], loose: str, **kwargs: Any) -> Any:
        sources = Sources(names=_listed(sets), files=files, loose=_listed(loose))
        return command(*args, sources=sources, **kwargs)

    return wrapped


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))


@click.command("compare")
@click.argument("source")
@click.argument("target")
@_sources
@click.option(
    "--trust", default="", metavar="A,B", help="Pick one answer for each pair: sets and `duties`, the first goes first."
)
@click.option("--summary", is_flag=True, help="How every two of them compare, in counts, in place of the pairs.")
@pass_graph
@at_state
@outputs
def compare(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    sources: Sources,
    trust: str,
    summary: bool,
    form: str,
    output: Path | None,
) -> None:
    """Where mapping sets and duties agree on SOURCE and TARGET, differ, or exclude each other."""
    found = comparing.compare(graph, clock, source, target, sources, trust=_listed(trust), summary=summary)
    write_table(found, form=form, output=output)


@click.command("path")
@click.argument("first")
@click.argument("second")
@_sources
@pass_graph
@at_state
@outputs
def path(
    graph: KnowledgeGraph, clock: Clock, first: str, second: str, sources: Sources, form: str, output: Path | None
) -> None:
    """The shortest proof from FIRST to SECOND through mapping sets and, told apart, the way through shared duties."""
    write_table(comparing.path(graph, clock, first, second, sources), form=form, output=output)


COMMANDS = (compare, path)
