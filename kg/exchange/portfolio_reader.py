"""From what a portfolio file says, with the place of each value, to records: the one way, whatever the format.

A format makes a `Place` for each section; here it is checked. What is not understood is an error with its place, and
all errors of a file are told together.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from kg.errors import InputError, NotFound, did_you_mean
from kg.exchange.findings import Finding, read_as
from kg.exchange.portfolio_values import (
    RESERVED,
    ROLE,
    check_identifier,
    check_organisation,
    derived,
    fact_values,
    parameters,
)
from kg.exchange.problems import Problems, Unfit
from kg.exchange.references import References
from kg.exchange.yaml_source import Place
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.parts import PARTS, identified
from kg.portfolio.records import (
    IMPLEMENTATION_STATUSES,
    RECORD_TYPES,
    DatedFact,
    Evidence,
    EvidenceUse,
    Exclusion,
    Implementation,
    LifecycleEvent,
    Organisation,
    Person,
    Record,
    Remark,
    RoleAssignment,
    Spec,
    System,
    Unit,
    specs,
)
from kg.portfolio.view import View

R = TypeVar("R", bound=Record)

FACTS = "facts"
IMPLEMENTED, PARTIAL, *_ = IMPLEMENTATION_STATUSES
NO_VIEW = View()
# Where a file may name a part of what an edition lists. A claim then counts in part; a decision would grow wider.
_IN_PART = (specs(Implementation)["of"], specs(Remark)["requirement"])
_NESTED: dict[type[Record], dict[str, type[Record]]] = {
    System: {"roles": RoleAssignment, "dated_facts": DatedFact, "events": LifecycleEvent},
    Organisation: {"units": Unit, "dated_facts": DatedFact, "events": LifecycleEvent},
    Unit: {"dated_facts": DatedFact, "events": LifecycleEvent},
    Evidence: {"covers": EvidenceUse},
}
SECTIONS = tuple(cls.section for cls in RECORD_TYPES if cls not in (*PARTS, Unit, Organisation))
_BY_SECTION = {cls.section: cls for cls in RECORD_TYPES}


def nested_of(cls: type[Record]) -> dict[str, type[Record]]:
    """Sections written inside an entry of this class, and the records they hold."""
    return next((found for base, found in _NESTED.items() if issubclass(cls, base)), {})


@dataclass(frozen=True, slots=True)
class PortfolioSheets:
    """What was read. `notes` say in words what was left out because it is marked as a note.

    `findings`: names that were read otherwise than they are written, each with its place.
    """

    portfolio: Portfolio
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class PortfolioReader:
    """Reads the sections of one file.

    `top` gives the place of the organisation and of each section. What YAML writes inside an entry (units, roles,
    dated facts, events, evidence links) may also stand in a section of its own, where each part names its owner; so may
    facts, under `facts`, each with subject, fact and value. `view`: the frameworks that the record has in view.
    `problems` holds what was found wrong before; `unsound` are sections that cannot be read whole because of that: what
    is missing there may be there all the same.
    """

    def __init__(
        self,
        top: Mapping[str, Place],
        knowledge: Knowledge,
        view: View = NO_VIEW,
        problems: Problems | None = None,
        unsound: frozenset[str] = frozenset(),
    ) -> None:
        self._top = top
        self._knowledge = knowledge
        self._problems = Problems(top["organisation"].file) if problems is None else problems
        self._unsound = unsound
        # An entry without a proper id may be the one that others refer to: what they say is no mistake then.
        self._doubtful = set(unsound)
        self._organisation = self._of_organisation(top["organisation"])
        self._declared: dict[str, str] = {}
        self._unit_of: dict[str, str] = {}
        self._bearers: set[str] = set()
        self._entries: list[tuple[Place, type[Record], str]] = [(top["organisation"], Organisation, self._organisation)]
        self._collect()
        self._recorded = view
        self._references = References(knowledge, self._organisation, self._declared, lambda: self._in_view)
        self._reading: tuple[Place, type[Record]] = (top["organisation"], Organisation)
        self._in_part = False
        self._findings: list[Finding] = []
        self._names: dict[str, str] = {}
        self._records: dict[str, Record] = {}
        self._stated: dict[str, dict[str, tuple[str, ...]]] = {}

    def _of_organisation(self, place: Place) -> str:
        """The organisation's id; empty where there is none that can be."""
        with self._problems.caught():
            name = self._name_of(place, Organisation.section)
            self._doubtful.add(Organisation.section)
            check_organisation(name, self._knowledge, place.error)
            self._doubtful -= {Organisation.section} - self._unsound
            return name
        return ""

    def run(self) -> PortfolioSheets:
        """What was read. Raises InputError with everything that is wrong."""
        for place in self._listed(FACTS):
            with self._problems.caught():
                self._state(place)
        for place, cls, name in self._entries:
            with self._problems.caught():
                self._entry(place, cls, name)
        for cls, key in PARTS.items():
            for place in self._listed(cls.section):
                with self._problems.caught():
                    owner = self._needed(place, specs(cls)[key], cls.section)
                    self._keep(place, self._part(place, cls, owner))
        self._problems.settle()
        portfolio = model.build(self._records.values(), self._names)
        return PortfolioSheets(portfolio, findings=tuple(self._findings))

    def _listed(self, section: str) -> list[Place]:
        return list(self._top[section].items()) if section in self._top else []

    def _collect(self) -> None:
        """Take down which entries there are, so that they can refer to each other in any order."""
        inside = self._top["organisation"].get("units")
        sources = [("units", inside)] if inside is not None else []
        sources += [(section, self._top[section]) for section in ("units", *SECTIONS) if section in self._top]
        for section, listing in sources:
            with self._problems.caught():
                for item in listing.items():
                    with self._problems.caught():
                        self._declare(item, section)

    def _declare(self, item: Place, section: str) -> None:
        name = self._name_of(item, section)
        if name in self._declared or name == self._organisation:
            self._doubtful.add(section)
            raise (item.get("id") or item).error(
                "id is used twice", found=name, expected="an id that is unique in the file",
                hint=f"it already names an entry under {self._declared.get(name, 'organisation')}",
            )  # fmt: skip
        self._declared[name] = section
        self._entries.append((item, _BY_SECTION[section], f"{self._organisation}:{name}"))
        if (unit := item.get("unit")) is not None:
            self._unit_of[name] = unit.text()
        if (bearer := item.get("bearer")) is not None and bearer.value is True:
            self._bearers.add(name)

    def _name_of(self, item: Place, section: str) -> str:
        """The id of an entry. Without a proper one its section is in doubt from here on."""
        found = item.get("id")
        try:
            if found is None:
                at, stands = item.lacking("id")
                raise self._missing(section, at.error("id is missing", found=stands, expected="id: a-short-name"))
            _check_name(found, found.text())
        except (InputError, Unfit):
            self._doubtful.add(section)
            raise
        return found.text()

    def _missing(self, section: str, error: InputError) -> Exception:
        """The error for something missing; what is missing in an unsound section has been told with what is wrong."""
        return Unfit() if section in self._unsound else error

    def _state(self, place: Place) -> None:
        """One fact from a section of facts."""
        owner = self._needed(place, specs(DatedFact)["subject"], FACTS)
        fact, value = (self._given(place, specs(DatedFact)[name], FACTS) for name in ("fact", "value"))
        stated = self._stated.setdefault(owner, {})
        if fact.text() in stated:
            raise fact.error(
                "the same fact is stated twice", expected="each fact of a subject once",
                hint="several values stand in one entry",
            )  # fmt: skip
        stated[fact.text()] = self._fact(fact.text(), fact, value)

    def _given(self, place: Place, spec: Spec, section: str) -> Place:
        found = place.get(spec.key)
        if found is None:
            raise self._missing(section, _missing(place, spec))
        return found

    def _needed(self, place: Place, spec: Spec, section: str) -> str:
        """The record that a field which has to be there refers to."""
        return self._resolve(self._given(place, spec, section), spec)

    def _resolve(self, place: Place, spec: Spec) -> str:
        text = place.text()
        if found := self._references.known(text, spec):
            return found
        may_be_part = spec in _IN_PART
        try:
            read = self._references.read(text, spec, place.error, within=self._within, in_part=may_be_part)
        except InputError:
            if not self._doubtful.isdisjoint(spec.ref.split("|")):
                raise Unfit from None
            raise
        self._in_part |= read.part
        self._findings.append(read_as(place.where, text, read.reading))
        return read.id

    @property
    def _within(self) -> str:
        """The framework that the entry which is being read is about: an exclusion is of a commitment."""
        place, cls = self._reading
        commitment = place.get("commitment") if cls is Exclusion else None
        name = commitment.text().removeprefix(f"{self._organisation}:") if commitment is not None else ""
        return self._committed.get(name, "")

    @cached_property
    def _committed(self) -> dict[str, str]:
        """Commitments of the file by their id, each with its framework. What is wrong with one is told elsewhere."""
        found = {}
        for place in self._listed("commitments"):
            with suppress(InputError, NotFound):
                if (name := place.get("id")) is not None and (framework := place.get("framework")) is not None:
                    found[name.text()] = self._knowledge.edition_named(framework.text())
        return found

    @cached_property
    def _in_view(self) -> frozenset[str]:
        """Frameworks that the organisation works with, by what the file says and what is on record."""
        stated = self._top["organisation"].get("instruments")
        instruments: list[str] = []
        with suppress(InputError, NotFound):
            places = stated.scalars() if stated is not None else ()
            instruments.extend(self._knowledge.edition_named(place.text()) for place in places)
        found = View(tuple(instruments), (*self._recorded.committed, *self._committed.values()))
        return found.editions(self._knowledge.catalogs)

    def _keep(self, place: Place, record: Record) -> None:
        if record.id in self._records:
            raise place.error(
                "the same entry stands twice", found=record.id, expected="each entry once", hint="remove one of them"
            )
        self._records[record.id] = record

    def _entry(self, place: Place, cls: type[Record], name: str) -> None:
        values: dict[str, Any] = {"id": name}
        if name in self._stated:
            values[FACTS] = self._stated[name]
        with self._problems.caught():
            self._keep(place, self._record(place, cls, values, ("id", *nested_of(cls), *_extra_keys(cls))))
        if cls is Person and (holder := place.get("name")) is not None:
            self._names[name] = holder.text()
        for key, inner in nested_of(cls).items():
            listing = place.get(key) if inner is not Unit else None
            for item in listing.items() if listing is not None else ():
                with self._problems.caught():
                    self._keep(item, self._part(item, inner, name))

    def _record(self, place: Place, cls: type[R], values: dict[str, Any], others: tuple[str, ...] = ()) -> R:
        fields = {spec.key: (name, spec) for name, spec in specs(cls).items() if name not in values}
        wrong: set[str] = set()
        self._reading, self._in_part = (place, cls), False
        for key, found in place.entries((*fields, *others)):
            wrong.add(key)
            with self._problems.caught():
                if key in fields:
                    name, spec = fields[key]
                    values[name] = self._value(found, spec)
                elif key == "certificate":
                    values.update(self._certificate(found))
                wrong.remove(key)
        for key, (name, spec) in fields.items():
            if spec.required and key not in wrong and not values.get(name):
                with self._problems.caught():
                    raise self._missing(cls.section, _missing(place, spec))
                wrong.add(key)
        if wrong:
            raise Unfit
        if self._in_part and values.get("status") == IMPLEMENTED:
            values["status"] = PARTIAL
            self._findings.append(Finding(place.where, values["id"], "said of a part only: recorded as partial"))
        record = cls(**values)
        _check_period(record, place)
        return record

    def _certificate(self, place: Place) -> dict[str, str]:
        return {f"certificate_{key}": found.text() for key, found in place.entries(("number", "scope"))}

    def _value(self, place: Place, spec: Spec) -> Any:
        if spec.kind == "date":
            return place.day()
        if spec.kind == "flag":
            if not isinstance(place.value, bool):
                raise place.error("not a yes or no", expected="true or false")
            return place.value
        if spec.kind == "facts":
            return {name: self._fact(name, found, found) for name, found in place.entries()}
        if spec.kind == "pairs":
            return parameters(place, self._knowledge.scheme)
        if spec.many:
            return tuple(sorted({self._single(item, spec) for item in place.scalars()}))
        return self._single(place, spec)

    def _single(self, place: Place, spec: Spec) -> str:
        text = place.text()
        if spec.kind == "choice" and text.casefold() in spec.choices:
            return text.casefold()
        if spec.kind == "choice":
            hint = did_you_mean(text, spec.choices) or ""
            raise place.error("not a known value", expected=" | ".join(spec.choices), hint=hint)
        return self._resolve(place, spec) if spec.kind == "ref" else text

    def _fact(self, name: str, at: Place, place: Place) -> tuple[str, ...]:
        fact = self._knowledge.facts.types.get(name)
        if fact is None:
            hint = did_you_mean(name, self._base_facts) or "list them with: normgraph facts"
            raise at.error("no such fact", found=name, expected="a fact of the vocabulary", hint=hint)
        if name not in self._base_facts:
            raise derived(at, name)
        return fact_values(place, fact)

    @cached_property
    def _base_facts(self) -> frozenset[str]:
        types = self._knowledge.facts.types.values()
        return frozenset(fact.name for fact in types if not fact.derived and fact.name != ROLE)

    def _part(self, place: Place, cls: type[Record], owner: str) -> Record:
        if cls is RoleAssignment:
            return self._role(place, owner)
        part = self._record(place, cls, {"id": "", PARTS[cls]: owner})
        if isinstance(part, DatedFact):
            value = self._fact(part.fact, place.get("fact") or place, place.get("value") or place)
            part = replace(part, value=value)
        return identified(part)

    def _role(self, place: Place, owner: str) -> RoleAssignment:
        if not isinstance(place.value, dict):
            role = self._resolve(place, specs(RoleAssignment)["role"])
            plain = RoleAssignment(id="", subject=owner, agent=self._agent_of(owner), role=role)
            return identified(plain, agent_stated=False)
        stated = place.get("agent") is not None
        values = {"id": "", "subject": owner} | ({} if stated else {"agent": self._agent_of(owner)})
        return identified(self._record(place, RoleAssignment, values), agent_stated=stated)

    def _agent_of(self, system: str) -> str:
        unit = self._unit_of.get(system.partition(":")[2], "").removeprefix(f"{self._organisation}:")
        return f"{self._organisation}:{unit}" if unit in self._bearers else self._organisation


def _missing(place: Place, spec: Spec) -> InputError:
    at, stands = place.lacking(spec.key)
    return at.error(f"{spec.key} is missing", found=stands, expected=f"{spec.key}: {spec.doc}")


def _check_name(place: Place, text: str) -> None:
    check_identifier(text, place.error)
    if text in RESERVED:
        raise place.error("this word has a meaning of its own", expected=f"an id other than {', '.join(RESERVED)}")


def _check_period(record: Record, place: Place) -> None:
    start, end = getattr(record, "valid_from", None), getattr(record, "valid_until", None)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise place.error("period ends before it begins", found=f"{start} to {end}", expected="until on or after from")


def _extra_keys(cls: type[Record]) -> tuple[str, ...]:
    if cls is Person:
        return ("name",)
    return ("certificate",) if cls.section == "commitments" else ()
