"""Every error is a problem document that says what to do and nothing about the machine."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import create_app
from kg.engine import KnowledgeGraph, answers
from kg.errors import PROBLEM_BASE, InputError, LimitError, StoreBusy, StoreConflict, StoreError, StoreInvalid

BASE = "/api/v1"


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Normgraph-As-Of"]
    found: dict[str, Any] = response.json()
    assert found["type"] == PROBLEM_BASE + code
    assert (found["status"], found["code"]) == (status, code)
    assert found["title"]
    assert found["detail"]
    return found


@pytest.mark.parametrize("path", ["/", "/api", "/api/v1", "/api/v1/", "/docs", "/api/v1/gaps/", "/api/v1/health.csv"])
def test_a_path_that_is_no_route(client: TestClient, path: str) -> None:
    assert problem(client.get(path), 404, "not-found")["found"] == path


def test_a_route_misspelled(client: TestClient) -> None:
    found = problem(client.get(f"{BASE}/gap"), 404, "not-found")
    assert f"did you mean {BASE}/gaps" in found["hint"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_method_that_writes(client: TestClient, method: str) -> None:
    response = client.request(method, f"{BASE}/gaps")
    assert problem(response, 405, "method-not-allowed")["found"] == method
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("verdicts?framework=eu-ai-ac", "did you mean eu-ai-act?"),
        ("gaps?subject=recruitin", "did you mean recruiting?"),
        ("gaps?status=gaps", "did you mean gap"),
        ("verdicts?applicability=aplies", "did you mean applies"),
        ("verdicts?requirement=eu-ai-act:26-66", "did you mean eu-ai-act:26-6 or"),
        ("coverage?as_if_adopted=iso-4201", "did you mean iso-42001-2023"),
        ("requirements?framework=iso", ""),
        ("requirements/iso-42001-2023:A.6.28", "did you mean iso-42001-2023:A.6.2.8"),
        (
            "requirements/eu-ai-act:26-5-a",
            "3 requirements, eu-ai-act:26-5.n1, eu-ai-act:26-5.n2, eu-ai-act:26-5.n3",
        ),
        ("requirements/Art. 26 (6) AI Act", "it may mean eu-ai-act:26-6"),
        ("requirements/eu-ai-act:16", "what stands below it: eu-ai-act:16-"),
        ("verdicts?requirement=Art. 10", "what stands below it: eu-ai-act:10-1, "),
        ("crosswalk/eu-ai-act/iso-4200", "did you mean iso-42001-2023"),
        ("crosswalk/eu-ai-act/iso-42001-2023?relation=same-duty", "did you mean same-duties"),
        ("verdicts?at=99", ""),
    ],
)
def test_a_name_that_names_nothing(client: TestClient, path: str, hint: str) -> None:
    found = problem(client.get(f"{BASE}/{path}"), 404, "not-found")
    assert hint in found.get("hint", "")


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("verdicts?as_of=tomorrow", "query parameter as_of"),
        ("verdicts?known_on=2026-02-30", "query parameter known_on"),
        ("verdicts?at=yesterday", "query parameter at"),
        ("gaps?horizon=2026", "query parameter horizon"),
        ("gaps?limit=0", "query parameter limit"),
        ("gaps?limit=1001", "query parameter limit"),
        ("gaps?limit=many", "query parameter limit"),
        ("gaps?sort=statsu", "query parameter sort"),
        ("gaps?sort=", None),
        ("gaps?cursor=abc", "query parameter cursor"),
        ("gaps?frameworks=eu-ai-act", "query parameter frameworks"),
        ("gaps?owner=a&owner=b", "query parameter owner"),
        ("overlaps?pairs=perhaps", "query parameter pairs"),
        ("frameworks?as_of=2026-01-01", "query parameter as_of"),
        ("health?x=1", "query parameter x"),
        (f"verdicts?at={'9' * 5000}", "query parameter at"),
    ],
)
def test_a_parameter_that_is_wrong(client: TestClient, path: str, where: str | None) -> None:
    response = client.get(f"{BASE}/{path}")
    if where is None:
        assert response.status_code == 200
    else:
        assert problem(response, 400, "usage")["where"] == where


def test_options_are_spelled_as_parameters(client: TestClient) -> None:
    found = problem(client.get(f"{BASE}/verdicts?at=x"), 400, "usage")
    assert "--" not in str(found)
    assert "at=12" in found["hint"]


def test_a_crosswalk_needs_two_frameworks(client: TestClient) -> None:
    problem(client.get(f"{BASE}/crosswalk/eu-ai-act/eu-ai-act"), 400, "usage")


def test_a_provision_that_states_several_requirements(client: TestClient) -> None:
    found = problem(client.get(f"{BASE}/requirements/eu-ai-act:26-5"), 404, "not-found")
    assert "eu-ai-act:26-5.n1 | eu-ai-act:26-5.n2" in found["expected"]


def test_no_format_that_is_accepted(client: TestClient) -> None:
    found = problem(client.get(f"{BASE}/gaps", headers={"Accept": "image/png"}), 406, "not-acceptable")
    assert found["expected"] == "application/json or text/csv"


@pytest.mark.parametrize("path", ["systems", "gaps", "verdicts.csv", "overlaps", "coverage"])
def test_nothing_on_record(empty: TestClient, path: str) -> None:
    found = problem(empty.get(f"{BASE}/{path}"), 404, "not-found")
    assert found["detail"] == "nothing is on record yet"


def test_nothing_on_record_at_a_state(client: TestClient) -> None:
    problem(client.get(f"{BASE}/systems?at=0"), 404, "not-found")


def test_a_web_page_under_another_name_cannot_read(recorded: KnowledgeGraph) -> None:
    client = TestClient(create_app(recorded, ["localhost", "127.0.0.1", "::1"]))
    for host in ("localhost", "127.0.0.1:8042", "[::1]:8042", "LOCALHOST:80"):
        assert client.get(f"{BASE}/health", headers={"Host": host}).status_code == 200, host
    for host in ("evil.example", "localhost.evil.example:8042", "[::2", ""):
        problem(client.get(f"{BASE}/health", headers={"Host": host}), 421, "misdirected")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("the file is wrong", where="portfolio.yaml:3", found="a"), 422),
        (LimitError("too much"), 422),
        (StoreBusy("busy", where="SECRET", found="SECRET"), 503),
        (StoreConflict("changed", found="commit 3"), 409),
        (StoreInvalid("damaged", where="SECRET", hint="run: normgraph verify"), 500),
        (StoreError("disk full", where="SECRET", expected="SECRET"), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_errors_raised_on_purpose(
    failing: TestClient, monkeypatch: pytest.MonkeyPatch, error: InputError | StoreError, status: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(answers, "systems", fail)
    response = failing.get(f"{BASE}/systems")
    found = problem(response, status, error.code)
    assert found["detail"] == error.message
    assert "SECRET" not in response.text
    assert found.get("hint") == error.hint
    assert ("Retry-After" in response.headers) == (status == 503)


def test_an_error_nobody_foresaw_tells_nothing(failing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SECRET")

    monkeypatch.setattr(answers, "systems", fail)
    response = failing.get(f"{BASE}/systems")
    problem(response, 500, "internal")
    assert "SECRET" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_path_of_the_store_is_told_to_nobody(client: TestClient, recorded: KnowledgeGraph) -> None:
    for path in ("verdicts?at=99", "systems?at=0", "gaps?at=2001-01-01"):
        assert str(recorded.store) not in client.get(f"{BASE}/{path}").text
