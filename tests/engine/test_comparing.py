"""Comparing sets and duties: which sets are looked at, and what is said about the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, comparing
from kg.engine.comparing import Sources
from kg.errors import NotFound, UsageError
from kg.knowledge import Knowledge

AIMS, ISMS, ACT = "iso-42001-2023", "iso-27001-2022", "eu-ai-act"


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """A store with nothing in it: only shipped sets speak."""
    found = KnowledgeGraph(tmp_path / "store")
    found.knowledge = shipped
    return found


def test_shipped_sets_speak_without_a_record(graph: KnowledgeGraph) -> None:
    found = comparing.compare(graph, Clock(), AIMS, ISMS)
    (policy,) = (row for row in found.rows if (row["source"], row["target"]) == (f"{AIMS}:5.2", f"{ISMS}:5.2"))
    assert policy["asserted"] == "iso-42001-2023-iso-27001-2022: unknown (skos:relatedMatch)"
    assert policy["duties"] == "reusable-in-duties"
    assert policy["verdict"] == "one voice"
    assert any(note.startswith("decompositions: provisional") for note in found.notes)


def test_counts_add_up_to_the_pairs(graph: KnowledgeGraph) -> None:
    pairs = len(comparing.compare(graph, Clock(), AIMS, ISMS).rows)
    (row,) = comparing.compare(graph, Clock(), AIMS, ISMS, summary=True).rows
    parts = ("both", "first_only", "second_only", "unknown")
    assert sum(int(row[name]) for name in parts) <= pairs
    assert (row["both"], row["agree_share"], row["unknown"]) == ("0", "", "30")


def test_a_set_may_be_left_out_by_naming_others(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="no such mapping set"):
        comparing.compare(graph, Clock(), AIMS, ISMS, Sources(names=("nobodys",)))


def test_a_file_is_read_for_the_question_only(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f"source,target,relation\n{AIMS}:A.6.2.8,{ACT}:12-1,intersects\n", encoding="utf-8")
    found = comparing.compare(graph, Clock(), AIMS, ACT, Sources(files=(path,), loose=("ours",)), trust=("ours",))
    (row,) = (row for row in found.rows if row["answer_by"] == "ours")
    assert (row["verdict"], row["answer"]) == ("compatible", "intersects_with")
    assert graph.organisations == ()


def test_a_place_above_requirements_can_be_asked_about(graph: KnowledgeGraph) -> None:
    found = comparing.path(graph, Clock(), f"{AIMS}:A.6.2.8", f"{ACT}:12")
    assert [row["basis"] for row in found.rows] == ["duties"]
    assert "no path on the basis asserted" in found.notes
    with pytest.raises(UsageError, match="two different requirements"):
        comparing.path(graph, Clock(), f"{ACT}:12-1", f"{ACT}:12-1")
