"""Command demo: the main job on a fictitious company, with pinned dates so that its output stays true."""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import rich_click as click

from kg.cli.output import deliver, say, write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, crosswalks, importing
from kg.exchange.tabular import render
from kg.resources import data_dir
from kg.tables import Table

DAY = date(2026, 11, 23)
HORIZON = date(2027, 12, 31)
GAPS_SHOWN = ("status", "subject", "requirement", "requirement_title", "applies_from", "on_record")
TITLE = 60
PAIR = ("iso-42001-2023", "eu-ai-act")


@click.command("demo")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-output"),
    show_default=True,
    help="Folder for the crosswalk file.",
)
def demo_command(output: Path) -> None:
    """What binds one fictitious company, what its record supports, what is missing and why."""
    portfolio = data_dir("examples") / "acme" / "portfolio.yaml"
    with tempfile.TemporaryDirectory() as folder:
        graph = KnowledgeGraph(Path(folder), notice=say)
        imported = importing.import_portfolio(graph, portfolio)
        clock = Clock(DAY, DAY)
        name = graph.portfolio(clock).organisation.name
        counts = imported.difference.kinds
        click.echo(
            f"{name} (fictitious) on {DAY}: {counts['units']} subsidiaries, {counts['systems']} systems, "
            f"{counts['models']} model, {counts['implementations']} implementations, {counts['evidence']} pieces of "
            "evidence on record."
        )
        _posture(graph, clock)
        _work(graph, clock)
        _crosswalk(graph, clock, output)


def _posture(graph: KnowledgeGraph, clock: Clock) -> None:
    _heading("Posture", "verdicts that apply today by status; shown and possible are shares of what is demanded")
    found = answers.coverage(graph, clock, Picked())
    bound = [row for row in found.rows if row["applies"] != "0" or row["later"] != "0"]
    hidden = {"binding", "review_state"}
    _show(replace(found, rows=bound, shown=tuple(name for name in found.columns if name not in hidden)), 9)
    _heading("Conflicts", "prohibitions that the facts on record meet")
    found = answers.conflicts(graph, clock)
    _show(replace(found, shown=("subject", "requirement", "requirement_title", "applies_from", "owner")), 9)


def _work(graph: KnowledgeGraph, clock: Clock) -> None:
    _heading("Most urgent gaps", f"at most two a subject; all of them: normgraph gaps --horizon {HORIZON}")
    found = answers.urgent_gaps(graph, clock, HORIZON, 12)
    rows = [_short(row) for row in found.rows]
    _show(replace(found, rows=list(rows), shown=GAPS_SHOWN), 12)
    _heading("Best overlaps", "one piece of work that several instruments demand")
    _show(replace(answers.overlaps(graph, clock, Picked()), shown=("duty", "requirements", "strictest_parameter")), 6)
    _heading("Open questions", "facts nobody has stated, and how many verdicts wait for them")
    _show(replace(answers.open_questions(graph, clock), shown=("fact", "question", "systems", "settles")), 12)
    _heading("What comes next", "days on which further norms start to bind, and for how many subjects")
    found = answers.next_dates(graph, clock)
    rows = [{**row, "subjects": str(row["subjects"].count(";") + 1)} for row in found.rows]
    _show(replace(found, rows=list(rows)), 6)


def _crosswalk(graph: KnowledgeGraph, clock: Clock, output: Path) -> None:
    found = crosswalks.crosswalk(graph, clock, *PAIR)
    path = output / f"{PAIR[0]}--{PAIR[1]}.csv"
    deliver(render(found.rows, found.columns, "csv"), path)
    click.echo(f"\nCrosswalk of {len(found.rows)} rows written to {path}")
    click.echo("What the encoded rules and the record say under machine-drafted decompositions: provisional,")
    click.echo("no finding of conformity, no legal advice.")


def _short(row: Mapping[str, str]) -> dict[str, str]:
    """A gap in as few lines as it takes: the title cut, and of the reason what is on record."""
    on_record = row["reason"].rpartition("; ")[2]
    if "enforcement-stayed" in row["reason"].partition("]")[0]:
        on_record += "; stayed"
    title = textwrap.shorten(row["requirement_title"], TITLE, placeholder=" ...")
    subject = row["subject"].rpartition(":")[2]
    return {**row, "subject": subject, "requirement_title": title, "on_record": on_record}


def _heading(title: str, words: str) -> None:
    click.echo(f"\n{title.upper()}  {words}")


def _show(found: Table, most: int) -> None:
    write_table(replace(found, rows=found.rows[:most]))
    if len(found.rows) > most:
        click.echo(f"... and {len(found.rows) - most} more")
    if not found.rows:
        click.echo("none")
