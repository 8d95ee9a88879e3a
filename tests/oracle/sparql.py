"""The same answers by SPARQL: raw statements, compiled conditions and records in, applicability and statuses out.

Python only loads statements and runs the queries beside this file in order, adding what each constructs. It covers one
day (so nothing that comes later), facts and roles without periods, and one edition at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

from kg import vocabulary as v
from kg.knowledge import Knowledge
from kg.logic import dnf
from kg.model import Guard, Window
from kg.portfolio import rdf
from kg.portfolio.model import Portfolio
from kg.prefixes import compact, expand
from kg.store.index import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store, parse
from tests.oracle.naive_duties import days

ORACLE = "urn:oracle:"
PREFIXES = {
    "ng": v.NG,
    "skos": v.SKOS,
    "xsd": v.XSD,
    "o": ORACLE,
    "level": expand("level:x")[:-1],
    "modality": expand("modality:x")[:-1],
    "effect": expand("effect:x")[:-1],
    "mode": expand("mode:x")[:-1],
    "binding": expand("binding:x")[:-1],
    "quantifier": expand("quantifier:x")[:-1],
    "nature": expand("nature:x")[:-1],
    "duty": expand("duty:x")[:-1],
    "fact": expand("fact:x")[:-1],
}
STRATA = ("scope", "class", "role", "exemption")
CLOCK = NamedNode(f"{ORACLE}clock")
TRUE = Literal("true", datatype=NamedNode(v.XSD + "boolean"))


@dataclass(frozen=True)
class Answer:
    """Truth of `it applies today` (0, 1, 2) and, where asked and covered, the status."""

    value: int
    status: str


class Oracle:
    """An in-memory store with one edition, one portfolio and one clock."""

    def __init__(self, lines: Iterable[str], knowledge: Knowledge, records: Portfolio, edition: str) -> None:
        self.knowledge, self.edition = knowledge, edition
        self.store = Store()
        portfolio = rdf.to_nquads(records.records.values(), rdf.graph_of(records.organisation.id))
        for statement in parse("\n".join([*lines, *portfolio]), RdfFormat.N_QUADS):
            self._add(statement.subject, statement.predicate, statement.object)
        self._compile()

    def answers(self, as_of: date, known_on: date) -> dict[tuple[str, str, str], Answer]:
        """Answers by (subject, norm, bearer)."""
        self._say("asOf", Literal(as_of.isoformat(), datatype=NamedNode(v.XSD + "date")))
        self._say("knownOn", Literal(known_on.isoformat(), datatype=NamedNode(v.XSD + "date")))
        self._say("edition", NamedNode(expand(self.edition)))
        for name in ("cases", "claims", "facts", "derivable", "cells", "base", "texts"):
            self._run(name)
        for stratum in STRATA:
            self._say("stratum", NamedNode(expand(f"stratum:{stratum}")))
            self._update("activate-guards")
            self._evaluate()
            self._run("fired")
            self._update("derive")
        self._rows()
        self._statuses()
        return self._read()

    def _rows(self) -> None:
        self._run("slots")
        for guard in self._postponements():
            self._say("guard", NamedNode(expand(guard.id)))
            self._update("postpone")
        self._update("activate-norms")
        self._run("caps")
        self._evaluate()
        self._run("gates")
        self._run("rows")
        self._run("bound")

    def _statuses(self) -> None:
        for name in ("bits", "triggers", "claimed", "reach", "supports", "states", "demands", "verdicts"):
            self._run(name)

    def _postponements(self) -> list[Guard]:
        guards = [guard for guard in self.knowledge.catalogs.guards.values() if guard.edition == self.edition]
        ordered = [guard for stratum in STRATA for guard in guards if guard.stratum == stratum]
        return [guard for guard in ordered if guard.effect == "postpone"]

    def _evaluate(self) -> None:
        for name in ("literals", "terms", "conditions"):
            self._run(name)

    def _read(self) -> dict[tuple[str, str, str], Answer]:
        found = self.store.query(text("answers.rq"), prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)
        answers: dict[tuple[str, str, str], Answer] = {}
        for row in found:
            subject, norm, bearer, value, status = (
                row[name] for name in ("subject", "norm", "bearer", "value", "status")
            )
            key = (compact(subject.value), compact(norm.value), compact(bearer.value))
            assert key not in answers, key
            answers[key] = Answer(int(value.value), status.value if status is not None else "")
        return answers

    # ---- what Python adds: compiled conditions and quantities

    def _compile(self) -> None:
        catalogs = self.knowledge.catalogs
        found = [norm.windows for norm in catalogs.norms.values() if norm.edition == self.edition]
        found += [guard.windows for guard in catalogs.guards.values() if guard.edition == self.edition]
        for window in chain.from_iterable(found):
            self._condition(window)
        for name in self._quantities():
            self._add(NamedNode(f"{ORACLE}quantity:{name}"), f"{ORACLE}text", Literal(name))
            quantity = Literal(str(days(name)), datatype=NamedNode(v.XSD + "decimal"))
            self._add(NamedNode(f"{ORACLE}quantity:{name}"), f"{ORACLE}amount", quantity)

    def _quantities(self) -> set[str]:
        found = self.store.quads_for_pattern(None, NamedNode(v.PARAMETER_VALUE), None)
        return {quad.object.value.partition("=")[2] for quad in found if isinstance(quad.object, Literal)}

    def _condition(self, window: Window) -> None:
        own = expand(window.id)
        condition = NamedNode(f"{own}/condition")
        self._add(NamedNode(own), v.COMPILED, condition)
        self._add(condition, v.TYPE, NamedNode(v.COMPILED_CONDITION))
        for number, term in enumerate(dnf(window.condition)):
            node = NamedNode(f"{own}/condition/{number}")
            self._add(condition, v.CONDITION_TERM, node)
            for place, item in enumerate(sorted(term)):
                literal = NamedNode(f"{own}/condition/{number}/{place}")
                self._add(node, v.CONDITION_LITERAL, literal)
                self._add(literal, v.FACT, NamedNode(expand(f"fact:{item.fact}")))
                self._add(literal, v.OPERATOR, Literal(item.op))
                self._add(
                    literal, v.POSITIVE, Literal(str(item.positive).lower(), datatype=NamedNode(v.XSD + "boolean"))
                )
                for value in item.values:
                    self._add(literal, v.VALUE, Literal(value))

    # ---- the store

    def _add(self, subject: object, predicate: object, value: object) -> None:
        property_ = NamedNode(predicate) if isinstance(predicate, str) else predicate
        self.store.add(Quad(subject, property_, value))  # type: ignore[arg-type]

    def _say(self, name: str, value: NamedNode | Literal) -> None:
        predicate = NamedNode(ORACLE + name)
        for quad in list(self.store.quads_for_pattern(CLOCK, predicate, None)):
            self.store.remove(quad)
        self._add(CLOCK, predicate, value)

    def _run(self, name: str) -> None:
        found = self.store.query(text(f"{name}.rq"), prefixes=PREFIXES)
        assert isinstance(found, QueryTriples)
        self.store.extend([Quad(triple.subject, triple.predicate, triple.object) for triple in found])

    def _update(self, name: str) -> None:
        self.store.update(text(f"{name}.ru"), prefixes=PREFIXES)


def edition_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Statements of Turtle files as lines."""
    for path in paths:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            yield f"{triple.subject} {triple.predicate} {triple.object} ."


@cache
def text(name: str) -> str:
    """Text of a query beside this file."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
