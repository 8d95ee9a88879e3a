"""Checks data against shapes by running the compiled queries; nested shapes are settled here, by sets of nodes."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import InputError
from kg.validation import compile as compiler
from kg.validation import report
from kg.validation.data import Data, Node, Row, Value
from kg.validation.report import Result
from kg.validation.shapes import Constraint, Shape, Shapes

_NESTED = ("node", "not", "and", "or", "xone")


def check(data: Data, shapes: Shapes, chosen: Iterable[Shape] | None = None) -> list[Result]:
    """Results of the targeted shapes (or of `chosen` ones), the worst first. Raises `InputError` for a faulty shape."""
    refuse_patterns(data, shapes)
    run = _Run(data, shapes)
    # One result object may be known to several nodes, when a nested shape fails for a value they share.
    found = {
        id(result): result
        for shape in (shapes.targeted if chosen is None else chosen)
        for _, result in run.broken(shape, compiler.targets(shape.targets))
    }
    return sorted(found.values(), key=report.rank)


def refuse_patterns(data: Data, shapes: Shapes) -> None:
    """Raises `InputError` for a regular expression the engine cannot read: it would silently match nothing."""
    for shape in shapes.by_node.values():
        for found in shape.constraints:
            if found.kind == "pattern" and not compiler.pattern_is_read(data, found.values[0], found.flags):
                raise InputError(
                    "this pattern cannot be read", where=shape.name, found=found.values[0].value,
                    expected="a regular expression of XPath, without look-around and back-references",
                    code="shape-pattern",
                )  # fmt: skip


class _Run:
    def __init__(self, data: Data, shapes: Shapes) -> None:
        self._data = data
        self._shapes = shapes
        self._open: list[Node] = []

    def broken(self, shape: Shape, target: str) -> list[tuple[Value, Result]]:
        """Focus nodes that break a shape, each with a result."""
        if shape.deactivated:
            return []
        if shape.node in self._open:
            raise InputError("a shape refers to itself", where=shape.name, expected="shapes without recursion")
        self._open.append(shape.node)
        found = [item for constraint in shape.constraints for item in self._constraint(shape, constraint, target)]
        self._open.pop()
        return found

    def _constraint(self, shape: Shape, found: Constraint, target: str) -> list[tuple[Value, Result]]:
        if found.kind == "property":
            return self._properties(shape, found, target)
        if found.kind == "sparql":
            rows = self._sparql(shape, found, target)
        elif found.kind in _NESTED:
            bad = self._breaking(shape, found, target)
            pairs = self._data.select(compiler.values(shape, target))
            rows = [row for row in pairs if _fails(found, [row["value"] in nodes for nodes in bad])]
        elif found.kind == "qualifiedValueShape":
            rows = self._qualified(shape, found, target)
        else:
            rows = self._data.select(compiler.constraint(shape, found, target))
        return [(row["this"], report.result(shape, found, row)) for row in rows]

    def _sparql(self, shape: Shape, found: Constraint, target: str) -> list[Row]:
        """Rows of a SPARQL constraint, asked for one focus node after the other: `$this` is bound before all else."""
        query = compiler.sparql(shape, found)
        nodes = [row["this"] for row in self._data.select(compiler.focus(target))]
        rows = [row | {"this": node} for node in nodes for row in self._data.select(query(node), node)]
        return rows if shape.path is not None else [{"value": row["this"]} | row for row in rows]

    def _properties(self, shape: Shape, found: Constraint, target: str) -> list[tuple[Value, Result]]:
        """Results of a nested property shape; their focus nodes are our value nodes."""
        nested = self.broken(self._shapes.by_node[found.inner[0]], compiler.inner(shape, target))
        if shape.path is None:
            return nested
        owners: dict[Value, list[Value]] = {}
        for row in self._data.select(compiler.values(shape, target)):
            owners.setdefault(row["value"], []).append(row["this"])
        return [(owner, result) for node, result in nested for owner in owners[node]]

    def _breaking(self, shape: Shape, found: Constraint, target: str) -> list[set[Value]]:
        inner = compiler.inner(shape, target)
        return [{node for node, _ in self.broken(self._shapes.by_node[name], inner)} for name in found.inner]

    def _qualified(self, shape: Shape, found: Constraint, target: str) -> list[Row]:
        inner = compiler.inner(shape, target)
        (bad,) = self._breaking(shape, found, target)
        brothers = [{node for node, _ in self.broken(self._shapes.by_node[name], inner)} for name in found.siblings]
        counts = dict.fromkeys((row["this"] for row in self._data.select(compiler.focus(target))), 0)
        for row in self._data.select(compiler.values(shape, target)):
            value = row["value"]
            counts[row["this"]] += value not in bad and all(value in nodes for nodes in brothers)
        low, high = found.low or 0, found.high
        return [{"this": node} for node, count in counts.items() if count < low or (high is not None and count > high)]


def _fails(found: Constraint, broken: list[bool]) -> bool:
    """Whether a value fails, given which of the inner shapes it breaks."""
    if found.kind == "not":
        return not broken[0]
    if found.kind == "or":
        return all(broken)
    if found.kind == "xone":
        return broken.count(False) != 1
    return any(broken)
