"""The shipped shapes, and the two example graphs that satisfy all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.validation import service, shapes
from kg.validation.data import Memory
from kg.validation.shapes import Shape, Shapes

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Shipped:
    """The shipped shapes as RDF and as values."""

    graph: Memory
    shapes: Shapes

    def named(self, name: str) -> Shape:
        """One of them."""
        return next(shape for shape in self.shapes.targeted if shape.name == f"shape:{name}")


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    graph = Memory.of_files(service.shape_files())
    return Shipped(graph, shapes.read(graph))


@pytest.fixture(scope="session")
def examples() -> dict[str, Memory]:
    """Example graphs by the scope of the shapes they satisfy."""
    prefixes = (HERE / "examples" / "prefixes.ttl").read_text(encoding="utf-8")
    files = {name: HERE / "examples" / f"{name}.ttl" for name in ("knowledge", "record")}
    graphs = {name: Memory.of_turtle(prefixes + path.read_text(encoding="utf-8")) for name, path in files.items()}
    return graphs | {"assessment": graphs["record"]}
