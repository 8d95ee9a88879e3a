"""How mature the handling of AI is, by the stated rules: which duties of each level are shown, and what shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from kg.assess.assessment import Assessment
from kg.assess.kernel import ORGANISATION_LEVELS
from kg.duties import Bit
from kg.portfolio.records import ManagementSystem


@dataclass(frozen=True, slots=True)
class MaturityRow:
    """One duty that a level needs. `reached` is yes, possible or no, and is the same in all rows of a level."""

    level: str
    reached: str
    duty: str
    duty_label: str
    state: str
    reason: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(MaturityRow))


def maturity(assessment: Assessment) -> Iterator[MaturityRow]:
    """Every duty of every level, lowest level first; a level that needs nothing has one row without a duty."""
    states = assessment.knowledge.statuses
    worst = states.rank("shown")
    for level in assessment.knowledge.maturity:
        ranks = {duty: _rank(assessment, duty) for duty in level.duties}
        worst = min(worst, *ranks.values()) if ranks else worst
        reached = _reached(assessment, worst)
        if not ranks:
            yield MaturityRow(level.name, reached, "", "", "", level.definition)
        for duty, rank in ranks.items():
            label = assessment.knowledge.label(duty)
            yield MaturityRow(level.name, reached, duty, label, states.states[rank], _reason(assessment, duty, rank))


def _reached(assessment: Assessment, worst: int) -> str:
    states = assessment.knowledge.statuses
    possible = (states.rank("possible"), states.rank("claimed"))
    return "yes" if worst == states.rank("shown") else "possible" if worst in possible else "no"


def _rank(assessment: Assessment, duty: str) -> int:
    """Best state of a duty in the organisation or a management system of it, or in each of its systems."""
    return max(assessment.kernel.body_rank(Bit(duty), body, _systems(assessment)) for body in _bodies(assessment))


def _bodies(assessment: Assessment) -> list[str]:
    managed = (item.id for item in assessment.portfolio.of(ManagementSystem))
    return [assessment.portfolio.organisation.id, *managed]


def _systems(assessment: Assessment) -> np.ndarray:
    numbers = assessment.record.grid.subject_numbers
    return np.array([numbers[system.id] for system in assessment.portfolio.subjects], dtype=np.intp)


def _reason(assessment: Assessment, duty: str, rank: int) -> str:
    numbers = assessment.record.grid.subject_numbers
    found = [item for body in _bodies(assessment) for item in assessment.record.why(Bit(duty), numbers[body])]
    supports = [item for item in found if item.rank == rank]
    if supports:
        return "; ".join(dict.fromkeys(item.evidence or item.implementation for item in supports))
    if assessment.knowledge.scheme.duties[duty].level in ORGANISATION_LEVELS:
        return "nothing on record"
    row = assessment.record.grid.bit_numbers[Bit(duty)]
    shown = assessment.record.ranks[row, _systems(assessment)] == assessment.knowledge.statuses.rank("shown")
    return f"shown for {shown.sum()} of {shown.size} systems"
