"""What must not harm the record: others writing at once, being killed, a full disk, changed bytes."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreBusy, StoreError, StoreInvalid
from kg.store.chain import commit_hash
from kg.store.database import FILE_NAME
from kg.store.ledger import Head, Ledger
from kg.store.quads import pack

Line = Callable[..., str]
Spawn = Callable[..., "subprocess.Popen[str]"]
DIGEST = "d" * 64

WRITER = """
import sys
from kg.store.ledger import Ledger
path, name, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
with Ledger.open(path, create=True) as ledger:
    for n in range(number):
        lines = [f'<a:{name}> <a:p> "{n} {m}" <a:g> .' for m in range(20)]
        print(ledger.commit(lines, [], name, "m", "d" * 64).seq, flush=True)
"""

ON_FULL_DISK = """
import random, resource, sys
from kg.errors import StoreError
from kg.store.ledger import Ledger
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
with Ledger.open(sys.argv[1]) as ledger:
    lines = [f'<a:s> <a:p> "{random.random()}" <a:g> .' for _ in range(20_000)]
    try:
        ledger.commit(lines, [], "a", "too much", "d" * 64)
    except StoreError as error:
        print(error.code, flush=True)
    print(len(ledger.state()), flush=True)
"""


def _release(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def _next(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_processes_that_make_and_fill_a_store_at_once(tmp_path: Path, spawn: Spawn) -> None:
    writers = [spawn(WRITER, tmp_path / "store", f"w{n}", 15) for n in range(3)]
    assert [_next(writer) for writer in writers] == ["ready"] * 3
    for writer in writers:
        _release(writer)
    told = [int(seq) for writer in writers for seq in writer.communicate(timeout=30)[0].split()]
    assert sorted(told) == list(range(1, 46))
    with Ledger.open(tmp_path / "store") as ledger:
        assert ledger.verify() == []
        assert len(ledger.state()) == 3 * 15 * 20


def test_killed_in_the_middle_of_committing(tmp_path: Path, spawn: Spawn) -> None:
    store = tmp_path / "store"
    chance = random.Random(7)  # noqa: S311 - moments to kill at
    told = 0
    for attempt in range(5):
        writer = spawn(WRITER, store, f"w{attempt}", 100_000)
        _next(writer)
        _release(writer)
        for _ in range(5):
            told = int(_next(writer))
        time.sleep(chance.random() / 50)
        writer.kill()
        told = int((writer.communicate()[0].split() or [str(told)])[-1])
        with Ledger.open(store) as ledger:
            assert ledger.verify() == []
            # The last commit may be on disk though its writer no longer got to tell its number.
            assert ledger.head.seq in (told, told + 1)
            assert len(ledger.state()) == 20 * ledger.head.seq


def test_a_full_database_leaves_the_last_commit(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    head = ledger.head
    pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
    ledger._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    chance = random.Random(7)  # noqa: S311 - incompressible values
    many = [line(n, str(chance.random())) for n in range(5000)]
    with pytest.raises(StoreError) as caught:
        ledger.commit(many, [], "a", "too much", DIGEST)
    assert caught.value.code == "store-disk"
    assert (ledger.head, ledger.state()) == (head, frozenset([line(1)]))
    assert ledger.verify() == []
    ledger._connection.execute("PRAGMA max_page_count = 1000000")
    assert ledger.commit(many, [], "a", "now it fits", DIGEST)


def test_a_full_disk_leaves_the_last_commit(tmp_path: Path, line: Line, spawn: Spawn) -> None:
    with Ledger.open(tmp_path, create=True) as ledger:
        ledger.commit([line(1)], [], "a", "m", DIGEST)
    out, _ = spawn(ON_FULL_DISK, tmp_path).communicate(timeout=30)
    assert out.split() == ["store-disk", "1"]
    with Ledger.open(tmp_path) as ledger:
        assert ledger.state() == {line(1)}
        assert ledger.verify() == []
        assert ledger.commit([line(2)], [], "a", "m", DIGEST)


def test_a_writer_that_holds_on_is_waited_for_and_then_reported(tmp_path: Path, line: Line) -> None:
    with Ledger.open(tmp_path, create=True, wait=0.05) as ledger:
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            ledger.commit([line(1)], [], "a", "m", DIGEST)
        assert ledger.state() == set()
        other.close()
        assert ledger.commit([line(1)], [], "a", "m", DIGEST)


def test_making_a_store_waits_for_others_that_make_it(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreBusy):
        Ledger.open(tmp_path, create=True, wait=0.05)
    release = threading.Timer(0.2, other.close)
    release.start()
    with Ledger.open(tmp_path, create=True) as ledger:
        assert ledger.verify() == []
    release.join()


@pytest.fixture
def three(ledger: Ledger, line: Line) -> Ledger:
    """A ledger of three commits."""
    for number in range(3):
        ledger.commit([line(number), line(number + 10)], [line(number + 9)], "a", "m", DIGEST)
    assert ledger.verify() == []
    return ledger


def _tamper(ledger: Ledger, statement: str, *values: object) -> None:
    with sqlite3.connect(ledger.directory / FILE_NAME) as other:
        for trigger in ("commits_keep", "commits_stay"):
            other.execute(f"DROP TRIGGER {trigger}")
        other.execute(statement, values)
    other.close()


@pytest.mark.parametrize("statement", ["UPDATE commits SET message = 'x'", "DELETE FROM commits"])
def test_the_file_itself_refuses_changes(three: Ledger, statement: str) -> None:
    other = sqlite3.connect(three.directory / FILE_NAME)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    other.close()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("author", "someone", "hash"),
        ("message", "another", "hash"),
        ("digest", "e" * 64, "hash"),
        ("time", "2100-01-01T00:00:00.000000Z", "hash"),
        ("time", "2000-01-01T00:00:00.000000Z", "time"),
        ("added_count", 7, "count"),
        ("total", 7, "count"),
        ("added", pack(['<a:s> <a:p> "forged" <a:g> .'])[1], "hash"),
        ("added", b"no such thing", "unreadable"),
        ("removed", "text", "unreadable"),
        ("hash", "f" * 64, "hash"),
        ("previous", "f" * 64, "chain"),
    ],
)
def test_a_changed_row_is_named(three: Ledger, column: str, value: object, code: str) -> None:
    _tamper(three, f"UPDATE commits SET {column} = ? WHERE seq = 2", value)  # noqa: S608 - from the list above
    problems = three.verify()
    assert (2, code) in {(problem.seq, problem.code) for problem in problems}
    assert {problem.seq for problem in problems} <= {2, 3}
    assert str(problems[0]).startswith("commit ")


def test_a_forger_who_hashes_again_is_caught_one_commit_later(three: Ledger) -> None:
    text, blob = pack(['<a:s> <a:p> "forged" <a:g> .'])
    row = three.log()[1]
    fields = (2, row.author, row.time, row.message, row.digest, row.previous, 1, 0, 3)
    forged = commit_hash(fields, text, b"")
    change = "UPDATE commits SET added = ?, removed = ?, hash = ?, added_count = 1, removed_count = 0, total = 3"
    _tamper(three, f"{change} WHERE seq = 2", blob, pack([])[1], forged)
    assert (3, "chain") in {(problem.seq, problem.code) for problem in three.verify()}


def test_content_that_does_not_follow_is_named(three: Ledger) -> None:
    for added, removed, code in (
        (['<a:s> <a:p> "x" <a:g> .'], ['<a:s> <a:p> "y" <a:g> .'], "absent"),
        (sorted(three.state(1)), [], "present"),
        (["_:b <a:p> <a:o> <a:g> ."], [], "form"),
    ):
        with sqlite3.connect(three.directory / FILE_NAME) as other:
            other.execute("DROP TRIGGER IF EXISTS commits_keep")
            blobs = (pack(added)[1], pack(removed)[1])
            other.execute("UPDATE commits SET added = ?, removed = ? WHERE seq = 2", blobs)
        other.close()
        assert (2, code) in {(problem.seq, problem.code) for problem in three.verify()}


def test_a_missing_row_is_named(three: Ledger) -> None:
    _tamper(three, "DELETE FROM commits WHERE seq = 2")
    assert {(3, "sequence"), (3, "chain")} <= {(problem.seq, problem.code) for problem in three.verify()}


def test_a_cut_end_is_seen_by_who_knew_the_head(three: Ledger) -> None:
    head = three.head
    _tamper(three, "DELETE FROM commits WHERE seq = 3")
    assert three.verify() == []
    assert [(problem.seq, problem.code) for problem in three.verify(seen=[head, Head(0, "0" * 64)])] == [(3, "cut")]


def test_an_unreadable_commit_stops_replay_with_its_number(three: Ledger) -> None:
    _tamper(three, "UPDATE commits SET added = x'00' WHERE seq = 2")
    with Ledger.open(three.directory) as fresh:
        assert len(fresh.state(1)) == 2
        with pytest.raises(StoreInvalid, match="commit 2"):
            fresh.state()


@pytest.mark.parametrize(("start", "code"), [(4096, "file"), (30_000, "unreadable")])
def test_damaged_bytes_are_reported(tmp_path: Path, line: Line, start: int, code: str) -> None:
    path = _big(tmp_path, line)
    content = bytearray(path.read_bytes())
    content[start : start + 100] = bytes(100)
    path.write_bytes(content)
    with Ledger.open(tmp_path) as ledger:
        assert code in {problem.code for problem in ledger.verify()}
        with pytest.raises(StoreInvalid) as caught:
            ledger.state()
    assert caught.value.code == "store-damaged"


def test_a_truncated_file_is_reported(tmp_path: Path, line: Line) -> None:
    path = _big(tmp_path, line)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(StoreInvalid) as caught, Ledger.open(tmp_path) as ledger:
        ledger.state()
    assert caught.value.code == "store-damaged"


def _big(folder: Path, line: Line) -> Path:
    chance = random.Random(7)  # noqa: S311 - incompressible values
    with Ledger.open(folder, create=True) as ledger:
        ledger.commit([line(n, str(chance.random())) for n in range(5000)], [], "a", "m", DIGEST)
    path = folder / FILE_NAME
    assert path.stat().st_size > 40_000
    return path
