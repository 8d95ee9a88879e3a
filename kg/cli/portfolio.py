"""Commands over the portfolio: import, systems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from kg.cli.options import clocks, measures, outputs, pass_graph, reading_limits, spreadsheet, tell_clock
from kg.cli.output import say, write_table
from kg.cli.progress import Bar
from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers, importing
from kg.engine.importing import How, Options
from kg.tables import Table

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@click.argument("file", type=_FILE)
@pass_graph
@click.option(
    "--as",
    "kind",
    type=click.Choice(importing.NAMES),
    default=None,
    help="What the file is, where that cannot be told from what is in it.",
)
@click.option(
    "--profile",
    default="",
    metavar="NAME",
    help="Read a spreadsheet by this profile: a shipped name, a YAML file, or auto (default) for the one that fits.",
)
@click.option("--name", default="", help="Name of the organisation of --org, where the file does not say it.")
@measures
@spreadsheet
@click.option("--graph", "graph_name", default="", help="What to call the graph of an RDF file. Default: its name.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")
@click.option("--prune", is_flag=True, help="Remove what is on record but not in the file.")
@click.option(
    "--replace", is_flag=True, help="Replace the framework, mapping set or graph of this name that is on record."
)
@click.option("--report", type=_FILE, default=None, help="Write how each value and name was read to this file (CSV).")
@click.option(
    "--changes", type=_FILE, default=None, help="Write what changes on record to this file (CSV), old and new."
)
@reading_limits
def import_command(
    graph: KnowledgeGraph,
    file: Path,
    kind: str | None,
    profile: str,
    name: str,
    stated: Mapping[str, Any],
    where: Mapping[str, Any],
    graph_name: str,
    dry_run: bool,
    prune: bool,
    replace: bool,
    report: Path | None,
    changes: Path | None,
    seconds: float | None,
    memory: int | None,
) -> None:
    """Put what is in FILE on record, in one commit or not at all.

    A portfolio, an inventory, a framework of your own, a mapping set, applied controls or evidence of CISO Assistant, a
    component definition or system security plan of OSCAL, or RDF. What it is, is found by what is in it, and said.
    Requirements in it may be written as people do: what one framework only can mean, those in view first, is read.
    """
    options = Options(
        kind or "",
        profile,
        graph=graph_name,
        organisation=graph.chosen,
        organisation_name=name,
        **stated,
        **where,
    )
    with Bar() as bar:
        how = How(dry_run=dry_run, prune=prune, replace=replace, seconds=seconds, memory=memory, progress=bar)
        found = importing.import_file(graph, file, options, how)
    for line in found.summary():
        say(line)
    _write(found.done.table(), report)
    _write(found.changes(), changes)


def _write(table: Table | None, output: Path | None) -> None:
    if table is not None and output is not None:
        write_table(table, form="csv", output=output)


@click.command("systems")
@pass_graph
@clocks
@outputs
def systems_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Systems, models and data sets on record, with bearer, roles, derived class and open questions."""
    tell_clock(graph, clock)
    write_table(answers.systems(graph, clock), form=form, output=output)
