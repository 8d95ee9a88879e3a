"""Portfolio files: YAML in, records out. Strict: what is not understood is an error with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kg.clock import parse_date
from kg.duties import Scheme
from kg.errors import InputError, did_you_mean
from kg.exchange.references import Failure, References
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    EVERYTHING,
    ORGANISATION_WIDE,
    RECORD_TYPES,
    DatedFact,
    Evidence,
    EvidenceUse,
    LifecycleEvent,
    Organisation,
    Person,
    Record,
    RoleAssignment,
    Spec,
    System,
    Unit,
    specs,
)

R = TypeVar("R", bound=Record)

FORMAT_VERSION = "1"
NONE, UNKNOWN = "none", "unknown"
ROLE = "role"
# Words that stand for something else where an id is expected, and path segments of our own.
RESERVED = (EVERYTHING, ORGANISATION_WIDE, "framework", "graph", "normgraph")
IDENTIFIER = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
_IDENTIFIER = re.compile(IDENTIFIER)
_NESTED: dict[type[Record], dict[str, type[Record]]] = {
    System: {"roles": RoleAssignment, "dated_facts": DatedFact, "events": LifecycleEvent},
    Organisation: {"units": Unit, "dated_facts": DatedFact, "events": LifecycleEvent},
    Evidence: {"covers": EvidenceUse},
}
_INNER = {Unit, RoleAssignment, DatedFact, LifecycleEvent, EvidenceUse}
SECTIONS = tuple(cls.section for cls in RECORD_TYPES if cls not in _INNER and cls is not Organisation)


def nested_of(cls: type[Record]) -> dict[str, type[Record]]:
    """Sections written inside an entry of this class, and the records they hold."""
    return next((found for base, found in _NESTED.items() if issubclass(cls, base)), {})


def read(path: Path, knowledge: Knowledge) -> Portfolio:
    """The portfolio in a YAML file. Raises InputError naming file, line, what was found and what was expected."""
    return from_place(read_yaml(path), knowledge)


def organisation_of(document: Place) -> str:
    """The organisation a parsed document is about, empty where it does not say so."""
    entry = document.get("organisation") if isinstance(document.value, dict) else None
    found = entry.get("id") if entry is not None and isinstance(entry.value, dict) else None
    return found.value if found is not None and isinstance(found.value, str) else ""


def from_place(document: Place, knowledge: Knowledge) -> Portfolio:
    """The portfolio in a parsed YAML document."""
    if isinstance(document.value, dict) and (framework := document.get("framework")) is not None:
        raise framework.error(
            "this is a framework, not a portfolio", expected="organisation: {id, name}",
            hint=f"normgraph framework import {document.file}",
        )  # fmt: skip
    top = dict(document.entries(("normgraph", "organisation", *SECTIONS)))
    if "normgraph" not in top or top["normgraph"].text() != FORMAT_VERSION:
        place = top.get("normgraph", document)
        raise place.error(
            "not a portfolio file of this version",
            found=place.value if "normgraph" in top else "no `normgraph` key",
            expected=f"normgraph: {FORMAT_VERSION}",
            hint="start from: normgraph template portfolio",
        )
    if "organisation" not in top:
        raise document.error(
            "organisation is missing", found="no `organisation` key", expected="organisation: {id, name}"
        )
    return _Reader(top, knowledge).run()


class _Reader:
    def __init__(self, top: dict[str, Place], knowledge: Knowledge) -> None:
        self._top = top
        self._knowledge = knowledge
        self._organisation = self._identifier(top["organisation"])
        check_organisation(self._organisation, knowledge, top["organisation"].error)
        self._declared: dict[str, str] = {}
        self._unit_of: dict[str, str] = {}
        self._bearers: set[str] = set()
        self._collect()
        self._references = References(knowledge, self._organisation, self._declared)
        self._names: dict[str, str] = {}

    def run(self) -> Portfolio:
        by_section = {cls.section: cls for cls in RECORD_TYPES}
        places: list[tuple[Place, type[Record]]] = [(self._top["organisation"], Organisation)]
        for section in SECTIONS:
            if section in self._top:
                places += [(place, by_section[section]) for place in self._top[section].items()]
        records: dict[str, Record] = {}
        for place, cls in places:
            for at, record in self._entry(place, cls):
                if record.id in records:
                    raise at.error(
                        "the same entry stands twice",
                        found=record.id,
                        expected="each entry once",
                        hint="remove one of them",
                    )
                records[record.id] = record
        return model.build(records.values(), self._names)

    def _collect(self) -> None:
        units = self._top["organisation"].get("units")
        sources = [("units", units)] if units is not None else []
        sources += [(section, self._top[section]) for section in SECTIONS if section in self._top]
        for section, place in sources:
            for item in place.items():
                name = self._identifier(item)
                if name in self._declared or name == self._organisation:
                    raise item.error(
                        "id is used twice", found=name, expected="an id that is unique in the file",
                        hint=f"it already names an entry under {self._declared.get(name, 'organisation')}",
                    )  # fmt: skip
                self._declared[name] = section
                if (unit := item.get("unit")) is not None:
                    self._unit_of[name] = unit.text()
                if (bearer := item.get("bearer")) is not None and bearer.value is True:
                    self._bearers.add(name)

    def _identifier(self, place: Place) -> str:
        found = place.get("id")
        if found is None:
            raise place.error("id is missing", found="no `id` key", expected="id: a-short-name")
        text = found.text()
        check_identifier(text, found.error)
        if text in RESERVED:
            raise found.error("this word has a meaning of its own", expected=f"an id other than {', '.join(RESERVED)}")
        return text

    def _entry(self, place: Place, cls: type[Record]) -> Iterator[tuple[Place, Record]]:
        local = self._identifier(place)
        name = local if cls is Organisation else f"{self._organisation}:{local}"
        yield place, self._record(place, cls, {"id": name}, ("id", *nested_of(cls), *_extra_keys(cls)))
        if cls is Person and (holder := place.get("name")) is not None:
            self._names[name] = holder.text()
        for key, inner in nested_of(cls).items():
            listing = place.get(key)
            if listing is not None:
                for item in listing.items():
                    yield item, self._inner(item, inner, name)

    def _record(self, place: Place, cls: type[R], values: dict[str, Any], others: tuple[str, ...] = ()) -> R:
        fields = {spec.key: (name, spec) for name, spec in specs(cls).items() if name not in values}
        for key, found in place.entries((*fields, *others)):
            if key in fields:
                name, spec = fields[key]
                values[name] = self._value(found, spec)
            elif key == "certificate":
                values.update(self._certificate(found))
        missing = next((key for key, (name, spec) in fields.items() if spec.required and not values.get(name)), "")
        if missing:
            at = place.get(missing)
            raise (at or place).error(
                f"{missing} is missing", found=None if at else f"keys: {', '.join(str(key) for key in place.value)}",
                expected=f"{missing}: {fields[missing][1].doc}",
            )  # fmt: skip
        record = cls(**values)
        self._check_period(record, place)
        return record

    def _certificate(self, place: Place) -> dict[str, str]:
        return {f"certificate_{key}": found.text() for key, found in place.entries(("number", "scope"))}

    def _check_period(self, record: Record, place: Place) -> None:
        start, end = getattr(record, "valid_from", None), getattr(record, "valid_until", None)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            raise place.error(
                "period ends before it begins", found=f"{start} to {end}", expected="until on or after from"
            )

    def _value(self, place: Place, spec: Spec) -> Any:
        if spec.kind == "date":
            return place.day()
        if spec.kind == "flag":
            if not isinstance(place.value, bool):
                raise place.error("not a yes or no", expected="true or false")
            return place.value
        if spec.kind == "facts":
            return {name: self._fact(name, found) for name, found in place.entries()}
        if spec.kind == "pairs":
            return parameters(place, self._knowledge.scheme)
        if spec.many:
            return tuple(sorted({self._single(item, spec) for item in place.scalars()}))
        return self._single(place, spec)

    def _single(self, place: Place, spec: Spec) -> str:
        text = place.text()
        if spec.kind == "choice" and text not in spec.choices:
            hint = did_you_mean(text, spec.choices) or ""
            raise place.error("not a known value", expected=" | ".join(spec.choices), hint=hint)
        if spec.kind == "ref":
            return self._references.resolve(text, spec, place.error)
        return text

    def _fact(self, name: str, place: Place) -> tuple[str, ...]:
        fact = self._knowledge.facts.types.get(name)
        if fact is None:
            hint = did_you_mean(name, self._base_facts) or "list them with: normgraph facts"
            raise place.error("no such fact", found=name, expected="a fact of the vocabulary", hint=hint)
        if name not in self._base_facts:
            raise _derived(place, name)
        return _values(place, fact)

    @cached_property
    def _base_facts(self) -> frozenset[str]:
        types = self._knowledge.facts.types.values()
        return frozenset(fact.name for fact in types if not fact.derived and fact.name != ROLE)

    def _inner(self, place: Place, cls: type[Record], owner: str) -> Record:
        if cls is Unit:
            return self._record(place, Unit, {"id": f"{self._organisation}:{self._identifier(place)}"}, ("id",))
        if cls is RoleAssignment:
            return self._role(place, owner)
        if cls is EvidenceUse:
            use = self._record(place, EvidenceUse, {"id": "", "evidence": owner})
            return replace(use, id=f"{owner}.covers.{use.implementation.partition(':')[2]}")
        values = {"id": "", "subject": owner}
        if cls is LifecycleEvent:
            event = self._record(place, LifecycleEvent, values)
            return replace(event, id=f"{owner}.event.{event.kind}.{event.date}")
        dated = self._record(place, DatedFact, values)
        if dated.fact not in self._base_facts:
            raise _derived(place.get("fact") or place, dated.fact)
        _values(place.get("value") or place, self._knowledge.facts.types[dated.fact])
        return replace(dated, id=f"{owner}.fact.{dated.fact}.{dated.valid_from or 'always'}")

    def _role(self, place: Place, owner: str) -> RoleAssignment:
        if not isinstance(place.value, dict):
            role = self._references.resolve(place.text(), specs(RoleAssignment)["role"], place.error)
            return RoleAssignment(id=f"{owner}.role.{role}", subject=owner, agent=self._agent_of(owner), role=role)
        stated = place.get("agent")
        values = {"id": "", "subject": owner}
        if stated is None:
            values["agent"] = self._agent_of(owner)
        found = self._record(place, RoleAssignment, values)
        suffix = "" if stated is None else f".{found.agent.partition(':')[2]}"
        since = f".{found.valid_from}" if found.valid_from else ""
        return replace(found, id=f"{owner}.role.{found.role}{suffix}{since}")

    def _agent_of(self, system: str) -> str:
        unit = self._unit_of.get(system.partition(":")[2], "")
        return f"{self._organisation}:{unit}" if unit in self._bearers else self._organisation


def parameters(place: Place, scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Values of parameters, each one the scheme can read."""
    return tuple(
        sorted((name, parameter(name, value, scheme)) for name, value in place.entries(tuple(scheme.parameters)))
    )


