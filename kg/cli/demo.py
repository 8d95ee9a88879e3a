"""Command demo: the main job on a fictitious company, with pinned dates so that its output stays true."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import rich_click as click

from kg.cli.output import deliver, say, write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers
from kg.exchange.tabular import render
from kg.resources import data_dir
from kg.tables import Table

DAY = date(2026, 11, 23)
HORIZON = date(2027, 12, 31)
PAIR = ("iso-42001-2023", "eu-ai-act")


@click.command("demo")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-output"), show_default=True, help="Folder for the crosswalk file.")
def demo_command(output: Path) -> None:
    """What binds one fictitious company, what its record supports, what is missing and why."""
    portfolio = data_dir("examples") / "acme" / "portfolio.yaml"
    with tempfile.TemporaryDirectory() as folder:
        graph = KnowledgeGraph(Path(folder), notice=say)
        imported = graph.import_portfolio(portfolio)
        clock = Clock(DAY, DAY)
        name = graph.portfolio(clock).organisation.name
        click.echo(f"{name} (fictitious) on {DAY}: {imported.difference.kinds['systems']} systems, "
                   f"{imported.difference.kinds['models']} model, {imported.difference.kinds['implementations']} implementations, "
                   f"{imported.difference.kinds['evidence']} pieces of evidence on record.")  # fmt: skip
        _posture(graph, clock)
        _work(graph, clock)
        _crosswalk(graph, output)


def _posture(graph: KnowledgeGraph, clock: Clock) -> None:
    _heading("Posture", "verdicts that apply today by status; shown and possible are shares of the points demanded")
    _show(answers.coverage(graph, clock, Picked()), 9, lambda row: row["applies"] != "0" or row["later"] != "0")
    _heading("Conflicts", "prohibitions that the facts on record meet")
    _show(answers.conflicts(graph, clock), 9)


def _work(graph: KnowledgeGraph, clock: Clock) -> None:
    _heading("Most urgent gaps", f"due by {HORIZON}, at most two a subject; all of them: normgraph gaps --horizon {HORIZON}")
    _show(answers.urgent_gaps(graph, clock, HORIZON, 12), 12)
    _heading("Best overlaps", "one piece of work that several instruments demand")
    found = answers.overlaps(graph, clock, Picked())
    _show(replace(found, shown=("duty", "requirements", "strictest_parameter")), 6)
    _heading("Open questions", "facts nobody has stated, and how many verdicts wait for them")
    _show(answers.open_questions(graph, clock), 6)
    _heading("What comes next", "days on which further norms start to bind")
    _show(answers.next_dates(graph, clock), 6)


def _crosswalk(graph: KnowledgeGraph, output: Path) -> None:
    found = answers.crosswalk(graph, *PAIR)
    path = output / f"{PAIR[0]}--{PAIR[1]}.csv"
    deliver(render(found.rows, found.columns, "csv"), path)
    click.echo(f"\nCrosswalk of {len(found.rows)} rows written to {path}")
    click.echo("What the encoded rules and the record say under machine-drafted decompositions: provisional,")
    click.echo("no finding of conformity, no legal advice.")


def _heading(title: str, words: str) -> None:
    click.echo(f"\n{title.upper()}  {words}")


def _show(found: Table, most: int, keep: object = None) -> None:
    rows = [row for row in found.rows if keep is None or keep(row)]  # type: ignore[operator]
    write_table(replace(found, rows=rows[:most]))
    if len(rows) > most:
        click.echo(f"... and {len(rows) - most} more")
    if not rows:
        click.echo("none")
