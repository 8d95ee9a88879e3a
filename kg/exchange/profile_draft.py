"""A first draft of a profile for a spreadsheet nobody has described: a meaning proposed for each column, and why.

A proposal comes from the name of a column and from the values in it. What is not sure is left as a comment to fill in.
"""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.errors import UsageError, did_you_mean
from kg.exchange import cells
from kg.exchange.grid import letters, tidy
from kg.exchange.header import Table, key
from kg.exchange.profile_file import FORMAT_VERSION
from kg.knowledge import Knowledge
from kg.model import FactType

NAME, UNIT, CODE, ID, PURPOSE, SKIP = "name", "unit", "unit-code", "external-id", "purpose", "skip"
ROLES = (NAME, UNIT, CODE, ID, PURPOSE)
MEANINGS = (*ROLES, SKIP)
# Words of headers that people use, most telling first.
_WORDS = {
    NAME: ("use case name", "system name", "tool name", "ai system", "application name", "name", "title", "system",
           "use case", "application", "tool", "model"),
    UNIT: ("business unit", "department", "agency", "organisation", "organization", "division", "unit", "bureau",
           "publishing body", "bureau component", "component", "entity", "office", "team"),
    CODE: ("agency abbreviation", "unit code", "department code", "business unit code"),
    ID: ("use case id", "system id", "id", "identifier", "reference", "ref", "number", "nr", "no"),
    PURPOSE: ("intended purpose", "purpose", "description", "summary", "what does it do", "use"),
}  # fmt: skip
# What stands in a header after its name: `Use Case ID [Agency Abbrev.] - [#]`, `Purpose (in one sentence)`.
_AFTER = re.compile(r"[\[(].*", re.DOTALL)
_SHARE = 0.8
_SHOWN = 6
_LISTED = 12


@dataclass(frozen=True)
class Proposal:
    """A column with what it seems to mean: one of `MEANINGS`, or the name of a fact; and why."""

    number: int
    header: str
    values: Counter[str]
    meaning: str
    why: str

    @property
    def sample(self) -> str:
        """Its most frequent values, in words."""
        shown = [f"{text[:40]!r} ({count})" for text, count in self.values.most_common(_SHOWN)]
        more = f" and {len(self.values) - _SHOWN} more" if len(self.values) > _SHOWN else ""
        return ", ".join(shown) + more or "no text"


def propose(table: Table, knowledge: Knowledge) -> list[Proposal]:
    """A proposal for each column that has a header, in order. One column is the name of the system."""
    columns = [
        Proposal(number, header, _values(table, number), SKIP, "nothing tells what it means")
        for number, header in enumerate(table.headers, start=1)
        if key(header)
    ]
    taken: dict[int, tuple[str, str]] = {}
    for role, words in _WORDS.items():
        found = next(
            (item for word in words for item in columns if word in _names(item.header) and item.number not in taken),
            None,
        )
        if found is not None:
            taken[found.number] = (role, "by its name")
    if all(role != NAME for role, _ in taken.values()):
        taken |= _by_values([item for item in columns if item.number not in taken])
    facts = [fact for fact in knowledge.facts.types.values() if not fact.derived and "system" in fact.describes]
    stated: set[str] = set()
    for item in columns:
        fact = None if item.number in taken else _fact(item, facts)
        if fact is not None and fact.name not in stated:
            stated.add(fact.name)
            taken[item.number] = (fact.name, "by its name, and its values fit")
    return [replace(item, meaning=taken[item.number][0], why=taken[item.number][1]) if item.number in taken else item
            for item in columns]  # fmt: skip


def _names(header: str) -> tuple[str, str]:
    """The header, and the header without what explains it; a slash parts words."""
    return key(header), key(_AFTER.sub("", header).replace("/", " "))


def _values(table: Table, number: int) -> Counter[str]:
    return Counter(text for row in table.rows if (text := tidy(row.cell(number))))


def _by_values(columns: Sequence[Proposal]) -> dict[int, tuple[str, str]]:
    """The first column whose texts are words and hardly repeat."""
    for item in columns:
        words = sum(1 for text in item.values if any(char.isalpha() for char in text))
        if item.values and words >= _SHARE * len(item.values) and len(item.values) >= _SHARE * item.values.total():
            return {item.number: (NAME, "its texts hardly repeat")}
    return {}


