"""Reading a file that is to be imported: what it is, and the value in it.

A file may be made to do harm. So it is opened and read in a process of its own, with caps on time, memory and open
files and, where the system can, without network; this process gets a value back, or one clear error.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from kg.errors import InputError, LimitError, NormgraphError
from kg.exchange import kinds, wire
from kg.exchange.kinds import Asked, OtherKind, RecordNeeded, Sample
from kg.store.confinement import CRASH, KILLED, MEMORY, SIZE, TIME, Begin, Caps, Ended, Reply, call, serve

MEBIBYTE = 1 << 20
SECONDS, MEMORY_MIB = 4, 512
# Files larger than this get more of both, in proportion to what is larger.
SMALL = MEBIBYTE // 4
_SECONDS_PER_MIB, _MIB_PER_MIB, _MOST_MIB = 8, 64, 2048
# What the process has before it opens the file.
_IDLE_MIB = 64
_FILES = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: name and title of the kind of file, how it was recognised, and the value in it.

    `confined`: whether the system kept the reading process from the network.
    """

    kind: str
    title: str
    why: str
    value: Any
    confined: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on reading one file: `seconds` of processor time, `memory` in MiB."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, size: int, seconds: float | None = None, memory: int | None = None) -> Limits:
        """The usual caps for a file of so many bytes, unless others are given.

        Four seconds and 512 MiB, and for each MiB beyond a quarter of one 8 s and 64 MiB more; memory up to 2 GiB.
        """
        more = max(0, size - SMALL) / MEBIBYTE
        usual = min(MEMORY_MIB + int(more * _MIB_PER_MIB), _MOST_MIB)
        return cls(seconds or SECONDS + more * _SECONDS_PER_MIB, memory or usual)

    @property
    def caps(self) -> Caps:
        """The caps on the process. It may wait for a slow disk or a busy machine, not for ever."""
        memory = max(self.memory - _IDLE_MIB, self.memory // 4) * MEBIBYTE
        return Caps(self.seconds, wall=4 * self.seconds + 10, memory=memory, size=memory // 4, files=_FILES)


def read(path: Path, asked: Asked) -> Reading:
    """What is in a file, read here. Raises NormgraphError, and RecordNeeded for frameworks that `asked` lacks."""
    kind, why = kinds.choose(Sample.of(path), asked.options)
    try:
        value = kind.read(path, asked)
    except OtherKind as other:
        kind, why = kinds.TITLED[other.title], other.why
        value = kind.read(path, asked)
    return Reading(kind.name, kind.title, why, value)


def confined(path: Path, asked: Asked, expected: Iterable[type[Any]], limits: Limits) -> Reading:
    """What is in a file, read in a process of its own; a value of one of the classes `expected`.

    Raises as `read` does, and LimitError where the file is more than the limits allow.
    """
    request = {"path": str(path), "asked": b"".join(wire.dump(asked)).decode()}
    try:
        head, body = call(__name__, request, limits.caps)
        if "needs" in head:
            raise RecordNeeded(str(head["needs"]))
        cls = {found.__name__: found for found in expected}[head["value"]]
        with _uncollected():
            value = wire.load(cls, BytesIO(body))
        return Reading(str(head["kind"]), str(head["title"]), str(head["why"]), value, head["sandboxed"] is True)
    except Ended as end:
        raise _refusal(end, path, limits) from None
    except (KeyError, wire.NotUnderstood) as error:
        raise NormgraphError(
            "the process that read the file gave an answer of another form", where=path.name, found=str(error)
        ) from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """While many values are made that all live on, looking for cycles among them would take as long as making them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _refusal(end: Ended, path: Path, limits: Limits) -> NormgraphError:
    if end.how == TIME:
        return _limit(path, "time", "took too long", f"{limits.seconds:.4g} seconds of processor time", "seconds")
    if end.how in (MEMORY, SIZE):
        return _limit(path, "memory", "needed too much memory", f"{limits.memory} MiB of memory", "memory")
    if end.how == CRASH:
        return InputError(
            "the file broke its reader down; nothing was recorded", where=path.name, found=end.detail,
            expected="a file that its own program opens", hint="open it there and save it anew", code="import-crash",
        )  # fmt: skip
    if end.how == KILLED:
        return LimitError(
            "reading the file was ended from outside; nothing was recorded", where=path.name, found=end.detail,
            hint="the machine may be short of memory: close other programs and run the command again",
            code="import-killed",
        )  # fmt: skip
    return NormgraphError("the file could not be read, for a reason of ours", where=path.name, found=end.detail)


def _limit(path: Path, code: str, what: str, allowed: str, option: str) -> LimitError:
    return LimitError(
        f"reading the file {what} and was ended; nothing was recorded", where=path.name,
        expected=f"a file that can be read with {allowed}",
        hint=f"if the file is what you expect it to be, allow more with --max-{option}", code=f"import-{code}",
    )  # fmt: skip


# Inside the process


def main() -> None:
    """Reads the file that the request on standard input names."""
    # It ends with its one answer: nothing is gained by looking for cycles among values that all live on.
    gc.disable()
    serve(_reply)


def _reply(request: dict[str, Any], begin: Begin) -> Reply:
    asked = wire.load(Asked, BytesIO(request["asked"].encode()))
    begin()
    try:
        found = read(Path(request["path"]), asked)
    except RecordNeeded as need:
        return {"needs": need.organisation}, ()
    head = {"kind": found.kind, "title": found.title, "why": found.why, "value": type(found.value).__name__}
    return head, wire.dump(found.value)
