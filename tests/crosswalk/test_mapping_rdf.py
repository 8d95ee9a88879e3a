"""Mapping sets as quads and back: nothing is lost, nothing is said that was not asserted, names can be erased."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from kg.crosswalk import mapping_rdf
from kg.crosswalk.mappings import FOREIGN, NOTHING, End, Mapping, MappingSet
from kg.crosswalk.relations import Relation
from kg.portfolio.rdf import of_mappings
from kg.prefixes import expand
from kg.store.quads import check_lines
from kg.vocabulary import SKOS

KNOWN = End("A.2.2", "iso-42001-2023:A.2.2", "resolved", "AI policy")
OPEN = End("A.12.1", "unresolved:iso-42001-2023/A.12.1", "unknown", hint="did you mean iso-42001-2023:A.2.2?")
ROW = Mapping(
    source=KNOWN,
    target=End("urn:x:scf:gov 1", "foreign:scf/gov%201", FOREIGN),
    relation=Relation("skos:exactMatch", "equal", negated=True),
    strength="7",
    confidence="0.95",
    justification="semapv:ManualMappingCuration",
    rationale="semantic",
    machine="mapping tool made-up",
    comment='a "quoted"\nremark',
    author="somebody@example.org",
    day="2026-01-31",
    group="g1",
    place="row 7",
)
SET = MappingSet(
    id="made-up",
    title="Made up",
    description="For a test",
    version="2",
    address="https://example.org/made-up",
    source="iso-42001-2023",
    target="foreign:scf",
    licence="https://creativecommons.org/licenses/by/4.0/",
    creators=("A. Author", "B. Author"),
    day="2026-02-01",
    tool="made-up",
    method="hybrid",
    status="draft",
    rationale="semantic",
    form="sssom",
    file="made-up.tsv",
    rows=5,
    left_out=1,
    mappings=(
        ROW,
        replace(ROW, source=OPEN, place="row 8", relation=Relation("intersect", "intersects_with")),
        replace(
            ROW,
            target=End("", "", NOTHING),
            relation=Relation("noMatch", "no_match"),
            place="row 9",
            justification="told",
        ),
        replace(ROW, place="row 10"),
    ),
)  # fmt: skip


def test_a_set_comes_back_as_it_was() -> None:
    lines = mapping_rdf.to_nquads(SET)
    assert check_lines(lines) == lines
    assert mapping_rdf.from_lines(lines, mapping_rdf.names(SET)) == (SET,)


def test_the_example_has_every_field() -> None:
    assert all(getattr(SET, item.name) for item in fields(MappingSet))
    assert all(getattr(ROW, item.name) for item in fields(Mapping))


def test_nobodys_name_is_in_the_quads_and_an_erased_one_stays_erased() -> None:
    lines = mapping_rdf.to_nquads(SET)
    assert not any("somebody" in line or "A. Author" in line for line in lines)
    (found,) = mapping_rdf.from_lines(lines, {})
    assert found.creators == ("(erased)", "(erased)")
    assert {row.author for row in found.mappings} == {"(erased)"}


def test_no_line_states_a_match() -> None:
    assert not any(f"<{SKOS}" in line for line in mapping_rdf.to_nquads(SET))


def test_lines_of_sets_are_told_from_others() -> None:
    lines = mapping_rdf.to_nquads(SET)
    other = replace(SET, id="other")
    mixed = lines | mapping_rdf.to_nquads(other) | {f"<a:b> <c:d> <e:f> <{expand('acme:graph/portfolio')}> ."}
    assert mapping_rdf.by_set(of_mappings(mixed)) == {
        "made-up": lines,
        "other": mapping_rdf.to_nquads(other),
    }


@pytest.mark.parametrize("licence", ["CC BY-ND 4.0", "", "https://example.org/a b"])
def test_a_licence_in_words_is_kept(licence: str) -> None:
    found = replace(SET, licence=licence)
    assert mapping_rdf.from_lines(mapping_rdf.to_nquads(found), mapping_rdf.names(found)) == (found,)
