"""The health of a store, told without changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kg.store import doctor, shelf, snapshot
from kg.store.build import open_index, shelf_of
from kg.store.database import FILE_NAME
from kg.store.ledger import EMPTY, Ledger

Line = Callable[..., str]
DIGEST = "d" * 64


def test_the_status_of_an_empty_store(ledger: Ledger) -> None:
    found = doctor.status(ledger, DIGEST)
    assert (found.head, found.commits, found.quads, found.last, found.indexes) == (EMPTY, 0, 0, None, ())
    assert (found.path, found.size > 0) == (ledger.directory, True)


def test_the_status_of_a_store(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1), line(2)], [], "a", "m", DIGEST, names={"x:p": "Ada"})
    open_index(ledger, DIGEST, {}).close()
    last = ledger.commit([line(3)], [], "a", "m", DIGEST)
    open_index(ledger, DIGEST, {}).close()
    found = doctor.status(ledger, DIGEST)
    assert last is not None
    assert (found.head, found.commits, found.quads, found.last, found.names) == (last.head, 2, 3, last.time, 1)
    assert sorted((index.seq, index.holds, index.current, index.doubt) for index in found.indexes) == [
        (1, 2, False, None),
        (2, 3, True, None),
    ]
    assert all(index.size > 0 and index.built.endswith("+00:00") for index in found.indexes)
    assert not any(index.current for index in doctor.status(ledger, "e" * 64).indexes)


def test_a_sound_store_verifies(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    open_index(ledger, DIGEST, {}).close()
    found = doctor.verify(ledger, DIGEST)
    assert (found.sound, found.commits, found.quads, [index.doubt for index in found.indexes]) == (True, 1, 1, [None])


def test_a_changed_byte_of_an_index_is_found_and_is_no_problem_of_the_record(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, {}) as index:
        path = max((index.path / "quads").glob("*.sst"), key=lambda found: found.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert [index.doubt for index in doctor.status(ledger, DIGEST).indexes] == [None]
    found = doctor.verify(ledger, DIGEST)
    assert found.sound
    assert [index.doubt for index in found.indexes] == [f"the file quads/{path.name} has been changed"]


def test_a_cut_ledger_is_betrayed_by_its_indexes(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    ledger.commit([line(2)], [], "a", "m", DIGEST)
    for digest in (DIGEST, "e" * 64):
        open_index(ledger, digest, {}).close()
    with sqlite3.connect(ledger.directory / FILE_NAME) as other:
        other.execute("DROP TRIGGER commits_stay")
        other.execute("DELETE FROM commits WHERE seq = 2")
    other.close()
    assert [(problem.seq, problem.code) for problem in doctor.verify(ledger, DIGEST).problems] == [(2, "cut")]


def test_a_ledger_that_cannot_be_read_is_a_problem_not_a_crash(tmp_path: Path, line: Line) -> None:
    with Ledger.open(tmp_path, create=True) as ledger:
        ledger.commit([line(1)], [], "a", "m", DIGEST)
    path = tmp_path / FILE_NAME
    content = bytearray(path.read_bytes())
    content[4096:4196] = bytes(100)
    path.write_bytes(content)
    with Ledger.open(tmp_path) as ledger:
        found = doctor.verify(ledger, DIGEST)
    assert not found.sound
    assert str(found.problems[0]).startswith("ledger file: ")


def test_rebuild_starts_from_nothing(ledger: Ledger, line: Line) -> None:
    for number in range(30):
        ledger.commit([line(number)], [], "a", "m", DIGEST)
    open_index(ledger, DIGEST, {}, at=29).close()
    with open_index(ledger, DIGEST, {}) as held:
        assert held.marker.steps == 1
        said: list[str] = []
        found = doctor.rebuild(ledger, DIGEST, {}, said.append)
        assert (found.current, found.holds, found.doubt, found.seq) == (True, 30, None, 30)
        assert len(said) == 1
        assert len(list(held.quads())) == 30
    assert [path.name for path in shelf.directories(shelf_of(ledger.directory))] == [found.name]
    with open_index(ledger, DIGEST, {}) as index:
        assert index.marker.steps == 0


def test_a_directory_without_a_marker_is_listed(ledger: Ledger) -> None:
    (shelf_of(ledger.directory) / "odd").mkdir(parents=True)
    (index,) = doctor.status(ledger, DIGEST).indexes
    assert (index.name, index.seq, index.holds, index.current) == ("odd", None, 0, False)
    assert index.doubt


def test_a_snapshot_is_listed_checked_and_thrown_away_with_the_indexes(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    key = shelf.Key(ledger.head, DIGEST)
    snapshot.keep(ledger.directory, key, "layout", {"x": np.arange(5)}, records=5)
    (found,) = doctor.status(ledger, DIGEST).snapshots
    assert (found.name, found.seq, found.holds, found.current, found.doubt) == (key.name, 1, 5, True, None)
    file = snapshot.shelf_of(ledger.directory) / key.name / snapshot.FILE
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    verified = doctor.verify(ledger, DIGEST)
    assert verified.sound
    assert [made.doubt for made in verified.snapshots] == [f"the file {snapshot.FILE} has been changed"]
    doctor.rebuild(ledger, DIGEST, {})
    assert doctor.status(ledger, DIGEST).snapshots == ()


def test_a_cut_ledger_is_betrayed_by_its_snapshots(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    ledger.commit([line(2)], [], "a", "m", DIGEST)
    snapshot.keep(ledger.directory, shelf.Key(ledger.head, DIGEST), "layout", {"x": np.arange(5)}, records=5)
    with sqlite3.connect(ledger.directory / FILE_NAME) as other:
        other.execute("DROP TRIGGER commits_stay")
        other.execute("DELETE FROM commits WHERE seq = 2")
    other.close()
    assert [(problem.seq, problem.code) for problem in doctor.verify(ledger, DIGEST).problems] == [(2, "cut")]
