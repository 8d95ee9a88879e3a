"""Checks with shapes nobody has vetted, or by pySHACL: in a process of its own that can be ended, without network."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from kg import errors
from kg.store import sandbox
from kg.store.index import Index
from kg.validation import check, shapes
from kg.validation.data import Data, Indexed, Memory
from kg.validation.report import Result

SECONDS = 120
_MEMORY = 4096 << 20
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from kg.validation.confined import main; main()"


def run(
    data: Indexed | Memory, graph: Memory, scopes: tuple[str, ...], engine: str, seconds: int = SECONDS
) -> list[Result]:
    """Results of the shapes in a graph. Raises `InputError` for shapes that are refused, `LimitError` at a cap."""
    place = {"index": str(data.path), "graphs": data.graphs} if isinstance(data, Indexed) else {"data": data.triples()}
    request = {"shapes": graph.triples(), "scopes": scopes, "engine": engine, "seconds": seconds, **place}
    path = [str(_PACKAGE_PARENT), *filter(None, sys.path)]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter and fixed arguments; the request goes in on standard input
            [sys.executable, "-I", "-W", "ignore", "-c", _BOOT, *path],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise errors.LimitError(
            "the check took too long and was ended", expected=f"results within {seconds} seconds",
            hint="check fewer shapes, or use --engine compiled", code="validation-timeout",
        ) from None  # fmt: skip
    return _read(done)


def _read(done: subprocess.CompletedProcess[bytes]) -> list[Result]:
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise errors.NormgraphError("the process of the check failed", found=last or f"exit code {done.returncode}")
    reply = json.loads(done.stdout)
    if "error" in reply:
        raise getattr(errors, reply.pop("error"))(reply.pop("message"), **reply)
    return [_result(*row) for row in reply["results"]]


def _result(*cells: Any) -> Result:
    *others, checks = cells
    names = [item.name for item in fields(Result)]
    return Result(**dict(zip(names, [*others, tuple(checks)], strict=True)))


def main() -> None:
    """Answers the request on standard input; what goes wrong is in the reply."""
    request = json.load(sys.stdin.buffer)
    sandbox.limit_time(request["seconds"] + 1)
    sandbox.forbid_network()
    sandbox.limit_memory(_MEMORY)
    try:
        reply: dict[str, Any] = {"results": [astuple(found) for found in _answer(request)]}
    except errors.NormgraphError as error:
        reply = {"error": type(error).__name__, "message": error.message, "code": error.code, **error.details()}
    sys.stdout.write(json.dumps(reply))


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
