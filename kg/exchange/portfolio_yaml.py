"""Portfolio files: YAML in, records out. Strict: what is not understood is an error with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import InputError, did_you_mean
from kg.exchange.references import References
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
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


def from_place(document: Place, knowledge: Knowledge) -> Portfolio:
    """The portfolio in a parsed YAML document."""
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
        raise document.error("organisation is missing", found="no `organisation` key", expected="organisation: {id, name}")
    return _Reader(top, knowledge).run()


class _Reader:
    def __init__(self, top: dict[str, Place], knowledge: Knowledge) -> None:
        self._top = top
        self._knowledge = knowledge
        self._organisation = self._identifier(top["organisation"])
        if self._organisation in knowledge.catalogs.editions or f"{self._organisation}:" in _reserved(knowledge):
            raise top["organisation"].error(
                "organisation id is taken by shipped knowledge", found=self._organisation, expected="an id of its own"
            )
        self._declared: dict[str, str] = {}
        self._unit_of: dict[str, str] = {}
        self._bearers: set[str] = set()
        self._collect()
        self._references = References(knowledge, self._organisation, self._declared)
        self._names: dict[str, str] = {}

    def run(self) -> Portfolio:
        records = list(self._entry(self._top["organisation"], Organisation))
        by_section = {cls.section: cls for cls in RECORD_TYPES}
        for section in SECTIONS:
            if section in self._top:
                for place in self._top[section].items():
                    records += self._entry(place, by_section[section])
        seen: dict[str, Record] = {}
        for record in records:
            if record.id in seen:
                raise InputError(
                    "the same entry stands twice", where=self._top["organisation"].file, found=record.id,
                    expected="each entry once", hint="remove one of them",
                )  # fmt: skip
            seen[record.id] = record
        return model.build(records, self._names)

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
        if not text or not all(char.isalnum() or char in "-_." for char in text):
            raise found.error("not an identifier", expected="letters, digits, '-', '_' and '.' only")
        return text

    def _entry(self, place: Place, cls: type[Record]) -> Iterator[Record]:
        local = self._identifier(place)
        name = local if cls is Organisation else f"{self._organisation}:{local}"
        yield self._record(place, cls, {"id": name}, ("id", *nested_of(cls), *_extra_keys(cls)))
        if cls is Person and (holder := place.get("name")) is not None:
            self._names[name] = holder.text()
        for key, inner in nested_of(cls).items():
            listing = place.get(key)
            if listing is not None:
                for item in listing.items():
                    yield self._inner(item, inner, name)

    def _record(self, place: Place, cls: type[Record], values: dict[str, Any], others: tuple[str, ...]) -> Record:
        fields = {spec.key: (name, spec) for name, spec in specs(cls).items() if name not in values}
        for key, found in place.entries((*fields, *others)):
            if key in fields:
                name, spec = fields[key]
                values[name] = self._value(found, spec)
            elif key == "certificate":
                values.update(self._certificate(found))
        missing = [key for key, (name, spec) in fields.items() if spec.required and name not in values]
        if missing:
            raise place.error(
                f"{missing[0]} is missing", found=f"keys: {', '.join(str(key) for key in place.value)}",
                expected=f"{missing[0]}: {fields[missing[0]][1].doc}",
            )  # fmt: skip
        record = cls(**values)
        self._check_period(record, place)
        return record

    def _certificate(self, place: Place) -> dict[str, str]:
        return {f"certificate_{key}": found.text() for key, found in place.entries(("number", "scope"))}

    def _check_period(self, record: Record, place: Place) -> None:
        start, end = getattr(record, "valid_from", None), getattr(record, "valid_until", None)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            raise place.error("period ends before it begins", found=f"{start} to {end}", expected="until on or after from")

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
            return self._parameters(place)
        if spec.many:
            return tuple(dict.fromkeys(self._single(item, spec) for item in place.scalars()))
        return self._single(place, spec)

    def _single(self, place: Place, spec: Spec) -> str:
        text = place.text()
        if spec.kind == "choice" and text not in spec.choices:
            hint = did_you_mean(text, spec.choices) or ""
            raise place.error("not a known value", expected=" | ".join(spec.choices), hint=hint)
        if spec.kind == "ref":
            return self._references.resolve(text, spec, place.error)
        return text

    def _parameters(self, place: Place) -> tuple[tuple[str, str], ...]:
        scheme = self._knowledge.scheme
        found = []
        for name, value in place.entries(tuple(scheme.parameters)):
            text = value.text()
            try:
                scheme.at_least(name, text, text)
            except InputError as error:
                raise value.error(error.message, expected=error.expected or "", hint=error.hint or "") from None
            found.append((name, text))
        return tuple(sorted(found))

    def _fact(self, name: str, place: Place) -> tuple[str, ...]:
        fact = self._knowledge.facts.types.get(name)
        if fact is None:
            hint = did_you_mean(name, self._knowledge.facts.types) or "list them with: normgraph facts"
            raise place.error("no such fact", found=name, expected="a fact of the vocabulary", hint=hint)
        if fact.derived or name == "role":
            hint = "write roles: [...]" if name == "role" else "state the facts it follows from; `stated_class` records an opinion"
            raise place.error("this fact is derived, not stated", found=name, expected="base facts", hint=hint)
        values = tuple(dict.fromkeys(item.text() for item in place.scalars()))
        for item in place.scalars():
            check_value(item.text(), fact, item)
        if not fact.multiple and len(values) > 1:
            raise place.error("one value expected", expected=f"a single value of {name}")
        return values

    def _inner(self, place: Place, cls: type[Record], owner: str) -> Record:
        if cls is Unit:
            return self._record(place, Unit, {"id": f"{self._organisation}:{self._identifier(place)}"}, ("id",))
        if cls is RoleAssignment:
            return self._role(place, owner)
        if cls is EvidenceUse:
            found = self._record(place, EvidenceUse, {"id": "", "evidence": owner}, ())
            assert isinstance(found, EvidenceUse)
            return _renamed(found, f"{owner}.covers.{found.implementation.partition(':')[2]}")
        record = self._record(place, cls, {"id": "", "subject": owner}, ())
        if isinstance(record, DatedFact):
            for value in record.value:
                check_value(value, self._knowledge.facts.types[record.fact], place)
            return _renamed(record, f"{owner}.fact.{record.fact}.{record.valid_from or 'always'}")
        assert isinstance(record, LifecycleEvent)
        return _renamed(record, f"{owner}.event.{record.kind}.{record.date}")

    def _role(self, place: Place, owner: str) -> RoleAssignment:
        if not isinstance(place.value, dict):
            role = self._references.resolve(place.text(), specs(RoleAssignment)["role"], place.error)
            return RoleAssignment(id=f"{owner}.role.{role}", subject=owner, agent=self._agent_of(owner), role=role)
        stated = place.get("agent")
        values = {"id": "", "subject": owner}
        if stated is None:
            values["agent"] = self._agent_of(owner)
        found = self._record(place, RoleAssignment, values, ())
        assert isinstance(found, RoleAssignment)
        suffix = "" if stated is None else f".{found.agent.partition(':')[2]}"
        since = f".{found.valid_from}" if found.valid_from else ""
        return _renamed(found, f"{owner}.role.{found.role}{suffix}{since}")

    def _agent_of(self, system: str) -> str:
        unit = self._unit_of.get(system.partition(":")[2], "")
        return f"{self._organisation}:{unit}" if unit in self._bearers else self._organisation


def check_value(text: str, fact: FactType, place: Place) -> None:
    """Refuse a value the fact cannot have. `none` and `unknown` are always allowed."""
    if text in ("none", "unknown"):
        return
    if fact.value_type == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            raise place.error(f"not a date of {fact.name}", expected="YYYY-MM-DD, none or unknown") from None
    elif fact.values and text not in fact.values:
        hint = did_you_mean(text, fact.values) or fact.question
        raise place.error(
            f"not a value of {fact.name}", found=text, expected=" | ".join((*fact.values, "none", "unknown")), hint=hint
        )


def _extra_keys(cls: type[Record]) -> tuple[str, ...]:
    if cls is Person:
        return ("name",)
    return ("certificate",) if cls.section == "commitments" else ()


def _renamed(record: R, name: str) -> R:
    return replace(record, id=name)


def _reserved(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(label.partition(":")[0] + ":" for label in knowledge.labels)
