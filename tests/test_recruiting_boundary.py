"""The demo's recruiting system on both sides of 2 December 2027, against lists written by hand from the law.

Placed in 2025, it has no high-risk duties (Art 111(2)) until its significant design change of 2 December 2027, the day
from which Chapter III applies to Annex III systems as well.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, importing

ACME = Path(__file__).resolve().parents[1] / "examples" / "acme" / "portfolio.yaml"
BEFORE, AFTER = date(2027, 12, 1), date(2027, 12, 2)

# Articles 9 to 15 and 16 to 20 for a provider, 26 for a deployer that is an employer, 43 to 49, 71 and 72. Not here,
# because the record covers them: 12, 19(1) and 26(6), by event logs kept a year, and 26(7), by the notice to workers.
# Nor norms that wait for an event, norms of the organisation, and pure pointers such as 16(a).
EXPECTED = {
    "9-1", "9-2", "9-4", "9-5", "9-6", "9-8", "9-9",
    "10-1", "10-2", "10-3", "10-4",
    "11-1",
    "13-1", "13-2", "13-3",
    "14-1", "14-3", "14-4",
    "15-1", "15-3", "15-4", "15-5",
    "16-b", "16-l",
    "18-1",
    "26-1", "26-2", "26-4", "26-5.n1", "26-9", "26-11",
    "43-2", "47-1", "47-2", "47-4", "48-3", "49-1", "71-2",
    "72-1", "72-2", "72-3",
}  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    found = KnowledgeGraph(tmp_path_factory.mktemp("store"))
    importing.import_portfolio(found, ACME)
    return found


def _gaps(graph: KnowledgeGraph, day: date, known_on: date | None = None, system: str = "recruiting") -> set[str]:
    picked = Picked(subjects=(system,), frameworks=("eu-ai-act",))
    rows = answers.gaps(graph, Clock(day, known_on or day), picked).rows
    return {row["requirement"].removeprefix("eu-ai-act:") for row in rows}


def test_the_two_days_differ_exactly_by_the_expected_list(graph: KnowledgeGraph) -> None:
    before, after = _gaps(graph, BEFORE), _gaps(graph, AFTER)
    assert before <= after
    assert after - before == EXPECTED


def test_before_the_change_nothing_of_chapter_three_applies(graph: KnowledgeGraph) -> None:
    picked = Picked(subjects=("recruiting",), requirements=("eu-ai-act:9-1",))
    (row,) = answers.verdicts(graph, Clock(BEFORE, BEFORE), picked).rows
    assert (row["applicability"], row["applies_from"]) == ("applies-later", "2027-12-02")


@pytest.mark.parametrize(("known_on", "starts"), [(date(2026, 6, 1), "2026-08-02"), (date(2026, 7, 24), "2027-12-02")])
def test_known_on_reproduces_the_dates_before_the_amendment(graph: KnowledgeGraph, known_on: date, starts: str) -> None:
    picked = Picked(subjects=("credit-scoring",), requirements=("eu-ai-act:9-1",))
    (row,) = answers.verdicts(graph, Clock(date(2026, 6, 1), known_on), picked).rows
    assert (row["applicability"], row["applies_from"]) == ("applies-later", starts)
