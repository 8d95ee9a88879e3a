"""Cases: one subject seen with one bearer, and every fact that is stated about the pair.

A fact is a set of values that may or may not be complete. Not stated means: nothing known, not complete. `none` means:
known to be empty. A list that contains `unknown` is incomplete. Equal fact profiles are evaluated once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from typing import TypeVar

from kg.facts import FactVocabulary
from kg.model import FactType
from kg.portfolio.model import Portfolio
from kg.portfolio.records import DatedFact, Facts, LifecycleEvent, Organisation, RoleAssignment, System, Unit

T = TypeVar("T", RoleAssignment, DatedFact, LifecycleEvent)

ROLE = "role"
NONE, UNKNOWN_VALUE = "none", "unknown"


@dataclass(frozen=True, slots=True)
class FactState:
    """What is known of one fact."""

    values: frozenset[str]
    complete: bool


UNSTATED = FactState(frozenset(), False)
EMPTY = FactState(frozenset(), True)


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact state that holds in a period (both days included)."""

    fact: str
    state: FactState
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether the period contains the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts of one or more cases that cannot be told apart."""

    stated: tuple[tuple[str, FactState], ...]
    assumed: tuple[tuple[str, FactState], ...]
    dated: tuple[Dated, ...]

    @property
    def facts(self) -> dict[str, FactState]:
        """Fact states whatever the day: those stated, and those assumed because their topic is complete."""
        return {**dict(self.assumed), **dict(self.stated)}

    def at(self, day: date) -> dict[str, FactState]:
        """Fact states on a day; of several dated states of one fact the values are joined."""
        return {**self.facts, **self.overrides(day)}

    def overrides(self, day: date) -> dict[str, FactState]:
        """Only the facts that depend on the day."""
        states: dict[str, FactState] = {}
        static = self.facts
        for entry in self.dated:
            if not entry.holds(day):
                states.setdefault(entry.fact, static.get(entry.fact, UNSTATED))
        fresh: set[str] = set()
        for entry in self.dated:
            if entry.holds(day):
                before = states[entry.fact] if entry.fact in fresh else EMPTY
                states[entry.fact] = FactState(
                    before.values | entry.state.values, before.complete and entry.state.complete
                )
                fresh.add(entry.fact)
        return states

    def changes(self) -> Iterator[date]:
        """Days on which a dated fact begins or has just ended."""
        for entry in self.dated:
            if entry.since is not None:
                yield entry.since
            if entry.until is not None:
                yield entry.until + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One subject with one bearer. `assumed` are facts that count as `none` because their topic is complete."""

    subject: str
    bearer: str
    profile: int
    roles: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class Cases:
    """All cases of a portfolio and their distinct profiles."""

    cases: tuple[Case, ...]
    profiles: tuple[Profile, ...]


def state_of(values: Iterable[str], fact: FactType | None) -> FactState:
    """Fact state of stated values."""
    return _state(frozenset(values), fact is not None and fact.value_type == "boolean")


@cache
def _state(stated: frozenset[str], boolean: bool) -> FactState:
    known = stated - {NONE, UNKNOWN_VALUE}
    if boolean and NONE in stated:
        known = known | {"false"}
    return FactState(known, UNKNOWN_VALUE not in stated)


def collect(portfolio: Portfolio, vocabulary: FactVocabulary) -> Cases:
    """Cases of a portfolio: each system, model and data set with each agent that has a role towards it."""
    return _Collector(portfolio, vocabulary).run()


