"""The health of a store, as plain values: what is there, whether it is sound, and building the index anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError
from kg.store.build import open_index, shelf_of
from kg.store.chain import EMPTY, Commit, Head, Problem
from kg.store.database import FILE_NAME
from kg.store.index import ENGINE
from kg.store.ledger import Ledger
from kg.store.shelf import Key, Marker, age, directories, prune


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """One index directory.

    `seq`: the commit it shows (None: unknown); `current`: it shows the head with today's knowledge; `built`: UTC, ISO
    8601; `size` in bytes; `doubt`: why it would not be used, None if sound.
    """

    name: str
    seq: int | None
    quads: int
    built: str
    size: int
    current: bool
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds.

    `commits`, `quads` and `names` are counts; `last` is the time of the last commit (None: none yet); `size` is that of
    the ledger's files in bytes.
    """

    path: Path
    head: Head
    commits: int
    quads: int
    last: str | None
    names: int
    size: int
    indexes: tuple[IndexHealth, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of `verify`: how many commits and quads the record has, and what is wrong with it.

    Doubtful indexes are no problem of the record; they are listed in `indexes` and built anew when next used.
    """

    commits: int
    quads: int
    problems: tuple[Problem, ...]
    indexes: tuple[IndexHealth, ...]

    @property
    def sound(self) -> bool:
        """Whether the record is as it was written."""
        return not self.problems


def status(ledger: Ledger, digest: str) -> Status:
    """The store's state at a glance, without replay; `digest` is that of today's knowledge."""
    latest = next(iter(ledger.log(limit=1)), None)
    head = ledger.head
    return Status(
        path=ledger.directory,
        head=head,
        commits=head.seq,
        quads=latest.total if latest else 0,
        last=latest.time if latest else None,
        names=len(ledger.names),
        size=sum(path.stat().st_size for path in ledger.directory.glob(f"{FILE_NAME}*")),
        indexes=_indexes(ledger.directory, Key(head, digest), deep=False),
    )


def verify(ledger: Ledger, digest: str) -> Verification:
    """Checks every commit and every byte of every index; changes nothing.

    The heads that indexes were built from serve as witnesses that no commit was cut off the end.
    """
    markers = map(_marker, directories(shelf_of(ledger.directory)))
    problems = ledger.verify(seen=[marker.key.head for marker in markers if marker])
    latest: Commit | None = None
    with suppress(StoreError):
        latest = next(iter(ledger.log(limit=1)), None)
    key = Key(latest.head if latest else EMPTY, digest)
    return Verification(
        commits=latest.seq if latest else 0,
        quads=latest.total if latest else 0,
        problems=tuple(problems),
        indexes=_indexes(ledger.directory, key, deep=True),
    )


def rebuild(
    ledger: Ledger,
    digest: str,
    files: Mapping[str, Sequence[Path]],
    notice: Callable[[str], None] | None = None,
) -> IndexHealth:
    """Throws all indexes away and builds the head's from nothing but ledger and knowledge; see `open_index`."""
    shelf = shelf_of(ledger.directory)
    for directory in directories(shelf):
        Marker.discard(directory)
    prune(shelf, keep=0)
    with open_index(ledger, digest, files, notice=notice) as index:
        return _health(index.path, index.marker.key, deep=False)


def _indexes(store: Path, current: Key, *, deep: bool) -> tuple[IndexHealth, ...]:
    return tuple(_health(directory, current, deep=deep) for directory in directories(shelf_of(store)))


def _health(directory: Path, current: Key, *, deep: bool) -> IndexHealth:
    marker = _marker(directory)
    return IndexHealth(
        name=directory.name,
        seq=marker.key.head.seq if marker else None,
        quads=marker.total if marker else 0,
        built=datetime.fromtimestamp(age(directory), UTC).isoformat(timespec="seconds"),
        size=sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()),
        current=marker is not None and marker.key == current,
        doubt=marker.doubt(directory, ENGINE, deep=deep) if marker else "its marker file is missing or cannot be read",
    )


def _marker(directory: Path) -> Marker | None:
    try:
        return Marker.read(directory)
    except OSError:
        return None
