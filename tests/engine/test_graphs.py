"""Graphs of any RDF beside the record: kept whole, asked by SPARQL, and without effect on any verdict."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers, graphs, importing
from kg.engine.graphs import KeptGraph
from kg.engine.importing import How, Options
from kg.errors import InputError, NotFound, UsageError
from kg.knowledge import Knowledge

CLOCK = Clock(date(2026, 11, 23), date(2026, 11, 23))
ID = "https://w3id.org/normgraph/id/"
VOCAB = "https://w3id.org/normgraph/vocab#"
PORTFOLIO = """\
normgraph: 1
organisation: {id: acme, name: Acme SE}
systems:
  - {id: mail, name: Mail filter, roles: [deployer], facts: {put_into_service_in_eu: true, annex_iii_point: 4a}}
"""
WORDS = '<x:risk> <x:means> "What may go wrong", [ <x:by> <x:us> ] .\n'
# What somebody might hope to change by it: the record, a framework, the law, a duty, a name.
MEDDLING = f"""\
@prefix ng: <{VOCAB}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{ID}acme/ghost> a ng:AISystem ; ng:name "Ghost" .
<{ID}acme/mail> ng:name "Another name" ; <{ID}fact/annex_iii_point> "none" .
<{ID}acme/m> a ng:Measure ; ng:name "All is done" .
<{ID}acme/i> a ng:Implementation ; ng:measure <{ID}acme/m> ; ng:of <{ID}eu-ai-act/26-1> ;
    ng:scope <{ID}acme/mail> ; ng:status "implemented" .
