"""Profiles for spreadsheets: which are shipped, a draft for an unknown file, a check against knowledge and a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.engine.graph import KnowledgeGraph
from kg.exchange import findings, header, inventory, profile_draft, profile_file, profile_text, spreadsheet
from kg.exchange.inventory import Whose, slug
from kg.exchange.kinds import Options
from kg.exchange.profile import Profile
from kg.exchange.profile_draft import MEANINGS, Proposal
from kg.tables import Table

__all__ = ["COLUMNS", "MEANINGS", "Proposal", "check", "draft", "meaning", "proposals", "reading", "shipped", "text"]
COLUMNS = ("profile", "title", "columns", "answers", "facts", "requirements")
_SHOWN = 3
_LENGTH = 60


def shipped(graph: KnowledgeGraph) -> Table:
    """The shipped profiles: how many columns each reads, into how many facts and requirements."""
    rows: list[Mapping[str, str]] = []
    for profile in profile_file.shipped(graph.knowledge):
        facts = {name for column in profile.columns for reading in column.readings.values() for name in reading.facts}
        facts |= {column.fact.name for column in profile.columns if column.fact is not None}
        counts = (
            len(profile.all_columns),
            sum(len(column.readings) for column in profile.columns),
            len(facts),
            len({name for column in profile.columns for name in column.requirements}),
        )
        cells = (profile.id, profile.title, *map(str, counts))
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return Table("profiles", COLUMNS, rows)


def text(name: str) -> str:
    """The file of a shipped profile."""
    return profile_file.path(name).read_text(encoding="utf-8")


def proposals(graph: KnowledgeGraph, file: Path, options: Options) -> list[Proposal]:
    """What each column of a spreadsheet seems to mean."""
    table = header.find(spreadsheet.read(file, options.reading), options.table)
    return profile_draft.propose(table, graph.knowledge)


def meaning(graph: KnowledgeGraph, typed: str, proposal: Proposal) -> Proposal:
    """A proposal with the meaning that somebody typed in its place."""
    return profile_draft.told_meaning(typed, proposal, graph.knowledge)


def reading(typed: str, answer: str, proposal: Proposal) -> Proposal:
    """A proposal with how somebody says that one of its answers is read."""
    return profile_draft.told_reading(typed, answer, proposal)


def draft(graph: KnowledgeGraph, file: Path, found: list[Proposal], name: str = "") -> str:
    """A profile for the file, as YAML with comments."""
    organisation = graph.chosen or f"{slug(file.stem) or 'inventory'}-org"
    return profile_text.write(found, file.name, organisation, name or file.stem)


def check(graph: KnowledgeGraph, name: str, file: Path | None, options: Options) -> tuple[list[str], Table | None]:
    """What a profile reads, line by line, and how it reads each value of a file. Raises InputError."""
    profile = profile_file.load(name, graph.knowledge)
    optional = sum(column.optional for column in profile.all_columns)
    said = [
        f"{profile.id}: {profile.title}",
        f"reads {len(profile.all_columns)} columns, {optional} of them optional; every name in it is known",
        *findings.summary(profile.spelled, listed=False),
        *_left_open(profile),
    ]
    if file is None:
        return said, None
    whose = Whose(graph.chosen or profile.organisation)
    report = inventory.read(file, profile, options.reading, options.table, whose).report
    return [*said, *report.summary()], report.table()


def _left_open(profile: Profile) -> list[str]:
    """What the profile asks and nobody has answered, line by line."""
    unfilled = [column for column in profile.columns if column.unfilled]
    answers = sum(len(column.unfilled) for column in unfilled)
    if not profile.open and not unfilled:
        return ["nothing is left open"]
    counts = (f"{len(profile.open)} column{'s' * (len(profile.open) != 1)}", f"{answers} answer{'s' * (answers != 1)}")
    lines = [f"left open, and not read: {' and '.join(counts)}"]
    lines += [f"  {_short(column.headers[0])!r}: {column.question}" for column in profile.open]
    for column in unfilled:
        shown = ", ".join(repr(_short(answer)) for answer in column.unfilled[:_SHOWN])
        more = f" and {len(column.unfilled) - _SHOWN} more" if len(column.unfilled) > _SHOWN else ""
        lines.append(f"  {_short(column.headers[0])!r}: no reading for {shown}{more}")
    return lines


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LENGTH else words[: _LENGTH - 3] + "..."
