"""Entity tags: what names an answer, and whether a client has it already."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_LENGTH = 32


def digest(*parts: object) -> str:
    """A short hash of some values; the same values give the same hash in every process."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def question(organisation: str, path: str, query: Iterable[tuple[str, str]], without: frozenset[str]) -> str:
    """Hash of who is asked about, a path and its query parameters in whatever order they came, some left out."""
    return digest(organisation, path, sorted({(name, value) for name, value in query if name not in without}))


def matches(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names a tag (weak comparison, as RFC 9110 wants for reading)."""
    return header.strip() == "*" or tag in _TAG.findall(header)
