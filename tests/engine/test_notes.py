"""What is said beside an answer that is empty, or may look better than it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers, importing, notes, reviews
from kg.engine.picking import Picked
from kg.knowledge import Knowledge

ISO, LLM = "iso-42001-2023", "owasp-llm-2025"


@pytest.fixture
def bare(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """The record of an organisation that has said nothing but its name."""
    path = tmp_path / "portfolio.yaml"
    path.write_text("normgraph: 1\norganisation:\n  id: empty\n  name: Empty\n", encoding="utf-8")
    graph = KnowledgeGraph(tmp_path / "store", "empty")
    graph.knowledge = shipped
    importing.import_portfolio(graph, path)
    return graph


def test_an_organisation_with_nothing_on_record_is_told_what_to_type(bare: KnowledgeGraph) -> None:
    said = (
        "empty has no system, model or data set on record, so nothing binds through one: normgraph export "
        "portfolio.xlsx writes a workbook to enter them, normgraph import portfolio.xlsx reads it"
    )
    clock, picked = Clock(), Picked()
    for found in (
        answers.gaps(bare, clock, picked),
        answers.verdicts(bare, clock, picked),
        answers.obligations(bare, clock, "empty", picked),
        answers.coverage(bare, clock, picked),
        answers.systems(bare, clock),
        answers.overlaps(bare, clock, picked),
        answers.overlap_pairs(bare, clock, picked),
        answers.maturity(bare, clock),
    ):
        assert found.notes[:1] == (said,), found.name


def test_a_voluntary_framework_that_nothing_commits_to_is_no_empty_list(bare: KnowledgeGraph) -> None:
    asked = answers.gaps(bare, Clock(), Picked(frameworks=(ISO,)))
    assert not asked.rows
    assert any(f"{ISO} binds by commitment, and none is on record" in note for note in asked.notes)
    assert any(f"--as-if-adopted {ISO}" in note for note in asked.notes)
    assumed = answers.gaps(bare, Clock(), Picked(frameworks=(ISO,), as_if_adopted=(ISO,)))
    assert not any("binds by commitment" in note for note in assumed.notes)
    assert not any("binds by commitment" in note for note in answers.gaps(bare, Clock(), Picked(("gdpr",))).notes)


def test_without_duties_nothing_follows(bare: KnowledgeGraph, shipped: Knowledge) -> None:
    said = f"{LLM} is not decomposed into duties: nothing here can follow from it"
    assert list(notes.without_duties(shipped, (ISO, LLM))) == [said]
    assert said in reviews.omissions(bare, Clock(), Picked((LLM,))).notes
    assert said in reviews.fragile(bare, Clock(), Picked((LLM,))).notes
    assert said in answers.overlaps(bare, Clock(), Picked(as_if_adopted=(LLM,))).notes
    assert reviews.omissions(bare, Clock(), Picked(requirements=("gdpr:35-1",))).notes == ()
