"""Checks with shapes nobody has vetted, or by pySHACL: in a process of its own that can be ended, without network."""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from kg import errors
from kg.store.confinement import TIME, Begin, Caps, Ended, Reply, call, serve
from kg.store.index import Index
from kg.validation import check, shapes
from kg.validation.data import Data, Indexed, Memory
from kg.validation.report import Result

SECONDS = 120
_MEMORY = 4096 << 20


def run(
    data: Indexed | Memory, graph: Memory, scopes: tuple[str, ...], engine: str, seconds: int = SECONDS
) -> list[Result]:
    """Results of the shapes in a graph. Raises `InputError` for shapes that are refused, `LimitError` at a cap."""
    place = {"index": str(data.path), "graphs": data.graphs} if isinstance(data, Indexed) else {"data": data.triples()}
    request = {"shapes": graph.triples(), "scopes": scopes, "engine": engine, **place}
    try:
        _, body = call(__name__, request, Caps(seconds=seconds + 1, wall=seconds, memory=_MEMORY))
    except Ended as end:
        if end.how == TIME:
            raise errors.LimitError(
                "the check took too long and was ended", expected=f"results within {seconds} seconds",
                hint="check fewer shapes, or use --engine compiled", code="validation-timeout",
            ) from None  # fmt: skip
        raise errors.NormgraphError("the process of the check failed", found=end.detail) from None
    return [_result(*row) for row in json.loads(body)]


def _result(*cells: Any) -> Result:
    *others, checks = cells
    names = [item.name for item in fields(Result)]
    return Result(**dict(zip(names, [*others, tuple(checks)], strict=True)))


def main() -> None:
    """Answers the request on standard input; what goes wrong is in the reply."""
    serve(_reply)


def _reply(request: dict[str, Any], begin: Begin) -> Reply:
    begin()
    return {}, (json.dumps([astuple(found) for found in _answer(request)]).encode(),)


def _answer(request: dict[str, Any]) -> list[Result]:
    graph = Memory.of_ntriples(request["shapes"])
    if "data" in request:
        return _checked(Memory.of_ntriples(request["data"]), graph, request)
    with Index.open(Path(request["index"])) as index:
        return _checked(Indexed(index, request["graphs"]), graph, request)


def _checked(data: Data, graph: Memory, request: dict[str, Any]) -> list[Result]:
    # Read in either case: what the reader refuses must not reach pySHACL.
    found = shapes.read(graph)
    chosen = found.of_scope(request["scopes"])
    if request["engine"] == "compiled":
        return check.check(data, found, chosen)
    from kg.validation import pyshacl_oracle

    check.refuse_patterns(data, found)
    return pyshacl_oracle.check(data, graph.reachable(shape.node for shape in chosen), chosen)
