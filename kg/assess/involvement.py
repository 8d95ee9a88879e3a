"""Who is involved with which system and how, and what to look at for it. No norm's applicability rests on it."""

from __future__ import annotations

from dataclasses import replace

from kg.assess.assessment import Assessment
from kg.assess.verdicts import Involved, Where
from kg.involvement import Involvement
from kg.knowledge import Knowledge
from kg.logic import FALSE, TRUE, UNKNOWN, Truths, evaluate
from kg.model import Curie


def truths(assessment: Assessment) -> dict[str, Truths]:
    """Truth of each involvement for every fact profile on the as-of day, from what is stated: no guard has run."""
    day = assessment.timeline.facts_on(assessment.as_of)
    return {
        item.name: evaluate(item.condition, lambda atom, _positive: day.values(atom), day.size)
        for item in assessment.knowledge.involvements
    }


def of_profile(found: dict[str, Truths], profile: int) -> tuple[str, ...]:
    """Involvements that hold for a profile, then those that facts leave open, marked."""
    held = [name for name, values in found.items() if values[profile] == TRUE]
    return (*held, *(f"{name}?" for name, values in found.items() if values[profile] == UNKNOWN))


def involved(assessment: Assessment, item: Involvement) -> Involved:
    """What an involvement puts in view: cases that have or may have it, norms that demand a duty in its areas."""
    values = truths(assessment)[item.name]
    cases = assessment.timeline.cases.cases
    return Involved(
        norms=_norms(assessment.knowledge, frozenset(item.areas)),
        cases=frozenset(number for number, case in enumerate(cases) if values[case.profile] != FALSE),
    )


def _norms(knowledge: Knowledge, areas: frozenset[Curie]) -> frozenset[Curie]:
    """Norms that demand a duty about one of some objects, an aggregate through its parts."""
    scheme = knowledge.scheme
    duties = {duty.id for duty in scheme.duties.values() if _within(knowledge, f"object:{duty.object}", areas)}
    return frozenset(
        norm.id
        for norm in knowledge.catalogs.norms.values()
        if any(link.duty in duties for part in knowledge.parts(norm) for link in scheme.links_of(part.id))
    )


def _within(knowledge: Knowledge, name: Curie, areas: frozenset[Curie]) -> bool:
    while name not in areas:
        if name not in knowledge.broader:
            return False
        name = knowledge.broader[name]
    return True


def conflicts_outside(assessment: Assessment, where: Where) -> int:
    """Number of conflicts that an involvement leaves out, because a prohibition demands no duty."""
    asked = not where.statuses or "conflict" in where.statuses
    if where.involved is None or not asked:
        return 0
    cases = assessment.timeline.cases.cases
    seen = {(cases[number].subject, cases[number].bearer) for number in where.involved.cases}
    conflicts = assessment.verdicts(replace(where, involved=None, statuses=frozenset({"conflict"})))
    return sum((row.subject, row.bearer) in seen for row in conflicts)
