"""Commands over profiles, which say how a spreadsheet is read: list, show, new, check."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from kg.cli.options import outputs, pass_graph, spreadsheet
from kg.cli.output import deliver, say, write_table
from kg.engine import KnowledgeGraph, profiles
from kg.engine.importing import Options
from kg.errors import UsageError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("profile")
def profile_command() -> None:
    """Say how a spreadsheet is read: list shipped profiles, show one, draft one for a file, check one."""


@profile_command.command("list")
@pass_graph
@outputs
def list_profiles(graph: KnowledgeGraph, form: str, output: Path | None) -> None:
    """Shipped profiles: what they read."""
    write_table(profiles.shipped(graph), form=form, output=output)


@profile_command.command("show")
@click.argument("name")
@click.option("--output", type=_FILE, default=None, help="Write to a file instead of standard output.")
def show_profile(name: str, output: Path | None) -> None:
    """The YAML of the shipped profile NAME, to read or to begin your own with."""
    deliver(profiles.text(name), output)


@profile_command.command("new")
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Take every proposal without asking.")
@click.option("--name", default="", help="Name of the organisation of --org. Default: the file's name.")
@click.option("--output", type=_FILE, default=None, help="Write to a file instead of standard output.")
@spreadsheet
@pass_graph
def new_profile(
    graph: KnowledgeGraph, file: Path, yes: bool, name: str, output: Path | None, where: Mapping[str, Any]
) -> None:
    """Draft a profile for the spreadsheet FILE: what each column means is proposed from its name and values.

    On a terminal it asks about each column, and about answers that do not speak for themselves; press Enter to take
    what is proposed. What stays open is a question in the draft, with a line to fill in for each answer.
    """
    found = profiles.proposals(graph, file, Options(**where))
    if not yes and _is_asked():
        found = [_asked(graph, proposal) for proposal in found]
    deliver(profiles.draft(graph, file, found, name), output)
    for proposal in found:
        say(f"{proposal.header[:60]!r}: {proposal.meaning} ({proposal.why})")


def _is_asked() -> bool:
    return sys.stdin.isatty()


def _asked(graph: KnowledgeGraph, proposal: profiles.Proposal) -> profiles.Proposal:
    say(f"\n{proposal.header}\n  {proposal.values.kind}: {proposal.sample}")
    for fact in proposal.near:
        say(f"  perhaps {fact.name}: {fact.question}")
    while True:
        typed = click.prompt(
            f"  {' | '.join(profiles.MEANINGS)} | a fact", default=proposal.meaning, err=True, show_default=True
        )
        if typed == proposal.meaning:
            return proposal
        try:
            return _readings(profiles.meaning(graph, typed, proposal))
        except UsageError as error:
            say(str(error))


def _readings(proposal: profiles.Proposal) -> profiles.Proposal:
    """Ask how each answer is read, where the answers are no values of the fact."""
    values = proposal.fact.values if proposal.fact is not None else ()
    for answer, count in proposal.unfit.most_common() if values else ():
        while True:
            choice = f"  {answer[:60]!r} ({count}): {' | '.join(values)} | nothing | unknown, Enter: leave open"
            typed = click.prompt(choice, default="", err=True, show_default=False)
            try:
                proposal = profiles.reading(typed, answer, proposal)
            except UsageError as error:
                say(str(error))
            else:
                break
    return proposal


@profile_command.command("check")
@click.argument("profile")
@click.argument("file", type=_FILE, required=False)
@click.option("--report", type=_FILE, default=None, help="Write how each value is read to this file (CSV).")
@spreadsheet
@pass_graph
def check_profile(
    graph: KnowledgeGraph, profile: str, file: Path | None, report: Path | None, where: Mapping[str, Any]
) -> None:
    """Check PROFILE, a shipped name or a YAML file, against the knowledge and, if one is given, a spreadsheet FILE.

    Records nothing.
    """
    said, table = profiles.check(graph, profile, file, Options(**where))
    for line in said:
        say(line)
    if report is not None and table is not None:
        write_table(table, form="csv", output=report)
