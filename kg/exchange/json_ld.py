"""JSON-LD before it is parsed: its depth, its contexts and how often each of them has to be gone through.

For each context the parser copies all terms that hold there, and what stands under a term with a context of its own
has it copied anew each time. So a file of some hundred KiB can take minutes; here it is added up what it will take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import LimitError
from kg.exchange import rdf_form
from kg.exchange.tree import parse_json

MAX_TERMS = 10_000
"""Terms that hold in one place."""
MAX_COMMAS = 600_000
"""The parser takes up to 800 bytes for each item of a list."""
MAX_COPIED = 2_000_000
"""Terms copied while the file is read: for each context, those that hold there."""
MAX_CHAIN = 8
"""Terms that are defined by each other. The parser calls itself for each."""
MAX_TEXT = 2_048
"""Characters of one definition in a context."""
_CONTEXT = "@context"
_NESTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def check(name: str, content: bytes) -> None:
    """Raises LimitError for a file that would take far more than others of its size, InputError where it is no JSON."""
    depth = opened = 0
    for token in _NESTS.finditer(content):
        if token[0] in (b"[", b"{"):
            depth += 1
            opened += 1
        elif token[0] in (b"]", b"}"):
            depth -= 1
        if depth > rdf_form.MAX_DEPTH:
            raise rdf_form.too_deep(name, content.count(10, 0, token.start()) + 1)
    if max(opened, commas := content.count(b",")) > MAX_COMMAS:
        raise LimitError(
            "too many objects, lists and items for JSON-LD", where=name,
            found=f"{opened:,} objects and lists, {commas:,} commas", expected=f"at most {MAX_COMMAS:,} of each",
            hint="convert the file to N-Triples or Turtle",
        )  # fmt: skip
    # An escaped letter would hide the word. What is no UTF-8 is for the parser to refuse.
    if b"context" in content or b"\\u" in content:
        _Contexts(name).check(parse_json(content.decode("utf-8", errors="replace"), name).value)


class _Contexts:
    """All contexts of one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._copied = 0
        self._scoped: dict[str, int] = {}

    def check(self, document: Any) -> None:
        """Raise LimitError where they are too many, too long, or too often gone through."""
        found = list(_contexts(document))
        for context in found:
            self._define(context)
        self._document(document, 0)

    def _define(self, context: dict[str, Any]) -> None:
        meant: dict[str, str] = {}
        for term, value in context.items():
            inner = value if isinstance(value, dict) else {"@id": value}
            texts = [text for text in (term, *inner.values()) if isinstance(text, str)]
            self._at_most("a definition in a context is too long", max(map(len, texts)), MAX_TEXT)
            if _CONTEXT in inner:
                size = sum(len(scoped) for scoped in _contexts(inner))
                self._scoped[term] = max(size, self._scoped.get(term, 0))
            meant[term] = str(inner.get("@id", ""))
        for term in meant:
            self._at_most("terms of a context are defined by each other", _chain(term, meant), MAX_CHAIN)

    def _document(self, value: Any, held: int) -> None:
        """Add up what is copied for a value, where so many terms hold."""
        if isinstance(value, list):
            for inner in value:
                self._document(inner, held)
        elif isinstance(value, str):
            # A term with a context of its own may be the name of a type.
            if value in self._scoped:
                self._copy(held + self._scoped[value])
        elif isinstance(value, dict):
            for context in _listed(value.get(_CONTEXT)):
                held += len(context)
                self._copy(held)
            for key, inner in value.items():
                if key in self._scoped:
                    self._copy(held + self._scoped[key])
                if key != _CONTEXT:
                    self._document(inner, held)

    def _copy(self, terms: int) -> None:
        self._at_most("too many terms in the contexts", terms, MAX_TERMS)
        self._copied += terms + 1
        self._at_most("contexts are gone through too often: terms copied", self._copied, MAX_COPIED)

    def _at_most(self, what: str, found: int, most: int) -> None:
        if found > most:
            raise LimitError(
                what, where=self._name, found=f"{found:,}", expected=f"at most {most:,}",
                hint="convert the file to Turtle, or keep one context at its beginning",
            )  # fmt: skip


def _listed(value: Any) -> list[dict[str, Any]]:
    """The contexts written out in what stands under the word."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def _contexts(value: Any) -> Iterator[dict[str, Any]]:
    """All contexts in a value, those inside of others too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == _CONTEXT:
                yield from _listed(inner)
            if isinstance(inner, (dict, list)):
                yield from _contexts(inner)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, (dict, list)):
                yield from _contexts(inner)


def _chain(term: str, meant: dict[str, str]) -> int:
    """How many terms have to be known one after the other to know what a term means."""
    length = 0
    while term in meant and length <= MAX_CHAIN:
        length += 1
        value = meant[term]
        term = value if value in meant else value.partition(":")[0]
        if not value:
            break
    return length
