"""Commands over frameworks of one's own: import and remove."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import pass_graph
from kg.cli.output import say
from kg.engine import KnowledgeGraph, frameworks
from kg.store.ledger import Commit

_DRY_RUN = click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")


@click.group("framework")
def framework_command() -> None:
    """Put a framework of your own on record, or take it off: a contract, a policy, a customer's questionnaire."""


@framework_command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace the framework of this slug that is on record.")
@_DRY_RUN
@pass_graph
def import_framework(graph: KnowledgeGraph, file: Path, replace: bool, dry_run: bool) -> None:
    """Put the framework in FILE (YAML, or a spreadsheet saved as CSV) on record, in one commit or not at all.

    With --org NAME it may begin the record of an organisation whose portfolio comes later.
    """
    found = frameworks.put(graph, file, replace=replace, dry_run=dry_run)
    framework = found.framework
    norms = [item for item in framework.requirements if item.states_norm]
    bare = sum(not item.duties for item in norms)
    say(f"{found.organisation}: {framework.slug}, {framework.title}")
    say(f"{len(norms)} requirement{'' if len(norms) == 1 else 's'}, {len(norms) - bare} with duties")
    if bare:
        say(f"not assessed: {bare} without duties")
    _tell(found.commit, dry_run)
    if not found.before and framework.binding == "commitment":
        say(f"it binds by commitment: record one in the portfolio, or ask with --as-if-adopted {framework.slug}")


@framework_command.command("remove")
@click.argument("slug")
@_DRY_RUN
@pass_graph
def remove_framework(graph: KnowledgeGraph, slug: str, dry_run: bool) -> None:
    """Take the framework SLUG off the record. Earlier states keep it; what refers to it has to go first."""
    _tell(frameworks.remove(graph, slug, dry_run=dry_run), dry_run)


def _tell(commit: Commit | None, dry_run: bool) -> None:
    if dry_run:
        say("dry run: nothing was recorded")
    elif commit is None:
        say("nothing to record: the file says what is on record already")
    else:
        say(f"commit {commit.seq}: {commit.added:,} statements added, {commit.removed:,} removed")
