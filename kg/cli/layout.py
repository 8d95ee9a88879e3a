"""A table as text for people: identifiers in one piece, prose wrapped, and below a row what finds no room beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

GAP = 2
INDENT = 4
# A column of prose narrower than this is a tower of words: it goes below its row instead.
LEAST_PROSE = 34
LEAST = 10
LEAST_TITLE = 20
LONG_WORD = 28

# Identifiers are copied and typed: they stay in one piece, like the first column of every table.
_WHOLE = frozenset({
    "subject", "system", "requirement", "requirement_a", "requirement_b", "duty", "source", "target", "framework",
    "status", "fact", "applies_from", "date", "relation",
})  # fmt: skip
_TITLES = frozenset({"name", "title", "label", "requirement_title"})
# Columns of prose and long lists, least needed for telling rows apart first.
_PROSE = (
    "because", "reason", "chain", "message", "only_a", "only_b", "shared", "shared_duties", "requirements", "subjects",
    "systems", "values", "question", "statement", "review_state",
)  # fmt: skip
_LIST_ITEM = re.compile(r";(?! )")
_NUMBER = re.compile(r"[-+]?[\d,.]+")


def lines(rows: Sequence[Mapping[str, str]], columns: Sequence[str], width: int) -> list[str]:
    """The lines of a table, the heading first."""
    cells = [{name: _plain(row[name]) for name in columns} for row in rows]
    numeric = {name for name in columns if _numeric(cells, name)}
    beside, widths = _arranged(cells, columns, numeric, width)
    below = [name for name in columns if name not in beside]
    found = _row({name: _heading(name) for name in beside}, beside, widths, numeric)
    for row in cells:
        found += _row(row, beside, widths, numeric)
        found += [" " * INDENT + line for text in _below(row, below) for line in _wrapped(text, width - INDENT)]
    return found


def _plain(cell: str) -> str:
    """A cell without control characters, which a terminal would obey; list items may break apart."""
    text = " ".join(_LIST_ITEM.sub("; ", cell).split())
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _below(row: Mapping[str, str], names: Sequence[str]) -> Iterator[str]:
    """What stands below a row: what is short in one line, then a line for each text."""
    stated = {name: row[name] for name in names if row[name]}
    short = [f"{_heading(name)} {text}" for name, text in stated.items() if name not in _PROSE]
    if short:
        yield " · ".join(short)
    for name, text in stated.items():
        if name in _PROSE:
            yield text if list(names) == ["reason"] else f"{_heading(name)}: {text}"


def _arranged(
    cells: Sequence[Mapping[str, str]], columns: Sequence[str], numeric: set[str], width: int
) -> tuple[list[str], dict[str, int]]:
    """The columns that stand beside each other, with their widths; the others go below."""
    first, *others = columns
    wide = {item: max([_size(_heading(item)), *(_size(row[item]) for row in cells)]) for item in columns}
    least = {item: min(wide[item], _least(item, cells, whole=item == first)) for item in columns}
    prose = [{name} for name in _PROSE if name in others]
    last = [{name} for name in reversed(others) if name not in _PROSE and name not in numeric]
    beside = list(columns)
    for leaving in (set(), *prose, numeric - {first}, *last):
        beside = [name for name in beside if name not in leaving]
        widths = _fitted({name: wide[name] for name in beside}, least, width)
        if widths is not None:
            return beside, widths
    return [first], {first: wide[first]}


def _fitted(wide: Mapping[str, int], least: Mapping[str, int], width: int) -> dict[str, int] | None:
    """Widths that fit, the widest column of prose narrowed first; None where that leaves one too narrow to read."""
    widths = dict(wide)
    excess = sum(widths.values()) + GAP * (len(widths) - 1) - width
    while excess > 0:
        soft = [name for name in widths if widths[name] > least[name]]
        if not soft:
            return None
        widths[max(soft, key=lambda name: (name in _PROSE, widths[name]))] -= 1
        excess -= 1
    return widths


def _least(name: str, cells: Sequence[Mapping[str, str]], *, whole: bool) -> int:
    """The narrowest a column may get; a column of identifiers never narrows."""
    texts = [_heading(name), *(row[name] for row in cells)]
    if whole or name in _WHOLE:
        return max(map(_size, texts))
    word = max(_size(word) for text in texts for word in text.split() or [""])
    if name in _PROSE:
        return LEAST_PROSE
    return max(LEAST_TITLE if name in _TITLES else LEAST, min(word, LONG_WORD))


def _row(cells: Mapping[str, str], columns: Sequence[str], widths: Mapping[str, int], numeric: set[str]) -> list[str]:
    parts = {name: _wrapped(cells[name], widths[name]) for name in columns}
    found = []
    for number in range(max(len(part) for part in parts.values())):
        line = []
        for name in columns:
            text = parts[name][number] if number < len(parts[name]) else ""
            space = " " * (widths[name] - _size(text))
            line.append(space + text if name in numeric else text + space)
        found.append((" " * GAP).join(line).rstrip())
    return found


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many columns; a word breaks only where it is longer than a line."""
    if _size(text) <= width:
        return [text]
    # Wide characters take two columns: counting each as two never overflows.
    narrow = width if _size(text) == len(text) else width // 2
    return wrap(text, max(narrow, 1), break_on_hyphens=False)


def _size(text: str) -> int:
    """Columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _numeric(cells: Sequence[Mapping[str, str]], name: str) -> bool:
    stated = [row[name] for row in cells if row[name]]
    return bool(stated) and all(_NUMBER.fullmatch(text) for text in stated)
