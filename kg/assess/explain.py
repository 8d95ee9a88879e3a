"""The chain of reasons behind one verdict, step by step, each step with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.applicability.missing import matters
from kg.applicability.strata import EditionDay, window_at
from kg.applicability.timeline import NO
from kg.assess import reasons
from kg.assess.assessment import Assessment
from kg.assess.kernel import NOT_ADOPTED, Block
from kg.assess.record import Support
from kg.duties import Bit
from kg.errors import NotFound
from kg.logic import FALSE, TRUE, UNKNOWN, Expr, dnf
from kg.portfolio.records import Evidence, Implementation

COLUMNS = ("step", "statement", "because", "source")
_TRUTHS = {FALSE: "false", UNKNOWN: "unknown", TRUE: "true"}


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One step of an explanation."""

    step: str
    statement: str
    because: str
    source: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


def explain(assessment: Assessment, subject: str, requirement: str) -> Iterator[ProofStep]:
    """Steps for every verdict of a subject on a requirement (several where it states several norms)."""
    norms = {norm.id for norm in assessment.knowledge.norms_named(requirement)}
    found = [
        (block, row)
        for block in assessment.blocks((requirement.partition(":")[0],))
        if block.norm.id in norms
        for row, name in enumerate(block.subjects)
        if name == subject or _inherits(assessment, block, row, subject)
    ]
    if not found:
        raise NotFound(
            "no verdict to explain", found=f"{subject} on {requirement}",
            expected="a subject of the kind the requirement is about",
            hint="see: normgraph verdicts --requirement " + requirement,
        )  # fmt: skip
    for block, row in found:
        yield from _Explainer(assessment, block, row).run()


def explain_all(assessment: Assessment, verdicts: Iterable[tuple[str, str, str]]) -> Iterator[ProofStep]:
    """Steps for each of some verdicts, named by subject, requirement and bearer; each begins with a step `verdict`."""
    wanted = dict.fromkeys(verdicts)
    requirement = assessment.knowledge.catalogs.requirement
    places = {
        (subject, requirement(block.norm), bearer): (block, row)
        for block in assessment.blocks(sorted({name.partition(":")[0] for _, name, _ in wanted}))
        for row, (subject, bearer) in enumerate(zip(block.subjects, block.bearers, strict=True))
    }
    for name in wanted:
        yield from _Explainer(assessment, *places[name]).run()


def _inherits(assessment: Assessment, block: Block, row: int, subject: str) -> bool:
    names = assessment.record.grid.subjects
    return any(names[number] == subject for number in assessment.systems(block, row))


