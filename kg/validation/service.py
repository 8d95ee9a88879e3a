"""One validation as it is asked for: which shapes, on which part, by which engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import NotFound
from kg.portfolio.rdf import RDF_GRAPHS
from kg.resources import knowledge_files
from kg.store.index import Index
from kg.tables import Table
from kg.validation import check, confined, report, shapes
from kg.validation.data import Indexed, Memory
from kg.validation.shapes import SEVERITIES

__all__ = ["ENGINES", "SCOPES", "SEVERITIES", "Wanted", "indexed_data", "knowledge_data", "shape_files", "validate"]

SCOPES = ("record", "knowledge", "all")
ENGINES = ("compiled", "pyshacl")
_FOLDER = "ontology/shapes/"
_GRAPHS = "/graph/shapes/"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to check: shapes of these files instead of the shipped ones, a scope, the least severity, an engine."""

    shapes: tuple[Path, ...] = ()
    scope: str = SCOPES[0]
    severity: str = SEVERITIES[-1]
    engine: str = ENGINES[0]

    def __post_init__(self) -> None:
        for value, known in (
            (self.scope, SCOPES), (self.severity, SEVERITIES), (self.engine, ENGINES),
        ):  # fmt: skip
            if value not in known:
                raise NotFound("not a choice", found=value, known=known, expected=" | ".join(known))

    @property
    def scopes(self) -> tuple[str, ...]:
        """The parts that are checked."""
        return (*SCOPES[:2], "assessment") if self.scope == "all" else (self.scope,)


def shape_files() -> list[Path]:
    """The shipped shapes."""
    return [path for name, path in knowledge_files() if name.startswith(_FOLDER) and name.endswith(".ttl")]


def knowledge_data(own: Iterable[str] = ()) -> Memory:
    """The shipped knowledge without the shapes, with the lines of some frameworks of one's own."""
    files = [path for name, path in knowledge_files() if name.endswith(".ttl") and not name.startswith(_FOLDER)]
    return Memory.of_files(files).joined(Memory.of_nquads(own))


def indexed_data(index: Index) -> Indexed:
    """Everything in an index but the shapes, and the graphs of any RDF that an organisation keeps beside its record."""
    left_out = (_GRAPHS, f"/{RDF_GRAPHS}")
    return Indexed(index, [graph for graph in index.graphs if not any(part in graph for part in left_out)])


def validate(data: Indexed | Memory, wanted: Wanted) -> Table:
    """Results as a table. Shapes that are not ours, and pySHACL, run in a process of their own."""
    graph = Memory.of_files(wanted.shapes or shape_files())
    if wanted.shapes or wanted.engine != ENGINES[0]:
        found = confined.run(data, graph, wanted.scopes, wanted.engine)
    else:
        known = shapes.read(graph)
        found = check.check(data, known, known.of_scope(wanted.scopes))
    return report.as_table(report.at_least(found, wanted.severity))
