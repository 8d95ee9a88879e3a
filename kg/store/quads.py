"""Quads as text: one canonical N-Quads line per quad, and the packed form in which a commit keeps a set of them.

The ledger compares quads as text, so one quad must have one spelling: single spaces, a graph name, no blank node, the
short escapes, lower-case language tags, no `xsd:string` datatype. That is what `kg.store.index.to_lines` writes. A line
ends in ` .` and carries no newline.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from kg.errors import InputError

_IRI = r"<[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]*>"
_PLAIN = r"[^\"\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]*"
_ESCAPE = r"\\(?:[tbnrf\"\\]|u(?:00(?:0[0-7BEF]|1[0-9A-F]|7F)|FFFE|FFFF))"
_TAG = r"@[a-z]{1,8}(?:-[a-z0-9]{1,8})*"
_TYPE = rf"\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>){_IRI}"
_LITERAL = rf"\"{_PLAIN}(?:{_ESCAPE}{_PLAIN})*\"(?:{_TAG}|{_TYPE})?"
_LINE = re.compile(rf"{_IRI} {_IRI} (?:{_IRI}|{_LITERAL}) {_IRI} \.")
_BLANK = re.compile(r"^_:|^\S+ \S+ _:| _:\S+ \.$")
_LEVEL = 6
_SHOWN = 300


def check_lines(lines: Iterable[str]) -> set[str]:
    """The lines as a set. Raises `InputError` naming the first that is not a canonical N-Quads line."""
    checked = set(lines)
    matches = _LINE.fullmatch
    wrong = [line for line in checked if matches(line) is None]
    if wrong:
        raise _refusal(min(wrong))
    return checked


def _refusal(line: str) -> InputError:
    shown = line if len(line) <= _SHOWN else line[:_SHOWN] + "..."
    shown = shown.encode("utf-8", "backslashreplace").decode("utf-8")
    if _BLANK.search(line):
        return InputError(
            "a blank node cannot be recorded: it has no identity from one commit to the next",
            found=shown,
            expected="an IRI for every subject, object and graph",
            hint="give the thing an id",
            code="blank-node",
        )
    return InputError(
        "not a canonical N-Quads line",
        found=shown,
        expected="<subject> <predicate> <object> or a literal, <graph> and a full stop, one space between",
        hint="write quads with kg.store.index.to_lines",
        code="quad-form",
    )


def graph_of(line: str) -> str:
    """IRI of the graph a canonical line names."""
    return line[line.rindex(" <") + 2 : -3]


def pack(lines: Iterable[str]) -> tuple[bytes, bytes]:
    """The sorted lines as UTF-8 text (each ended by a newline), plain and zlib-compressed."""
    text = "".join(f"{line}\n" for line in sorted(lines)).encode()
    return text, zlib.compress(text, _LEVEL)


def unpack(blob: bytes) -> tuple[bytes, list[str]]:
    """Text and lines of a packed blob. Raises `zlib.error` or `UnicodeDecodeError` on a damaged one."""
    text = zlib.decompress(blob)
    # Not splitlines(): it would also split at characters a literal may hold, such as U+2028.
    return text, text.decode().split("\n")[:-1]
