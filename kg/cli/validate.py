"""Command validate: what the shapes find missing or wrong on record, or in the shipped knowledge."""

from __future__ import annotations

from pathlib import Path

import rich_click as click
from click.exceptions import Exit

from kg.cli.options import clocks, outputs, pass_graph, tell_clock
from kg.cli.output import say, write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers
from kg.validation import service as validation

FOUND = 1


@click.command("validate")
@click.option(
    "--shapes", "files", type=click.Path(path_type=Path, dir_okay=False, exists=True), multiple=True,
    help="SHACL shapes in Turtle to check instead of the shipped ones; may be given several times.",
)  # fmt: skip
@click.option(
    "--scope", type=click.Choice(validation.SCOPES), default="record", show_default=True, help="What to check."
)
@click.option(
    "--severity", type=click.Choice(validation.SEVERITIES), default="info", show_default=True,
    help="Show results of this severity and worse.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(validation.ENGINES), default="compiled", show_default=True,
    help="Compiled queries, or pySHACL, which is meant for small graphs.",
)  # fmt: skip
@pass_graph
@clocks
@outputs
def validate_command(
    graph: KnowledgeGraph,
    clock: Clock,
    files: tuple[Path, ...],
    scope: str,
    severity: str,
    engine: str,
    form: str,
    output: Path | None,
) -> None:
    """Check record or knowledge against shapes. Exit 1 when a violation is found, 0 for warnings alone.

    A shape looks at the record for a requirement; passing it says nothing about conformity.
    """
    if scope != "knowledge":
        tell_clock(graph, clock)
    found = answers.validate(graph, clock, validation.Wanted(files, scope, severity, engine))
    counts = {name: sum(row["severity"] == name for row in found.rows) for name in validation.SEVERITIES}
    if found.rows or form != "table":
        write_table(found, form=form, output=output)
    say(", ".join(f"{count} {name}{'s' if count != 1 and name != 'info' else ''}" for name, count in counts.items()))
    if counts[validation.SEVERITIES[0]]:
        raise Exit(FOUND)
