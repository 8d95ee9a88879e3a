"""Documents of nested values, from JSON or YAML, whose every value knows its place: JSON pointer, and line in YAML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError, LimitError
from kg.exchange.yaml_source import Place, Whole, parse_yaml

MAX_OPENED, MAX_COMMAS = 1_000_000, 2_000_000
"""Objects and lists of a JSON document, and commas: each takes thirty times the room it has in the file."""
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Twig:
    """A value of a document. `line` is 0 where the form of the file has no use for lines."""

    value: Any
    file: str
    pointer: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """`file:12 (/catalog/groups/0)`; the line only where it is known."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} ({self.pointer})" if self.pointer else place

    def error(self, message: str, *, found: str = "", expected: str = "", hint: str = "") -> InputError:
        """An error at this place."""
        return InputError(
            message, where=self.where, found=found or self.shown, expected=expected or None, hint=hint or None
        )

    @property
    def shown(self) -> str:
        """The value in a few words."""
        if isinstance(self.value, dict):
            return f"a mapping with {', '.join(map(str, self.value)) or 'no keys'}"[:_SHOWN]
        if isinstance(self.value, list):
            return f"a list of {len(self.value)}"
        return short(" ".join(str(self.value).split()), _SHOWN) if self.value is not None else "nothing"

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of a mapping, in the order of the file; none where this is no mapping."""
        return tuple(map(str, self.value)) if isinstance(self.value, dict) else ()

    def get(self, key: str) -> Twig | None:
        """What stands under a key of this mapping, if there is anything."""
        if not isinstance(self.value, dict):
            raise self.error("not a mapping", expected="keys with values")
        if self.value.get(key) is None:
            return None
        escaped = key.replace("~", "~0").replace("/", "~1")
        return Twig(self.value[key], self.file, f"{self.pointer}/{escaped}", self._line("key", key))

    def need(self, key: str) -> Twig:
        """What stands under a key that has to be there."""
        found = self.get(key)
        if found is None:
            raise self.error(f"{key} is missing", expected=f"{key}: ...")
        return found

    def each(self, key: str) -> Iterator[Twig]:
        """The items of the list under a key; none where there is no such key."""
        listing = self.get(key)
        if listing is None:
            return
        if not isinstance(listing.value, list):
            raise listing.error("not a list", expected="a list of entries")
        for number, value in enumerate(listing.value):
            yield Twig(value, self.file, f"{listing.pointer}/{number}", listing._line("item", number))  # noqa: SLF001 - its own class

    def text(self, key: str) -> str:
        """The plain value under a key with its white space at the ends taken off, empty where there is none."""
        found = self.get(key)
        return found.plain() if found is not None else ""

    def plain(self) -> str:
        """The plain value as text."""
        if isinstance(self.value, (dict, list)):
            raise self.error("not a plain value", expected="a text, number, date, true or false")
        if isinstance(self.value, (int, float)) and not isinstance(self.value, Whole):
            return str(self.value).lower()
        text = Place(self.value, self.file, self.line, self.pointer).text()
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise self.error("not a text", found=ascii(text), expected="characters of Unicode, no half of a pair")
        return text

    def _line(self, kind: str, name: object) -> int:
        marks = getattr(self.value, "lc", None)
        if marks is None:
            return self.line
        try:
            return int(getattr(marks, kind)(name)[0]) + 1
        except KeyError:  # merged in by `<<`: it stands elsewhere
            return self.line


def short(text: str, length: int) -> str:
    """A text of at most `length` characters, cut between words where it was longer."""
    if len(text) <= length:
        return text
    return text[: length - 3].rsplit(" ", 1)[0] + "..."


def parse_json(text: str, name: str) -> Twig:
    """The document of a JSON text; `name` stands for the file in errors. A key that stands twice is an error."""
    opened = text.count("{") + text.count("[")
    if opened > MAX_OPENED or text.count(",") > MAX_COMMAS:
        raise LimitError(
            "too many values", where=name, found=f"{opened:,} objects and lists, {text.count(','):,} commas",
            expected=f"at most {MAX_OPENED:,} and {MAX_COMMAS:,}",
        )  # fmt: skip
    try:
        return Twig(json.loads(text, object_pairs_hook=_unique), name)
    except json.JSONDecodeError as error:
        raise InputError(
            "not valid JSON", where=f"{name}:{error.lineno}, column {error.colno}", found=error.msg, expected="JSON"
        ) from None
    except RecursionError:
        raise InputError("nested too deeply", where=name, expected="a document of ordinary depth") from None
    except ValueError as error:
        raise InputError("not valid JSON", where=name, found=str(error), expected="JSON") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def yaml_tree(text: str, name: str) -> Twig:
    """The document of a YAML text, with lines."""
    return Twig(parse_yaml(text, name).value, name, line=1)
