"""Words for relations, what they come to as relations of sets, and how they read from the other end."""

from __future__ import annotations

import pytest

from kg import strm
from kg.crosswalk import relations
from kg.crosswalk.relations import Relation


@pytest.mark.parametrize(
    ("text", "name", "mask"),
    [
        ("skos:exactMatch", "equal", strm.EQ),
        ("Equal", "equal", strm.EQ),
        ("equivalent-to", "equal", strm.EQ),
        ("skos:broadMatch", "subset_of", strm.PP),
        ("Subset Of", "subset_of", strm.PP),
        ("subset", "subset_of", strm.PP),
        ("rdfs:subClassOf", "subset_of", strm.PP),
        ("skos:narrowMatch", "superset_of", strm.PPI),
        ("superset-of", "superset_of", strm.PPI),
        ("intersects with", "intersects_with", strm.PO),
        ("intersect", "intersects_with", strm.PO),
        ("No Relationship", "no_relationship", strm.DR),
        ("not related to", "no_relationship", strm.DR),
        ("noMatch", "no_match", strm.ANY),
        ("skos:closeMatch", "", strm.ANY),
        ("skos:relatedMatch", "", strm.ANY),
    ],
)
def test_words_of_all_formats(text: str, name: str, mask: int) -> None:
    found = relations.read(text)
    assert found == Relation(text, name)
    assert found.mask == mask


@pytest.mark.parametrize("text", ["", "partially", "see", "n/a", "semapv:ManualMappingCuration"])
def test_what_is_no_relation_is_not_understood(text: str) -> None:
    assert relations.read(text) is None


def test_a_modifier_denies() -> None:
    found = relations.read("skos:exactMatch", "Not")
    assert found is not None
    assert found.negative
    assert found.mask == strm.ANY & ~strm.EQ
    assert found.shown == "not equal"
    assert relations.read("skos:exactMatch", "Maybe") is None


def test_denying_what_says_nothing_about_sets_says_nothing_about_them() -> None:
    found = relations.read("skos:closeMatch", "Not")
    assert found is not None
    assert (found.negative, found.mask, found.shown) == (True, strm.ANY, "not skos:closeMatch")


@pytest.mark.parametrize(("text", "negative"), [("no relationship", True), ("noMatch", True), ("equal", False)])
def test_negative_words(text: str, negative: bool) -> None:
    found = relations.read(text)
    assert found is not None
    assert found.negative is negative


@pytest.mark.parametrize("name", relations.SET_RELATIONS)
def test_a_relation_read_backwards_is_its_converse(name: str) -> None:
    relation = Relation(name, name)
    backwards = relation.inverted()
    assert backwards is not None
    assert backwards.mask == strm.converse(relation.mask)
    assert backwards.inverted() == relation


def test_a_close_match_reads_the_same_and_an_unknown_direction_does_not() -> None:
    close, supports = Relation("skos:closeMatch", ""), Relation("supports", "")
    assert close.inverted() == close
    assert supports.inverted() is None
