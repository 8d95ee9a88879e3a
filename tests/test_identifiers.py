"""Every spelling of the table, which was written before the resolver, comes to what it says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identifiers import OUTCOMES, Resolver
from kg.identifiers.spelling import key, tokens
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


def test_names_are_of_shipped_editions_and_of_one_each(root: Path, shipped: Knowledge) -> None:
    names = json.loads((root / "ontology" / "names.json").read_text(encoding="utf-8"))
    assert set(names) - {"codes"} <= set(shipped.catalogs.editions)
    spelled = [
        tokens(name) for entry in names.values() for name in {tokens(name): name for name in entry["names"]}.values()
    ]
    assert len(spelled) == len(set(spelled))


def test_every_place_is_found_by_its_own_notation_and_name(resolver: Resolver, shipped: Knowledge) -> None:
    places = shipped.catalogs.provisions
    for place in places.values():
        for spelling in (place.notation, place.id.partition(":")[2], place.id.replace(":", " ")):
            found = resolver.resolve(spelling, place.edition)
            assert found.outcome == "resolved", (spelling, found)
            same = found.place == place.id or places[found.place].notation == place.notation
            assert same, (spelling, found)


@settings(max_examples=40)
@given(st.text(max_size=40), st.sampled_from(["", "iso-42001-2023", "eu-ai-act", "owasp-llm-2025", "no-such"]))
def test_any_text_comes_to_something(resolver: Resolver, shipped: Knowledge, text: str, within: str) -> None:
    found = resolver.resolve(text, within)
    assert found.outcome in OUTCOMES
    assert bool(found.place in shipped.catalogs.provisions or found.place in shipped.catalogs.norms) is found.known
    assert found.outcome != "ambiguous" or len(found.candidates) > 1


PARTS = st.sampled_from(["1", "2", "3", "7", "26", "99", "i", "a", "b", "A", "4a"])
MARKS = st.sampled_from([".", "(", ")", " ", "-", "/", ", ", "\u2011", "§ ", "Art. ", "Clause "])


@given(text=st.lists(st.one_of(PARTS, MARKS), max_size=8).map("".join))
def test_no_place_is_given_for_a_number_that_is_not_written(resolver: Resolver, text: str) -> None:
    found = resolver.resolve(text, "eu-ai-act")
    if found.outcome == "resolved":
        written = iter("".join(tokens(text)))
        assert all(letter in written for part in key(tokens(found.place.partition(":")[2])) for letter in part), found
