"""What a mapping says of itself: whether it is negative, whether both ends are known, what it leaves possible."""

from __future__ import annotations

import pytest

from kg import strm
from kg.crosswalk.mappings import FOREIGN, NOTHING, End, Mapping, counts
from kg.crosswalk.relations import Relation

KNOWN = End("A.2.2", "iso-42001-2023:A.2.2", "resolved")
ABOVE = End("26(5)(a)", "eu-ai-act:26-5", "rolled-up")
OTHER = End("CPL-02", "foreign:scf/CPL-02", FOREIGN)
NONE = End("", "", NOTHING)
SUBSET = Relation("subset", "subset_of")


@pytest.mark.parametrize(
    ("source", "target", "pinned"), [(KNOWN, ABOVE, True), (KNOWN, OTHER, False), (KNOWN, NONE, False)]
)
def test_both_ends_are_pinned_or_not(source: End, target: End, pinned: bool) -> None:
    assert Mapping(source=source, target=target, relation=SUBSET).pinned is pinned


def test_a_row_without_a_counterpart_is_negative_and_says_nothing_about_sets() -> None:
    row = Mapping(source=KNOWN, target=NONE, relation=Relation("skos:exactMatch", "equal"))
    assert row.negative
    assert row.mask == strm.ANY


def test_rows_that_hold_together_only_are_no_relations_of_sets_one_by_one() -> None:
    assert Mapping(source=KNOWN, target=ABOVE, relation=SUBSET).mask == strm.PP
    assert Mapping(source=KNOWN, target=ABOVE, relation=SUBSET, group="map-1").mask == strm.ANY


def test_rows_are_counted() -> None:
    rows = (
        Mapping(source=KNOWN, target=ABOVE, relation=SUBSET),
        Mapping(source=KNOWN, target=OTHER, relation=Relation("no relationship", "no_relationship"), machine="tool"),
        Mapping(source=KNOWN, target=NONE, relation=Relation("noMatch", "no_match")),
    )
    found = counts(rows)
    assert {name: number for name, number in found.items() if number} == {
        "mappings": 3, "negative": 2, "machine-made": 1, "pinned": 1, "resolved": 3, "rolled-up": 1, "foreign": 1,
        "none": 1,
    }  # fmt: skip
