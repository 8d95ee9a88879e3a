"""Index directories: built from ledger and files, trusted only while they are what was built."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, StoreError
from kg.store import build, shelf
from kg.store.build import Sources, open_index, provide, shelf_of
from kg.store.chain import EMPTY, Delta, State
from kg.store.index import Index, to_lines
from kg.store.ledger import Ledger
from kg.store.shelf import Key, Marker

Line = Callable[..., str]
Spawn = Callable[..., "subprocess.Popen[str]"]
DIGEST = "d" * 64
KNOWLEDGE = "https://w3id.org/normgraph/id/some-law"


def _lines(index: Index) -> set[str]:
    return set(to_lines(index.quads()))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[Path]]:
    """Knowledge of 40 quads in one graph and two files; one quad is in both."""
    first, second = tmp_path / "first.ttl", tmp_path / "second.ttl"
    first.write_text("".join(f'<k:s{n}> <k:p> "x" .\n' for n in range(21)))
    second.write_text("".join(f'<k:s{n}> <k:p> "x" .\n' for n in range(20, 40)))
    return {KNOWLEDGE: [first, second]}


@pytest.fixture
def said() -> list[str]:
    """What the notice callback was told."""
    return []


def test_an_index_holds_the_record_and_the_knowledge(ledger: Ledger, files: dict[str, list[Path]], line: Line) -> None:
    ledger.commit([line(1), line(2)], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, files) as index:
        assert len(index) == 42
        assert index.graphs[KNOWLEDGE] == 40
        assert ledger.state() <= _lines(index)
        assert index.path.name == f"{ledger.head.hash[:12]}-{DIGEST[:12]}"
        assert index.marker.key == Key(ledger.head, DIGEST)


def test_a_sound_index_is_used_again(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    open_index(ledger, DIGEST, files).close()
    monkeypatch.setattr(build, "build", None)
    with open_index(ledger, DIGEST, files) as index:
        assert line(1) in _lines(index)


def test_a_new_head_or_digest_or_state_has_its_own(ledger: Ledger, files: dict[str, list[Path]], line: Line) -> None:
    with open_index(ledger, DIGEST, files) as index:
        assert (len(index), index.marker.key.head) == (40, EMPTY)
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, files) as index:
        assert line(1) in _lines(index)
    ledger.commit([line(2)], [line(1)], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, files) as index:
        assert line(1) not in _lines(index)
        assert line(2) in _lines(index)
    with open_index(ledger, DIGEST, files, at=1) as index:
        assert line(1) in _lines(index)
    files[KNOWLEDGE].pop()
    with open_index(ledger, "e" * 64, files) as index:
        assert index.graphs[KNOWLEDGE] == 21


def test_a_marker_of_another_state_is_not_believed(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, said: list[str]
) -> None:
    open_index(ledger, DIGEST, files).close()
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    shelf_ = shelf_of(ledger.directory)
    shutil.copytree(shelf_ / Key(EMPTY, DIGEST).name, shelf_ / Key(ledger.head, DIGEST).name)
    with open_index(ledger, DIGEST, files, notice=said.append) as index:
        assert line(1) in _lines(index)
    assert "another state" in said[0]


def _truncate(path: Path) -> None:
    os.truncate(_biggest(path), 500)


def _biggest(path: Path) -> Path:
    return max((path / "quads").glob("*.sst"), key=lambda found: found.stat().st_size)


def _edit_marker(path: Path, **values: object) -> None:
    marker = path / shelf.MARKER
    content = json.loads(marker.read_text()) | values
    content.pop("checksum")
    content["checksum"] = shelf._checksum(content)
    marker.write_text(json.dumps(content))


DAMAGE = {
    "file cut": (_truncate, "bytes instead of"),
    "file gone": (lambda path: _biggest(path).unlink(), "is missing"),
    "no manifest": (lambda path: next((path / "quads").glob("MANIFEST*")).unlink(), "is missing"),
    "no marker": (lambda path: (path / shelf.MARKER).unlink(), "marker file is missing"),
    "empty marker": (lambda path: (path / shelf.MARKER).write_text(""), "marker file cannot be read"),
    "marker no object": (lambda path: (path / shelf.MARKER).write_text("[]"), "marker file cannot be read"),
    "marker changed": (
        lambda path: (path / shelf.MARKER).write_text((path / shelf.MARKER).read_text().replace(": 40", ": 41")),
        "checksum",
    ),
    "no lock": (lambda path: (path / shelf.LOCK).unlink(), "No such file"),
    "wrong counts": (lambda path: _edit_marker(path, counts={KNOWLEDGE: 50}), "instead of 50"),
    "other engine": (lambda path: _edit_marker(path, engine="another"), "built by another"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_index_is_built_anew_and_said(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, said: list[str], name: str
) -> None:
    damage, reason = DAMAGE[name]
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, files, notice=said.append) as index:
        before, path = _lines(index), index.path
    assert said == []
    damage(path)
    with open_index(ledger, DIGEST, files, notice=said.append) as index:
        assert (_lines(index), index.path) == (before, path)
    assert len(said) == 1
    assert reason in said[0]
    with open_index(ledger, DIGEST, files, notice=said.append):
        assert len(said) == 1
    assert [found.name for found in shelf_of(ledger.directory).iterdir() if not found.name.startswith(".")] == [
        path.name
    ]


def test_files_shared_with_a_damaged_index_are_not_built_on(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, said: list[str]
) -> None:
    ledger.commit([line(n) for n in range(50)], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, files) as first:
        ledger.commit([line(50)], [], "a", "m", DIGEST)
        with open_index(ledger, DIGEST, files) as second:
            assert (second.marker.steps, _biggest(first.path).stat().st_nlink > 1) == (1, True)
            path = second.path
    _truncate(path)
    with open_index(ledger, DIGEST, files, notice=said.append) as index:
        assert index.marker.steps == 0
        assert ledger.state() <= _lines(index)


def _number(number: int) -> str:
    return f'<a:s> <a:p> "{number}" <a:g{number % 3}> .'


@settings(database=None, deadline=None, max_examples=5)
@given(st.lists(st.tuples(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30))), min_size=2, max_size=4))
def test_an_index_built_on_another_equals_a_full_one(steps: list[tuple[set[int], set[int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(folder, create=True) as ledger:
        knowledge = Path(folder) / "k.ttl"
        knowledge.write_text("".join(f"<k:s{n}> <k:p> <k:o> .\n" for n in range(200)))
        files = {KNOWLEDGE: [knowledge]}
        for added, removed in steps:
            ledger.commit(map(_number, added), map(_number, removed), "a", "m", DIGEST)
            with open_index(ledger, DIGEST, files) as index:
                assert {found for found in _lines(index) if KNOWLEDGE not in found} == ledger.state()
                assert index.marker.recorded == len(ledger.state())
                assert all(index.graphs.values())
        anew = Sources(files, ledger.state)
        with (
            open_index(ledger, DIGEST, files) as index,
            provide(Path(folder), Key(ledger.head, "e" * 64), anew) as full,
        ):
            assert (_lines(full), full.graphs, full.marker.steps) == (_lines(index), index.graphs, 0)


def test_a_short_way_is_taken_back_as_well(ledger: Ledger, files: dict[str, list[Path]], line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    ledger.commit([line(2)], [line(1)], "a", "m", DIGEST)
    open_index(ledger, DIGEST, files).close()
    with open_index(ledger, DIGEST, files, at=1) as index:
        assert (index.marker.steps, _lines(index) >= ledger.state(1), len(index)) == (1, True, 41)


def test_a_wrong_delta_falls_back_to_a_full_build(ledger: Ledger, files: dict[str, list[Path]], line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    open_index(ledger, DIGEST, files).close()
    ledger.commit([line(2)], [], "a", "m", DIGEST)
    already_there = Delta(frozenset([line(1)]), frozenset())
    sources = Sources(files, ledger.state, lambda _: already_there)
    with provide(ledger.directory, Key(ledger.head, DIGEST), sources) as index:
        assert (index.marker.steps, line(2) in _lines(index)) == (0, True)


def test_a_head_of_another_ledger_is_not_built_on(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, tmp_path: Path
) -> None:
    with Ledger.open(tmp_path / "other", create=True) as other:
        other.commit([line(9)], [], "a", "m", DIGEST)
        open_index(other, DIGEST, files).close()
        shutil.copytree(shelf_of(other.directory), shelf_of(ledger.directory))
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, files) as index:
        assert (index.marker.steps, line(9) in _lines(index)) == (0, False)


def test_after_many_steps_an_index_is_built_in_full(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_MOST_STEPS", 2)
    steps = []
    for number in range(7):
        ledger.commit([line(number)], [], "a", "m", DIGEST)
        with open_index(ledger, DIGEST, files) as index:
            steps.append(index.marker.steps)
    assert (steps[:3], max(steps), 0 in steps[3:]) == ([0, 1, 2], 2, True)


def test_bad_turtle_is_named_with_its_line(ledger: Ledger, files: dict[str, list[Path]]) -> None:
    files[KNOWLEDGE][1].write_text("<k:s> <k:p> <k:o> .\n<k:s> <k:p> <k o> .\n")
    with pytest.raises(InputError) as caught:
        open_index(ledger, DIGEST, files)
    assert caught.value.where == f"{files[KNOWLEDGE][1]}:2"
    assert shelf.directories(shelf_of(ledger.directory)) == []


def test_the_record_may_not_write_into_shipped_knowledge(
    ledger: Ledger, files: dict[str, list[Path]], line: Line
) -> None:
    open_index(ledger, DIGEST, files).close()
    ledger.commit([line(1, graph=KNOWLEDGE)], [], "a", "m", DIGEST)
    with pytest.raises(InputError) as caught:
        open_index(ledger, DIGEST, files)
    assert (caught.value.code, caught.value.found) == ("graph-overlap", KNOWLEDGE)


def test_three_indexes_stay_and_those_that_are_read(ledger: Ledger, files: dict[str, list[Path]], line: Line) -> None:
    held = open_index(ledger, DIGEST, files)
    for number in range(5):
        ledger.commit([line(number)], [], "a", "m", DIGEST)
        open_index(ledger, DIGEST, files).close()
    kept = {Key(ledger.resolve(seq), DIGEST).name for seq in (3, 4, 5)}
    assert {path.name for path in shelf.directories(shelf_of(ledger.directory))} == {held.path.name, *kept}
    assert len(_lines(held)) == 40
    held.close()
    assert shelf.prune(shelf_of(ledger.directory)) == [held.path.name]


def test_what_a_killed_builder_left_is_removed(ledger: Ledger, files: dict[str, list[Path]]) -> None:
    left = shelf_of(ledger.directory) / ".making-left"
    (left / "quads").mkdir(parents=True)
    (left / shelf.LOCK).touch()
    with shelf.scratch(shelf_of(ledger.directory)) as working:
        open_index(ledger, DIGEST, files).close()
        assert (left.exists(), working.exists()) == (False, True)
    assert not working.exists()


def test_of_two_builders_the_first_wins(ledger: Ledger, files: dict[str, list[Path]], line: Line) -> None:
    ledger.commit([line(1)], [], "a", "m", DIGEST)
    key = Key(ledger.head, DIGEST)

    def overtaken() -> State:
        open_index(ledger, DIGEST, files).close()
        return ledger.state()

    place = build.build(ledger.directory, key, Sources(files, overtaken))
    names = [path.name for path in shelf_of(ledger.directory).iterdir()]
    assert sorted(names) == sorted([f".{shelf.LOCK}", key.name])
    Index.open(place).close()


BUILDER = """
import sys
from pathlib import Path
from kg.store.build import open_index
from kg.store.ledger import Ledger
print("ready", flush=True)
sys.stdin.readline()
notices = []
with Ledger.open(sys.argv[1]) as ledger:
    with open_index(ledger, "d" * 64, {sys.argv[2]: [Path(p) for p in sys.argv[3:]]}, notice=notices.append) as index:
        print(len(list(index.quads())), len(notices), flush=True)
        sys.stdin.readline()
