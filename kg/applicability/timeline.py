"""Applicability over time: what applies on a day, what will apply later and from when, what is open.

Evaluated once for the day asked for and once for every later day on which a date, a guard or a dated fact can change
the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from kg.applicability.atoms import AtomTable, DayTable
from kg.applicability.cases import Cases
from kg.applicability.strata import EditionDay, window_at
from kg.catalogs import Catalogs
from kg.facts import FactVocabulary
from kg.logic import FALSE, TRUE, UNKNOWN, Truths, atoms
from kg.model import Curie, Guard, Norm, Window

NO, APPLIES, LATER, OPEN = 0, 1, 2, 3
NAMES = ("does-not-apply", "applies", "applies-later", "undetermined")
NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class NormTimeline:
    """Applicability of one norm for every profile.

    `state` holds NO, APPLIES, LATER or OPEN; `since` the ordinal of the day it applies from (NEVER where it does not);
    `decided` the day that decided (as-of, or the later day); `holds` the truth of the condition itself, dates aside.
    """

    norm: Norm
    state: np.ndarray
    since: np.ndarray
    decided: np.ndarray
    holds: Truths
    until: date | None


@dataclass
class Timeline:
    """Applicability of the norms of some editions for all cases of a portfolio."""

    catalogs: Catalogs
    vocabulary: FactVocabulary
    cases: Cases
    as_of: date
    known_on: date
    _days: dict[tuple[Curie, date], EditionDay] = field(default_factory=dict)

    @cached_property
    def _table(self) -> AtomTable:
        return AtomTable(self.cases.profiles, self.vocabulary)

    def facts_on(self, day: date) -> DayTable:
        """What is stated, as it is on a day: no guard has run."""
        return self._table.on(day)

    def day(self, edition: Curie, day: date) -> EditionDay:
        """The rules of an edition on a day, guards already run."""
        found = self._days.get((edition, day))
        if found is None:
            guards = (guard for guard in self.catalogs.guards.values() if guard.edition == edition)
            found = EditionDay.prepare(self._table.on(day), self.known_on, guards)
            self._days[edition, day] = found
        return found

    def norms(self, edition: Curie) -> list[NormTimeline]:
        """One timeline per norm of the edition that has a text known by then, constitutive norms left out."""
        norms = [norm for norm in self.catalogs.norms_of(edition) if norm.modality != "constitutive"]
        later = self._later_days(edition, norms)
        found = (self._timeline(norm, later) for norm in norms)
        return [item for item in found if item is not None]

    def _later_days(self, edition: Curie, norms: Iterable[Norm]) -> list[date]:
        days: set[date] = set()
        guards = [guard for guard in self.catalogs.guards.values() if guard.edition == edition]
        for windows in (*(norm.windows for norm in norms), *(guard.windows for guard in guards)):
            for window in windows:
                days.update(_days_of(window))
        days.update(guard.effect_date for guard in guards if guard.effect_date is not None)
        days.update(day for profile in self.cases.profiles for day in profile.changes())
        days.update(self._change_days(guards))
        return sorted(day for day in days if day > self.as_of)

    def _change_days(self, guards: Iterable[Guard]) -> set[date]:
        """Recorded days of facts that some condition compares with a deadline: the answer can turn on them."""
        compared = self._compared_by_norms | _compared(guards)
        return {
            date.fromisoformat(value)
            for profile in self.cases.profiles
            for fact, state in (*profile.stated, *((entry.fact, entry.state) for entry in profile.dated))
            if fact in compared
            for value in state.values
        }

    @cached_property
    def _compared_by_norms(self) -> frozenset[str]:
        return _compared(self.catalogs.norms.values())

    def _timeline(self, norm: Norm, later: list[date]) -> NormTimeline | None:
        known = [window for window in norm.windows if window.known_from <= self.known_on]
        if not known:
            return None
        today = self.day(norm.edition, self.as_of)
        window = window_at(norm.windows, self.as_of, self.known_on)
        size = len(self.cases.profiles)
        now = self._value(norm, window, today) if window else np.zeros(size, dtype=np.int8)
        state = np.select([now == TRUE, now == UNKNOWN], [APPLIES, OPEN], NO).astype(np.int8)
        since = np.full(size, NEVER, dtype=np.int64)
        if window is not None:
            since = np.where(now == TRUE, today.first_day(norm, window), since)
        decided = np.full(size, self.as_of.toordinal(), dtype=np.int64)
        self._look_ahead(norm, later, state, since, decided)
        shown = window or min(known, key=lambda found: found.in_force_from)
        holds = today.fact_value(norm, shown)
        coming = (found for found in known if found.in_force_from > self.as_of)
        ends = [found.applies_until for found in (shown, *coming) if found.applies_until]
        return NormTimeline(norm, state, since, decided, holds, min(ends, default=None))

    def _look_ahead(
        self, norm: Norm, later: list[date], state: np.ndarray, since: np.ndarray, decided: np.ndarray
    ) -> None:
        for day in later:
            still = state == NO
            if not still.any():
                return
            window = window_at(norm.windows, day, self.known_on)
            if window is None:
                continue
            found = self._value(norm, window, self.day(norm.edition, day))
            comes, opens = still & (found == TRUE), still & (found == UNKNOWN)
            state[comes], state[opens] = LATER, OPEN
            changed = comes | opens
            since[changed] = day.toordinal()
            decided[changed] = day.toordinal()

    def _value(self, norm: Norm, window: Window, day: EditionDay) -> Truths:
        return day.addressed(norm, window) if norm.modality == "prohibition" else day.row(norm, window)


def _compared(items: Iterable[Norm | Guard]) -> frozenset[str]:
    """Facts whose day some condition asks for."""
    return frozenset(
        atom.fact
        for item in items
        for window in item.windows
        for atom in atoms(window.condition)
        if atom.op == ">="
    )  # fmt: skip


def _days_of(window: Window) -> set[date]:
    days = {window.in_force_from, window.applies_from, window.applies_until, *(day for _, day in window.schedule)}
    return {day for day in days if day is not None}


__all__ = ["APPLIES", "FALSE", "LATER", "NAMES", "NEVER", "NO", "OPEN", "NormTimeline", "Timeline"]
