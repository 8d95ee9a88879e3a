"""Rules on sets taken together: cycles, clashes, compositions."""

from __future__ import annotations

from kg.knowledge import Knowledge
from tests.crosswalk.linted import found_in, made


def rules(found: list[str]) -> list[str]:
    """Ids of the rules that report."""
    return [item.partition(" ")[0] for item in found]


def test_the_shortest_cycle_is_told_once(shipped: Knowledge) -> None:
    (found,) = found_in(
        shipped, made("x", "a:1 subset b:1", "b:1 subset c:1", "c:1 subset a:1", "c:1 subset d:1", "b:9 subset c:1")
    )
    assert found.startswith("NG204 row 2 a:1 < b:1 < c:1 < a:1, from ")
    assert "c:1 subset of a:1 (x, row 4)" in found


def test_a_cycle_may_run_through_sets_on_record(shipped: Knowledge) -> None:
    others = (made("y", "b:1 superset a:1"), made("z", "c:1 superset b:1", "a:1 superset c:1"))
    assert rules(found_in(shipped, made("x", "c:1 subset a:1"), others=others)) == ["NG204"]
    assert found_in(shipped, made("x", "q:1 subset a:1"), others=others) == []


def test_rows_that_cannot_all_hold_are_told_with_the_smallest_group(shipped: Knowledge) -> None:
    (found,) = found_in(
        shipped,
        made("x", "a:1 equal b:1", "a:1 subset c:1", "a:1 intersects d:1", target=""),
        others=(made("y", "b:1 equal c:1"),),
    )
    assert found == (
        "NG601 row 2 cannot all hold: a:1 equal b:1 (x, row 2); a:1 subset of c:1 (x, row 3); b:1 equal c:1 (y, row 2)"
    )


def test_a_loose_intersection_only_says_that_two_overlap(shipped: Knowledge) -> None:
    sets = (made("x", "a:1 intersects b:1"), made("y", "b:1 equal c:1"), made("z", "c:1 equal a:1"))
    assert rules(found_in(shipped, *sets)) == ["NG601"]
    assert found_in(shipped, *sets, loose=True) == []


def test_rival_sets_that_exclude_each_other_are_told(shipped: Knowledge) -> None:
    others = (made("y", "a:1 not_related b:1"),)
    (found,) = found_in(shipped, made("x", "a:1 equal b:1"), others=others)
    assert found.startswith("NG601 row 2 cannot all hold: a:1 equal b:1 (x, row 2); a:1 no relationship b:1 (y, row 2)")


def test_a_composition_may_run_backwards(shipped: Knowledge) -> None:
    pairs = range(6)
    first = made("first", *(f"m:{n} related a:{n}" for n in pairs), source="foreign:m", target="foreign:a")
    second = made("second", *(f"m:{n} related b:{n}" for n in pairs), source="foreign:m", target="foreign:b")
    own = made("own", *(f"a:{n} related b:{n}" for n in pairs))
    (found,) = found_in(shipped, own, others=(first, second))
    assert found == (
        "NG501  6 of 6 pairs are those of first followed by second (6 pairs): provenance to be confirmed"
    )  # fmt: skip
    fewer = made("own", *(f"a:{n} related b:{n}" for n in range(4)))
    assert found_in(shipped, fewer, others=(first, second)) == []
    wider = made("own", *(f"a:{n} related b:{n}" for n in range(8)))
    assert found_in(shipped, wider, others=(first, second)) == []
