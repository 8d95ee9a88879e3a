"""Every route and parameter gives what the engine answers, as JSON and as CSV."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, crosswalks, editions
from kg.exchange.tabular import render
from kg.tables import Table

BASE = "/api/v1"
DAYS = {"as_of": "2027-12-03", "known_on": "2026-09-01"}
CLOCK = Clock(date(2027, 12, 3), date(2026, 9, 1))
ISO = "iso-42001-2023"

Params = dict[str, Any]


def ask(client: TestClient, path: str, params: Params | None = None) -> dict[str, Any]:
    response = client.get(f"{BASE}/{path}", params=params)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


ASKED = [
    pytest.param("systems", {}, lambda graph: answers.systems(graph, CLOCK), id="systems"),
    pytest.param("verdicts", {}, lambda graph: answers.verdicts(graph, CLOCK, Picked()), id="verdicts"),
    pytest.param(
        "verdicts",
        {"framework": ["eu-ai-act", ISO], "subject": "recruiting"},
        lambda graph: answers.verdicts(
            graph, CLOCK, Picked(frameworks=("eu-ai-act", ISO), subjects=("acme:recruiting",))
        ),
        id="verdicts-framework-subject",
    ),
    pytest.param(
        "verdicts",
        {"requirement": "eu-ai-act:26-6", "status": ["planned", "gap"]},
        lambda graph: answers.verdicts(
            graph, CLOCK, Picked(requirements=("eu-ai-act:26-6",), statuses=("planned", "gap"))
        ),
        id="verdicts-requirement-status",
    ),
    pytest.param(
        "verdicts",
        {"owner": "Head of HR", "applicability": ["applies", "undetermined"]},
        lambda graph: answers.verdicts(
            graph, CLOCK, Picked(owner="Head of HR", applicabilities=("applies", "undetermined"))
        ),
        id="verdicts-owner-applicability",
    ),
    pytest.param(
        "verdicts",
        {"as_if_adopted": ISO, "framework": ISO},
        lambda graph: answers.verdicts(graph, CLOCK, Picked(as_if_adopted=(ISO,), frameworks=(ISO,))),
        id="verdicts-as-if-adopted",
    ),
    pytest.param("gaps", {}, lambda graph: answers.gaps(graph, CLOCK, Picked()), id="gaps"),
    pytest.param(
        "gaps",
        {"involvement": "decides"},
        lambda graph: answers.gaps(graph, CLOCK, Picked(involvement="decides")),
        id="gaps-involvement",
    ),
    pytest.param(
        "gaps",
        {"subject": "acme:recruiting", "status": "unknown"},
        lambda graph: answers.gaps(graph, CLOCK, Picked(subjects=("acme:recruiting",), statuses=("unknown",))),
        id="gaps-subject-status",
    ),
    pytest.param("coverage", {}, lambda graph: answers.coverage(graph, CLOCK, Picked()), id="coverage"),
    pytest.param("overlaps", {}, lambda graph: answers.overlaps(graph, CLOCK, Picked()), id="overlaps"),
    pytest.param(
        "overlaps", {"pairs": "true"}, lambda graph: answers.overlap_pairs(graph, CLOCK, Picked()), id="overlap-pairs"
    ),
]
KNOWN = [
    pytest.param("frameworks", {}, lambda graph: editions.frameworks(graph, Clock()), id="frameworks"),
    pytest.param("requirements", {}, lambda graph: answers.requirements(graph, Clock(), Picked()), id="requirements"),
    pytest.param(
        "requirements",
        {"framework": "omb-m-25-21"},
        lambda graph: answers.requirements(graph, Clock(), Picked(frameworks=("omb-m-25-21",))),
        id="requirements-framework",
    ),
    pytest.param(
        f"crosswalk/eu-ai-act/{ISO}",
        {},
        lambda graph: crosswalks.crosswalk(graph, Clock(), "eu-ai-act", ISO),
        id="crosswalk",
    ),
    pytest.param(
        f"crosswalk/{ISO}/eu-ai-act",
        {"relation": ["same-duties", "no-shared-duty-found"]},
        lambda graph: crosswalks.crosswalk(graph, Clock(), ISO, "eu-ai-act", ("same-duties", "no-shared-duty-found")),
        id="crosswalk-relation",
    ),
]


@pytest.mark.parametrize(("path", "params", "expected"), [*ASKED, *KNOWN])
def test_a_collection_is_the_engines_table(
    client: TestClient, recorded: KnowledgeGraph, path: str, params: Params, expected: Any
) -> None:
    table: Table = expected(recorded)
    clocks = {} if path.startswith(("frameworks", "requirements", "crosswalk")) else DAYS
    found = ask(client, path, {**params, **clocks, "limit": 1000})
    assert found["items"] == [dict(row) for row in table.rows[:1000]]
    assert found["total"] == len(table.rows)
    assert all(tuple(item) == table.columns for item in found["items"])


@pytest.mark.parametrize(("path", "params", "expected"), [*ASKED, *KNOWN])
def test_csv_by_suffix_and_by_accept_is_what_the_command_line_writes(
    client: TestClient, recorded: KnowledgeGraph, path: str, params: Params, expected: Any
) -> None:
    table: Table = expected(recorded)
    clocks = {} if path.startswith(("frameworks", "requirements", "crosswalk")) else DAYS
    written = render(table.rows, table.columns, "csv")
    suffixed = client.get(f"{BASE}/{path}.csv", params={**params, **clocks})
    accepted = client.get(f"{BASE}/{path}", params={**params, **clocks}, headers={"Accept": "text/csv"})
    assert suffixed.text == accepted.text == written
    assert suffixed.headers["content-type"] == "text/csv; charset=utf-8; header=present"


def test_a_cell_that_looks_like_a_formula_is_harmless_in_csv_only(client: TestClient) -> None:
    assert "'=HYPERLINK" in client.get(f"{BASE}/systems.csv").text
    assert ask(client, "systems")["items"][0]["name"].startswith("=HYPERLINK")


def test_the_day_decides(client: TestClient) -> None:
    query = {"subject": "recruiting", "requirement": "eu-ai-act:26-1", "known_on": "2026-09-01"}
    before = ask(client, "verdicts", {**query, "as_of": "2027-12-01"})["items"]
    after = ask(client, "verdicts", {**query, "as_of": "2027-12-02"})["items"]
    assert [row["applicability"] for row in (*before, *after)] == ["applies-later", "applies"]


def test_the_law_known_decides(client: TestClient) -> None:
    query = {"subject": "recruiting", "requirement": "eu-ai-act:26-1", "as_of": "2026-07-01"}
    old = ask(client, "verdicts", {**query, "known_on": "2026-06-01"})["items"]
    new = ask(client, "verdicts", {**query, "known_on": "2026-09-01", "as_of": "2026-09-01"})["items"]
    assert [row["applies_from"] for row in old] != [row["applies_from"] for row in new]


def test_the_state_of_the_record_decides(client: TestClient) -> None:
    names = [[row["name"] for row in ask(client, "systems", {"at": at})["items"]][1] for at in ("1", "2", "")]
    assert names == ["Recruiting assistant", "Recruiting aid", "Recruiting aid"]


def test_the_record_is_found_by_time(client: TestClient) -> None:
    response = client.get(f"{BASE}/systems", params={"at": "2999-01-01"})
    assert response.headers["Normgraph-At"] == "2"
    assert client.get(f"{BASE}/systems", params={"at": "2001-01-01"}).status_code == 404


def test_the_horizon_adds_what_comes(client: TestClient) -> None:
    query = {"as_of": "2027-12-01", "known_on": "2026-09-01"}
    now = ask(client, "gaps", query)["items"]
    then = ask(client, "gaps", {**query, "horizon": "2027-12-02"})["items"]
    added = [row for row in then if row not in now]
    assert len(then) == len(now) + len(added)
    assert {row["applicability"] for row in added} == {"applies-later"}


def test_an_assumption_is_said(client: TestClient) -> None:
    plain = ask(client, "coverage", DAYS)
    assumed = ask(client, "coverage", {**DAYS, "as_if_adopted": ISO})
    assert set(assumed["notes"]) - set(plain["notes"]) == {f"Assumed: {ISO} adopted."}


@pytest.mark.parametrize("path", ["systems", "verdicts", "gaps", "overlaps", "coverage"])
def test_what_an_answer_is_not_is_said(client: TestClient, path: str) -> None:
    assert any("no finding of conformity, no legal advice" in note for note in ask(client, path, DAYS)["notes"])


def test_how_a_name_was_read_is_said(client: TestClient) -> None:
    query = {**DAYS, "requirement": "Art. 26 (6)", "framework": "AI Act"}
    found = ask(client, "verdicts", query)
    assert found["notes"][:2] == ["AI Act is read as eu-ai-act", "Art. 26 (6) is read as eu-ai-act:26-6"]
    assert {row["requirement"] for row in found["items"]} == {"eu-ai-act:26-6"}
    # The answer that was kept says it again.
    assert ask(client, "verdicts", query) == found
    plain = ask(client, "verdicts", {**DAYS, "requirement": "eu-ai-act:26-6"})
    assert plain["notes"] == found["notes"][2:]


def test_a_requirement_by_its_name_and_by_its_norms(client: TestClient, recorded: KnowledgeGraph) -> None:
    table = answers.requirements(recorded, Clock(), Picked(frameworks=("eu-ai-act",)))
    row = next(dict(row) for row in table.rows if row["requirement"] == "eu-ai-act:26-6")
    assert ask(client, "requirements/eu-ai-act:26-6") == ask(client, "requirements/eu-ai-act:26-6.n1") == row
    written = client.get(f"{BASE}/requirements/eu-ai-act:26-6.csv").text
    assert written == render([row], table.columns, "csv")


def test_a_requirement_with_dots_in_its_name(client: TestClient) -> None:
    assert ask(client, f"requirements/{ISO}:A.6.2.8")["notation"] == "A.6.2.8"
    assert client.get(f"{BASE}/requirements/{ISO}:A.6.2.8.csv").text.startswith("requirement,")


def test_health_names_what_is_served(client: TestClient, recorded: KnowledgeGraph) -> None:
    found = ask(client, "health")
    assert found == {
        "status": "ok",
        "version": found["version"],
        "organisation": "acme",
        "commit": 2,
        "knowledge": recorded.digest,
    }


def test_without_a_record_the_knowledge_is_served(empty: TestClient) -> None:
    assert ask(empty, "health")["organisation"] is None
    response = empty.get(f"{BASE}/frameworks")
    assert response.status_code == 200
    assert response.headers["Normgraph-At"] == "none"


@pytest.mark.parametrize(
    "path",
    ["systems", "verdicts.csv", "frameworks", "requirements/eu-ai-act:26-6", "health", "openapi.json", "nowhere"],
)
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    got, head = client.get(f"{BASE}/{path}"), client.head(f"{BASE}/{path}")
    assert head.status_code == got.status_code
    assert head.headers == got.headers
    assert head.content == b""


@pytest.mark.parametrize(
    "path", ["systems", "frameworks", "requirements/eu-ai-act:26-6", "health", "openapi.json", "nowhere", "systems?x=1"]
)
def test_every_response_names_the_state_and_is_safe(client: TestClient, recorded: KnowledgeGraph, path: str) -> None:
    headers = client.get(f"{BASE}/{path}").headers
    assert headers["Normgraph-As-Of"] == headers["Normgraph-Known-On"] == str(Clock().as_of)
    assert headers["Normgraph-At"] == "2"
    assert headers["Normgraph-Knowledge"] == recorded.digest
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-" in headers["Cache-Control"]


def test_no_other_origin_is_let_in(client: TestClient) -> None:
    response = client.get(f"{BASE}/systems", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_the_clocks_asked_for_are_named(client: TestClient) -> None:
    headers = client.get(f"{BASE}/gaps", params={**DAYS, "at": 1}).headers
    named = [headers[f"Normgraph-{name}"] for name in ("As-Of", "Known-On", "At")]
    assert named == ["2027-12-03", "2026-09-01", "1"]
