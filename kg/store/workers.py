"""Ad-hoc SPARQL in a process of its own, which can be killed and can reach nothing but the index it is given.

The engine cannot cancel a query, and some short texts bring it down; so every such query gets a fresh process with caps
on time, memory and the size of its answer, and, on Linux, without network sockets.
"""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import errors
from kg.store import lexer
from kg.store.answering import MEDIA_TYPES, WRITERS
from kg.store.index import Index

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from kg.store.answering import main; main()"
_MEBIBYTE = 1 << 20
_CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL}


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
    caps = {
        "memory": limits.memory * _MEBIBYTE,
        # A second line, should this process die before it can end the worker.
        "processor_seconds": math.ceil(limits.seconds) + 1,
        "rows": limits.rows,
        "bytes": limits.size,
    }
    path = [str(_PACKAGE_PARENT), *filter(None, sys.path)]
    with subprocess.Popen(  # noqa: S603 - this interpreter and fixed arguments; the query goes in on standard input
        [sys.executable, "-I", "-c", _BOOT, *path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            out, complaint = process.communicate(json.dumps(caps | request).encode(), limits.seconds)
        except subprocess.TimeoutExpired:
            raise _too_slow(limits) from None
        finally:
            process.kill()
    if process.returncode != 0:
        raise _crash(process.returncode, complaint.decode(errors="replace"), limits)
    return _read(out, time.monotonic() - started)


def _read(out: bytes, seconds: float) -> Answer:
    head, _, body = out.partition(b"\n")
    reply = json.loads(head)
    if "error" in reply:
        raise getattr(errors, reply.pop("error"))(reply.pop("message"), **reply)
    return Answer(body.decode(), MEDIA_TYPES[reply["kind"]], reply["rows"], seconds, reply["sandboxed"])


def _too_slow(limits: Limits) -> errors.LimitError:
    return errors.LimitError(
        "the query took too long and was ended",
        expected=f"an answer within {limits.seconds:g} seconds",
        hint="narrow the query: bind a subject, or use MINUS where it has FILTER NOT EXISTS",
        code="query-timeout",
    )


def _crash(code: int, complaint: str, limits: Limits) -> errors.NormgraphError:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_slow(limits)
    if "MemoryError" in complaint or "memory allocation" in complaint or "bad_alloc" in complaint:
        return errors.LimitError(
            "the query needed too much memory",
            expected=f"at most {limits.memory} MiB",
            hint="narrow the query",
            code="query-memory",
        )
    if code in _CRASHES:
        return errors.LimitError(
            "the query is too complex for the engine",
            found=signal.Signals(-code).name,
            hint="make it shorter: fewer nested or repeated parts",
            code="query-too-complex",
        )
    last = complaint.strip().rpartition("\n")[2]
    return errors.NormgraphError("the query's process failed", found=last or f"exit code {code}")