class _Collector:
    def __init__(self, portfolio: Portfolio, vocabulary: FactVocabulary) -> None:
        self._portfolio = portfolio
        self._vocabulary = vocabulary
        self._numbers: dict[Profile, int] = {}
        self._by_topics: dict[frozenset[str], tuple[tuple[str, FactState], ...]] = {}
        self._roles = _grouped(portfolio.of(RoleAssignment))
        self._dated = _grouped(portfolio.of(DatedFact))
        self._events = _grouped(portfolio.of(LifecycleEvent))

    def run(self) -> Cases:
        cases = [case for system in self._portfolio.subjects for case in self._cases_of(system)]
        return Cases(tuple(cases), tuple(self._numbers))

    def _cases_of(self, system: System) -> Iterator[Case]:
        by_bearer: dict[str, list[RoleAssignment]] = {}
        for found in self._roles.get(system.id, []):
            by_bearer.setdefault(self._bearer(found.agent), []).append(found)
        for bearer in sorted(by_bearer) or [self._portfolio.bearer_of(system)]:
            yield self._case(system, bearer, by_bearer.get(bearer, []))

    def _bearer(self, agent: str) -> str:
        """An agent that bears nothing itself acts for the organisation."""
        return agent if agent in self._portfolio.bearers else self._portfolio.organisation.id

    def _case(self, system: System, bearer: str, assignments: list[RoleAssignment]) -> Case:
        agents = sorted({self._portfolio.organisation.id, bearer, *(found.agent for found in assignments)})
        facts, complete = self._static(system, agents)
        dated = [state for name in (*agents, system.id) for state in self._dated_states(name)]
        dated += self._dated_roles(assignments)
        if assignments and not any(entry.fact == ROLE for entry in dated):
            facts[ROLE] = state_of((found.role for found in assignments), None)
        profile = Profile(tuple(sorted(facts.items(), key=itemgetter(0))), self._assumed(complete), tuple(dated))
        number = self._numbers.setdefault(profile, len(self._numbers))
        roles = tuple(sorted({found.role for found in assignments}))
        assumed = tuple(name for name, _ in profile.assumed if name not in facts)
        return Case(system.id, bearer, number, roles, assumed)

    def _static(self, system: System, agents: Iterable[str]) -> tuple[dict[str, FactState], frozenset[str]]:
        records = (self._portfolio.records.get(agent) for agent in agents)
        units = (record for record in records if isinstance(record, Unit))
        holders: list[Organisation | Unit | System] = [self._portfolio.organisation, *units, system]
        facts: dict[str, FactState] = {}
        for holder in holders:
            facts.update(self._states(holder.facts))
        facts.update(self._event_facts(system.id))
        return facts, frozenset().union(*(holder.complete for holder in holders))

    def _assumed(self, complete: frozenset[str]) -> tuple[tuple[str, FactState], ...]:
        found = self._by_topics.get(complete)
        if found is None:
            facts = (
                fact for topic in sorted(complete) for fact in self._vocabulary.of_topic(topic) if fact.name != ROLE
            )
            found = self._by_topics[complete] = tuple(
                sorted(((fact.name, state_of([NONE], fact)) for fact in facts), key=itemgetter(0))
            )
        return found

    def _states(self, facts: Facts) -> Mapping[str, FactState]:
        return {name: state_of(values, self._vocabulary.types.get(name)) for name, values in facts.items()}

    def _event_facts(self, subject: str) -> dict[str, FactState]:
        days: dict[str, set[str]] = {}
        for event in self._events.get(subject, []):
            kind = self._vocabulary.events.get(event.kind)
            for fact in kind.gives_facts if kind is not None and event.date is not None else ():
                days.setdefault(fact, set()).add(str(event.date))
        return {fact: FactState(frozenset(found), True) for fact, found in days.items()}

    def _dated_states(self, subject: str) -> Iterator[Dated]:
        for found in self._dated.get(subject, []):
            state = state_of(found.value, self._vocabulary.types.get(found.fact))
            yield Dated(found.fact, state, found.valid_from, found.valid_until)

    def _dated_roles(self, assignments: list[RoleAssignment]) -> Iterator[Dated]:
        if not any(found.valid_from or found.valid_until for found in assignments):
            return
        yield Dated(ROLE, EMPTY, None, None)
        for found in assignments:
            yield Dated(ROLE, state_of([found.role], None), found.valid_from, found.valid_until)


def _grouped(records: Iterable[T]) -> dict[str, list[T]]:
    grouped: dict[str, list[T]] = {}
    for record in records:
        grouped.setdefault(record.subject, []).append(record)
    return grouped
