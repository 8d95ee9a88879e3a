"""Commands over verdicts: verdicts, gaps, obligations, coverage, overlaps, assess."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click
from click.exceptions import Exit

from kg.cli.options import as_if_adopted, clocks, outputs, pass_graph, tell_clock
from kg.cli.output import say, write_table
from kg.clock import Clock, parse_date
from kg.engine import APPLICABILITIES, KnowledgeGraph, Picked, answers
from kg.errors import UsageError
from kg.tables import Table

F = TypeVar("F", bound=Callable[..., Any])

_SUBJECT = click.option("--subject", "--system", "subjects", multiple=True, metavar="ID", help="Only this subject.")
_FILTERS = (
    click.option(
        "--framework", "frameworks", multiple=True, metavar="SLUG", help="Only this framework, by slug or name."
    ),
    click.option(
        "--requirement",
        "requirements",
        multiple=True,
        metavar="CURIE",
        help='Only this requirement, by identifier or as people write it, such as "Art. 26 (5)".',
    ),
    click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Only this status."),
    click.option(
        "--owner", default="", metavar="POST", help="Only what this post answers for; nobody: what has no owner."
    ),
    click.option(
        "--involvement",
        default="",
        metavar="NAME",
        help="Only systems that have, or may have, this involvement, and requirements in the areas to look at for it.",
    ),
)
_EXPLAIN = click.option(
    "--explain", "explain", is_flag=True, help="Show the chain of reasons behind each row instead of the row."
)


def filters(command: F) -> F:
    """Options that pick verdicts, of whatever subject, and `--explain`."""
    for option in reversed((*_FILTERS, as_if_adopted, _EXPLAIN)):
        command = option(command)
    return command


@click.command("verdicts")
@pass_graph
@clocks
@outputs
@filters
@_SUBJECT
@click.option(
    "--applicability",
    "applicabilities",
    multiple=True,
    type=click.Choice(APPLICABILITIES),
    help="Only this applicability.",
)
def verdicts_command(
    graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None, explain: bool, **picked: Any
) -> None:
    """Every verdict: subject, requirement, applicability, status and reason."""
    found = answers.verdicts(graph, clock, Picked(**picked))
    _answer(graph, clock, found, form, output, picked, explain=explain)


@click.command("gaps")
@pass_graph
@clocks
@outputs
@filters
@_SUBJECT
@click.option("--horizon", default=None, metavar="DATE", help="Add what starts to apply by this date.")
@click.option(
    "--fail-on", type=click.Choice(["conflict", "any"]), default=None, help="Exit 1 when such rows are found."
)
def gaps_command(
    graph: KnowledgeGraph,
    clock: Clock,
    form: str,
    output: Path | None,
    horizon: str | None,
    fail_on: str | None,
    explain: bool,
    **picked: Any,
) -> None:
    """Verdicts that need work: conflicts first, then by how bad and how soon."""
    until = parse_date(horizon, where="--horizon", error=UsageError) if horizon else None
    found = answers.gaps(graph, clock, Picked(**picked, horizon=until))
    _answer(graph, clock, found, form, output, picked, explain=explain)
    if fail_on and any(fail_on == "any" or row["status"] == fail_on for row in found.rows):
        raise Exit(1)


@click.command("obligations")
@click.argument("subject")
@pass_graph
@clocks
@outputs
@filters
def obligations_command(
    graph: KnowledgeGraph, clock: Clock, subject: str, form: str, output: Path | None, explain: bool, **picked: Any
) -> None:
    """What binds one SUBJECT now, later, or perhaps; organisation-level rows are marked as inherited."""
    found = answers.obligations(graph, clock, subject, Picked(**picked))
    _answer(graph, clock, found, form, output, picked, explain=explain)


@click.command("coverage")
@pass_graph
@clocks
@outputs
@as_if_adopted
def coverage_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None, **picked: Any) -> None:
    """Per framework: verdicts by status, and the share of demanded points that is shown or possible."""
    _answer(graph, clock, answers.coverage(graph, clock, Picked(**picked)), form, output, picked)
    say("What the record supports under these decompositions. No finding of conformity, no legal advice.")


@click.command("overlaps")
@pass_graph
@clocks
@outputs
@click.option("--pairs", is_flag=True, help="Show pairs of requirements instead of duties.")
@as_if_adopted
def overlaps_command(
    graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None, pairs: bool, **picked: Any
) -> None:
    """Duties that two or more instruments demand of the same bearer, with the strictest parameter."""
    question = answers.overlap_pairs if pairs else answers.overlaps
    _answer(graph, clock, question(graph, clock, Picked(**picked)), form, output, picked)


@click.command("assess")
@pass_graph
@clocks
def assess_command(graph: KnowledgeGraph, clock: Clock) -> None:
    """Compute all verdicts and put them beside the record in the RDF index, where SPARQL can ask about them."""
    with graph.assessment_index(clock) as index:
        say(f"assessment {graph.key(clock)}: {len(index):,} statements in {len(index.graphs)} graphs")


def _answer(
    graph: KnowledgeGraph,
    clock: Clock,
    found: Table,
    form: str,
    output: Path | None,
    picked: dict[str, Any],
    *,
    explain: bool = False,
) -> None:
    tell_clock(graph, clock, picked.get("as_if_adopted", ()))
    shown = answers.explained(graph, clock, found, Picked(**picked)) if explain else found
    write_table(shown, form=form, output=output)


@click.command("impact")
@click.argument("measure")
@pass_graph
@clocks
@outputs
def impact_command(graph: KnowledgeGraph, clock: Clock, measure: str, form: str, output: Path | None) -> None:
    """Verdicts that change if MEASURE fails, each with the chain that leads to it."""
    _answer(graph, clock, answers.impact(graph, clock, measure), form, output, {})


@click.command("maturity")
@pass_graph
@clocks
@outputs
def maturity_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Which level of maturity is reached, by stated rules: the duties each level needs and what shows them."""
    _answer(graph, clock, answers.maturity(graph, clock), form, output, {})
    say("The levels are a way to speak about what is shown. They are no measure of conformity.")
