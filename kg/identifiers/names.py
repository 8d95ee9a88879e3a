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
    """A framework that a spelling names, the parts that are left, and the year of its edition where that is another."""

    edition: Curie
    rest: Tokens
    other_year: str = ""


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ontology_dir() / "names.json").read_text(encoding="utf-8"))
    return found


class Names:
    """The names of some editions."""

    def __init__(self, editions: Mapping[Curie, Edition]) -> None:
        self.years: dict[Curie, str] = {}
        self.words: dict[Curie, dict[str, str]] = {}
        self._slugs: dict[Tokens, Curie] = {}
        for slug, edition in editions.items():
            entry = _shipped().get(slug, {})
            self.years[slug] = entry.get("edition", "")
            self.words[slug] = entry.get("words", {})
            for name in (slug, edition.label, *entry.get("names", ())):
                self._slugs[tokens(name)] = slug
        # Codes of law that many acts stand in: named before a number they say nothing that the number does not.
        self._codes = {tokens(name) for name in _shipped()["codes"]["names"]}
        self._longest = max(map(len, self._slugs), default=0)

    def find(self, text: str) -> Named | None:
        """The framework that a spelling names, at its beginning or else at its end."""
        parts = tokens(_URN.sub("", plain(text)))
        return self._before(parts) or self._after(parts)

    def without_code(self, parts: Tokens) -> Tokens:
        """The parts after the name of a code of law."""
        lengths = sorted(map(len, self._codes), reverse=True)
        return next((parts[length:] for length in lengths if parts[:length] in self._codes), parts)

    def whole(self, text: str) -> Curie:
        """The edition that a text names and nothing more, its year included where it has one; else nothing."""
        named = self.find(text)
        if named is None or named.rest or named.other_year:
            return ""
        year = self.years[named.edition]
        return named.edition if not year or year in tokens(text) else ""

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
            slug = self._slugs.get(parts[:length])
            if slug is not None:
                return self._with_year(slug, parts[length:])
        return None

    def _with_year(self, slug: Curie, rest: Tokens) -> Named:
        year = self.years[slug]
        if year and rest and _YEAR.fullmatch(rest[0]):
            return Named(slug, rest[1:], "" if rest[0] == year else rest[0])
        return Named(slug, rest)

    def _after(self, parts: Tokens) -> Named | None:
        stated = parts[-1] if parts and _YEAR.fullmatch(parts[-1]) else ""
        for body, year in ((parts, ""), (parts[:-1], stated)):
            for length in range(min(self._longest, len(body)), 0, -1):
                slug = self._slugs.get(body[-length:])
                # A number at the end is a part of the place, not the name of a standard.
                if slug is None or body[-length].isdigit() or (year and not self.years[slug]):
                    continue
                rest = body[:-length]
                while rest and rest[-1] in _BETWEEN:
                    rest = rest[:-1]
                return Named(slug, rest, "" if year in ("", self.years[slug]) else year)
            if not stated:
                break
        return None
