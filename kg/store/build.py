"""Indexes made from ledger and knowledge: opened if sound, built from the last one or anew if not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kg.errors import InputError, StoreError, StoreInvalid
from kg.store.chain import Delta, Head, State
from kg.store.index import ENGINE, Index, change, fill
from kg.store.ledger import Ledger
from kg.store.quads import graph_of
from kg.store.shelf import Key, Marker, age, clear, directories, prune, publish, scratch

Notice = Callable[[str], None]
# Above this share of the record a full build is the faster way.
_DELTA_SHARE = 0.25
# Each step leaves small files behind that slow reading down.
_MOST_STEPS = 20
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index holds.

    `files`: Turtle files by graph IRI; `lines`: the record's canonical N-Quads lines; `delta`: the difference from an
    earlier head's lines to these, or None if that head is not known.
    """

    files: Mapping[str, Sequence[Path]]
    lines: Callable[[], State]
    delta: Callable[[Head], Delta | None] | None = None


def shelf_of(store: Path) -> Path:
    """The folder of a store's indexes."""
    return store / "index"


def assessments_of(store: Path) -> Path:
    """The folder beside which indexes with verdicts stand, apart from those of the record alone."""
    return store / "assessments"


def open_index(
    ledger: Ledger,
    digest: str,
    files: Mapping[str, Sequence[Path]],
    *,
    at: int | datetime | None = None,
    notice: Notice | None = None,
) -> Index:
    """The index of a ledger's state `at` (None: head) with the knowledge `files`, whose digest is `digest`.

    An existing index is used if nothing about it is doubtful; otherwise it is built, and `notice` is told why when an
    existing one was thrown away. Raises `InputError` for a bad Turtle file, `StoreError`.
    """
    head = ledger.resolve(at)

    def delta(earlier: Head) -> Delta | None:
        return ledger.changes(earlier.seq, head.seq) if ledger.knows(earlier) else None

    sources = Sources(files, lambda: ledger.state(head.seq), delta)
    return provide(ledger.directory, Key(head, digest), sources, notice)


def provide(store: Path, key: Key, sources: Sources, notice: Notice | None = None) -> Index:
    """The index for `key` in a store folder, opened or built; see `open_index`."""
    place = shelf_of(store) / key.name
    for _ in range(_ATTEMPTS):
        try:
            if place.exists():
                return _open(place, key)
        except StoreInvalid as error:
            if notice:
                notice(f"index {key.name} is built anew: {error.found}")
            Marker.discard(place)
        build(store, key, sources)
    raise StoreError("the index is damaged again right after it was built", where=str(place), hint="check the disk")


def build(store: Path, key: Key, sources: Sources) -> Path:
    """Builds the index for `key` beside the others, renames it into place and returns the place.

    Starts from the latest sound index of the same knowledge when the difference is small. A sound index already in
    place is kept. Old indexes that nobody reads are removed. Raises `InputError`, `StoreError`.
    """
    shelf = shelf_of(store)
    place = shelf / key.name
    try:
        with scratch(shelf) as directory:
            if not _build_on(shelf, directory, key, sources):
                _build_anew(directory, key, sources)
            publish(directory, place, ENGINE)
        prune(shelf)
    except OSError as error:
        raise StoreError(
            "the index could not be built",
            where=str(shelf),
            found=str(error),
            hint="make room on the disk and run the command again; the record itself is intact",
            code="index-build",
        ) from error
    return place


def _open(place: Path, key: Key) -> Index:
    index = Index.open(place)
    if index.marker.key == key:
        return index
    index.close()
    raise StoreInvalid("the index is another's", where=str(place), found="its marker names another state")


def _build_anew(directory: Path, key: Key, sources: Sources) -> None:
    lines = sources.lines()
    recorded = Counter(map(graph_of, lines))
    _keep_apart(recorded, sources.files)
    counts, total = fill(directory, sources.files, lines)
    marker = Marker.describe(directory, key, ENGINE, counts | recorded, len(lines))
    if marker.total != total:
        raise StoreError("the engine did not keep what was loaded", where=str(directory), found=f"{total} quads")
    marker.write(directory)


def _build_on(shelf: Path, directory: Path, key: Key, sources: Sources) -> bool:
    """Builds from the latest index that serves; False, with `directory` as it was, when none does."""
    for place in sorted(directories(shelf), key=age, reverse=True):
        # A doubtful neighbour is no concern here: a full build needs none.
        with suppress(OSError, StoreInvalid):
            delta = _small_delta(Marker.read(place), key, sources)
            if delta is not None:
                with Index.open(place) as earlier:
                    return _apply(earlier, delta, directory, key, sources)
    return False


def _small_delta(earlier: Marker, key: Key, sources: Sources) -> Delta | None:
    usable = earlier.key.digest == key.digest and earlier.key != key and earlier.steps < _MOST_STEPS
    delta = sources.delta(earlier.key.head) if usable and sources.delta else None
    small = delta is not None and len(delta.added) + len(delta.removed) <= _DELTA_SHARE * earlier.total
    return delta if small else None


def _apply(earlier: Index, delta: Delta, directory: Path, key: Key, sources: Sources) -> bool:
    plus, minus = Counter(map(graph_of, delta.added)), Counter(map(graph_of, delta.removed))
    _keep_apart(plus, sources.files)
    counts = Counter(earlier.marker.counts)
    counts.update(plus)
    counts.subtract(minus)
    kept = {graph: number for graph, number in counts.items() if number or graph in sources.files}
    recorded = earlier.marker.recorded + len(delta.added) - len(delta.removed)
    try:
        total = change(earlier, directory, delta.added, delta.removed)
    except OSError:
        total = -1
    if total != sum(kept.values()):
        clear(directory)
        return False
    Marker.describe(directory, key, ENGINE, kept, recorded, steps=earlier.marker.steps + 1).write(directory)
    return True


def _keep_apart(recorded: Mapping[str, int], files: Mapping[str, Sequence[Path]]) -> None:
    if shared := sorted(recorded.keys() & files.keys()):
        raise InputError(
            "the record holds quads in a graph of the shipped knowledge",
            found=shared[0],
            expected="the organisation's own graphs",
            code="graph-overlap",
        )
