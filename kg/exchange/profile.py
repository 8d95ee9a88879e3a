"""Profiles: how a published spreadsheet is read, as a data file, checked against the shipped knowledge when loaded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.exchange.portfolio_values import check_value
from kg.exchange.references import References
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio.fields import Facts, Spec, specs
from kg.portfolio.records import Remark

PROFILES = Path(__file__).parent / "profiles"
FORMAT_VERSION = "1"

CLAIMS = ("implemented", "planned", "not-done")
WAIVER = "waiver"
REMARKS = specs(Remark)["attribute"].choices
NOTHING = "nothing"
UNKNOWN = "unknown"
WORDS = (*CLAIMS, WAIVER, *REMARKS, NOTHING)

_TOP = (
    "normgraph-profile", "id", "title", "organisation", "instruments", "role", "encodings", "constants",
    "name", "unit", "unit-code", "purpose", "columns",
)  # fmt: skip
_OPTIONAL = ("constants", "purpose")
# The reader makes truth values of unquoted keys.
_TRUTH = {"True": "true", "False": "false"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by position (the first is 1) and the headers it may have there."""

    number: int
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says: facts about the system, and a word about the requirements of its column."""

    facts: Facts = field(default_factory=dict)
    word: str = ""

    def __str__(self) -> str:
        stated = [f"{name}={'|'.join(values)}" for name, values in self.facts.items()]
        return ", ".join([*stated, *([self.word] if self.word else [])])


@dataclass(frozen=True, slots=True)
class AnswerColumn(Column):
    """A column of answers. Text that is in no table is read as `other_text`, or not understood where that is empty."""

    requirements: tuple[str, ...] = ()
    measure: str = ""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    other_text: str = ""

    def read(self, answer: str) -> Reading | None:
        """What an answer says; None when it is not understood."""
        found = self.readings.get(answer)
        return found if found is not None or not self.other_text else Reading(word=self.other_text)


@dataclass(frozen=True, slots=True)
class Constant:
    """A fact that holds for all systems and stands in no column, with the ground for assuming it."""

    fact: str
    values: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Profile:
    """How one kind of spreadsheet is read."""

    id: str
    title: str
    organisation: str
    organisation_name: str
    instruments: tuple[str, ...]
    role: str
    encodings: tuple[str, ...]
    constants: tuple[Constant, ...]
    name: Column
    unit: Column
    unit_code: Column
    purpose: Column | None
    columns: tuple[AnswerColumn, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Every column that is read."""
        described = (self.purpose,) if self.purpose is not None else ()
        return (self.name, self.unit, self.unit_code, *described, *self.columns)


def names() -> tuple[str, ...]:
    """Names of the shipped profiles."""
    return tuple(sorted(path.stem for path in PROFILES.glob("*.yaml")))


def load(name: str, knowledge: Knowledge) -> Profile:
    """A shipped profile by name, or one of your own by the path of its YAML file."""
    if name.endswith((".yaml", ".yml")):
        return from_place(read_yaml(Path(name)), knowledge)
    if name not in names():
        raise InputError(
            "no such profile", found=name, expected=" | ".join((*names(), "the path of a profile file")),
            hint=did_you_mean(name, names()) or f"normgraph import FILE.csv --profile {names()[0]}",
        )  # fmt: skip
    return from_place(read_yaml(PROFILES / f"{name}.yaml"), knowledge)


def from_place(document: Place, knowledge: Knowledge) -> Profile:
    """The profile in a parsed YAML document. What it names has to exist in the knowledge."""
    top = dict(_keys(document, _TOP))
    if "normgraph-profile" not in top or top["normgraph-profile"].text() != FORMAT_VERSION:
        raise document.error(
            "not a profile of this version", found=", ".join(top) or "nothing",
            expected=f"normgraph-profile: {FORMAT_VERSION}",
        )  # fmt: skip
    _need(document, top, tuple(key for key in _TOP if key not in _OPTIONAL))
    return _Loader(top, knowledge).run()


