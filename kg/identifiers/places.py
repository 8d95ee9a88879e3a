"""The places of one edition by the parts of their notation: found exactly, by title, or rolled up to what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.identifiers.spelling import Tokens, is_detail, key, tokens
from kg.model import Curie, Provision

_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_DROPPED = 3
# Parts of a notation that can be looked for: all its beginnings are kept.
_MOST_PARTS = 64
# Words of titles that are as short as the letter of a place.
_SHORT_WORDS = frozenset({"of", "to", "in", "on", "by", "an", "ai", "or"})

BY_NUMBER, BY_TITLE, BY_BOTH, WORDS_LEFT = (
    "number",
    "title",
    "number and title",
    "number; the words after it are not its title",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A place, how it was recognised, and how many parts below it were dropped."""

    place: Curie
    how: str
    dropped: int = 0


class Places:
    """Places of one edition. `year` is its year where the notation carries it, `words` are short forms of its words."""

    def __init__(self, provisions: Iterable[Provision], year: str, words: Mapping[str, str]) -> None:
        self._year = year
        self._words = words
        self._keys: dict[Tokens, Curie] = {}
        self._titles: dict[Tokens, list[Curie]] = {}
        self._below: dict[Tokens, set[str]] = {}
        for item in provisions:
            for spelling in (item.notation, item.id.partition(":")[2]):
                self._add(key(tokens(spelling)), item.id)
            self._titles.setdefault(tokens(item.label), []).append(item.id)

    def _add(self, parts: Tokens, place: Curie) -> None:
        if not parts or len(parts) > _MOST_PARTS:
            return
        if self._year and parts[-1] == self._year and len(parts) > 1:
            self._add(parts[:-1], place)
        self._keys.setdefault(parts, place)
        for length in range(len(parts)):
            self._below.setdefault(parts[:length], set()).add(parts[length])

    @property
    def keys(self) -> Iterable[Tokens]:
        """The notations of all its places, in parts."""
        return self._keys

    def exact(self, parts: Tokens) -> Found | None:
        """The place of exactly this notation."""
        place = self._keys.get(self._own(parts))
        return Found(place, BY_NUMBER) if place else None

    def titled(self, parts: Tokens) -> Found | None:
        """The only place with this title, which may follow one word of its own."""
        for title in (parts, parts[1:]):
            places = self._titles.get(title, []) if title else []
            if len(places) == 1:
                return Found(places[0], BY_TITLE)
        return None

    def numbered_and_titled(self, parts: Tokens) -> Found | None:
        """The place of the notation that words follow."""
        parts = self._own(parts)
        end = len(parts)
        while end > 1 and (_is_word(parts[end - 1]) or parts[end - 1] == "a"):
            end -= 1
            place = self._keys.get(parts[:end]) if _is_word(parts[end]) else None
            same = place in self._titles.get(parts[end:], ())
            # `map risks` speaks of no requirement: only a number is told from the words after it.
            if place is not None and (same or any(part[0].isdigit() for part in parts[:end])):
                return Found(place, BY_BOTH if same else WORDS_LEFT)
        return None

    def rolled_up(self, parts: Tokens) -> Found | None:
        """The place above one that the edition does not list, unless it lists its neighbours and not this one."""
        parts = self._own(parts)
        for dropped in range(1, min(_MOST_DROPPED, len(parts) - 1) + 1):
            above, part = parts[:-dropped], parts[-dropped]
            if not all(map(is_detail, parts[-dropped:])):
                return None
            if above in self._keys:
                fits = self._may_have(above, part)
                return Found(self._keys[above], BY_NUMBER, dropped) if fits else None
        return None

    def refuses(self, parts: Tokens) -> bool:
        """Whether the edition lists the neighbours of a place that it does not list and leaves no room for it."""
        parts = self._own(parts)
        above = parts[:-1] in self._keys and bool(self._below.get(parts[:-1]))
        return above and is_detail(parts[-1]) and not self._may_have(parts[:-1], parts[-1])

    def other_year(self, parts: Tokens) -> str:
        """The year of another edition that a notation carries."""
        years = self._year and len(parts) > 1 and _YEAR.fullmatch(parts[-1]) and parts[-1] != self._year
        return parts[-1] if years and parts[:-1] in self._keys else ""

    def near(self, parts: Tokens) -> Iterator[Curie]:
        """Places with this notation below one part more, then the nearest place above."""
        parts = self._own(parts)
        if parts:
            for first in sorted(self._below.get((), ())):
                if (first, *parts) in self._keys:
                    yield self._keys[first, *parts]
        for end in range(len(parts) - 1, 0, -1):
            if parts[:end] in self._keys:
                yield self._keys[parts[:end]]
                return

    def _may_have(self, above: Tokens, part: str) -> bool:
        known = self._below.get(above, set())
        if not known or part in known:
            return True
        if len(above) == 1 and above[0].isalpha():
            # A whole annex is not what stands for one of its controls.
            return False
        if part.isdigit():
            return any(item.isdigit() and 0 < int(part) < int(item) for item in known)
        return any(not item.isdigit() and part < item for item in known)

    def _own(self, parts: Tokens) -> Tokens:
        return tuple(self._words.get(part, part) for part in parts) if self._words else parts


def _is_word(part: str) -> bool:
    return part.isalpha() and (not is_detail(part) or part in _SHORT_WORDS)
