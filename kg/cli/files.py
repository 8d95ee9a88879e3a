"""Commands that write files for people to fill in or keep: template, export."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.cli.options import at_state, pass_graph
from kg.cli.output import deliver, say, write_file
from kg.clock import Clock
from kg.engine import KnowledgeGraph, frameworks, portfolios
from kg.errors import NotFound, UsageError

_FILE = click.Path(path_type=Path, dir_okay=False)
_REPLACE = click.option("--replace", is_flag=True, help="Write over FILE where it is there already.")
_KINDS = ("portfolio", "framework")


@click.command("template")
@click.argument("kind", metavar="portfolio|framework|FILE")
@click.option("--output", type=_FILE, default=None, help="Write to a file instead of standard output.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema instead.")
@_REPLACE
@pass_graph
def template_command(graph: KnowledgeGraph, kind: str, output: Path | None, schema: bool, replace: bool) -> None:
    """A portfolio or framework file to start from, as YAML or workbook, or its JSON Schema.

    `normgraph template portfolio.xlsx` writes a workbook of that name, `normgraph template portfolio` prints YAML.
    """
    if kind not in _KINDS:
        if Path(kind).suffix.lower() not in portfolios.SUFFIXES or output is not None or schema:
            known = (*_KINDS, *(f"portfolio{suffix}" for suffix in portfolios.SUFFIXES))
            raise NotFound("no such template", where="template", found=kind, known=known, expected=" | ".join(known))
        output, kind = _new(Path(kind), replace), _KINDS[0]
    if schema:
        deliver(portfolios.schema(graph) if kind == _KINDS[0] else frameworks.schema(graph), output)
    elif kind != _KINDS[0]:
        deliver(frameworks.template(graph), output)
    elif output is None:
        deliver(portfolios.template(graph).decode(), None)
    else:
        write_file(output, portfolios.template(graph, output.suffix))
        say(f"wrote {output}")


@click.command("export")
@click.argument("file", type=_FILE)
@_REPLACE
@pass_graph
@at_state
def export_command(graph: KnowledgeGraph, clock: Clock, file: Path, replace: bool) -> None:
    """Write the portfolio on record to a file: YAML, or a workbook.

    The ending of FILE says which: portfolio.yaml or portfolio.xlsx. Importing the file changes nothing. Names of the
    holders of posts are in it; frameworks of your own are not.
    """
    _new(file, replace)
    found = portfolios.export(graph, clock, file.suffix)
    write_file(file, found.content)
    for note in found.notes:
        say(note)
    say(f"wrote {file}")


def _new(path: Path, replace: bool) -> Path:
    """A path that may be written: what somebody filled in is not overwritten unasked."""
    if path.exists() and not replace:
        raise UsageError(
            "the file is there already", where=str(path), found="a file of that name", expected="a new file",
            hint="choose another name, or write over it with --replace",
        )  # fmt: skip
    return path
