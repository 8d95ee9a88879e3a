"""The records of a state are the same from the ledger, from its snapshot and from an earlier snapshot."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg import vocabulary
from kg.portfolio import columns, rdf, recorded
from kg.portfolio.records import Person, Record, System
from kg.prefixes import expand
from kg.store import snapshot
from kg.store.ledger import Ledger
from kg.store.nodes import read_nquads
from kg.store.shelf import MARKER, Key, directories
from tests.portfolio.examples import ONE_OF_EACH

GRAPH = rdf.graph_of("acme")
DIGEST = "d" * 64
SYSTEMS = tuple(System(id=f"acme:s{number}", name=f"System {number}") for number in range(40))
FIRST: tuple[Record, ...] = (*ONE_OF_EACH, *SYSTEMS)
RENAMED = replace(SYSTEMS[3], name="Renamed", facts={"use": ("a",)})
SECOND: tuple[Record, ...] = (*FIRST[:-37], RENAMED, *SYSTEMS[5:], Person(id="acme:new", post="New"))


def record(ledger: Ledger, before: tuple[Record, ...], after: tuple[Record, ...]) -> None:
    old, new = set(rdf.to_nquads(before, GRAPH)), set(rdf.to_nquads(after, GRAPH))
    ledger.commit(new - old, old - new, "a", "m", DIGEST)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "acme", create=True) as opened:
        record(opened, (), FIRST)
        yield opened


def key(ledger: Ledger, digest: str = DIGEST) -> Key:
    return Key(ledger.head, digest)


def by_id(found: list[Record]) -> dict[str, Record]:
    assert len({item.id for item in found}) == len(found)
    return {item.id: item for item in found}


def from_ledger(ledger: Ledger) -> dict[str, Record]:
    return by_id(rdf.from_nodes(read_nquads(ledger.state())))


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the ledger was replayed")

    monkeypatch.setattr(Ledger, "state", refuse)


def snapshots(ledger: Ledger) -> list[Path]:
    return directories(snapshot.shelf_of(ledger.directory))


def test_the_second_reading_takes_the_snapshot(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    first = by_id(recorded.read(ledger, key(ledger)).records)
    assert first == from_ledger(ledger)
    forbid_reading(monkeypatch)
    assert by_id(recorded.read(ledger, key(ledger)).records) == first


def test_a_small_change_is_read_alone(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded.read(ledger, key(ledger))
    record(ledger, FIRST, SECOND)
    expected = from_ledger(ledger)
    assert expected["acme:s3"] == RENAMED
    assert "acme:s4" not in expected
    forbid_reading(monkeypatch)
    assert by_id(recorded.read(ledger, key(ledger)).records) == expected
    assert by_id(recorded.read(ledger, key(ledger)).records) == expected
    assert len(snapshots(ledger)) == 2


def test_an_earlier_state_can_be_read_from_a_later_one(ledger: Ledger) -> None:
    before = key(ledger)
    expected = from_ledger(ledger)
    record(ledger, FIRST, SECOND)
    recorded.read(ledger, key(ledger))
    assert by_id(recorded.read(ledger, before).records) == expected


def test_a_large_change_is_read_from_the_ledger(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded.read(ledger, key(ledger))
    record(ledger, FIRST, ONE_OF_EACH)
    monkeypatch.setattr(recorded, "changed", lambda *_: pytest.fail("read as a small change"))
    assert by_id(recorded.read(ledger, key(ledger)).records) == from_ledger(ledger)


def test_frameworks_of_ones_own_are_kept_beside_the_records(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = expand("deal:graph/catalog")
    first, second = (
        f'<{expand("deal")}> <{vocabulary.TITLE}> "{title}" <{graph}> .' for title in ("A deal", "Another")
    )
    for added, removed, own in (
        ([], [], []),
        ([first], [], [first]),
        ([second], [first], [second]),
        ([], [second], []),
    ):
        ledger.commit(added, removed, "a", "m", DIGEST)
        records = by_id(rdf.from_lines(ledger.state()))
        for _ in range(2):
            found = recorded.read(ledger, key(ledger))
            assert (by_id(found.records), found.own) == (records, frozenset(own))
            with monkeypatch.context() as patch:
                forbid_reading(patch)
                again = recorded.read(ledger, key(ledger))
            assert (by_id(again.records), again.own) == (records, found.own)


def test_a_snapshot_of_another_ledger_is_not_built_on(ledger: Ledger, tmp_path: Path) -> None:
    recorded.read(ledger, key(ledger))
    with Ledger.open(tmp_path / "other", create=True) as other:
        record(other, (), SECOND)
        snapshot.shelf_of(ledger.directory).rename(snapshot.shelf_of(other.directory))
        assert by_id(recorded.read(other, key(other)).records) == from_ledger(other)


@pytest.mark.parametrize("damage", ["cut", "flipped", "marker", "renamed", "layout", "gone"])
def test_a_damaged_snapshot_is_said_and_made_anew(ledger: Ledger, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = by_id(recorded.read(ledger, key(ledger)).records)
    (place,) = snapshots(ledger)
    hurt(place, damage, monkeypatch)
    said: list[str] = []
    assert by_id(recorded.read(ledger, key(ledger), said.append).records) == expected
    assert len(said) == 1
    assert said[0].startswith(f"snapshot {place.name} is made anew: ")
    assert by_id(recorded.read(ledger, key(ledger), said.append).records) == expected
    assert len(said) == 1


def hurt(place: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / snapshot.FILE
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[:-10])
    elif damage == "flipped":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif damage == "marker":
        (place / MARKER).write_text("{}")
    elif damage == "renamed":
        file.rename(place / "other.npz")
    elif damage == "layout":
        monkeypatch.setattr(columns, "LAYOUT", "columns-other")
    else:
        file.unlink()


def test_a_snapshot_of_other_knowledge_is_left_alone(ledger: Ledger) -> None:
    recorded.read(ledger, key(ledger))
    recorded.read(ledger, key(ledger, "e" * 64))
    assert len(snapshots(ledger)) == 2


def test_a_store_that_takes_no_snapshot_answers_all_the_same(ledger: Ledger) -> None:
    shelf = snapshot.shelf_of(ledger.directory)
    shelf.write_text("in the way")
    said: list[str] = []
    assert by_id(recorded.read(ledger, key(ledger), said.append).records) == from_ledger(ledger)
    assert len(said) == 1
    assert said[0].startswith("no snapshot is kept")


def test_a_snapshot_holds_no_personal_name(ledger: Ledger) -> None:
    ledger.commit([], [], "a", "m", DIGEST, names={"https://w3id.org/normgraph/id/acme/cto": "Ada Unforgettable"})
    recorded.read(ledger, key(ledger))
    (place,) = snapshots(ledger)
    assert b"Unforgettable" not in (place / snapshot.FILE).read_bytes()


def test_a_snapshot_is_for_its_owner_only(ledger: Ledger) -> None:
    recorded.read(ledger, key(ledger))
    (place,) = snapshots(ledger)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
