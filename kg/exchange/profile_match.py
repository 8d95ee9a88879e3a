"""Which profile fits a file, and where its columns stand in the file's table."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.errors import InputError, did_you_mean
from kg.exchange import ciso_sheets, header
from kg.exchange.grid import Workbook, letters
from kg.exchange.header import Asked, Table
from kg.exchange.profile import Column, Profile

_SHOWN = 3


@dataclass(frozen=True)
class Located:
    """A table with the column in which each of a profile's columns stands. Optional ones may be missing."""

    table: Table
    profile: Profile
    numbers: Mapping[tuple[tuple[str, ...], int], int]

    def number(self, column: Column | None) -> int:
        """The number of a column, 0 where the file lacks it."""
        return 0 if column is None else self.numbers.get(column.identity, 0)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Optional columns that the file lacks."""
        return tuple(column for column in self.profile.all_columns if column.identity not in self.numbers)


def fit(profile: Profile, keys: frozenset[str]) -> tuple[int, int]:
    """How many of a profile's columns are among a row's headers, and how many of those it needs are not."""
    found = [not column.keys.isdisjoint(keys) for column in profile.all_columns]
    needed = [not column.optional for column in profile.all_columns]
    return sum(found), sum(need and not there for need, there in zip(needed, found, strict=True))


def locate(workbook: Workbook, profile: Profile, asked: Asked | None = None) -> Located:
    """The table that a profile describes. Raises InputError naming the column that is missing or stands twice."""
    table = header.find(workbook, asked, lambda keys: float(fit(profile, keys)[0]))
    return Located(table, profile, _numbers(table, profile))


def _numbers(table: Table, profile: Profile) -> dict[tuple[tuple[str, ...], int], int]:
    numbers: dict[tuple[tuple[str, ...], int], int] = {}
    for column in profile.all_columns:
        found = table.columns_of(column.keys)
        if len(found) > 1 and column.number in found:
            found = (column.number,)
        if len(found) > 1:
            raise _twice(table, found)
        if found:
            numbers[column.identity] = found[0]
        elif not column.optional:
            raise _missing(table, profile, column)
    return numbers


def _twice(table: Table, found: Sequence[int]) -> InputError:
    return InputError(
        "a column stands twice", where=table.header_where,
        found=f"{table.headers[found[0] - 1]!r} in columns {' and '.join(letters(number) for number in found)}",
        expected="one column", hint=f"rename one of them, or say which it is in the profile: column: {found[0]}",
    )  # fmt: skip


def _missing(table: Table, profile: Profile, column: Column) -> InputError:
    name = table.workbook.name
    nearest = did_you_mean(column.headers[0], [text for text in table.headers if text])
    return InputError(
        f"not a file that profile {profile.id} describes", where=table.header_where,
        found=f"no such column; {nearest}" if nearest else "no such column",
        expected=" or ".join(" ".join(text.split()) for text in column.headers),
        hint=f"the profile reads: {profile.title}\n"
        f"find one that fits: normgraph import {shlex.quote(name)} --profile auto\n"
        f"for another layout: normgraph profile new {shlex.quote(name)}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """How a profile fits the row that fits it best: columns found, columns needed but missing, and the row."""

    profile: Profile
    found: int
    lacking: int
    where: str

    def __str__(self) -> str:
        known = f"{self.found} of {len(self.profile.all_columns)} columns"
        lacking = f", {self.lacking} of those it needs are missing" if self.lacking else ""
        return f"{self.profile.id} ({known}{lacking})"


def recognise(workbook: Workbook, profiles: Sequence[Profile], asked: Asked | None = None) -> Candidate:
    """The one profile that describes a file. Raises InputError with the nearest where none does, or several do."""
    rows = list(header.candidates(workbook, asked))
    ranked = sorted((_best(profile, rows) for profile in profiles), key=_rank)
    fitting = [candidate for candidate in ranked if not candidate.lacking]
    if not fitting:
        near = [str(candidate) for candidate in ranked if candidate.found][:_SHOWN]
        raise InputError(
            "no profile describes this file", where=workbook.name,
            found="nearest: " + "; ".join(near) if near else "no header that a profile knows",
            expected="a file that one of these describes: " + ", ".join(profile.id for profile in profiles),
            hint=f"draft a profile for it: normgraph profile new {shlex.quote(workbook.name)}\n"
            f"or say where the table is: --sheet NAME, --header-row NUMBER{ciso_sheets.alike(workbook, asked)}",
        )  # fmt: skip
    if len(fitting) > 1 and fitting[0].found == fitting[1].found:
        raise InputError(
            "several profiles describe this file", where=workbook.name,
            found="; ".join(str(candidate) for candidate in fitting), expected="one of them",
            hint=f"normgraph import {shlex.quote(workbook.name)} --profile {fitting[0].profile.id}",
        )  # fmt: skip
    return fitting[0]


def _best(profile: Profile, rows: Sequence[tuple[object, int, frozenset[str]]]) -> Candidate:
    best = Candidate(profile, 0, len(profile.all_columns), "")
    for _, number, keys in rows:
        found, lacking = fit(profile, keys)
        if (lacking, -found) < (best.lacking, -best.found):
            best = Candidate(profile, found, lacking, f"row {number}")
    return best


def _rank(candidate: Candidate) -> tuple[int, float, str]:
    return (candidate.lacking, -candidate.found, candidate.profile.id)