def _fact(item: Proposal, facts: Sequence[FactType]) -> FactType | None:
    for fact in facts:
        if key(item.header) in (key(fact.name), key(fact.label), key(fact.question)) and _fits(item, fact):
            return fact
    return None


def _fits(item: Proposal, fact: FactType) -> bool:
    told = [text for text in item.values if not cells.is_null(text)]
    if fact.value_type == "boolean":
        fitting = [text for text in told if cells.truth(text) is not None]
    elif fact.value_type == "date":
        fitting = [text for text in told if cells.day(text).precision]
    else:
        known = {cells.answer_key(value) for value in fact.values}
        fitting = [text for text in told if cells.answer_key(text) in known]
    return bool(told) and len(fitting) >= _SHARE * len(told)


def meaning(text: str, knowledge: Knowledge) -> str:
    """A meaning as somebody typed it. Raises UsageError with the nearest."""
    found = text.strip().lower()
    types = knowledge.facts.types
    if found in MEANINGS or (found in types and not types[found].derived):
        return found
    raise UsageError(
        "no such meaning", found=text, expected=f"{' | '.join(MEANINGS)} | the name of a fact",
        hint=did_you_mean(found, (*MEANINGS, *types)) or "list facts with: normgraph facts",
    )  # fmt: skip


def write(proposals: Sequence[Proposal], name: str, organisation: str, title: str) -> str:
    """The draft as YAML with comments. Raises UsageError unless exactly one column is the name of the system."""
    roles = {item.meaning: item for item in proposals if item.meaning in ROLES}
    used = [item.meaning for item in proposals if item.meaning != SKIP]
    twice = sorted({word for word in used if used.count(word) > 1})
    if NAME not in roles or twice:
        raise UsageError(
            "a meaning stands twice" if twice else "no column is the name of the system", where=name,
            found=", ".join(twice) or ", ".join(item.header for item in proposals) or "no columns",
            expected=f"one column that means `{NAME}`, and each other meaning once",
            hint=f"say what the columns mean: normgraph profile new {shlex.quote(name)}",
        )  # fmt: skip
    lines = [
        f"# Drafted from {name}. Check every line: what a column means was proposed from its name and values.",
        f"# Check it with: normgraph profile check FILE.yaml {name}",
        f"normgraph-profile: {FORMAT_VERSION}",
        f"id: {organisation}-inventory",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"organisation: {{id: {organisation}, name: {json.dumps(title, ensure_ascii=False)}}}",
        "# Which frameworks to assess; all where nothing is said. Which role the organisation has towards the systems.",
        "# instruments: [eu-ai-act, iso-42001-2023]",
        "# role: deployer",
        "",
    ]
    for role in ROLES:
        if (item := roles.get(role)) is not None:
            # Whether a part of the organisation bears obligations itself is nothing a column says.
            further = ", bearer: false, blank: true" if role == UNIT else ""
            lines += [f"# Column {letters(item.number)}, {item.why}: {item.sample}"]
            place = f", column: {item.number}" if _repeats(item, proposals) else ""
            lines += [f"{role}: {{headers: [{json.dumps(item.header, ensure_ascii=False)}]{place}{further}}}"]
    answers = [item for item in proposals if item.meaning not in ROLES]
    lines += ["", "columns:" if any(item.meaning != SKIP for item in answers) else "columns: []"]
    return "\n".join([*lines, *(line for item in answers for line in _column(item, proposals))]) + "\n"


def _repeats(item: Proposal, proposals: Sequence[Proposal]) -> bool:
    """Whether another column has the same header, so that only its place tells which is meant."""
    return sum(key(other.header) == key(item.header) for other in proposals) > 1


def _column(item: Proposal, proposals: Sequence[Proposal]) -> Iterator[str]:
    header = json.dumps(item.header, ensure_ascii=False)
    yield f"  # Column {letters(item.number)}, {item.why}: {item.sample}"
    if item.meaning != SKIP:
        yield f"  - headers: [{header}]"
        if _repeats(item, proposals):
            yield f"    column: {item.number}"
        yield f"    fact: {item.meaning}"
        if any(len(cells.day(text).could_be) > 1 for text in item.values):
            yield "    # Some days could be two: say which order is meant."
            yield "    # order: day-first"
        return
    yield f"  # - headers: [{header}]"
    if len(item.values) <= _LISTED:
        listed = ", ".join(json.dumps(text, ensure_ascii=False) for text in sorted(item.values))
        yield f"  #   facts: {{FACT: {{VALUE: [{listed}]}}}}"
