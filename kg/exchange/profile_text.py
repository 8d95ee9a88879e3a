"""The text of a drafted profile: YAML in which each open point is a question and a line to be filled in."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.errors import UsageError
from kg.exchange import cells
from kg.exchange.grid import letters
from kg.exchange.header import key
from kg.exchange.profile import NOTHING, UNKNOWN
from kg.exchange.profile_draft import NAME, OPEN, ROLES, SKIP, UNIT, Proposal
from kg.exchange.profile_file import FORMAT_VERSION
from kg.exchange.profile_values import DAYS, LIST, YES_NO, Values
from kg.model import FactType

_SHOWN = 6
_CUT = 60
_VALUES = 12
# What no YAML text may hold as it is.
_UNPRINTABLE = re.compile(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def quoted(text: str) -> str:
    """A text as YAML writes it between quotation marks, on one line."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def write(proposals: Sequence[Proposal], name: str, organisation: str, title: str) -> str:
    """The draft as YAML with comments. Raises UsageError unless exactly one column is the name of the system."""
    _check(proposals, name)
    columns = [item for item in proposals if item.meaning not in ROLES]
    lines = [*_top(proposals, name, organisation, title), ""]
    for item in sorted(
        (item for item in proposals if item.meaning in ROLES), key=lambda item: ROLES.index(item.meaning)
    ):
        # Whether a part of the organisation bears obligations itself is nothing a column says.
        further = ", bearer: false, blank: true" if item.meaning == UNIT else ""
        place = f", column: {item.number}" if _repeats(item, proposals) else ""
        lines += [_about(item, indent=""), f"{item.meaning}: {{headers: [{quoted(item.header)}]{place}{further}}}"]
    read = any(item.meaning != SKIP for item in columns)
    lines += ["", "columns:" if read else "columns: []"]
    return "\n".join([*lines, *(line for item in columns for line in _column(item, proposals))]) + "\n"


def _check(proposals: Sequence[Proposal], name: str) -> None:
    used = [item.meaning for item in proposals if item.meaning not in (SKIP, OPEN)]
    twice = sorted({word for word in used if used.count(word) > 1})
    if NAME not in used or twice:
        raise UsageError(
            "a meaning stands twice" if twice else "no column is the name of the system", where=name,
            found=", ".join(twice) or ", ".join(item.header for item in proposals) or "no columns",
            expected=f"one column that means `{NAME}`, and each other meaning once",
            hint=f"say what the columns mean: normgraph profile new {shlex.quote(name)}",
        )  # fmt: skip


def _top(proposals: Sequence[Proposal], name: str, organisation: str, title: str) -> Iterator[str]:
    open_ = sum(item.meaning == OPEN or bool(item.unfit) for item in proposals)
    file = _plain(name)
    yield f"# Drafted from {file}. What a column means was proposed from its name and values: check every line."
    yield f"# {_count(open_, 'column')} with a QUESTION and a line to fill in. What is left open is not read, and said."
    yield f"# One column each may be: {', '.join(ROLES)}, sub-unit. A column that is not described is not read."
    yield "# A column that says what was done for a requirement (a test, an assessment) is written with `practice:`."
    yield f"# What is left open, and how each value is read:  normgraph profile check THIS.yaml {shlex.quote(file)}"
    yield "# Facts and their values:  normgraph facts     Examples:  normgraph profile show us-federal-2025"
    yield f"normgraph-profile: {FORMAT_VERSION}"
    yield f"id: {organisation}-inventory"
    yield f"title: {quoted(title)}"
    yield f"organisation: {{id: {organisation}, name: {quoted(title)}}}"
    yield "# QUESTION: which frameworks are to be assessed (all, where none is named)? Which role has the organisation?"
    yield "# instruments: [eu-ai-act, iso-42001-2023]"
    yield "# role: deployer"


def _repeats(item: Proposal, proposals: Sequence[Proposal]) -> bool:
    """Whether another column has the same header, so that only its place tells which is meant."""
    return sum(key(other.header) == key(item.header) for other in proposals) > 1


