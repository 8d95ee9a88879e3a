"""`normgraph crosswalk check`: the linter for mapping files."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rich_click as click
from click.exceptions import Exit

from kg.cli.options import at_state, pass_graph, reading_limits
from kg.cli.output import FORMATS, deliver, say, write_file, write_table
from kg.clock import Clock
from kg.crosswalk.mappings import Stated
from kg.engine import KnowledgeGraph, checking, mappings
from kg.engine.checking import Wanted
from kg.engine.importing import How

_FILE = click.Path(path_type=Path, dir_okay=False)
_SARIF = "sarif"


def _wanted(command: Callable[..., Any]) -> Callable[..., Any]:
    """What is asked for, given to the command as one `wanted`."""

    @click.option("--select", multiple=True, metavar="RULE", help="Only this rule, or all that begin so: NG101, NG1.")
    @click.option("--ignore", multiple=True, metavar="RULE", help="Not this rule, or none that begins so.")
    @click.option(
        "--library", "libraries", multiple=True, type=_FILE, help="A catalog as published: ends must be in it."
    )
    @click.option("--loose", is_flag=True, help="An `intersects` means only that the two overlap.")
    @click.option("--baseline", type=_FILE, default=None, help="Findings that are known and not reported again.")
    @click.option("--source", default="", metavar="SLUG", help="Framework of the sources, whatever the file says.")
    @click.option("--target", default="", metavar="SLUG", help="Framework of the targets, whatever the file says.")
    @click.option("--as", "kind", type=click.Choice(mappings.FORMS), default=None, help="Format. Default: found.")
    @reading_limits
    @functools.wraps(command)
    def wrapped(
        *args: Any, source: str, target: str, kind: str | None, seconds: float | None, memory: int | None, **kwargs: Any
    ) -> Any:
        names = ("select", "ignore", "libraries", "loose", "baseline")
        wanted = Wanted(
            **{name: kwargs.pop(name) for name in names},
            mapped=Stated(source=source, target=target, form=kind or ""),
            how=How(seconds=seconds, memory=memory),
        )
        return command(*args, wanted=wanted, **kwargs)

    return wrapped


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@_wanted
@click.option("--write-baseline", type=_FILE, default=None, help="Write the findings as a baseline, and exit 0.")
@click.option(
    "--format", "form", type=click.Choice([*FORMATS, _SARIF]), default="table", show_default=True,
    help="Form of the findings.",
)  # fmt: skip
@click.option("--output", type=_FILE, default=None, help="Write to a file instead of standard output.")
@pass_graph
@at_state
def check(
    graph: KnowledgeGraph,
    clock: Clock,
    files: tuple[Path, ...],
    wanted: Wanted,
    write_baseline: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """Check mapping FILES of anybody: identifiers, relations that cannot hold, what a file does not say of itself.

    Reads what `normgraph mapping import` reads, and records nothing. With --org the files are also held against the
    mapping sets on record. Exit codes: 0 no finding, 1 findings, 2 usage, 3 a file that cannot be read.
    """
    found = checking.check(graph, clock, files, wanted)
    if write_baseline is not None:
        write_file(write_baseline, found.baseline())
        say(f"{len(found.problems):,} findings written to {write_baseline}; give it with --baseline from now on")
        return
    table = found.table()
    if form == _SARIF:
        deliver(found.sarif(), output)
        for note in table.notes:
            say(note)
    else:
        write_table(table, form=form, output=output)
    if found.problems:
        raise Exit(1)
