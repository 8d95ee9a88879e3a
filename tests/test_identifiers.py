"""Every spelling of the table, which was written before the resolver, comes to what it says."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalogs import Catalogs
from kg.identifiers import OUTCOMES, Resolver, meant
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


SECURITY, AI, ACT = "iso-27001-2022", "iso-42001-2023", "eu-ai-act"


@pytest.mark.parametrize(
    ("spelling", "view", "outcome", "answer"),
    [
        ("A.5.2", (AI,), "resolved", f"{AI}:A.5.2"),
        ("Clause 6.1.2", (SECURITY, ACT), "resolved", f"{SECURITY}:6.1.2"),
        ("10.2(a)(1)", (AI,), "rolled-up", f"{AI}:10.2"),
        ("Art. 10", (ACT,), "resolved", f"{ACT}:10"),
        # In view is no other than before where it does not fit there, or where several of it do.
        ("GOVERN 1.1", (ACT, AI), "resolved", "nist-ai-rmf-1.0:GOVERN-1.1"),
        ("A.5.2", (ACT,), "ambiguous", f"{SECURITY}:A.5.2;{AI}:A.5.2"),
        ("A.5.2", (SECURITY, AI), "ambiguous", f"{SECURITY}:A.5.2;{AI}:A.5.2"),
        ("ISO 27001 A.5.2", (AI,), "resolved", f"{SECURITY}:A.5.2"),
        # A part of a place in view, or a place that another framework lists itself: nobody knows.
        ("A.5.1", (AI,), "ambiguous", f"{SECURITY}:A.5.1;{AI}:A.5"),
    ],
)
def test_what_is_in_view_goes_first(
    resolver: Resolver, spelling: str, view: tuple[str, ...], outcome: str, answer: str
) -> None:
    found = resolver.resolve(spelling, view=frozenset(view))
    assert (found.outcome, found.place or ";".join(found.candidates)) == (outcome, answer)


@pytest.mark.parametrize(
    ("spelling", "requirement", "part", "said"),
    [
        ("Art. 26 (5)", f"{ACT}:26-5", False, f"{ACT}:26-5"),
        ("26(6)(a)", f"{ACT}:26-6", True, f"{ACT}:26-6, which stands above it"),
        ("B.6.2.4", f"{AI}:A.6.2.4", False, f"{AI}:A.6.2.4, for which it is guidance"),
        ("Art. 99 AI Act", "", False, "nothing is required there; what stands below it: eu-ai-act:99-5"),
        ("A.5.2", "", False, f"the name is ambiguous; it may mean {SECURITY}:A.5.2 or {AI}:A.5.2"),
        ("ISO 27001:2013 A.5", "", False, f"of another edition; it is of the edition of 2013, known is {SECURITY}"),
        ("iso-42001-2023:A.6.2.9", "", False, f"no such requirement; did you mean {AI}:A.6.2.8"),
        ("26(5), 26(6)", "", False, "several requirements are named in one place; it names several places: write each"),
    ],
)
def test_which_requirement_is_meant(shipped: Knowledge, spelling: str, requirement: str, part: bool, said: str) -> None:
    found = meant(spelling, shipped.resolver, shipped.catalogs)
    assert (found.requirement, found.part) == (requirement, part)
    assert said in (found.reading if requirement else f"{found.message}; {found.hint}")
    assert found.ambiguous is ("ambiguous" in said)


@pytest.fixture(scope="module")
def later(shipped: Knowledge) -> Resolver:
    """A resolver that knows an edition of 2030 of the same standard, and a policy that calls itself `GDPR`."""
    catalogs = shipped.catalogs
    editions = {
        slug: replace(catalogs.editions[AI], id=slug, label=label)
        for slug, label in (("iso-42001-2030", "ISO/IEC 42001:2030"), ("policy", "GDPR"))
    }
    places = {
        place.id: place
        for edition in ("iso-42001-2030", "policy")
        for item in (catalogs.provisions[f"{AI}:A.6.2.3"], catalogs.provisions[f"{AI}:A.6.2.4"])
        for place in [replace(item, id=item.id.replace(AI, edition), edition=edition)]
    }
    return Resolver(
        Catalogs(
            catalogs.editions | editions, catalogs.provisions | places, catalogs.norms, catalogs.guards,
            catalogs.deemings, catalogs.waivers,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "editions"),
    [
        ("ISO 42001", (AI, "iso-42001-2030")),
        ("iso-42001", (AI, "iso-42001-2030")),
        ("ISO/IEC 42001:2030", ("iso-42001-2030",)),
        ("ISO 42001:2023", (AI,)),
        (AI, (AI,)),
        ("gdpr", ("gdpr",)),
        ("General Data Protection Regulation", ("gdpr",)),
        ("ISO 42001:2040", ()),
        ("ISO 42001 A.6", ()),
        ("eu-ai-akt", ()),
    ],
)
def test_a_name_is_of_every_edition_that_has_it(later: Resolver, name: str, editions: tuple[str, ...]) -> None:
    assert later.names.whole(name) == editions


def test_an_edition_of_another_year_is_told(later: Resolver) -> None:
    assert later.names.other_edition("ISO 27001:2013") == f"it is the edition of 2013, known is {SECURITY}"
    assert not later.names.other_edition("ISO 27001")
    assert not later.names.other_edition("nothing")


def test_a_place_in_editions_that_share_a_name_is_ambiguous(later: Resolver) -> None:
    found = later.resolve("ISO 42001 A.6.2.3")
    assert (found.outcome, found.candidates) == ("ambiguous", (f"{AI}:A.6.2.3", "iso-42001-2030:A.6.2.3"))
    assert later.resolve("ISO 42001 A.6.2.8").place == f"{AI}:A.6.2.8"
    assert later.resolve("ISO 42001:2030 A.6.2.3").place == "iso-42001-2030:A.6.2.3"


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


@settings(max_examples=40)
@given(st.text(max_size=40), st.sets(st.sampled_from(["iso-42001-2023", "eu-ai-act", "no-such"])))
def test_any_text_names_a_requirement_or_it_is_said_why_not(shipped: Knowledge, text: str, view: set[str]) -> None:
    found = meant(text, shipped.resolver, shipped.catalogs, view=frozenset(view))
    assert bool(found.requirement) is not bool(found.message)
    assert not found.requirement or shipped.catalogs.norms_named(found.requirement)


PARTS = st.sampled_from(["1", "2", "3", "7", "26", "99", "i", "a", "b", "A", "4a"])
MARKS = st.sampled_from([".", "(", ")", " ", "-", "/", ", ", "\u2011", "§ ", "Art. ", "Clause "])


@given(text=st.lists(st.one_of(PARTS, MARKS), max_size=8).map("".join))
def test_no_place_is_given_for_a_number_that_is_not_written(resolver: Resolver, text: str) -> None:
    found = resolver.resolve(text, "eu-ai-act")
    if found.outcome == "resolved":
        written = iter("".join(tokens(text)))
        assert all(letter in written for part in key(tokens(found.place.partition(":")[2])) for letter in part), found
