"""Every spelling of the table, which was written before the resolver, comes to what it says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.identifiers import OUTCOMES, Resolver
from kg.knowledge import Knowledge

TABLE = Path(__file__).with_name("spellings.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    SPELLINGS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def resolver(shipped: Knowledge) -> Resolver:
    return Resolver(shipped.catalogs)


def test_the_table_is_large_and_knows_every_outcome() -> None:
    assert len(SPELLINGS) >= 200
    assert {row["outcome"] for row in SPELLINGS} == set(OUTCOMES)
    assert len({row["within"] for row in SPELLINGS}) > 20


@pytest.mark.parametrize("row", SPELLINGS, ids=[f"{row['spelling']}|{row['within']}" for row in SPELLINGS])
def test_a_spelling(row: dict[str, str], resolver: Resolver) -> None:
    found = resolver.resolve(row["spelling"], row["within"])
    assert found.outcome == row["outcome"], found
    if found.outcome == "ambiguous":
        assert len(found.candidates) > 1
        assert row["answer"] in ("*", ";".join(found.candidates))
    elif found.outcome == "wrong-edition":
        assert row["answer"] == f"{found.place} {found.how}"
    elif found.outcome == "unknown":
        assert not found.place
        assert not row["answer"] or row["answer"] in found.candidates
    else:
        assert found.place == row["answer"]


def test_every_place_is_found_by_its_own_notation_and_name(resolver: Resolver, shipped: Knowledge) -> None:
    places = shipped.catalogs.provisions
    for place in places.values():
        for spelling in (place.notation, place.id.partition(":")[2], place.id.replace(":", " ")):
            found = resolver.resolve(spelling, place.edition)
            assert found.outcome == "resolved", (spelling, found)
            same = found.place == place.id or places[found.place].notation == place.notation
            assert same, (spelling, found)
