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

from kg.errors import InputError, LimitError
from kg.exchange.rdf_form import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Statement, statements
from kg.store.index import BlankNode, NamedNode, Quad, to_lines
from kg.store.quads import check_lines

MAX_BYTES = 256 * 1024 * 1024
MAX_BLANK = 100_000
"""Statements about blank nodes: they have to be kept until all are known."""
SUFFIXES = {
    ".ttl": TURTLE, ".trig": TRIG, ".nt": N_TRIPLES, ".nq": N_QUADS, ".jsonld": JSON_LD, ".rdf": RDF_XML,
    ".owl": RDF_XML,
}  # fmt: skip
BLANK = "_:"
_ROUNDS = 8
_DIGITS = 16
# So many statements are written out at a time: a line takes far less room than what the library gives.
_AT_ONCE = 4096
_ANY = NamedNode("x:any")
_LINE_END = " ."
_BOM = b"\xef\xbb\xbf"
_XML = re.compile(r"\s*(?:<\?xml|<!--|<(?:\w+:)?RDF\b)")
_RDF_XML = re.compile(r"<(?:\w+:)?RDF\b")
_DIRECTIVE = re.compile(
    r"^[ \t]*@?(?:prefix\s{1,8}[^\s:]{0,80}:\s{0,8}<|base\s{0,8}<[a-z][a-z0-9+.-]{0,80}:)", re.MULTILINE | re.IGNORECASE
)
_STATEMENT = re.compile(r"^(?:<[^<>\s]{1,2000}>|_:\S{1,200})[ \t]+<[^<>\s]{1,2000}>[ \t]+\S", re.MULTILINE)


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
    lines: set[str] = set()
    plain: list[Quad] = []
    blank: list[Statement] = []
    for found, quad in statements(path.name, content, syntax):
        if isinstance(found[0], BlankNode) or isinstance(found[2], BlankNode):
            blank.append(found)
        else:
            plain.append(quad)
        if len(plain) == _AT_ONCE:
            lines.update(to_lines(plain))
            plain.clear()
        if len(blank) > MAX_BLANK:
            raise LimitError(
                "too many statements about blank nodes", where=path.name, expected=f"at most {MAX_BLANK:,}",
                hint="give the nodes names, or split the file",
            )  # fmt: skip
    names = blank_names(blank)
    lines.update(to_lines(plain), to_lines(_renamed(found, names) for found in blank))
    if not lines:
        raise InputError("no statements", where=path.name, found=f"empty {syntax}", expected="at least one statement")
    said = tuple(line.removesuffix(_LINE_END) for line in sorted(lines))
    check_lines(in_graph(said, _ANY.value))
    return RdfGraph(path.stem, syntax, said, len(names))


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


def _renamed(statement: Statement, names: dict[str, str]) -> Quad:
    subject, predicate, term = statement
    if isinstance(subject, BlankNode):
        subject = BlankNode(names[subject.value])
    if isinstance(term, BlankNode):
        term = BlankNode(names[term.value])
    return Quad(subject, predicate, term)


def blank_names(said: Iterable[Statement]) -> dict[str, str]:
    """Names for the blank nodes of some statements, by what is said of each and of those around it.

    Each round looks one step further. Nodes that look alike after the last round are numbered in the order in which
    they stand: exact canonical names take time without bound on some small graphs.
    """
    around: dict[str, list[tuple[str, str, str]]] = {}
    for subject, predicate, term in said:
        if isinstance(subject, BlankNode):
            around.setdefault(subject.value, []).append((">", predicate.value, str(term)))
        if isinstance(term, BlankNode):
            around.setdefault(term.value, []).append(("<", predicate.value, str(subject)))
    looks = dict.fromkeys(around, "")
    for _ in range(_ROUNDS):
        before = len(set(looks.values()))
        looks = {name: _look(parts, looks) for name, parts in around.items()}
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
