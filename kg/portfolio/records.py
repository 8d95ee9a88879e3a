"""Portfolio records: one frozen class per kind of thing, each field saying how it is written and what it means.

The same definitions drive the YAML reader, the JSON Schema, the template, the RDF and the documentation.
Periods (`from`, `until`) include both days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import ClassVar

from kg import vocabulary as v
from kg.portfolio.fields import Facts, Spec, choice, day, facts, flag, pairs, ref, refs, specs, text

IMPLEMENTATION_STATUSES = ("implemented", "partial", "planned", "not-done")
GROUNDS = ("decision", "contract", "certificate")
RISK_LEVELS = ("low", "medium", "high")
EVERYTHING = "all"
ORGANISATION_WIDE = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Anything on record. `id` is a CURIE whose prefix is the organisation."""

    rdf_class: ClassVar[str]
    section: ClassVar[str]
    id: str
    external_id: str = text("identifier in the system this record came from")
    source_system: str = text("name of the system this record came from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """The organisation whose ledger this is."""

    rdf_class: ClassVar[str] = v.NG + "Organisation"
    section: ClassVar[str] = "organisation"
    name: str = text("name", required=True, predicate=v.LABEL)
    owner: str = ref("post that answers for what binds the organisation itself", "people")
    facts: Facts = facts("facts about the organisation")
    instruments: tuple[str, ...] = refs("frameworks to assess; all when not given", "framework")
    complete: tuple[str, ...] = refs(
        "topics in which an absent fact counts as stated: none", "topic", predicate=v.COMPLETE_TOPIC
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    """A part of the organisation; with `bearer` it bears obligations itself, as an agency or a subsidiary does."""

    rdf_class: ClassVar[str] = v.NG + "Unit"
    section: ClassVar[str] = "units"
    name: str = text("name", required=True, predicate=v.LABEL)
    bearer: bool = flag(
        "whether the unit, not the organisation, bears the obligations of its systems", predicate=v.BEARS_OBLIGATIONS
    )
    owner: str = ref("post that answers for the unit, and for its systems that name none", "people")
    facts: Facts = facts("facts that differ from the organisation's")
    complete: tuple[str, ...] = refs(
        "topics in which an absent fact counts as stated: none", "topic", predicate=v.COMPLETE_TOPIC
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A post that owns or decides something. The holder's name is kept apart, where it can be erased."""

    rdf_class: ClassVar[str] = v.NG + "Person"
    section: ClassVar[str] = "people"
    post: str = text("title of the post", required=True, predicate=v.LABEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagementSystem(Record):
    """A management system, of one discipline, with a boundary."""

    rdf_class: ClassVar[str] = v.NG + "ManagementSystem"
    section: ClassVar[str] = "management_systems"
    name: str = text("name", required=True, predicate=v.LABEL)
    discipline: str = ref("discipline it manages", "discipline", required=True)
    boundary: tuple[str, ...] = refs("systems inside: `all` or a list", "systems|models|datasets", words=(EVERYTHING,))
    owner: str = ref("post that answers for it", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    """A decision, contract or certificate by which a voluntary framework binds."""

    rdf_class: ClassVar[str] = v.NG + "Commitment"
    section: ClassVar[str] = "commitments"
    framework: str = ref("edition committed to", "framework", required=True)
    subject: str = ref("management system it binds", "management_systems", required=True)
    boundary: tuple[str, ...] = refs("systems covered: `all` or a list", "systems|models|datasets", words=(EVERYTHING,))
    ground: str = choice("what the commitment rests on", GROUNDS)
    valid_from: dt.date | None = day("first day", "from", required=True)
    valid_until: dt.date | None = day("last day", "until")
    certificate_number: str = text("number of the certificate")
    certificate_scope: str = text("scope as the certificate states it")
    by: str = ref("post that decided", "people", predicate=v.DECIDED_BY)
    reason: str = text("why")


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Record):
    """An AI system."""

    rdf_class: ClassVar[str] = v.NG + "AISystem"
    section: ClassVar[str] = "systems"
    name: str = text("name", required=True, predicate=v.LABEL)
    version: str = text("version the facts are about")
    owner: str = ref("post that answers for it", "people")
    unit: str = ref("part of the organisation it belongs to", "units", predicate=v.ORGANISATIONAL_UNIT)
    purpose: str = text("intended purpose in one sentence")
    stated_class: str = text("risk class as somebody stated it; compared with the derived one, never used")
    facts: Facts = facts("facts; a fact that is absent is unknown unless its topic is declared complete")
    complete: tuple[str, ...] = refs(
        "topics in which an absent fact counts as stated: none", "topic", predicate=v.COMPLETE_TOPIC
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(System):
    """An AI model placed on the market or used in systems."""

    rdf_class: ClassVar[str] = v.NG + "AIModel"
    section: ClassVar[str] = "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet(System):
    """A data set for training, validation, testing or operation."""

    rdf_class: ClassVar[str] = v.NG + "DataSet"
    section: ClassVar[str] = "datasets"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssignment(Record):
    """Who has which role towards a system, where and when."""

    rdf_class: ClassVar[str] = v.NG + "RoleAssignment"
    section: ClassVar[str] = "roles"
    subject: str = ref("system, model or data set", "systems|models|datasets", required=True)
    agent: str = ref("organisation or unit that has the role", "organisation|units", required=True)
    role: str = ref("role", "role", required=True)
    territory: str = text("where, as an ISO 3166 code or EU")
    valid_from: dt.date | None = day("first day", "from")
    valid_until: dt.date | None = day("last day", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact(Record):
    """A fact that holds for a period."""

    rdf_class: ClassVar[str] = v.NG + "DatedFact"
    section: ClassVar[str] = "dated_facts"
    subject: str = ref("what the fact is about", "organisation|units|systems|models|datasets", required=True)
    fact: str = ref("fact", "fact", required=True)
    value: tuple[str, ...] = field(default=(), metadata={"spec": Spec("", "value or values", many=True, required=True)})
    valid_from: dt.date | None = day("first day", "from")
    valid_until: dt.date | None = day("last day", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleEvent(Record):
    """Something that happened, or is planned, on a day: placing on the market, a design change, an incident, ..."""

    rdf_class: ClassVar[str] = v.NG + "LifecycleEvent"
    section: ClassVar[str] = "events"
    subject: str = ref("what it happened to", "organisation|units|systems|models|datasets", required=True)
    kind: str = ref("kind of event", "event", required=True, predicate=v.EVENT_KIND)
    date: dt.date | None = day("the day", required=True)
    note: str = text("what happened", predicate=v.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRelation(Record):
    """A supplier of something that goes into systems."""

    rdf_class: ClassVar[str] = v.NG + "SupplyRelation"
    section: ClassVar[str] = "supply"
    supplier: str = text("who supplies", required=True)
    systems: tuple[str, ...] = refs("systems supplied", "systems|models|datasets", predicate=v.CONCERNS_SYSTEM)
    agreement: str = text("reference of the agreement")
    valid_from: dt.date | None = day("first day", "from")
    valid_until: dt.date | None = day("last day", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """Something the organisation does or has: a policy, process, control or tool."""

    rdf_class: ClassVar[str] = v.NG + "Measure"
    section: ClassVar[str] = "measures"
    name: str = text("name", required=True, predicate=v.LABEL)
    owner: str = ref("post that answers for it", "people")
    description: str = text("what it is, in one or two sentences", predicate=v.DESCRIPTION)
    note: str = text("remark, such as its status, priority and due date in the system it came from", predicate=v.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation(Record):
    """A claim: this measure implements that control, requirement or duty, in a scope, for a period."""

    rdf_class: ClassVar[str] = v.NG + "Implementation"
    section: ClassVar[str] = "implementations"
    measure: str = ref("measure", "measures", required=True)
    of: str = ref(
        "control, requirement or duty it implements", "requirement|duty", required=True, predicate=v.IMPLEMENTS
    )
    scope: tuple[str, ...] = refs(
        "`organisation` or a list of systems, units and management systems",
        "systems|models|datasets|units|management_systems",
        words=(ORGANISATION_WIDE,),
        required=True,
    )
    status: str = choice("how far it is", IMPLEMENTATION_STATUSES, predicate=v.IMPLEMENTATION_STATUS)
    valid_from: dt.date | None = day("first day", "from")
    valid_until: dt.date | None = day("last day", "until")
    duties: tuple[str, ...] = refs("with `partial`: the only duties it delivers", "duty", predicate=v.ONLY_DUTY)
    strike: tuple[str, ...] = refs("duties of the control it does not claim", "duty", predicate=v.STRIKES_DUTY)
    parameters: tuple[tuple[str, str], ...] = pairs(
        "stated values, such as `retention: P1Y`", predicate=v.PARAMETER_VALUE
    )
    owner: str = ref("post that answers for it", "people")
    note: str = text("remark", predicate=v.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A document, record or report that supports implementations."""

    rdf_class: ClassVar[str] = v.NG + "Evidence"
    section: ClassVar[str] = "evidence"
    title: str = text("title", required=True, predicate=v.TITLE)
    kind: tuple[str, ...] = refs("kind or kinds of evidence", "evidence-kind", required=True, predicate=v.EVIDENCE_KIND)
    assurance: str = ref("how strong it is, where not as usual for its kind", "assurance", predicate=v.GIVES_ASSURANCE)
    date: dt.date | None = day("day it was made, of a dated single act")
    valid_from: dt.date | None = day("first day it speaks for", "from")
    valid_until: dt.date | None = day("last day it speaks for", "until")
    subjects: tuple[str, ...] = refs(
        "what it is about, where narrower than the implementation",
        "organisation|units|systems|models|datasets",
        predicate=v.ABOUT_SUBJECT,
    )
    location: str = text("where it is found: an address or the name of a file")
    description: str = text("what it is, in one or two sentences", predicate=v.DESCRIPTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUse(Record):
    """What a piece of evidence is evidence for."""

    rdf_class: ClassVar[str] = v.NG + "EvidenceUse"
    section: ClassVar[str] = "covers"
    evidence: str = ref("evidence", "evidence", required=True)
    implementation: str = ref("implementation it supports", "implementations", required=True)
    duties: tuple[str, ...] = refs("only these duties", "duty", predicate=v.ONLY_DUTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Record):
    """A risk of some systems and what treats it."""

    rdf_class: ClassVar[str] = v.NG + "Risk"
    section: ClassVar[str] = "risks"
    title: str = text("title", required=True, predicate=v.TITLE)
    systems: tuple[str, ...] = refs("systems that have it", "systems|models|datasets", predicate=v.CONCERNS_SYSTEM)
    source: str = ref("risk source it comes from", "provision", predicate=v.RISK_SOURCE_OF)
    level: str = choice("level", RISK_LEVELS, required=False, predicate=v.RISK_LEVEL)
    owner: str = ref("post that answers for it", "people")
    treatments: tuple[str, ...] = refs("implementations that treat it", "implementations", predicate=v.TREATED_BY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(Record):
    """Somebody's decision to bear a risk or a shortfall. It never changes a status."""

    rdf_class: ClassVar[str] = v.NG + "RiskAcceptance"
    section: ClassVar[str] = "acceptances"
    risk: str = ref("risk accepted", "risks")
    requirement: str = ref("requirement whose shortfall is accepted", "requirement")
    subject: str = ref("for what", "organisation|units|systems|models|datasets|management_systems")
    by: str = ref("post that decided", "people", required=True, predicate=v.DECIDED_BY)
    reason: str = text("why", required=True)
    valid_from: dt.date | None = day("first day", "from")
    valid_until: dt.date | None = day("last day", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Record):
    """A control left out of the statement of applicability, with its justification."""

    rdf_class: ClassVar[str] = v.NG + "SoAEntry"
    section: ClassVar[str] = "exclusions"
    control: str = ref("control excluded", "control", required=True)
    commitment: str = ref("commitment it belongs to", "commitments", required=True)
    reason: str = text("justification", required=True)
    by: str = ref("post that decided", "people", predicate=v.DECIDED_BY)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRecord(Record):
    """A requirement waived for a subject by whoever may do so. An attribute, never an implementation."""

    rdf_class: ClassVar[str] = v.NG + "WaiverRecord"
    section: ClassVar[str] = "waivers"
    requirement: str = ref("requirement waived", "requirement", required=True)
    subject: str = ref("for what", "organisation|units|systems|models|datasets", required=True)
    reason: str = text("why")
    by: str = ref("post that decided", "people", predicate=v.DECIDED_BY)
    valid_from: dt.date | None = day("first day", "from")
    valid_until: dt.date | None = day("last day", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation(Record):
    """A measure offered in place of one that is missing. An attribute, never coverage."""

    rdf_class: ClassVar[str] = v.NG + "Compensation"
    section: ClassVar[str] = "compensations"
    requirement: str = ref("requirement it stands in for", "requirement", required=True)
    subject: str = ref("for what", "organisation|units|systems|models|datasets|management_systems", required=True)
    implementation: str = ref("what is done instead", "implementations", required=True)
    reason: str = text("why it is thought sufficient")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Record):
    """What a source said about a requirement that is neither done nor undone: not applicable, other, text present."""

    rdf_class: ClassVar[str] = v.NG + "Remark"
    section: ClassVar[str] = "remarks"
    requirement: str = ref("requirement spoken of", "requirement", required=True)
    subject: str = ref("of what", "organisation|units|systems|models|datasets", required=True)
    attribute: str = choice(
        "what was said",
        ("stated-not-applicable", "stated-other", "text-present", "extension-requested"),
        predicate=v.REMARK_KIND,
    )
    text: str = text("the answer as given", predicate=v.ANSWER)


RECORD_TYPES: tuple[type[Record], ...] = (
    Organisation, Unit, Person, ManagementSystem, Commitment, System, Model, DataSet, RoleAssignment, DatedFact,
    LifecycleEvent, SupplyRelation, Measure, Implementation, Evidence, EvidenceUse, Risk, Acceptance, Exclusion,
    WaiverRecord, Compensation, Remark,
)  # fmt: skip


__all__ = ["Facts", "Spec", "specs"]
