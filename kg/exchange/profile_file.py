"""Profile files: YAML that says how a spreadsheet is read, checked against the knowledge when it is loaded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.exchange import profile_answers
from kg.exchange.cells import ORDERS
from kg.exchange.findings import Finding, read_as
from kg.exchange.portfolio_values import check_value
from kg.exchange.profile import (
    CLAIMS,
    REMARKS,
    UNKNOWN,
    WORDS,
    AnswerColumn,
    Column,
    Constant,
    OpenColumn,
    Profile,
    Reading,
    UnitColumn,
)
from kg.exchange.references import Failure, References
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio.fields import Spec

PROFILES = Path(__file__).parent / "profiles"
FORMAT_VERSION = "1"
SUFFIXES = (".yaml", ".yml")

_TOP = (
    "normgraph-profile", "id", "title", "organisation", "instruments", "role", "encodings", "constants",
    "name", "unit", "unit-code", "sub-unit", "external-id", "purpose", "supplier", "columns",
)  # fmt: skip
_NEEDED = ("normgraph-profile", "id", "title", "organisation", "name", "columns")
_COLUMN = ("column", "headers", "optional")
_READ = ("facts", "fact", "event", "unknown", "answers", "practice")
# The reader makes truth values of unquoted keys.
_TRUTH = {"True": "true", "False": "false"}


def names() -> tuple[str, ...]:
    """Names of the shipped profiles."""
    return tuple(sorted(path.stem for path in PROFILES.glob("*.yaml")))


def load(name: str, knowledge: Knowledge) -> Profile:
    """A shipped profile by name, or one of your own by the path of its YAML file."""
    return from_place(read_yaml(Path(name) if name.endswith(SUFFIXES) else path(name)), knowledge)


def path(name: str) -> Path:
    """The file of a shipped profile. Raises InputError with the nearest names."""
    if name not in names():
        raise InputError(
            "no such profile", found=name, expected=" | ".join((*names(), "the path of a profile file")),
            hint=did_you_mean(name, names()) or f"normgraph import FILE.csv --profile {names()[0]}",
        )  # fmt: skip
    return PROFILES / f"{name}.yaml"


def shipped(knowledge: Knowledge) -> tuple[Profile, ...]:
    """Every shipped profile."""
    return tuple(load(name, knowledge) for name in names())


def from_place(document: Place, knowledge: Knowledge) -> Profile:
    """The profile in a parsed YAML document. What it names has to exist in the knowledge."""
    top = dict(_keys(document, _TOP))
    if "normgraph-profile" not in top or top["normgraph-profile"].text() != FORMAT_VERSION:
        raise document.error(
            "not a profile of this version", found=", ".join(top) or "nothing",
            expected=f"normgraph-profile: {FORMAT_VERSION}",
        )  # fmt: skip
    _need(document, top, _NEEDED)
    return _Loader(top, knowledge).run()


class _Loader:
    def __init__(self, top: dict[str, Place], knowledge: Knowledge) -> None:
        self._top = top
        self._knowledge = knowledge
        self._references = References(knowledge, "", {}, lambda: self._in_view)
        self._spelled: dict[str, Finding] = {}
        self._taken: dict[int | str, str] = {}
        self._stated: dict[str, str] = {}

    def run(self) -> Profile:
        top = self._top
        organisation = dict(_keys(top["organisation"], ("id", "name")))
        _need(top["organisation"], organisation, ("id", "name"))
        return Profile(
            id=top["id"].text(),
            title=top["title"].text(),
            organisation=check_organisation(organisation["id"].text(), self._knowledge, organisation["id"].error),
            organisation_name=organisation["name"].text(),
            instruments=tuple(self._known(item, "framework") for item in self._scalars("instruments")),
            role=self._known(top["role"], "role") if "role" in top else "",
            encodings=tuple(_encoding(item) for item in self._scalars("encodings")),
            constants=tuple(self._constant(item) for item in top["constants"].items()) if "constants" in top else (),
            name=self._column(top["name"]),
            unit=self._unit(top["unit"]) if "unit" in top else None,
            unit_code=self._one("unit-code"),
            external_id=self._one("external-id"),
            purpose=self._one("purpose"),
            columns=tuple(self._answers(item) for item in top["columns"].items() if not _is_open(item)),
            sub_unit=self._part(top["sub-unit"]) if "sub-unit" in top else None,
            supplier=self._one("supplier"),
            open=tuple(self._open(item) for item in top["columns"].items() if _is_open(item)),
            spelled=tuple(self._spelled.values()),
        )

    @cached_property
    def _in_view(self) -> frozenset[str]:
        """The frameworks that the profile is about: they go first where a requirement names none."""
        return frozenset(self._known(item, "framework") for item in self._scalars("instruments"))

    def _scalars(self, key: str) -> Iterator[Place]:
        return self._top[key].scalars() if key in self._top else iter(())

    def _known(self, place: Place, kind: str) -> str:
        text, spec = place.text(), Spec("", "", ref=kind)
        if found := self._references.known(text, spec):
            return found
        read = self._references.read(text, spec, place.error)
        self._spelled[place.where] = read_as(place.where, text, read.reading)
        return read.id

    def _fact(self, name: str, place: Place) -> FactType:
        self._known(Place(name, place.file, place.line, place.path), "fact")
        fact = self._knowledge.facts.types[name]
        if fact.derived:
            raise place.error("this fact is derived, not stated", found=name, expected="base facts")
        if name in self._stated:
            hint = f"also at {self._stated[name]}"
            raise place.error("a fact is given twice", found=name, expected="once", hint=hint)
        self._stated[name] = place.where
        return fact

    def _constant(self, place: Place) -> Constant:
        found = dict(_keys(place, ("fact", "value", "because")))
        _need(place, found, ("fact", "value", "because"))
        fact = self._fact(found["fact"].text(), found["fact"])
        values = tuple(item.text() for item in found["value"].scalars())
        for value in values:
            check_value(value, fact, found["value"])
        return Constant(fact.name, values, found["because"].text())

    def _one(self, key: str) -> Column | None:
        return self._column(self._top[key]) if key in self._top else None

    def _unit(self, place: Place) -> UnitColumn:
        column = self._column(place, ("bearer", "blank"))
        flags = {name: _flag(found) for name, found in place.entries() if name in ("bearer", "blank")}
        return UnitColumn(
            column.headers, column.number, column.optional, flags.get("bearer", True), flags.get("blank", False)
        )

    def _part(self, place: Place) -> UnitColumn:
        """The column of a part of the unit, which bears nothing itself and may be blank."""
        column = self._column(place)
        return UnitColumn(column.headers, column.number, column.optional, bearer=False, blank=True)

    def _open(self, place: Place) -> OpenColumn:
        read = [name for name, _ in place.entries() if name in _READ]
        if read:
            raise place.error(
                "a column that is read is left open as well", found=", ".join(("open", *read)), expected="one of them",
                hint="remove the line `open` once the question is answered",
            )  # fmt: skip
        column = self._column(place, ("open", "order"))
        question = dict(place.entries())["open"].text()
        return OpenColumn(column.headers, column.number, optional=True, question=question)

    def _column(self, place: Place, further: tuple[str, ...] = ()) -> Column:
        """A column by its headers, each of which stands for one column in the profile, except by position."""
        found = dict(_keys(place, (*_COLUMN, *further)))
        _need(place, found, ("headers",))
        number = self._number(found["column"]) if "column" in found else 0
        optional = "optional" in found and _flag(found["optional"])
        column = Column(tuple(item.text() for item in found["headers"].scalars()), number, optional)
        for header in sorted(column.keys) if not number else ():
            if not header:
                raise found["headers"].error("a header without letters or digits", expected="the text of a header")
            self._take(header, found["headers"])
        return column

    def _number(self, place: Place) -> int:
        number = place.value
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise place.error("not the position of a column", expected="a number; the first column is 1")
        self._take(int(number), place)
        return int(number)

    def _take(self, what: int | str, place: Place) -> None:
        if what in self._taken:
            raise place.error("a column is described twice", expected="once", hint=f"also at {self._taken[what]}")
        self._taken[what] = place.where

    def _answers(self, place: Place) -> AnswerColumn:
        plain = self._column(place, (*_READ, "order"))
        found = {name: item for name, item in place.entries() if name in (*_READ, "order")}
        readings: dict[str, Reading] = {}
        stated = self._read_facts(found["facts"], readings) if "facts" in found else []
        if "unknown" in found:
            profile_answers.put(found["unknown"], Reading(word=UNKNOWN), readings)
        listed = profile_answers.read(found["answers"], self._fact, readings) if "answers" in found else None
        if listed is not None:
            stated += listed.facts
        column = AnswerColumn(
            plain.headers, plain.number, plain.optional, readings=readings,
            fact=self._fact(found["fact"].text(), found["fact"]) if "fact" in found else None,
            event=self._known(found["event"], "event") if "event" in found else "",
            order=_order(found["order"]) if "order" in found else "",
            unfilled=listed.unfilled if listed is not None else (),
            multiple=frozenset(item.name for item in stated if item.multiple),
        )  # fmt: skip
        return self._practice(found["practice"], column, readings) if "practice" in found else column

    def _read_facts(self, place: Place, readings: dict[str, Reading]) -> list[FactType]:
        stated = []
        for name, table in place.entries():
            fact = self._fact(name, table)
            stated.append(fact)
            seen: dict[str, Reading] = {}
            for key, answers in table.entries():
                value = _TRUTH.get(key, key)
                check_value(value, fact, answers)
                profile_answers.put(answers, Reading({name: (value,)}), seen)
            for answer, reading in seen.items():
                before = readings.get(answer, Reading())
                readings[answer] = Reading({**before.facts, **reading.facts})
        return stated

    def _practice(self, place: Place, column: AnswerColumn, readings: dict[str, Reading]) -> AnswerColumn:
        """The column with its requirements, its measure, and what free text in it is read as."""
        found = dict(_keys(place, ("requirements", "measure", "answers", "other-text")))
        _need(place, found, ("requirements", "answers"))
        for word, answers in _keys(found["answers"], WORDS):
            if word in CLAIMS and "measure" not in found:
                raise answers.error("a claim needs a measure", found=word, expected="measure: its name")
            profile_answers.put(answers, Reading(word=word), readings)
        requirements = tuple(self._known(item, "requirement") for item in found["requirements"].scalars())
        other = found["other-text"].text() if "other-text" in found else ""
        if other and other not in REMARKS:
            raise found["other-text"].error("free text can only be a remark", expected=" | ".join(REMARKS))
        measure = found["measure"].text() if "measure" in found else ""
        return replace(column, requirements=requirements, measure=measure, other_text=other)


def check_organisation(name: str, knowledge: Knowledge, fail: Failure) -> str:
    """The identifier of an organisation. Raises what `fail` makes where it is none, or taken by shipped knowledge."""
    if not name or not all(char.isalnum() or char in "-_." for char in name):
        raise fail("not an identifier", expected="letters, digits, '-', '_' and '.' only")
    prefixes = {label.partition(":")[0] for label in knowledge.labels}
    if name in prefixes | set(knowledge.catalogs.editions):
        raise fail("organisation id is taken by shipped knowledge", expected="an id of its own")
    return name


def _is_open(place: Place) -> bool:
    return any(name == "open" for name, _ in place.entries())


def _keys(place: Place, known: tuple[str, ...]) -> Iterator[tuple[str, Place]]:
    for name, found in place.entries():
        if name not in known:
            hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
            raise found.error("unknown key", found=name, expected="a key of the profile format", hint=hint)
        yield name, found


def _need(place: Place, found: Mapping[str, Place], keys: tuple[str, ...]) -> None:
    for key in keys:
        if key not in found:
            raise place.error(f"{key} is missing", found=", ".join(found) or "nothing", expected=f"{key}: ...")


def _flag(place: Place) -> bool:
    if not isinstance(place.value, bool):
        raise place.error("not a truth value", expected="true or false")
    return place.value


def _order(place: Place) -> str:
    if place.text() not in ORDERS:
        raise place.error("not an order of day and month", expected=" | ".join(ORDERS))
    return place.text()


def _encoding(place: Place) -> str:
    name = place.text()
    try:
        codecs.lookup(name)
    except LookupError:
        raise place.error("no such encoding", expected="a name such as utf-8-sig or cp1252") from None
    return name
