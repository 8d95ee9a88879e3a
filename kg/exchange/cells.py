"""What people write into cells, read without guessing: blanks in words, truth values, days, lists, lettered answers.

Each function takes the text of a cell and gives what it says, or says that it cannot tell. What may be read in two
ways is never decided here: the caller reports it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from kg.exchange.grid import tidy

NULLS = frozenset({
    "n/a", "na", "n.a.", "n.a", "n-a", "#n/a", "none", "null", "nil", "nan", "tbd", "tba", "tbc", "t.b.d.",
    "to be determined", "to be decided", "to be confirmed", "unknown", "not known", "not available", "not provided",
    "not specified", "not stated", "not yet known", "no data", "no response", "blank", "empty", "?", "??",
    "???", "-", "--", "---", "_", ".", "..", "...", "/", "[]", "{}", "()", '""', "''", "['']", '[""]', "[none]",
    "[null]",
})  # fmt: skip
"""Spellings of a cell that says nothing, in small letters with plain dashes. `not applicable` says something."""

_LONGEST_NULL = 64
_TRUE = frozenset({"yes", "y", "true", "t", "1", "1.0", "x", "\u2713", "\u2714", "ja", "oui", "si", "checked", "on"})
_FALSE = frozenset({"no", "n", "false", "f", "0", "0.0", "nein", "non", "unchecked", "off", "\u2717", "\u2718"})
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_QUOTES = {ord(char): "'" for char in "\u2018\u2019\u201a\u201b\u2032`\u00b4"} | {
    ord(char): '"' for char in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
}
_LETTERED = re.compile(r"^\(?([a-z]|[0-9]{1,2}|[ivx]{1,4})[).]\s+(?=\S)", re.IGNORECASE)
_INNER_LETTERS = re.compile(r"(?:^|\s)\(?[a-z]\)\s+(?=\S)", re.IGNORECASE)
_QUOTED = re.compile(r"""\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*(?:,|$)""", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[\u2022\u2023\u25aa\u25cf\u25e6\u2043*]|-\s|\u2013\s|\d{1,2}[.)]\s)\s*")


def plain(text: str) -> str:
    """A text without differences nobody means: white space, forms of dashes and quotation marks."""
    return tidy(unicodedata.normalize("NFC", text).translate(_DASHES).translate(_QUOTES).replace("\u200b", ""))


def answer_key(text: str) -> str:
    """What coded answers are compared by: plain, in small letters, without a letter in front or a full stop behind."""
    found = plain(text).casefold()
    return tidy(_LETTERED.sub("", found).rstrip(".;, ")) or found


def lettered(text: str) -> tuple[str, str]:
    """The letter or number in front of a coded answer, and the answer: `a) Yes - done` is `a` and `Yes - done`."""
    found = _LETTERED.match(tidy(text))
    return (found[1], tidy(text)[found.end() :]) if found else ("", tidy(text))


def is_null(text: str) -> bool:
    """Whether a text is a spelling of nothing."""
    if len(text) > _LONGEST_NULL:  # long texts are many, and none of them is a spelling of nothing
        return not text.strip()
    found = plain(text).casefold()
    return not found or found in NULLS or found.rstrip(".") in NULLS


def truth(text: str) -> bool | None:
    """Whether a text says yes or no; None when it says neither."""
    found = answer_key(text)
    if found in _TRUE:
        return True
    return False if found in _FALSE else None


# Days


@dataclass(frozen=True, slots=True)
class Day:
    """What a text says of a day. `day` is set when it names exactly one.

    `precision` is `day`, `month` or `year`, empty when the text is no date. `could_be` are the days it may mean.
    """

    day: date | None = None
    precision: str = ""
    could_be: tuple[date, ...] = ()


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(z|utc|[ap]\.?m\.?|[+-]\d{2}:?\d{2})?$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_DAY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+(?:of )?([a-z]+)[ .,-]+(\d{4}|\d{2})")
_NAME_DAY = re.compile(r"([a-z]+)[ .-]+(\d{1,2})(?:st|nd|rd|th)?[ ,.-]+(\d{4})")
_NAME_YEAR = re.compile(r"([a-z]+)[ .,'-]+(\d{4})")
_NAME_NUMBER = re.compile(r"([a-z]+)[ .-]+'?(\d{2})|(\d{2})[ .-]+([a-z]+)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[/.-](\d{1,2})")
_WEEKDAY = re.compile(r"^(mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(day)?[,.]?\s+")
_COUNT = re.compile(r"[2-5]\d{4}(\.\d+)?")
_FIRST = date(1899, 12, 30)
_CENTURY = 2000
ORDERS = ("day-first", "month-first")


def day(text: str, order: str = "") -> Day:
    """The day a text names. `order` (`day-first` or `month-first`) settles what `03/04/2026` means.

    Without it such a text gives both days and no decision; a month or a year alone gives its first day as what it could
    be. Two digits of a year are this century's. A bare number is no date: it may be a spreadsheet's count of days.
    """
    found = _TIME.sub("", _WEEKDAY.sub("", plain(text).casefold())).strip()
    for read in (_numeric, _named, _coarse):
        if (result := read(found, order)) is not None:
            return result
    return Day()


def counted_day(text: str) -> date | None:
    """The day that a bare number would be as the usual count of days of a workbook, from 1954 to 2064."""
    return _FIRST + timedelta(days=int(text[:5])) if _COUNT.fullmatch(text.strip()) else None


def _numeric(text: str, order: str) -> Day | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _exact(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _exact(*match.groups())
    if not (match := _YEAR_LAST.fullmatch(text)):
        return None
    first, second, year = match[1], match[3], match[4]
    both = {
        "day-first": _exact(year, second, first).day,
        "month-first": _exact(year, first, second).day,
    }
    if order:
        return Day(both[order], "day") if both[order] else Day()
    days = tuple(sorted({item for item in both.values() if item is not None}))
    # A dot between the parts is written by people who put the day first.
    if match[2] == "." and both["day-first"]:
        return Day(both["day-first"], "day")
    return Day(days[0] if len(days) == 1 else None, "day" if days else "", () if len(days) == 1 else days)


def _named(text: str, _: str) -> Day | None:
    if (match := _DAY_NAME.fullmatch(text)) and (month := _month(match[2])):
        return _exact(match[3], str(month), match[1])
    if (match := _NAME_DAY.fullmatch(text)) and (month := _month(match[1])):
        return _exact(match[3], str(month), match[2])
    return None


def _coarse(text: str, _: str) -> Day | None:
    if (match := _NAME_YEAR.fullmatch(text)) and (month := _month(match[1])):
        return _month_of(match[2], month)
    if (match := _NAME_NUMBER.fullmatch(text)) and (month := _month(match[1] or match[4])):
        # `Jul-25` is a month of a year, or a day of any year: which one is not said.
        return _month_of(str(_CENTURY + int(match[2] or match[3])), month)
    if match := _MONTH_YEAR.fullmatch(text):
        return _month_of(match[2], int(match[1]))
    if match := _YEAR_MONTH.fullmatch(text):
        return _month_of(match[1], int(match[2]))
    if re.fullmatch(r"(19|20)\d\d", text):
        return Day(None, "year", (date(int(text), 1, 1),))
    return None


def _month(name: str) -> int:
    """The number of a month by its name or its first letters; 0 for anything else."""
    short = name[:3]
    whole = short in _MONTHS and (name in (short, "sept") or _NAMES[_MONTHS.index(short)] == name)
    return _MONTHS.index(short) + 1 if whole else 0


def _month_of(year: str, month: int) -> Day:
    found = _exact(year, str(month), "1").day
    return Day(None, "month", (found,)) if found else Day()


def _exact(year: str, month: str, of_month: str) -> Day:
    number = int(year) + (_CENTURY if len(year) <= 2 else 0)  # noqa: PLR2004 - digits of a year cut short
    try:
        return Day(date(number, int(month), int(of_month)), "day")
    except ValueError:
        return Day()


# Lists


def items(text: str) -> tuple[str, ...]:
    """The items of a list written into one cell; one item when it is no list.

    Styles: `["a", "b"]`, `['a', 'b']`, lines (with bullets or numbers), `a; b` (or `a | b`), and `a) one b) two`. A
    comma stands in too many sentences to end an item: `comma_items` reads those where the items are known.
    """
    stripped = text.strip()
    if stripped.startswith("[") and stripped.endswith("]") and (found := _literal(stripped)) is not None:
        return found
    for parts in (_lines(stripped), re.split(r"[;|]", stripped), _by_letters(stripped)):
        kept = tuple(tidy(part) for part in parts if part.strip())
        if len(kept) > 1:
            return kept
    return (tidy(text),) if tidy(text) else ()


def comma_items(text: str) -> tuple[str, ...]:
    """The parts of a text between commas; brackets around all of it are none of theirs."""
    if text.strip().startswith("[") and text.strip().endswith("]"):
        text = text.strip()[1:-1]
    return tuple(tidy(part) for part in text.split(",") if part.strip())


def _literal(text: str) -> tuple[str, ...] | None:
    """The items of a list as JSON or Python writes it; None when it is neither."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _quoted(text[1:-1])
    if not isinstance(found, list) or not all(isinstance(item, str | int | float | None) for item in found):
        return None
    return tuple(tidy(str(item)) for item in found if item is not None and tidy(str(item)))


def _quoted(text: str) -> tuple[str, ...] | None:
    """Texts in quotation marks with commas between them; None for anything else."""
    found: list[str] = []
    place = 0
    while place < len(text):
        match = _QUOTED.match(text, place)
        if match is None:
            return None
        inside = _ESCAPED.sub(lambda escape: " " if escape[1] in "nrt" else escape[1], match[1][1:-1])
        found += [tidy(inside)] if tidy(inside) else []
        place = match.end()
    return tuple(found)


def _lines(text: str) -> list[str]:
    return [_BULLET.sub("", line) for line in text.splitlines() if line.strip()] if "\n" in text else [text]


def _by_letters(text: str) -> list[str]:
    marks = list(_INNER_LETTERS.finditer(text))
    if len(marks) < 2 or text[: marks[0].start()].strip():  # noqa: PLR2004 - one letter is no list
        return [text]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.start() : end] for mark, end in zip(marks, ends, strict=True)]
