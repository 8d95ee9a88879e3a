"""Commands over frameworks of one's own: import and remove."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import pass_graph, reading_limits
from kg.cli.output import say, write_table
from kg.clock import parse_date
from kg.engine import KnowledgeGraph, frameworks, importing
from kg.engine.importing import How, Options
from kg.errors import UsageError
from kg.own.model import BINDINGS, Stated

_FILE = click.Path(path_type=Path, dir_okay=False)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")


@click.group("framework")
def framework_command() -> None:
    """Put a framework of your own on record, or take it off: a contract, a policy, a customer's questionnaire."""


@framework_command.command("import")
@click.argument("file", type=_FILE)
@click.option("--slug", default="", metavar="NAME", help="Short name with which every identifier begins.")
@click.option("--title", default="", metavar="TEXT", help="Title in full.")
@click.option("--binding", type=click.Choice(BINDINGS), default=None, help="On what ground it binds.")
@click.option("--issued", default=None, metavar="DATE", help="Day its text was issued.")
@click.option("--publisher", default="", metavar="NAME", help="Who published it.")
@click.option("--licence", default="", metavar="TEXT", help="Terms of use, as the publisher states them.")
@click.option("--jurisdiction", default="", metavar="NAME", help="Where it has authority.")
@click.option("--replace", is_flag=True, help="Replace the framework of this slug that is on record.")
@click.option("--report", type=_FILE, default=None, help="Write what was not understood, with its place (CSV).")
@_DRY_RUN
@reading_limits
@pass_graph
def import_framework(
    graph: KnowledgeGraph,
    file: Path,
    slug: str,
    title: str,
    binding: str | None,
    issued: str | None,
    publisher: str,
    licence: str,
    jurisdiction: str,
    replace: bool,
    dry_run: bool,
    report: Path | None,
    seconds: float | None,
    memory: int | None,
) -> None:
    """Put the framework in FILE on record, in one commit or not at all.

    FILE is a framework file of normgraph (YAML, or a spreadsheet saved as CSV), an OSCAL catalog (JSON, YAML, XML), a
    library of CISO Assistant (YAML or workbook) or a SKOS concept scheme (Turtle, RDF/XML, JSON-LD); which one, is
    found by what is in it. The options say what the file does not. With --org NAME it may begin the record of an
    organisation whose portfolio comes later.
    """
    stated = Stated(
        slug=slug,
        title=title,
        binding=binding or "",
        issued=parse_date(issued, where="--issued", error=UsageError) if issued else None,
        publisher=publisher,
        licence=licence,
        jurisdiction=jurisdiction,
    )
    how = How(dry_run=dry_run, replace=replace, seconds=seconds, memory=memory)
    found = importing.import_file(graph, file, Options("framework", stated=stated), how).done
    for line in found.summary():
        say(line)
    table = found.table()
    if report is not None and table is not None:
        write_table(table, form="csv", output=report)


@framework_command.command("remove")
@click.argument("slug")
@_DRY_RUN
@pass_graph
def remove_framework(graph: KnowledgeGraph, slug: str, dry_run: bool) -> None:
    """Take the framework SLUG off the record. Earlier states keep it; what refers to it has to go first."""
    say(frameworks.told(frameworks.remove(graph, slug, dry_run=dry_run), dry_run=dry_run))
