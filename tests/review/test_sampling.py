"""Samples that can be drawn again, and the digest that holds a first reading still."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

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
