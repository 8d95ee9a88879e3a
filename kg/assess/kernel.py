"""The kernel: applicability and record in, one status per (subject, norm, bearer) out. Pure, whole arrays at a time.

A *block* holds all verdicts of one norm. Statuses come from the truth table by one look-up: the states that occur among
the demanded bits are or-ed into a number, and the table has an entry for each number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kg.applicability.timeline import APPLIES, LATER, NEVER, NO, OPEN, NormTimeline, Timeline
from kg.assess.record import OnRecord
from kg.duties import Bit
from kg.knowledge import Knowledge
from kg.model import Norm
from kg.portfolio.model import Portfolio
from kg.portfolio.records import LifecycleEvent

ORGANISATION_LEVELS = ("organisation", "management-system")
NOT_ADOPTED = 4


@dataclass(frozen=True)
class Block:
    """Verdicts of one norm: parallel arrays over its (subject, bearer) pairs.

    `cases` holds the case number behind each row (-1 for an organisation-level row); `status` numbers into the status
    table; `decided` and `since` are ordinals of days; `bound` lists the rows' systems for organisation-level rows.
    """

    norm: Norm
    subjects: tuple[str, ...]
    bearers: tuple[str, ...]
    cases: np.ndarray
    state: np.ndarray
    status: np.ndarray
    since: np.ndarray
    decided: np.ndarray
    dormant: np.ndarray
    until: date | None
    bound: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Picked:
    """Cases that are subjects of norms of one level, as parallel columns; `eventful` are rows with fired triggers."""

    cases: np.ndarray
    profiles: np.ndarray
    numbers: np.ndarray
    subjects: tuple[str, ...]
    bearers: tuple[str, ...]
    eventful: tuple[int, ...]


class Triggers:
    """Which triggers have fired for which subject by a day."""

    def __init__(self, knowledge: Knowledge, portfolio: Portfolio, day: date) -> None:
        self._fired: dict[str, set[str]] = {}
        for event in portfolio.of(LifecycleEvent):
            kind = knowledge.facts.events.get(event.kind)
            if kind is not None and event.date is not None and event.date <= day:
                self._fired.setdefault(event.subject, set()).update(kind.triggers)

    def fired(self, subject: str) -> frozenset[str]:
        """Triggers fired for a subject."""
        return frozenset(self._fired.get(subject, ()))

    @property
    def subjects(self) -> frozenset[str]:
        """Subjects with any fired trigger."""
        return frozenset(self._fired)


def demanded(knowledge: Knowledge, norm: Norm, fired: frozenset[str]) -> tuple[Bit, ...]:
    """Bits a norm demands now. A triggered duty counts once the norm's trigger has fired, or its own if it has none."""
    duties = knowledge.scheme.duties
    found = (
        bit
        for bit in knowledge.scheme.bits_of(norm.id)
        if not duties[bit.duty].trigger or (norm.trigger or duties[bit.duty].trigger) in fired
    )
    return tuple(sorted(found))


