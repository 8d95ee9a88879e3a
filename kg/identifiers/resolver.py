"""Resolves an identifier as people write it into the requirement of a pinned edition, or says why it cannot.

A spelling that may mean several requirements is ambiguous and stays so: nothing is guessed. What lies below a place
that the edition lists is rolled up to it and marked; what its list leaves no room for is unknown, with suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from kg.catalogs import Catalogs
from kg.errors import suggestions
from kg.identifiers.names import Named, Names
from kg.identifiers.places import Found, Places
from kg.identifiers.spelling import KIND_WORDS, MOST, Tokens, key, plain, tokens, variants
from kg.model import Curie
from kg.prefixes import BASE, compact

RESOLVED, ROLLED_UP, AMBIGUOUS, WRONG_EDITION, UNKNOWN = OUTCOMES = (
    "resolved",
    "rolled-up",
    "ambiguous",
    "wrong-edition",
    "unknown",
)
_EDGES = " \t.,;:"
_QUOTES = "\"'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
_SHOWN = 4
_SHORTEST_TYPO = 4
_FIRST_BREAK = re.compile(r"\d+\s*([.(])\s*\w")
_KEPT = 1 << 14
# What stands between the numbers of several places: `26(5), 26(6)`, `A.6.2.3 - 5`, `Art. 26 (5) ff.`
_BETWEEN = re.compile(
    r"(?:[,;/&+]|\)\s?-(?=\s?\()|\s-(?=\s)|\b(?:and|or|to|und|bis)\b)\s*(?=[(\d])|\b(?=ff\b)", re.IGNORECASE
)
SEVERAL = "names several places"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a spelling comes to.

    `place` is the requirement where the outcome is resolved or rolled-up, and the edition that is known where another
    was meant; `how` says by what it was recognised or what is missing; `candidates` are what an ambiguous spelling may
    mean, or what an unknown one may have meant.
    """

    text: str
    outcome: str
    place: Curie = ""
    how: str = ""
    candidates: tuple[Curie, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it names a requirement, be it by one that lies above."""
        return self.outcome in (RESOLVED, ROLLED_UP)

    @property
    def hint(self) -> str:
        """What to do about it, in a sentence; empty where nothing is to be done."""
        listed = " or ".join(self.candidates[:_SHOWN])
        if self.how == SEVERAL:
            return f"it {SEVERAL}: write each of them by itself"
        if self.outcome == AMBIGUOUS:
            more = f" or {len(self.candidates) - _SHOWN} more" if len(self.candidates) > _SHOWN else ""
            return f"it may mean {listed}{more}"
        if self.outcome == WRONG_EDITION:
            return f"it is of the edition of {self.how}, known is {self.place}"
        return f"did you mean {listed}?" if self.outcome == UNKNOWN and listed else ""


class Resolver:
    """Resolves spellings against the editions of some catalogs."""

    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs
        self.names = Names(catalogs.editions)
        self._folded = {name.casefold(): name for name in (*catalogs.norms, *catalogs.provisions)}
        self._places: dict[Curie, Places] = {}
        self._kept: dict[tuple[str, Curie, frozenset[Curie], bool], Resolution] = {}

    def resolve(
        self, text: str, within: Curie = "", *, view: frozenset[Curie] = frozenset(), suggest: bool = True
    ) -> Resolution:
        """What a spelling comes to, within one edition where it names no other.

        Where it names none and none is given, the editions of `view` go before all others. Without `suggest` an unknown
        one has no candidates: to look for them takes far longer than all else.
        """
        asked = (text, within, view, suggest)
        known = self._kept.get(asked)
        if known is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            known = self._kept[asked] = self._resolve(*asked)
        return known

    def _resolve(self, text: str, within: Curie, view: frozenset[Curie], suggest: bool) -> Resolution:
        if len(text) > MOST:
            return Resolution(text, UNKNOWN, how=f"too long to name a requirement: {len(text):,} characters")
        spelled = plain(text).strip(_EDGES).strip(_QUOTES).strip(_EDGES)
        curie = compact(spelled) if spelled.startswith(BASE) else spelled
        if curie.casefold() in self._folded:
            return Resolution(text, RESOLVED, self._folded[curie.casefold()], "identifier")
        # A place may have the name of a framework: those in the list of related standards have.
        own = _exact(self._places_of(within), key(tokens(spelled))) if within else None
        if own is not None:
            return _resolution(text, own)
        named = self.names.find(spelled)
        if named is not None:
            return self._named(text, named, suggest)
        parts = self.names.without_code(tokens(spelled))
        if within:
            return self._one(text, within, parts, suggest)
        return self._fitting(text, spelled, parts, view) or Resolution(
            text,
            UNKNOWN,
            how="fits no framework",
            candidates=_few(self._near(text, parts, view)) if parts and suggest else (),
        )

    def _named(self, text: str, named: Named, suggest: bool) -> Resolution:
        if named.other_year:
            return Resolution(text, WRONG_EDITION, named.edition, named.other_year)
        if not named.rest:
            return Resolution(text, UNKNOWN, how=f"names {' or '.join(named.editions)} and none of its requirements")
        found = [self._one(text, edition, named.rest, suggest) for edition in named.editions]
        known = [item for item in found if item.known]
        if len(known) > 1:
            return Resolution(text, AMBIGUOUS, candidates=tuple(sorted(item.place for item in known)))
        return next(iter(known or found))

    def _one(self, text: str, edition: Curie, parts: Tokens, suggest: bool) -> Resolution:
        """What the parts come to in one edition."""
        places = self._places_of(edition)
        number = key(parts)
        if year := places.other_year(number):
            return Resolution(text, WRONG_EDITION, edition, year)
        found = _exact(places, number) or places.titled(parts) or places.numbered_and_titled(number)
        found = found or _rolled_up(places, number)
        if found is not None:
            return _resolution(text, found)
        near: Iterable[Curie] = ()
        if suggest:
            near = (*places.near(number), *self._mistyped(edition, parts), *self._alike(text, (edition,)))
        return Resolution(text, UNKNOWN, how=f"{edition} lists no such place", candidates=_few(near))

    def _fitting(self, text: str, spelled: str, parts: Tokens, view: frozenset[Curie]) -> Resolution | None:
        """What the parts come to in the editions in view, or else in whichever they fit.

        What is only part of a place in view, while another edition lists it itself, may be either.
        """
        editions = self._having(key(parts))
        near = self._looked_up(parts, [edition for edition in editions if edition in view]) if view else []
        if near and not near[0].dropped:
            return self._chosen(text, spelled, near)
        found = self._looked_up(parts, editions)
        if near and not found[0].dropped:
            return Resolution(text, AMBIGUOUS, candidates=tuple(sorted({hit.place for hit in (*near, *found)})))
        hits = near or found
        return self._chosen(text, spelled, hits) if hits else None

    def _having(self, number: Tokens) -> list[Curie]:
        """Editions that list a place with the first parts of a number, and so may list it or one above it."""
        tries = (number, *variants(number))
        starts = {parts[:length] for parts in tries for length in range(1, len(parts) + 1)}
        found = {edition for start in starts for edition in self._index.get(start, ())}
        return [edition for edition in self._catalogs.editions if edition in found or self.names.words.get(edition)]

    @cached_property
    def _index(self) -> dict[Tokens, list[Curie]]:
        """Notations in parts, each with the editions that have it: most numbers fit few of them."""
        found: dict[Tokens, list[Curie]] = {}
        for edition in self._catalogs.editions:
            for parts in self._places_of(edition).keys:
                found.setdefault(parts, []).append(edition)
        return found

    def _looked_up(self, parts: Tokens, editions: Iterable[Curie]) -> list[Found]:
        """Places that the parts fit in some editions; one listed exactly goes before one above."""
        number = key(parts)
        kinds = KIND_WORDS.get(parts[0], frozenset()) if parts else frozenset()
        for look in (_exact, Places.numbered_and_titled, _rolled_up):
            hits = [hit for edition in editions if (hit := look(self._places_of(edition), number))]
            hits = [hit for hit in hits if not kinds or kinds & self._kinds(hit.place)]
            # A mistyped place of one edition is no part of a place that another has above it.
            if hits and not (look is _rolled_up and self._refusing(number, editions)):
                return hits
        return []

    def _refusing(self, number: Tokens, editions: Iterable[Curie]) -> list[Curie]:
        return [edition for edition in editions if self._places_of(edition).refuses(number)]

    def _near(self, text: str, parts: Tokens, view: frozenset[Curie]) -> Iterator[Curie]:
        """What a spelling that fits nowhere may have meant, in the editions in view first."""
        number = key(parts)
        refusing = sorted(self._refusing(number, self._having(number)), key=lambda edition: edition not in view)
        if _is_mistyped(parts[0]):
            for edition in sorted(self._having(key(parts[1:])), key=lambda edition: edition not in view):
                yield from self._mistyped(edition, parts)
        yield from self._alike(text, refusing or self._catalogs.editions)
        for edition in refusing:
            yield from self._alike("-".join(number), (edition,))

    def _chosen(self, text: str, spelled: str, hits: list[Found]) -> Resolution:
        least = min(hit.dropped for hit in hits)
        if least and _is_several(text, least):
            return _resolution(text, hits[0])
        hits = [hit for hit in hits if hit.dropped == least]
        if mark := _FIRST_BREAK.search(spelled):
            notations = {hit.place: self._catalogs.provisions[hit.place].notation for hit in hits}
            alike = [hit for hit in hits if (own := _FIRST_BREAK.search(notations[hit.place])) and own[1] == mark[1]]
            hits = alike or hits
        if len(hits) == 1:
            return _resolution(text, hits[0])
        return Resolution(text, AMBIGUOUS, candidates=tuple(sorted(hit.place for hit in hits)))

    def _kinds(self, place: Curie) -> frozenset[str]:
        chain = (place, *self._catalogs.ancestors(place))
        return frozenset(self._catalogs.provisions[name].kind for name in chain)

    def _places_of(self, edition: Curie) -> Places:
        if edition not in self._places:
            own = (item for item in self._catalogs.provisions.values() if item.edition == edition)
            names = self.names
            self._places[edition] = Places(own, names.years.get(edition, ""), names.words.get(edition, {}))
        return self._places[edition]

    def _mistyped(self, edition: Curie, parts: Tokens) -> Iterator[Curie]:
        """What is meant if the first word is a misspelt word for a kind of place."""
        if len(parts) > 1 and _is_mistyped(parts[0]):
            found = _exact(self._places_of(edition), key(parts[1:]))
            if found is not None:
                yield found.place

    def _alike(self, text: str, editions: Iterable[Curie]) -> list[Curie]:
        wanted = frozenset(editions)
        known = (item.id for item in self._catalogs.provisions.values() if item.edition in wanted)
        return suggestions(plain(text), known)


@lru_cache(maxsize=_KEPT)
def _is_mistyped(word: str) -> bool:
    """Whether a word looks like a word for a kind of place."""
    return len(word) >= _SHORTEST_TYPO and bool(get_close_matches(word, KIND_WORDS, n=1, cutoff=0.8))


def _exact(places: Places, number: Tokens) -> Found | None:
    tries = (number, *variants(number))
    return next((found for parts in tries if (found := places.exact(parts))), None)


def _rolled_up(places: Places, number: Tokens) -> Found | None:
    tries = (number, *variants(number))
    return next((found for parts in tries if (found := places.rolled_up(parts))), None)


def _is_several(text: str, dropped: int) -> bool:
    """Whether what was dropped from a spelling is no part of the place that is left, but the number of another."""
    tails = [tokens(plain(text)[mark.end() :]) for mark in _BETWEEN.finditer(plain(text))]
    return any(0 < len(tail) <= dropped for tail in tails)


def _resolution(text: str, found: Found) -> Resolution:
    if found.dropped and _is_several(text, found.dropped):
        return Resolution(text, UNKNOWN, how=SEVERAL)
    return Resolution(text, ROLLED_UP if found.dropped else RESOLVED, found.place, found.how)


def _few(near: Iterable[Curie]) -> tuple[Curie, ...]:
    return tuple(dict.fromkeys(near))[:_SHOWN]
