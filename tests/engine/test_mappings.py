"""Mapping sets on record: whole in one commit, beside rivals, replaced on request, asked in SPARQL, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.crosswalk import mapping_rdf
from kg.crosswalk.mappings import Stated
from kg.engine import KnowledgeGraph, crosswalks, importing, mappings
from kg.engine.importing import How, Options
from kg.engine.mappings import KeptSets
from kg.errors import InputError, NotFound, UsageError
from kg.knowledge import Knowledge
from kg.store.index import QuerySolutions

TABLE = """\
source,target,relation,confidence,justification,author
A.6.2.8,Art. 12,subset of,0.9,semapv:ManualMappingCuration,somebody@example.org
A.6.2.8,Art. 19,subset of,,semapv:LexicalMatching,
A.5.2,,no match,,,
A.12.9,Art. 17,equal,,,
A.2.2,Art. 17,touches,,,
"""
EDITIONS = Stated("iso-42001-2023", "eu-ai-act")
COUNT = """
PREFIX ng: <https://w3id.org/normgraph/vocab#>
SELECT ?set (COUNT(?m) AS ?n) WHERE { ?m a ng:Mapping ; ng:mappingSet ?set } GROUP BY ?set
"""
Put = Callable[..., KeptSets]


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """An empty store for acme; the knowledge is read once for all tests."""
    found = KnowledgeGraph(tmp_path / "store", "acme")
    found.knowledge = shipped
    return found


@pytest.fixture
def put(graph: KnowledgeGraph, tmp_path: Path) -> Put:
    """Puts a table on record."""

    def _put(
        text: str = TABLE,
        name: str = "iso2act.csv",
        stated: Stated = EDITIONS,
        *,
        replace: bool = False,
        dry_run: bool = False,
    ) -> KeptSets:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        how = How(replace=replace, dry_run=dry_run)
        found = importing.import_file(graph, path, Options("mapping-set", mapped=stated), how).done
        assert isinstance(found, KeptSets)
        return found

    return _put


def test_a_set_is_recorded_and_what_was_left_out_is_said(put: Put, graph: KnowledgeGraph) -> None:
    found = put()
    assert found.commit is not None
    assert found.summary()[:2] == [
        (
            "iso2act: iso-42001-2023 to eu-ai-act, 5 rows, 4 mappings, 1 left out; 1 negative, 1 machine-made, "
            "2 with both ends in known editions; 1 with an end that is unknown"
        ),
        "  the relation is not understood: touches at row 6",
    ]
    table = found.table()
    assert table is not None
    assert [(row["place"], row["code"]) for row in table.rows] == [("row 6", "relation"), ("row 5", "unknown")]
    assert "iso-42001-2023:A" in table.rows[1]["expected"]
    (known,) = graph.mapping_sets(Clock())
    assert (known.id, known.left_out, len(known.mappings)) == ("iso2act", 1, 4)
    assert known.mappings[0].author == "somebody@example.org"


def test_the_same_again_changes_nothing_and_another_needs_the_word(put: Put, graph: KnowledgeGraph) -> None:
    put()
    assert put().commit is None
    with pytest.raises(InputError, match="says something else") as error:
        put(TABLE.replace("0.9", "0.8"))
    assert "--replace" in (error.value.hint or "")
    changed = put(TABLE.replace("0.9", "0.8"), replace=True)
    assert changed.commit is not None
    assert (changed.commit.added, changed.commit.removed) == (1, 1)
    assert [item.mappings[0].confidence for item in graph.mapping_sets(Clock(at=1))] == ["0.9"]


def test_a_dry_run_records_nothing(put: Put, graph: KnowledgeGraph) -> None:
    assert put(dry_run=True).summary()[-1] == "dry run: nothing was recorded"
    assert graph.organisations == ()


def test_rivals_stand_side_by_side(put: Put, graph: KnowledgeGraph) -> None:
    put()
    put(TABLE.replace("subset of", "equal"), stated=Stated("iso-42001-2023", "eu-ai-act", "Rival Set"))
    assert [item.id for item in graph.mapping_sets(Clock())] == ["iso2act", "rival-set"]
    rows = crosswalks.crosswalk(graph, Clock(), "iso-42001-2023", "eu-ai-act", basis="asserted").rows
    assert [(row["relation"], row["mapping_set"]) for row in rows] == [
        ("subset_of", "iso2act"), ("subset_of", "iso2act"), ("equal", "rival-set"), ("equal", "rival-set"),
    ]  # fmt: skip


def test_each_set_is_a_graph_that_sparql_sees(put: Put, graph: KnowledgeGraph) -> None:
    put()
    put(name="other.csv")
    graphs = [mapping_rdf.graph(name) for name in ("iso2act", "other")]
    with graph.index(Clock()) as index:
        assert set(graphs) <= set(index.graphs)
        rows = index.query(COUNT)
        assert isinstance(rows, QuerySolutions)
        found = {row["set"].value: row["n"].value for row in rows}
    assert found == {name.removesuffix("/graph/mappings"): "4" for name in graphs}


def test_an_own_framework_and_a_set_do_not_meet(put: Put, graph: KnowledgeGraph) -> None:
    put()
    assert graph.own_lines(Clock()) == frozenset()
    assert graph.knowledge_at(Clock()) is graph.knowledge_with(frozenset())


def test_sets_are_listed_and_shown(put: Put, graph: KnowledgeGraph) -> None:
    put()
    (row,) = (row for row in mappings.listed(graph, Clock()).rows if row["origin"] == "on record")
    assert (row["set"], row["mappings"], row["negative"], row["machine_made"], row["left_out"]) == (
        "iso2act", "4", "1", "1", "1",
    )  # fmt: skip
    shown = mappings.show(graph, Clock(), "iso2act")
    assert [row["relation"] for row in shown.rows] == ["subset_of", "subset_of", "no match", "equal"]
    assert "licence: not stated" in shown.notes
    (unresolved,) = mappings.show(graph, Clock(), "iso2act", only_open=True).rows
    assert (unresolved["source_text"], unresolved["source_state"]) == ("A.12.9", "unknown")
    with pytest.raises(NotFound, match="no such mapping set") as error:
        mappings.show(graph, Clock(), "iso2akt")
    assert "did you mean iso2act?" in (error.value.hint or "")


def test_a_set_is_removed_and_earlier_states_keep_it(put: Put, graph: KnowledgeGraph) -> None:
    put()
    assert mappings.remove(graph, "iso2act", dry_run=True) == "dry run: nothing was recorded"
    assert mappings.remove(graph, "iso2act").startswith("commit 2: 0 statements added")
    assert graph.mapping_sets(Clock()) == ()
    assert [item.id for item in graph.mapping_sets(Clock(at=1))] == ["iso2act"]
    with pytest.raises(NotFound, match="no such mapping set"):
        mappings.remove(graph, "iso2act")


def test_without_an_organisation_it_is_asked_whose_record(put: Put, graph: KnowledgeGraph) -> None:
    graph.chosen = ""
    with pytest.raises(UsageError, match="nothing is on record yet"):
        put()


def test_import_of_any_file_knows_mapping_sets(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "made-up.tsv"
    path.write_text("subject_id\tpredicate_id\tobject_id\nA.2.2\tskos:closeMatch\tArt. 17\n", encoding="utf-8")
    found = importing.import_file(graph, path)
    assert (found.reading.kind, found.reading.why) == ("mapping-set", "it has the columns of SSSOM")