def _about(item: Proposal, indent: str = "  ") -> str:
    values = item.values
    silent = f", nothing told in {values.silent.total()} ({_some(values.silent)})" if values.silent else ""
    told = f"{_count(len(values.texts), 'different text')} in {_count(values.texts.total(), 'cell')}{silent}"
    header = quoted(_cut(item.header)) if len(item.header) > _CUT or item.meaning == SKIP else quoted(item.header)
    return f"{indent}# Column {letters(item.number)} {header}, {item.why}: {told}"


def _column(item: Proposal, proposals: Sequence[Proposal]) -> Iterator[str]:
    yield ""
    yield _about(item)
    if item.meaning == SKIP:
        if item.values.texts:
            yield f"  # Not read. Such as: {_some(item.values.texts)}"
        return
    yield from (f"  # {line}" for line in _shape(item.values))
    body = list(_body(item))
    yield from (line for line in body if line.startswith("  #"))
    yield f"  - headers: [{quoted(item.header)}]"
    if _repeats(item, proposals):
        yield f"    column: {item.number}"
    yield from (line for line in body if not line.startswith("  #"))


def _shape(values: Values) -> Iterator[str]:
    """What the values look like."""
    if values.kind == DAYS:
        yield "Days: " + ", ".join(f"{count} {word} (such as {_quote(text)})" for word, count, text in values.days())
    elif values.kind == YES_NO:
        yield "; ".join(f"{word}: {_some(found)}" for word, found in values.truths().items() if found)
    elif values.kind == LIST:
        yield "Lists " + ", ".join(f"{style} ({_count(count, 'cell')})" for style, count in values.styles.most_common())


def _body(item: Proposal) -> Iterator[str]:
    """The lines that say how the column is read; questions about it begin with `#`."""
    kind = item.values.kind
    if item.meaning == OPEN and kind in (DAYS, YES_NO):
        asked = "which day is this?" if kind == DAYS else "which fact does a yes state?"
        events = ", or `event: retired`" if kind == DAYS else ""
        how = f"Put `fact: NAME`{events} in place of the line `open`, or delete the column."
        yield f"  # QUESTION: {asked} {how}{_perhaps(item)}"
        yield f"    open: {asked}"
    elif item.meaning == OPEN or item.unfit or item.readings:
        yield from _asked_lines(item)
    else:
        yield f"    fact: {item.meaning}"
    if kind == DAYS:
        yield from _order(item.values)


def _asked_lines(item: Proposal) -> Iterator[str]:
    """One line for each answer."""
    answers, fact = item.values.answers, item.fact
    if any(not item.readings.get(answer) for answer in answers):
        values = f"{fact.name}=VALUE ({_values(fact)})" if fact is not None else "FACT=VALUE"
        how = f"Fill in {values}, {NOTHING} or {UNKNOWN}; several as [A=B, C=D]. Or delete the column."
        yield f"  # QUESTION: what does each answer say? {how}{_perhaps(item)}"
    yield "    answers:"
    for answer, count in answers.most_common():
        yield f"      {quoted(answer)}: {quoted(item.readings.get(answer, ''))}  # {count}"


def _perhaps(item: Proposal) -> str:
    """Facts to think of, each on a line of its own."""
    return "".join(f"\n  #   perhaps {fact.name} ({_values(fact)}): {fact.question}" for fact in item.near)


def _values(fact: FactType) -> str:
    return " | ".join(fact.values[:_VALUES]) + (" | ..." if len(fact.values) > _VALUES else "") or fact.value_type


def _order(values: Values) -> Iterator[str]:
    """Which order of day and month is meant has to be said where days could be two."""
    if any(len(cells.day(text).could_be) > 1 for text in values.told):
        found = values.orders()
        certain = ", ".join(f"{_count(count, 'cell')} can only be {order}" for order, count in sorted(found.items()))
        likely = max(cells.ORDERS, key=lambda order: found.get(order, 0))
        asked = "which order of day and month is meant?"
        yield f"  # QUESTION: {asked} {certain or 'No cell tells'}. Then take the # away below."
        yield f"    # order: {likely}"


def _some(counts: Counter[str]) -> str:
    shown = [f"{_quote(text)} ({count})" for text, count in counts.most_common(_SHOWN)]
    return ", ".join(shown) + (f" and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else "")


def _quote(text: str) -> str:
    return quoted(_cut(text))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub("?", text).replace("\n", " ")


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 3] + "..."
