"""The SQLite file behind a ledger: schema, opening, one write transaction, and driver errors put into words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreBusy, StoreError, StoreInvalid

FILE_NAME = "ledger.sqlite"
SCHEMA_VERSION = 1
_APPLICATION_ID = 0x6E674C31
_SCHEMA = (
    """CREATE TABLE commits (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        author TEXT NOT NULL, time TEXT NOT NULL, message TEXT NOT NULL, digest TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
        added_count INTEGER NOT NULL, removed_count INTEGER NOT NULL, total INTEGER NOT NULL,
        added BLOB NOT NULL, removed BLOB NOT NULL)""",
    "CREATE TABLE names (person TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TRIGGER commits_keep BEFORE UPDATE ON commits
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER commits_stay BEFORE DELETE ON commits
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


def connect(directory: Path, *, create: bool, wait: float) -> sqlite3.Connection:
    """A connection to the ledger file in `directory`, durable on commit; `wait` is in seconds.

    With `create` a missing folder, file or schema is made; without it `StoreInvalid` says what is missing.
    """
    path = (directory / FILE_NAME).absolute()
    if create:
        _make(directory)
    elif not _is_file(path):
        raise StoreInvalid(
            "there is no normgraph store here",
            where=str(directory),
            expected=f"a folder with the file {FILE_NAME}",
            hint="name another with --store, or create one with: normgraph import portfolio.yaml",
            code="store-missing",
        )
    with translated(directory):
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode={'rwc' if create else 'rw'}",
            uri=True,
            timeout=wait,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            if create:
                _journal_ahead(connection, wait)
            _prepare(connection, directory, create)
        except BaseException:
            connection.close()
            raise
    return connection


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise StoreError(
            "the store's folder cannot be read", where=str(path.parent), found=error.strerror, code="store-folder"
        ) from error


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "the store's folder cannot be created", where=str(directory), found=error.strerror, code="store-folder"
        ) from error


def _journal_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Switches to a write-ahead log. SQLite does not wait by itself for others that make the same store just now."""
    deadline = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _prepare(connection: sqlite3.Connection, directory: Path, create: bool) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    if create and not _tables(connection):
        with transaction(connection):
            # Another process may have created the schema while this one waited for the write lock.
            if not _tables(connection):
                for statement in _SCHEMA:
                    connection.execute(statement)
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (found, version) != (_APPLICATION_ID, SCHEMA_VERSION):
        raise StoreInvalid(
            "this file is no ledger of this version",
            where=str(directory / FILE_NAME),
            found=f"application {found:#x}, version {version}",
            expected=f"application {_APPLICATION_ID:#x}, version {SCHEMA_VERSION}",
            hint="name another store with --store, or use the release of normgraph that wrote it",
            code="store-version",
        )


def _tables(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction: all of it is on disk afterwards, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back by itself after some errors, a full disk among them.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(directory: Path) -> Iterator[None]:
    """Turns the driver's errors into `StoreBusy`, `StoreInvalid` or `StoreError` that name the store."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, str(directory)) from error


def _translate(error: sqlite3.Error, where: str) -> StoreError:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    found = f"{error} ({getattr(error, 'sqlite_errorname', type(error).__name__)})"
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(
            "another process is writing to this store", where=where, found=found, hint="run the command again"
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreInvalid(
            "the ledger file is damaged",
            where=where,
            found=found,
            hint="run `normgraph verify`, then restore the file from a backup",
            code="store-damaged",
        )
    if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StoreError(
            "the disk has no room or is faulty; a commit under way was not recorded, the last one is intact",
            where=where,
            found=found,
            hint="make room on the disk and run the command again",
            code="store-disk",
        )
    return StoreError("the ledger file could not be used", where=where, found=found)
