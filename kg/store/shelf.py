"""Index directories on disk: their marker files, who holds them, how one takes its place and how old ones go.

<store>/index/<first 12 digits of the head's hash>-<first 12 of the knowledge digest>/
    marker.json   what was built, from what, and size and SHA-256 of every file; written last
    lock          held shared by readers; a directory so held is not removed
    quads/        the engine's files
<store>/index/.lock   held for the moment in which directories are renamed
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.store.chain import Head

MARKER = "marker.json"
LOCK = "lock"
KEEP = 3
_SCRATCH = ".making-"
_TRASH = ".leaving-"


@dataclass(frozen=True, slots=True)
class Key:
    """What an index is built from: a state of the ledger and the digest of the shipped knowledge."""

    head: Head
    digest: str

    @property
    def name(self) -> str:
        """Name of the index's directory."""
        return f"{self.head.hash[:12]}-{self.digest[:12]}"


@dataclass(frozen=True, slots=True)
class Marker:
    """The content of a marker file.

    `counts`: quads by graph; `files`: size in bytes and SHA-256 by name;
    `recorded`: how many of the quads come from the ledger; `steps`: how many deltas lie between it and a full build.
    """

    key: Key
    engine: str
    counts: Mapping[str, int]
    recorded: int
    files: Mapping[str, tuple[int, str]]
    steps: int = 0

    @property
    def total(self) -> int:
        """Number of quads in the index."""
        return sum(self.counts.values())

    @classmethod
    def describe(
        cls, directory: Path, key: Key, engine: str, counts: Mapping[str, int], recorded: int, *, steps: int = 0
    ) -> Marker:
        """A marker for the files now in `directory`."""
        files = {
            name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
            for name, path in _files(directory)
        }
        return cls(key, engine, dict(counts), recorded, files, steps)

    @classmethod
    def read(cls, directory: Path) -> Marker:
        """The marker of `directory`. Raises `OSError` if it is missing or says nothing sound."""
        try:
            content = json.loads((directory / MARKER).read_text(encoding="utf-8"))
            if content.pop("checksum") != _checksum(content):
                raise ValueError("its checksum is wrong")
            return cls(
                key=Key(Head(content["seq"], content["head"]), content["digest"]),
                engine=content["engine"],
                counts=content["counts"],
                recorded=content["recorded"],
                files={name: (size, digest) for name, (size, digest) in content["files"].items()},
                steps=content["steps"],
            )
        except FileNotFoundError as error:
            raise OSError("its marker file is missing") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OSError(f"its marker file cannot be read: {error}") from error

    def write(self, directory: Path) -> None:
        """Writes the marker and sees to it that it is on disk."""
        content: dict[str, Any] = {
            "seq": self.key.head.seq,
            "head": self.key.head.hash,
            "digest": self.key.digest,
            "engine": self.engine,
            "counts": dict(self.counts),
            "recorded": self.recorded,
            "files": {name: list(entry) for name, entry in self.files.items()},
            "steps": self.steps,
        }
        content["checksum"] = _checksum(content)
        with (directory / MARKER).open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        _sync(directory)

    @staticmethod
    def discard(directory: Path) -> None:
        """Removes the marker, if this user may, so that the directory is never trusted again."""
        with suppress(OSError):
            (directory / MARKER).unlink()

    def doubt(self, directory: Path, engine: str, *, deep: bool = False) -> str | None:
        """Why the directory is not what this marker says, or None. `deep` reads every file; else sizes suffice."""
        if self.engine != engine:
            return f"it was built by {self.engine}, this is {engine}"
        present = dict(_files(directory))
        if missing := sorted(self.files.keys() - present.keys()):
            return f"the file {missing[0]} is missing"
        for name, (size, digest) in self.files.items():
            actual = present[name].stat().st_size
            if actual != size:
                return f"the file {name} has {actual} bytes instead of {size}"
            if deep and hashlib.sha256(present[name].read_bytes()).hexdigest() != digest:
                return f"the file {name} has been changed"
        return None


class SharedLock:
    """A reader's hold on an index directory. Released by `release`, or by the end of the process."""

    def __init__(self, directory: Path) -> None:
        """Takes the hold. Raises `OSError` when the directory is not there or is being removed."""
        path = directory / LOCK
        self._file: int | None = None
        self._file = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            # The directory may have been renamed away between opening the file and holding it.
            if not os.path.samestat(os.fstat(self._file), path.stat()):
                raise FileNotFoundError("the index was just removed")
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Lets go; a second call does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __del__(self) -> None:
        """Lets go when forgotten."""
        self.release()


@contextmanager
def scratch(shelf: Path) -> Iterator[Path]:
    """A new directory on the shelf to build in, held by a lock, and removed afterwards unless it was renamed."""
    try:
        # Under the lock: a directory not yet held would look like one that a killed builder left.
        with _renaming(shelf):
            directory = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=shelf))
            clear(directory)
            lock = SharedLock(directory)
    except OSError as error:
        raise StoreError(
            "no index can be built here", where=str(shelf), found=str(error), code="store-folder"
        ) from error
    try:
        yield directory
    finally:
        lock.release()
        shutil.rmtree(directory, ignore_errors=True)


def clear(directory: Path) -> None:
    """Empties a scratch directory but for its lock."""
    for path in directory.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
    (directory / LOCK).touch()


def publish(built: Path, place: Path, engine: str) -> None:
    """Renames a finished directory to its place. A sound one that is already there wins; a doubtful one is removed."""
    with _renaming(place.parent):
        if place.exists():
            if _sound(place, engine):
                return
            _remove(place)
        built.rename(place)
        _sync(place.parent)


def prune(shelf: Path, keep: int = KEEP) -> list[str]:
    """Removes all but the `keep` newest index directories and what killed builders left; returns the names.

    A directory some reader holds stays.
    """
    with _renaming(shelf):
        surplus = [path for path in shelf.iterdir() if path.name.startswith((_SCRATCH, _TRASH))]
        surplus += sorted(directories(shelf), key=age, reverse=True)[keep:]
        return [path.name for path in surplus if not _held(path) and _remove(path)]


def directories(shelf: Path) -> list[Path]:
    """The index directories on a shelf, sound or not, sorted by name."""
    if not shelf.is_dir():
        return []
    return sorted(path for path in shelf.iterdir() if path.is_dir() and not path.name.startswith("."))


def _sound(directory: Path, engine: str) -> bool:
    try:
        return Marker.read(directory).doubt(directory, engine) is None
    except OSError:
        return False


def age(directory: Path) -> float:
    """When an index was built, in seconds since the epoch; 0 if it lacks its marker."""
    with suppress(OSError):
        return (directory / MARKER).stat().st_mtime
    return 0.0


def _held(directory: Path) -> bool:
    try:
        file = os.open(directory / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def _remove(directory: Path) -> bool:
    # Renamed first: a half-removed directory must never be found under a name that readers open.
    leaving = directory.with_name(f"{_TRASH}{directory.name.lstrip('.')}-{os.getpid()}-{time.monotonic_ns()}")
    try:
        directory.rename(leaving)
    except OSError:
        return False
    shutil.rmtree(leaving, ignore_errors=True)
    return True


@contextmanager
def _renaming(shelf: Path) -> Iterator[None]:
    shelf.mkdir(parents=True, exist_ok=True)
    file = os.open(shelf / f".{LOCK}", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _files(directory: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.name not in (MARKER, LOCK):
            yield path.relative_to(directory).as_posix(), path


def _checksum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _sync(directory: Path) -> None:
    file = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