"""


def test_processes_that_build_and_read_at_once(
    ledger: Ledger, files: dict[str, list[Path]], line: Line, spawn: Spawn
) -> None:
    ledger.commit([line(n) for n in range(2000)], [], "a", "m", DIGEST)
    readers = [spawn(BUILDER, ledger.directory, KNOWLEDGE, *files[KNOWLEDGE]) for _ in range(3)]
    for reader in readers:
        assert reader.stdout
        assert reader.stdin
        assert reader.stdout.readline() == "ready\n"
    for reader in readers:
        assert reader.stdin
        reader.stdin.write("\n")
        reader.stdin.flush()
    assert [reader.stdout.readline() for reader in readers if reader.stdout] == ["2040 0\n"] * 3
    with open_index(ledger, DIGEST, files) as index:
        assert len(index) == 2040
        with pytest.raises(BlockingIOError), (index.path / shelf.LOCK).open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert [reader.communicate("\n")[0] for reader in readers] == [""] * 3


def test_no_room_for_an_index_leaves_the_record_and_says_so(
    ledger: Ledger, files: dict[str, list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "fill", full)
    with pytest.raises(StoreError, match="No space left") as caught:
        open_index(ledger, DIGEST, files)
    assert caught.value.code == "index-build"
    assert shelf.directories(shelf_of(ledger.directory)) == []


def test_a_shelf_that_cannot_be_made_is_reported(ledger: Ledger, files: dict[str, list[Path]]) -> None:
    shelf_of(ledger.directory).write_text("in the way")
    with pytest.raises(StoreError, match="no index can be built"):
        open_index(ledger, DIGEST, files)


def test_an_index_that_breaks_again_and_again_ends_in_an_error(
    ledger: Ledger, files: dict[str, list[Path]], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Marker, "doubt", lambda *_, **__: "a bad disk")
    monkeypatch.setattr(build, "build", lambda *_: None)
    (shelf_of(ledger.directory) / Key(EMPTY, DIGEST).name).mkdir(parents=True)
    with pytest.raises(StoreError, match="check the disk"):
        open_index(ledger, DIGEST, files, notice=said.append)
    assert len(said) == 3
