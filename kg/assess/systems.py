"""Systems on record as rows: bearer, roles, the risk classes the rules derive, and how much is open."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kg.applicability.strata import CLASS_FACT
from kg.applicability.timeline import APPLIES, LATER, OPEN
from kg.assess.assessment import Assessment
from kg.assess.involvement import of_profile, truths
from kg.assess.kernel import ORGANISATION_LEVELS
from kg.assess.reasons import kind_of, owner_of
from kg.logic import TRUE, UNKNOWN


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system with one bearer. `derived_class` lists classes that hold; a `?` marks one that is open.

    `involvement` lists what the bearer has to do with the system, marked in the same way.
    """

    system: str
    name: str
    kind: str
    bearer: str
    roles: str
    derived_class: str
    stated_class: str
    involvement: str
    applies: str
    later: str
    undetermined: str
    owner: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(SystemRow))


def systems(assessment: Assessment) -> list[SystemRow]:
    """One row per system and bearer, in order of identifier."""
    counts, involvements = _counts(assessment), truths(assessment)
    rows = []
    for number, case in enumerate(assessment.timeline.cases.cases):
        record = assessment.portfolio.subject(case.subject)
        applies, later, unresolved = (str(counts[state][number]) for state in (APPLIES, LATER, OPEN))
        rows.append(
            SystemRow(
                system=case.subject,
                name=record.name,
                kind=kind_of(assessment, case.subject),
                bearer=case.bearer,
                roles=";".join(case.roles),
                derived_class=";".join(derived_classes(assessment, case.profile)),
                stated_class=record.stated_class,
                involvement=";".join(of_profile(involvements, case.profile)),
                applies=applies,
                later=later,
                undetermined=unresolved,
                owner=owner_of(assessment, case.subject),
            )
        )
    return sorted(rows, key=lambda row: (row.system, row.bearer))


def derived_classes(assessment: Assessment, profile: int) -> tuple[str, ...]:
    """Values of `risk` that the guards of the frameworks in view give a profile, open ones marked."""
    found: dict[str, int] = {}
    for edition in assessment.editions:
        if assessment.knowledge.catalogs.editions[edition].voluntary:
            continue
        day = assessment.timeline.day(edition, assessment.as_of)
        for value in day.derived_values(CLASS_FACT):
            found[value] = int(day.value_of(CLASS_FACT, value)[profile])
    held = [value for value, truth in sorted(found.items()) if truth == TRUE]
    return (*held, *(f"{value}?" for value, truth in sorted(found.items()) if truth == UNKNOWN))


def _counts(assessment: Assessment) -> dict[int, np.ndarray]:
    size = len(assessment.timeline.cases.cases)
    found = {state: np.zeros(size, dtype=np.int64) for state in (APPLIES, LATER, OPEN)}
    for block in assessment.blocks():
        counted = block.norm.level not in ORGANISATION_LEVELS and not block.norm.aggregates
        if not counted or block.norm.modality in {"conditional-permission", "prohibition"}:
            continue
        for state, total in found.items():
            np.add.at(total, block.cases[block.state == state], 1)
    return found
