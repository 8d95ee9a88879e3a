"""Commands over the portfolio: import, systems."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import clocks, outputs, pass_graph, tell_clock
from kg.cli.output import say, write_table
from kg.clock import Clock
from kg.engine import Imported, KnowledgeGraph, answers

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@click.argument("file", type=_FILE)
@pass_graph
@click.option(
    "--profile", default="", metavar="NAME", help="Read a spreadsheet by this profile, such as us-federal-2024."
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")
@click.option("--prune", is_flag=True, help="Remove what is on record but not in the file.")
@click.option("--report", type=_FILE, default=None, help="Write how each value was read to this file (CSV).")
def import_command(
    graph: KnowledgeGraph, file: Path, profile: str, dry_run: bool, prune: bool, report: Path | None
) -> None:
    """Put a portfolio FILE (YAML, workbook, or a spreadsheet with --profile) on record, in one commit or not at all."""
    if profile:
        found = graph.import_inventory(file, profile, dry_run=dry_run, prune=prune)
        for line in found.report.summary():
            say(line)
        if report is not None:
            write_table(found.report.table(), form="csv", output=report)
        _tell(found.imported, dry_run)
    else:
        _tell(graph.import_portfolio(file, dry_run=dry_run, prune=prune), dry_run)


def _tell(found: Imported, dry_run: bool) -> None:
    difference = found.difference
    for note in found.notes:
        say(note)
    counts = ", ".join(f"{kind} {count:,}" for kind, count in sorted(difference.kinds.items()))
    say(f"{found.organisation}: {counts}")
    if found.complete:
        topics = ", ".join(f"{topic} ({count:,})" for topic, count in sorted(found.complete.items()))
        say(f"assumed: in topics declared complete, a fact that is not given counts as none: {topics}")
    say(f"new {len(difference.new)}, changed {len(difference.changed)}, removed {len(difference.gone)}")
    if difference.unnamed:
        say(f"{len(difference.unnamed)} records are on record but not in this file and stay; --prune removes them")
    if dry_run:
        say("dry run: nothing was recorded")
    elif found.commit is None:
        say("nothing to record: the file says what is on record already")
    else:
        added, removed = len(difference.added), len(difference.removed)
        say(f"commit {found.commit.seq}: {added:,} statements added, {removed:,} removed")


@click.command("systems")
@pass_graph
@clocks
@outputs
def systems_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Systems, models and data sets on record, with bearer, roles, derived class and open questions."""
    tell_clock(graph, clock)
    write_table(answers.systems(graph, clock), form=form, output=output)
