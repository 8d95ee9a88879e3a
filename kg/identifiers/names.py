"""Names of frameworks as people write them, and the edition that a spelling asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.identifiers.spelling import MOST, Tokens, plain, tokens
from kg.model import Curie, Edition
from kg.resources import ontology_dir

_YEAR = re.compile(r"(?:19|20)\d\d")
# Identifiers of CISO Assistant: `urn:intuitem:risk:req_node:iso42001-2023:a.6.2.3`.
_URN = re.compile(r"^urn:[\w-]+:risk:(?:req_node|framework|library|req_mapping_set|reference_control):", re.IGNORECASE)
_BETWEEN = frozenset({"of", "the", "in", "from", "under", "to", "eu"})


@dataclass(frozen=True, slots=True)
class Named:
    """A framework that a spelling names, the parts that are left, and the year of its edition where that is another.

    `others` are further editions that have the same name: which one is meant is then not told.
    """

    edition: Curie
    rest: Tokens
    other_year: str = ""
    others: tuple[Curie, ...] = ()

    @property
    def editions(self) -> tuple[Curie, ...]:
        """Every edition that may be meant."""
        return (self.edition, *self.others)


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ontology_dir() / "names.json").read_text(encoding="utf-8"))
    return found


class Names:
    """The names of some editions."""

    def __init__(self, editions: Mapping[Curie, Edition]) -> None:
        self.years: dict[Curie, str] = {}
        self.words: dict[Curie, dict[str, str]] = {}
        self._slugs: dict[Tokens, tuple[Curie, ...]] = {}
        for slug, edition in editions.items():
            entry = _shipped().get(slug, {})
            self.years[slug] = entry.get("edition", "")
            self.words[slug] = entry.get("words", {})
            for name in (edition.label, *entry.get("names", ())):
                self._add(tokens(name), slug)
        own = {tokens(slug): slug for slug in editions}
        # A name without its year is also that of an edition of another year.
        for name, slugs in [*self._slugs.items(), *((parts, (slug,)) for parts, slug in own.items())]:
            if name and _YEAR.fullmatch(name[-1]) and name[:-1] in self._slugs:
                for slug in slugs:
                    self._add(name[:-1], slug)
        # What is written out as the identifier of an edition means that one alone.
        self._slugs |= {parts: (slug,) for parts, slug in own.items()}
        # Codes of law that many acts stand in: named before a number they say nothing that the number does not.
        self._codes = {tokens(name) for name in _shipped()["codes"]["names"]}
        self._longest = max(map(len, self._slugs), default=0)

    def _add(self, name: Tokens, slug: Curie) -> None:
        known = self._slugs.get(name, ())
        if slug not in known:
            self._slugs[name] = (*known, slug)

    def find(self, text: str) -> Named | None:
        """The framework that a spelling names, at its beginning or else at its end."""
        parts = tokens(_URN.sub("", plain(text)))
        return self._before(parts) or self._after(parts)

    def without_code(self, parts: Tokens) -> Tokens:
        """The parts after the name of a code of law."""
        lengths = sorted(map(len, self._codes), reverse=True)
        return next((parts[length:] for length in lengths if parts[:length] in self._codes), parts)

    def whole(self, text: str) -> tuple[Curie, ...]:
        """The editions that a text names and nothing more: several where a name tells no year that would decide."""
        named = self.find(text)
        return named.editions if named is not None and not named.rest and not named.other_year else ()

    def other_edition(self, text: str) -> str:
        """A sentence where a text names an edition of another year than is known; else nothing."""
        named = self.find(text)
        if named is None or not named.other_year or named.rest:
            return ""
        return f"it is the edition of {named.other_year}, known is {named.edition}"

    def mentioned(self, text: str) -> Named | None:
        """The framework that a longer text names anywhere near its beginning: a title, an address, a file name."""
        parts = tokens(_URN.sub("", plain(text[:MOST])))
        for start in range(len(parts)):
            found = self._before(parts[start:])
            if found is not None and (start == 0 or not parts[start].isdigit()):
                return found
        return None

    def _before(self, parts: Tokens) -> Named | None:
        for length in range(min(self._longest, len(parts)), 0, -1):
            slugs = self._slugs.get(parts[:length])
            if slugs is not None:
                stated = parts[length] if length < len(parts) and _YEAR.fullmatch(parts[length]) else ""
                return self._with_year(slugs, parts[length:], parts[length + 1 :], stated)
        return None

    def _with_year(self, slugs: tuple[Curie, ...], rest: Tokens, after: Tokens, stated: str) -> Named:
        """Those of the editions that a year stated leaves; `after` are the parts without it."""
        if stated and any(self.years[slug] for slug in slugs):
            fitting = tuple(slug for slug in slugs if self.years[slug] == stated)
            if not fitting:
                return Named(slugs[0], after, stated)
            return Named(fitting[0], after, others=fitting[1:])
        return Named(slugs[0], rest, others=slugs[1:])

    def _after(self, parts: Tokens) -> Named | None:
        stated = parts[-1] if parts and _YEAR.fullmatch(parts[-1]) else ""
        for body, year in ((parts, ""), (parts[:-1], stated)):
            for length in range(min(self._longest, len(body)), 0, -1):
                slugs = self._slugs.get(body[-length:])
                # A number at the end is a part of the place, not the name of a standard.
                if slugs is None or body[-length].isdigit() or (year and not any(self.years[slug] for slug in slugs)):
                    continue
                rest = body[:-length]
                while rest and rest[-1] in _BETWEEN:
                    rest = rest[:-1]
                return self._with_year(slugs, rest, rest, year)
            if not stated:
                break
        return None
