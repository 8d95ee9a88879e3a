"""What is on record for each subject: the state of every bit, from implementations and evidence.

The result is one matrix of ranks (bits x subjects, greater is better supported) with the assurance beside it. Merging
claims is a maximum, so adding evidence can never lower anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kg.duties import Bit, bits
from kg.knowledge import Knowledge
from kg.model import Duty, DutyLink
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    EVERYTHING,
    ORGANISATION_WIDE,
    Evidence,
    EvidenceUse,
    Exclusion,
    Implementation,
    ManagementSystem,
    Unit,
)

CLAIMED = 0
_SCALE = 8


@dataclass(frozen=True)
class Grid:
    """Numbering of bits and subjects. Bearers and management systems have two rows: what exists, and all claims."""

    bits: tuple[Bit, ...]
    bit_numbers: dict[Bit, int]
    subjects: tuple[str, ...]
    subject_numbers: dict[str, int]

    @classmethod
    def of(cls, knowledge: Knowledge, portfolio: Portfolio) -> Grid:
        """The grid of all bits any norm demands, and all subjects of a portfolio."""
        scheme = knowledge.scheme
        found = sorted({bit for link in scheme.links for bit in bits(link)} | {Bit(duty) for duty in scheme.duties})
        managed = [item.id for item in portfolio.of(ManagementSystem)]
        subjects = [*(item.id for item in portfolio.subjects), *portfolio.bearers, *managed]
        subjects += [f"{name} (every)" for name in (*portfolio.bearers, *managed)]
        return cls(
            tuple(found),
            {bit: number for number, bit in enumerate(found)},
            tuple(subjects),
            {name: number for number, name in enumerate(subjects)},
        )

    @cached_property
    def by_duty(self) -> dict[str, tuple[Bit, ...]]:
        """Bits of each duty."""
        grouped: dict[str, list[Bit]] = {}
        for bit in self.bits:
            grouped.setdefault(bit.duty, []).append(bit)
        return {duty: tuple(found) for duty, found in grouped.items()}


@dataclass(frozen=True, slots=True)
class Support:
    """One reason for the state of one bit: an implementation, and the evidence that decided, if any."""

    implementation: str
    evidence: str
    bit: Bit
    subjects: tuple[int, ...]
    rank: int
    assurance: int


@dataclass(frozen=True)
class OnRecord:
    """States of all bits of all subjects on a day."""

    grid: Grid
    ranks: np.ndarray
    assurance: np.ndarray
    running: np.ndarray
    supports: tuple[Support, ...]

    @cached_property
    def _by_bit(self) -> dict[Bit, list[Support]]:
        grouped: dict[Bit, list[Support]] = {}
        for item in self.supports:
            grouped.setdefault(item.bit, []).append(item)
        return grouped

    def why(self, bit: Bit, subject: int) -> tuple[Support, ...]:
        """Supports of one bit for one subject, best first."""
        found = (item for item in self._by_bit.get(bit, ()) if subject in item.subjects)
        return tuple(sorted(found, key=lambda item: (-item.rank, item.implementation, item.evidence)))


def on_record(knowledge: Knowledge, portfolio: Portfolio, day: date) -> OnRecord:
    """Work out the state of every bit of every subject on a day."""
    grid = Grid.of(knowledge, portfolio)
    supports = tuple(_Recorder(knowledge, portfolio, day, grid).run())
    size = (len(grid.bits), len(grid.subjects))
    best = np.zeros(size, dtype=np.int8)
    cells = [(grid.bit_numbers[item.bit], subject) for item in supports for subject in item.subjects]
    scores = [item.rank * _SCALE + item.assurance for item in supports for _ in item.subjects]
    if cells:
        rows, columns = np.array(cells, dtype=np.intp).T
        np.maximum.at(best, (rows, columns), np.array(scores, dtype=np.int8))
    return OnRecord(grid, best // _SCALE, best % _SCALE, _running(knowledge, grid, supports), supports)


def _running(knowledge: Knowledge, grid: Grid, supports: Iterable[Support]) -> np.ndarray:
    """Where an implementation that has not ended claims a bit, with or without what it takes to show it."""
    found = np.zeros((len(grid.bits), len(grid.subjects)), dtype=bool)
    alive = {knowledge.statuses.rank(name) for name in ("possible", "claimed", "shown")}
    for item in supports:
        if item.rank in alive:
            found[grid.bit_numbers[item.bit], list(item.subjects)] = True
    return found


class _Recorder:
    def __init__(self, knowledge: Knowledge, portfolio: Portfolio, day: date, grid: Grid) -> None:
        self._knowledge, self._portfolio, self._day, self._grid = knowledge, portfolio, day, grid
        rank = knowledge.statuses.rank
        self._not_done, self._planned, self._claimed = rank("not-done"), rank("planned"), rank("claimed")
        self._possible = rank("possible")
        self._lapsed, self._shown = rank("lapsed"), rank("shown")
        self._excluded = {item.control for item in portfolio.of(Exclusion)}
        self._links_by_target: dict[str, tuple[DutyLink, ...]] = {}
        self._uses: dict[str, list[tuple[Evidence, EvidenceUse]]] = {}
        for use in portfolio.of(EvidenceUse):
            evidence = portfolio.the(Evidence, use.evidence)
            self._uses.setdefault(use.implementation, []).append((evidence, use))

    def run(self) -> Iterator[Support]:
        for implementation in self._portfolio.of(Implementation):
            if implementation.of not in self._excluded:
                yield from self._supports(implementation)

    def _supports(self, item: Implementation) -> Iterator[Support]:
        for duty, narrowed in self._claims(item):
            wide, own = self._reach(item, duty)
            for rank, assurance, evidence, subjects in self._states(item, duty, wide, own):
                reached = tuple(sorted(subjects))
                if not reached:
                    continue
                for bit in narrowed:
                    shown = self._threshold(item, bit, rank)
                    yield Support(item.id, evidence, bit, reached, shown, assurance if shown == rank else CLAIMED)

    def _claims(self, item: Implementation) -> Iterator[tuple[Duty, tuple[Bit, ...]]]:
        duties = self._knowledge.scheme.duties
        claimed: dict[str, set[Bit]] = {}
        for link in self._links(item.of):
            claimed.setdefault(link.duty, set()).update(bits(link))
        for name, found in claimed.items():
            if name in item.strike or (item.status == "partial" and name not in item.duties):
                continue
            thresholds = {bit for bit in self._grid.by_duty.get(name, ()) if "=" in bit.narrowed}
            yield duties[name], tuple(sorted(found | thresholds))

    def _links(self, target: str) -> tuple[DutyLink, ...]:
        found = self._links_by_target.get(target)
        if found is None:
            found = self._links_by_target[target] = tuple(self._claimable(target))
        return found

    def _claimable(self, target: str) -> Iterable[DutyLink]:
        if target.startswith("duty:"):
            return (DutyLink("", "", target, "requires", (), (), "", 1.0),)
        leaves = (leaf for norm in self._knowledge.norms_named(target) for leaf in self._knowledge.parts(norm))
        return (link for leaf in leaves for link in self._knowledge.scheme.links_of(leaf.id))

    def _reach(self, item: Implementation, duty: Duty) -> tuple[set[int], set[int]]:
        """Subjects the implementation speaks for: by being organisation-wide, and by naming them."""
        numbers = self._grid.subject_numbers
        wide: set[int] = set()
        own: set[int] = set()
        for name in item.scope:
            if name == ORGANISATION_WIDE:
                wide |= self._organisation_wide(item, duty)
            elif isinstance(self._portfolio.records.get(name), Unit):
                wide |= self._unit_wide(name, duty)
            elif isinstance(self._portfolio.records.get(name), ManagementSystem):
                own |= {numbers[name], numbers[f"{name} (every)"]}
            else:
                own.add(numbers[name])
        return wide, own

    def _organisation_wide(self, item: Implementation, duty: Duty) -> set[int]:
        numbers = self._grid.subject_numbers
        managed = [found.id for found in self._portfolio.of(ManagementSystem)]
        bodies = [self._portfolio.organisation.id, *managed]
        reached = {numbers[f"{name} (every)"] for name in bodies}
        if duty.quantifier != "every":
            reached |= {numbers[name] for name in bodies}
            reached |= {numbers[name] for name in self._boundary(item)}
        return reached

    def _unit_wide(self, unit: str, duty: Duty) -> set[int]:
        numbers = self._grid.subject_numbers
        reached = {numbers[f"{unit} (every)"]} if f"{unit} (every)" in numbers else set()
        if duty.quantifier != "every":
            reached |= {numbers[unit]} if unit in numbers else set()
            reached |= {numbers[system.id] for system in self._portfolio.subjects if system.unit == unit}
        return reached

    def _boundary(self, item: Implementation) -> Iterable[str]:
        everything = [system.id for system in self._portfolio.subjects]
        commitments = self._portfolio.commitments_to(item.of.partition(":")[0])
        limits = [found.boundary for found in commitments if found.boundary and EVERYTHING not in found.boundary]
        limited = bool(limits) and len(limits) == len(commitments)
        return sorted({name for boundary in limits for name in boundary}) if limited else everything

    def _states(
        self, item: Implementation, duty: Duty, wide: set[int], own: set[int]
    ) -> Iterator[tuple[int, int, str, set[int]]]:
        base = self._base(item)
        yield base, CLAIMED, "", wide | own
        if base < self._claimed:
            return
        for evidence, use in self._uses.get(item.id, ()):
            level = self._assurance(evidence, duty)
            if (use.duties and duty.id not in use.duties) or not self._fits(evidence, duty, level):
                continue
            named = {
                self._grid.subject_numbers[name] for name in evidence.subjects if name in self._grid.subject_numbers
            }
            reached = self._narrowed(item, named, wide, own) if evidence.subjects else wide | own
            started, ended = self._period(evidence)
            if started and base == self._claimed:
                yield (
                    (self._lapsed, CLAIMED, evidence.id, reached)
                    if ended
                    else (self._shown, level, evidence.id, reached)
                )

    def _narrowed(self, item: Implementation, named: set[int], wide: set[int], own: set[int]) -> set[int]:
        """Evidence that names subjects counts for them; under a measure for all of them it is their own record."""
        if ORGANISATION_WIDE in item.scope:
            return named
        units = {name for name in item.scope if isinstance(self._portfolio.records.get(name), Unit)}
        inside = {self._grid.subject_numbers[system.id] for system in self._portfolio.subjects if system.unit in units}
        return named & (wide | own | inside)

    def _base(self, item: Implementation) -> int:
        if item.status == "not-done":
            return self._not_done
        if item.status == "planned" or (item.valid_from is not None and self._day < item.valid_from):
            return self._planned
        if item.valid_until is not None and item.valid_until < self._day:
            return self._lapsed
        return self._claimed

    def _assurance(self, evidence: Evidence, duty: Duty) -> int:
        order = self._knowledge.statuses.assurances
        usual = (self._knowledge.evidence_assurance.get(kind, "documented") for kind in evidence.kind)
        level = order.index(evidence.assurance) if evidence.assurance else max(order.index(name) for name in usual)
        single_act = duty.nature == "act" and evidence.date is not None
        return max(level, order.index("operated")) if single_act else level

    def _fits(self, evidence: Evidence, duty: Duty, level: int) -> bool:
        needed = self._knowledge.statuses.needed.get(duty.activity, 0)
        return level >= needed and any(self._knowledge.fits(kind, duty.evidence_kind) for kind in evidence.kind)

    def _period(self, evidence: Evidence) -> tuple[bool, bool]:
        start = evidence.valid_from or evidence.date
        return (start is None or start <= self._day), (
            evidence.valid_until is not None and evidence.valid_until < self._day
        )

    def _threshold(self, item: Implementation, bit: Bit, rank: int) -> int:
        parameter, is_threshold, demanded = bit.narrowed.partition("=")
        if not is_threshold or rank < self._claimed:
            return rank
        stated = dict(item.parameters).get(parameter)
        if stated is None:
            return self._possible
        return rank if self._knowledge.scheme.at_least(parameter, stated, demanded) else self._not_done
