"""Answers as tables: named columns and rows of text, the one shape that command line and REST service render."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Row = Mapping[str, str]
# The wide forms are taken for the plain ones by spreadsheets of some languages.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?%?")


class AsRow(Protocol):
    """Anything that knows its cells by column name."""

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        ...


@dataclass(frozen=True)
class Table:
    """Rows with the names of their columns; `name` is the name of the JSON Schema of a row.

    `shown` are the columns a terminal has room for; `notes` are sentences that belong to the answer.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[Row]
    shown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def table(name: str, columns: Sequence[str], rows: Iterable[AsRow], shown: Sequence[str] = ()) -> Table:
    """A table of rows that know their cells."""
    return Table(name, tuple(columns), [row.as_dict() for row in rows], tuple(shown))


def harmless(cell: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula: what looks like one begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cell) else cell
