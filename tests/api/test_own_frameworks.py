"""The service answers about an organisation's own framework as about any other, and its tags change with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import create_app
from kg.engine import KnowledgeGraph, importing
from tests.api.conftest import PORTFOLIO, record

BASE = "/api/v1"
DAYS = {"as_of": "2027-12-03", "known_on": "2026-09-01"}
FRAMEWORK = """\
normgraph: 1
framework: {slug: contract, title: Contract, issued: 2026-01-31}
requirements:
  - {id: "1", title: Keep logs, duties: keep-event-logs}
  - {id: "2", title: Be insured}
"""
ABOUT_KNOWLEDGE = (
    "frameworks",
    "requirements?framework=contract",
    "requirements/contract:1",
    "crosswalk/contract/eu-ai-act",
)


def put(graph: KnowledgeGraph, text: str) -> None:
    path = graph.store.parent / "framework.yaml"
    path.write_text(text, encoding="utf-8")
    importing.import_framework(graph, path, replace=True)


@pytest.fixture
def graph(tmp_path: Path) -> KnowledgeGraph:
    """A portfolio in commit 1, a framework in commit 2, and a commitment to it in commit 3."""
    found = record(tmp_path, PORTFOLIO)
    put(found, FRAMEWORK)
    commitment = (
        "  - {id: deal, framework: contract, subject: aims, boundary: all, ground: contract, from: 2026-02-01}\n"
    )
    return record(
        tmp_path,
        PORTFOLIO.replace("\nsystems:\n", f"\n{commitment}systems:\n").replace(
            "instruments: [", "instruments: [contract, "
        ),
    )


@pytest.fixture
def client(graph: KnowledgeGraph) -> Iterator[TestClient]:
    with TestClient(create_app(graph)) as opened:
        yield opened


def test_it_is_among_the_knowledge(client: TestClient) -> None:
    assert client.get(f"{BASE}/frameworks").json()["items"][-1]["framework"] == "contract"
    assert client.get(f"{BASE}/requirements", params={"framework": "contract"}).json()["total"] == 2
    assert client.get(f"{BASE}/requirements/contract:1").json()["duties"] == "duty:keep-event-logs"
    rows = client.get(f"{BASE}/crosswalk/contract/eu-ai-act", params={"relation": "shares-duties"}).json()
    narrower = client.get(f"{BASE}/crosswalk/contract/eu-ai-act", params={"relation": "narrower-in-duties"}).json()
    assert rows["total"] + narrower["total"] > 0


def test_it_is_among_the_verdicts(client: TestClient) -> None:
    rows = client.get(f"{BASE}/verdicts", params={**DAYS, "framework": "contract"}).json()["items"]
    assert [(row["requirement"], row["applicability"]) for row in rows] == [
        ("contract:1", "applies"), ("contract:2", "applies"),
    ]  # fmt: skip
    gaps = client.get(f"{BASE}/gaps", params={**DAYS, "framework": "contract"}).json()
    assert [row["requirement"] for row in gaps["items"]] == ["contract:1"]
    assert any("not assessed: 1 verdicts" in note for note in gaps["notes"])
    assert any(row["framework"] == "contract" for row in client.get(f"{BASE}/coverage", params=DAYS).json()["items"])
    overlaps = client.get(f"{BASE}/overlaps", params=DAYS).json()["items"]
    assert any("contract" in row["frameworks"] for row in overlaps)


def test_an_earlier_state_does_not_know_it(client: TestClient) -> None:
    response = client.get(f"{BASE}/gaps", params={**DAYS, "at": 1, "framework": "contract"})
    assert response.status_code == 404
    assert response.json()["detail"] == "no such framework"


@pytest.mark.parametrize("path", ABOUT_KNOWLEDGE)
def test_tags_change_with_it_and_with_nothing_else_on_record(
    client: TestClient, graph: KnowledgeGraph, path: str
) -> None:
    before = client.get(f"{BASE}/{path}")
    record(graph.store.parent, PORTFOLIO.replace("Recruiting assistant", "Recruiting aid"))
    tag = {"If-None-Match": before.headers["ETag"]}
    assert client.get(f"{BASE}/{path}", headers=tag).status_code == 304
    put(graph, FRAMEWORK.replace("Keep logs", "Keep all logs"))
    after = client.get(f"{BASE}/{path}", headers=tag)
    assert (after.status_code, before.status_code) == (200, 200)
    if not path.startswith(("frameworks", "crosswalk")):
        assert after.text != before.text
