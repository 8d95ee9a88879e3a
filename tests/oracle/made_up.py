"""Made-up knowledge for tests: a few lines of Python become RDF statements, as a user's own catalog file would hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg import knowledge
from kg import vocabulary as v
from kg.knowledge import Knowledge
from kg.prefixes import expand
from kg.resources import ontology_dir
from kg.store.index import Quad, RdfFormat, parse, to_lines
from kg.store.nodes import read_nquads
from kg.store.terms import literal

START = "2024-01-01"


@dataclass(frozen=True)
class Text:
    """One version of a text."""

    condition: str = "all()"
    known: str = START
    force: str = START
    applies: str = ""
    until: str = ""
    schedule: str = ""


@dataclass(frozen=True)
class Rule:
    """A norm. `provision` is named after it unless given."""

    name: str
    texts: tuple[Text, ...] = (Text(),)
    modality: str = "obligation"
    level: str = "system"
    bearers: tuple[str, ...] = ("provider",)
    trigger: str = ""
    aggregates: tuple[str, ...] = ()
    excludable: bool = False
    provision: str = ""


@dataclass(frozen=True)
class Guarding:
    """A guard; `targets` and `spared` name norms of the same edition."""

    name: str
    stratum: str
    effect: str
    texts: tuple[Text, ...] = (Text(),)
    targets: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    fact: str = ""
    values: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True)
class Link:
    """What a norm demands."""

    norm: str
    duty: str
    mode: str = "requires"
    aspects: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One edition with everything in it; `schedules` holds (name, (class, date) pairs)."""

    slug: str
    rules: tuple[Rule, ...]
    guards: tuple[Guarding, ...] = ()
    links: tuple[Link, ...] = ()
    schedules: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    binding: str = "law"


@dataclass(frozen=True)
class Cell:
    """A duty cell."""

    name: str
    activity: str = "do"
    quantifier: str = "exists"
    nature: str = "organisational"
    trigger: str = ""
    evidence: str = "record"
    discipline: str = "ai"
    about: str = ""


@dataclass(frozen=True)
class Question:
    """A fact type; `values` may hold `narrow<broad` pairs."""

    name: str
    value_type: str = "boolean"
    topic: str = ""
    values: tuple[str, ...] = ()
    derived: bool = False


CELLS = (
    Cell("decide", "determine", evidence="document"),
    Cell("watch"),
    Cell("watch-each", quantifier="every"),
    Cell("certify", nature="act", evidence="certificate"),
    Cell("report", trigger="incident"),
    Cell("log", "record", quantifier="every", nature="technical"),
)
QUESTIONS = (
    Question("risky", topic="risks"),
    Question("public", topic="risks"),
    Question("use", "list", "uses", ("a", "b", "b1<b", "b2<b")),
    Question("placed", "date", "days"),
    Question("changed", "date", "days"),
    Question("risk", "list", derived=True),
    Question("mark", derived=True),
)
# Kinds of event: the triggers they fire and the date facts they give.
EVENTS = {"incident": (("incident",), ()), "launch": (("launch",), ("placed",)), "change": ((), ("changed",))}
# Kinds of evidence: the broader kind and the usual assurance.
EVIDENCE = {
    "record": ("", "operated"),
    "log-file": ("record", "operated"),
    "document": ("", "documented"),
    "certificate": ("", "documented"),
}
# Parameters and the direction in which they are strict.
PARAMETERS = {"retention": "higher", "deadline": "lower"}


def make(*editions: Edition, cells: Iterable[Cell] = CELLS, questions: Iterable[Question] = QUESTIONS) -> Knowledge:
    """Knowledge of some editions beside the shipped truth table."""
    return knowledge.from_nodes(read_nquads(statements(*editions, cells=cells, questions=questions)))


def statements(
    *editions: Edition, cells: Iterable[Cell] = CELLS, questions: Iterable[Question] = QUESTIONS
) -> list[str]:
    """The same as N-Quads lines."""
    found = [*_truth_table()]
    for cell in cells:
        found += _cell(cell)
    for question in questions:
        found += _question(question)
    for edition in editions:
        found += _edition(edition)
    return [*found, *_vocabularies()]


@cache
def _truth_table() -> tuple[str, ...]:
    path = ontology_dir() / "vocab" / "statuses.ttl"
    triples = parse(path=str(path), format=RdfFormat.TURTLE)
    return tuple(to_lines(Quad(found.subject, found.predicate, found.object) for found in triples))


