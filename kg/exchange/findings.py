"""What a reader did not understand, or understood in a way that has to be said: each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.tables import Table

COLUMNS = ("where", "found", "reading")
READ_AS = "read as "


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


def read_as(where: str, found: str, reading: str) -> Finding:
    """A name that was understood, and is recorded otherwise than it is written there."""
    return Finding(where, found, READ_AS + reading)


def summary(findings: Iterable[Finding], *, listed: bool = True) -> list[str]:
    """A line for each reading, with the first of its places and how many more there are.

    Names that were read otherwise than they are written share one line. `listed`: a report may list each of them.
    """
    grouped: dict[str, list[Finding]] = {}
    spelled: list[Finding] = []
    for item in findings:
        if item.reading.startswith(READ_AS):
            spelled.append(item)
        else:
            grouped.setdefault(item.reading, []).append(item)
    lines = []
    if spelled:
        first, several = spelled[0], len(spelled) > 1
        count = f"{len(spelled):,} name{'s' if several else ''}"
        told = "; all are listed by --report FILE.csv" if several and listed else ""
        lines.append(
            f"read from other spellings: {count}, {'such as ' if several else ''}{first.found!r} at {first.where}, "
            f"{first.reading}{told}"
        )
    for reading, items in grouped.items():
        more = f", and {len(items) - 1:,} more" if len(items) > 1 else ""
        lines.append(f"{reading}: {items[0].found!r} at {items[0].where}{more}")
    return lines
