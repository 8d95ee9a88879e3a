"""Commands over the knowledge: frameworks, requirements, facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from kg.cli.options import at_state, outputs, pass_graph
from kg.cli.output import write_table
from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, editions


@click.command("frameworks")
@pass_graph
@at_state
@outputs
def frameworks_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None) -> None:
    """Frameworks, your own last: how they bind, what they hold, how far they are decomposed and reviewed."""
    write_table(editions.frameworks(graph, clock), form=form, output=output)


@click.command("requirements")
@click.argument("requirements", nargs=-1)
@pass_graph
@at_state
@outputs
@click.option("--framework", "frameworks", multiple=True, metavar="SLUG", help="Only this framework.")
def requirements_command(graph: KnowledgeGraph, clock: Clock, form: str, output: Path | None, **picked: Any) -> None:
    """REQUIREMENTS, or all there are, with modality, bearers, level, first date and duties.

    A requirement is written as people write it: eu-ai-act:26-5, "Art. 26 (5) AI Act", "ISO 42001 A.6.2.3", "GV 1.1".
    What was understood is said. What several frameworks have is looked for among those of --framework or in view first;
    where several may still be meant, they are named.
    """
    write_table(answers.requirements(graph, clock, Picked(**picked)), form=form, output=output)


@click.command("facts")
@pass_graph
@outputs
def facts_command(graph: KnowledgeGraph, form: str, output: Path | None) -> None:
    """The facts vocabulary: what may be stated about organisations and systems, as questions."""
    write_table(answers.facts(graph), form=form, output=output)
