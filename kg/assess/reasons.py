"""Why a verdict is what it is, in one line: attributes, the facts that bind, and what supports or is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kg.applicability.strata import EditionDay, window_at
from kg.applicability.timeline import LATER, NO, OPEN
from kg.assess.kernel import NOT_ADOPTED, Block
from kg.logic import ALWAYS, ANY, TRUE, Atom, Literal, dnf
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    Acceptance,
    Compensation,
    DataSet,
    Implementation,
    ManagementSystem,
    Model,
    Organisation,
    Record,
    Remark,
    Risk,
    System,
    Unit,
    WaiverRecord,
)

if TYPE_CHECKING:
    from kg.assess.assessment import Assessment

# An acceptance may name a requirement and no subject.
ANY_SUBJECT = ""
_KINDS: dict[type[Record], str] = {
    Organisation: "organisation",
    Unit: "organisation",
    ManagementSystem: "management-system",
    System: "system",
    Model: "model",
    DataSet: "data-set",
}


def kind_of(assessment: Assessment, subject: str) -> str:
    """Kind of a subject, as the levels are called."""
    return _KINDS.get(type(assessment.portfolio.records.get(subject)), "organisation")  # type: ignore[arg-type]


def owner_of(assessment: Assessment, subject: str) -> str:
    """Post that answers for a subject; `nobody` when none is named."""
    return assessment.portfolio.owner_of(subject)


def attributes(assessment: Assessment, block: Block, row: int) -> tuple[str, ...]:
    """Attributes beside the status: dormant, excluded, contested, stayed, a decision on record, a source's remark."""
    found: set[str] = set()
    if block.dormant[row] and int(block.state[row]) not in (NO, NOT_ADOPTED):
        found.add("dormant")
    if assessment.exclusion(block, row):
        found.add("excluded")
    if int(block.state[row]) not in (NO, NOT_ADOPTED):
        found |= assessment.marks(block, row)
    subject = block.subjects[row]
    for name in (block.norm.id, block.norm.provision):
        found |= assessment.stated_attributes.get((subject, name), set())
        found |= assessment.stated_attributes.get((ANY_SUBJECT, name), set())
    return tuple(sorted(found))


def stated_attributes(portfolio: Portfolio, day: date) -> dict[tuple[str, str], set[str]]:
    """Attributes that records give to pairs of a subject and a requirement on a day."""
    found: dict[tuple[str, str], set[str]] = {}
    for subject, requirement, attribute in _stated(portfolio, day):
        found.setdefault((subject, requirement), set()).add(attribute)
    return found


def _stated(portfolio: Portfolio, day: date) -> Iterator[tuple[str, str, str]]:
    for remark in portfolio.of(Remark):
        yield remark.subject, remark.requirement, remark.attribute
    for compensation in portfolio.of(Compensation):
        yield compensation.subject, compensation.requirement, "compensated"
    for waiver in portfolio.of(WaiverRecord):
        if _valid(waiver, day):
            yield waiver.subject, waiver.requirement, "waiver"
    for acceptance in portfolio.of(Acceptance):
        if _valid(acceptance, day):
            yield from ((*pair, "risk-accepted") for pair in _accepted(portfolio, acceptance))


def _accepted(portfolio: Portfolio, item: Acceptance) -> Iterator[tuple[str, str]]:
    if item.requirement:
        yield item.subject or ANY_SUBJECT, item.requirement
        return
    risk = portfolio.records.get(item.risk)
    if isinstance(risk, Risk):
        treated = (portfolio.records[name] for name in risk.treatments)
        targets = [found.of for found in treated if isinstance(found, Implementation)]
        yield from ((system, target) for system in risk.systems for target in targets)


def _valid(item: Acceptance | WaiverRecord, day: date) -> bool:
    return (item.valid_from is None or item.valid_from <= day) and (item.valid_until is None or day <= item.valid_until)


def reason(assessment: Assessment, block: Block, row: int) -> str:
    """One line: `[attributes] why it binds; what supports it or is missing`."""
    marks = attributes(assessment, block, row)
    parts = [f"[{', '.join(marks)}]"] if marks else []
    state = int(block.state[row])
    binding = _binding(assessment, block, row)
    parts.append("; ".join(part for part in (binding, *_support(assessment, block, row, state)) if part))
    return " ".join(part for part in parts if part)


