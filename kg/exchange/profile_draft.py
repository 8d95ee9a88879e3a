"""A first draft of a profile for a spreadsheet nobody has described: a meaning proposed for each column, and why.

A proposal comes from the name of a column and from the values in it. What is not sure is a question, and no proposal.
`kg.exchange.profile_text` writes the draft.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.errors import UsageError, did_you_mean
from kg.exchange import cells
from kg.exchange.header import Table, key
from kg.exchange.profile import NOTHING, UNKNOWN
from kg.exchange.profile_values import CODES, DAYS, EMPTY, LIST, SHARE, TEXT, YES_NO, Values
from kg.knowledge import Knowledge
from kg.model import FactType

NAME, UNIT, CODE, ID, PURPOSE, SUPPLIER = "name", "unit", "unit-code", "external-id", "purpose", "supplier"
OPEN, SKIP = "open", "skip"
ROLES = (NAME, UNIT, CODE, ID, PURPOSE, SUPPLIER)
MEANINGS = (*ROLES, OPEN, SKIP)
# Words of headers that people use, most telling first.
_WORDS = {
    NAME: ("use case name", "system name", "tool name", "ai system", "application name", "name", "title", "system",
           "use case", "application", "tool", "model"),
    UNIT: ("business unit", "department", "agency", "organisation", "organization", "division", "unit", "bureau",
           "publishing body", "bureau component", "component", "entity", "office", "team"),
    CODE: ("agency abbreviation", "unit code", "department code", "business unit code"),
    ID: ("use case id", "system id", "id", "identifier", "reference", "ref", "number", "nr", "no"),
    PURPOSE: ("intended purpose", "purpose", "description", "summary", "what does it do", "use",
              "what problem is the ai intended to solve"),
    SUPPLIER: ("vendor", "supplier", "vendors", "vendor name", "vendor s name", "supplier name"),
}  # fmt: skip
# What stands in a header after its name: `Use Case ID [Agency Abbrev.] - [#]`, `Purpose (in one sentence)`.
_AFTER = re.compile(r"[\[(].*", re.DOTALL)
_LEAD = re.compile(r"\s+-\s+|[:(,;.]")
# What people say where the vocabulary has another word.
_SPOKEN = {
    "processes_personal_data": ("pii", "personally identifiable", "personal data", "personal information"),
    "ai_procured": ("purchased", "procured", "bought", "in house"),
    "generates_synthetic_content": ("generative",),
    "serves_minors": ("minors", "children"),
}
_KINDS = {EMPTY: "no values", TEXT: "free text", DAYS: "days", YES_NO: "yes or no", CODES: "coded answers",
          LIST: "lists of answers"}  # fmt: skip
_CANDIDATES = 3
_OFTEN = 3
_SHOWN = 6
_VALUE_FACTS = ("value", "list")


@dataclass(frozen=True)
class Proposal:
    """A column with what it seems to mean: one of `MEANINGS`, or the name of a fact; and why.

    `readings` say how single answers are read (`stage=pilot`). `near` are facts that its name speaks of.
    """

    number: int
    header: str
    values: Values
    meaning: str
    why: str
    readings: Mapping[str, str] = field(default_factory=dict)
    near: tuple[FactType, ...] = ()
    fact: FactType | None = None

    @property
    def sample(self) -> str:
        """Its most frequent values, in words."""
        texts = self.values.texts
        shown = [f"{text[:40]!r} ({count})" for text, count in texts.most_common(_SHOWN)]
        return ", ".join(shown) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "") or "no text"

    @cached_property
    def unfit(self) -> Counter[str]:
        """Answers that the fact it means cannot be read from as they are; empty where enough of them can."""
        return Counter() if self.fact is None or fits(self.values, self.fact) else self.values.answers


def propose(table: Table, knowledge: Knowledge) -> list[Proposal]:
    """A proposal for each column that has a header, in order. One column is the name of the system."""
    columns = [_column(table, number) for number, header in enumerate(table.headers, start=1) if key(header)]
    taken = _roles(columns)
    facts = [fact for fact in knowledge.facts.types.values() if not fact.derived and "system" in fact.describes]
    common = _common(columns, facts)
    stated: set[str] = set()
    proposals: list[Proposal] = []
    for item in columns:
        if item.number in taken:
            role, why = taken[item.number]
            proposals.append(replace(item, meaning=role, why=why))
        else:
            proposals.append(_stating(item, [fact for fact in facts if fact.name not in stated], common))
            stated.add(proposals[-1].meaning)
    return proposals


def _column(table: Table, number: int) -> Proposal:
    header = table.headers[number - 1]
    raw = Counter(row.cell(number) for row in table.rows if row.cell(number).strip())
    return Proposal(number, header, Values(raw, key(header)), SKIP, "nothing tells what it means")


def _roles(columns: Sequence[Proposal]) -> dict[int, tuple[str, str]]:
    taken: dict[int, tuple[str, str]] = {}
    for role, words in _WORDS.items():
        found = next(
            (item for word in words for item in columns if word in _names(item.header) and item.number not in taken),
            None,
        )
        if found is not None and (found.values.told or role == NAME):
            taken[found.number] = (role, "by its name")
    if all(role != NAME for role, _ in taken.values()):
        taken |= _by_values([item for item in columns if item.number not in taken])
    return taken


def _names(header: str) -> tuple[str, str]:
    """The header, and the header without what explains it; a slash parts words."""
    return key(header), key(_AFTER.sub("", header).replace("/", " "))


def _by_values(columns: Sequence[Proposal]) -> dict[int, tuple[str, str]]:
    """The first column whose texts are words and hardly repeat."""
    for item in columns:
        texts = item.values.texts
        words = sum(1 for text in texts if any(char.isalpha() for char in text))
        if texts and words >= SHARE * len(texts) and len(texts) >= SHARE * texts.total():
            return {item.number: (NAME, "its texts hardly repeat")}
    return {}


def _common(columns: Sequence[Proposal], facts: Sequence[FactType]) -> frozenset[str]:
    """Facts whose names so many headers speak of (`AI use case`) that it tells nothing."""
    headers = [f" {key(item.header)} " for item in columns]
    return frozenset(fact.name for fact in facts if sum(_said(fact.name, words) for words in headers) > _OFTEN)


def _stating(item: Proposal, facts: Sequence[FactType], common: frozenset[str]) -> Proposal:
    """The column as one of a fact where its name and values say so, else as a question or as texts not to be read."""
    kind = item.values.kind
    for fact in facts:
        if key(item.header) in (key(fact.name), key(fact.label), key(fact.question)) and fits(item.values, fact):
            return replace(item, meaning=fact.name, why="by its name, and its values fit", fact=fact)
    near = _near(item, [fact for fact in facts if fact.name not in common])
    if kind in (CODES, LIST):
        for fact in near:
            readings = _by_lead(item.values.answers, fact)
            if sum(item.values.answers[answer] for answer in readings) >= SHARE * item.values.answers.total():
                return replace(
                    item, meaning=fact.name, why="by its name and how its answers begin", fact=fact, readings=readings
                )
    return replace(item, meaning=SKIP if kind in (EMPTY, TEXT) else OPEN, why=_KINDS[kind], near=near)


def _near(item: Proposal, facts: Sequence[FactType]) -> tuple[FactType, ...]:
    """Facts of a fitting type that the header speaks of. Of days there are so few that each is one to think of."""
    if item.values.kind == DAYS:
        return tuple(fact for fact in facts if fact.value_type == "date")
    types = ("boolean",) if item.values.kind == YES_NO else ("boolean", *_VALUE_FACTS)
    words = f" {key(item.header)} "
    near = [
        fact for fact in facts
        if fact.value_type in types
        and (_said(fact.name, words) or any(f" {word} " in words for word in _SPOKEN.get(fact.name, ())))
    ]  # fmt: skip
    return tuple(sorted(near, key=lambda fact: (-len(fact.name), fact.name))[:_CANDIDATES])


def _said(name: str, words: str) -> bool:
    """Whether each word of a fact's name stands in a header."""
    return all(f" {word} " in words for word in key(name.replace("_", " ")).split())