def _line(subject: str, predicate: str, *values: str) -> Iterator[str]:
    return (f"<{expand(subject)}> <{predicate}> {value} ." for value in values)


def _iris(*curies: str) -> list[str]:
    return [f"<{expand(curie)}>" for curie in curies if curie and not curie.endswith(":")]


def _texts(*values: str) -> list[str]:
    return [literal(value) for value in values if value]


def _days(*values: str) -> list[str]:
    return [literal(value, v.XSD + "date") for value in values if value]


def _cell(cell: Cell) -> Iterator[str]:
    name = f"duty:{cell.name}"
    yield from _line(name, v.TYPE, *_iris(v.DUTY))
    yield from _line(name, v.PREF_LABEL, literal(cell.name))
    yield from _line(name, v.ACTIVITY, *_iris(f"activity:{cell.activity}"))
    yield from _line(name, v.QUANTIFIER, *_iris(f"quantifier:{cell.quantifier}"))
    yield from _line(name, v.NATURE, *_iris(f"nature:{cell.nature}"))
    yield from _line(name, v.DISCIPLINE, *_iris(f"discipline:{cell.discipline}"))
    yield from _line(name, v.OBJECT, *_iris(f"object:{cell.about}"))
    yield from _line(name, v.DUTY_TRIGGER, *_iris(f"trigger:{cell.trigger}"))
    yield from _line(name, v.EVIDENCE_KIND, *_iris(f"evidence-kind:{cell.evidence}"))


def _question(question: Question) -> Iterator[str]:
    name = f"fact:{question.name}"
    yield from _line(name, v.TYPE, *_iris(v.FACT_TYPE))
    yield from _line(name, v.PREF_LABEL, literal(question.name))
    yield from _line(name, v.VALUE_TYPE, literal(question.value_type))
    yield from _line(name, v.TOPIC, *_iris(f"topic:{question.topic}"))
    if question.derived:
        yield from _line(name, v.DERIVED, literal("true", v.XSD + "boolean"))
    for value in question.values:
        own, _, broad = value.partition("<")
        yield from _line(f"{name}.{own}", v.TYPE, *_iris(v.FACT_VALUE))
        yield from _line(f"{name}.{own}", v.VALUE_OF, *_iris(name))
        yield from _line(f"{name}.{own}", v.NOTATION, literal(own))
        yield from _line(f"{name}.{own}", v.BROADER_VALUE, *_iris(f"{name}.{broad}" if broad else ""))


def _edition(edition: Edition) -> Iterator[str]:
    slug = edition.slug
    yield from _line(slug, v.TYPE, *_iris(v.EDITION))
    yield from _line(slug, v.TITLE, literal(slug))
    yield from _line(slug, v.BINDING, *_iris(f"binding:{edition.binding}"))
    for name, entries in edition.schedules:
        for value, day in entries:
            yield from _line(f"{slug}:{name}", v.CLASS_DATE_OF, *_iris(f"{slug}:{name}.{value}"))
            yield from _line(f"{slug}:{name}.{value}", v.CLASS, literal(value))
            yield from _line(f"{slug}:{name}.{value}", v.DATE, *_days(day))
    for number, rule in enumerate(edition.rules):
        yield from _rule(slug, number, rule)
    for guard in edition.guards:
        yield from _guard(slug, guard)
    for number, link in enumerate(edition.links):
        yield from _link(slug, number, link)
    release = f"{slug}:duties-1"
    yield from _line(release, v.TYPE, *_iris(v.DECOMPOSITION_RELEASE))
    yield from _line(release, v.DECOMPOSES, *_iris(slug))


def _rule(slug: str, number: int, rule: Rule) -> Iterator[str]:
    name, provision = f"{slug}:{rule.name}.n1", f"{slug}:{rule.provision or rule.name}"
    if not rule.provision:
        yield from _line(provision, v.TYPE, *_iris(v.PROVISION))
        yield from _line(provision, v.NOTATION, literal(rule.name))
        yield from _line(provision, v.LABEL, literal(rule.name))
        yield from _line(provision, v.ORDER, literal(str(number)))
    yield from _line(name, v.TYPE, *_iris(v.NORM))
    yield from _line(name, v.LABEL, literal(rule.name))
    yield from _line(name, v.STATED_BY, *_iris(provision))
    yield from _line(name, v.MODALITY, *_iris(f"modality:{rule.modality}"))
    yield from _line(name, v.LEVEL, *_iris(f"level:{rule.level}"))
    yield from _line(name, v.BEARER, *_iris(*(f"role:{bearer}" for bearer in rule.bearers)))
    yield from _line(name, v.TRIGGER, *_iris(f"trigger:{rule.trigger}"))
    yield from _line(name, v.AGGREGATES, *_iris(*(f"{slug}:{part}.n1" for part in rule.aggregates)))
    if rule.excludable:
        yield from _line(name, v.EXCLUDABLE, literal("true", v.XSD + "boolean"))
    yield from _versions(slug, name, rule.texts)


