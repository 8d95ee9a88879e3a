"""Readings of a review, one CSV file each: which duties a reader says that requirements demand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.exchange import spreadsheet
from kg.exchange.grid import Row, Sheet, Workbook
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
    workbook = spreadsheet.read(path)
    table = _Table(workbook, COLUMNS)
    found: dict[str, list[Judgement]] = {}
    for row in table.rows:
        requirement = table.one_of(row, "requirement", knowledge.catalogs.norms)
        kept = found.setdefault(requirement, [])
        if table.text(row, "duty") != NO_DUTY:
            kept.append(_judgement(table, row, requirement, knowledge))
    return Reading(path.stem, {requirement: tuple(kept) for requirement, kept in found.items()})


def _judgement(table: _Table, row: Row, requirement: str, knowledge: Knowledge) -> Judgement:
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


def _confidence(table: _Table, row: Row) -> float:
    text = table.text(row, "confidence")
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise table.wrong(row, "confidence", found=text, expected="a number from 0 to 1")
    return value


class _Table:
    """A sheet whose first row names its columns."""

    def __init__(self, workbook: Workbook, columns: Sequence[str]) -> None:
        self._workbook = workbook
        self._sheet: Sheet = workbook.sheets[0]
        header, *self.rows = self._sheet.rows
        self._columns = {name.strip(): number for number, name in enumerate(header.cells, start=1)}
        missing = [name for name in columns if name not in self._columns]
        if missing:
            raise InputError(
                "columns are missing", where=workbook.name, found=", ".join(header.cells),
                expected=", ".join(columns), hint=f"add {', '.join(missing)}",
            )  # fmt: skip

    def text(self, row: Row, column: str) -> str:
        """A cell without white space at its ends."""
        return row.cell(self._columns[column]).strip()

    def several(self, row: Row, column: str) -> list[str]:
        """The parts of a cell that are joined by `;`."""
        return [part.strip() for part in self.text(row, column).split(";") if part.strip()]

    def one_of(self, row: Row, column: str, known: Collection[str]) -> str:
        """A cell that has to be one of some names."""
        text = self.text(row, column)
        if text not in known:
            raise self.wrong(row, column, found=text, expected=f"a known {column}", hint=did_you_mean(text, known))
        return text

    def wrong(self, row: Row, column: str, *, found: str, expected: str, hint: str | None = None) -> InputError:
        """The error for a cell."""
        where = self._workbook.where(self._sheet, self._columns[column], row.number)
        message = f"{column} cannot be read"
        return InputError(message, where=where, found=found or "nothing", expected=expected, hint=hint)