class _Explainer:
    def __init__(self, assessment: Assessment, block: Block, row: int) -> None:
        self._assessment, self._block, self._row = assessment, block, row
        self._knowledge = assessment.knowledge
        self._state = int(block.state[row])

    def run(self) -> Iterator[ProofStep]:
        verdict = self._assessment.verdict(self._block, self._row)
        norm = self._block.norm
        said = f"{verdict.subject}, {verdict.bearer}: {verdict.applicability}" + (
            f", {verdict.status}" if verdict.status else ""
        )
        yield ProofStep("verdict", said, verdict.reason, verdict.requirement)
        yield ProofStep("requirement", norm.label, f"{norm.modality}; bearers: {', '.join(norm.bearers)}", norm.source)
        yield from (ProofStep("note", note, norm.review_state, norm.id) for note in norm.notes)
        yield from self._applicability()
        if self._state not in (NO, NOT_ADOPTED):
            yield from self._duties()
        for deeming in self._knowledge.catalogs.deemings.values():
            if norm.id in deeming.norms:
                yield ProofStep("deeming", deeming.label, f"never inferred; where: {deeming.text}", deeming.source)
        for waiver in self._knowledge.catalogs.waivers.values():
            if norm.id in waiver.norms:
                by = f"role:{waiver.granted_by} may grant it; a waived norm is not met"
                yield ProofStep("waiver", waiver.label, by, waiver.source)

    def _applicability(self) -> Iterator[ProofStep]:
        block, row = self._block, self._row
        if self._knowledge.catalogs.editions[block.norm.edition].voluntary:
            yield ProofStep(
                "applicability", reasons.reason(self._assessment, block, row), "binds by commitment only", ""
            )
            return
        cases = [int(block.cases[row])] if block.cases[row] >= 0 else list(block.bound[row])[:1]
        if not cases:
            yield ProofStep("applicability", "no system of the bearer satisfies the condition", "", block.norm.id)
            return
        day_of = date.fromordinal(min(int(block.decided[row]), date.max.toordinal()))
        day = self._assessment.timeline.day(block.norm.edition, day_of)
        yield from self._text(day)
        profile = self._assessment.timeline.cases.cases[cases[0]].profile
        yield from self._guards(day, profile)
        yield from self._condition(day, profile)
        assumed = self._assessment.timeline.cases.cases[cases[0]].assumed
        mentioned = self._mentioned(day)
        used = [name for name in assumed if name in mentioned]
        if used:
            topics = sorted({self._knowledge.facts.types[name].topic for name in used})
            said = f"{len(used)} facts that are not stated count as `none`"
            yield ProofStep("assumption", said, f"declared complete: {', '.join(topics)}", "")

    def _mentioned(self, day: EditionDay) -> set[str]:
        window = window_at(self._block.norm.windows, day.table.day, day.known_on)
        texts = [window.text if window else "", *(item.window.text for item in day.fired)]
        return {name for text in texts for name in self._knowledge.facts.types if name in text}

    def _text(self, day: EditionDay) -> Iterator[ProofStep]:
        window = window_at(self._block.norm.windows, day.table.day, day.known_on)
        if window is None:
            yield ProofStep("text", "no version is in force on that day", f"law known on {day.known_on}", "")
            return
        dates = ", ".join(f"{name} from {start}" for name, start in window.schedule)
        yield ProofStep(
            "text",
            f"version in force from {window.in_force_from}",
            dates or (f"applies from {window.applies_from}" if window.applies_from else ""),
            window.id,
        )
        yield from (ProofStep("note", note, "on this version", window.id) for note in window.notes)

    def _guards(self, day: EditionDay, profile: int) -> Iterator[ProofStep]:
        window = window_at(self._block.norm.windows, day.table.day, day.known_on)
        for item in day.fired:
            value = int(item.values[profile])
            exempts = item.guard.effect in {"withdraw", "postpone"}
            if exempts and (window is None or not matters(item.guard, window.condition, day, profile)):
                continue
            if item.guard.touches(self._block.norm.id) and value != FALSE:
                yield ProofStep(
                    item.guard.stratum,
                    f"{item.guard.label}: {_TRUTHS[value]}",
                    self._holding(item.window.condition, day, profile),
                    item.guard.id,
                )

    def _condition(self, day: EditionDay, profile: int) -> Iterator[ProofStep]:
        window = window_at(self._block.norm.windows, day.table.day, day.known_on)
        if window is not None:
            yield ProofStep("condition", window.text, self._holding(window.condition, day, profile), window.id)
        for name in self._assessment.missing(self._block, self._row):
            question = self._knowledge.facts.types[name].question if name in self._knowledge.facts.types else ""
            yield ProofStep("missing fact", name, question, f"fact:{name}")

    def _holding(self, expr: Expr, day: EditionDay, profile: int) -> str:
        for term in dnf(expr):
            if all(reasons.holds(literal, day, profile) for literal in term):
                return ", ".join(sorted(reasons.spelled(literal, day, profile) for literal in term)) or "always"
        return ""

    def _duties(self) -> Iterator[ProofStep]:
        block, row = self._block, self._row
        if block.norm.aggregates:
            for part in self._knowledge.parts(block.norm):
                yield ProofStep("part", part.label, "the worst of the parts decides", part.id)
            return
        for bit in self._assessment.demanded(block, row):
            rank = self._assessment.rank(bit, block, row)
            state = self._knowledge.statuses.states[rank]
            link = next(item for item in self._knowledge.scheme.links_of(block.norm.id) if item.duty == bit.duty)
            yield ProofStep("duty", f"{bit}: {state}", link.rationale, link.id)
            yield from self._supports(bit)

    def _supports(self, bit: Bit) -> Iterator[ProofStep]:
        numbers = self._assessment.record.grid.subject_numbers
        subjects = [numbers[self._block.subjects[self._row]], *self._assessment.systems(self._block, self._row)]
        seen: set[tuple[str, str]] = set()
        for subject in subjects:
            for support in self._assessment.record.why(bit, int(subject)):
                if (support.implementation, support.evidence) not in seen:
                    seen.add((support.implementation, support.evidence))
                    yield self._support(support)

    def _support(self, support: Support) -> ProofStep:
        states, portfolio = self._knowledge.statuses.states, self._assessment.portfolio
        item = portfolio.the(Implementation, support.implementation)
        default = "" if item.duties else ", by default claim"
        said = f"{item.of} is {item.status}{default}"
        evidence = portfolio.records.get(support.evidence)
        if isinstance(evidence, Evidence):
            level = self._knowledge.statuses.assurances[support.assurance]
            until = f" until {evidence.valid_until}" if evidence.valid_until else ""
            return ProofStep(
                "evidence", f"{evidence.title}: {states[support.rank]}", f"{level}{until}; {said}", evidence.id
            )
        return ProofStep("implementation", f"{said}: {states[support.rank]}", "", item.id)
