"""The demo company: its systems state little, and little stays open; the conflict and the legal dates are there.

Each law reaches the systems of its own place and no others.
"""

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
        ("promotion-screen-nyc", "us-nyc-ll-144:20-871-a-1", "applies", "2023-01-01"),
        ("promotion-screen-nyc", "us-nyc-ll-144:5-301", "applies", "2023-07-05"),
        ("store-credit-co", "us-co-sb-26-189:6-1-1704-1", "applies-later", "2027-01-01"),
        ("store-credit-co", "us-co-sb-26-189:6-1-1702-1", "does-not-apply", ""),
        ("store-credit-co", "us-co-sb-26-189:6-1-1708-1-b", "undetermined", "2027-01-01"),
        ("instalment-adviser-kr", "kr-ai-basic-act:31-1", "applies", "2026-01-22"),
        ("instalment-adviser-kr", "kr-ai-basic-act:31-3", "does-not-apply", ""),
        ("instalment-adviser-kr", "kr-ai-basic-act:34-1-1", "undetermined", ""),
    ],
)
def test_what_binds_whom_and_from_when(
    graph: KnowledgeGraph, system: str, requirement: str, applicability: str, since: str
) -> None:
    picked = Picked(subjects=(system,), requirements=(requirement,))
    (row,) = answers.verdicts(graph, TODAY, picked).rows
    assert (row["applicability"], row["applies_from"]) == (applicability, since)


REACH = {
    "us-co-sb-26-189": {"store-credit-co"},
    "us-nyc-ll-144": {"promotion-screen-nyc"},
    "kr-ai-basic-act": {"instalment-adviser-kr", "acme-korea"},
}


def test_each_law_abroad_reaches_the_systems_of_its_place_and_no_others(graph: KnowledgeGraph) -> None:
    for law, expected in REACH.items():
        rows = answers.verdicts(graph, TODAY, Picked(frameworks=(law,))).rows
        touched = {row["subject"] for row in rows if row["applicability"] != "does-not-apply"}
        assert {name.rpartition(":")[2] for name in touched} == expected, law


def test_the_ai_act_reaches_nothing_of_the_subsidiaries_abroad(graph: KnowledgeGraph) -> None:
    rows = answers.verdicts(graph, TODAY, Picked(frameworks=("eu-ai-act",))).rows
    abroad = [row for row in rows if row["bearer"] in {"acme:acme-us", "acme:acme-korea"}]
    assert {row["subject"].rpartition(":")[2] for row in abroad} >= {"store-credit-co", "promotion-screen-nyc"}
    assert {(row["applicability"], row["status"]) for row in abroad} == {("does-not-apply", "")}


@pytest.mark.parametrize(
    ("system", "status", "requirement"),
    [
        ("promotion-screen-nyc", "covered", "us-nyc-ll-144:20-871-a-1"),
        ("promotion-screen-nyc", "claimed", "us-nyc-ll-144:20-871-b-1"),
        ("promotion-screen-nyc", "gap", "us-nyc-ll-144:20-871-b-2"),
        ("promotion-screen-nyc", "unknown", "us-nyc-ll-144:20-871-b-3"),
        ("store-credit-co", "covered", "us-co-sb-26-189:6-1-1703"),
        ("store-credit-co", "claimed", "us-co-sb-26-189:6-1-1704-3"),
        ("store-credit-co", "gap", "us-co-sb-26-189:6-1-1705-1"),
        ("instalment-adviser-kr", "covered", "kr-ai-basic-act:31-1"),
        ("instalment-adviser-kr", "claimed", "kr-ai-basic-act:31-2"),
        ("instalment-adviser-kr", "gap", "kr-ai-basic-act:33-1.n1"),
    ],
)
def test_the_record_abroad_is_a_mixed_one(graph: KnowledgeGraph, system: str, status: str, requirement: str) -> None:
    (row,) = answers.verdicts(graph, TODAY, Picked(subjects=(system,), requirements=(requirement,))).rows
    assert row["status"] == status


def test_the_bias_audit_lapses_a_year_after_it_was_made(graph: KnowledgeGraph) -> None:
    picked = Picked(subjects=("promotion-screen-nyc",), requirements=("us-nyc-ll-144:20-871-a-1",))
    found: dict[str, str] = {}
    for day in (date(2027, 3, 1), date(2027, 3, 2)):
        (row,) = answers.verdicts(graph, Clock(day, TODAY.known_on), picked).rows
        found[day.isoformat()] = row["status"]
    assert found == {"2027-03-01": "covered", "2027-03-02": "lapsed"}


def test_colorado_comes_in_2027_and_says_that_its_enforcement_is_stayed(graph: KnowledgeGraph) -> None:
    rows = {row["date"]: row for row in answers.next_dates(graph, TODAY).rows}
    assert rows["2027-01-01"]["frameworks"] == "us-co-sb-26-189"
    assert rows["2027-01-01"]["subjects"] == "acme:store-credit-co"
    assert rows["2027-01-01"]["marks"] == "enforcement-stayed"
    assert {row["marks"] for day, row in rows.items() if day != "2027-01-01"} == {""}


def test_what_is_open_abroad_is_asked(graph: KnowledgeGraph) -> None:
    asked = {row["fact"]: (row["systems"], row["settles"]) for row in answers.open_questions(graph, TODAY).rows}
    assert asked["high_impact_kr"] == ("acme:instalment-adviser-kr", "6")
    assert asked["insurer_status"] == ("acme:store-credit-co", "1")
