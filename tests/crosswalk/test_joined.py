"""Sets joined into networks: which rows count, by rationale type, strictly or loosely."""

from __future__ import annotations

from dataclasses import replace

from kg import strm
from kg.crosswalk import joined
from tests.crosswalk.linted import made


def test_only_rows_that_relate_two_sets_count() -> None:
    item = made("x", "a:1 equal b:1", "a:2 close b:2", "a:3 noMatch", "a:4 not_related b:4")
    assert [(row.source, row.mask, row.place) for row in joined.rows([item])] == [
        ("a:1", strm.EQ, "row 2"), ("a:4", strm.DR, "row 5"),
    ]  # fmt: skip


def test_rows_of_a_group_and_open_ends_do_not_count() -> None:
    item = made("x", "a:1 equal b:1", "a:2 equal b:2")
    first, second = item.mappings
    grouped = replace(first, group="g1")
    unknown = replace(second, source=replace(second.source, state="unknown"))
    assert list(joined.rows([replace(item, mappings=(grouped, unknown))])) == []


def test_a_network_for_each_rationale_type() -> None:
    one, other = made("x", "a:1 equal b:1"), replace(made("y", "b:1 equal c:1"), rationale="semantic")
    assert {name: len(network.rows) for name, network in joined.networks([one, other]).items()} == {
        "": 1,
        "semantic": 1,
    }


def test_intersections_of_loose_sets_are_widened() -> None:
    sets = [made("x", "a:1 intersects b:1"), made("y", "a:2 intersects b:2")]
    assert [row.mask for row in joined.rows(sets, loose={"y"})] == [strm.PO, strm.OVERLAP]
