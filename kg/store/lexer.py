"""What an ad-hoc SPARQL query may contain, decided on its tokens before any engine sees it.

Refused outside strings, IRIs and comments: SERVICE, which reaches the network, and the words of SPARQL Update. Size and
nesting are capped, because deeply nested text brings the engine down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import InputError, LimitError

MAX_BYTES = 65_536
MAX_DEPTH = 50
_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\n\r]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<quote>["'])
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>(?:[\w.\-]+:?|:)(?:(?<=:)(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)?)
    | (?P<open>[{(\[])
    | (?P<close>[)}\]])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATE = frozenset(("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"))
_OPERANDS = frozenset(("iri", "string", "variable", "tag", "word", "close"))
_ASCII_ESCAPE = re.compile(r"\\(?:u00|U000000)[0-7][0-9A-Fa-f]")
_GAP = r"(?:\s|\#[^\n\r]*[\n\r])*"
_CLAUSE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?:<|[?$]\w|[\w.\-]*:)", re.IGNORECASE)


def confine(sparql: str, *, size: int = MAX_BYTES, depth: int = MAX_DEPTH) -> None:
    """Passes a query that can only read; `size` in bytes of UTF-8, `depth` in open brackets.

    Raises `InputError` for a refused form or text that is no SPARQL, `LimitError` above a cap.
    """
    length = len(sparql.encode("utf-8", "replace"))
    if length > size:
        raise LimitError(
            "the query is too long", found=f"{length} bytes", expected=f"at most {size}", code="query-too-long"
        )
    escape = _ASCII_ESCAPE.search(sparql)
    if escape:
        # Engines differ in whether such an escape can end a string, so no reading of the text would be certain.
        raise _refused(sparql, escape.start(), escape.group(), "the character itself")
    for kind, start, text in _tokens(sparql, depth):
        if kind == "quote":
            raise InputError(
                "a string is not closed", where=_place(sparql, start), found=text, expected="a closing quote"
            )
        if kind == "word" and (word := _forbidden(text)):
            raise _refused(sparql, start, word, "SELECT, ASK, CONSTRUCT or DESCRIBE over the graphs at hand")


def _tokens(sparql: str, depth: int) -> Iterator[tuple[str, int, str]]:
    brackets: list[str] = []
    before = ""
    for match in _TOKEN.finditer(sparql):
        kind, text = match.lastgroup or "", match.group()
        if kind == "space":
            continue
        if kind == "open":
            brackets.append(text)
        elif kind == "close" and brackets:
            brackets.pop()
        elif kind == "iri" and brackets[-1:] == ["("] and before in _OPERANDS:
            _settle(sparql, match.start(), text)
        if len(brackets) > depth:
            raise LimitError(
                "the query is nested too deeply",
                where=_place(sparql, match.start()),
                expected=f"at most {depth} open brackets",
                code="query-too-deep",
            )
        yield kind, match.start(), text
        before = kind


def _settle(sparql: str, start: int, text: str) -> None:
    """In an expression, `<` may be less-than: then a quote, `#` or `)` up to the `>` shifts where strings begin.

    Where both readings are possible, the query may not hold anything like a SERVICE clause, not even in a string.
    """
    if any(sign in text for sign in "'#)") and _CLAUSE.search(sparql):
        raise _refused(sparql, start, text, "a space after less-than, and no SERVICE")


def _forbidden(text: str) -> str | None:
    bare, colon, _ = text.partition(":")
    # The engine does not ask for a space between a number and a keyword, or between SERVICE and a prefixed name.
    if "SERVICE" in bare.upper():
        return "SERVICE"
    words = () if colon else re.split(r"[.\-]", bare.upper())
    return next((word for word in words if word in _UPDATE), None)


def _refused(sparql: str, start: int, found: str, expected: str) -> InputError:
    return InputError(
        "this query is refused: it may only read what is in the store",
        where=_place(sparql, start),
        found=found,
        expected=expected,
        code="sparql-refused",
    )


def _place(text: str, start: int) -> str:
    before = text[:start]
    return f"line {before.count(chr(10)) + 1}, column {start - before.rfind(chr(10))}"
