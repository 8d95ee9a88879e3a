"""The ledger replays to what was committed, whoever asks and for whichever moment."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, NotFound, StoreBusy, StoreConflict, StoreError, StoreInvalid
from kg.store.database import FILE_NAME
from kg.store.ledger import EMPTY, Delta, Ledger

Line = Callable[..., str]
DIGEST = "d" * 64
PERSON = "https://w3id.org/normgraph/id/acme/cto"
START = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = st.sets(st.integers(0, 12))


def _line(number: int) -> str:
    return f'<a:s> <a:p> "{number}" <a:g> .'


@settings(database=None, deadline=None, max_examples=25)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=8))
def test_replay_equals_a_naive_model(steps: list[tuple[set[int], set[int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(folder, create=True) as ledger:
        states: list[set[str]] = [set()]
        for added, removed in steps:
            before = states[-1]
            after = (before - {_line(n) for n in removed}) | {_line(n) for n in added}
            commit = ledger.commit(map(_line, added), map(_line, removed), "a", "m", DIGEST)
            assert (commit is None) == (after == before)
            if commit:
                assert (commit.added, commit.removed) == (len(after - before), len(before - after))
                assert commit.total == len(after)
                states.append(after)
        with Ledger.open(folder) as fresh:
            for reader in (ledger, fresh):
                assert reader.head.seq == len(states) - 1
                assert [reader.state(seq) for seq in range(len(states))] == states
                for i, first in enumerate(states):
                    for j, last in enumerate(states):
                        assert reader.changes(i, j) == Delta(frozenset(last - first), frozenset(first - last))
        assert ledger.verify() == []


def test_a_commit_keeps_what_was_said(ledger: Ledger, line: Line) -> None:
    commit = ledger.commit([line(1)], [], "acme:cto", "first\nline", DIGEST)
    assert commit is not None
    assert ledger.log() == [commit]
    assert (commit.seq, commit.author, commit.message, commit.digest) == (1, "acme:cto", "first\nline", DIGEST)
    assert commit.previous == EMPTY.hash
    assert ledger.head == commit.head
    assert datetime.fromisoformat(commit.time).utcoffset() == timedelta(0)


def test_the_log_begins_with_the_newest(ledger: Ledger, line: Line) -> None:
    for number in range(3):
        ledger.commit([line(number)], [], "a", str(number), DIGEST)
    assert [commit.message for commit in ledger.log()] == ["2", "1", "0"]
    assert [commit.message for commit in ledger.log(limit=1)] == ["2"]
    assert [commit.previous for commit in ledger.log()][:2] == [commit.hash for commit in ledger.log()][1:]
    assert ledger.delta(2) == Delta(frozenset([line(1)]), frozenset())


def test_nothing_new_is_no_commit(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    assert ledger.commit([line(1)], [], "a", "again", DIGEST) is None
    assert ledger.commit([], [line(2)], "a", "not there", DIGEST) is None
    assert ledger.commit([line(1)], [line(1)], "a", "out and in", DIGEST) is None
    assert ledger.commit([], [], "a", "nothing", DIGEST) is None
    assert ledger.head.seq == 1


def test_a_commit_on_an_older_head_is_refused(ledger: Ledger, line: Line) -> None:
    seen = ledger.head
    ledger.commit([line(1)], [], "a", "m", DIGEST, expected_head=seen)
    with pytest.raises(StoreConflict, match="run the command again"):
        ledger.commit([line(2)], [], "a", "m", DIGEST, expected_head=seen)
    assert ledger.state() == {line(1)}
    assert ledger.commit([line(2)], [], "a", "m", DIGEST, expected_head=ledger.head)


def test_one_bad_line_refuses_the_whole_commit(ledger: Ledger, line: Line) -> None:
    with pytest.raises(InputError, match="blank node"):
        ledger.commit([line(1), "_:b <a:p> <a:o> <a:g> ."], [], "a", "m", DIGEST)
    assert ledger.head == EMPTY


@pytest.mark.parametrize(
    ("author", "message", "digest"),
    [("", "m", DIGEST), ("Ada Lovelace", "m", DIGEST), ("a", "\ud800", DIGEST), ("a", "m", "abc")],
)
def test_bad_fields_are_refused(ledger: Ledger, line: Line, author: str, message: str, digest: str) -> None:
    with pytest.raises(InputError):
        ledger.commit([line(1)], [], author, message, digest)
    assert ledger.head == EMPTY


def test_states_by_moment(tmp_path: Path, line: Line) -> None:
    days = count()
    with Ledger.open(tmp_path, create=True, now=lambda: START + timedelta(days=next(days))) as ledger:
        for number in range(3):
            ledger.commit([line(number)], [], "a", "m", DIGEST)
        assert ledger.state(START - timedelta(seconds=1)) == set()
        assert ledger.state(START) == {line(0)}
        assert ledger.state(START + timedelta(days=1, hours=3)) == {line(0), line(1)}
        assert ledger.resolve(datetime(2026, 1, 2, 1)) == ledger.resolve(2)  # noqa: DTZ001 - naive means UTC
        assert ledger.resolve(datetime(2100, 1, 1, tzinfo=UTC)) == ledger.head


def test_a_clock_set_back_does_not_reorder_commits(tmp_path: Path, line: Line) -> None:
    times = iter([START, START - timedelta(days=1)])
    with Ledger.open(tmp_path, create=True, now=lambda: next(times)) as ledger:
        first = ledger.commit([line(1)], [], "a", "m", DIGEST)
        second = ledger.commit([line(2)], [], "a", "m", DIGEST)
        assert first
        assert second
        assert first.time == second.time
        assert ledger.verify() == []


@pytest.mark.parametrize("at", [-1, 2, 10**30])
def test_a_commit_that_is_not_there(ledger: Ledger, line: Line, at: int) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    with pytest.raises(NotFound, match="0 to 1"):
        ledger.state(at)


def test_commits_of_another_connection_are_seen(tmp_path: Path, line: Line) -> None:
    with Ledger.open(tmp_path, create=True) as one, Ledger.open(tmp_path) as two:
        one.commit([line(1)], [], "a", "m", DIGEST)
        assert two.state() == {line(1)}
        two.commit([line(2)], [line(1)], "b", "m", DIGEST)
        assert one.state() == {line(2)}
        one.commit([line(3)], [line(1)], "a", "m", DIGEST)
        assert two.state() == {line(2), line(3)}
        assert (one.head, two.knows(one.head), two.knows(EMPTY)) == (two.head, True, True)
        assert not two.knows(one.head._replace(hash="0" * 64))


def test_threads_may_share_a_ledger(ledger: Ledger, line: Line) -> None:
    def work(offset: int) -> None:
        for number in range(10):
            ledger.commit([line(offset + number)], [], "a", "m", DIGEST)

    threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.state()) == ledger.head.seq == 30
    assert ledger.verify() == []


def test_names_stand_beside_the_chain(ledger: Ledger, line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST, names={PERSON: "Ada"})
    head = ledger.head
    assert ledger.commit([line(1)], [], "a", "m", DIGEST, names={PERSON: "Ada Lovelace"}) is None
    assert ledger.names == {PERSON: "Ada Lovelace"}
    ledger.set_names({PERSON: "A. Lovelace"})
    assert ledger.names == {PERSON: "A. Lovelace"}
    assert ledger.head == head
    with pytest.raises(InputError, match="absolute IRI"):
        ledger.commit([line(2)], [], "a", "m", DIGEST, names={"cto": "Ada"})
    assert (ledger.head, len(ledger.names)) == (head, 1)


def test_an_erased_name_is_in_no_file_and_the_chain_holds(ledger: Ledger, line: Line) -> None:
    name = "Wilhelmina Quartermaine"
    others = {f"{PERSON}{number}": f"Person {number}" for number in range(200)}
    ledger.commit([line(1)], [], "a", "m", DIGEST, names={PERSON: name, **others})
    files = list(ledger.directory.iterdir())
    assert any(name.encode() in path.read_bytes() for path in files)
    assert ledger.erase_name(PERSON)
    assert not ledger.erase_name(PERSON)
    assert [path for path in ledger.directory.iterdir() if name.encode() in path.read_bytes()] == []
    assert ledger.names == others
    assert ledger.verify() == []


def test_a_reader_of_an_older_state_delays_the_erasure(tmp_path: Path, line: Line) -> None:
    with Ledger.open(tmp_path, create=True, wait=0.1) as ledger:
        ledger.commit([line(1)], [], "a", "m", DIGEST, names={PERSON: "Ada"})
        reader = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM names").fetchall()
        with pytest.raises(StoreBusy, match="journal"):
            ledger.erase_name(PERSON)
        reader.close()
        assert not ledger.erase_name(PERSON)
        assert (ledger.directory / f"{FILE_NAME}-wal").stat().st_size == 0


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreInvalid, match="no normgraph store") as caught:
        Ledger.open(tmp_path / "none")
    assert (caught.value.code, caught.value.exit_code) == ("store-missing", 3)
    assert list(tmp_path.iterdir()) == []


def test_a_store_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be created"):
        Ledger.open(tmp_path / "file" / "store", create=True)


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_the_system_refuses_is_reported(tmp_path: Path, create: bool) -> None:
    with pytest.raises(StoreError) as caught:
        Ledger.open(tmp_path / ("x" * 300), create=create)
    assert caught.value.where


@pytest.mark.parametrize("create", [False, True])
def test_another_file_is_no_ledger(tmp_path: Path, create: bool) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all " * 100)
    with pytest.raises(StoreInvalid, match="damaged"):
        Ledger.open(tmp_path, create=create)


@pytest.mark.parametrize("setting", ["application_id = 1", "user_version = 99"])
def test_a_database_of_another_kind_or_version_is_refused(tmp_path: Path, setting: str) -> None:
    Ledger.open(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute(f"PRAGMA {setting}")
    other.close()
    for create in (False, True):
        with pytest.raises(StoreInvalid, match="no ledger of this version"):
            Ledger.open(tmp_path, create=create)


def test_an_empty_file_is_no_ledger_until_it_is_made_one(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(StoreInvalid, match="no ledger of this version"):
        Ledger.open(tmp_path)
    Ledger.open(tmp_path, create=True).close()
    Ledger.open(tmp_path).close()


def test_odd_folder_names_are_names(tmp_path: Path, line: Line) -> None:
    folder = tmp_path / "a b?mode=ro#% é"
    with Ledger.open(folder, create=True) as ledger:
        assert ledger.commit([line(1)], [], "a", "m", DIGEST)
    assert (folder / FILE_NAME).is_file()
