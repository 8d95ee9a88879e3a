"""The review of decompositions: agreement of readings, the sheet of the omission sweep, fragile verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.assess import fragile as fragile_of
from kg.clock import Clock
from kg.engine import notes, picking
from kg.engine.graph import KnowledgeGraph
from kg.engine.picking import Picked, assess, framework
from kg.errors import InputError
from kg.exchange import checks, readings
from kg.knowledge import Knowledge
from kg.resources import data_dir
from kg.review import agreement as agreement_of
from kg.review import omissions as omissions_of
from kg.review.checks import caught
from kg.tables import Table, table

PARTS = ("all", "theme", "framework")


def shipped_review(knowledge: Knowledge) -> Path:
    """Folder of the shipped review of this release of the scheme. Raises InputError where there is none."""
    folder = data_dir("reviews") / knowledge.scheme.release
    if not folder.is_dir():
        raise InputError(
            "no review of this release of the scheme is shipped", found=knowledge.scheme.release,
            expected="a folder of readings", hint="name one with --review FOLDER",
        )  # fmt: skip
    return folder


def agreement(graph: KnowledgeGraph, clock: Clock, folder: Path | None = None, parts: Sequence[str] = ()) -> Table:
    """How far the readings in a folder agree, over the whole sample, each theme and each framework."""
    knowledge = graph.knowledge_at(clock)
    place = folder or shipped_review(knowledge)
    about = _about(place)
    read = readings.read_folder(place, knowledge)
    found = agreement_of.Agreement(knowledge, read, int(about.get("seed", 0)))
    rows = [row for row in found.rows() if not parts or row.by in parts]
    answer = table("agreement", agreement_of.COLUMNS, rows, agreement_of.SHOWN)
    names = f"readings compared: {', '.join(reading.reader for reading in read)}"
    return replace(answer, notes=(names, *agreement_of.notes(knowledge, found), *_caught(place, knowledge)))


def _caught(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    """A note on the errors that were hidden from an adjudicating reader, where the review has one."""
    errors, judged = folder / "hidden-errors.csv", folder / "checks.csv"
    if errors.is_file() and judged.is_file():
        yield str(caught(checks.read_errors(errors, knowledge), checks.read_checks(judged, knowledge)))


def _about(folder: Path) -> dict[str, Any]:
    """What `review.json` says of a review."""
    path = folder / "review.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise InputError("not valid JSON", where=str(path), found=str(error), hint=f"mend {path.name}") from error
    if not isinstance(found, dict):
        raise InputError("not a review", where=str(path), found=type(found).__name__, expected="an object with a seed")
    return found


def omissions(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """The sheet of the omission sweep over the decompositions there are, with the answers that the review keeps."""
    knowledge = graph.knowledge_at(clock)
    named = [framework(graph, name, clock) for name in picked.frameworks]
    editions = named or list(knowledge.catalogs.editions)
    places = (picking.requirement(graph, name, clock, named) for name in picked.requirements)
    norms = {norm.id for place in places for norm in knowledge.norms_named(place)}
    kept = shipped_review(knowledge) / "omissions.csv"
    answered = checks.read_answers(kept, knowledge) if kept.is_file() else {}
    rows = (
        replace(row, answer=answer, why=why)
        for row in omissions_of.omissions(knowledge, editions, norms)
        for answer, why in [answered.get((row.norm, row.duty), ("", ""))]
    )
    answer = table("omission", omissions_of.COLUMNS, rows, omissions_of.SHOWN)
    return replace(answer, notes=tuple(notes.without_duties(knowledge, editions)) if picked.frameworks else ())


def fragile(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Verdicts that hang on a single link, of the least sure link first within each decomposition."""
    assessment = assess(graph, clock, picked)
    wanted = {framework(graph, name, clock) for name in picked.frameworks}
    found = list(fragile_of.fragile(assessment, wanted))
    answer = table("fragile", fragile_of.COLUMNS, found, fragile_of.SHOWN)
    outside = notes.out_of_view(assessment, sorted(wanted))
    adopted = notes.not_adopted(assessment, sorted(wanted))
    bare = notes.without_duties(assessment.knowledge, sorted(wanted))
    return replace(answer, notes=(*outside, *adopted, *bare, *_fragile_notes(found)))


def _fragile_notes(rows: Sequence[fragile_of.FragileRow]) -> Iterator[str]:
    verdicts = {(row.requirement, row.subject, row.bearer) for row in rows}
    links = {row.link for row in rows}
    yield f"{len(verdicts)} verdicts hang on one of {len(links)} links"
