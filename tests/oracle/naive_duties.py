"""The naive interpreter's second half: what is demanded, what is on record for it, and the status that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.knowledge import Knowledge
from kg.model import Duty, Norm
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    Commitment,
    Evidence,
    EvidenceUse,
    Exclusion,
    Implementation,
    LifecycleEvent,
    ManagementSystem,
    Unit,
)

Bit = tuple[str, str]
# Best first, as the contract lists them; `possible` is what idea 6 says of a value that is not stated.
STATES = ("shown", "lapsed", "claimed", "possible", "planned", "not-done", "unknown")
LADDER = ("claimed", "documented", "operated", "tested", "independent")
DESIGNED = ("determine", "establish", "assign")
EVERY = " (every)"


class Duties:
    """States of duties on one day, one implementation and one subject at a time."""

    def __init__(self, knowledge: Knowledge, portfolio: Portfolio, as_of: date) -> None:
        self.knowledge, self.portfolio, self.as_of = knowledge, portfolio, as_of

    def fired(self, subjects: set[str]) -> set[str]:
        found: set[str] = set()
        for event in self.portfolio.of(LifecycleEvent):
            kind = self.knowledge.facts.events.get(event.kind)
            if event.subject in subjects and kind is not None and event.date is not None and event.date <= self.as_of:
                found.update(kind.triggers)
        return found

    def demanded(self, norm: Norm, fired: set[str]) -> set[Bit]:
        """Choice: a norm without a trigger demands a triggered duty only once that duty's own trigger has fired."""
        found: set[Bit] = set()
        for link in self.knowledge.scheme.links:
            if link.norm != norm.id or link.mode != "requires":
                continue
            trigger = self.knowledge.scheme.duties[link.duty].trigger
            if norm.trigger in fired or not trigger or (trigger in fired and not norm.trigger):
                found |= bits_of(link.duty, link.aspects, link.parameters)
        return found

    def state(self, bit: Bit, subject: str) -> str:
        """The best state any implementation on record gives a bit for a subject."""
        found = ["unknown"]
        duty = self.knowledge.scheme.duties[bit[0]]
        for item in self.portfolio.of(Implementation):
            if self._claims(item, bit):
                found += [self._threshold(item, bit, state) for state in self._states(item, duty, subject)]
        return min(found, key=STATES.index)

    def _claims(self, item: Implementation, bit: Bit) -> bool:
        duty, narrowed = bit
        if duty in item.strike or (item.status == "partial" and duty not in item.duties):
            return False
        if item.of.startswith("duty:"):
            return item.of == duty and (not narrowed or "=" in narrowed)
        claimed: set[Bit] = set()
        for leaf in self._targets(item.of):
            for link in self.knowledge.scheme.links:
                if link.norm == leaf and link.mode == "requires":
                    claimed |= bits_of(link.duty, link.aspects, link.parameters)
        return bit in claimed or ("=" in narrowed and (duty, "") in claimed)

    def _targets(self, name: str) -> set[str]:
        """Leaf norms an implementation speaks of; excluded controls deliver nothing."""
        norms = self.knowledge.catalogs.norms
        open_names = [norm.id for norm in norms.values() if name in {norm.id, norm.provision}]
        leaves: set[str] = set()
        while open_names:
            norm = norms[open_names.pop()]
            if norm.aggregates:
                open_names += norm.aggregates
            elif not self._excluded(norm):
                leaves.add(norm.id)
        return leaves

    def _excluded(self, norm: Norm) -> bool:
        names = {norm.id, norm.provision}
        return norm.excludable and any(entry.control in names for entry in self.portfolio.of(Exclusion))

    def _states(self, item: Implementation, duty: Duty, subject: str) -> Iterator[str]:
        base = self._base(item)
        reached = self._reaches(item, duty, subject)
        if reached:
            yield base
        if base != "claimed":
            return
        for use in self.portfolio.of(EvidenceUse):
            evidence = self.portfolio.records[use.evidence]
            assert isinstance(evidence, Evidence)
            if use.implementation != item.id or (use.duties and duty.id not in use.duties):
                continue
            concerned = reached
            if evidence.subjects:
                concerned = subject in evidence.subjects and (reached or "organisation" in item.scope)
            start = evidence.valid_from or evidence.date
            if concerned and self._fits(evidence, duty) and (start is None or start <= self.as_of):
                ended = evidence.valid_until is not None and evidence.valid_until < self.as_of
                yield "lapsed" if ended else "shown"

    def _base(self, item: Implementation) -> str:
        if item.status == "not-done":
            return "not-done"
        if item.status == "planned" or (item.valid_from is not None and item.valid_from > self.as_of):
            return "planned"
        return "lapsed" if item.valid_until is not None and item.valid_until < self.as_of else "claimed"

    def _fits(self, evidence: Evidence, duty: Duty) -> bool:
        usual = [self.knowledge.evidence_assurance.get(kind, "documented") for kind in evidence.kind]
        level = LADDER.index(evidence.assurance) if evidence.assurance else max(map(LADDER.index, usual))
        if duty.nature == "act" and evidence.date is not None:
            level = max(level, LADDER.index("operated"))
        needed = "documented" if duty.activity in DESIGNED else "operated"
        return level >= LADDER.index(needed) and any(self._is_kind(kind, duty.evidence_kind) for kind in evidence.kind)

    def _is_kind(self, kind: str, wanted: str) -> bool:
        while kind and kind != wanted:
            kind = self.knowledge.broader.get(f"evidence-kind:{kind}", "").partition(":")[2]
        return kind == wanted

    def _reaches(self, item: Implementation, duty: Duty, subject: str) -> bool:
        """Whether an implementation speaks for a subject; `every` duties need the subject's own record."""
        organisation = self.portfolio.organisation.id
        bodies = {organisation, *(found.id for found in self.portfolio.of(ManagementSystem))}
        for name in item.scope:
            unit = self.portfolio.records.get(name)
            if name == "organisation":
                wide = bodies | self._boundary(item)
                every = {body + EVERY for body in bodies}
            elif isinstance(unit, ManagementSystem):
                wide, every = set(), {name, name + EVERY}
            elif isinstance(unit, Unit):
                wide = {name} | {system.id for system in self.portfolio.subjects if system.unit == name}
                every = {name + EVERY}
            else:
                wide, every = set(), {name}
            if subject in every or (subject in wide and duty.quantifier != "every"):
                return True
        return False

    def _boundary(self, item: Implementation) -> set[str]:
        """Systems an organisation-wide measure stands for: those inside some commitment to its framework, or all."""
        found = [c for c in self.portfolio.of(Commitment) if c.framework == item.of.partition(":")[0]]
        if not found or any(not c.boundary or "all" in c.boundary for c in found):
            return {system.id for system in self.portfolio.subjects}
        return {name for c in found for name in c.boundary}

    def _threshold(self, item: Implementation, bit: Bit, state: str) -> str:
        """A value that is not stated makes it possible only; one that is too weak counts as not done."""
        name, is_threshold, demanded = bit[1].partition("=")
        if not is_threshold or state not in {"shown", "lapsed", "claimed"}:
            return state
        stated = dict(item.parameters).get(name)
        if stated is None:
            return "possible"
        strictness = self.knowledge.scheme.parameters[name].strictness
        left, right = days(stated), days(demanded)
        return state if (left <= right if strictness == "lower" else left >= right) else "not-done"


