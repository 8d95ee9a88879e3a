"""Measures, implementations and evidence from another system, whatever its format: what all these readers share.

A requirement is resolved or reported. What is claimed of a part of one is claimed of it in part. No status, scope or
kind is guessed: where neither the file nor the caller says it, nothing is recorded and that is said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from kg.clock import parse_date
from kg.errors import InputError, UsageError
from kg.exchange.catalog_draft import spelled
from kg.exchange.findings import Finding, read_as
from kg.exchange.grid import Reading
from kg.exchange.header import Asked
from kg.exchange.inventory import slug
from kg.exchange.tree import short
from kg.identifiers import ROLLED_UP
from kg.knowledge import Knowledge
from kg.portfolio.records import ORGANISATION_WIDE, Implementation, Person, Record, Remark

IMPLEMENTED, PARTIAL, PLANNED, NOT_DONE = "implemented", "partial", "planned", "not-done"
NOT_APPLICABLE = "stated-not-applicable"
NAMED_PERSON = "person named as owner"
# To say what an unknown name may have meant takes milliseconds: of so many it is said.
_MOST_SUGGESTED = 250
_SHOWN = 80
_NAME_LENGTH = 48
_DIGITS = 8
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is said beside the file: whose it is, and what holds where the file does not say.

    `framework`: the edition that requirements are of; `view`: the editions that go first where none is told; `scope`:
    for what implementations hold; `status`: theirs; `evidence_kind`: that of evidence; `reading` and `table`: how a
    spreadsheet is read and where its table stands.
    """

    organisation: str
    knowledge: Knowledge
    framework: str = ""
    view: frozenset[str] = frozenset()
    scope: tuple[str, ...] = ()
    status: str = ""
    evidence_kind: str = ""
    reading: Reading = field(default_factory=Reading)
    table: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class MeasuresFile:
    """The records in a file, and the account of how they were read.

    `source` is the source system of the records, by which a later import of the same knows them; `names` maps persons
    to names that have to stay erasable; `claims` counts what the file says about requirements, recorded or not.
    """

    form: str
    source: str
    records: tuple[Record, ...]
    claims: int
    names: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a file says of one measure and one requirement. `status` is a word of ours, empty where nothing is said."""

    where: str
    measure: str
    requirement: str
    status: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    owner: str = ""
    note: str = ""
    in_part: bool = False


class Intake:
    """Collects the records of one file."""

    def __init__(self, form: str, source: str, prefix: str, claims: Claims) -> None:
        self.claims = claims
        self._form, self._source, self._prefix = form, source, prefix
        self._records: dict[str, Record] = {}
        self._names: dict[str, str] = {}
        self._findings: list[Finding] = []
        self._claimed = 0
        self._unknown = 0

    def finish(self) -> MeasuresFile:
        """What was collected."""
        found = tuple(self._records.values())
        return MeasuresFile(self._form, self._source, found, self._claimed, self._names, tuple(self._findings))

    def note(self, where: str, found: str, reading: str) -> None:
        """Keep what has to be said about a place."""
        self._findings.append(Finding(where, short(" ".join(found.split()), _SHOWN), reading))

    def identifier(self, where: str, reference: str, name: str) -> str:
        """A new identifier, from the reference of the other system or else from the name."""
        local = spelled(reference) or f"{slug(name, _NAME_LENGTH)}-{_digest(name)}".strip("-")
        free, number = f"{self.claims.organisation}:{self._prefix}-{local}", 1
        while free in self._records:
            number += 1
            free = f"{self.claims.organisation}:{self._prefix}-{local}-{number}"
        if number > 1:
            self.note(where, reference or name, f"stands twice in the file: recorded as number {number} of that name")
        return free

    def add(self, record: R) -> R:
        """Take in a record."""
        self._records[record.id] = record
        return record

    def person(self, text: str) -> str:
        """The post for an owner as a file names it; an address of mail is a person's, whose name stays erasable."""
        words = " ".join(text.split())
        personal = "@" in words
        local = f"person-{_digest(words.casefold())}" if personal else f"{slug(words, _NAME_LENGTH) or _digest(words)}"
        name = f"{self.claims.organisation}:{self._prefix}-{local}"
        post = NAMED_PERSON if personal else words
        # Of the system, not of this file: other files of the system may name the same post.
        self._records[name] = Person(id=name, post=post, source_system=self._form.partition(",")[0])
        if personal:
            self._names[name] = words
        return name

    def day(self, where: str, text: str) -> date | None:
        """A day, None where none is stated; what is no day is reported."""
        if not text:
            return None
        try:
            return parse_date(text[:10] if text[10:11] in ("T", " ") else text)
        except InputError:
            self.note(where, text, "not a day: not recorded")
            return None

    def requirement(self, where: str, text: str, within: str, *, listed: bool = False) -> tuple[str, bool]:
        """The requirement that a file means, and whether it speaks of a part of it; empty where that is not clear.

        `listed`: the edition has to list it itself. What lies below something that it lists is then another
        requirement, such as an enhancement of a control, and no part of it.
        """
        knowledge, of = self.claims.knowledge, f" of {within}" if within else ""
        if listed and knowledge.resolver.resolve(text, within).outcome == ROLLED_UP:
            self.note(where, text, f"no such requirement{of}: not recorded")
            return "", False
        found = knowledge.meant(text, within, self.claims.view, suggest=self._unknown < _MOST_SUGGESTED)
        if not found.requirement:
            self._unknown += 1
            if self._unknown == _MOST_SUGGESTED:
                self.note(
                    where, text, f"what it may mean is not looked up after this one, the {self._unknown}th unknown"
                )
            what = "stands over requirements and is none itself" if found.below else f"{found.message}{of}"
            self.note(where, text, f"{what}: not recorded{f'; {found.hint}' if found.hint else ''}")
            return "", False
        norms = knowledge.catalogs.norms_named(found.requirement)
        name = knowledge.catalogs.requirement(norms[0]) if len(norms) == 1 else found.requirement
        if text != name and (found.part or not within):
            self._findings.append(read_as(where, text, found.reading))
        return name, found.part

    def claim(self, claim: Claim) -> None:
        """Take in an implementation, if its status is said and nothing else is recorded of the same pair."""
        status = claim.status or self.claims.status
        if not status:
            reading = "no status of the implementation: not recorded; --status says one for these"
            self.note(claim.where, claim.requirement, reading)
            return
        if claim.in_part and status == IMPLEMENTED:
            self.note(claim.where, claim.requirement, "said of parts only: recorded as partial")
            status = PARTIAL
        name = self._pair(claim)
        if name in self._records:
            self.note(claim.where, claim.requirement, "said again of the same measure: the first counts")
            return
        self._records[name] = Implementation(
            id=name,
            measure=claim.measure,
            of=claim.requirement,
            scope=self._scope(claim.where),
            status=status,
            valid_from=claim.valid_from,
            valid_until=claim.valid_until,
            owner=claim.owner,
            note=claim.note,
            source_system=self._source,
        )

    def not_applicable(self, claim: Claim) -> None:
        """Take in the remark that a requirement does not apply, in the words of the file."""
        for subject in self._scope(claim.where):
            name = f"{self._pair(claim)}.{NOT_APPLICABLE}.{subject.partition(':')[2] or subject}"
            whole = subject == ORGANISATION_WIDE
            self._records[name] = Remark(
                id=name,
                requirement=claim.requirement,
                subject=self.claims.organisation if whole else subject,
                attribute=NOT_APPLICABLE,
                text=claim.note,
                source_system=self._source,
            )

    def implementation(self, claim: Claim) -> str:
        """The identifier of the implementation that a claim became, empty where it became none."""
        name = self._pair(claim)
        return name if isinstance(self._records.get(name), Implementation) else ""

    def count(self) -> None:
        """Count one thing that the file says about a requirement."""
        self._claimed += 1

    def _pair(self, claim: Claim) -> str:
        return f"{claim.measure}.{claim.requirement.replace(':', '.')}"

    def _scope(self, where: str) -> tuple[str, ...]:
        if not self.claims.scope:
            raise UsageError(
                "the file does not say for what its implementations hold", where="--scope", found=f"none; {where}",
                expected=f"{ORGANISATION_WIDE}, or ids of systems, units or management systems on record",
                hint=f"add --scope {ORGANISATION_WIDE}, or --scope ID for each of them",
            )  # fmt: skip
        own = self.claims.organisation
        return tuple(
            item if item == ORGANISATION_WIDE or item.startswith(f"{own}:") else f"{own}:{item}"
            for item in sorted(set(self.claims.scope))
        )

    @property
    def source(self) -> str:
        """The source system of the records."""
        return self._source


def listed(pairs: Iterable[tuple[str, str]]) -> str:
    """What a file says beside, as `name: value` with semicolons between."""
    return "; ".join(f"{name}: {' '.join(value.split())}" for name, value in pairs if value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
