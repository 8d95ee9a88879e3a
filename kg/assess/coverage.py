"""Coverage per framework: an interval [shown, possible] over the obligations and recommendations that bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from kg.applicability.timeline import APPLIES, LATER, OPEN
from kg.assess.assessment import Assessment
from kg.assess.kernel import Block
from kg.assess.verdicts import Where
from kg.crosswalk.derived import review_state

COUNTED = ("obligation", "recommendation", "right")
_STATUSES = ("covered", "claimed", "partial", "planned", "lapsed", "gap", "unknown")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Counts of one framework. `shown` and `possible` are shares of demanded points, as texts such as `0.42`."""

    framework: str
    binding: str
    applies: str
    later: str
    undetermined: str
    covered: str
    claimed: str
    partial: str
    planned: str
    lapsed: str
    gap: str
    unknown: str
    conflict: str
    shown: str
    possible: str
    review_state: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(CoverageRow))
SHOWN = COLUMNS


def coverage(assessment: Assessment) -> list[CoverageRow]:
    """One row per framework; aggregates, permissions and dormant rows with nothing due stand outside the counts."""
    return [_row(assessment, edition) for edition in assessment.editions]


def not_assessed(assessment: Assessment, where: Where) -> int:
    """Number of verdicts that apply today under norms which no duty decomposes."""
    bare = (block for block in _counted(assessment, where) if not assessment.knowledge.scheme.bits_of(block.norm.id))
    return sum(int(((block.state == APPLIES) & where.subject_rows(block)).sum()) for block in bare)


def undetermined(assessment: Assessment, where: Where) -> int:
    """Number of verdicts that wait for facts."""
    return sum(int(((block.state == OPEN) & where.subject_rows(block)).sum()) for block in _counted(assessment, where))


def _counted(assessment: Assessment, where: Where) -> Iterator[Block]:
    """Blocks of what can be covered, among those a filter names."""
    editions = tuple(name for name in assessment.editions if not where.frameworks or name in where.frameworks)
    for block in assessment.blocks(editions) if editions else ():
        if block.norm.modality in COUNTED and not block.norm.aggregates and where.names(block.norm):
            yield block


def _row(assessment: Assessment, edition: str) -> CoverageRow:
    names = assessment.knowledge.statuses.names
    counts = dict.fromkeys((*_STATUSES, "conflict"), 0)
    applies = later = unresolved = shown = possible = demanded = 0
    for block in assessment.blocks((edition,)):
        if block.norm.modality == "prohibition":
            counts["conflict"] += int(((block.state == APPLIES) & (block.status == names.index("conflict"))).sum())
        if block.norm.aggregates or block.norm.modality not in COUNTED:
            continue
        now = block.state == APPLIES
        applies += int(now.sum())
        later += int((block.state == LATER).sum())
        unresolved += int((block.state == OPEN).sum())
        for status in _STATUSES:
            counts[status] += int((now & (block.status == names.index(status))).sum())
        for row in np.flatnonzero(now):
            some, more, total = _points(assessment, block, int(row))
            shown, possible, demanded = shown + some, possible + more, demanded + total
    texts = {name: str(count) for name, count in counts.items()}
    return CoverageRow(
        framework=edition,
        binding=assessment.knowledge.catalogs.editions[edition].binding,
        applies=str(applies),
        later=str(later),
        undetermined=str(unresolved),
        shown=_share(shown, demanded),
        possible=_share(possible, demanded),
        review_state=review_state(assessment.knowledge, edition),
        **texts,
    )


def _points(assessment: Assessment, block: Block, row: int) -> tuple[int, int, int]:
    shown_rank = assessment.knowledge.statuses.rank("shown")
    bits = assessment.demanded(block, row)
    shown = sum(assessment.rank(bit, block, row) == shown_rank for bit in bits)
    return shown, sum(assessment.possible(bit, block, row) for bit in bits), len(bits)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else ""
