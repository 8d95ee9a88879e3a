"""Commands over mapping sets: import, list, show and remove what others say about requirements of two frameworks."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import at_state, outputs, pass_graph, reading_limits
from kg.cli.output import say, write_table
from kg.clock import Clock
from kg.crosswalk.mappings import Stated
from kg.engine import KnowledgeGraph, importing, mappings
from kg.engine.importing import How, Options

_FILE = click.Path(path_type=Path, dir_okay=False)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")


@click.group("mapping")
def mapping_command() -> None:
    """Mapping sets that others published, each with its author, licence and justification, in a graph of its own."""


@mapping_command.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--source", default="", metavar="SLUG", help="Framework of the sources, by slug or name, whatever the file says."
)
@click.option(
    "--target", default="", metavar="SLUG", help="Framework of the targets, by slug or name, whatever the file says."
)
@click.option("--name", default="", metavar="NAME", help="Name of the set. Default: what the file calls itself.")
@click.option("--as", "form", type=click.Choice(mappings.FORMS), default=None, help="Format. Default: found.")
@click.option("--replace", is_flag=True, help="Replace the sets of these names that are on record.")
@click.option("--report", type=_FILE, default=None, help="Write what was not understood, with its place (CSV).")
@_DRY_RUN
@reading_limits
@pass_graph
def import_mapping(
    graph: KnowledgeGraph,
    file: Path,
    source: str,
    target: str,
    name: str,
    form: str | None,
    replace: bool,
    dry_run: bool,
    report: Path | None,
    seconds: float | None,
    memory: int | None,
) -> None:
    """Put the mapping sets in FILE on record, in one commit or not at all.

    FILE is an SSSOM table, a mapping library of CISO Assistant, an OSCAL mapping collection, a spreadsheet of NIST's
    OLIR programme, a set theory relationship mapping (STRM) such as those of the SCF, or a table with columns source,
    target and relation. Rows that are not understood are named with their place; ends that a framework does not have
    are kept and marked.
    """
    stated = Stated(source=source, target=target, name=name, form=form or "")
    how = How(dry_run=dry_run, replace=replace, seconds=seconds, memory=memory)
    found = importing.import_file(graph, file, Options("mapping-set", mapped=stated), how).done
    for line in found.summary():
        say(line)
    table = found.table()
    if report is not None and table is not None:
        write_table(table, form="csv", output=report)


@mapping_command.command("list")
@pass_graph
@at_state
@outputs
def list_mappings(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Mapping sets, shipped or on record: whose they are, what they relate, how much of them could be pinned."""
    write_table(mappings.listed(graph, clock), form=form, output=output)


@mapping_command.command("show")
@click.argument("name")
@click.option("--open", "only_open", is_flag=True, help="Only rows with an end that the framework does not have.")
@pass_graph
@at_state
@outputs
def show_mapping(
    graph: KnowledgeGraph, clock: Clock, name: str, only_open: bool, form: str, output: Path | None
) -> None:
    """Every row of the set NAME, shipped or on record, as its author wrote it, and what was made of it."""
    write_table(mappings.show(graph, clock, name, only_open=only_open), form=form, output=output)


@mapping_command.command("remove")
@click.argument("name")
@_DRY_RUN
@pass_graph
def remove_mapping(graph: KnowledgeGraph, name: str, dry_run: bool) -> None:
    """Take the set NAME off the record. Earlier states keep it."""
    say(mappings.remove(graph, name, dry_run=dry_run))
