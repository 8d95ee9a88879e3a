"""What the values of an unknown column look like: days, yes and no, coded answers, lists of them, or texts.

Nothing here says what they mean. A spelling of nothing ("N/A", "TBD") is counted apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.exchange import cells
from kg.exchange.grid import tidy
from kg.exchange.profile import EARLIEST

EMPTY, DAYS, YES_NO, CODES, LIST, TEXT = "empty", "days", "yes-no", "codes", "list", "text"
SHARE = 0.8
"""The share of a column's values that has to look alike."""
_LISTED = 25
_LONGEST = 400
_SENTENCE = 30
_ADDRESS = re.compile(r"^\S+@\S+$|://")
_REPEATS = 2
_LISTS = 0.1
_HALF = 0.5
_COUNTED = frozenset({"date", "day", "when", "since", "start", "started", "end", "ended", "until", "live"})
_DAY_WORDS = ("days", "days that could be two", "months", "years", "numbers", f"before {EARLIEST}", "no days")
# How lists are written, and how that is called.
_STYLES = (
    ("[", "in brackets"), ("\n", "on lines"), (";", "separated by `;`"), ("|", "separated by `|`"),
    (")", "with letters in front"), (",", "separated by `,`"),
)  # fmt: skip


@dataclass(frozen=True)
class Values:
    """The texts of one column, each with how often it stands there. `raw` has line breaks, `header` may say `date`."""

    raw: Counter[str]
    header: str = ""

    @cached_property
    def texts(self) -> Counter[str]:
        """Texts on one line each, without blanks."""
        found: Counter[str] = Counter()
        for text, count in self.raw.items():
            if tidy(text):
                found[tidy(text)] += count
        return found

    @cached_property
    def told(self) -> Counter[str]:
        """Texts that say something; of spellings that nobody tells apart, the most frequent one."""
        counts: Counter[str] = Counter()
        shown: dict[str, str] = {}
        for text, count in self.texts.most_common():
            if not cells.is_null(text):
                counts[shown.setdefault(cells.answer_key(text), text)] += count
        return counts

    @cached_property
    def silent(self) -> Counter[str]:
        """Spellings of nothing."""
        return Counter({text: count for text, count in self.texts.items() if cells.is_null(text)})

    @cached_property
    def items(self) -> Counter[str]:
        """Items of the lists in the cells; the most frequent spelling of each."""
        parts: Counter[str] = Counter()
        for text, count in self.raw.items():
            if tidy(text) and not cells.is_null(text):
                for part in self._parts(text):
                    parts[part] += count
        return Values(parts).told

    @cached_property
    def styles(self) -> Counter[str]:
        """How lists are written, with how many cells."""
        found: Counter[str] = Counter()
        for text, count in self.raw.items():
            if not cells.is_null(text) and len(self._parts(text)) > 1:
                found[next(word for mark, word in _STYLES if mark in text)] += count
        return found

    def _parts(self, text: str) -> tuple[str, ...]:
        return cells.items(text) if len(cells.items(text)) > 1 or not self._commas else cells.comma_items(text)

    @cached_property
    def _commas(self) -> bool:
        """Whether commas part items: only where the parts are few and stand there again and again."""
        if not any("," in text for text in self.told) or _few(self.told):
            return False
        parts: Counter[str] = Counter()
        for text, count in self.raw.items():
            for part in cells.items(text) if len(cells.items(text)) > 1 else cells.comma_items(text):
                parts[cells.answer_key(part)] += count
        return _few(parts)

    @cached_property
    def kind(self) -> str:
        """One of the words above."""
        if not self.told:
            return EMPTY
        days = sum(count for text, count in self.told.items() if self._day_word(text) != _DAY_WORDS[-1])
        if days >= _HALF * self.told.total():
            return DAYS
        if self._alike(text for text in self.told if cells.truth(text) is not None):
            return YES_NO
        if self._alike(text for text in self.told if _ADDRESS.search(text)) or self._one_sentence:
            return TEXT
        often = self.styles.total() >= _LISTS * self.told.total()
        if self.styles and _few(self.items) and (often or not _few(self.told)):
            return LIST
        lettered = self._alike(text for text in self.told if cells.lettered(text)[0])
        return CODES if _few(self.told) or (lettered and len(self.told) <= _LISTED) else TEXT

    @property
    def _one_sentence(self) -> bool:
        """Whether every cell says the same in many words, as what is copied into all rows does."""
        text = next(iter(self.told))
        return len(self.told) == 1 and len(text) > _SENTENCE and not cells.lettered(text)[0]

    @property
    def answers(self) -> Counter[str]:
        """What a list of readings has to say something about."""
        return self.items if self.kind == LIST else self.told

    def _alike(self, fitting: Iterable[str]) -> bool:
        return sum(self.told[text] for text in fitting) >= SHARE * self.told.total()

    def _day_word(self, text: str) -> str:
        found = cells.day(text)
        if found.day is not None:
            return _DAY_WORDS[0] if found.day.year >= EARLIEST else _DAY_WORDS[5]
        if found.precision:
            return {"day": _DAY_WORDS[1], "month": _DAY_WORDS[2], "year": _DAY_WORDS[3]}[found.precision]
        dated = bool(_COUNTED & set(self.header.split()))
        return _DAY_WORDS[4] if dated and cells.counted_day(text) is not None else _DAY_WORDS[6]

    def days(self) -> Iterator[tuple[str, int, str]]:
        """Kinds of days with how many cells and the most frequent text of each."""
        counts: Counter[str] = Counter()
        shown: dict[str, str] = {}
        for text, count in self.told.most_common():
            word = self._day_word(text)
            counts[word] += count
            shown.setdefault(word, text)
        for word in _DAY_WORDS:
            if counts[word]:
                yield word, counts[word], shown[word]

    def orders(self) -> Mapping[str, int]:
        """In how many cells only the day, or only the month, can stand first."""
        found: Counter[str] = Counter()
        for text, count in self.told.items():
            first, second = (cells.day(text, order).day for order in cells.ORDERS)
            if (first is None) != (second is None):
                found[cells.ORDERS[0] if first else cells.ORDERS[1]] += count
        return found

    def truths(self) -> Mapping[str, Counter[str]]:
        """Answers read as yes, as no, and as neither."""
        found: dict[str, Counter[str]] = {"yes": Counter(), "no": Counter(), "neither": Counter()}
        for text, count in self.told.items():
            said = cells.truth(text)
            found["neither" if said is None else "yes" if said else "no"][text] = count
        return found


def _few(counts: Counter[str]) -> bool:
    """Whether texts are few, short, and stand there again and again."""
    short = all(len(text) <= _LONGEST for text in counts)
    return bool(counts) and short and len(counts) <= _LISTED and counts.total() >= _REPEATS * len(counts)
