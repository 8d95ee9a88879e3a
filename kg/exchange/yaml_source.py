"""YAML 1.2 files whose every value knows its line, so that an error can point at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kg.errors import InputError, did_you_mean

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """A value and where it stands. `path` names it in words (`systems[2].facts`)."""

    value: Any
    file: str
    line: int
    path: str

    @property
    def where(self) -> str:
        """`file:line (path)`."""
        return f"{self.file}:{self.line}" + (f" ({self.path})" if self.path else "")

    def error(self, message: str, *, found: object = None, expected: str = "", hint: str = "") -> InputError:
        """An error at this place."""
        shown = self.value if found is None else found
        return InputError(
            message, where=self.where, found=_shown(shown), expected=expected or None, hint=hint or None
        )

    def entries(self, known: tuple[str, ...] | None = None) -> Iterator[tuple[str, Place]]:
        """Keys and values of a mapping. With `known`, any other key is an error with the nearest known one."""
        if not isinstance(self.value, CommentedMap):
            raise self.error("not a mapping", expected="key: value lines")
        for key, value in self.value.items():
            line = self.value.lc.key(key)[0] + 1
            name = str(key)
            place = Place(value, self.file, line, f"{self.path}.{name}" if self.path else name)
            if known is not None and name not in known:
                hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
                raise place.error("unknown key", found=name, expected="a key of the portfolio format", hint=hint)
            yield name, place

    def get(self, key: str) -> Place | None:
        """The value of one key of a mapping, if it is there."""
        return next((place for name, place in self.entries() if name == key), None)

    def items(self) -> Iterator[Place]:
        """Items of a list."""
        if not isinstance(self.value, CommentedSeq):
            raise self.error("not a list", expected="a list of entries, each starting with '- '")
        for number, value in enumerate(self.value):
            yield Place(value, self.file, self.value.lc.item(number)[0] + 1, f"{self.path}[{number + 1}]")

    def scalars(self) -> Iterator[Place]:
        """The items of a list of plain values, or the one plain value itself."""
        places = self.items() if isinstance(self.value, CommentedSeq) else iter((self,))
        for place in places:
            if isinstance(place.value, (CommentedMap, CommentedSeq)) or place.value is None:
                raise place.error("not a plain value", expected="a text, number, date, true or false")
            yield place

    def text(self) -> str:
        """A plain value as text: dates in ISO form, booleans as true or false."""
        if isinstance(self.value, (CommentedMap, CommentedSeq)) or self.value is None:
            raise self.error("not a plain value", expected="a text, number, date, true or false")
        if isinstance(self.value, bool):
            return str(self.value).lower()
        if isinstance(self.value, datetime):
            return self.value.isoformat()
        if isinstance(self.value, date):
            return self.value.isoformat()
        return str(self.value).strip()

    def day(self) -> date:
        """A calendar day."""
        text = self.text()
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.error("not a date", expected="a day as YYYY-MM-DD", hint="for example 2026-08-02") from None


def read_yaml(path: Path) -> Place:
    """The document of a YAML file. One document, unique keys; a file that cannot be read is one clear error."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("file is too large", where=str(path), expected=f"at most {MAX_BYTES:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "file is not UTF-8", where=str(path), found=f"byte {error.start}", expected="a UTF-8 text file"
        ) from None
    except OSError as error:
        raise InputError(
            "file cannot be read", where=str(path), found=error.strerror or str(error), hint="check the path"
        ) from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> Place:
    """The document of a YAML text; `name` stands for the file in errors."""
    reader = YAML(typ="rt", pure=True)
    reader.version = (1, 2)
    try:
        document = reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            "not valid YAML",
            where=f"{name}:{mark.line + 1}" if mark else name,
            found=(error.problem or "").strip() or None,
            expected="YAML 1.2",
            hint="check indentation, quotes and repeated keys on this line",
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise InputError("not valid YAML", where=name, found=str(error).splitlines()[0], expected="YAML 1.2") from None
    return Place(document, name, 1, "")


def _shown(value: object) -> str:
    text = str(dict(value) if isinstance(value, CommentedMap) else value)
    return text if len(text) <= 80 else text[:77] + "..."
