"""Truth of every atom for all profiles at once, on a given day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from kg.applicability.cases import UNSTATED, FactState, Profile
from kg.facts import FactVocabulary
from kg.logic import ANY, FALSE, TRUE, UNKNOWN, Atom, Truths
from kg.model import FactType


def truth(atom: Atom, state: FactState, day: date, fact: FactType | None) -> int:
    """Strong Kleene value of an atom for one fact state.

    A date that lies after `day` is a plan: it can be *before* a deadline, but it has not happened *since* one.
    """
    if atom.op == "<":
        return _settled(any(value < atom.values[0] for value in state.values), state)
    if atom.op == ">=":
        return _settled(any(atom.values[0] <= value <= day.isoformat() for value in state.values), state)
    if atom.values == (ANY,):
        return _settled(bool(state.values), state)
    return max(_equals(state, asked, fact) for asked in atom.values)


def _equals(state: FactState, asked: str, fact: FactType | None) -> int:
    if fact is None:
        return _settled(asked in state.values, state)
    if any(fact.matches(value, asked) for value in state.values):
        return TRUE
    above = fact.ancestry(asked)[1:]
    if any(value in above for value in state.values):
        return UNKNOWN
    return FALSE if state.complete else UNKNOWN


def _settled(found: bool, state: FactState) -> int:
    if found:
        return TRUE
    return FALSE if state.complete else UNKNOWN


class AtomTable:
    """Truth arrays of atoms over profiles. Only profiles with dated facts are looked at again for another day."""

    def __init__(self, profiles: Sequence[Profile], vocabulary: FactVocabulary) -> None:
        self.size = len(profiles)
        self._vocabulary = vocabulary
        self._stated = [dict(profile.stated) for profile in profiles]
        self._assumed = _shared(profiles)
        self._moving = [(number, profile) for number, profile in enumerate(profiles) if profile.dated]
        self._codes: dict[str, tuple[np.ndarray, list[FactState]]] = {}

    def on(self, day: date) -> DayTable:
        """The table for one day."""
        overrides: dict[str, list[tuple[int, FactState]]] = {}
        for number, profile in self._moving:
            for fact, state in profile.overrides(day).items():
                overrides.setdefault(fact, []).append((number, state))
        return DayTable(self, day, overrides)

    def encoded(self, fact: str) -> tuple[np.ndarray, list[FactState]]:
        """Per profile the number of its state of a fact, and the distinct states."""
        found = self._codes.get(fact)
        if found is None:
            # By identity: states are shared, and hashing sets for every profile would cost more than the look-up.
            numbers: dict[int, int] = {}
            states: list[FactState] = []
            codes = np.empty(self.size, dtype=np.intp)
            for row, (stated, assumed) in enumerate(zip(self._stated, self._assumed, strict=True)):
                state = stated.get(fact) or assumed.get(fact, UNSTATED)
                code = numbers.get(id(state))
                if code is None:
                    code = numbers[id(state)] = len(states)
                    states.append(state)
                codes[row] = code
            found = self._codes[fact] = (codes, states)
        return found

    def type_of(self, fact: str) -> FactType | None:
        """Type of a fact, None for facts outside the vocabulary (roles among them)."""
        return self._vocabulary.types.get(fact)


def _shared(profiles: Sequence[Profile]) -> list[dict[str, FactState]]:
    """Assumed states per profile, one dictionary for all profiles with the same complete topics."""
    known: dict[int, dict[str, FactState]] = {}
    for profile in profiles:
        if id(profile.assumed) not in known:
            known[id(profile.assumed)] = dict(profile.assumed)
    return [known[id(profile.assumed)] for profile in profiles]


class DayTable:
    """Truth arrays of atoms on one day."""

    def __init__(self, table: AtomTable, day: date, overrides: dict[str, list[tuple[int, FactState]]]) -> None:
        self.day = day
        self.size = table.size
        self._table = table
        self._overrides = overrides
        self._cache: dict[Atom, Truths] = {}

    def values(self, atom: Atom) -> Truths:
        """int8 truth values, one per profile."""
        found = self._cache.get(atom)
        if found is None:
            found = self._cache[atom] = self._compute(atom)
        return found

    def stated(self, fact: str) -> frozenset[str]:
        """Every value that any profile states for a fact on this day."""
        states = [*self._table.encoded(fact)[1], *(state for _, state in self._overrides.get(fact, ()))]
        return frozenset().union(*(state.values for state in states))

    def _compute(self, atom: Atom) -> Truths:
        fact = self._table.type_of(atom.fact)
        codes, states = self._table.encoded(atom.fact)
        per_state = np.array([truth(atom, state, self.day, fact) for state in states], dtype=np.int8)
        found: Truths = per_state[codes] if len(states) else np.zeros(0, dtype=np.int8)
        for number, state in self._overrides.get(atom.fact, ()):
            found[number] = truth(atom, state, self.day, fact)
        return found
