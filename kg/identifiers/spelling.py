"""How an identifier is cut into parts, so that `Art. 26 (5)`, `26.5` and `article-26-5` are one and the same.

A spelling becomes tokens: numbers without leading zeros, words in lower case, and numbers with their letter (`4a`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

Tokens = tuple[str, ...]

MOST = 1_000
"""Characters of a spelling: what is longer names no place, and some ways to look take time with their square."""

# Words that say what kind of place is meant. Where they begin a spelling, only places of these kinds are.
KIND_WORDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("article", "articles", "art", "arts", "artikel"), frozenset({"article"})),
    **dict.fromkeys(("clause", "clauses", "cl", "subclause", "subclauses"), frozenset({"clause", "subclause"})),
    **dict.fromkeys(("control", "controls", "ctrl"), frozenset({"control"})),
    **dict.fromkeys(("section", "sections", "sec", "secs", "sect", "subsection"), frozenset({"section", "subsection"})),
    **dict.fromkeys(
        (
            "paragraph", "paragraphs", "para", "paras", "par", "abs", "absatz", "subparagraph", "subpara", "point",
            "points", "pt", "pnt", "letter", "lit", "litera", "item", "no", "nr", "requirement", "req", "subcategory",
            "category", "function", "principle", "dimension", "practice",
        ),
        frozenset(),
    ),
}  # fmt: skip
# Parts whose number belongs to them: annex III is no article 3.
_NUMBERED = frozenset({"annex", "appendix", "chapter"})
# What ends the address of a law and names no place.
_ENDS = frozenset({"oj", "eng"})
_SPELLED = {"annexes": "annex", "ann": "annex", "app": "appendix", "chap": "chapter", "ch": "chapter"}
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_ANNEX_LETTER = re.compile(r"[a-hj-uw-z]")

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\ufe58\ufe63]")
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_TOKEN = re.compile(r"\d+[^\W\d_]{1,2}(?![^\W_])|[^\W\d_]+|\d+")
# `llm052025` is number 5 of the edition of 2025.
_GLUED_YEAR = re.compile(r"(?<!\d)(\d{2})(20\d\d)(?!\d)")
_NUMBER_LETTER = re.compile(r"(\d+)([^\W\d_]+)")
_MOST_LETTERS = 2


def plain(text: str) -> str:
    """A spelling with one form for each character: no full-width digit, typographic dash or invisible character."""
    found = _HIDDEN.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_DASHES.sub("-", found).replace("§", " section ").split())


def tokens(text: str) -> Tokens:
    """The parts of a spelling, in order."""
    found = _GLUED_YEAR.sub(r"\1 \2", plain(text).casefold())
    return tuple(_trimmed(token) for token in _TOKEN.findall(found))


def key(parts: Tokens) -> Tokens:
    """Parts without words for kinds of places, the numbers of annexes and chapters as digits."""
    found: list[str] = []
    place = 0
    parts = tuple(_SPELLED.get(part, part) for part in parts if part not in _ENDS)
    while place < len(parts):
        part = parts[place]
        after = parts[place + 1] if place + 1 < len(parts) else ""
        if part in _NUMBERED and (number := _number(after)):
            found += [part, number]
            place += 2
        elif part == "annex" and _ANNEX_LETTER.fullmatch(after):
            # `Annex A, A.6.2` says the letter twice.
            place += 2 if parts[place + 2 : place + 3] == (after,) else 1
        else:
            found += [] if part in KIND_WORDS and after else [part]
            place += 1
    return tuple(found)


@lru_cache(maxsize=256)  # every edition is looked into
def variants(parts: Tokens) -> tuple[Tokens, ...]:
    """Other ways to cut the same spelling: `4a` as two parts, and a number and the letter after it as one."""
    apart: list[str] = []
    joined: list[str] = []
    for part in parts:
        match = _NUMBER_LETTER.fullmatch(part)
        apart += match.groups() if match else [part]
        if joined and joined[-1].isdigit() and len(part) == 1 and part.isalpha():
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(found for found in dict.fromkeys((tuple(apart), tuple(joined))) if found != parts)


def is_detail(part: str) -> bool:
    """Whether a part can be a place below a requirement: a number, a letter or two, a small Roman numeral."""
    return part[0].isdigit() or len(part) <= _MOST_LETTERS or bool(_ROMAN.fullmatch(part))


def _number(part: str) -> str:
    if part.isdigit():
        return part
    if not part or not _ROMAN.fullmatch(part):
        return ""
    values = [_ROMAN_VALUES[letter] for letter in part]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return str(sum(-value if value < after else value for value, after in pairs))


def _trimmed(token: str) -> str:
    return token.lstrip("0") or "0" if token[0].isdigit() else token