def bits_of(duty: str, aspects: tuple[str, ...], parameters: tuple[tuple[str, str], ...]) -> set[Bit]:
    """A link stands for the bare cell, one bit per aspect and one per parameter value."""
    found = {(duty, ""), *((duty, f"aspect:{aspect}") for aspect in aspects)}
    return found | {(duty, f"{name}={value}") for name, value in parameters}


def status(states: dict[Bit, str]) -> str:
    """The status of a norm from the states of its bits, sentence by sentence as in the contract."""
    found = set(states.values())
    if not found:
        return ""
    if found == {"shown"}:
        return "covered"
    if found <= {"shown", "claimed"}:
        return "claimed"
    if found <= {"shown", "claimed", "lapsed"}:
        return "lapsed"
    if found & {"shown", "claimed"}:
        return "partial"
    if "lapsed" in found:
        return "lapsed"
    if "planned" in found:
        return "planned"
    return "gap" if "not-done" in found else "unknown"


def residual(states: dict[Bit, str]) -> frozenset[str]:
    """Duties of which something is not shown."""
    return frozenset(duty for (duty, _), state in states.items() if state != "shown")


def days(text: str) -> float:
    """An ISO 8601 duration of one or more units in days, or a number."""
    units = {"Y": 365.2425, "M": 30.436875, "W": 7.0, "D": 1.0}
    clock = {"H": 1 / 24, "M": 1 / 1440}
    if not text.startswith("P"):
        return float(text)
    day_part, _, time_part = text[1:].partition("T")
    total = sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([YMWD])", day_part))
    return total + sum(int(number) * clock[unit] for number, unit in re.findall(r"(\d+)([HM])", time_part))
