"""What shapes are checked against, and read from: an index, or a few triples in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from kg.errors import InputError
from kg.store.index import (
    BlankNode,
    Index,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse,
    serialize,
)

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal
Row = dict[str, Value]
_COPIED = 1_000_000


class Data(Protocol):
    """Triples that answer SELECT queries."""

    def select(self, sparql: str, this: Value | None = None) -> list[Row]:
        """Rows of a query, with `$this` bound where it is given."""
        ...

    def triples(self) -> str:
        """Everything as N-Triples."""
        ...


class Indexed:
    """Some graphs of an index, as one. A small one is copied into memory first: many short queries then run faster."""

    def __init__(self, index: Index, graphs: Sequence[str]) -> None:
        self._index = index
        self.path = index.path.absolute()
        self.graphs = list(graphs)
        self._copy: Store | None = None
        if len(index) <= _COPIED:
            self._copy = Store()
            self._copy.bulk_extend(Quad(*quad.triple) for quad in self._quads())

    def select(self, sparql: str, this: Value | None = None) -> list[Row]:
        """Rows of a query, with `$this` bound where it is given."""
        if self._copy is not None:
            return _select(self._copy, sparql, this)
        bindings = {"this": this} if isinstance(this, NamedNode | Literal) else None
        found = self._index.query(sparql, bindings, self.graphs)
        return _rows(found) if isinstance(found, QuerySolutions) else []

    def triples(self) -> str:
        """Everything as N-Triples."""
        return _text(self._quads())

    def _quads(self) -> Iterator[Quad]:
        return (quad for graph in self.graphs for quad in self._index.quads(graph=NamedNode(graph)))


class Memory:
    """A small graph in memory. The statements are kept as written: the store beside them may spell numbers anew."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._quads = list(dict.fromkeys(quads))
        self._store = Store()
        self._store.bulk_extend(self._quads)
        self._by_subject: dict[Node, dict[str, list[Value]]] = {}
        for quad in self._quads:
            if isinstance(quad.subject, Node) and isinstance(quad.object, Value):
                known = self._by_subject.setdefault(quad.subject, {})
                known.setdefault(quad.predicate.value, []).append(quad.object)

    @classmethod
    def of_turtle(cls, *texts: str, base: str | None = None) -> Memory:
        """The graph some Turtle texts write together. Raises `InputError` naming the line."""
        return cls(quad for text in texts for quad in _parsed(text, "Turtle text", base))

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> Memory:
        """The graph some Turtle files write together. Raises `InputError` naming file and line."""
        return cls(quad for path in paths for quad in _parsed(_read(path), str(path), None))

    @classmethod
    def of_nquads(cls, lines: Iterable[str]) -> Memory:
        """The graph of some N-Quads lines."""
        return cls(quad for quad in parse("\n".join(lines), RdfFormat.N_QUADS) if isinstance(quad, Quad))

    @classmethod
    def of_ntriples(cls, text: str) -> Memory:
        """The graph of an N-Triples text."""
        return cls(quad for quad in parse(text, RdfFormat.N_TRIPLES) if isinstance(quad, Quad))

    def select(self, sparql: str, this: Value | None = None) -> list[Row]:
        """Rows of a query, with `$this` bound where it is given."""
        return _select(self._store, sparql, this)

    def triples(self) -> str:
        """Everything as N-Triples."""
        return _text(self._quads)

    def reachable(self, nodes: Iterable[Node]) -> Memory:
        """The part of the graph that some nodes lead to."""
        found: dict[Quad, None] = {}
        by_subject: dict[object, list[Quad]] = {}
        for quad in self._quads:
            by_subject.setdefault(quad.subject, []).append(quad)
        waiting: list[object] = list(nodes)
        while waiting:
            for quad in by_subject.get(waiting.pop(), ()):
                if quad not in found:
                    found[quad] = None
                    waiting.append(quad.object)
        return Memory(found)

    def quads(self) -> tuple[Quad, ...]:
        """Every statement, as written."""
        return tuple(self._quads)

    def joined(self, other: Memory) -> Memory:
        """The graph with another added."""
        return Memory([*self._quads, *other._quads])

    def objects(self, subject: Node, predicate: str) -> list[Value]:
        """Values of a property, in a stable order."""
        return sorted(self._by_subject.get(subject, {}).get(predicate, ()), key=str)

    def subjects(self, predicate: str, value: Value | None = None) -> list[Node]:
        """Subjects of a property (with a value, if one is given), in a stable order."""
        stated = ((node, found.get(predicate, ())) for node, found in self._by_subject.items())
        return sorted((node for node, values in stated if (value in values if value is not None else values)), key=str)

    def predicates(self, subject: Node) -> list[str]:
        """Properties a subject has."""
        return sorted(self._by_subject.get(subject, {}))


def _select(store: Store, sparql: str, this: Value | None) -> list[Row]:
    substitutions: dict[Variable, Value] = {} if this is None else {Variable("this"): this}
    try:
        found = store.query(sparql, use_default_graph_as_union=True, substitutions=dict(substitutions))
    except SyntaxError as error:
        raise InputError("a query of a shape cannot be read", found=str(error), expected="SPARQL 1.1") from error
    return _rows(found) if isinstance(found, QuerySolutions) else []


def _rows(found: QuerySolutions) -> list[Row]:
    names = [variable.value for variable in found.variables]
    return [
        {name: term for name in names if isinstance(term := solution[name], NamedNode | BlankNode | Literal)}
        for solution in found
    ]


def _text(quads: Iterable[Quad]) -> str:
    triples = {quad.triple for quad in quads}
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the file cannot be read", where=str(path), found=str(error), expected="Turtle") from error


def _parsed(text: str, where: str, base: str | None) -> Iterator[Quad]:
    try:
        found = parse(text, RdfFormat.TURTLE, base_iri=base, without_named_graphs=True, rename_blank_nodes=True)
        yield from (quad for quad in found if isinstance(quad, Quad))
    except SyntaxError as error:
        raise InputError(
            "not valid Turtle",
            where=f"{where}:{error.lineno}",
            found=error.msg,
            expected="Turtle",
            code="turtle-syntax",
        ) from error
