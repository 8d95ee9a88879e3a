"""Ad-hoc SPARQL in a process of its own, which can be killed and can reach nothing but the index it is given.

The engine cannot cancel a query, and some short texts bring it down; so every such query gets a fresh process with caps
on time, memory and the size of its answer, and, on Linux, without network sockets.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg import errors
from kg.store import lexer
from kg.store.answering import MEDIA_TYPES, WRITERS
from kg.store.confinement import CRASH, MEMORY, TIME, Caps, Ended, call
from kg.store.index import Index

_WORKER = "kg.store.answering"
_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one query.

    `seconds`: wall clock, process start included; `memory`: MiB beyond what the idle engine takes; `rows` and `size`
    (bytes): of the answer; `query_size` (bytes) and `depth` (open brackets): of the query.
    """

    seconds: float = 10.0
    memory: int = 1024
    rows: int = 10_000
    size: int = 32 * _MEBIBYTE
    query_size: int = lexer.MAX_BYTES
    depth: int = lexer.MAX_DEPTH


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answered.

    `body`: the text, in the format `media_type` names; `seconds`: how long it took in all; `sandboxed`: whether the
    kernel kept the process from the network.
    """

    body: str = field(repr=False)
    media_type: str
    rows: int
    seconds: float
    sandboxed: bool


def run(
    index: Index,
    sparql: str,
    *,
    format: str = "json",  # noqa: A002 - the name of the option
    graphs: Sequence[str] | None = None,
    default: Sequence[str] | None = None,
    prefixes: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Answers a query nobody has vetted; `graphs`, `default` and `prefixes` as in `Index.query`.

    `format` (json, csv or tsv) is for SELECT and ASK; CONSTRUCT and DESCRIBE give N-Triples. Raises `UsageError` for
    another format, `InputError` for a query that is refused or cannot be read, `LimitError` at a cap, `StoreInvalid` if
    the index is damaged.
    """
    limits = limits or Limits()
    if format not in WRITERS:
        raise errors.UsageError("no such result format", found=format, expected=", ".join(WRITERS))
    lexer.confine(sparql, size=limits.query_size, depth=limits.depth)
    request = {
        "index": str(index.path.absolute()),
        "sparql": sparql,
        "format": format,
        "graphs": None if graphs is None else list(graphs),
        "default": None if default is None else list(default),
        "prefixes": dict(prefixes or {}),
    }
    return ask(request, limits)


def ask(request: dict[str, Any], limits: Limits) -> Answer:
    """Has a worker answer a request whose query has been checked; `run` is the way in."""
    started = time.monotonic()
    caps = Caps(
        # A second line, should this process die before it can end the worker.
        seconds=limits.seconds + 1,
        wall=limits.seconds,
        memory=limits.memory * _MEBIBYTE,
    )
    try:
        head, body = call(_WORKER, {"rows": limits.rows, "bytes": limits.size} | request, caps)
    except Ended as end:
        raise _refusal(end, limits) from None
    seconds = time.monotonic() - started
    return Answer(body.decode(), MEDIA_TYPES[head["kind"]], head["rows"], seconds, head["sandboxed"])


def _refusal(end: Ended, limits: Limits) -> errors.NormgraphError:
    if end.how == TIME:
        return errors.LimitError(
            "the query took too long and was ended",
            expected=f"an answer within {limits.seconds:g} seconds",
            hint="narrow the query: bind a subject, or use MINUS where it has FILTER NOT EXISTS",
            code="query-timeout",
        )
    if end.how == MEMORY:
        return errors.LimitError(
            "the query needed too much memory",
            expected=f"at most {limits.memory} MiB",
            hint="narrow the query",
            code="query-memory",
        )
    if end.how == CRASH:
        return errors.LimitError(
            "the query is too complex for the engine",
            found=end.detail,
            hint="make it shorter: fewer nested or repeated parts",
            code="query-too-complex",
        )
    return errors.NormgraphError("the query's process failed", found=end.detail)
