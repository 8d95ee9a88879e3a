"""An entity tag changes exactly when what it names may have changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import create_app
from api.etags import matches
from kg.clock import Clock
from kg.engine import KnowledgeGraph, answers, importing

BASE = "/api/v1"
DAYS = "as_of=2027-12-03&known_on=2026-09-01"
PATHS = [
    f"verdicts?{DAYS}",
    f"verdicts.csv?{DAYS}",
    f"gaps?{DAYS}&limit=2",
    "systems",
    "frameworks",
    "requirements/eu-ai-act:26-6",
    "crosswalk/eu-ai-act/iso-42001-2023",
    "openapi.json",
]


def tag(client: TestClient, path: str, accept: str = "*/*") -> str:
    response = client.get(f"{BASE}/{path}", headers={"Accept": accept})
    assert response.status_code == 200, response.text
    return response.headers["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    known = tag(client, path)
    for header in (known, f"W/{known}", f'"other", {known}', "*"):
        response = client.get(f"{BASE}/{path}", headers={"If-None-Match": header})
        assert response.status_code == 304, header
        assert response.content == b""
        assert response.headers["ETag"] == known
        assert response.headers["Normgraph-Knowledge"]
    assert client.get(f"{BASE}/{path}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_nothing_is_worked_out_for_a_client_that_has_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tag(client, "systems")
    monkeypatch.setattr(answers, "systems", lambda *_: pytest.fail("asked again"))
    assert client.get(f"{BASE}/systems", headers={"If-None-Match": known}).status_code == 304


def test_the_tag_of_a_collection_holds_the_verdict_key(client: TestClient, recorded: KnowledgeGraph) -> None:
    clock = Clock.of("2027-12-03", "2026-09-01", 1)
    assert tag(client, f"verdicts?{DAYS}&at=1").startswith(f'"{recorded.key(clock)}-')


def test_the_order_of_parameters_does_not_matter(client: TestClient) -> None:
    one = tag(client, f"verdicts?{DAYS}&framework=eu-ai-act&framework=iso-42001-2023&status=gap")
    other = tag(client, f"verdicts?status=gap&framework=iso-42001-2023&framework=eu-ai-act&{DAYS}")
    assert one == other


def test_the_latest_state_is_the_state_of_that_number(client: TestClient) -> None:
    assert tag(client, f"gaps?{DAYS}") == tag(client, f"gaps?{DAYS}&at=2")


def test_another_question_has_another_tag(client: TestClient) -> None:
    paths = [
        f"verdicts?{DAYS}",
        f"verdicts?{DAYS}&at=1",
        f"verdicts?{DAYS}&sort=status",
        f"verdicts?{DAYS}&limit=3",
        f"verdicts?{DAYS}&status=gap",
        f"verdicts?{DAYS}&subject=mail",
        "verdicts?as_of=2027-12-04&known_on=2026-09-01",
        "verdicts?as_of=2027-12-03&known_on=2026-09-02",
        f"gaps?{DAYS}",
        f"overlaps?{DAYS}",
        f"overlaps?{DAYS}&pairs=true",
        f"coverage?{DAYS}",
        f"coverage?{DAYS}&as_if_adopted=iso-42001-2023",
    ]
    tags = [tag(client, path) for path in paths]
    tags.append(tag(client, f"verdicts?{DAYS}", accept="text/csv"))
    assert len(set(tags)) == len(tags)


def test_a_commit_changes_the_tags_of_the_record_only(fresh: KnowledgeGraph, tmp_path: Path) -> None:
    client = TestClient(create_app(fresh))
    before = [tag(client, path) for path in ("systems", "frameworks")]
    source = tmp_path / "portfolio.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("Recruiting assistant", "Renamed"), encoding="utf-8")
    importing.import_portfolio(fresh, source)
    after = [tag(client, path) for path in ("systems", "frameworks")]
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_the_format_is_negotiated_and_caches_are_told(client: TestClient) -> None:
    response = client.get(f"{BASE}/systems")
    assert response.headers["Vary"] == "Accept"
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_headers_that_name_no_tag_match_nothing() -> None:
    assert not matches("", '"a"')
    assert not matches("a", '"a"')
    assert not matches('"ab"', '"a"')
