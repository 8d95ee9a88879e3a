"""Asserted rows of a crosswalk: each names its set; a set the other way round is read backwards, and says so."""

from __future__ import annotations

from dataclasses import replace

from kg.crosswalk import asserted
from kg.crosswalk.mappings import NOTHING, End, Mapping, MappingSet
from kg.crosswalk.relations import Relation

ISO, ACT = "iso-42001-2023", "eu-ai-act"
ROW = Mapping(
    source=End("A.6.2.8", f"{ISO}:A.6.2.8", "resolved"),
    target=End("12", f"{ACT}:12", "resolved"),
    relation=Relation("skos:broadMatch", "subset_of"),
    justification="semapv:ManualMappingCuration",
    confidence="0.9",
)
SET = MappingSet(id="made-up", source=ISO, target=ACT, mappings=(ROW,))


def test_a_row_is_shown_with_its_set() -> None:
    (row,) = asserted.crosswalk([SET], ISO, ACT)
    assert (row.source, row.relation, row.target) == (f"{ISO}:A.6.2.8", "subset_of", f"{ACT}:12")
    assert (row.basis, row.mapping_set, row.justification, row.confidence) == (
        "asserted", "made-up", "semapv:ManualMappingCuration", "0.9",
    )  # fmt: skip
    assert (row.shared_duties, row.only_source, row.only_target) == ("", "", "")


def test_a_set_the_other_way_round_is_read_backwards() -> None:
    (row,) = asserted.crosswalk([SET], ACT, ISO)
    assert (row.source, row.relation, row.target) == (f"{ACT}:12", "superset_of", f"{ISO}:A.6.2.8")
    assert row.mapping_set == "made-up (read backwards)"
    one_way = replace(SET, mappings=(replace(ROW, relation=Relation("supports", "")),))
    assert list(asserted.crosswalk([one_way], ACT, ISO)) == []


def test_rivals_stand_side_by_side_and_a_machine_is_named() -> None:
    rival = replace(SET, id="rival", mappings=(replace(ROW, machine="mapping tool X"),))
    assert [(row.mapping_set, row.review_state) for row in asserted.crosswalk([SET, rival], ISO, ACT)] == [
        ("made-up", "as asserted"),
        ("rival", "machine-made"),
    ]


def test_rows_without_two_known_ends_are_left_aside_and_counted() -> None:
    open_end = replace(ROW, target=End("", "", NOTHING))
    found = replace(SET, mappings=(ROW, open_end))
    assert len(list(asserted.crosswalk([found], ISO, ACT))) == 1
    assert asserted.left_aside([found], ISO, ACT) == asserted.left_aside([found], ACT, ISO) == 1
    assert asserted.left_aside([found], ISO, "gdpr") == 0
