"""The ledger: one append-only, hash-chained row per commit, from which every state of the record can be replayed.

A ledger lives in its organisation's store folder. A commit holds the canonical N-Quads lines it added and removed (see
`kg.store.quads`). Personal names are kept beside the chain, so that they can be erased without breaking it.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from kg.errors import InputError, NotFound, StoreBusy, StoreConflict, StoreError, StoreInvalid
from kg.store import database
from kg.store.chain import EMPTY, Commit, Delta, Head, Problem, State, audit, commit_hash
from kg.store.quads import check_lines, pack, unpack

__all__ = ["DEFAULT_STORE", "EMPTY", "Commit", "Delta", "Head", "Ledger", "Problem", "State"]

DEFAULT_STORE = ".normgraph"
BUSY_SECONDS = 10.0
_LOG = """SELECT seq, author, time, message, digest, previous, hash, added_count, removed_count, total
    FROM commits ORDER BY seq DESC LIMIT ?"""
_AUTHOR = re.compile(r"\S{1,200}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]+")


class Ledger:
    """One organisation's ledger. Safe to share between threads; close it, or use it as a context manager."""

    def __init__(
        self, directory: Path, connection: sqlite3.Connection, now: Callable[[], datetime] | None = None
    ) -> None:
        self.directory = directory
        self._connection = connection
        self._now = now or _utc_now
        self._lock = threading.RLock()
        self._latest: tuple[Head, State] = (EMPTY, frozenset())
        # Closes a forgotten connection without a warning at interpreter exit.
        self._finalizer = weakref.finalize(self, connection.close)

    @classmethod
    def open(
        cls,
        path: Path | str = DEFAULT_STORE,
        create: bool = False,
        *,
        wait: float = BUSY_SECONDS,
        now: Callable[[], datetime] | None = None,
    ) -> Ledger:
        """The ledger in the store folder `path`, made when absent if `create`.

        `wait`: seconds to wait for another writer; `now`: the clock commits are stamped with. Raises `StoreInvalid`
        when there is no usable ledger, `StoreBusy`, `StoreError`.
        """
        directory = Path(path)
        return cls(directory, database.connect(directory, create=create, wait=wait), now)

    def close(self) -> None:
        """Closes the file; a second call does nothing."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    @property
    def head(self) -> Head:
        """The last commit's sequence and hash; `EMPTY` before the first."""
        row = self._one("SELECT seq, hash FROM commits ORDER BY seq DESC LIMIT 1")
        return Head(*row) if row else EMPTY

    def resolve(self, at: int | datetime | None = None) -> Head:
        """The state at a sequence, at a moment (the last commit not after it; naive means UTC), or the head."""
        if at is None:
            return self.head
        if isinstance(at, datetime):
            row = self._one("SELECT seq, hash FROM commits WHERE time <= ? ORDER BY seq DESC LIMIT 1", _stamp(at))
            return Head(*row) if row else EMPTY
        if at == 0:
            return EMPTY
        row = self._one("SELECT seq, hash FROM commits WHERE seq = ?", at) if 0 < at < 2**63 else None
        if row is None:
            raise NotFound(
                "the record has no such commit",
                where=str(self.directory),
                found=str(at),
                expected=f"0 to {self.head.seq}",
                hint="list the commits with: normgraph log",
            )
        return Head(*row)

    def knows(self, head: Head) -> bool:
        """Whether `head` is a state of this ledger."""
        return head == EMPTY or self._hash(head.seq) == head.hash

    def log(self, limit: int | None = None) -> list[Commit]:
        """The commits, newest first; `limit` caps their number."""
        return [Commit(*row) for row in self._all(_LOG, -1 if limit is None else limit)]

    def state(self, at: int | datetime | None = None) -> State:
        """All quads of the record at that state, as canonical lines in no order. Raises `NotFound`, `StoreInvalid`."""
        with self._lock:
            return self._replay(self.resolve(at))

    def changes(self, after: int, upto: int | None = None) -> Delta:
        """The net difference from the state at `after` to that at `upto` (None: head); `upto` may be the earlier."""
        first, last = self.resolve(after).seq, self.resolve(upto).seq
        if first > last:
            back = self.changes(last, first)
            return Delta(back.removed, back.added)
        added: set[str] = set()
        removed: set[str] = set()
        for plus, minus in self._steps(first, last):
            undone = removed & plus
            dropped = added & minus
            removed = (removed - undone) | (minus - dropped)
            added = (added - dropped) | (plus - undone)
        return Delta(frozenset(added), frozenset(removed))

    def delta(self, seq: int) -> Delta:
        """What the commit `seq` itself added and removed. Raises `NotFound`."""
        if seq == 0:
            raise NotFound("the record has no commit 0", where=str(self.directory), expected="1 or more")
        return self.changes(seq - 1, seq)

    def verify(self, seen: Iterable[Head] = ()) -> list[Problem]:
        """What is wrong with the ledger: file, hash chain, content, replay. An empty list means sound.

        A chain cannot tell that its last commits were cut off; `seen`, heads noted earlier, can.
        """
        try:
            sound = self._all("PRAGMA integrity_check")
            problems = [Problem(None, "file", str(text)) for (text,) in sound if text != "ok"]
            problems += audit(self._all("SELECT * FROM commits ORDER BY seq"))
            lost = (head for head in sorted(set(seen)) if not self.knows(head))
            problems += [
                Problem(seq, "cut", f"the commit {gone[:12]}, seen here before, is gone") for seq, gone in lost
            ]
        except StoreError as error:
            return [Problem(None, "file", f"{error.message}: {error.found}")]
        return problems

    # Writing

    def commit(
        self,
        added: Iterable[str],
        removed: Iterable[str],
        author: str,
        message: str,
        digest: str,
        *,
        expected_head: Head | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Commit | None:
        """Records that `removed` leave and `added` join the record; returns the commit, or None if nothing changes.

        Lines that are already there, or already gone, are left out, and a line in both sets stays. `author` is an id
        without spaces, never a name; `digest` is 64 hex digits; `names` (person IRI to name) are stored beside the
        chain in the same transaction. With `expected_head`, `StoreConflict` is raised if the head is another one.
        Also raises `InputError` for lines that are not canonical, `StoreBusy` and `StoreError`; then nothing changed.
        """
        _check_fields(author, message, digest)
        plus = check_lines(added)
        minus: AbstractSet[str] = check_lines(removed) - plus
        with self._lock, database.translated(self.directory):
            with database.transaction(self._connection):
                head = self.head
                if expected_head is not None and head != expected_head:
                    raise _conflict(self.directory, head, expected_head)
                state = self._replay(head)
                # A set of millions is not copied for nothing.
                plus, minus = plus - state if state else plus, minus & state
                record = self._append(head, state, plus, minus, (author, message, digest)) if plus or minus else None
                self._store_names(names or {})
            if record is not None:
                self._latest = (record.head, frozenset((state - minus) | plus if state else plus))
        return record

    def _append(
        self, head: Head, state: State, plus: AbstractSet[str], minus: AbstractSet[str], said: tuple[str, str, str]
    ) -> Commit:
        author, message, digest = said
        previous = self._one("SELECT time FROM commits WHERE seq = ?", head.seq)
        # A clock set back must not make a later commit look earlier: `--at TIME` relies on the order.
        time = max(_stamp(self._now()), previous[0] if previous else "")
        (added_text, added_blob), (removed_text, removed_blob) = pack(plus), pack(minus)
        counts = (len(plus), len(minus), len(state) + len(plus) - len(minus))
        fields = (head.seq + 1, author, time, message, digest, head.hash)
        own_hash = commit_hash((*fields, *counts), added_text, removed_text)
        row = (*fields, own_hash, *counts, added_blob, removed_blob)
        self._connection.execute("INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return Commit(*fields, own_hash, *counts)

    # Names

    @property
    def names(self) -> dict[str, str]:
        """Personal names by person IRI."""
        return dict(self._all("SELECT person, name FROM names ORDER BY person"))

    def set_names(self, names: Mapping[str, str]) -> None:
        """Stores or replaces names (person IRI to name). Raises `InputError` for a key that is no IRI."""
        with self._lock, database.translated(self.directory), database.transaction(self._connection):
            self._store_names(names)

    def erase_name(self, person: str) -> bool:
        """Erases a person's name from every file of the ledger; False if there was none.

        Raises `StoreBusy` if another process still reads an older state, which keeps a copy alive: call it again.
        """
        with self._lock, database.translated(self.directory):
            erased = self._connection.execute("DELETE FROM names WHERE person = ?", (person,)).rowcount > 0
            # The journal still holds the page with the name until it is folded into the database and cut to nothing.
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreBusy(
                "the name is gone from the record, but the journal file still holds a copy",
                where=str(self.directory),
                hint="close other programs that use this store and run the command again",
            )
        return erased

    def _store_names(self, names: Mapping[str, str]) -> None:
        for person, name in names.items():
            if not _IRI.fullmatch(person):
                raise InputError("a name is stored under a person's IRI", found=person, expected="an absolute IRI")
            self._connection.execute(
                "INSERT INTO names VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET name = excluded.name "
                "WHERE name <> excluded.name",
                (person, name),
            )

    # Replay

    def _replay(self, upto: Head) -> State:
        known, state = self._latest
        if known.seq > upto.seq or (known.seq and self._hash(known.seq) != known.hash):
            known, state = EMPTY, frozenset()
        if known.seq < upto.seq:
            lines = set(state)
            for plus, minus in self._steps(known.seq, upto.seq):
                lines -= minus
                lines |= plus
            state = frozenset(lines)
        if upto.seq >= self._latest[0].seq:
            self._latest = (upto, state)
        return state

    def _steps(self, after: int, upto: int) -> Iterator[tuple[set[str], set[str]]]:
        query = "SELECT seq, added, removed FROM commits WHERE seq > ? AND seq <= ? ORDER BY seq"
        for seq, added, removed in self._all(query, after, upto):
            try:
                yield set(unpack(added)[1]), set(unpack(removed)[1])
            except (zlib.error, UnicodeDecodeError, TypeError) as error:
                raise StoreInvalid(
                    f"commit {seq} of the ledger cannot be read",
                    where=str(self.directory),
                    found=str(error),
                    hint="run `normgraph verify`, then restore the ledger from a backup",
                    code="store-damaged",
                ) from error

    def _hash(self, seq: int) -> str | None:
        row = self._one("SELECT hash FROM commits WHERE seq = ?", seq)
        return row[0] if row else None

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._all(query, *values)
        return rows[0] if rows else None

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, database.translated(self.directory):
            return self._connection.execute(query, values).fetchall()


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _stamp(moment: datetime) -> str:
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _check_fields(author: str, message: str, digest: str) -> None:
    if not _AUTHOR.fullmatch(author):
        raise InputError(
            "not an author id", found=author or "nothing", expected="an id without spaces", hint="acme:cto"
        )
    if not _DIGEST.fullmatch(digest):
        raise InputError("not a knowledge digest", found=digest or "nothing", expected="64 hex digits")
    try:
        message.encode()
    except UnicodeEncodeError as error:
        raise InputError("the message is not valid text", found=ascii(message), expected="UTF-8 text") from error


def _conflict(directory: Path, head: Head, expected: Head) -> StoreConflict:
    return StoreConflict(
        "someone else committed in the meantime; nothing was recorded",
        where=str(directory),
        found=f"commit {head.seq} ({head.hash[:12]})",
        expected=f"commit {expected.seq} ({expected.hash[:12]})",
        hint="run the command again",
    )