def parameter(name: str, place: Place, scheme: Scheme) -> str:
    """The value of one parameter."""
    text = place.text()
    try:
        scheme.at_least(name, text, text)
    except InputError as error:
        raise place.error(error.message, expected=error.expected or "", hint=error.hint or "") from None
    return text


def check_identifier(text: str, fail: Failure) -> None:
    """Refuse what cannot be part of an identifier. `fail` makes the error for its place."""
    if not _IDENTIFIER.fullmatch(text):
        expected = "letters a to z, digits, '-', '_' and '.', with a letter or digit first and last"
        raise fail("not an identifier", found=text, expected=expected)


def check_organisation(text: str, knowledge: Knowledge, fail: Failure) -> None:
    """Refuse the id of an organisation that already names something in the knowledge."""
    if text in knowledge.catalogs.editions or f"{text}:" in _reserved(knowledge):
        raise fail("organisation id is taken by shipped knowledge", found=text, expected="an id of its own")


def _derived(place: Place, name: str) -> InputError:
    hint = (
        "write roles: [...]" if name == ROLE else "state the facts it follows from; `stated_class` records an opinion"
    )
    return place.error("this fact is derived, not stated", found=name, expected="base facts", hint=hint)


def _values(place: Place, fact: FactType) -> tuple[str, ...]:
    """The values stated of a fact, each one the fact can have."""
    for item in place.scalars():
        check_value(item.text(), fact, item)
    values = tuple(sorted({item.text() for item in place.scalars()}))
    if not values:
        raise place.error("an empty list says nothing", expected=f"values of {fact.name}, none or unknown")
    if len(values) > 1 and (NONE in values or not fact.multiple):
        one = f"{NONE} alone" if NONE in values else f"a single value of {fact.name}"
        raise place.error("these values cannot all hold", found=", ".join(values), expected=one)
    return values


def check_value(text: str, fact: FactType, place: Place) -> None:
    """Refuse a value the fact cannot have. `none` and `unknown` are always allowed."""
    if text in (NONE, UNKNOWN):
        return
    if fact.value_type == "date":
        try:
            parse_date(text)
        except InputError as error:
            raise place.error(f"{error.message} of {fact.name}", expected="YYYY-MM-DD, none or unknown") from None
    elif fact.values and text not in fact.values:
        hint = did_you_mean(text, fact.values) or fact.question
        raise place.error(
            f"not a value of {fact.name}", found=text, expected=" | ".join((*fact.values, NONE, UNKNOWN)), hint=hint
        )


def _extra_keys(cls: type[Record]) -> tuple[str, ...]:
    if cls is Person:
        return ("name",)
    return ("certificate",) if cls.section == "commitments" else ()


def _reserved(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(label.partition(":")[0] + ":" for label in knowledge.labels)
