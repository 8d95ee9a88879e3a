"""Commands over frameworks of one's own: import and remove."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import pass_graph, reading_limits
from kg.cli.output import say
from kg.engine import KnowledgeGraph, frameworks, importing
from kg.engine.importing import How, Options

_DRY_RUN = click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")


@click.group("framework")
def framework_command() -> None:
    """Put a framework of your own on record, or take it off: a contract, a policy, a customer's questionnaire."""


@framework_command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace the framework of this slug that is on record.")
@_DRY_RUN
@reading_limits
@pass_graph
def import_framework(
    graph: KnowledgeGraph, file: Path, replace: bool, dry_run: bool, seconds: float | None, memory: int | None
) -> None:
    """Put the framework in FILE (YAML, or a spreadsheet saved as CSV) on record, in one commit or not at all.

    With --org NAME it may begin the record of an organisation whose portfolio comes later.
    """
    how = How(dry_run=dry_run, replace=replace, seconds=seconds, memory=memory)
    for line in importing.import_file(graph, file, Options("framework"), how).done.summary():
        say(line)


@framework_command.command("remove")
@click.argument("slug")
@_DRY_RUN
@pass_graph
def remove_framework(graph: KnowledgeGraph, slug: str, dry_run: bool) -> None:
    """Take the framework SLUG off the record. Earlier states keep it; what refers to it has to go first."""
    say(frameworks.told(frameworks.remove(graph, slug, dry_run=dry_run), dry_run=dry_run))