<{ID}eu-ai-act> skos:prefLabel "Repealed" ; ng:binding <{ID}binding/commitment> .
<{ID}eu-ai-act/26-1> a skos:Concept ; skos:prefLabel "Nothing" .
<{ID}duty/keep-event-logs> skos:prefLabel "Nothing" .
<{ID}mine> a ng:Edition ; ng:title "Not a framework" .
"""


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """A company with one system."""
    found = KnowledgeGraph(tmp_path / "store")
    found.knowledge = shipped
    (tmp_path / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    importing.import_file(found, tmp_path / "portfolio.yaml")
    return found


def put(graph: KnowledgeGraph, text: str, name: str = "words.ttl", how: How | None = None) -> KeptGraph:
    path = graph.store.parent / name
    path.write_text(text, encoding="utf-8")
    done = importing.import_file(graph, path, how=how).done
    assert isinstance(done, KeptGraph)
    return done


def names(graph: KnowledgeGraph, clock: Clock = CLOCK) -> dict[str, str]:
    return {row["graph"]: row["statements"] for row in graphs.table(graph, clock).rows}


def test_it_is_kept_in_one_commit_and_the_same_file_again_is_none(graph: KnowledgeGraph) -> None:
    found = put(graph, WORDS)
    assert found.commit is not None
    assert (found.commit.message, found.commit.added) == ("import graph words from words.ttl", 3)
    assert found.summary()[0] == "acme: graph words, 3 statements; 1 blank nodes were given names"
    assert put(graph, WORDS).commit is None
    assert names(graph) == {"words": "3"}
    assert names(graph, Clock(at=1)) == {}


def test_another_content_takes_its_place_only_when_told(graph: KnowledgeGraph) -> None:
    put(graph, WORDS)
    with pytest.raises(InputError, match="says something else") as caught:
        put(graph, WORDS.replace("wrong", "awry"))
    assert "--replace" in (caught.value.hint or "")
    assert put(graph, WORDS.replace("wrong", "awry"), how=How(dry_run=True, replace=True)).commit is None
    changed = put(graph, WORDS.replace("wrong", "awry"), how=How(replace=True))
    assert changed.commit is not None
    assert (changed.commit.added, changed.commit.removed) == (1, 1)


def test_several_stand_side_by_side_and_one_is_removed(graph: KnowledgeGraph) -> None:
    put(graph, WORDS)
    put(graph, WORDS, "portfolio.ttl")
    assert names(graph) == {"portfolio": "3", "words": "3"}
    assert graphs.remove(graph, "words", dry_run=True) is None
    gone = graphs.remove(graph, "words")
    assert gone is not None
    assert (gone.message, gone.removed) == ("remove graph words", 3)
    assert names(graph) == {"portfolio": "3"}
    with pytest.raises(NotFound, match="did you mean portfolio"):
        graphs.remove(graph, "portfoli")


def test_it_may_begin_a_record(tmp_path: Path) -> None:
    path = tmp_path / "words.ttl"
    path.write_text(WORDS, encoding="utf-8")
    with pytest.raises(UsageError, match="--org"):
        importing.import_file(KnowledgeGraph(tmp_path / "store"), path)
    mine = KnowledgeGraph(tmp_path / "store", "acme")
    assert importing.import_file(mine, path, how=How(dry_run=True)).done.summary()[-1].startswith("dry run")
    assert mine.organisations == ()
    importing.import_file(mine, path)
    assert names(mine) == {"words": "3"}


def test_a_file_with_an_odd_name_needs_one(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="--graph"):
        put(graph, WORDS, "my words.ttl")
    path = graph.store.parent / "my words.ttl"
    importing.import_file(graph, path, Options(graph="words"))
    assert names(graph) == {"words": "3"}


def test_sparql_sees_it_alone_and_among_all(graph: KnowledgeGraph) -> None:
    put(graph, WORDS)
    for query in (
        'SELECT ?s { ?s <x:means> "What may go wrong" }',
        f"SELECT ?s {{ GRAPH <{ID}acme/graph/rdf/words> {{ ?s <x:means> ?o . ?o <x:by> ?whom }} }}",
    ):
        found = json.loads(graph.sparql(query, CLOCK).body)["results"]["bindings"]
        assert [row["s"]["value"] for row in found] == ["x:risk"]
    graphs.remove(graph, "words")
    assert graph.sparql("SELECT ?s { ?s <x:means> ?o }", CLOCK).rows == 0


def test_questions_of_the_library_are_not_asked_of_it(graph: KnowledgeGraph) -> None:
    before = graph.ask("undetermined-class", {}, CLOCK).rows
    assert before
    name = json.loads(graph.sparql("SELECT ?s { ?s a <https://w3id.org/normgraph/vocab#AISystem> }", CLOCK).body)
    system = name["results"]["bindings"][0]["s"]["value"]
    put(graph, f'<{system}> <http://www.w3.org/2000/01/rdf-schema#label> "Named by a stranger" .')
    assert graph.ask("undetermined-class", {}, CLOCK).rows == before


def test_it_changes_no_verdict_no_record_and_no_framework(graph: KnowledgeGraph) -> None:
    def everything() -> object:
        assessment = graph.assess(CLOCK)
        rows = [dict(row) for row in answers.systems(graph, CLOCK).rows]
        return rows, assessment.knowledge, graph.portfolio(CLOCK).records, graph.own_lines(CLOCK)

    def verdicts() -> list[object]:
        assessment = graph.assess(CLOCK)
        return [
            assessment.verdict(block, row)
            for block in assessment.blocks(graph.knowledge.catalogs.editions)
            for row in range(len(block.subjects))
        ]

    before, said = everything(), verdicts()
    assert len(said) > 100
    assert put(graph, MEDDLING, "meddling.ttl").commit is not None
    assert graph.sparql(f"ASK {{ <{ID}acme/ghost> a <{VOCAB}AISystem> }}", CLOCK).body.count("true") == 1
    assert everything() == before
    assert verdicts() == said
    # The record is read in another way once a snapshot of it was kept.
    again = KnowledgeGraph(graph.store)
    again.knowledge = graph.knowledge
    assert again.portfolio(CLOCK).records == graph.portfolio(CLOCK).records
    assert again.own_lines(CLOCK) == frozenset()


def test_shapes_do_not_look_at_it(graph: KnowledgeGraph) -> None:
    from kg.validation import service

    put(graph, MEDDLING, "meddling.ttl")
    with graph.index(CLOCK) as index:
        assert f"{ID}acme/graph/rdf/meddling" in index.graphs
        assert not [name for name in service.indexed_data(index).graphs if "/graph/rdf/" in name]


def test_a_portfolio_imported_with_prune_leaves_it(graph: KnowledgeGraph) -> None:
    put(graph, MEDDLING, "meddling.ttl")
    found = importing.import_portfolio(graph, graph.store.parent / "portfolio.yaml", prune=True)
    assert (found.commit, found.difference.gone) == (None, ())
