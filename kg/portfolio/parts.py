"""Parts: records that are written inside another one and have an identifier made from what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from kg.portfolio.records import DatedFact, EvidenceUse, LifecycleEvent, Record, RoleAssignment

PARTS: dict[type[Record], str] = {
    RoleAssignment: "subject", DatedFact: "subject", LifecycleEvent: "subject", EvidenceUse: "evidence"
}  # fmt: skip
"""Classes of parts, each with the field that names the record it is written inside."""
R = TypeVar("R", bound=Record)


def owner_of(record: Record) -> str:
    """The record a part is written inside, empty for a record that stands by itself."""
    field = PARTS.get(type(record))
    return getattr(record, field) if field else ""


def identified(part: R, *, agent_stated: bool = True) -> R:
    """A part with its identifier.

    That of a role names its agent only where the file states one (`agent_stated`), so that a system whose unit
    changes keeps its roles.
    """
    owner = owner_of(part)
    if isinstance(part, RoleAssignment):
        agent = f".{part.agent.partition(':')[2]}" if agent_stated else ""
        since = f".{part.valid_from}" if part.valid_from else ""
        return replace(part, id=f"{owner}.role.{part.role}{agent}{since}")
    if isinstance(part, LifecycleEvent):
        return replace(part, id=f"{owner}.event.{part.kind}.{part.date}")
    if isinstance(part, DatedFact):
        return replace(part, id=f"{owner}.fact.{part.fact}.{part.valid_from or 'always'}")
    if isinstance(part, EvidenceUse):
        return replace(part, id=f"{owner}.covers.{part.implementation.partition(':')[2]}")
    raise TypeError(type(part).__qualname__)
