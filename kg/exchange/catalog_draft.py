"""A catalog as a reader finds it, entry by entry, on its way to a framework of one's own.

Identifiers are made from the official notation, with characters that an identifier cannot have spelled as hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields

from kg.clock import parse_date
from kg.errors import InputError, UsageError
from kg.exchange.findings import Finding
from kg.exchange.framework_reader import LONGEST_SLUG, NODE_OF_NORM, check_slug
from kg.exchange.tree import short
from kg.knowledge import Knowledge
from kg.own.model import OwnFramework, OwnRequirement, Stated

TITLE_LENGTH = 160
UNTITLED = "(no title)"
OBLIGATION, RECOMMENDATION = "obligation", "recommendation"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_SLUG_UNSAFE = re.compile(r"[^a-z0-9]*[^a-z0-9.][^a-z0-9]*|\.{2,}")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a catalog is read for: what is said beside the file, the knowledge it joins, and whose it will be."""

    stated: Stated
    knowledge: Knowledge
    organisation: str


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """The framework in a file, the form the file was found to have, and what was not understood."""

    framework: OwnFramework
    form: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One numbered place of a catalog. `names` are what its identifier may be, the best first."""

    where: str
    names: tuple[str, ...]
    kind: str
    parent: str = ""
    notation: str = ""
    title: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()
    external_id: str = ""
    modality: str = OBLIGATION


class Draft:
    """Collects the entries of one catalog."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._items: dict[str, OwnRequirement] = {}

    def add(self, entry: Entry) -> str:
        """Take in an entry after those it stands below; its identifier is returned."""
        name = self._identifier(entry)
        notation, text = " ".join(entry.notation.split()), entry.text.strip()
        title = " ".join(entry.title.split()) or short(" ".join(text.split()), TITLE_LENGTH) or notation or UNTITLED
        self._items[name] = OwnRequirement(
            id=name,
            notation=notation or name,
            title=title,
            parent=entry.parent,
            kind=entry.kind,
            modality=entry.modality,
            notes=entry.notes,
            text=text,
            external_id=entry.external_id,
        )
        return name

    def note(self, where: str, found: str, reading: str) -> None:
        """Keep what has to be said about a place."""
        self.findings.append(Finding(where, short(" ".join(found.split()), 80), reading))

    def finish(self, form: str, said: dict[str, str], purpose: Purpose) -> CatalogFile:
        """The framework: `said` are the fields the file has a word on; what is stated beside it goes before them."""
        stated = purpose.stated
        values: dict[str, object] = {key: " ".join(text.split()) for key, text in said.items() if text}
        if isinstance(issued := values.get("issued"), str):
            values["issued"] = parse_date(issued, where=self.file)
        values |= {item.name: value for item in fields(stated) if (value := getattr(stated, item.name))}
        values["slug"] = values["slug"] if stated.slug else slug(str(values.get("slug", "")))
        for key, option in (("slug", "--slug NAME"), ("title", "--title TEXT"), ("issued", "--issued DATE")):
            if not values.get(key):
                raise InputError(
                    f"the file does not say the {key} of the framework", where=self.file, found=f"no {key}",
                    expected=f"{key}: {_DOCS[key]}", hint=f"add {option}",
                )  # fmt: skip
        self._check(str(values["slug"]), purpose)
        framework = OwnFramework(**values, requirements=tuple(self._items.values()))  # type: ignore[arg-type]
        if not any(item.states_norm for item in framework.requirements):
            found = f"{len(self._items)} entries that demand nothing"
            raise InputError(
                "a framework without requirements", where=self.file, found=found, expected="at least one requirement"
            )
        return CatalogFile(framework, form, tuple(self.findings))

    def _check(self, name: str, purpose: Purpose) -> None:
        def fail(message: str, *, expected: str, hint: str = "") -> InputError | UsageError:
            if purpose.stated.slug:
                return UsageError(message, where="--slug", found=name, expected=expected, hint=hint or None)
            way = f"choose another with --slug, such as --slug {name}-own"
            return InputError(message, where=self.file, found=name, expected=expected, hint=way)

        check_slug(name, purpose.knowledge, purpose.organisation, fail)

    def _identifier(self, entry: Entry) -> str:
        wanted = [name for text in entry.names if (name := spelled(text))] or [f"entry-{len(self._items) + 1}"]
        free = next((name for name in wanted if name not in self._items), "")
        if not free:
            number = 2
            while f"{wanted[0]}-{number}" in self._items:
                number += 1
            free = f"{wanted[0]}-{number}"
        if free != wanted[0]:
            self.note(entry.where, entry.names[0], f"stands twice in the file: this one is called {free}")
        return free


_DOCS = {
    "slug": "the short name with which every identifier begins",
    "title": "the title in full",
    "issued": "the day its text was issued, YYYY-MM-DD",
}


def slug(text: str) -> str:
    """A short name made from a title or identifier, empty where it has no letter to begin with."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = _SLUG_UNSAFE.sub("-", plain).strip("-.")
    name = re.sub(r"[.-]{2,}", "-", re.sub(r"^[^a-z]+", "", name))
    if len(name) > LONGEST_SLUG:
        name = name[: LONGEST_SLUG + 1].rpartition("-")[0] or name[:LONGEST_SLUG]
    return name.strip("-.")


def last_segment(identifier: str) -> str:
    """What stands behind the last separator of a URN or IRI."""
    return re.split(r"[:/#]", identifier.rstrip(":/#"))[-1]


def joined(texts: Iterable[str], separator: str = "\n") -> str:
    """The texts that say something, joined."""
    return separator.join(text for text in texts if text)


def spelled(text: str) -> str:
    """A text with what an identifier cannot have spelled as hyphens, empty where nothing is left."""
    name = _UNSAFE.sub("-", text.strip()).strip("._-")
    return f"{name}-" + "0" if NODE_OF_NORM.fullmatch(name) else name
