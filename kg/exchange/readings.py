"""Readings of a review, one CSV file each: which duties a reader says that requirements demand."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.exchange import spreadsheet
from kg.exchange.grid import Row
from kg.exchange.named_table import NamedTable
from kg.knowledge import Knowledge
from kg.review.reading import COLUMNS, MODES, NO_DUTY, Judgement, Reading


def read_folder(folder: Path, knowledge: Knowledge) -> list[Reading]:
    """The readings of a review: `readings/first.csv`, then the other files there by name."""
    place = folder / "readings"
    first = place / "first.csv"
    if not first.is_file():
        raise InputError(
            "no readings in this folder", where=str(folder), found="no readings/first.csv",
            expected="readings/first.csv and one CSV file for each other reader", hint="see reviews/README.md",
        )  # fmt: skip
    others = sorted(path for path in place.glob("*.csv") if path != first)
    return [read(path, knowledge) for path in (first, *others)]


def read(path: Path, knowledge: Knowledge) -> Reading:
    """One reading; the reader is named as the file. Raises InputError naming the cell that cannot be read."""
    table = NamedTable(spreadsheet.read(path), COLUMNS)
    found: dict[str, list[Judgement]] = {}
    for row in table.rows:
        requirement = table.one_of(row, "requirement", knowledge.catalogs.norms)
        kept = found.setdefault(requirement, [])
        if table.text(row, "duty") != NO_DUTY:
            kept.append(_judgement(table, row, requirement, knowledge))
    return Reading(path.stem, {requirement: tuple(kept) for requirement, kept in found.items()})


def _judgement(table: NamedTable, row: Row, requirement: str, knowledge: Knowledge) -> Judgement:
    aspects = [name.removeprefix("aspect:") for name in table.several(row, "aspects")]
    for name in aspects:
        if f"aspect:{name}" not in knowledge.labels:
            raise table.wrong(row, "aspects", found=name, expected="names of aspects, joined by ;")
    pairs = [pair.partition("=") for pair in table.several(row, "parameters")]
    for name, _, value in pairs:
        if name not in knowledge.scheme.parameters or not value:
            raise table.wrong(row, "parameters", found=name, expected="such as retention=P6M, joined by ;")
    return Judgement(
        requirement=requirement,
        duty=table.one_of(row, "duty", knowledge.scheme.duties),
        mode=table.one_of(row, "mode", MODES),
        aspects=tuple(sorted(aspects)),
        parameters=tuple(sorted((name, value) for name, _, value in pairs)),
        confidence=_confidence(table, row),
        why=table.text(row, "why"),
    )


def _confidence(table: NamedTable, row: Row) -> float:
    text = table.text(row, "confidence")
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise table.wrong(row, "confidence", found=text, expected="a number from 0 to 1")
    return value
