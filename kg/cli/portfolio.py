"""Commands over the portfolio: import, template, systems."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import clocks, outputs, pass_graph, reading_limits, tell_clock
from kg.cli.output import deliver, say, write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers, frameworks, importing
from kg.engine.importing import How, Options
from kg.portfolio.records import IMPLEMENTATION_STATUSES

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
    "--profile", default="", metavar="NAME", help="Read a spreadsheet by this profile, such as us-federal-2024."
)
@click.option(
    "--framework", default="", metavar="SLUG", help="Framework that measures refer to, where it cannot be told."
)
@click.option("--scope", multiple=True, metavar="ID", help="For what measures are implemented: organisation, or ids.")
@click.option(
    "--status",
    type=click.Choice(IMPLEMENTATION_STATUSES),
    default=None,
    help="Status of implementations of which the file states none.",
)
@click.option("--evidence-kind", default="", metavar="KIND", help="Kind of evidence of which the file states none.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, record nothing.")
@click.option("--prune", is_flag=True, help="Remove what is on record but not in the file.")
@click.option("--replace", is_flag=True, help="Replace the framework of this slug that is on record.")
@click.option("--report", type=_FILE, default=None, help="Write how each value was read to this file (CSV).")
@reading_limits
def import_command(
    graph: KnowledgeGraph,
    file: Path,
    kind: str | None,
    profile: str,
    framework: str,
    scope: tuple[str, ...],
    status: str | None,
    evidence_kind: str,
    dry_run: bool,
    prune: bool,
    replace: bool,
    report: Path | None,
    seconds: float | None,
    memory: int | None,
) -> None:
    """Put what is in FILE on record, in one commit or not at all.

    A portfolio, an inventory, a framework of your own, applied controls or evidence of CISO Assistant, a component
    definition or system security plan of OSCAL. What it is, is found by what is in it, and said.
    """
    options = Options(
        kind or "", profile, framework=framework, scope=scope, status=status or "", evidence_kind=evidence_kind
    )
    how = How(dry_run=dry_run, prune=prune, replace=replace, seconds=seconds, memory=memory)
    found = importing.import_file(graph, file, options, how)
    for line in found.summary():
        say(line)
    table = found.done.table()
    if report is not None and table is not None:
        write_table(table, form="csv", output=report)


@click.command("template")
@click.argument("kind", type=click.Choice(["portfolio", "framework"]))
@click.option("--output", type=_FILE, default=None, help="Write to a file instead of standard output.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema instead.")
@pass_graph
def template_command(graph: KnowledgeGraph, kind: str, output: Path | None, schema: bool) -> None:
    """A commented portfolio or framework file to start from, or its JSON Schema."""
    if kind == "framework":
        deliver(frameworks.schema(graph) if schema else frameworks.template(graph), output)
    else:
        deliver(graph.portfolio_schema() if schema else graph.portfolio_template(), output)


@click.command("systems")
@pass_graph
@clocks
@outputs
def systems_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Systems, models and data sets on record, with bearer, roles, derived class and open questions."""
    tell_clock(graph, clock)
    write_table(answers.systems(graph, clock), form=form, output=output)
