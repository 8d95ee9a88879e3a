"""RDF files of any syntax as statements of one graph, for the record of an organisation.

Nothing is fetched: a JSON-LD file that names a context elsewhere is refused, and so is an RDF/XML file with a DOCTYPE.
A record has no blank nodes, so each is given a name made from what the file says of it (and, among equals, from its
place in the file): the same file gives the same names, and a change elsewhere in the file leaves them as they are.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from kg.errors import InputError, LimitError
from kg.store.index import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, to_lines
from kg.store.quads import check_lines

MAX_BYTES = 256 * 1024 * 1024
MAX_STATEMENTS = 1_000_000
MAX_DEPTH = 64
"""Objects, lists and elements inside each other. The time that some of the parsers take grows with its square."""
TURTLE, TRIG, N_TRIPLES, N_QUADS = "Turtle", "TriG", "N-Triples", "N-Quads"
JSON_LD, RDF_XML = "JSON-LD", "RDF/XML"
SYNTAXES = {
    TURTLE: RdfFormat.TURTLE, TRIG: RdfFormat.TRIG, N_TRIPLES: RdfFormat.N_TRIPLES, N_QUADS: RdfFormat.N_QUADS,
    JSON_LD: RdfFormat.JSON_LD, RDF_XML: RdfFormat.RDF_XML,
}  # fmt: skip
SUFFIXES = {
    ".ttl": TURTLE, ".trig": TRIG, ".nt": N_TRIPLES, ".nq": N_QUADS, ".jsonld": JSON_LD, ".rdf": RDF_XML,
    ".owl": RDF_XML,
}  # fmt: skip
BLANK = "_:"
# What the library says where one token is too long for it; it is no want of memory.
_BUFFER = "buffer maximal size"
_ROUNDS = 8
_DIGITS = 16
_ANY = NamedNode("x:any")
_LINE_END = f" {_ANY} ."
_BOM = b"\xef\xbb\xbf"
_JSON_NESTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
# Texts, comments and IRIs are passed over whole.
_TURTLE_NESTS = re.compile(
    rb'''"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?|"(?:[^"\\\n]|\\.)*+"?|'''
    rb"""'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?|'(?:[^'\\\n]|\\.)*+'?|"""
    rb"#[^\n]*|<[^<>\s]*+>|<<|>>|[\[\]{}]",
    re.DOTALL,
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML = re.compile(r"\s*(?:<\?xml|<!--|<(?:\w+:)?RDF\b)")
_RDF_XML = re.compile(r"<(?:\w+:)?RDF\b")
_DIRECTIVE = re.compile(
    r"^[ \t]*@?(?:prefix\s{1,8}[^\s:]{0,80}:\s{0,8}<|base\s{0,8}<[a-z][a-z0-9+.-]{0,80}:)", re.MULTILINE | re.IGNORECASE
)
_STATEMENT = re.compile(r"^(?:<[^<>\s]{1,2000}>|_:\S{1,200})[ \t]+<[^<>\s]{1,2000}>[ \t]+\S", re.MULTILINE)
_PLACE = re.compile(r"^Parser error at line \d+(?: column \d+| between columns \d+ and \d+)?: |\s*\(line \d+\)$")


@dataclass(frozen=True)
class RdfGraph:
    """The statements of a file, sorted: `subject predicate object` as in N-Quads, blank nodes as `_:name`.

    `name`: the file's name without its suffix; `syntax`: the one it is written in; `blanks`: how many blank nodes.
    """

    name: str
    syntax: str
    statements: tuple[str, ...]
    blanks: int


def recognised(name: str, text: str, keys: Iterable[str]) -> str:
    """The syntax of a file by its first characters and its name; empty where it is none of RDF's.

    `keys` are those at the top of a JSON document.
    """
    by_name = SUFFIXES.get(Path(name).suffix.lower(), "")
    if _XML.match(text):
        return RDF_XML if _RDF_XML.search(text) or by_name == RDF_XML else ""
    if text.lstrip().startswith(("{", "[")) and by_name not in (TURTLE, TRIG):
        return JSON_LD if by_name == JSON_LD or not {"@context", "@graph", "@id"}.isdisjoint(keys) else ""
    if _DIRECTIVE.search(text):
        return by_name if by_name in (TURTLE, TRIG) else TURTLE
    if _STATEMENT.search(text):
        return by_name if by_name in (TURTLE, TRIG, N_TRIPLES, N_QUADS) else N_QUADS
    return by_name


def read(path: Path, syntax: str) -> RdfGraph:
    """The graph in a file. Raises InputError naming file and line, LimitError for what is too large."""
    content = _content(path)
    _check_form(path.name, content, syntax)
    quads = _quads(path.name, content, syntax)
    if not quads:
        raise InputError("no statements", where=path.name, found=f"empty {syntax}", expected="at least one statement")
    names = blank_names(quads)
    lines = to_lines(_renamed(quad, names) for quad in quads)
    statements = tuple(line.removesuffix(_LINE_END) for line in lines)
    check_lines(in_graph(statements, _ANY.value))
    return RdfGraph(path.stem, syntax, statements, len(names))


def in_graph(statements: Iterable[str], graph: str) -> Iterator[str]:
    """Statements as lines of a graph. Its blank nodes become IRIs below the graph's."""
    for statement in statements:
        terms = statement.split(" ", 2)
        named = (f"<{graph}/{term.removeprefix(BLANK)}>" if term.startswith(BLANK) else term for term in terms)
        yield f"{' '.join(named)} <{graph}> ."


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LimitError("file is too large", where=path.name, expected=f"at most {MAX_BYTES:,} bytes")
        return path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise InputError(
            "file cannot be read", where=str(path), found=error.strerror or str(error), hint="check the path"
        ) from None


def _check_form(name: str, content: bytes, syntax: str) -> None:
    if b"\0" in content:
        raise InputError("not a text file", where=name, found="bytes that are no text", expected=f"{syntax} in UTF-8")
    if syntax == RDF_XML and (found := _DOCTYPE.search(content)):
        raise InputError(
            "a DOCTYPE is not supported: it can stand for other text, or for another file",
            where=f"{name}:{content.count(10, 0, found.start()) + 1}", found=found[0].decode(),
            expected="RDF/XML without a DOCTYPE", hint="convert the file to Turtle, or write its entities out",
        )  # fmt: skip
    if syntax == RDF_XML:
        _check_xml(name, content)
    elif syntax not in (N_TRIPLES, N_QUADS):
        _check_depth(name, content, _JSON_NESTS if syntax == JSON_LD else _TURTLE_NESTS)


def _check_xml(name: str, content: bytes) -> None:
    """Refuse what is not well formed: the library that reads RDF/XML takes a file that was cut off for a whole one."""
    parser = expat.ParserCreate()
    depth = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _too_deep(name, parser.CurrentLineNumber)

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


def _check_depth(name: str, content: bytes, nests: re.Pattern[bytes]) -> None:
    depth = 0
    for token in nests.finditer(content):
        depth += {b"[": 1, b"{": 1, b"<<": 1, b"]": -1, b"}": -1, b">>": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            raise _too_deep(name, content.count(10, 0, token.start()) + 1)


def _too_deep(name: str, line: int) -> LimitError:
    return LimitError("nested too deeply", where=f"{name}:{line}", expected=f"at most {MAX_DEPTH} levels")


def _quads(name: str, content: bytes, syntax: str) -> list[Quad]:
    quads: list[Quad] = []
    try:
        for quad in parse(content, SYNTAXES[syntax], without_named_graphs=True, rename_blank_nodes=True):
            if len(quads) == MAX_STATEMENTS:
                raise LimitError("too many statements", where=name, expected=f"at most {MAX_STATEMENTS:,}")
            _check_terms(name, quad)
            quads.append(quad)
    except SyntaxError as error:
        raise _unreadable(name, syntax, error) from None
    except MemoryError as error:
        if _BUFFER not in str(error):
            raise
        raise LimitError(
            "a text, name or comment is too long", where=name, expected="at most 16 MiB", hint="shorten it"
        ) from None
    return quads


def _check_terms(name: str, quad: Quad) -> None:
    term = quad.object
    wide = isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)
    if wide:
        raise InputError(
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


def _renamed(quad: Quad, names: dict[str, str]) -> Quad:
    subject, term = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(names[subject.value])
    if isinstance(term, BlankNode):
        term = BlankNode(names[term.value])
    return Quad(subject, quad.predicate, term, _ANY)


def blank_names(quads: Iterable[Quad]) -> dict[str, str]:
    """Names for the blank nodes of some statements, by what is said of each and of those around it.

    Each round looks one step further. Nodes that look alike after the last round are numbered in the order in which
    they stand: exact canonical names take time without bound on some small graphs.
    """
    around: dict[str, list[tuple[str, str, str]]] = {}
    for quad in quads:
        subject, term = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            around.setdefault(subject.value, []).append((">", quad.predicate.value, str(term)))
        if isinstance(term, BlankNode):
            around.setdefault(term.value, []).append(("<", quad.predicate.value, str(subject)))
    looks = dict.fromkeys(around, "")
    for _ in range(_ROUNDS):
        before = len(set(looks.values()))
        looks = {name: _look(said, looks) for name, said in around.items()}
        if len(set(looks.values())) in (before, len(looks)):
            break
    seen: Counter[str] = Counter()
    names: dict[str, str] = {}
    for name, look in looks.items():
        seen[look] += 1
        names[name] = f"b{look}" if seen[look] == 1 else f"b{look}-{seen[look]}"
    return names


def _look(said: list[tuple[str, str, str]], looks: dict[str, str]) -> str:
    parts = sorted(
        f"{way} {predicate} " + (looks[other[2:]] if other.startswith(BLANK) else other)
        for way, predicate, other in said
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]
