"""The health of a store, as plain values: what is there, whether it is sound, and building the index anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError
from kg.store import snapshot
from kg.store.build import assessments_of, open_index, shelf_of
from kg.store.chain import EMPTY, Commit, Head, Problem
from kg.store.database import FILE_NAME
from kg.store.index import ENGINE
from kg.store.ledger import Ledger
from kg.store.shelf import Key, Marker, age, directories, prune


@dataclass(frozen=True, slots=True)
class Projection:
    """One directory made from the record, an index or a snapshot.

    `seq`: the commit it shows (None: unknown); `holds`: number of quads of an index, of records of a snapshot;
    `current`: it shows the head with today's knowledge; `built`: UTC, ISO 8601; `size` in bytes; `doubt`: why it would
    not be used, None if sound.
    """

    name: str
    seq: int | None
    holds: int
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
    indexes: tuple[Projection, ...]
    snapshots: tuple[Projection, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of `verify`: how many commits and quads the record has, and what is wrong with it.

    Doubtful indexes and snapshots are no problem of the record; they are listed and made anew when next used.
    """

    commits: int
    quads: int
    problems: tuple[Problem, ...]
    indexes: tuple[Projection, ...]
    snapshots: tuple[Projection, ...]

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
        snapshots=_snapshots(ledger.directory, Key(head, digest), deep=False),
    )


def verify(ledger: Ledger, digest: str) -> Verification:
    """Checks every commit and every byte of every index and snapshot; changes nothing.

    The heads that they were made from serve as witnesses that no commit was cut off the end.
    """
    shelves = (shelf_of(ledger.directory), snapshot.shelf_of(ledger.directory))
    markers = (_marker(place) for shelf in shelves for place in directories(shelf))
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
        snapshots=_snapshots(ledger.directory, key, deep=True),
    )


def rebuild(
    ledger: Ledger,
    digest: str,
    files: Mapping[str, Sequence[Path]],
    notice: Callable[[str], None] | None = None,
) -> Projection:
    """Throws all indexes and snapshots away and builds the head's index from nothing but ledger and knowledge."""
    for shelf in (*_index_shelves(ledger.directory), snapshot.shelf_of(ledger.directory)):
        for directory in directories(shelf):
            Marker.discard(directory)
        if shelf.is_dir():
            prune(shelf, keep=0)
    with open_index(ledger, digest, files, notice=notice) as index:
        return _health(index.path, index.marker.key, ENGINE, deep=False)


def _indexes(store: Path, current: Key, *, deep: bool) -> tuple[Projection, ...]:
    places = (place for shelf in _index_shelves(store) for place in directories(shelf))
    return tuple(_health(place, current, ENGINE, deep=deep) for place in places)


def _index_shelves(store: Path) -> tuple[Path, Path]:
    """Indexes of record and knowledge, and those with verdicts beside them."""
    return shelf_of(store), shelf_of(assessments_of(store))


def _snapshots(store: Path, current: Key, *, deep: bool) -> tuple[Projection, ...]:
    return tuple(_health(place, current, "", deep=deep) for place in directories(snapshot.shelf_of(store)))


def _health(directory: Path, current: Key, engine: str, *, deep: bool) -> Projection:
    """`engine`: what has to have built it; empty where only its reader knows."""
    marker = _marker(directory)
    doubt = "its marker file is missing or cannot be read"
    return Projection(
        name=directory.name,
        seq=marker.key.head.seq if marker else None,
        holds=marker.total if marker else 0,
        built=datetime.fromtimestamp(age(directory), UTC).isoformat(timespec="seconds"),
        size=sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()),
        current=marker is not None and marker.key == current,
        doubt=marker.doubt(directory, engine or marker.engine, deep=deep) if marker else doubt,
    )


def _marker(directory: Path) -> Marker | None:
    try:
        return Marker.read(directory)
    except OSError:
        return None
