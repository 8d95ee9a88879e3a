"""Commands that ask in SPARQL: query (the library) and sparql (ad hoc, confined)."""

from __future__ import annotations

import sys
from pathlib import Path

import rich_click as click

from kg.cli.options import clocks, outputs, pass_graph, tell_clock
from kg.cli.output import deliver, say, write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers
from kg.errors import InputError, UsageError


@click.command("query")
@click.argument("name")
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the question; frameworks and requirements as people write them.",
)
@click.option("--show-query", is_flag=True, help="Print the SPARQL text instead of asking.")
@pass_graph
@clocks
@outputs
def query_command(
    graph: KnowledgeGraph,
    clock: Clock,
    name: str,
    parameters: tuple[str, ...],
    show_query: bool,
    form: str,
    output: Path | None,
) -> None:
    """Ask the question NAME of the query library; `list` lists the questions."""
    if name == "list":
        write_table(answers.questions(), form=form, output=output)
    elif show_query:
        deliver(answers.question_text(name), output)
    else:
        tell_clock(graph, clock)
        write_table(graph.ask(name, _pairs(parameters), clock), form=form, output=output)


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageError("not a parameter", where="--param", found=item, expected="NAME=VALUE")
        found[name] = value
    return found


def _text(file: Path | None) -> str:
    if file is None and sys.stdin.isatty():
        raise UsageError("no query", found="nothing", expected="a query, --file, or a query on standard input")
    try:
        return sys.stdin.read() if file is None else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "query is not UTF-8",
            where=str(file or "standard input"),
            found=f"byte {error.start}",
            expected="UTF-8 text",
        ) from None


@click.command("sparql")
@click.argument("query", required=False)
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    help="Read the query from a file.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "tsv"]),
    default="csv",
    show_default=True,
    help="Form of the answer. In csv a text that a spreadsheet would take for a formula begins with '; json and tsv "
    "give it as it is.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write to a file instead of standard output.",
)
@pass_graph
@clocks
def sparql_command(
    graph: KnowledgeGraph, clock: Clock, query: str | None, file: Path | None, form: str, output: Path | None
) -> None:
    """Run a read-only SPARQL QUERY (or --file, or standard input) over record, knowledge and verdicts."""
    text = query or _text(file)
    tell_clock(graph, clock)
    found = graph.sparql(text, clock, form)
    deliver(found.body if found.body.endswith("\n") else found.body + "\n", output)
    say(
        f"{found.rows} rows in {found.seconds:.2f} s"
        + ("" if found.sandboxed else " (network not blocked on this platform)")
    )
