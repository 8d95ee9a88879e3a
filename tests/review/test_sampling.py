"""Samples that can be drawn again, and the digest that holds a first reading still."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kg.knowledge import Knowledge
from kg.model import DutyLink
from kg.review import sampling

POPULATION = {
    "big": [f"big:{n}.n1" for n in range(40)],
    "mid": [f"mid:{n}.n1" for n in range(7)],
    "one": ["one:1.n1"],
}
LINK = DutyLink("x:1.n1.d1", "x:1.n1", "duty:a", "requires", ("fairness",), (("retention", "P6M"),), "because", 0.9)


def test_each_edition_gives_its_share_and_none_is_left_out() -> None:
    assert sampling.sizes(POPULATION, Fraction(15, 100), 0) == {"big": 6, "mid": 2, "one": 1}


@pytest.mark.parametrize(("minimum", "expected"), [(12, [9, 2, 1]), (100, [40, 7, 1])])
def test_the_largest_edition_gives_more_until_there_are_enough(minimum: int, expected: list[int]) -> None:
    assert list(sampling.sizes(POPULATION, Fraction(15, 100), minimum).values()) == expected


def test_the_same_seed_draws_the_same_norms_in_document_order() -> None:
    first = sampling.sample(POPULATION, seed=1, minimum=12)
    everything = [norm for norms in POPULATION.values() for norm in norms]
    assert first == sampling.sample(POPULATION, seed=1, minimum=12) != sampling.sample(POPULATION, seed=2, minimum=12)
    assert first == [norm for norm in everything if norm in set(first)]
    assert len(first) == 12


def test_norms_are_dealt_out_in_turn() -> None:
    assert sampling.dealt(["a", "b", "c", "d"]) == {"a": "A", "b": "B", "c": "C", "d": "A"}


@pytest.mark.parametrize(
    "change",
    [
        {"norm": "x:2.n1"},
        {"duty": "duty:b"},
        {"mode": "advises"},
        {"aspects": ()},
        {"parameters": (("retention", "P7M"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_changes_with_what_a_link_says(change: dict[str, object]) -> None:
    assert sampling.digest([replace(LINK, **change)]) != sampling.digest([LINK])  # type: ignore[arg-type]


def test_the_digest_leaves_reasons_and_order_out() -> None:
    other = replace(LINK, id="x:1.n1.d2", duty="duty:b")
    plain = replace(LINK, rationale="another word", confidence=0.2)
    assert sampling.digest([LINK, other]) == sampling.digest([other, plain])


def test_only_norms_with_links_are_drawn_from(shipped: Knowledge) -> None:
    population = sampling.decomposed(shipped)
    assert "related-standards" not in population
    assert len(population["iso-42001-2023"]) == 69
    assert all(not shipped.catalogs.norms[norm].aggregates for norms in population.values() for norm in norms)


def test_the_kept_first_reading_is_the_one_that_was_recorded(root: Path) -> None:
    review = root / "reviews" / "2026.1"
    about = json.loads((review / "review.json").read_text(encoding="utf-8"))
    with (review / "readings" / "first.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    links = [
        DutyLink(
            "",
            row["requirement"],
            row["duty"],
            row["mode"],
            tuple(row["aspects"].split(";")) if row["aspects"] else (),
            tuple(
                (name, value)
                for name, _, value in (pair.partition("=") for pair in row["parameters"].split(";") if pair)
            ),
            row["why"],
            float(row["confidence"]),
        )
        for row in rows
    ]
    assert sampling.digest(links) == about["first_reading"]["sample_links_sha256"]
    assert len({link.norm for link in links}) == about["requirements"] >= 150
