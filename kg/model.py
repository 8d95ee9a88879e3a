"""The knowledge as frozen values: frameworks, provisions, norms, guards, facts, duties and the links between them.

Identifiers are CURIEs (`eu-ai-act:26-5.n1`, `duty:keep-event-logs`). Scheme members drop their prefix where a field can
hold only one scheme (`modality="obligation"`, `level="system"`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kg.logic import Expr

Curie = str


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one framework: `binding` is law, mandate or commitment, `status` in-force, voluntary, ..."""

    id: Curie
    title: str
    label: str
    binding: str
    status: str
    jurisdiction: str
    source: str
    issued: str
    external_id: str = ""

    @property
    def voluntary(self) -> bool:
        """Whether it binds by commitment alone."""
        return self.binding == "commitment"


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered place in an edition: clause, article, paragraph, control, annex point, ...

    `guides` is the control that a piece of guidance is about.
    """

    id: Curie
    edition: Curie
    notation: str
    label: str
    kind: str
    parent: Curie
    order: int
    category: str
    source: str
    notes: tuple[str, ...]
    external_id: str = ""
    guides: Curie = ""


@dataclass(frozen=True, slots=True)
class Window:
    """One version of a norm's or guard's text: known from a date, in force from a date, with its condition.

    `schedule` maps a risk class to the date from which it counts; with one, the formal date is not used.
    """

    id: Curie
    known_from: date
    in_force_from: date
    applies_from: date | None
    applies_until: date | None
    schedule: tuple[tuple[str, date], ...]
    condition: Expr
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm stated by one provision."""

    id: Curie
    edition: Curie
    provision: Curie
    label: str
    modality: str
    bearers: tuple[str, ...]
    level: str
    trigger: str
    penalty_tier: str
    aggregates: tuple[Curie, ...]
    excludable: bool
    windows: tuple[Window, ...]
    review_state: str
    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that runs before the rows: scope, classification, roles or exemptions of one edition."""

    id: Curie
    edition: Curie
    label: str
    stratum: str
    effect: str
    windows: tuple[Window, ...]
    target_norms: frozenset[Curie]
    except_norms: frozenset[Curie]
    target_fact: str
    target_values: tuple[str, ...]
    effect_date: date | None
    notes: tuple[str, ...]

    def touches(self, norm: Curie) -> bool:
        """Whether the guard speaks about this norm."""
        return norm not in self.except_norms and (not self.target_norms or norm in self.target_norms)


@dataclass(frozen=True, slots=True)
class Deeming:
    """A legal fiction: the norms count as met where the condition holds. Shown, never inferred."""

    id: Curie
    norms: tuple[Curie, ...]
    label: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule by which a role may release a subject from norms. Shown; only a grant on record says more."""

    id: Curie
    norms: tuple[Curie, ...]
    label: str
    granted_by: str
    provision: Curie
    source: str


@dataclass(frozen=True, slots=True)
class FactType:
    """A question about an organisation, system, model or supply relation and the values an answer may have.

    `broader` maps a value to the value above it (`4a` -> `4`).
    """

    name: str
    label: str
    question: str
    value_type: str
    multiple: bool
    describes: tuple[str, ...]
    topic: str
    derived: bool
    values: tuple[str, ...]
    broader: dict[str, str] = field(hash=False)

    def matches(self, stated: str, asked: str) -> bool:
        """Whether a stated value is the asked one or lies below it."""
        return asked in self.ancestry(stated)

    def ancestry(self, value: str) -> tuple[str, ...]:
        """A value and everything above it."""
        chain = [value]
        while (parent := self.broader.get(chain[-1])) and parent not in chain:
            chain.append(parent)
        return tuple(chain)


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of lifecycle event: the trigger it fires and the date fact it gives, where it does."""

    name: str
    label: str
    triggers: tuple[str, ...]
    gives_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A cell of the duty scheme."""

    id: Curie
    label: str
    definition: str
    question: str
    object: str
    activity: str
    discipline: str
    level: str
    actor: str
    trigger: str
    evidence_kind: str
    principles: tuple[str, ...]
    quantifier: str
    nature: str
    parameters: tuple[str, ...]
    # Duties that this one makes easier to fulfil, without fulfilling them.
    enables: tuple[Curie, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyLink:
    """A requirement's demand for a duty, in mode requires, advises or context."""

    id: Curie
    norm: Curie
    duty: Curie
    mode: str
    aspects: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    rationale: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Release:
    """One decomposition of one edition."""

    id: Curie
    edition: Curie
    review_state: str
    method: str
    created: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed quantity of a duty; `strictness` tells whether more ("higher") or less ("lower") is stricter."""

    name: str
    label: str
    unit: str
    strictness: str
