"""The hash chain of a ledger: what a commit is, how it is hashed, and what can be wrong with a row of commits."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.errors import InputError
from kg.store.quads import Text, check_lines, unpack

ORIGIN = "0" * 64
_FORMAT = "normgraph-ledger-1"
State = frozenset[str]


class Head(NamedTuple):
    """A state of the record: the sequence of its last commit (0: empty) and that commit's hash (64 hex digits)."""

    seq: int
    hash: str


EMPTY = Head(0, ORIGIN)


@dataclass(frozen=True, slots=True)
class Commit:
    """One row of the log.

    `added`, `removed` and `total` (after it) count quads; `time` is UTC, ISO 8601 with microseconds; `digest` is that
    of the knowledge its author worked with.
    """

    seq: int
    author: str
    time: str
    message: str
    digest: str
    previous: str
    hash: str
    added: int
    removed: int
    total: int

    @property
    def head(self) -> Head:
        """The state this commit made."""
        return Head(self.seq, self.hash)


class Delta(NamedTuple):
    """What turns one state into another: lines to add and lines to remove; the two never overlap."""

    added: State
    removed: State


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a ledger: the commit's sequence (None: the file as a whole), a short code, a sentence."""

    seq: int | None
    code: str
    text: str

    def __str__(self) -> str:
        """Returns one line for a person."""
        return f"{'ledger file' if self.seq is None else f'commit {self.seq}'}: {self.text}"


def commit_hash(fields: Iterable[int | str], added: bytes | Text, removed: bytes | Text) -> str:
    """Hash of a commit: SHA-256 over its fields (all but the hash, in column order) and the text of its two quad sets.

    Each part is preceded by its length in bytes, so that no two contents share an encoding.
    """
    total = hashlib.sha256()
    for part in (_FORMAT.encode(), *(str(field).encode() for field in fields), added, removed):
        total.update(b"%d:" % len(part))
        for piece in (part,) if isinstance(part, bytes) else part:
            total.update(piece)
    return total.hexdigest()


def audit(rows: Iterable[tuple[Any, ...]]) -> Iterator[Problem]:
    """What is wrong with the rows (the fields of `Commit` in order, then the two blobs), from the first commit on."""
    state: set[str] = set()
    last = Commit(0, "", "", "", "", "", ORIGIN, 0, 0, 0)
    for *fields, added, removed in rows:
        commit = Commit(*fields)
        yield from _links(commit, last)
        last = commit
        try:
            (added_text, plus), (removed_text, minus) = unpack(added), unpack(removed)
        except (zlib.error, UnicodeDecodeError, TypeError) as error:
            yield Problem(commit.seq, "unreadable", f"its content cannot be unpacked ({error})")
            continue
        counts = (commit.added, commit.removed, commit.total)
        hashed = (commit.seq, commit.author, commit.time, commit.message, commit.digest, commit.previous, *counts)
        if commit_hash(hashed, added_text, removed_text) != commit.hash:
            yield Problem(commit.seq, "hash", "its content is not what was hashed: the row has been changed")
        yield from _content(commit, plus, minus, state)
        state.difference_update(minus)
        state.update(plus)
        if commit.total != len(state):
            yield Problem(commit.seq, "count", f"it says {commit.total} quads in all, replay gives {len(state)}")


def _links(commit: Commit, last: Commit) -> Iterator[Problem]:
    if commit.seq != last.seq + 1:
        yield Problem(commit.seq, "sequence", f"the commit before it is {last.seq}: rows are missing")
    if commit.previous != last.hash:
        yield Problem(
            commit.seq, "chain", f"it does not follow from commit {last.seq}: one of the two has been changed"
        )
    if commit.time < last.time:
        yield Problem(commit.seq, "time", f"its time {commit.time} is before that of the commit before it")


def _content(commit: Commit, plus: list[str], minus: list[str], state: set[str]) -> Iterator[Problem]:
    if (len(plus), len(minus)) != (commit.added, commit.removed):
        yield Problem(commit.seq, "count", "its counts of added and removed quads are wrong")
    for lines in (plus, minus):
        if lines != sorted(set(lines)):
            yield Problem(commit.seq, "order", "its quads are not sorted, or repeat")
        try:
            check_lines(lines)
        except InputError as error:
            yield Problem(commit.seq, "form", f"{error.message}: {error.found}")
    if present := state.intersection(plus):
        yield Problem(commit.seq, "present", f"it adds {len(present)} quads that were there, such as {min(present)}")
    if absent := set(minus) - state:
        yield Problem(
            commit.seq, "absent", f"it removes {len(absent)} quads that were not there, such as {min(absent)}"
        )
