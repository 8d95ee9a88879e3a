"""An assessment: one portfolio on one clock under one state of the knowledge, blocks computed when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from kg.applicability.cases import collect
from kg.applicability.missing import missing_facts, most_settling
from kg.applicability.timeline import APPLIES, LATER, NO, OPEN, Timeline
from kg.assess import reasons
from kg.assess.commitments import Bound, bodies, commitment_blocks, exclusion_of, systems_in
from kg.assess.kernel import Block, Kernel, demanded
from kg.assess.record import OnRecord, Support, on_record
from kg.assess.verdicts import APPLICABILITIES, Verdict, Where, day_text, wanted_rows
from kg.duties import Bit
from kg.knowledge import Knowledge
from kg.model import Norm
from kg.portfolio.model import Portfolio

# Nothing on record covers a prohibition, and what a permission demands is not assessed.
UNDEMANDING = ("prohibition", "conditional-permission")


@dataclass
class Assessment:
    """Verdicts of a portfolio. `as_if_adopted` names voluntary editions to treat as adopted."""

    knowledge: Knowledge
    portfolio: Portfolio
    as_of: date
    known_on: date
    as_if_adopted: frozenset[str] = frozenset()
    _blocks: dict[str, list[Block]] = field(default_factory=dict)
    _bodies: dict[str, list[Bound]] = field(default_factory=dict)

    @cached_property
    def timeline(self) -> Timeline:
        """Applicability for all cases."""
        cases = collect(self.portfolio, self.knowledge.facts)
        return Timeline(self.knowledge.catalogs, self.knowledge.facts, cases, self.as_of, self.known_on)

    @cached_property
    def record(self) -> OnRecord:
        """What is on record on the as-of day."""
        return on_record(self.knowledge, self.portfolio, self.as_of)

    @cached_property
    def kernel(self) -> Kernel:
        """The kernel for this portfolio and clock."""
        return Kernel(self.knowledge, self.portfolio, self.timeline, self.record)

    @cached_property
    def stated_attributes(self) -> dict[tuple[str, str], set[str]]:
        """Attributes that the record gives to pairs of a subject and a requirement."""
        return reasons.stated_attributes(self.portfolio, self.as_of)

    @property
    def editions(self) -> tuple[str, ...]:
        """Editions assessed: those the organisation keeps in view and those assumed adopted, or all."""
        in_view = self.portfolio.organisation.instruments
        wanted = {*in_view, *self.as_if_adopted} if in_view else self.knowledge.catalogs.editions
        return tuple(name for name in self.knowledge.catalogs.editions if name in wanted)

    def blocks(self, editions: Iterable[str] = ()) -> Iterator[Block]:
        """Blocks of some editions, or of all."""
        for edition in editions or self.editions:
            if edition not in self._blocks:
                self._blocks[edition] = self._compute(edition)
            yield from self._blocks[edition]

    def _compute(self, edition: str) -> list[Block]:
        if self.knowledge.catalogs.editions[edition].voluntary:
            return commitment_blocks(self.kernel, edition, edition in self.as_if_adopted)
        return self.kernel.law_blocks(edition)

    def verdicts(self, where: Where | None = None) -> Iterator[Verdict]:
        """Rows that a filter keeps, in catalog order, then subject order."""
        where = where or Where()
        editions = tuple(name for name in self.editions if not where.frameworks or name in where.frameworks)
        for block in self.blocks(editions) if editions else ():
            if where.wants(block.norm):
                for row in wanted_rows(block, where, self.knowledge.statuses.names):
                    verdict = self.verdict(block, row)
                    if not where.owner or verdict.owner == where.owner:
                        yield verdict

    def obligations(self, subject: str, where: Where) -> Iterator[Verdict]:
        """What binds one subject now, later or perhaps: its own rows, then the organisation's that it inherits."""
        bound = frozenset({"applies", "applies-later", "undetermined"})
        yield from self.verdicts(replace(where, subjects=frozenset({subject}), applicabilities=bound))
        for block in self.blocks(tuple(where.frameworks)) if self._in_view(subject, where) else ():
            if not where.wants(block.norm):
                continue
            for row in range(len(block.subjects)):
                if block.subjects[row] != subject and subject in self._inheritors(block, row):
                    verdict = self.verdict(block, row)
                    if verdict.applicability in bound:
                        yield replace(verdict, reason=f"[inherited] {verdict.reason}")

    def _in_view(self, subject: str, where: Where) -> bool:
        """Whether a subject has the involvement asked for; the organisation's own bodies always count."""
        cases = {number for number, case in enumerate(self.timeline.cases.cases) if case.subject == subject}
        return where.involved is None or not cases or not cases.isdisjoint(where.involved.cases)

    def _inheritors(self, block: Block, row: int) -> frozenset[str]:
        names = self.record.grid.subjects
        return frozenset(names[number] for number in self.systems(block, row))

    def verdict(self, block: Block, row: int) -> Verdict:
        """One row in words."""
        norm, state = block.norm, int(block.state[row])
        bound = state in (APPLIES, LATER, OPEN)
        status = self.knowledge.statuses.names[block.status[row]] if bound else ""
        release = self.knowledge.scheme.release_of(norm.edition)
        return Verdict(
            subject=block.subjects[row],
            subject_kind=reasons.kind_of(self, block.subjects[row]),
            bearer=block.bearers[row],
            role=";".join(self._roles(block, row)),
            requirement=self.knowledge.catalogs.requirement(norm),
            requirement_title=norm.label,
            framework=norm.edition,
            modality=norm.modality,
            applicability=APPLICABILITIES[state],
            status=status,
            assurance=self._assurance(block, row) if bound else "",
            residual_duties=";".join(sorted({bit.duty for bit in self.residual(block, row)})) if bound else "",
            missing_facts=";".join(self.missing(block, row)),
            applies_from=day_text(int(block.since[row])),
            applies_until=block.until.isoformat() if block.until else "",
            owner=reasons.owner_of(self, block.subjects[row]),
            reason=reasons.reason(self, block, row),
            release=release.id if release else "",
        )

    def _roles(self, block: Block, row: int) -> tuple[str, ...]:
        """Roles the bearer has that the norm addresses; the norm's own bearers where no case decides."""
        numbers = [int(block.cases[row])] if block.cases[row] >= 0 else list(block.bound[row])
        cases = self.timeline.cases.cases
        held = {role for number in numbers for role in cases[number].roles}
        return tuple(sorted(held & set(block.norm.bearers))) if numbers else block.norm.bearers

    def demanded(self, block: Block, row: int) -> tuple[Bit, ...]:
        """Bits that count for a row now; an excluded control demands nothing."""
        if block.norm.modality in UNDEMANDING or self.exclusion(block, row):
            return ()
        return demanded(self.knowledge, block.norm, self.fired(block, row))

    def fired(self, block: Block, row: int) -> frozenset[str]:
        """Triggers fired for a row's subject and, for organisation-level rows, its bound systems."""
        triggers = self.kernel.triggers
        names = self.record.grid.subjects
        systems = (triggers.fired(names[number]) for number in self.systems(block, row))
        return triggers.fired(block.subjects[row]).union(*systems)

    def systems(self, block: Block, row: int) -> np.ndarray:
        """Grid rows of the systems an organisation-level row looks at; empty for a system's own row."""
        if block.cases[row] >= 0:
            return np.zeros(0, dtype=np.intp)
        if self.knowledge.catalogs.editions[block.norm.edition].voluntary:
            return systems_in(self.kernel, self._bound(block.norm.edition)[row])
        cases = self.timeline.cases.cases
        numbers = self.record.grid.subject_numbers
        return np.array([numbers[cases[number].subject] for number in block.bound[row]], dtype=np.intp)

    def rank(self, bit: Bit, block: Block, row: int) -> int:
        """Rank of a bit for a row's subject."""
        if block.cases[row] >= 0:
            number = self.record.grid.subject_numbers[block.subjects[row]]
            return int(self.record.ranks[self.record.grid.bit_numbers[bit], number])
        return self.kernel.body_rank(bit, block.subjects[row], self.systems(block, row))

    def supports_of(self, duty: str, block: Block, row: int) -> tuple[Support, ...]:
        """The claims and evidence that give a duty its best state for a row, each once."""
        numbers = self.record.grid.subject_numbers
        subjects = [numbers[block.subjects[row]], *(int(number) for number in self.systems(block, row))]
        bit = Bit(duty)
        found = [item for subject in subjects for item in self.record.why(bit, subject)]
        claimed = self.knowledge.statuses.rank("claimed")
        return tuple(dict.fromkeys(item for item in found if item.rank >= claimed))

    def residual(self, block: Block, row: int) -> tuple[Bit, ...]:
        """Demanded bits that are not shown."""
        shown = self.knowledge.statuses.rank("shown")
        return tuple(bit for bit in self.demanded(block, row) if self.rank(bit, block, row) < shown)

    def _assurance(self, block: Block, row: int) -> str:
        claimed = self.knowledge.statuses.rank("claimed")
        levels = [
            self._level(bit, block, row) for bit in self.demanded(block, row) if self.rank(bit, block, row) >= claimed
        ]
        return self.knowledge.statuses.assurances[min(levels)] if levels else ""

    def _level(self, bit: Bit, block: Block, row: int) -> int:
        """Assurance of a bit: the body's own where that decides, else the weakest of its systems'."""
        number, line = self.record.grid.subject_numbers[block.subjects[row]], self.record.grid.bit_numbers[bit]
        systems = self.systems(block, row)
        if not systems.size or self.record.ranks[line, number] == self.rank(bit, block, row):
            return int(self.record.assurance[line, number])
        return int(self.record.assurance[line, systems].min())

    def possible(self, bit: Bit, block: Block, row: int) -> bool:
        """Whether a running implementation claims a bit, shown or not."""
        number, line = self.record.grid.subject_numbers[block.subjects[row]], self.record.grid.bit_numbers[bit]
        systems = self.systems(block, row)
        running = self.record.running
        return bool(running[line, number] or (systems.size and running[line, systems].all()))

    def missing(self, block: Block, row: int) -> tuple[str, ...]:
        """Facts that would settle a row that is undetermined, those that settle most of the subject's norms first."""
        undetermined = block.state[row] == OPEN or (
            block.norm.modality == "prohibition"
            and block.state[row] != NO
            and self.knowledge.statuses.names[block.status[row]] == "undetermined"
        )
        if not undetermined:
            return ()
        if block.cases[row] >= 0:
            found = self._missing_of(block.norm, int(block.cases[row]), int(block.decided[row]))
            if len(found) < 2:  # noqa: PLR2004 - the order of one needs no look at every framework
                return found
            return tuple(sorted(found, key=lambda fact: (self._settling(int(block.cases[row])).get(fact, 0), fact)))
        found_by_case = (self._missing_of(block.norm, case, int(block.decided[row])) for case in block.bound[row])
        return most_settling(found_by_case)

    def _missing_of(self, norm: Norm, case: int, decided: int) -> tuple[str, ...]:
        profile = self.timeline.cases.cases[case].profile
        day = self.timeline.day(norm.edition, date.fromordinal(min(decided, date.max.toordinal())))
        return missing_facts(norm, day, profile)

    def _settling(self, case: int) -> dict[str, int]:
        """Order of facts by how many open norms of a case they would help to settle."""
        profile = self.timeline.cases.cases[case].profile
        if profile not in self._settling_cache:
            open_norms = (
                self._missing_of(block.norm, case, int(block.decided[row]))
                for block in self.blocks()
                for row in np.flatnonzero((block.cases == case) & (block.state == OPEN))
            )
            ranked = most_settling(open_norms)
            self._settling_cache[profile] = {fact: number for number, fact in enumerate(ranked)}
        return self._settling_cache[profile]

    @cached_property
    def _settling_cache(self) -> dict[int, dict[str, int]]:
        return {}

    def _bound(self, edition: str) -> list[Bound]:
        """Who is bound by a voluntary edition, in the order of its blocks' rows."""
        if edition not in self._bodies:
            self._bodies[edition] = bodies(self.kernel, edition, edition in self.as_if_adopted)
        return self._bodies[edition]

    def marks(self, block: Block, row: int) -> frozenset[str]:
        """Attributes that the law itself gives a system's norm: contested, enforcement stayed."""
        case = int(block.cases[row])
        if case < 0:
            return frozenset()
        day = self.timeline.day(block.norm.edition, self.as_of)
        return frozenset(day.marks(block.norm, self.timeline.cases.cases[case].profile))

    def exclusion(self, block: Block, row: int) -> str:
        """Identifier of the exclusion that took a control out, if any."""
        if not self.knowledge.catalogs.editions[block.norm.edition].voluntary:
            return ""
        found = exclusion_of(self.kernel, block.norm, self._bound(block.norm.edition)[row].commitment)
        return found.id if found else ""
