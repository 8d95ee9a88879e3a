"""Verdicts as rows: what the blocks say, in words and identifiers, for those rows somebody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np

from kg.applicability.timeline import APPLIES, LATER, NEVER, OPEN
from kg.assess.kernel import NOT_ADOPTED, Block
from kg.model import Norm

APPLICABILITIES = ("does-not-apply", "applies", "applies-later", "undetermined", "not-adopted")
NEEDS_WORK = ("conflict", "gap", "unknown", "lapsed", "planned", "partial", "claimed", "undetermined")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict. Dates are ISO texts, several values of one cell are joined by `;`, nothing is the empty text."""

    subject: str
    subject_kind: str
    bearer: str
    role: str
    requirement: str
    requirement_title: str
    framework: str
    modality: str
    applicability: str
    status: str
    assurance: str
    residual_duties: str
    missing_facts: str
    applies_from: str
    applies_until: str
    owner: str
    reason: str
    release: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell, in the order of the machine columns."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(Verdict))


@dataclass(frozen=True, slots=True)
class Involved:
    """What an involvement puts in view: norms, and systems with a bearer by the number of their case.

    Rows about the organisation or a management system have no case and stay in view.
    """

    norms: frozenset[str]
    cases: frozenset[int]


@dataclass(frozen=True, slots=True)
class Where:
    """Which verdicts are wanted. Empty means all; `horizon` adds what starts to apply by that day."""

    frameworks: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    applicabilities: frozenset[str] = frozenset()
    owner: str = ""
    only_open: bool = False
    horizon: date | None = None
    involved: Involved | None = None

    def wants(self, norm: Norm) -> bool:
        """Whether rows of this norm can be among those wanted."""
        return self.names(norm) and (self.involved is None or norm.id in self.involved.norms)

    def names(self, norm: Norm) -> bool:
        """Whether the frameworks and requirements asked for leave the norm in."""
        names = {norm.id, norm.provision}
        return (not self.frameworks or norm.edition in self.frameworks) and (
            not self.requirements or bool(names & self.requirements)
        )

    def subject_rows(self, block: Block) -> np.ndarray:
        """Which rows of a block are about a subject that is wanted."""
        keep = np.ones(len(block.subjects), dtype=bool)
        if self.subjects:
            keep &= np.array([subject in self.subjects for subject in block.subjects], dtype=bool)
        if self.involved is not None:
            keep &= (block.cases < 0) | np.isin(block.cases, sorted(self.involved.cases))
        return keep


def wanted_rows(block: Block, where: Where, status_names: tuple[str, ...]) -> Iterator[int]:
    """Row numbers of a block that a filter keeps (the owner is looked at later, when it is known)."""
    keep = where.subject_rows(block)
    if where.only_open:
        keep &= _needs_work(block, where, status_names)
    if where.statuses:
        numbers = [number for number, name in enumerate(status_names) if name in where.statuses]
        keep &= np.isin(block.status, numbers) & np.isin(block.state, (APPLIES, LATER, OPEN))
    if where.applicabilities:
        keep &= np.isin(block.state, [APPLICABILITIES.index(name) for name in where.applicabilities])
    return (int(row) for row in np.flatnonzero(keep))


def coming(blocks: Iterable[Block], where: Where, status_names: tuple[str, ...]) -> tuple[int, date | None]:
    """How many rows that need work begin to apply after the horizon only, and the first such day."""
    after = where.horizon.toordinal() if where.horizon is not None else 0
    all_of_them, days = replace(where, horizon=date.max), list[int]()
    for block in blocks:
        if where.wants(block.norm):
            rows = wanted_rows(block, all_of_them, status_names)
            days += [int(block.since[row]) for row in rows if block.state[row] == LATER and block.since[row] > after]
    return len(days), date.fromordinal(min(days)) if days else None


def _needs_work(block: Block, where: Where, status_names: tuple[str, ...]) -> np.ndarray:
    open_statuses = [number for number, name in enumerate(status_names) if name in NEEDS_WORK]
    in_time = block.state == APPLIES
    if where.horizon is not None:
        in_time |= (block.state == LATER) & (block.since <= where.horizon.toordinal())
    if block.norm.aggregates or block.norm.modality == "conditional-permission":
        return np.zeros(len(block.subjects), dtype=bool)
    found: np.ndarray = in_time & np.isin(block.status, open_statuses)
    return found


def day_text(ordinal: int) -> str:
    """ISO text of an ordinal, empty for never."""
    return "" if ordinal >= NEVER else date.fromordinal(ordinal).isoformat()


def urgency(verdict: Verdict) -> tuple[int, str, str, str]:
    """Sorting key of gap lists: conflicts first, then by how bad, then by date and name."""
    rank = NEEDS_WORK.index(verdict.status) if verdict.status in NEEDS_WORK else len(NEEDS_WORK)
    return rank, verdict.applies_from, verdict.subject, verdict.requirement


__all__ = ["APPLICABILITIES", "COLUMNS", "NOT_ADOPTED", "Verdict", "Where", "day_text", "urgency", "wanted_rows"]
