"""Made-up portfolios: short ways to write the records tests need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    Commitment,
    Evidence,
    EvidenceUse,
    Implementation,
    LifecycleEvent,
    ManagementSystem,
    Measure,
    Organisation,
    Record,
    RoleAssignment,
    System,
)

ACME = "acme"
Stated = Mapping[str, str | tuple[str, ...]]
TODAY = date(2026, 9, 1)


def day(text: str) -> date | None:
    """A date, or None for the empty text."""
    return date.fromisoformat(text) if text else None


def portfolio(*records: Record, organisation: Organisation | None = None) -> Portfolio:
    """A portfolio of acme."""
    return model.build([organisation or Organisation(id=ACME, name="Acme"), *records])


def system(
    name: str = "s", known: Stated | None = None, /, *, complete: tuple[str, ...] = (), **facts: str | tuple[str, ...]
) -> System:
    """A system with facts, given as a mapping, by name, or both."""
    return System(id=f"{ACME}:{name}", name=name, facts=spelled({**(known or {}), **facts}), complete=complete)


def spelled(facts: Stated) -> dict[str, tuple[str, ...]]:
    """Facts with every value as a list."""
    return {name: (value,) if isinstance(value, str) else value for name, value in facts.items()}


def role(name: str = "provider", of: str = "s", agent: str = ACME, start: str = "", end: str = "") -> RoleAssignment:
    """A role towards a system."""
    return RoleAssignment(
        id=f"{ACME}:{of}/role/{agent}-{name}-{start}",
        subject=f"{ACME}:{of}",
        agent=agent,
        role=name,
        valid_from=day(start),
        valid_until=day(end),
    )


def event(kind: str, when: str, of: str = "s") -> LifecycleEvent:
    """An event of a system."""
    return LifecycleEvent(id=f"{ACME}:{of}/event/{kind}-{when}", subject=f"{ACME}:{of}", kind=kind, date=day(when))


def measure() -> Measure:
    """The one measure all implementations name."""
    return Measure(id=f"{ACME}:m", name="m")


def implementation(  # noqa: PLR0913 - as many as a record has fields
    of: str,
    scope: tuple[str, ...] = (f"{ACME}:s",),
    status: str = "implemented",
    *,
    name: str = "i",
    start: str = "",
    end: str = "",
    duties: tuple[str, ...] = (),
    strike: tuple[str, ...] = (),
    parameters: tuple[tuple[str, str], ...] = (),
) -> Implementation:
    """An implementation."""
    return Implementation(
        id=f"{ACME}:{name}",
        measure=f"{ACME}:m",
        of=of,
        scope=scope,
        status=status,
        valid_from=day(start),
        valid_until=day(end),
        duties=duties,
        strike=strike,
        parameters=parameters,
    )


def evidence(  # noqa: PLR0913 - as many as a record has fields
    implementation: str = "i",
    kind: tuple[str, ...] = ("record",),
    *,
    name: str = "e",
    assurance: str = "",
    made: str = "",
    start: str = "",
    end: str = "",
    subjects: tuple[str, ...] = (),
    duties: tuple[str, ...] = (),
) -> tuple[Evidence, EvidenceUse]:
    """Evidence and what it is used for."""
    return (
        Evidence(
            id=f"{ACME}:{name}",
            title=name,
            kind=kind,
            assurance=assurance,
            date=day(made),
            valid_from=day(start),
            valid_until=day(end),
            subjects=subjects,
        ),
        EvidenceUse(
            id=f"{ACME}:{name}/covers/{implementation}",
            evidence=f"{ACME}:{name}",
            implementation=f"{ACME}:{implementation}",
            duties=duties,
        ),
    )


def aims(name: str = "aims") -> ManagementSystem:
    """A management system."""
    return ManagementSystem(id=f"{ACME}:{name}", name=name, discipline="ai")


def commitment(
    framework: str,
    start: str = "2025-01-01",
    end: str = "",
    *,
    name: str = "c",
    subject: str = "aims",
    boundary: tuple[str, ...] = ("all",),
) -> Commitment:
    """A commitment of a management system."""
    return Commitment(
        id=f"{ACME}:{name}",
        framework=framework,
        subject=f"{ACME}:{subject}",
        boundary=boundary,
        ground="decision",
        valid_from=day(start),
        valid_until=day(end),
    )


def assess(knowledge: Knowledge, records: Portfolio, as_of: date = TODAY, known_on: date | None = None) -> Assessment:
    """An assessment; the law known is that of the as-of day unless said otherwise."""
    return Assessment(knowledge, records, as_of, known_on or as_of)


def verdicts(assessment: Assessment) -> dict[tuple[str, str, str], Verdict]:
    """Verdicts by (subject, requirement, bearer); two for the same triple are an error."""
    found: dict[tuple[str, str, str], Verdict] = {}
    for verdict in assessment.verdicts():
        key = (verdict.subject, verdict.requirement, verdict.bearer)
        assert key not in found, f"two verdicts for {key}"
        found[key] = verdict
    return found


def verdict(
    knowledge: Knowledge,
    *records: Record,
    of: str,
    subject: str = f"{ACME}:s",
    as_of: str = "",
    known_on: str = "",
) -> Verdict:
    """The one verdict of a subject on a requirement."""
    when = day(as_of) or TODAY
    found = verdicts(assess(knowledge, portfolio(*records), when, day(known_on)))
    (match,) = [item for (name, requirement, _), item in found.items() if (name, requirement) == (subject, of)]
    return match
