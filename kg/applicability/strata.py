"""The rules of one edition on one day: strata of guards in order, then the rows.

Each stratum reads only earlier ones: scope, class, role, exemption, rows. Guards are data; this module knows only what
each *effect* means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kg.applicability.atoms import DayTable
from kg.applicability.cases import ROLE
from kg.logic import ANY, FALSE, TRUE, UNKNOWN, Atom, Truths, asserted, evaluate
from kg.model import Guard, Norm, Window

_LookUp = Callable[[str], Truths]

# The fact whose values the schedules give dates to.
CLASS_FACT = "risk"
STRATA = ("scope", "class", "role", "exemption")
# What a guard of these effects puts beside a verdict.
_MARKS = {"contest": "contested", "stay": "enforcement-stayed"}


def window_at(windows: Iterable[Window], day: date, known_on: date) -> Window | None:
    """The version of a text that is in force on a day, as far as published by `known_on`."""
    current = (found for found in windows if found.known_from <= known_on and found.in_force_from <= day)
    return max(current, key=lambda found: (found.in_force_from, found.known_from), default=None)


@dataclass(slots=True)
class Fired:
    """A guard and its truth for every profile."""

    guard: Guard
    window: Window
    values: Truths


@dataclass
class EditionDay:
    """Everything about one edition on one day that the rows need."""

    table: DayTable
    known_on: date
    derivable: frozenset[str]
    fired: list[Fired] = field(default_factory=list)
    _values: dict[tuple[str, str], Truths] = field(default_factory=dict)
    _rows: dict[object, Truths] = field(default_factory=dict)

    @classmethod
    def prepare(cls, table: DayTable, known_on: date, guards: Iterable[Guard]) -> EditionDay:
        """Run the guards stratum by stratum."""
        guards = tuple(guards)
        derivable = frozenset(guard.target_fact for guard in guards if guard.effect == "set")
        day = cls(table, known_on, derivable)
        for stratum in STRATA:
            found = [day._fire(guard) for guard in guards if guard.stratum == stratum]
            for item in found:
                if item is not None:
                    day._settle(item)
        return day

    def _fire(self, guard: Guard) -> Fired | None:
        window = window_at(guard.windows, self.table.day, self.known_on)
        if window is None:
            return None
        return Fired(guard, window, evaluate(window.condition, self._plain, self.table.size))

    def _settle(self, item: Fired) -> None:
        self.fired.append(item)
        guard = item.guard
        if guard.effect not in {"set", "add-role", "drop-role"}:
            return
        for value in guard.target_values:
            key = (guard.target_fact, value)
            before = self.value_of(*key)
            drops = guard.effect == "drop-role"
            change = np.minimum(before, TRUE - item.values) if drops else np.maximum(before, item.values)
            self._values[key] = change.astype(np.int8)

    def value_of(self, fact: str, value: str) -> Truths:
        """Truth of `fact=value` after the strata so far."""
        found = self._values.get((fact, value))
        if found is not None:
            return found
        if fact in self.derivable:
            return np.full(self.table.size, FALSE, dtype=np.int8)
        return self.table.values(Atom(fact, "=", (value,)))

    def plain(self, atom: Atom) -> Truths:
        """Truth of one atom after the strata, nothing withdrawn or dated."""
        return self._plain(atom, True)

    def _plain(self, atom: Atom, _positive: bool) -> Truths:
        return self._combined(atom, lambda value: self.value_of(atom.fact, value))

    def _combined(self, atom: Atom, look_up: _LookUp) -> Truths:
        if atom.op != "=" or not self._by_value(atom.fact):
            return self.table.values(atom)
        any_value = atom.values == (ANY,)
        values = {*self.derived_values(atom.fact), *self.table.stated(atom.fact)} if any_value else atom.values
        found = np.full(self.table.size, FALSE, dtype=np.int8)
        for value in values:
            found = np.maximum(found, look_up(value))
        if any_value and atom.fact not in self.derivable:
            # A value nobody states is unknown exactly where the list is not complete.
            open_list = self.table.values(Atom(atom.fact, "=", ("",))) == UNKNOWN
            found = np.where(open_list, np.maximum(found, UNKNOWN), found).astype(np.int8)
        return found

    def _by_value(self, fact: str) -> bool:
        """Whether some guard may change single values of a fact."""
        spoken_of = any(item.guard.target_fact == fact for item in self.fired)
        return spoken_of or fact in self.derivable or fact in (ROLE, CLASS_FACT)

    def derived_values(self, fact: str) -> tuple[str, ...]:
        """Values of a fact that some guard has spoken about."""
        return tuple(value for name, value in self._values if name == fact)

    def fact_value(self, norm: Norm, window: Window) -> Truths:
        """Truth of a row's condition from facts and guards alone, whatever the day."""
        found = self._condition(norm, window, dated=False)
        for item in self._touching(norm, "contest"):
            found = np.where(item.values == FALSE, found, UNKNOWN)
        return np.minimum(found, self.gate(norm)).astype(np.int8)

    def row(self, norm: Norm, window: Window) -> Truths:
        """Truth of a row on this day: condition, dates and guards together."""
        if window.applies_until is not None and self.table.day >= window.applies_until:
            return np.full(self.table.size, FALSE, dtype=np.int8)
        due = self._due(norm, window)
        found = np.minimum(np.minimum(self._condition(norm, window, dated=True), self.gate(norm)), due)
        for item in self._touching(norm, "contest"):
            found = np.where((item.values == FALSE) | (found == FALSE), found, UNKNOWN)
        return found.astype(np.int8)

    def addressed(self, norm: Norm, window: Window) -> Truths:
        """Truth of: in scope, bearer has an addressed role, date reached. What makes a prohibition apply."""
        role = evaluate(Atom(ROLE, "=", norm.bearers or (ANY,)), self._plain, self.table.size)
        if window.applies_until is not None and self.table.day >= window.applies_until:
            return np.full(self.table.size, FALSE, dtype=np.int8)
        return np.minimum(np.minimum(role, self.gate(norm)), self._due(norm, window))

    def gate(self, norm: Norm) -> Truths:
        """Truth of: every `require` guard holds and no `exclude` guard does."""
        found = np.full(self.table.size, TRUE, dtype=np.int8)
        for item in self._touching(norm, "require"):
            found = np.minimum(found, item.values)
        for item in self._touching(norm, "exclude"):
            found = np.minimum(found, TRUE - item.values)
        return found.astype(np.int8)

    def _touching(self, norm: Norm, effect: str) -> list[Fired]:
        return [item for item in self.fired if item.guard.effect == effect and item.guard.touches(norm.id)]

    def marks(self, norm: Norm, profile: int) -> Iterator[str]:
        """Attributes that guards give a norm for a profile: its reach is disputed, its enforcement stayed."""
        for effect, attribute in _MARKS.items():
            if any(item.values[profile] == TRUE for item in self._touching(norm, effect)):
                yield attribute

    def _condition(self, norm: Norm, window: Window, *, dated: bool) -> Truths:
        withdrawn = self._touching(norm, "withdraw")
        postponed = self._class_postponements(norm) if dated else []
        schedule = window.schedule if dated else ()
        key = (window.text, schedule, _ids(withdrawn), _ids(postponed))
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self._evaluate(window, schedule, withdrawn, postponed)
        return found

    def _evaluate(
        self, window: Window, schedule: tuple[tuple[str, date], ...], withdrawn: list[Fired], postponed: list[Fired]
    ) -> Truths:
        dates = dict(schedule)

        def value(atom: Atom, positive: bool) -> Truths:
            if not positive:
                return self._plain(atom, positive)
            return self._combined(atom, lambda item: self._held(atom.fact, item, dates, withdrawn, postponed))

        return evaluate(window.condition, value, self.table.size)

    def _held(
        self, fact: str, value: str, dates: dict[str, date], withdrawn: list[Fired], postponed: list[Fired]
    ) -> Truths:
        """A class value as a row may count on it: not withdrawn, and its date reached."""
        found = self.value_of(fact, value)
        for item in withdrawn:
            if item.guard.target_fact == fact and value in item.guard.target_values:
                found = np.minimum(found, TRUE - item.values)
        moved = [item for item in postponed if item.guard.target_fact == fact and value in item.guard.target_values]
        if moved or (fact == CLASS_FACT and value in dates):
            found = np.minimum(found, self._reached(dates.get(value), moved))
        return found.astype(np.int8)

    def _class_postponements(self, norm: Norm) -> list[Fired]:
        return [item for item in self._touching(norm, "postpone") if item.guard.target_fact]

    def _due(self, norm: Norm, window: Window) -> Truths:
        moved = [item for item in self._touching(norm, "postpone") if not item.guard.target_fact]
        return self._reached(None if window.schedule else window.applies_from, moved)

    def _reached(self, start: date | None, moved: list[Fired]) -> Truths:
        """Truth of: the date, or the later date a postponement gives, has come."""
        today = self.table.day
        found = np.full(self.table.size, TRUE if start is None or today >= start else FALSE, dtype=np.int8)
        for item in moved:
            late = TRUE if item.guard.effect_date is None or today >= item.guard.effect_date else FALSE
            kept = np.minimum(TRUE - item.values, found)
            found = np.maximum(np.maximum(kept, np.minimum(item.values, late)), np.minimum(found, late)).astype(np.int8)
        return found

    def first_day(self, norm: Norm, window: Window) -> np.ndarray:
        """Ordinal of the day from which a row that applies has applied: earliest class held, else the formal date."""
        moved = [item for item in self._touching(norm, "postpone") if not item.guard.target_fact]
        start = window.applies_from or window.in_force_from
        # With a schedule the formal date binds nobody: what applies before it has applied since the text is in force.
        start = start if start <= self.table.day else window.in_force_from
        formal = np.full(self.table.size, start.toordinal(), dtype=np.int64)
        first = self._first_class_day(norm, window)
        # A row may rest on something else while its class is still to come.
        first = np.where(first > self.table.day.toordinal(), formal, first)
        return self._moved(first, moved)

    def _first_class_day(self, norm: Norm, window: Window) -> np.ndarray:
        withdrawn, postponed = self._touching(norm, "withdraw"), self._class_postponements(norm)
        first = np.full(self.table.size, date.max.toordinal(), dtype=np.int64)
        for value, start in window.schedule:
            if value not in asserted(window.condition, CLASS_FACT):
                continue
            held = self._held(CLASS_FACT, value, {}, withdrawn, [])
            later = [item for item in postponed if value in item.guard.target_values]
            day = self._moved(np.full(self.table.size, start.toordinal(), dtype=np.int64), later)
            first = np.where(held == TRUE, np.minimum(first, day), first)
        return first

    def _moved(self, found: np.ndarray, moved: list[Fired]) -> np.ndarray:
        for item in moved:
            if item.guard.effect_date is not None:
                found = np.where(item.values == TRUE, item.guard.effect_date.toordinal(), found)
        return found


def _ids(items: list[Fired]) -> tuple[str, ...]:
    return tuple(item.guard.id for item in items)
