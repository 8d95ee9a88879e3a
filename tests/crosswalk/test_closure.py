"""Closure of mapping networks: sound on networks of real sets, equal to a naive path consistency, bounded above."""

from __future__ import annotations

import random
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import strm
from kg.crosswalk.closure import Closure, close
from kg.crosswalk.network import Network, Row, by_rationale
from kg.errors import InputError
from kg.strm import ANY, BASE, DR, EQ, NONE, OVERLAP, PO, PP, PPI

NAMES = "abcdefgh"


def row(source: str, target: str, mask: int) -> Row:
    return Row(source, target, mask, "set")


def closed(*rows: Row, small: int = 2_000) -> Closure:
    return close(Network.of(rows), small)


def between(a: int, b: int) -> int:
    if a == b:
        return EQ
    if not a & b:
        return DR
    return PP if a & b == a else PPI if a & b == b else PO


def naive(network: Network) -> dict[tuple[str, str], int]:
    """Path consistency by its definition: every triangle, until nothing changes."""
    known = {pair: EQ if pair[0] == pair[1] else ANY for pair in product(network.nodes, network.nodes)}
    for item in network.rows:
        known[item.source, item.target] &= item.mask
        known[item.target, item.source] &= strm.converse(item.mask)
    changed = True
    while changed:
        changed = False
        for a, b, c in permutations(network.nodes, 3):
            met = known[a, c] & strm.compose(known[a, b], known[b, c])
            if met != known[a, c]:
                known[a, c], changed = met, True
    return known


masks = st.one_of(st.sampled_from(BASE), st.integers(1, ANY))
networks = st.lists(
    st.builds(row, st.sampled_from(NAMES), st.sampled_from(NAMES), masks).filter(
        lambda item: item.source != item.target
    ),
    min_size=1,
    max_size=14,
).map(Network.of)


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 255), min_size=3), st.randoms(use_true_random=False))
def test_what_is_true_of_real_sets_stays_possible(sets: dict[str, int], chance: random.Random) -> None:
    pairs = [pair for pair in permutations(sets, 2) if chance.random() < 0.5]
    rows = [row(a, b, between(sets[a], sets[b]) | chance.choice((0, 0, *BASE))) for a, b in pairs]
    for small in (2_000, 0):
        found = closed(*rows, small=small)
        assert found.contradictory == ()
        for a, b in permutations(sets, 2):
            assert found.possible(a, b) & between(sets[a], sets[b])


@given(networks)
def test_it_is_path_consistency(network: Network) -> None:
    expected, found = naive(network), close(network)
    if NONE in expected.values():
        assert found.contradictory
    else:
        assert found.contradictory == ()
        for pair in permutations(network.nodes, 2):
            assert found.possible(*pair) == expected[pair]


@given(networks)
def test_paths_of_three_rows_never_say_more_than_path_consistency(network: Network) -> None:
    whole, walked = close(network), close(network, small=0)
    if not whole.contradictory:
        assert walked.contradictory == ()
        for a, b in permutations(network.nodes, 2):
            assert whole.possible(a, b) & walked.possible(a, b) == whole.possible(a, b)


def test_paths_of_three_rows_are_followed_in_a_large_component_and_it_is_said() -> None:
    chain = [row(a, b, PP) for a, b in zip("abcde", "bcdef", strict=True)]
    found = closed(*chain, small=5)
    assert found.large == (6,)
    assert found.possible("a", "d") == PP
    assert found.possible("a", "e") == ANY
    assert closed(*chain).possible("a", "f") == PP
    assert closed(*chain).large == ()


def test_a_pair_reads_the_same_from_both_ends() -> None:
    found = closed(row("a", "b", PP), row("b", "c", EQ))
    assert (found.possible("a", "c"), found.possible("c", "a")) == (PP, PPI)
    assert list(found.pairs()) == [("a", "b", PP), ("a", "c", PP), ("b", "c", EQ)]


def test_intersections_tell_nothing_of_a_third() -> None:
    found = closed(row("a", "b", PO), row("b", "c", PO))
    assert found.possible("a", "c") == ANY
    assert strm.spelled(found.possible("a", "c")) == "unknown"


def test_a_loose_intersection_is_weaker_than_a_strict_one() -> None:
    strict, loose = (closed(row("a", "b", mask), row("b", "c", PP)) for mask in (PO, OVERLAP))
    assert strict.possible("a", "c") == PP | PO
    assert loose.possible("a", "c") == OVERLAP


def test_what_nobody_mapped_is_unknown() -> None:
    found = closed(row("a", "b", EQ))
    assert found.possible("a", "z") == ANY
    assert found.possible("a", "a") == EQ


def test_a_contradiction_is_kept_and_not_carried_on() -> None:
    found = closed(row("a", "b", EQ), row("a", "b", DR), row("b", "c", EQ))
    names = [tuple(found.network.nodes[end] for end in pair) for pair in found.contradictory]
    assert ("a", "b") in names
    assert found.possible("b", "c") == EQ
    assert found.possible("a", "c") == ANY


@pytest.mark.parametrize("small", [0, 2_000])
def test_a_triangle_that_cannot_hold_is_found_either_way(small: int) -> None:
    found = closed(row("a", "b", PP), row("b", "c", PP), row("c", "a", PP), small=small)
    assert found.contradictory


def test_grounds_do_not_mix() -> None:
    rows = [Row("a", "b", EQ, "s", "semantic"), Row("b", "c", EQ, "s", "functional")]
    with pytest.raises(InputError, match="different rationale types") as caught:
        Network.of(rows)
    assert caught.value.found == "functional, semantic"
    split = by_rationale(rows)
    assert list(split) == ["functional", "semantic"]
    assert close(split["semantic"]).possible("a", "c") == ANY


def test_a_row_without_an_end_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="without an end") as caught:
        Network.of([Row("a", "", EQ, "s", place="rows.csv, row 3")])
    assert (caught.value.where, caught.value.found) == ("rows.csv, row 3", "a -> nothing")


def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)  # noqa: S311 - a repeatable choice, not a secret
    rows = [row(f"x{chance.randrange(40)}", f"y{chance.randrange(40)}", chance.choice(BASE)) for _ in range(120)]
    whole = closed(*rows, small=0)
    monkeypatch.setattr("kg.crosswalk.closure.PORTION", 50)
    parts = closed(*rows, small=0)
    assert list(whole.pairs()) == list(parts.pairs())
    assert whole.contradictory == parts.contradictory