class _Loader:
    def __init__(self, top: dict[str, Place], knowledge: Knowledge) -> None:
        self._top = top
        self._knowledge = knowledge
        self._references = References(knowledge, "", {})
        self._taken: dict[int, str] = {}
        self._stated: dict[str, str] = {}

    def run(self) -> Profile:
        top = self._top
        organisation = dict(_keys(top["organisation"], ("id", "name")))
        _need(top["organisation"], organisation, ("id", "name"))
        return Profile(
            id=top["id"].text(),
            title=top["title"].text(),
            organisation=self._organisation(organisation["id"]),
            organisation_name=organisation["name"].text(),
            instruments=tuple(self._known(item, "framework") for item in top["instruments"].scalars()),
            role=self._known(top["role"], "role"),
            encodings=tuple(_encoding(item) for item in top["encodings"].scalars()),
            constants=tuple(self._constant(item) for item in top["constants"].items()) if "constants" in top else (),
            name=self._column(top["name"]),
            unit=self._column(top["unit"]),
            unit_code=self._column(top["unit-code"]),
            purpose=self._column(top["purpose"]) if "purpose" in top else None,
            columns=tuple(self._answers(item) for item in top["columns"].items()),
        )

    def _known(self, place: Place, kind: str) -> str:
        return self._references.resolve(place.text(), Spec("", "", ref=kind), place.error)

    def _organisation(self, place: Place) -> str:
        name = place.text()
        if not name or not all(char.isalnum() or char in "-_." for char in name):
            raise place.error("not an identifier", expected="letters, digits, '-', '_' and '.' only")
        prefixes = {label.partition(":")[0] for label in self._knowledge.labels}
        if name in prefixes | set(self._knowledge.catalogs.editions):
            raise place.error("organisation id is taken by shipped knowledge", expected="an id of its own")
        return name

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

    def _column(self, place: Place) -> Column:
        found = dict(_keys(place, ("column", "headers")))
        _need(place, found, ("column", "headers"))
        return Column(self._number(found["column"]), tuple(item.text() for item in found["headers"].scalars()))

    def _number(self, place: Place) -> int:
        number = place.value
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise place.error("not the position of a column", expected="a number; the first column is 1")
        if number in self._taken:
            raise place.error("a column is described twice", expected="once", hint=f"also at {self._taken[number]}")
        self._taken[number] = place.where
        return number

    def _answers(self, place: Place) -> AnswerColumn:
        found = dict(_keys(place, ("column", "headers", "facts", "unknown", "practice")))
        _need(place, found, ("column", "headers"))
        readings: dict[str, Reading] = {}
        if "facts" in found:
            self._read_facts(found["facts"], readings)
        if "unknown" in found:
            _put(found["unknown"], Reading(word=UNKNOWN), readings)
        column = AnswerColumn(
            self._number(found["column"]), tuple(item.text() for item in found["headers"].scalars()), readings=readings
        )
        return self._practice(found["practice"], column, readings) if "practice" in found else column

    def _read_facts(self, place: Place, readings: dict[str, Reading]) -> None:
        for name, table in place.entries():
            fact = self._fact(name, table)
            seen: dict[str, Reading] = {}
            for key, answers in table.entries():
                value = _TRUTH.get(key, key)
                check_value(value, fact, answers)
                _put(answers, Reading({name: (value,)}), seen)
            for answer, reading in seen.items():
                before = readings.get(answer, Reading())
                readings[answer] = Reading({**before.facts, **reading.facts})

    def _practice(self, place: Place, column: AnswerColumn, readings: dict[str, Reading]) -> AnswerColumn:
        """The column with its requirements, its measure, and what free text in it is read as."""
        found = dict(_keys(place, ("requirements", "measure", "answers", "other-text")))
        _need(place, found, ("requirements", "answers"))
        for word, answers in _keys(found["answers"], WORDS):
            if word in CLAIMS and "measure" not in found:
                raise answers.error("a claim needs a measure", found=word, expected="measure: its name")
            _put(answers, Reading(word=word), readings)
        requirements = tuple(self._known(item, "requirement") for item in found["requirements"].scalars())
        other = found["other-text"].text() if "other-text" in found else ""
        if other and other not in REMARKS:
            raise found["other-text"].error("free text can only be a remark", expected=" | ".join(REMARKS))
        measure = found["measure"].text() if "measure" in found else ""
        return replace(column, requirements=requirements, measure=measure, other_text=other)


def _put(place: Place, reading: Reading, readings: dict[str, Reading]) -> None:
    """Enter answers into a table. None may stand there already."""
    for item in place.scalars():
        answer = " ".join(item.text().split())
        if answer in readings:
            expected = f"once; it already reads {readings[answer]}"
            raise item.error("an answer stands twice in one column", expected=expected)
        readings[answer] = reading


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


def _encoding(place: Place) -> str:
    name = place.text()
    try:
        codecs.lookup(name)
    except LookupError:
        raise place.error("no such encoding", expected="a name such as utf-8-sig or cp1252") from None
    return name
