"""Cells, rows and tables of a portfolio workbook as places: what stands there, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.errors import InputError, did_you_mean
from kg.exchange import cells
from kg.exchange.grid import Sheet
from kg.exchange.portfolio_layout import SEPARATOR
from kg.exchange.yaml_source import Place

_ENDS = (f"{SEPARATOR}\n", f"{SEPARATOR},\n")
_QUOTED = [re.compile(rf'[ \t]*"((?:[^"]|"")*)"[ \t]*(?:[{ends}]|$)') for ends in _ENDS]
_END = [re.compile(f"[{ends}]") for ends in _ENDS]
_TRUTH = {"TRUE": "true", "FALSE": "false"}
_YES = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Cell(Place):
    """One cell of a sheet.

    `truth`: a truth value typed into a spreadsheet means true or false here; `commas`: no value has a comma in it, so
    that one separates values too.
    """

    sheet: Sheet
    column: int
    truth: bool = False
    commas: bool = False

    @property
    def where(self) -> str:
        """`file.xlsx, Systems!C7`."""
        return f"{self.file}, {self.sheet.address(self.column, self.line)}"

    def scalars(self) -> Iterator[Place]:
        """The values in the cell, separated by `;` or line breaks."""
        for text, quoted in split(self.value, commas=self.commas):
            yield replace(self, value=_TRUTH.get(text, text) if self.truth and not quoted else text)

    def entries(self, known: tuple[str, ...] | None = None) -> Iterator[tuple[str, Place]]:
        """Named values, written `name=value; name=value`."""
        for text, _ in split(self.value):
            name, sign, value = (part.strip() for part in text.partition("=" if "=" in text else ":"))
            if not sign:
                raise self.error("not a named value", found=text, expected="name=value")
            if known is not None and name not in known:
                hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
                raise self.error("unknown name", found=name, expected="a name of this format", hint=hint)
            yield name, replace(self, value=value)

    def day(self) -> date:
        """A calendar day. One that is typed as text counts too, where it names exactly one day."""
        try:
            return Place.day(self)
        except InputError:
            found = cells.day(self.text())
            if found.day is None and len(found.could_be) > 1:
                days = " or ".join(day.isoformat() for day in found.could_be)
                raise self.error(
                    "not a date that names one day", expected="YYYY-MM-DD", hint=f"it may be {days}"
                ) from None
            if found.day is None:
                raise
            return found.day

    def as_flag(self) -> Cell:
        """A yes or no as a truth value; anything else stays what it is."""
        meant = _YES.get(self.value.casefold())
        return self if meant is None else replace(self, value=meant)


@dataclass(frozen=True, slots=True)
class Row(Place):
    """One entry: key -> cell of what is filled in. `columns`: key -> column of the sheet."""

    sheet: Sheet
    columns: Mapping[str, int]

    @property
    def where(self) -> str:
        """`file.xlsx, Systems, row 7`."""
        return f"{self.file}, {self.sheet.row_address(self.line)}"

    def entries(self, known: tuple[str, ...] | None = None) -> Iterator[tuple[str, Place]]:
        """The cells that are filled in. Which columns there may be was checked with the header."""
        return ((key, cell) for key, cell in self.value.items() if known is None or key in known)

    def get(self, key: str) -> Place | None:
        """The cell of one key, if it is filled in."""
        found: Place | None = self.value.get(key)
        return found

    def lacking(self, key: str) -> tuple[Place, str]:
        """The cell in which a value is missing, and what stands there."""
        if key in self.columns:
            return Cell("", self.file, self.line, "", self.sheet, self.columns[key]), "a blank cell"
        return self, "a blank cell"


@dataclass(frozen=True, slots=True)
class Table(Place):
    """The entries of one sheet."""

    def items(self) -> Iterator[Place]:
        """Its rows."""
        return iter(self.value)


def split(text: str, *, commas: bool = False) -> Iterator[tuple[str, bool]]:
    """The values in a cell, each with whether it stands in double quotes, where nothing separates values."""
    quotes, ends = _QUOTED[commas], _END[commas]
    start = 0
    while start < len(text):
        if quoted := quotes.match(text, start):
            yield quoted[1].replace('""', '"'), True
            start = quoted.end()
            continue
        found = ends.search(text, start)
        end = found.start() if found else len(text)
        if value := text[start:end].strip():
            yield value, False
        start = end + 1
