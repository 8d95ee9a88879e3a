"""Mapping sets that are shipped: no finding; author, licence and justification; they are what they say they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import vocabulary as v
from kg.clock import Clock
from kg.crosswalk import mapping_rdf
from kg.crosswalk.lint import Given, Subject
from kg.crosswalk.lint_rules import LINTER
from kg.crosswalk.mappings import MappingSet, ReadSet
from kg.engine import KnowledgeGraph, crosswalks, importing
from kg.exchange import mapping_file
from kg.identifiers import RESOLVED
from kg.knowledge import Knowledge
from kg.resources import mappings_dir
from kg.store.index import QuerySolutions

AIMS, ISMS = "iso-42001-2023", "iso-27001-2022"
FILES = sorted(mappings_dir().glob("*.tsv"))


def read(path: Path, knowledge: Knowledge) -> ReadSet:
    """The one set of a file."""
    (found,) = mapping_file.read(path, knowledge).sets
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_set_says_whose_it_is_and_has_no_finding(path: Path, shipped: Knowledge) -> None:
    assert re.fullmatch(r"[a-z0-9.-]+--[a-z0-9.-]+\.sssom\.tsv", path.name)
    found = read(path, shipped)
    item = found.mapping_set
    assert path.name == f"{item.source}--{item.target}.sssom.tsv"
    assert item.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert item.creators
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", item.day)
    assert all(row.source.state == row.target.state == RESOLVED for row in item.mappings)
    assert [problem.message for problem in LINTER.run(Given((Subject(path.name, found),), shipped))] == []


def test_the_readme_lists_every_file_with_its_rows(shipped: Knowledge) -> None:
    text = (mappings_dir() / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \| (\d+) \|", text, re.MULTILINE))
    assert listed == {path.name: str(len(read(path, shipped).mapping_set.mappings)) for path in FILES}


def clauses(knowledge: Knowledge, edition: str) -> Iterator[tuple[str, str]]:
    """(number, CURIE) of the subclauses of a management-system standard that have none below them."""
    provisions = knowledge.catalogs.provisions.values()
    parents = {place.parent for place in provisions}
    for place in provisions:
        if place.edition == edition and place.kind == "subclause" and place.id not in parents:
            yield place.notation, place.id


def test_the_harmonised_clauses_are_those_with_the_same_number(shipped: Knowledge) -> None:
    ours, theirs = dict(clauses(shipped, AIMS)), dict(clauses(shipped, ISMS))
    item = read(mappings_dir() / f"{AIMS}--{ISMS}.sssom.tsv", shipped).mapping_set
    pairs = {(row.source.id, row.target.id) for row in item.mappings}
    assert pairs == {(ours[number], theirs[number]) for number in ours.keys() & theirs.keys()}
    assert len(item.mappings) == len(pairs) == 30
    # The same number is no relation of sets, and no person has looked at it.
    assert {(row.relation.shown, row.justification, bool(row.machine)) for row in item.mappings} == {
        ("skos:relatedMatch", "semapv:LexicalMatching", True)
    }


def test_shipped_sets_are_asked_without_a_record(tmp_path: Path, shipped: Knowledge) -> None:
    graph = KnowledgeGraph(tmp_path / "none")
    graph.knowledge = shipped
    (item,) = graph.shipped_mappings
    assert isinstance(item, MappingSet)
    rows = crosswalks.crosswalk(graph, Clock(), AIMS, ISMS, basis="asserted").rows
    assert (len(rows), {row["mapping_set"] for row in rows}) == (30, {item.id})


def test_shipped_rows_can_be_asked_for_in_sparql(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "portfolio.yaml"
    path.write_text("normgraph: 1\norganisation:\n  id: empty\n  name: Empty\n", encoding="utf-8")
    graph = KnowledgeGraph(tmp_path / "store", "empty")
    graph.knowledge = shipped
    importing.import_portfolio(graph, path)
    place = mapping_rdf.graph("iso-42001-2023-iso-27001-2022")
    with graph.assessment_index(Clock()) as index:
        found = index.query(f"SELECT ?m {{ GRAPH <{place}> {{ ?m a <{v.MAPPING}> }} }}")
        assert isinstance(found, QuerySolutions)
        assert len(list(found)) == 30
