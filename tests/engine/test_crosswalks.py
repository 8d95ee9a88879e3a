"""Crosswalks on a basis: from duties, asserted, or both side by side and told apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.crosswalk.mappings import Stated
from kg.engine import KnowledgeGraph, crosswalks, importing
from kg.engine.importing import Options
from kg.errors import NotFound, UsageError
from kg.knowledge import Knowledge

ISO, ACT, LLM = "iso-42001-2023", "eu-ai-act", "owasp-llm-2025"
TABLE = "source,target,relation,justification\nA.6.2.8,{0},subset of,semapv:ManualMappingCuration\nA.5.2,,no match,\n"


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """A record with two sets, one of them with a framework that is not decomposed."""
    found = KnowledgeGraph(tmp_path / "store", "acme")
    found.knowledge = shipped
    for target, place in ((ACT, "12"), (LLM, "LLM03")):
        path = tmp_path / f"iso-{target}.csv"
        path.write_text(TABLE.format(place), encoding="utf-8")
        importing.import_file(found, path, Options("mapping-set", mapped=Stated(ISO, target)))
    return found


def test_duties_alone_say_that_more_is_asserted(graph: KnowledgeGraph) -> None:
    found = crosswalks.crosswalk(graph, Clock(), ISO, ACT)
    assert {row["basis"] for row in found.rows} == {"duties"}
    assert found.notes == (
        "not in this list: 1 relations that mapping sets assert; add --basis all",
        "not shown: 1 rows of mapping sets without two known ends; see normgraph mapping show SET --open",
    )


def test_both_stand_side_by_side(graph: KnowledgeGraph) -> None:
    alone = crosswalks.crosswalk(graph, Clock(), ISO, ACT).rows
    both = crosswalks.crosswalk(graph, Clock(), ISO, ACT, basis="all").rows
    assert both[1:] == alone
    assert (both[0]["basis"], both[0]["mapping_set"], both[0]["justification"]) == (
        "asserted", f"iso-{ACT}", "semapv:ManualMappingCuration",
    )  # fmt: skip


def test_relations_of_either_kind_are_picked(graph: KnowledgeGraph) -> None:
    (row,) = crosswalks.crosswalk(graph, Clock(), ACT, ISO, ("superset_of",), basis="all").rows
    assert row["mapping_set"] == f"iso-{ACT} (read backwards)"


def test_what_is_asserted_about_a_framework_that_is_not_decomposed_can_be_shown(graph: KnowledgeGraph) -> None:
    (row,) = crosswalks.crosswalk(graph, Clock(), ISO, LLM, basis="asserted").rows
    assert row["target"] == f"{LLM}:LLM03-2025"
    both = crosswalks.crosswalk(graph, Clock(), ISO, LLM, basis="all")
    assert both.rows == [row]
    assert f"nothing follows from duties: {LLM} not decomposed" in both.notes
    for basis in ("duties", "all"):
        with pytest.raises(UsageError, match="not decomposed into duties"):
            crosswalks.crosswalk(graph, Clock(), "nist-ai-600-1" if basis == "all" else LLM, ACT, basis=basis)


def test_turtle_keeps_the_two_apart(graph: KnowledgeGraph) -> None:
    turtle = crosswalks.crosswalk_turtle(graph, Clock(), ISO, ACT, ("subset_of", "same-duties"), basis="all")
    assert turtle.count("a ng:Mapping") == 1
    assert f"/iso-{ACT}/subset-of" in turtle
    assert "ng:mappingSet" in turtle
    assert "skos:exactMatch" not in turtle
    only = crosswalks.crosswalk_turtle(graph, Clock(), ISO, ACT, ("same-duties",))
    assert "ng:Mapping " not in only


def test_rows_are_picked_by_set_confidence_and_review_state(graph: KnowledgeGraph) -> None:
    def of(**wanted: object) -> list[Mapping[str, str]]:
        only = crosswalks.Only(**wanted)  # type: ignore[arg-type]
        return list(crosswalks.crosswalk(graph, Clock(), ISO, ACT, basis="all", only=only).rows)

    assert [row["mapping_set"] for row in of(sets=(f"iso-{ACT}",))] == [f"iso-{ACT}"]
    sure = of(confidence=0.8)
    assert sure
    assert all(float(row["confidence"]) >= 0.8 for row in sure)
    assert {row["basis"] for row in of(reviews=("as asserted",))} == {"asserted"}
    assert {row["basis"] for row in of(reviews=("provisional",))} == {"duties"}


def test_requirements_without_a_partner_are_listed_both_ways(graph: KnowledgeGraph) -> None:
    rows = crosswalks.crosswalk(graph, Clock(), ISO, ACT, only=crosswalks.Only(unmapped=True)).rows
    assert {bool(row["source"]) for row in rows} == {True, False}
    assert all(bool(row["source"]) != bool(row["target"]) for row in rows)


def test_a_set_that_is_not_known_is_said(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="no such mapping set"):
        crosswalks.crosswalk(graph, Clock(), ISO, ACT, basis="all", only=crosswalks.Only(sets=("iso-eu",)))


def test_a_match_that_is_no_relation_of_sets_is_picked_too(graph: KnowledgeGraph) -> None:
    table = crosswalks.crosswalk(graph, Clock(), ISO, "iso-27001-2022", ["skos:relatedMatch"], basis=crosswalks.ALL)
    assert len(table.rows) == 30
    assert {row["relation"] for row in table.rows} == {"skos:relatedMatch"}


def test_a_review_state_that_is_none_is_said(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="machine-drafted"):
        crosswalks.crosswalk(graph, Clock(), ISO, ACT, only=crosswalks.Only(reviews=("machine-draftet",)))
