"""Pages walk one state of a collection from end to end, in an order that is always the same."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import create_app
from api.formats import CSV, JSON, preferred
from api.paging import read_cursor, write_cursor
from api.problems import NotAcceptable
from api.recent import Recent
from kg.engine import KnowledgeGraph, importing
from kg.errors import UsageError
from kg.tables import Table

BASE = "/api/v1"
DAYS = "as_of=2027-12-03&known_on=2026-09-01"


def walk(client: TestClient, path: str) -> list[list[dict[str, str]]]:
    pages = []
    while path:
        response = client.get(path)
        assert response.status_code == 200, response.text
        pages.append(response.json()["items"])
        path = response.links.get("next", {}).get("url", "")
    return pages


def cells(rows: list[dict[str, str]], name: str) -> list[str]:
    return [row[name] for row in rows]


@pytest.mark.parametrize(
    "query",
    [
        f"verdicts?{DAYS}",
        f"verdicts?{DAYS}&framework=eu-ai-act&framework=iso-42001-2023&sort=-status,subject",
        f"gaps?{DAYS}",
        f"systems?{DAYS}",
        f"coverage?{DAYS}",
        f"overlaps?{DAYS}",
        "frameworks?sort=title",
        "requirements?framework=eu-ai-act",
        "crosswalk/eu-ai-act/iso-42001-2023?",
    ],
)
@pytest.mark.parametrize("limit", [1, 7])
def test_pages_are_the_whole_collection(client: TestClient, query: str, limit: int) -> None:
    whole = client.get(f"{BASE}/{query}&limit=1000".replace("?&", "?")).json()
    size = max(limit, whole["total"] // 20 + 1)
    pages = walk(client, f"{BASE}/{query}&limit={size}".replace("?&", "?"))
    assert len(whole["items"]) == whole["total"]
    assert [row for page in pages for row in page] == whole["items"]
    assert {len(page) for page in pages[:-1]} <= {size}


def test_the_default_page_has_a_hundred_rows_and_csv_all(client: TestClient) -> None:
    response = client.get(f"{BASE}/requirements")
    assert len(response.json()["items"]) == 100
    assert response.json()["total"] == len(client.get(f"{BASE}/requirements.csv").text.splitlines()) - 1


def test_csv_pages_where_a_limit_is_given(client: TestClient) -> None:
    first = client.get(f"{BASE}/requirements.csv", params={"limit": 3})
    second = client.get(first.links["next"]["url"])
    whole = client.get(f"{BASE}/requirements.csv").text.splitlines()
    assert first.text.splitlines() == whole[:4]
    assert second.text.splitlines() == [whole[0], *whole[4:7]]


def test_sorting_by_text_up_and_down(client: TestClient) -> None:
    up, down = (
        cells(client.get(f"{BASE}/requirements", params={"sort": sort, "limit": 1000}).json()["items"], "title")
        for sort in ("title", "-title")
    )
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)


def test_counts_are_sorted_as_numbers(client: TestClient) -> None:
    found = cells(client.get(f"{BASE}/frameworks", params={"sort": "-norms"}).json()["items"], "norms")
    assert [int(cell) for cell in found] == sorted(map(int, found), reverse=True)


def test_blank_shares_are_sorted_below_all_numbers(client: TestClient) -> None:
    found = cells(client.get(f"{BASE}/coverage?{DAYS}&sort=shown").json()["items"], "shown")
    assert found == sorted(found, key=lambda cell: float(cell or -1))


def test_equal_rows_keep_their_order(client: TestClient) -> None:
    query = f"{BASE}/requirements?framework=eu-ai-act&framework=omb-m-25-21&limit=1000"
    plain = client.get(query).json()["items"]
    found = client.get(f"{query}&sort=-level,modality").json()["items"]
    expected = sorted(plain, key=lambda row: row["modality"])
    expected.sort(key=lambda row: row["level"], reverse=True)
    assert found == expected


def test_a_walk_sees_one_state_although_the_record_changes(fresh: KnowledgeGraph, tmp_path: Path) -> None:
    client = TestClient(create_app(fresh))
    first = client.get(f"{BASE}/systems", params={"limit": 1})
    source = tmp_path / "portfolio.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("Recruiting assistant", "Renamed"), encoding="utf-8")
    assert importing.import_portfolio(fresh, source).commit is not None
    second = client.get(first.links["next"]["url"])
    assert cells(second.json()["items"], "name") == ["Recruiting assistant"]
    assert second.headers["Normgraph-At"] == "1"
    assert cells(client.get(f"{BASE}/systems").json()["items"], "name")[1] == "Renamed"


def test_a_cursor_is_good_for_its_own_walk_only(client: TestClient) -> None:
    link = client.get(f"{BASE}/verdicts?{DAYS}&limit=2").links["next"]["url"]
    assert client.get(link).status_code == 200
    for change in ("&sort=status", "&framework=eu-ai-act", "&owner=nobody"):
        response = client.get(link + change)
        assert response.status_code == 400, change
        assert response.json()["where"] == "query parameter cursor"


@pytest.mark.parametrize("cursor", ["x", "!!!!", "MTA", "LTEuYWJj", "é", "MTAuYQ" * 20])
def test_what_is_no_cursor_is_refused(client: TestClient, cursor: str) -> None:
    response = client.get(f"{BASE}/frameworks", params={"cursor": cursor})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_cursors_are_read_as_written() -> None:
    assert read_cursor(write_cursor(120, "walk"), "walk") == 120
    with pytest.raises(UsageError, match="another query"):
        read_cursor(write_cursor(120, "walk"), "other")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/csv", CSV),
        ("text/*", CSV),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("application/json;q=0.5, text/csv", CSV),
        ("text/csv;q=0, */*", JSON),
        ("TEXT/CSV; header=present", CSV),
    ],
)
def test_the_format_that_is_liked_best(accept: str, media: str) -> None:
    assert preferred(accept) == media


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "text/csv;q=nonsense", "*/*;q=0"])
def test_no_format_is_forced_on_a_client(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        preferred(accept)


def _table(rows: int) -> Table:
    return Table("framework", ("framework",), [{"framework": str(number)} for number in range(rows)])


def test_recent_answers_are_not_made_twice() -> None:
    made: list[Any] = []

    def ask() -> Table:
        made.append(1)
        return _table(2)

    recent = Recent(max_rows=10)
    assert recent.get("a", ask) is recent.get("a", ask)
    assert len(made) == 1


def test_clients_that_ask_the_same_at_once_share_the_work() -> None:
    made: list[Any] = []

    def ask() -> Table:
        made.append(1)
        time.sleep(0.05)
        return _table(2)

    recent = Recent()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: recent.get("a", ask), range(4)))
    assert len(made) == 1
    assert all(table is found[0] for table in found)


def test_recent_answers_make_room_for_newer_ones() -> None:
    recent = Recent(max_rows=7)
    old = recent.get("old", lambda: _table(2))
    used = recent.get("used", lambda: _table(2))
    assert recent.get("old", lambda: _table(2)) is old
    recent.get("new", lambda: _table(3))
    assert recent.get("old", lambda: _table(2)) is old
    assert recent.get("used", lambda: _table(2)) is not used


def test_an_answer_that_is_too_large_is_not_kept() -> None:
    recent = Recent(max_rows=3)
    assert recent.get("large", lambda: _table(5)) is not recent.get("large", lambda: _table(5))