def _guard(slug: str, guard: Guarding) -> Iterator[str]:
    name = f"{slug}:guard-{guard.name}"
    yield from _line(name, v.TYPE, *_iris(v.GUARD))
    yield from _line(name, v.LABEL, literal(guard.name))
    yield from _line(name, v.GUARD_OF, *_iris(slug))
    yield from _line(name, v.STRATUM, *_iris(f"stratum:{guard.stratum}"))
    yield from _line(name, v.EFFECT, *_iris(f"effect:{guard.effect}"))
    yield from _line(name, v.TARGET_NORM, *_iris(*(f"{slug}:{norm}.n1" for norm in guard.targets)))
    yield from _line(name, v.EXCEPT_NORM, *_iris(*(f"{slug}:{norm}.n1" for norm in guard.spared)))
    yield from _line(name, v.TARGET_FACT, *_texts(guard.fact))
    yield from _line(name, v.TARGET_VALUE, *_texts(*guard.values))
    yield from _line(name, v.EFFECT_DATE, *_days(guard.date))
    yield from _versions(slug, name, guard.texts)


def _versions(slug: str, owner: str, texts: tuple[Text, ...]) -> Iterator[str]:
    for number, text in enumerate(texts, 1):
        name = f"{owner}.w{number}"
        yield from _line(owner, v.WINDOW, *_iris(name))
        yield from _line(name, v.TYPE, *_iris(v.APPLICABILITY_WINDOW))
        yield from _line(name, v.CONDITION, *_texts(text.condition))
        yield from _line(name, v.KNOWN_FROM, *_days(text.known))
        yield from _line(name, v.IN_FORCE_FROM, *_days(text.force))
        yield from _line(name, v.APPLIES_FROM, *_days(text.applies))
        yield from _line(name, v.APPLIES_UNTIL, *_days(text.until))
        yield from _line(name, v.SCHEDULE_OF, *_iris(f"{slug}:{text.schedule}"))


def _link(slug: str, number: int, link: Link) -> Iterator[str]:
    name = f"{slug}:{link.norm}.n1.d{number}"
    yield from _line(name, v.TYPE, *_iris(v.DUTY_LINK))
    yield from _line(name, v.REQUIREMENT, *_iris(f"{slug}:{link.norm}.n1"))
    yield from _line(name, v.DUTY_OF, *_iris(f"duty:{link.duty}"))
    yield from _line(name, v.MODE, *_iris(f"mode:{link.mode}"))
    yield from _line(name, v.ASPECT, *_iris(*(f"aspect:{aspect}" for aspect in link.aspects)))
    yield from _line(name, v.PARAMETER_VALUE, *_texts(*link.parameters))


@cache
def _vocabularies() -> tuple[str, ...]:
    found: list[str] = []
    for name, (triggers, facts) in EVENTS.items():
        found += _line(f"event:{name}", v.PREF_LABEL, literal(name))
        found += _line(f"event:{name}", v.FIRES_TRIGGER, *_iris(*(f"trigger:{trigger}" for trigger in triggers)))
        found += _line(f"event:{name}", v.GIVES_FACT, *_iris(*(f"fact:{fact}" for fact in facts)))
    for name, (broader, assurance) in EVIDENCE.items():
        found += _line(f"evidence-kind:{name}", v.GIVES_ASSURANCE, *_iris(f"assurance:{assurance}"))
        found += _line(f"evidence-kind:{name}", v.SKOS + "broader", *_iris(f"evidence-kind:{broader}"))
    for name, strictness in PARAMETERS.items():
        found += _line(f"parameter:{name}", v.PREF_LABEL, literal(name))
        found += _line(f"parameter:{name}", v.STRICTNESS, literal(strictness))
    return tuple(found)
