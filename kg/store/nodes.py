"""RDF as plain nodes: subject -> predicate -> values, with our IRIs already compacted to CURIEs.

Readers of catalogs and portfolios take what they need from these nodes; nothing above the store sees a parser's terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kg import vocabulary as v
from kg.errors import InputError
from kg.prefixes import compact
from kg.store.index import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse


class Node:
    """The statements about one subject."""

    __slots__ = ("id", "values")

    def __init__(self, name: str) -> None:
        self.id = name
        self.values: dict[str, list[str]] = {}

    def all(self, predicate: str) -> tuple[str, ...]:
        """Every value of a predicate, in the order they were read."""
        return tuple(self.values.get(predicate, ()))

    def one(self, predicate: str, default: str = "") -> str:
        """The value of a predicate, or the default. Two values are an error in the data."""
        found = self.values.get(predicate, ())
        if len(found) > 1:
            raise InputError(
                f"{self.id} has {len(found)} values of {compact(predicate)}",
                found=", ".join(found),
                expected="one value",
                hint="remove all but one",
            )
        return found[0] if found else default

    def need(self, predicate: str) -> str:
        """The value of a predicate that must be there."""
        found = self.one(predicate)
        if not found:
            raise InputError(
                f"{self.id} lacks {compact(predicate)}", found="nothing", expected="one value", hint="add it"
            )
        return found

    def local(self, predicate: str) -> str:
        """Local name of a scheme member (`modality:obligation` -> `obligation`)."""
        return self.one(predicate).partition(":")[2]

    def locals(self, predicate: str) -> tuple[str, ...]:
        """Local names of scheme members."""
        return tuple(value.partition(":")[2] for value in self.all(predicate))

    def day(self, predicate: str) -> date | None:
        """A date value, or None."""
        found = self.one(predicate)
        return date.fromisoformat(found) if found else None

    def flag(self, predicate: str) -> bool:
        """A boolean value; absent is false."""
        return self.one(predicate) in {"true", "1"}


class Nodes:
    """Nodes by CURIE, and by class."""

    def __init__(self) -> None:
        self.by_id: dict[str, Node] = {}
        self._compacted: dict[str, str] = {}

    def add(self, statement: Triple | Quad) -> None:
        """Take in one statement. Blank nodes are refused: nothing could name them."""
        subject, obj = statement.subject, statement.object
        if isinstance(subject, BlankNode) or isinstance(obj, BlankNode):
            raise InputError(
                "blank node in data", found=str(statement), expected="named nodes only", hint="give it an IRI"
            )
        name = self._curie(str(getattr(subject, "value", subject)))
        node = self.by_id.get(name)
        if node is None:
            node = self.by_id[name] = Node(name)
        value = obj.value if isinstance(obj, Literal) else self._curie(str(getattr(obj, "value", obj)))
        node.values.setdefault(statement.predicate.value, []).append(value)

    def _curie(self, iri: str) -> str:
        found = self._compacted.get(iri)
        if found is None:
            found = self._compacted[iri] = compact(iri)
        return found

    def of(self, class_iri: str) -> Iterator[Node]:
        """Nodes of a class, in reading order."""
        wanted = self._curie(class_iri)
        return (node for node in self.by_id.values() if wanted in node.values.get(v.TYPE, ()))

    def get(self, name: str) -> Node | None:
        """The node with this CURIE, if any."""
        return self.by_id.get(name)


def read_turtle(paths: Iterable[Path]) -> Nodes:
    """Nodes of some Turtle files. A file that cannot be parsed is named with its line."""
    nodes = Nodes()
    for path in paths:
        try:
            for statement in parse(path=str(path), format=RdfFormat.TURTLE):
                nodes.add(statement)
        except SyntaxError as error:
            raise InputError(
                f"{path.name} is not valid Turtle", found=str(error), expected="Turtle", hint=f"mend {path.name}"
            ) from error
    return nodes


def read_nquads(lines: Iterable[str]) -> Nodes:
    """Nodes of N-Quads lines; graph names are dropped."""
    nodes = Nodes()
    for statement in parse(input="\n".join(lines), format=RdfFormat.N_QUADS):
        nodes.add(statement)
    return nodes


__all__ = ["NamedNode", "Node", "Nodes", "read_nquads", "read_turtle"]
