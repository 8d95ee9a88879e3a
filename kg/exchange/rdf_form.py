"""What RDF of any syntax must be before and while it is parsed: its limits, and the statements in it.

Parsers take far more time or memory than a file is long for some files that are small: prefixes and contexts that are
written out again and again, things inside each other, elements with thousands of attributes. Those are refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from kg.errors import InputError, LimitError
from kg.store.index import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

MAX_STATEMENTS = 1_000_000
MAX_DEPTH = 64
"""Objects, lists and elements inside each other. The time that some of the parsers take grows with its square."""
MAX_ATTRIBUTES = 256
"""Attributes of one element, declarations of namespaces among them. The time to read them grows with their square."""
MAX_IRI = 8_192
"""Characters of an IRI in Turtle, of a base and of a namespace: what is relative to it is written out with all."""
MAX_PREFIXES = 10_000
_ROOM, _TIMES = 4 * 1024 * 1024, 16
"""Characters of all statements written out: so many, and so many times the length of the file."""
TURTLE, TRIG, N_TRIPLES, N_QUADS = "Turtle", "TriG", "N-Triples", "N-Quads"
JSON_LD, RDF_XML = "JSON-LD", "RDF/XML"
SYNTAXES = {
    TURTLE: RdfFormat.TURTLE, TRIG: RdfFormat.TRIG, N_TRIPLES: RdfFormat.N_TRIPLES, N_QUADS: RdfFormat.N_QUADS,
    JSON_LD: RdfFormat.JSON_LD, RDF_XML: RdfFormat.RDF_XML,
}  # fmt: skip
# What the library says where one token is too long for it; it is no want of memory.
_BUFFER = "buffer maximal size"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PREFIX = re.compile(rb"\bprefix\b", re.IGNORECASE)
# Texts, comments and IRIs are passed over whole.
_TURTLE_NESTS = re.compile(
    rb'''"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?|"(?:[^"\\\n]|\\.)*+"?|'''
    rb"""'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?|'(?:[^'\\\n]|\\.)*+'?|"""
    rb"#[^\n]*|<[^<>\s]*+>|<<|>>|[\[\]{}]",
    re.DOTALL,
)
_NESTS = {b"[": 1, b"{": 1, b"<<": 1, b"]": -1, b"}": -1, b">>": -1}
_RDF_12 = -1
_PLACE = re.compile(r"^Parser error at line \d+(?: column \d+| between columns \d+ and \d+)?: |\s*\(line \d+\)$")


Statement = tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]


def statements(name: str, content: bytes, syntax: str) -> Iterator[tuple[Statement, Quad]]:
    """The statements in a file: the terms of each, and all of it.

    Raises InputError naming file and line, LimitError for what is too large.
    """
    _check_form(name, content, syntax)
    left = _ROOM + _TIMES * len(content)
    try:
        found = parse(content, SYNTAXES[syntax], without_named_graphs=True, rename_blank_nodes=True)
        for number, quad in enumerate(found):
            if number == MAX_STATEMENTS:
                raise LimitError("too many statements", where=name, expected=f"at most {MAX_STATEMENTS:,}")
            subject, predicate, term, _ = quad
            kind = 0
            if isinstance(term, Literal):
                kind = _RDF_12 if term.direction is not None else len(term.datatype.value)
            if kind == _RDF_12 or isinstance(term, Triple) or isinstance(subject, Triple):
                raise _newer(name, quad)
            left -= len(subject.value) + len(predicate.value) + len(term.value) + kind
            if left < 0:
                raise LimitError(
                    "the statements are far longer than the file", where=name,
                    found=f"{_ROOM + _TIMES * len(content):,} characters in the first {number:,} of them",
                    expected=f"at most {_TIMES} times what the file has, and {_ROOM:,}",
                    hint="look for a very long prefix, base or context, or a very long list",
                )  # fmt: skip
            yield (subject, predicate, term), quad
    except SyntaxError as error:
        raise _unreadable(name, syntax, error) from None
    except MemoryError as error:
        if _BUFFER not in str(error):
            raise
        raise LimitError(
            "a text, name or comment is too long", where=name, expected="at most 16 MiB", hint="shorten it"
        ) from None


def _check_form(name: str, content: bytes, syntax: str) -> None:
    if b"\0" in content:
        raise InputError("not a text file", where=name, found="bytes that are no text", expected=f"{syntax} in UTF-8")
    if syntax == RDF_XML:
        _check_xml(name, content)
    elif syntax == JSON_LD:
        # It needs a library that the other syntaxes do not.
        from kg.exchange import json_ld

        json_ld.check(name, content)
    elif syntax in (TURTLE, TRIG):
        _check_turtle(name, content)


def _check_turtle(name: str, content: bytes) -> None:
    depth = 0
    for token in _TURTLE_NESTS.finditer(content):
        depth += _NESTS.get(token[0], 0)
        if depth > MAX_DEPTH:
            raise too_deep(name, _line(content, token.start()))
        if token[0][:1] == b"<" and len(token[0]) > MAX_IRI:
            raise _too_long(name, _line(content, token.start()), len(token[0]))
    if (found := len(_PREFIX.findall(content))) > MAX_PREFIXES:
        raise LimitError("too many prefixes", where=name, found=f"{found:,}", expected=f"at most {MAX_PREFIXES:,}")


def _line(content: bytes, place: int) -> int:
    return content.count(10, 0, place) + 1


def too_deep(name: str, line: int) -> LimitError:
    """The error for things inside each other."""
    return LimitError("nested too deeply", where=f"{name}:{line}", expected=f"at most {MAX_DEPTH} levels")


def _too_long(name: str, line: int, found: int) -> LimitError:
    return LimitError(
        "an IRI is too long", where=f"{name}:{line}", found=f"{found:,} characters", expected=f"at most {MAX_IRI:,}"
    )


def _check_xml(name: str, content: bytes) -> None:
    """Refuse what is not well formed: the library that reads RDF/XML takes a file that was cut off for a whole one."""
    if found := _DOCTYPE.search(content):
        raise InputError(
            "a DOCTYPE is not supported: it can stand for other text, or for another file",
            where=f"{name}:{_line(content, found.start())}", found=found[0].decode(),
            expected="RDF/XML without a DOCTYPE", hint="convert the file to Turtle, or write its entities out",
        )  # fmt: skip
    parser = expat.ParserCreate()
    depth = 0

    def start(_name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise too_deep(name, parser.CurrentLineNumber)
        _check_attributes(name, parser.CurrentLineNumber, attributes)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(
            "not valid RDF/XML", where=f"{name}:{error.lineno}", found=expat.ErrorString(error.code),
            expected="well-formed XML, whole",
        ) from None  # fmt: skip
    except (LookupError, ValueError) as error:
        raise InputError(
            "the encoding that the file names is not known", where=f"{name}:1", found=str(error), expected="UTF-8",
            hint="save the file as UTF-8",
        ) from None  # fmt: skip


def _check_attributes(name: str, line: int, attributes: Mapping[str, str]) -> None:
    if len(attributes) > MAX_ATTRIBUTES:
        raise LimitError(
            "an element has too many attributes", where=f"{name}:{line}", found=f"{len(attributes):,}",
            expected=f"at most {MAX_ATTRIBUTES}",
        )  # fmt: skip
    # Namespaces and the base are written out with every name that begins with them.
    longest = max((len(value) for key, value in attributes.items() if key.startswith("xml")), default=0)
    if longest > MAX_IRI:
        raise _too_long(name, line, longest)


def _newer(name: str, quad: Quad) -> InputError:
    return InputError(
        "RDF 1.2 is not supported: a triple as a term, or a text with a direction", where=name, found=str(quad),
        expected="RDF 1.1", hint="say it with statements about a named thing",
    )  # fmt: skip


def _unreadable(name: str, syntax: str, error: SyntaxError) -> InputError:
    found = _PLACE.sub("", error.msg)
    where = f"{name}:{error.lineno}" if error.lineno else name
    if "Named graphs" in found:
        return InputError(
            "the file names graphs of its own; an import goes into one graph, yours", where=where, found=found,
            expected="statements without a graph", hint="export one graph as Turtle and import that",
        )  # fmt: skip
    if "LoadDocumentCallback" in found:
        return InputError(
            "the file takes its context from elsewhere, and nothing is fetched", where=where,
            found="a remote @context", expected="the context written out in the file",
            hint="copy the context into the file, or convert it to Turtle",
        )  # fmt: skip
    if "No scheme" in found:
        return InputError(
            "an IRI is relative, and the file does not say to what", where=where, found=found,
            expected="whole IRIs, or a base (@base, xml:base, @base in @context)",
        )  # fmt: skip
    return InputError(f"not valid {syntax}", where=where, found=found, expected=syntax)
