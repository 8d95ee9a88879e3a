"""Proofs of a closure: the rows shown suffice, none can be left out, and clashes come smallest first."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kg import strm
from kg.crosswalk.closure import close
from kg.crosswalk.network import Network, Row
from kg.crosswalk.proofs import clashes, counted, proof
from kg.strm import ANY, BASE, DR, EQ, PO, PP

NAMES = "abcdef"


def row(source: str, target: str, mask: int, place: str = "") -> Row:
    return Row(source, target, mask, "set", place=place)


networks = st.lists(
    st.builds(row, st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(BASE)).filter(
        lambda item: item.source != item.target
    ),
    min_size=1,
    max_size=9,
).map(Network.of)


@given(networks)
def test_the_rows_of_a_proof_suffice_and_none_can_be_left_out(network: Network) -> None:
    closure = close(network)
    if closure.contradictory:
        return
    for pair in permutations(network.nodes, 2):
        found = proof(closure, *pair)
        assert found.mask == closure.possible(*pair)
        assert bool(found.rows) == (found.mask != ANY)
        if found.rows:
            assert close(Network.of(found.rows)).possible(*pair) == found.mask
            for left_out in found.rows:
                fewer = [item for item in found.rows if item is not left_out]
                assert close(Network.of(fewer)).possible(*pair) != found.mask


@given(networks)
def test_clashing_rows_clash_and_any_of_them_can_be_blamed(network: Network) -> None:
    closure = close(network)
    found = clashes(closure)
    assert bool(found) == bool(closure.contradictory)
    for clash in found:
        assert close(Network.of(clash.rows)).contradictory
    assert [len(item.rows) for item in found] == sorted(len(item.rows) for item in found)


def test_a_path_is_its_own_proof() -> None:
    rows = [row("a", "b", PP), row("b", "c", EQ), row("x", "y", DR)]
    found = proof(close(Network.of(rows)), "a", "c")
    assert (found.mask, found.rows, found.minimal) == (PP, (rows[0], rows[1]), True)


def test_the_shorter_of_two_proofs_is_shown() -> None:
    rows = [row("a", "b", PP), row("b", "c", PP), row("a", "c", PP)]
    assert proof(close(Network.of(rows)), "a", "c").rows == (rows[2],)


def test_two_paths_can_be_needed_together() -> None:
    rows = [row("a", "b", PP), row("b", "c", PO), row("a", "d", DR), row("d", "c", strm.PPI)]
    closure = close(Network.of(rows))
    found = proof(closure, "a", "c")
    assert set(found.rows) <= set(rows)
    assert found.mask == closure.possible("a", "c")


def test_the_smallest_triangle_comes_first() -> None:
    pair = [row("a", "b", EQ, "1"), row("a", "b", DR, "2")]
    triangle = [row("p", "q", PP, "3"), row("q", "r", PP, "4"), row("r", "p", PP, "5")]
    square = [row("u", "v", PP, "6"), row("v", "w", PP, "7"), row("w", "x", PP, "8"), row("x", "u", PP, "9")]
    found = clashes(close(Network.of([*square, *triangle, *pair])))
    assert [{item.place for item in clash.rows} for clash in found] == [
        {"1", "2"},
        {"3", "4", "5"},
        {"6", "7", "8", "9"},
    ]


def test_nothing_is_proved_where_nothing_is_known() -> None:
    closure = close(Network.of([row("a", "b", PO), row("b", "c", PO)]))
    assert proof(closure, "a", "c").rows == ()
    assert proof(closure, "a", "a").rows == ()


def test_pairs_are_counted_by_what_is_possible() -> None:
    closure = close(Network.of([row("a", "b", PP), row("b", "c", PP), row("c", "d", PO)]))
    assert counted(closure) == {
        "subset of": 3,
        "intersects with": 1,
        "subset of or intersects with or no relationship": 2,
    }