class Kernel:
    """Computes blocks for one portfolio on one clock."""

    def __init__(self, knowledge: Knowledge, portfolio: Portfolio, timeline: Timeline, record: OnRecord) -> None:
        self.knowledge, self.portfolio, self.timeline, self.record = knowledge, portfolio, timeline, record
        self.triggers = Triggers(knowledge, portfolio, timeline.as_of)
        self._hot = np.left_shift(1, record.ranks).astype(np.uint8)
        cases = timeline.cases.cases
        numbers = record.grid.subject_numbers
        self._case_subjects = np.array([numbers[case.subject] for case in cases], dtype=np.intp)
        self._case_profiles = np.array([case.profile for case in cases], dtype=np.intp)
        kinds = {item.id: type(item).rdf_class for item in portfolio.subjects}
        self._is_model = np.array([kinds[case.subject].endswith("AIModel") for case in cases], dtype=bool)
        self._is_data = np.array([kinds[case.subject].endswith("DataSet") for case in cases], dtype=bool)

    def law_blocks(self, edition: str) -> list[Block]:
        """Blocks of a law or mandate, aggregates resolved last."""
        leaves = [self._law_block(item) for item in self.timeline.norms(edition)]
        return self.resolve_aggregates(leaves)

    def _law_block(self, item: NormTimeline) -> Block:
        if item.norm.level in ORGANISATION_LEVELS:
            return self._organisation_block(item)
        return self._system_block(item)

    @cached_property
    def _picked(self) -> dict[str, _Picked]:
        """Cases by the level of norm they are subjects of."""
        other = ~(self._is_model | self._is_data)
        return {"model": self._pick(self._is_model), "data-set": self._pick(self._is_data), "": self._pick(other)}

    def _pick(self, mask: np.ndarray) -> _Picked:
        chosen = np.flatnonzero(mask)
        cases, names = self.timeline.cases.cases, self.record.grid.subjects
        subjects = self._case_subjects[chosen]
        eventful = self.triggers.subjects
        return _Picked(
            cases=chosen,
            profiles=self._case_profiles[chosen],
            numbers=subjects,
            subjects=tuple(names[number] for number in subjects),
            bearers=tuple(cases[number].bearer for number in chosen),
            eventful=tuple(row for row, number in enumerate(subjects) if names[number] in eventful),
        )

    def _system_block(self, item: NormTimeline) -> Block:
        picked = self._picked.get(item.norm.level) or self._picked[""]
        status, dormant = self._status(item.norm, picked)
        if item.norm.modality == "prohibition":
            status = self._prohibited(item.holds[picked.profiles])
        elif item.norm.modality == "conditional-permission":
            status = np.full(len(picked.cases), self.knowledge.statuses.number("unknown"), dtype=np.int8)
        return Block(
            norm=item.norm,
            subjects=picked.subjects,
            bearers=picked.bearers,
            cases=picked.cases,
            state=item.state[picked.profiles],
            status=status,
            since=item.since[picked.profiles],
            decided=item.decided[picked.profiles],
            dormant=dormant,
            until=item.until,
            bound=(),
        )

    def _prohibited(self, holds: np.ndarray) -> np.ndarray:
        table = self.knowledge.statuses
        lookup = np.array([table.number(table.of_condition[value]) for value in range(3)], dtype=np.int8)
        found: np.ndarray = lookup[holds]
        return found

    def _status(self, norm: Norm, picked: _Picked) -> tuple[np.ndarray, np.ndarray]:
        """Status numbers of a norm for its subjects, and whether it is dormant for each."""
        status = self._look_up(demanded(self.knowledge, norm, frozenset()), picked.numbers)
        dormant = np.full(len(picked.cases), bool(norm.trigger))
        for row in picked.eventful:
            fired = self.triggers.fired(picked.subjects[row])
            status[row] = self._look_up(demanded(self.knowledge, norm, fired), picked.numbers[row : row + 1])[0]
            dormant[row] = bool(norm.trigger) and norm.trigger not in fired
        return status, dormant

    def _look_up(self, bits: tuple[Bit, ...], subjects: np.ndarray) -> np.ndarray:
        rows = np.array([self.record.grid.bit_numbers[bit] for bit in bits], dtype=np.intp)
        presence = np.bitwise_or.reduce(self._hot[np.ix_(rows, subjects)], axis=0)
        found: np.ndarray = self.knowledge.statuses.lookup[presence]
        return found.copy()

    def _organisation_block(self, item: NormTimeline) -> Block:
        bearers = [name for name in self.portfolio.bearers if name in self._by_bearer]
        rows = [self._organisation_row(item, name) for name in bearers]
        state, since, decided, status, dormant, bound = (
            (list(column) for column in zip(*rows, strict=True)) if rows else [[]] * 6
        )
        return Block(
            norm=item.norm,
            subjects=tuple(bearers),
            bearers=tuple(bearers),
            cases=np.full(len(bearers), -1, dtype=np.intp),
            state=np.array(state, dtype=np.int8),
            status=np.array(status, dtype=np.int8),
            since=np.array(since, dtype=np.int64),
            decided=np.array(decided, dtype=np.int64),
            dormant=np.array(dormant, dtype=bool),
            until=item.until,
            bound=tuple(bound),
        )

    @cached_property
    def _by_bearer(self) -> dict[str, np.ndarray]:
        """Case numbers of each bearer that has any."""
        grouped: dict[str, list[int]] = {}
        for number, case in enumerate(self.timeline.cases.cases):
            grouped.setdefault(case.bearer, []).append(number)
        return {bearer: np.array(found, dtype=np.intp) for bearer, found in grouped.items()}

    def _organisation_row(self, item: NormTimeline, bearer: str) -> tuple[int, int, int, int, bool, tuple[int, ...]]:
        cases = self._by_bearer[bearer]
        profiles = self._case_profiles[cases]
        states = item.state[profiles]
        state = _first_to_come(states, item.decided[profiles])
        deciding = cases[states == state]
        since = int(item.since[self._case_profiles[deciding]].min(initial=NEVER))
        decided = int(item.decided[self._case_profiles[deciding]].min(initial=NEVER))
        bound = tuple(int(number) for number in deciding) if state != NO else ()
        systems = self._case_subjects[list(bound)] if bound else np.zeros(0, dtype=np.intp)
        status, dormant = self.body_status(item.norm, bearer, systems)
        if item.norm.modality == "prohibition":
            status = int(self._prohibited(np.array([item.holds[profiles].max(initial=0)]))[0])
        elif item.norm.modality == "conditional-permission":
            status = self.knowledge.statuses.number("unknown")
        return state, since, decided, status, dormant, bound

    def body_status(self, norm: Norm, body: str, systems: np.ndarray) -> tuple[int, bool]:
        """Status of an organisation-level norm: what the body has, or what every bound system has."""
        names = self.record.grid.subjects
        fired = self.triggers.fired(body).union(*(self.triggers.fired(names[number]) for number in systems))
        presence = 0
        for bit in demanded(self.knowledge, norm, fired):
            presence |= 1 << self.body_rank(bit, body, systems)
        return int(self.knowledge.statuses.lookup[presence]), bool(norm.trigger) and norm.trigger not in fired

    def body_rank(self, bit: Bit, body: str, systems: np.ndarray) -> int:
        """Rank of a bit for an organisation or management system."""
        numbers, ranks = self.record.grid.subject_numbers, self.record.ranks
        row = self.record.grid.bit_numbers[bit]
        if not systems.size:
            return int(ranks[row, numbers[f"{body} (every)"]])
        return max(int(ranks[row, numbers[body]]), int(ranks[row, systems].min()))

    def resolve_aggregates(self, blocks: list[Block]) -> list[Block]:
        """Give each aggregate the worst status among its parts that bind the same bearer (and system)."""
        by_norm = {block.norm.id: block for block in blocks}
        for block in blocks:
            if block.norm.aggregates:
                parts = (by_norm.get(leaf.id) for leaf in self.knowledge.parts(block.norm))
                columns = [_binding(part, block) for part in parts if part is not None]
                block.status[:] = np.max(np.array([np.zeros(len(block.subjects), dtype=np.int8), *columns]), axis=0)
        return blocks


def _first_to_come(states: np.ndarray, decided: np.ndarray) -> int:
    """State of "any of these": what applies now, else what comes first; on one day the certain before the open."""
    if (states == APPLIES).any():
        return APPLIES
    comes = decided[states == LATER].min(initial=NEVER)
    opens = decided[states == OPEN].min(initial=NEVER)
    if min(comes, opens) == NEVER:
        return NO
    return LATER if comes <= opens else OPEN


def _binding(part: Block, whole: Block) -> np.ndarray:
    """The part's status for each row of the whole; 0 where it binds nobody there. Greater numbers are worse."""
    active = np.isin(part.state, (APPLIES, LATER, OPEN))
    status = np.where(active, part.status, 0).astype(np.int8)
    if np.array_equal(part.cases, whole.cases) and part.subjects == whole.subjects:
        return status
    by_bearer: dict[str, int] = {}
    for bearer, found in zip(part.bearers, status, strict=True):
        by_bearer[bearer] = max(by_bearer.get(bearer, 0), int(found))
    return np.array([by_bearer.get(bearer, 0) for bearer in whole.bearers], dtype=np.int8)
