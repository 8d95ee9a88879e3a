"""The numpy snapshot: a state of the record as arrays, in an immutable directory named like the index of that state.

<store>/snapshot/<first 12 digits of the head's hash>-<first 12 of the knowledge digest>/
    marker.json   as for an index; its engine is the layout of the arrays
    columns.npz   the arrays

A snapshot saves time and nothing else: where none can be read or kept, the ledger gives the same answer.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import StoreError
from kg.store.chain import Head
from kg.store.shelf import Key, Marker, age, directories, prune, publish, scratch

Arrays = Mapping[str, NDArray[Any]]
Notice = Callable[[str], None]
FILE = "columns.npz"
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


def shelf_of(store: Path) -> Path:
    """The folder of a store's snapshots."""
    return store / "snapshot"


def load(store: Path, key: Key, layout: str, notice: Notice | None = None) -> Arrays | None:
    """The arrays of a state, or None where there is no sound snapshot of it; `notice` is told of a doubtful one."""
    place = shelf_of(store) / key.name
    if not place.exists():
        return None
    try:
        return _read(place, layout, key)
    except _UNREADABLE as error:
        if notice:
            notice(f"snapshot {key.name} is made anew: {error}")
        Marker.discard(place)
        return None


def earlier(store: Path, key: Key, layout: str) -> Iterator[tuple[Head, Arrays]]:
    """Sound snapshots of other states with the same knowledge, newest first."""
    for place in sorted(directories(shelf_of(store)), key=age, reverse=True):
        # A doubtful neighbour is no concern here: the ledger has everything.
        with suppress(*_UNREADABLE):
            marker = Marker.read(place)
            if marker.key != key and marker.key.digest == key.digest:
                yield marker.key.head, _read(place, layout, marker.key)


def keep(store: Path, key: Key, layout: str, arrays: Arrays, *, records: int, notice: Notice | None = None) -> None:
    """Writes a snapshot beside the others and renames it into place; `records`: how many the arrays hold.

    A store that takes none is said, not an error.
    """
    shelf = shelf_of(store)
    try:
        with scratch(shelf) as directory:
            with (directory / FILE).open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
                file.flush()
                os.fsync(file.fileno())
            Marker.describe(directory, key, layout, {"records": records}, records).write(directory)
            publish(directory, shelf / key.name, layout)
        prune(shelf)
    except (OSError, StoreError) as error:
        if notice:
            notice(f"no snapshot is kept, so that the next command reads the whole record again: {error}")


def _read(place: Path, layout: str, key: Key) -> Arrays:
    marker = Marker.read(place)
    if marker.key != key:
        raise OSError("its marker names another state")
    # Every byte is checked: unlike an index, a snapshot is read whole anyway.
    if doubt := marker.doubt(place, layout, deep=True):
        raise OSError(doubt)
    with np.load(place / FILE, allow_pickle=False) as content:
        return {name: content[name] for name in content.files}
