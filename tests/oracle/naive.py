"""A naive interpreter of the design: one subject, one norm, one day at a time, plain loops over plain integers.

It shares no code with `kg.applicability` and `kg.assess`; it reads the same values (norms, guards, links, records).
Where the design leaves a choice open, the choice is named at the function that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from kg.knowledge import Knowledge
from kg.model import Norm
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    Commitment,
    DatedFact,
    Exclusion,
    LifecycleEvent,
    ManagementSystem,
    Organisation,
    RoleAssignment,
    System,
    Unit,
)
from tests.oracle.naive_duties import EVERY, STATES, Duties, residual, status
from tests.oracle.naive_rules import MAYBE, NO, YES, Facts, Rules, State, text_in_force

WORST = ("conflict", "gap", "undetermined", "unknown", "planned", "lapsed", "partial", "claimed", "clear", "covered")
PROHIBITED = ("clear", "undetermined", "conflict")


@dataclass(frozen=True)
class Row:
    """What the interpreter says about one (subject, norm, bearer)."""

    applicability: str
    applies_from: str
    status: str
    residual: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """A system seen with one bearer."""

    system: System
    bearer: str
    assignments: tuple[RoleAssignment, ...]


class Naive:
    """All rows of one portfolio on one clock."""

    def __init__(self, knowledge: Knowledge, portfolio: Portfolio, as_of: date, known_on: date) -> None:
        self.knowledge, self.portfolio, self.as_of, self.known_on = knowledge, portfolio, as_of, known_on
        self.duties = Duties(knowledge, portfolio, as_of)
        self._rules: dict[tuple[str, str, str, date], Rules] = {}

    def rows(self, edition: str) -> dict[tuple[str, str, str], Row]:
        """Rows of one edition by (subject, norm, bearer)."""
        found: dict[tuple[str, str, str], Row] = {}
        norms = [
            norm
            for norm in self.knowledge.catalogs.norms.values()
            if norm.edition == edition and norm.modality != "constitutive"
        ]
        for norm in norms:
            for (subject, bearer), row in self._rows_of(norm):
                found[subject, norm.id, bearer] = row
        for norm in norms:
            if norm.aggregates:
                self._aggregate(norm, found)
        return found

    def _rows_of(self, norm: Norm) -> Iterator[tuple[tuple[str, str], Row]]:
        if self.knowledge.catalogs.editions[norm.edition].binding == "commitment":
            yield from self._committed(norm)
        elif not any(window.known_from <= self.known_on for window in norm.windows):
            return
        elif norm.level in {"organisation", "management-system"}:
            for bearer in sorted({pair.bearer for pair in self.pairs}):
                yield (bearer, bearer), self._organisation_row(norm, bearer)
        else:
            for pair in self.pairs:
                kind = type(pair.system).__name__
                if kind == {"model": "Model", "data-set": "DataSet"}.get(norm.level, "System"):
                    yield (pair.system.id, pair.bearer), self._system_row(norm, pair)

    # ---- applicability

    @cached_property
    def pairs(self) -> list[Pair]:
        """Each system, model and data set with each agent that has a role towards it, or with its own bearer."""
        found = []
        for system in self.portfolio.subjects:
            roles = [item for item in self.portfolio.of(RoleAssignment) if item.subject == system.id]
            unit = self.portfolio.records.get(system.unit)
            bears = isinstance(unit, Unit) and unit.bearer
            home = system.unit if bears else self.portfolio.organisation.id
            for agent in sorted({item.agent for item in roles}) or [home]:
                own = tuple(item for item in roles if item.agent == agent)
                found.append(Pair(system, agent, own))
        return found

    def facts_of(self, pair: Pair, day: date) -> Facts:
        """Facts of a pair on a day. A system's facts overrule its bearer's; dated facts overrule undated ones."""
        unit = self.portfolio.records.get(pair.bearer)
        holders: list[Organisation | Unit | System] = [self.portfolio.organisation]
        holders += [unit] if isinstance(unit, Unit) else []
        holders.append(pair.system)
        facts = self._undated(pair, holders)
        names = {holder.id for holder in holders}
        dated = [item for item in self.portfolio.of(DatedFact) if item.subject in names]
        for name in {item.fact for item in dated}:
            held = [self._stated(name, item.value) for item in dated if item.fact == name and holds(item, day)]
            if held:
                facts[name] = (frozenset().union(*(values for values, _ in held)), all(known for _, known in held))
        if pair.assignments:
            roles = [item.role for item in pair.assignments if holds(item, day)]
            facts["role"] = (frozenset(roles) - {"unknown"}, "unknown" not in roles)
        return facts

    def _undated(self, pair: Pair, holders: list[Organisation | Unit | System]) -> Facts:
        """Facts stated without a period, dates of events, and what complete topics leave out."""
        facts: Facts = {}
        for holder in holders:
            for name, values in holder.facts.items():
                facts[name] = self._stated(name, values)
        events: dict[str, set[str]] = {}
        for event in self.portfolio.of(LifecycleEvent):
            kind = self.knowledge.facts.events.get(event.kind)
            if event.subject == pair.system.id and kind is not None and event.date is not None:
                for name in kind.gives_facts:
                    events.setdefault(name, set()).add(event.date.isoformat())
        facts.update({name: (frozenset(days), True) for name, days in events.items()})
        topics = {topic for holder in holders for topic in holder.complete}
        for fact in self.knowledge.facts.types.values():
            if fact.topic in topics and not fact.derived and fact.name not in facts:
                facts[fact.name] = self._stated(fact.name, ("none",))
        return facts

    def _stated(self, name: str, values: tuple[str, ...]) -> State:
        fact = self.knowledge.facts.types.get(name)
        known = frozenset(values) - {"none", "unknown"}
        if fact is not None and fact.value_type == "boolean" and "none" in values:
            known |= {"false"}
        return known, "unknown" not in values

    def rules(self, edition: str, pair: Pair, day: date) -> Rules:
        """The rules of an edition for a pair on a day."""
        key = (edition, pair.system.id, pair.bearer, day)
        if key not in self._rules:
            facts = self.facts_of(pair, day)
            self._rules[key] = Rules(self.knowledge, edition, facts, day, self.known_on)
        return self._rules[key]

    def truth(self, norm: Norm, pair: Pair, day: date) -> int:
        """Whether a norm applies to a pair on a day."""
        window = text_in_force(norm.windows, day, self.known_on)
        return NO if window is None else self.rules(norm.edition, pair, day).row(norm, window)

    def applicability(self, norm: Norm, pair: Pair) -> tuple[str, str, date]:
        """Applicability on the as-of day, the day it applies from, and the day that decided.

        Choice: where it does not apply today, the first later day on which the answer is not `no` decides.
        """
        today = self.truth(norm, pair, self.as_of)
        if today == YES:
            window = text_in_force(norm.windows, self.as_of, self.known_on)
            assert window is not None
            return "applies", self.rules(norm.edition, pair, self.as_of).first_day(norm, window).isoformat(), self.as_of
        if today == MAYBE:
            return "undetermined", "", self.as_of
        for day in self._later_days:
            found = self.truth(norm, pair, day)
            if found != NO:
                return ("applies-later", day.isoformat(), day) if found == YES else ("undetermined", "", day)
        return "does-not-apply", "", self.as_of

    @cached_property
    def _later_days(self) -> list[date]:
        """Every day mentioned anywhere, and the day after it."""
        found: set[date] = set()
        catalogs = self.knowledge.catalogs
        texts = [item.windows for item in catalogs.norms.values()] + [item.windows for item in catalogs.guards.values()]
        for windows in texts:
            for window in windows:
                own = (window.in_force_from, window.applies_from, window.applies_until)
                found |= {day for day in (*own, *(day for _, day in window.schedule)) if day is not None}
        found |= {guard.effect_date for guard in catalogs.guards.values() if guard.effect_date is not None}
        for record in self.portfolio.records.values():
            found |= {date.fromisoformat(text) for text in re.findall(r"\d{4}-\d{2}-\d{2}", str(record))}
            for name in ("valid_from", "valid_until", "date"):
                day = getattr(record, name, None)
                found |= {day} if isinstance(day, date) else set()
        found |= {day + timedelta(days=1) for day in found}
        return sorted(day for day in found if day > self.as_of)

    def _system_row(self, norm: Norm, pair: Pair) -> Row:
        applicability, start, _ = self.applicability(norm, pair)
        if applicability == "does-not-apply":
            return Row(applicability, "", "", frozenset())
        if norm.modality == "conditional-permission":
            return Row(applicability, start, "unknown", frozenset())
        if norm.modality == "prohibition":
            return Row(applicability, start, self._prohibited(norm, pair), frozenset())
        fired = self.duties.fired({pair.system.id})
        states = {bit: self.duties.state(bit, pair.system.id) for bit in self.duties.demanded(norm, fired)}
        return Row(applicability, start, status(states), residual(states))

    def _prohibited(self, norm: Norm, pair: Pair) -> str:
        """Choice: the facts of the as-of day decide, under the text then in force, or the first one known."""
        known = [window for window in norm.windows if window.known_from <= self.known_on]
        window = text_in_force(norm.windows, self.as_of, self.known_on) or min(known, key=lambda w: w.in_force_from)
        rules = self.rules(norm.edition, pair, self.as_of)
        held = min(rules.value(window.condition, norm), rules.gate(norm))
        if rules.contested(norm):
            held = MAYBE
        return PROHIBITED[held]

    def _organisation_row(self, norm: Norm, bearer: str) -> Row:
        """One system is enough. What decides first decides; on one day the certain comes before the open."""
        pairs = [pair for pair in self.pairs if pair.bearer == bearer]
        found = [(pair, *self.applicability(norm, pair)) for pair in pairs]
        order = [(day, name != "applies-later", name) for _, name, _, day in found if name != "does-not-apply"]
        applies = any(name == "applies" for _, name, _, _ in found)
        wanted = "applies" if applies else min(order)[2] if order else ""
        deciding = [(pair, start) for pair, name, start, _ in found if name == wanted]
        if not deciding:
            return Row("does-not-apply", "", "", frozenset())
        start = min(start for _, start in deciding)
        if norm.modality == "conditional-permission":
            return Row(wanted, start, "unknown", frozenset())
        if norm.modality == "prohibition":
            worst = max((self._prohibited(norm, pair) for pair in pairs), key=PROHIBITED.index)
            return Row(wanted, start, worst, frozenset())
        return Row(wanted, start, *self._body(norm, bearer, [pair.system.id for pair, _ in deciding]))

    # ---- commitments

    def _committed(self, norm: Norm) -> Iterator[tuple[tuple[str, str], Row]]:
        if all(window.known_from > self.known_on for window in norm.windows):
            return  # nobody knew of it then
        organisation = self.portfolio.organisation.id
        found = [item for item in self.portfolio.of(Commitment) if item.framework == norm.edition]
        committed = {item.subject for item in found}
        links = (link for link in self.knowledge.scheme.links if link.mode == "requires")
        duties = {link.duty for link in links if link.norm.startswith(f"{norm.edition}:")}
        disciplines = {self.knowledge.scheme.duties[name].discipline for name in duties}
        managed = [item for item in self.portfolio.of(ManagementSystem) if item.discipline in disciplines]
        for subject in [item.id for item in managed if item.id not in committed] or [organisation] * (not found):
            yield (subject, organisation), Row("not-adopted", "", "", frozenset())
        for subject in committed:
            mine = [item for item in found if item.subject == subject]
            yield (subject, organisation), self._committed_row(norm, min(mine, key=self._standing))

    def _standing(self, item: Commitment) -> int:
        """A commitment in force stands before one to come, and that before one that has ended."""
        assert item.valid_from is not None
        if item.valid_until is not None and item.valid_until < self.as_of:
            return 2
        return 0 if item.valid_from <= self.as_of else 1

    def _committed_row(self, norm: Norm, item: Commitment) -> Row:
        excluded = any(
            entry.commitment == item.id and entry.control in {norm.id, norm.provision}
            for entry in self.portfolio.of(Exclusion)
        )
        if self._standing(item) == 2:
            return Row("not-adopted", "", "", frozenset())
        assert item.valid_from is not None
        boundary = [system.id for system in self.portfolio.subjects]
        if item.boundary and "all" not in item.boundary:
            boundary = list(item.boundary)
        text = min(window.in_force_from for window in norm.windows if window.known_from <= self.known_on)
        name = "applies-later" if self._standing(item) or text > self.as_of else "applies"
        demanded = ("", frozenset[str]()) if excluded and norm.excludable else self._body(norm, item.subject, boundary)
        return Row(name, max(item.valid_from, text).isoformat(), *demanded)

    def _body(self, norm: Norm, body: str, systems: list[str]) -> tuple[str, frozenset[str]]:
        fired = self.duties.fired({body, *systems})
        states = {}
        for bit in self.duties.demanded(norm, fired):
            if systems:
                worst = max((self.duties.state(bit, system) for system in systems), key=STATES.index)
                states[bit] = min(self.duties.state(bit, body), worst, key=STATES.index)
            else:
                states[bit] = self.duties.state(bit, body + EVERY)
        return status(states), residual(states)

    # ---- aggregates

    def _aggregate(self, norm: Norm, rows: dict[tuple[str, str, str], Row]) -> None:
        leaves = list(norm.aggregates)
        while inner := [name for name in leaves if self.knowledge.catalogs.norms[name].aggregates]:
            leaves = [name for name in leaves if name not in inner]
            leaves += [name for outer in inner for name in self.knowledge.catalogs.norms[outer].aggregates]
        for (subject, name, bearer), row in rows.items():
            if name == norm.id and row.applicability in {"applies", "applies-later", "undetermined"}:
                found = [part.status for part in self._parts(set(leaves), norm, subject, bearer, rows) if part.status]
                rows[subject, name, bearer] = Row(
                    row.applicability, row.applies_from, min(found, key=WORST.index, default=""), frozenset()
                )

    def _parts(
        self, leaves: set[str], norm: Norm, subject: str, bearer: str, rows: dict[tuple[str, str, str], Row]
    ) -> Iterator[Row]:
        """Rows of the parts for the same subject, or for the same bearer where the parts have other subjects."""
        norms = self.knowledge.catalogs.norms
        for (other, name, agent), row in rows.items():
            if name in leaves and agent == bearer:
                same_kind = self._kind(norms[name]) == self._kind(norm)
                if other == subject or not same_kind:
                    yield row

    def _kind(self, norm: Norm) -> str:
        if norm.level in {"model", "data-set"}:
            return norm.level
        if self.knowledge.catalogs.editions[norm.edition].binding == "commitment":
            return "body"
        return "body" if norm.level in {"organisation", "management-system"} else "system"


def holds(item: DatedFact | RoleAssignment, day: date) -> bool:
    """Whether a period, both days included, contains a day."""
    return (item.valid_from or day) <= day <= (item.valid_until or day)
