"""Commands that care for the store: status, doctor, log, verify, rebuild."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import rich_click as click
from click.exceptions import Exit

from kg import __version__
from kg.cli.options import outputs, pass_graph
from kg.cli.output import say, write_table
from kg.engine import KnowledgeGraph, history
from kg.resources import ontology_dir
from kg.tables import Table


@click.command("log")
@pass_graph
@outputs
@click.option("--limit", type=click.IntRange(min=1), default=None, help="At most so many commits.")
def log_command(graph: KnowledgeGraph, form: str, output: Path | None, limit: int | None) -> None:
    """Commits of the record, newest first."""
    columns = ("seq", "time", "author", "message", "added", "removed", "total", "hash")
    rows = [
        {
            "seq": str(commit.seq), "time": commit.time, "author": commit.author, "message": commit.message,
            "added": str(commit.added), "removed": str(commit.removed), "total": str(commit.total), "hash": commit.hash,
        }
        for commit in graph.log(limit)
    ]  # fmt: skip
    write_table(Table("commit", columns, list(rows), columns[:-1]), form=form, output=output)


@click.command("changes")
@click.argument("seq", type=click.IntRange(min=0), required=False, metavar="[SEQ]")
@click.option("--record", default="", metavar="ID", help="Of this record alone, in every commit unless SEQ says which.")
@pass_graph
@outputs
def changes_command(graph: KnowledgeGraph, seq: int | None, record: str, form: str, output: Path | None) -> None:
    """What commit SEQ changed on record, or the last: records new or gone, fields with old and new value."""
    write_table(history.changes(graph, seq, record), form=form, output=output)


@click.command("status")
@pass_graph
def status_command(graph: KnowledgeGraph) -> None:
    """What the store holds: organisation, commits, statements, indexes, snapshots, and if knowledge has changed."""
    found = graph.status()
    click.echo(f"store         {found.path}")
    click.echo(f"organisation  {graph.organisation}")
    click.echo(f"record        {found.commits} commits, {found.quads:,} statements, last {found.last or 'never'}")
    click.echo(f"knowledge     {graph.digest[:12]}")
    for kind, unit, projections in (("index", "statements", found.indexes), ("snapshot", "records", found.snapshots)):
        for made in projections:
            state = made.doubt or ("current" if made.current else "of an earlier state")
            click.echo(f"{kind:14}{made.name}: {made.holds:,} {unit}, {state}")
        if not projections:
            click.echo(f"{kind:14}none yet: made when first asked for")


@click.command("verify")
@pass_graph
def verify_command(graph: KnowledgeGraph) -> None:
    """Check every commit of the record against its hash chain. Exit 1 when something is wrong."""
    found = graph.verify()
    for problem in found.problems:
        click.echo(str(problem))
    say(f"{found.commits} commits, {found.quads:,} statements: {'sound' if found.sound else 'NOT sound'}")
    if not found.sound:
        raise Exit(1)


@click.command("rebuild")
@pass_graph
def rebuild_command(graph: KnowledgeGraph) -> None:
    """Throw all indexes and snapshots away and build the current index from record and knowledge."""
    found = graph.rebuild()
    say(f"index {found.name}: {found.holds:,} statements")


@click.command("doctor")
@pass_graph
def doctor_command(graph: KnowledgeGraph) -> None:
    """Check the installation: versions, shipped data, store. Exit 1 when something is wrong."""
    click.echo(f"normgraph     {__version__} on Python {platform.python_version()} ({sys.platform})")
    knowledge = graph.knowledge
    click.echo(f"knowledge     {graph.digest[:12]} in {ontology_dir()}")
    click.echo(
        f"              {len(knowledge.catalogs.editions)} frameworks, {len(knowledge.catalogs.norms)} norms, "
        f"{len(knowledge.scheme.duties)} duties, {len(knowledge.scheme.links)} links, "
        f"{len(knowledge.facts.types)} facts"
    )
    if not graph.organisations:
        click.echo(f"store         {graph.store}: nothing on record yet")
        return
    found = graph.verify()
    click.echo(f"store         {graph.store}: {found.commits} commits, {'sound' if found.sound else 'NOT sound'}")
    for kind, projections in (("index", found.indexes), ("snapshot", found.snapshots)):
        for made in projections:
            if made.doubt:
                click.echo(f"{kind:14}{made.name}: {made.doubt}; it is made anew when next used")
    if not found.sound:
        raise Exit(1)