def _binding(assessment: Assessment, block: Block, row: int) -> str:
    state = int(block.state[row])
    if state == NOT_ADOPTED:
        return f"no commitment to {block.norm.edition} on record"
    if excluded := assessment.exclusion(block, row):
        return f"excluded from the statement of applicability by {excluded}"
    if state == NO:
        if block.until is not None and block.until <= assessment.as_of:
            return f"ended on {block.until}"
        return "the facts on record rule it out"
    if assessment.knowledge.catalogs.editions[block.norm.edition].voluntary:
        return f"committed to {block.norm.edition}"
    if state == OPEN:
        return "facts are missing"
    numbers = [int(block.cases[row])] if block.cases[row] >= 0 else list(block.bound[row])
    if not numbers:
        return ""
    facts = deciding_facts(assessment, block, row, numbers[0])
    prefix = f"comes on {date.fromordinal(int(block.since[row]))}: " if state == LATER else ""
    suffix = f" (for {_count(len(numbers), 'system')})" if block.cases[row] < 0 else ""
    return f"{prefix}{', '.join(facts)}{suffix}"


def deciding_facts(assessment: Assessment, block: Block, row: int, case: int) -> tuple[str, ...]:
    """The literals of the first alternative of the condition that holds, as `fact=value`."""
    day = assessment.timeline.day(block.norm.edition, date.fromordinal(int(block.decided[row])))
    window = window_at(block.norm.windows, day.table.day, day.known_on)
    profile = assessment.timeline.cases.cases[case].profile
    if window is None or window.condition == ALWAYS:
        return ()
    if block.norm.modality == "prohibition":
        return tuple(_held_roles(assessment, case, block.norm.bearers))
    for term in dnf(window.condition):
        if all(holds(literal, day, profile) for literal in term):
            asserted = [literal for literal in term if literal.positive] or list(term)
            return tuple(sorted({spelled(literal, day, profile) for literal in asserted}))
    return ()


def _held_roles(assessment: Assessment, case: int, bearers: tuple[str, ...]) -> Iterator[str]:
    return (f"role={role}" for role in assessment.timeline.cases.cases[case].roles if role in bearers)


def holds(literal: Literal, day: EditionDay, profile: int) -> bool:
    """Whether a literal is true for a profile."""
    value = int(day.plain(Atom(literal.fact, literal.op, literal.values))[profile])
    return (value if literal.positive else TRUE - value) == TRUE


def spelled(literal: Literal, day: EditionDay, profile: int) -> str:
    """A literal with only those of its alternatives that hold."""
    if not literal.positive or literal.op != "=" or literal.values == (ANY,):
        return str(literal)
    held = [value for value in literal.values if holds(Literal(True, literal.fact, "=", (value,)), day, profile)]
    return f"{literal.fact}={'|'.join(held or literal.values)}"


def _support(assessment: Assessment, block: Block, row: int, state: int) -> Iterator[str]:
    if state in (NO, NOT_ADOPTED) or assessment.exclusion(block, row):
        return
    if block.norm.aggregates:
        yield f"worst of {_count(len(assessment.knowledge.parts(block.norm)), 'part')}"
        return
    if block.norm.modality in {"prohibition", "conditional-permission"}:
        yield _prohibition_words(assessment, block, row)
        return
    demanded = assessment.demanded(block, row)
    if not demanded:
        decomposed = bool(assessment.knowledge.scheme.bits_of(block.norm.id))
        yield "nothing is due until its trigger occurs" if decomposed else "not decomposed into duties"
        return
    ranks = [assessment.rank(bit, block, row) for bit in demanded]
    names = assessment.knowledge.statuses.states
    shown = assessment.knowledge.statuses.rank("shown")
    rest = [(name, ranks.count(number)) for number, name in reversed(list(enumerate(names))) if number != shown]
    said = ", ".join(f"{count} {name.replace('-', ' ')}" for name, count in rest if count)
    yield f"{ranks.count(shown)} of {len(demanded)} shown" + (f", {said}" if said else "")


def _prohibition_words(assessment: Assessment, block: Block, row: int) -> str:
    status = assessment.knowledge.statuses.names[block.status[row]]
    words = {
        "conflict": "the facts on record meet every element of the prohibition",
        "clear": "the facts on record rule out an element of the prohibition",
        "undetermined": "the prohibition is not ruled out",
    }
    return words.get(status, "a permission relied on; its conditions are not assessed")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
