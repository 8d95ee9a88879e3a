"""Work on something nobody has vetted, in a process of its own: it can be ended, has caps, and on Linux no network.

Queries, shapes and files to import are handled so. A module that does such work has a function `main`, which calls
`serve`; whoever wants it done uses `call` with the module's name. Data goes in and comes out as JSON, and nothing else:
what comes back from such a process is read as text that anybody may have written.
"""

from __future__ import annotations

import json
import math
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg import errors
from kg.store import sandbox

TIME, MEMORY, SIZE, CRASH, KILLED, FAILED = "time", "memory", "size", "crash", "killed", "failed"
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_BOOT = "import sys; name, *sys.path[:] = sys.argv[1:]; from importlib import import_module; import_module(name).main()"
_CHUNK = 1 << 18
_CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL}
_WORDS_OF_MEMORY = ("MemoryError", "memory allocation", "bad_alloc", "Cannot allocate memory")
_PANIC = "PanicException"
_ERRORS = {
    name: found
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.NormgraphError)
}

Reply = tuple[dict[str, Any], Iterable[bytes]]
Begin = Callable[[], None]


class Ended(Exception):
    """The process gave no answer. `detail`: its last words.

    `how`: TIME, MEMORY and SIZE name the cap that was reached; CRASH: a library broke down; KILLED: somebody else ended
    it; FAILED: it raised what it should not.
    """

    def __init__(self, how: str, detail: str = "") -> None:
        super().__init__(how, detail)
        self.how = how
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Caps:
    """Caps on one process.

    `seconds`: of processor time; `wall`: seconds until it is ended whatever it does; `memory`: bytes beyond what it has
    when its work begins; `size`: bytes of its answer and complaint; `files`: files it may have open at a time.
    """

    seconds: float
    wall: float
    memory: int
    size: int | None = None
    files: int | None = None


def call(module: str, request: Mapping[str, Any], caps: Caps) -> tuple[dict[str, Any], bytes]:
    """Has `module` answer a request. Returns the head of the answer and its body.

    The head tells, as `sandboxed`, whether the kernel kept the process from the network. Raises the NormgraphError that
    ended the work, or `Ended`.
    """
    asked = {
        "caps": {"seconds": math.ceil(caps.seconds), "memory": caps.memory, "files": caps.files},
        "request": dict(request),
    }
    path = [str(_PACKAGE_PARENT), *filter(None, sys.path)]
    with subprocess.Popen(  # noqa: S603 - this interpreter and fixed arguments; the request goes in on standard input
        [sys.executable, "-I", "-W", "ignore", "-c", _BOOT, module, *path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A library in Rust that runs out of memory while it prints where it was stands still for ever.
        env=os.environ | {"RUST_BACKTRACE": "0"},
        bufsize=0,
    ) as process:
        try:
            out, complaint = _exchange(process, json.dumps(asked).encode(), caps)
            process.wait(caps.wall)
        except subprocess.TimeoutExpired:
            raise Ended(TIME) from None
        finally:
            process.kill()
    if process.returncode != 0:
        raise _ended(process.returncode, complaint.decode(errors="replace"))
    head, _, body = out.partition(b"\n")
    return _head(head), body


def _exchange(process: subprocess.Popen[bytes], asked: bytes, caps: Caps) -> tuple[bytes, bytes]:
    """Write the request and read answer and complaint, each as it gets ready. Raises `Ended`."""
    sink, source, complaint = (_pipe(found) for found in (process.stdin, process.stdout, process.stderr))
    parts: dict[int, list[bytes]] = {source: [], complaint: []}
    deadline, size, left = time.monotonic() + caps.wall, 0, memoryview(asked)
    with selectors.DefaultSelector() as ready:
        ready.register(sink, selectors.EVENT_WRITE)
        ready.register(source, selectors.EVENT_READ)
        ready.register(complaint, selectors.EVENT_READ)
        while ready.get_map():
            found = ready.select(max(0.0, deadline - time.monotonic()))
            if not found and time.monotonic() >= deadline:
                raise Ended(TIME)
            for pipe in (key.fd for key, _ in found):
                if pipe == sink:
                    left = _write(sink, left)
                    done = not left
                else:
                    part = os.read(pipe, _CHUNK)
                    parts[pipe].append(part)
                    size += len(part)
                    done = not part
                if done:
                    ready.unregister(pipe)
                    if pipe == sink and process.stdin is not None:
                        process.stdin.close()
            if caps.size is not None and size > caps.size:
                raise Ended(SIZE)
    return b"".join(parts[source]), b"".join(parts[complaint])


def _pipe(stream: IO[bytes] | None) -> int:
    """The number of a pipe that Popen was asked to make."""
    if stream is None:
        raise ValueError("no pipe")
    os.set_blocking(stream.fileno(), False)
    return stream.fileno()


def _write(pipe: int, left: memoryview) -> memoryview:
    """What is still to be written; nothing where nobody reads any more."""
    try:
        return left[os.write(pipe, left[:_CHUNK]) :]
    except BrokenPipeError:
        return left[:0]


def _ended(code: int, complaint: str) -> Ended:
    last = complaint.strip().rpartition("\n")[2]
    if code == -signal.SIGXCPU:
        return Ended(TIME)
    if code == -signal.SIGKILL:
        return Ended(KILLED, "SIGKILL")
    if any(words in complaint for words in _WORDS_OF_MEMORY):
        return Ended(MEMORY, last)
    if code in _CRASHES:
        return Ended(CRASH, signal.Signals(-code).name)
    if _PANIC in complaint:
        return Ended(CRASH, last)
    return Ended(FAILED, last or f"exit code {code}")


def _head(line: bytes) -> dict[str, Any]:
    """The head of an answer. Raises the error it tells of."""
    try:
        found = json.loads(line)
        if "error" not in found:
            return dict(found)
        error = _ERRORS[found["error"]["class"]](**found["error"]["fields"])
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise Ended(FAILED, f"an answer that cannot be read: {type(problem).__name__}") from None
    raise error


# Inside


def serve(answer: Callable[[dict[str, Any], Begin], Reply]) -> None:
    """Answer the request on standard input. A NormgraphError is told; any other failure ends the process.

    `answer` gives the head of the answer and the parts of its body. It calls the function it is given once everything
    that is needed is loaded: from then on memory is capped.
    """
    sandbox.end_with_parent()
    asked = json.load(sys.stdin.buffer)
    caps = asked["caps"]
    sandbox.limit_time(caps["seconds"])
    if caps["files"] is not None:
        sandbox.limit_files(caps["files"])
    sandboxed = sandbox.forbid_network()
    # What a library prints must not get into the answer.
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    body: Iterable[bytes] = ()
    try:
        head, body = answer(asked["request"], lambda: sandbox.limit_memory(caps["memory"]))
    except errors.NormgraphError as error:
        fields = {"message": error.message, "code": error.code, **error.details()}
        head = {"error": {"class": type(error).__name__, "fields": fields}}
    out.write(json.dumps(head | {"sandboxed": sandboxed}).encode() + b"\n")
    for part in body:
        out.write(part)
    out.flush()
