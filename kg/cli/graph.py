"""Commands over graphs of any RDF that an organisation keeps: list and remove. `import` puts them on record."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import at_state, outputs, pass_graph
from kg.cli.output import say, write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, frameworks, graphs


@click.group("graph")
def graph_command() -> None:
    """Graphs of any RDF beside the record: `normgraph import FILE.ttl --graph NAME` makes one; they decide nothing."""


@graph_command.command("list")
@pass_graph
@at_state
@outputs
def list_graphs(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Graphs on record, with how many statements each holds."""
    write_table(graphs.table(graph, clock), form=form, output=output)


@graph_command.command("remove")
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Check everything, record nothing.")
@pass_graph
def remove_graph(graph: KnowledgeGraph, name: str, dry_run: bool) -> None:
    """Take the graph NAME off the record. Earlier states keep it."""
    say(frameworks.told(graphs.remove(graph, name, dry_run=dry_run), dry_run=dry_run))
