"""YAML 1.2 files whose every value knows its line, so that an error can point at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode

from kg.clock import parse_date
from kg.errors import InputError, LimitError, did_you_mean
from kg.exchange.yaml_limits import (
    MAX_ALIASED,
    MAX_DEPTH,
    MAX_MERGED,
    Composer,
    TooManyAliases,
    TooManyMerges,
    check_density,
    too_deep,
)

MAX_BYTES = 64 * 1024 * 1024
_SHOWN = 80
_TAG = "tag:yaml.org,2002:"
_DIRECTIVE = re.compile(r"^%.*$", re.MULTILINE)


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
        return InputError(message, where=self.where, found=_shown(shown), expected=expected or None, hint=hint or None)

    def entries(self, known: tuple[str, ...] | None = None) -> Iterator[tuple[str, Place]]:
        """Keys and values of a mapping. With `known`, any other key is an error with the nearest known one."""
        if not isinstance(self.value, CommentedMap):
            raise self.error("not a mapping", expected="key: value lines")
        for key, value in self.value.items():
            name = str(key)
            place = Place(value, self.file, self._line_of(key), f"{self.path}.{name}" if self.path else name)
            if known is not None and name not in known:
                hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
                raise place.error("unknown key", found=name, expected="a key of this format", hint=hint)
            yield name, place

    def _line_of_item(self, number: int) -> int:
        found = self.value.lc.item(number)
        # An entry with a tag of its own is read without its place.
        return self.line if found is None else int(found[0]) + 1

    def _line_of(self, key: object) -> int:
        try:
            return int(self.value.lc.key(key)[0]) + 1
        except (KeyError, TypeError):  # merged in by `<<`: it stands elsewhere; or it has a tag, and no place
            return self.line

    def get(self, key: str) -> Place | None:
        """The value of one key of a mapping, if it is there."""
        return next((place for name, place in self.entries() if name == key), None)

    def lacking(self, key: str) -> tuple[Place, str | None]:
        """Where a value is missing in a mapping, and what was found in its place."""
        stated = self.get(key)
        return (stated, None) if stated else (self, f"keys: {', '.join(str(name) for name in self.value)}")

    def items(self) -> Iterator[Place]:
        """Items of a list."""
        if not isinstance(self.value, CommentedSeq):
            raise self.error("not a list", expected="a list of entries, each starting with '- '")
        for number, value in enumerate(self.value):
            yield Place(value, self.file, self._line_of_item(number), f"{self.path}[{number + 1}]")

    def scalars(self) -> Iterator[Place]:
        """The items of a list of plain values, or the one plain value itself."""
        places = self.items() if isinstance(self.value, CommentedSeq) else iter((self,))
        for place in places:
            place.text()
            yield place

    def text(self) -> str:
        """A plain value as it is written; true and false in small letters."""
        value = self.value
        if isinstance(value, TaggedScalar) and value.tag.value == f"{_TAG}str":
            value = value.value
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, Whole):
            return value.written
        if not isinstance(value, str):
            raise self.error("not a plain value", expected="a text, number, date, true or false")
        return str(value).strip()

    def day(self) -> date:
        """A calendar day."""
        return parse_date(self.text(), where=self.where)


class Whole(int):
    """A whole number that remembers how it is written: `007` is a text as well."""

    written: str


class _Constructor(RoundTripConstructor):
    """Reads numbers and dates as they are written: what a version 3.10 or a number 007 means is not YAML's to say."""

    def written(self, node: ScalarNode) -> str:
        """The text of a scalar."""
        return str(node.value)

    def whole(self, node: ScalarNode) -> Whole | str:
        """A decimal number, or the text of another notation."""
        text = str(node.value)
        if not (text.isascii() and text.isdigit()):
            return text
        number = Whole(text)
        number.written = text
        return number

    def truth(self, node: ScalarNode) -> bool:
        """True or false, anchored or not."""
        return str(node.value).lower() == "true"


_Constructor.add_constructor(f"{_TAG}int", _Constructor.whole)
_Constructor.add_constructor(f"{_TAG}bool", _Constructor.truth)
_Constructor.add_constructor(f"{_TAG}float", _Constructor.written)
_Constructor.add_constructor(f"{_TAG}timestamp", _Constructor.written)


def read_yaml(path: Path) -> Place:
    """The document of a YAML file. One document, unique keys; a file that cannot be read is one clear error."""
    return parse_yaml(read_text(path), path.name)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("file is too large", where=str(path), expected=f"at most {MAX_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "file is not UTF-8", where=str(path), found=f"byte {error.start}", expected="a UTF-8 text file"
        ) from None
    except OSError as error:
        raise InputError(
            "file cannot be read", where=str(path), found=error.strerror or str(error), hint="check the path"
        ) from None


def parse_yaml(text: str, name: str) -> Place:
    """The document of a YAML text; `name` stands for the file in errors."""
    reader = YAML(typ="rt", pure=True)
    reader.Constructor = _Constructor
    reader.Composer = Composer
    reader.max_depth = MAX_DEPTH
    reader.version = (1, 2)
    if directive := _DIRECTIVE.search(text):
        raise InputError(
            "YAML directives are not supported",
            where=f"{name}:{text.count(chr(10), 0, directive.start()) + 1}",
            found=directive[0][:_SHOWN],
            expected="YAML 1.2",
            hint="remove the line",
        )
    check_density(text, name)
    try:
        document = reader.load(text)
    except MarkedYAMLError as error:
        raise _broken(name, error) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise InputError("not valid YAML", where=name, found=str(error).splitlines()[0], expected="YAML 1.2") from None
    except TypeError:  # a mapping with lists in it is the key of another: such a key has no hash
        raise InputError(
            "a key is no plain text", where=name, found="a list or mapping as a key", expected="text as keys",
            hint="look for a question mark at the beginning of a line",
        ) from None  # fmt: skip
    return Place(document, name, 1, "")


def _broken(name: str, error: MarkedYAMLError) -> InputError:
    mark = error.problem_mark or error.context_mark
    where = f"{name}:{mark.line + 1}" if mark else name
    if isinstance(error, MaxDepthExceededError):
        return too_deep(where)
    if isinstance(error, TooManyAliases):
        return LimitError(
            "the aliases stand for too much", where=where, found=f"more than {MAX_ALIASED:,} values",
            expected=f"at most {MAX_ALIASED:,}", hint="write the values out, or take them out",
        )  # fmt: skip
    if isinstance(error, TooManyMerges):
        return LimitError(
            "mappings are merged too often", where=where, found=f"more than {MAX_MERGED} times <<",
            expected=f"at most {MAX_MERGED}", hint="write the values out",
        )  # fmt: skip
    return InputError(
        "not valid YAML", where=where, expected="YAML 1.2",
        found=(error.problem or "").strip().removeprefix("but ").removeprefix("found ") or None,
        hint="check indentation, quotes and repeated keys on this line",
    )  # fmt: skip


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, CommentedMap):
        text = f"a mapping with {', '.join(map(str, value)) or 'no keys'}"
    elif isinstance(value, CommentedSeq):
        text = f"a list of {len(value)}"
    elif isinstance(value, TaggedScalar):
        text = f"{value.tag.value} {value.value}"
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
