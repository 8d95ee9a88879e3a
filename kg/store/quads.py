"""Quads as text: one canonical N-Quads line per quad, and the packed form in which a commit keeps a set of them.

The ledger compares quads as text, so one quad must have one spelling: single spaces, a graph name, no blank node, the
short escapes, lower-case language tags, no `xsd:string` datatype. That is what `kg.store.index.to_lines` writes. A line
ends in ` .` and carries no newline.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from kg.errors import InputError

_ESCAPE = r"\\(?:[tbnrf\"\\]|u(?:00(?:0[0-7BEF]|1[0-9A-F]|7F)|FFFE|FFFF))"
_TAG = r"@[a-z]{1,8}(?:-[a-z0-9]{1,8})*"


def _form(iri: str, plain: str) -> re.Pattern[str]:
    """The form of a line, from the characters that stand for themselves in an IRI and in a literal."""
    name = rf"<[A-Za-z][A-Za-z0-9+.\-]*+:{iri}*+>"
    typed = rf"\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>){name}"
    literal = rf"\"{plain}*+(?:{_ESCAPE}{plain}*+)*+\"(?:{_TAG}|{typed})?"
    return re.compile(rf"{name} {name} (?:{name}|{literal}) {name} \.")


_LINE = _form(r"[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]", r"[^\"\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# The same for lines of ASCII, as most are: a character is found among a few sooner than outside of very many.
_ASCII_LINE = _form(r"[!#-;=?-\[\]_a-z~\x7f]", r"[ !#-\[\]-~]")
_BLANK = re.compile(r"^_:|^\S+ \S+ _:| _:\S+ \.$")
# Of the nine levels, the one that saves most for the time it takes: the sixth takes twice as long for a sixth less.
_LEVEL = 3
_PIECE = 4096
_SHOWN = 300


class Text:
    """The text of a set of lines, sorted, each ended by a newline: UTF-8, given piece by piece.

    A large set has a text of some hundred megabytes, which nobody needs as a whole.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = sorted(lines)
        plain = all(map(str.isascii, self._lines))
        self._size = len(self._lines) + sum(map(len, self._lines if plain else map(str.encode, self._lines)))

    def __len__(self) -> int:
        """Its length in bytes."""
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._lines), _PIECE):
            # The empty text at the end ends the last line.
            yield "\n".join([*self._lines[start : start + _PIECE], ""]).encode()


def check_lines(lines: Iterable[str]) -> AbstractSet[str]:
    """The lines as a set. Raises `InputError` naming the first that is not a canonical N-Quads line."""
    checked = lines if isinstance(lines, (set, frozenset)) else set(lines)
    matches, matches_ascii = _LINE.fullmatch, _ASCII_LINE.fullmatch
    wrong = [line for line in checked if (matches_ascii if line.isascii() else matches)(line) is None]
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


def pack(lines: Iterable[str]) -> tuple[Text, bytes]:
    """The text of the lines, and the same compressed by zlib."""
    text = Text(lines)
    packer = zlib.compressobj(_LEVEL)
    parts = [packer.compress(piece) for piece in text]
    return text, b"".join([*parts, packer.flush()])


def unpack(blob: bytes) -> tuple[bytes, list[str]]:
    """Text and lines of a packed blob. Raises `zlib.error` or `UnicodeDecodeError` on a damaged one."""
    text = zlib.decompress(blob)
    # Not splitlines(): it would also split at characters a literal may hold, such as U+2028.
    return text, text.decode().split("\n")[:-1]
