"""The demo company: its systems state little, and little stays open; the conflict and the legal dates are there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, importing
from kg.portfolio.records import System

ACME = Path(__file__).resolve().parents[1] / "examples" / "acme" / "portfolio.yaml"
TODAY = Clock(date(2026, 11, 23), date(2026, 11, 23))
HARDLY_DESCRIBED = "acme:claims-triage"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    found = KnowledgeGraph(tmp_path_factory.mktemp("store"))
    importing.import_portfolio(found, ACME)
    return found


def test_a_system_states_at_most_fifteen_facts(graph: KnowledgeGraph) -> None:
    for system in graph.portfolio(TODAY).subjects:
        assert isinstance(system, System)
        assert len(system.facts) <= 15, system.id


def test_at_most_ten_norms_stay_undetermined(graph: KnowledgeGraph) -> None:
    for row in answers.systems(graph, TODAY).rows:
        if row["system"] != HARDLY_DESCRIBED:
            assert int(row["undetermined"]) <= 10, row
    open_rows = {row["system"]: int(row["undetermined"]) for row in answers.systems(graph, TODAY).rows}
    assert open_rows[HARDLY_DESCRIBED] > 10


def test_the_only_conflict_is_emotion_recognition_of_agents(graph: KnowledgeGraph) -> None:
    rows = [(row["subject"], row["requirement"]) for row in answers.conflicts(graph, TODAY).rows]
    assert rows == [("acme:agent-emotion", "eu-ai-act:5-1-f")]


@pytest.mark.parametrize(
    ("system", "requirement", "applicability", "since"),
    [
        ("caller-emotion", "eu-ai-act:50-3", "applies", "2026-08-02"),
        ("caller-emotion", "eu-ai-act:5-1-f", "applies", "2025-02-02"),
        ("support-chatbot", "eu-ai-act:50-1", "applies", "2026-08-02"),
        ("support-chatbot", "eu-ai-act:50-2", "applies-later", "2026-12-02"),
        ("insulin-dosing", "eu-ai-act:43-3.n1", "applies-later", "2028-08-02"),
        ("credit-scoring", "eu-ai-act:27-1", "applies-later", "2027-12-02"),
        ("shop-language-model", "eu-ai-act:53-1-c", "applies", "2025-08-02"),
        ("fraud-detection", "eu-ai-act:9-1", "does-not-apply", ""),
        ("door-access", "eu-ai-act:26-1", "does-not-apply", ""),
    ],
)
def test_what_binds_whom_and_from_when(
    graph: KnowledgeGraph, system: str, requirement: str, applicability: str, since: str
) -> None:
    picked = Picked(subjects=(system,), requirements=(requirement,))
    (row,) = answers.verdicts(graph, TODAY, picked).rows
    assert (row["applicability"], row["applies_from"]) == (applicability, since)
