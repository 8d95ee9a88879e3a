"""The relation algebra against its definition: every triple of non-empty subsets of a set of five."""

from __future__ import annotations

from itertools import product

import pytest

from kg import strm
from kg.strm import ANY, BASE, DR, EQ, NONE, OVERLAP, PO, PP, PPI

# A subset of {0, 1, 2, 3, 4} as a number of five bits. Five elements are enough for every triple of relations.
SUBSETS = range(1, 32)


def between(a: int, b: int) -> int:
    """The base relation of two non-empty sets, by set theory alone."""
    if a == b:
        return EQ
    if not a & b:
        return DR
    if a & b == a:
        return PP
    return PPI if a & b == b else PO


def test_exactly_one_base_relation_holds_and_its_converse_the_other_way_round() -> None:
    for a, b in product(SUBSETS, SUBSETS):
        assert strm.converse(between(a, b)) == between(b, a)


def test_composition_is_what_triples_of_sets_show_no_more_and_no_less() -> None:
    seen = dict.fromkeys(product(BASE, BASE), NONE)
    for a, b, c in product(SUBSETS, SUBSETS, SUBSETS):
        seen[between(a, b), between(b, c)] |= between(a, c)
    assert {pair: strm.compose(*pair) for pair in seen} == seen


def test_masks_compose_as_the_union_of_their_members() -> None:
    for first, second in product(range(ANY + 1), range(ANY + 1)):
        expected = NONE
        for left, right in product(strm.members(first), strm.members(second)):
            expected |= strm.compose(left, right)
        assert strm.COMPOSITIONS[first * 32 + second] == expected


def test_laws_of_a_relation_algebra() -> None:
    every = range(ANY + 1)
    for r, s in product(every, every):
        assert strm.converse(strm.compose(r, s)) == strm.compose(strm.converse(s), strm.converse(r))
    for r in every:
        assert strm.CONVERSES[strm.CONVERSES[r]] == r
        assert strm.compose(r, EQ) == strm.compose(EQ, r) == r


def test_what_tells_nothing_tells_nothing_after_any_step() -> None:
    assert all(strm.compose(ANY, base) == strm.compose(base, ANY) == ANY for base in BASE)


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (EQ, "equal"),
        (PP | EQ, "equal or subset of"),
        (PPI | PO, "superset of or intersects with"),
        (OVERLAP, "at least overlaps"),
        (ANY, "unknown"),
        (NONE, "contradictory"),
        (DR, "no relationship"),
        (PP | PO | DR, "subset of or intersects with or no relationship"),
    ],
)
def test_masks_in_words(mask: int, words: str) -> None:
    assert strm.spelled(mask) == words


def test_every_base_relation_has_a_name_and_a_word() -> None:
    assert list(strm.NAMES) == list(strm.WORDS) == list(BASE)
