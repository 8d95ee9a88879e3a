"""The posture of an organisation: the few tables a person reads first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.applicability.timeline import APPLIES, LATER
from kg.assess.assessment import Assessment
from kg.assess.kernel import Block
from kg.assess.verdicts import Verdict, Where, urgency

ROWS_PER_SUBJECT = 2


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A fact nobody has stated, and what stating it would settle."""

    fact: str
    question: str
    systems: tuple[str, ...]
    norms: int


@dataclass(frozen=True, slots=True)
class NextDate:
    """A day on which obligations start to bind. `marks`: what the law says beside some of them, such as stayed."""

    day: str
    frameworks: tuple[str, ...]
    norms: int
    subjects: tuple[str, ...]
    marks: tuple[str, ...]


def conflicts(assessment: Assessment) -> list[Verdict]:
    """Prohibitions that the facts on record meet, today or from a known date."""
    found = assessment.verdicts(Where(statuses=frozenset({"conflict"})))
    return sorted(found, key=urgency)


def urgent(assessment: Assessment, horizon: date, most: int) -> list[Verdict]:
    """The most urgent gaps, conflicts aside: law before commitments, what is due first, at most two rows a subject."""
    where = Where(only_open=True, horizon=horizon)
    rows = [row for row in assessment.verdicts(where) if row.status not in {"conflict", "undetermined", "claimed"}]
    editions = assessment.knowledge.catalogs.editions
    voluntary = {name: edition.voluntary for name, edition in editions.items()}
    return _varied(sorted(rows, key=lambda row: (voluntary[row.framework], row.applies_from, urgency(row))), most)


def _varied(rows: Iterable[Verdict], most: int) -> list[Verdict]:
    """At most two rows a subject, so that one system does not fill the list."""
    seen: Counter[str] = Counter()
    found: list[Verdict] = []
    for row in rows:
        if seen[row.subject] < ROWS_PER_SUBJECT and len(found) < most:
            seen[row.subject] += 1
            found.append(row)
    return found


def open_questions(assessment: Assessment) -> list[OpenQuestion]:
    """Facts that would settle undetermined verdicts, those that settle most first."""
    systems: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    undetermined = assessment.verdicts(Where(applicabilities=frozenset({"undetermined"})))
    prohibited = assessment.verdicts(Where(statuses=frozenset({"undetermined"})))
    for row in (*undetermined, *prohibited):
        for fact in row.missing_facts.split(";") if row.missing_facts else ():
            counts[fact] += 1
            systems.setdefault(fact, set()).add(row.subject)
    types = assessment.knowledge.facts.types
    return [
        OpenQuestion(fact, types[fact].question if fact in types else "", tuple(sorted(systems[fact])), counts[fact])
        for fact in sorted(counts, key=lambda name: (-counts[name], name))
    ]


def next_dates(assessment: Assessment) -> list[NextDate]:
    """Days after the as-of day on which something starts to bind."""
    found: dict[int, list[tuple[Block, int]]] = {}
    for block in assessment.blocks():
        for row in range(len(block.subjects)):
            if block.state[row] == LATER and not block.norm.aggregates:
                found.setdefault(int(block.since[row]), []).append((block, row))
    return [_next_date(assessment, day, rows) for day, rows in sorted(found.items())]


def _next_date(assessment: Assessment, day: int, rows: list[tuple[Block, int]]) -> NextDate:
    return NextDate(
        date.fromordinal(day).isoformat(),
        tuple(sorted({block.norm.edition for block, _ in rows})),
        len({block.norm.id for block, _ in rows}),
        tuple(sorted({block.subjects[row] for block, row in rows})),
        tuple(sorted({mark for block, row in rows for mark in assessment.marks(block, row)})),
    )


def counts(assessment: Assessment) -> Counter[str]:
    """Number of verdicts that apply today, by status; aggregates are left out."""
    names = assessment.knowledge.statuses.names
    return Counter(
        names[block.status[row]]
        for block in assessment.blocks()
        if not block.norm.aggregates
        for row in range(len(block.subjects))
        if block.state[row] == APPLIES
    )
