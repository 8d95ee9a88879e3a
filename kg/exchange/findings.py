"""What a reader did not understand, or understood in a way that has to be said: each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.tables import Table

COLUMNS = ("where", "found", "reading")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place: what stands there, and what was made of it."""

    where: str
    found: str
    reading: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {"where": self.where, "found": self.found, "reading": self.reading}


def table(findings: Iterable[Finding]) -> Table:
    """The findings as rows."""
    return Table("import-findings", COLUMNS, [item.as_dict() for item in findings])


def summary(findings: Iterable[Finding]) -> list[str]:
    """A line for each reading, with the first of its places and how many more there are."""
    grouped: dict[str, list[Finding]] = {}
    for item in findings:
        grouped.setdefault(item.reading, []).append(item)
    lines = []
    for reading, items in grouped.items():
        more = f", and {len(items) - 1:,} more" if len(items) > 1 else ""
        lines.append(f"{reading}: {items[0].found!r} at {items[0].where}{more}")
    return lines