def _by_lead(answers: Counter[str], fact: FactType) -> dict[str, str]:
    """Answers that are a value of the fact, or begin with one: `b) Pilot - in a limited test` is `pilot`."""
    if fact.value_type not in _VALUE_FACTS:
        return {}
    known = {_name(value): value for value in fact.values}
    found: dict[str, str] = {}
    for answer in answers:
        lead = _LEAD.split(cells.lettered(cells.plain(answer))[1], maxsplit=1)[0]
        if value := known.get(_name(answer)) or known.get(_name(lead)):
            found[answer] = f"{fact.name}={value}"
    return found


def _name(text: str) -> str:
    return " ".join(word for word in key(cells.lettered(text)[1]).split() if word not in ("and", "or", "the"))


def fits(values: Values, fact: FactType) -> bool:
    """Whether most values of a column are values of a fact as they are."""
    told = values.told
    if fact.value_type == "boolean":
        fitting = [text for text in told if cells.truth(text) is not None]
    elif fact.value_type == "date":
        return values.kind == DAYS
    else:
        told = values.answers if fact.multiple else told
        known = {cells.answer_key(value) for value in fact.values}
        fitting = [text for text in told if cells.answer_key(text) in known]
    return bool(told) and len(fitting) >= SHARE * len(told)


def told_meaning(text: str, proposal: Proposal, knowledge: Knowledge) -> Proposal:
    """A proposal with the meaning that somebody typed. Raises UsageError with the nearest."""
    found = text.strip().lower()
    types = knowledge.facts.types
    if found in MEANINGS:
        return replace(proposal, meaning=found, why="as told", fact=None, readings={})
    if found in types and not types[found].derived:
        return replace(proposal, meaning=found, why="as told", fact=types[found], readings={})
    raise UsageError(
        "no such meaning", found=text, expected=f"{' | '.join(MEANINGS)} | the name of a fact",
        hint=did_you_mean(found, (*MEANINGS, *types)) or "list facts with: normgraph facts",
    )  # fmt: skip


def told_reading(text: str, answer: str, proposal: Proposal) -> Proposal:
    """A proposal with how somebody said that one answer is read: a value of its fact, `nothing`, `unknown` or empty.

    Raises UsageError.
    """
    fact, found = proposal.fact, text.strip()
    if fact is None or not found:
        return proposal
    if found in (NOTHING, UNKNOWN):
        reading = found
    elif not fact.values or found in fact.values:
        reading = f"{fact.name}={found}"
    else:
        raise UsageError(
            f"not a value of {fact.name}", found=text, expected=" | ".join((*fact.values, NOTHING, UNKNOWN)),
            hint=did_you_mean(found, fact.values) or fact.question,
        )  # fmt: skip
    return replace(proposal, readings={**proposal.readings, answer: reading})
