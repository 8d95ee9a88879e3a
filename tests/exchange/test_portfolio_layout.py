"""Sheets and columns follow from the field definitions."""

from __future__ import annotations

import pytest

from kg.exchange.portfolio_layout import BY_SECTION, SHEETS, header_key, known_texts, title_of
from kg.portfolio.parts import PARTS
from kg.portfolio.records import RECORD_TYPES, specs


@pytest.mark.parametrize(
    "text", ["Certificate number", "certificate_number", " CERTIFICATE  Number *", "certificate-number"]
)
def test_a_header_may_be_spelled_in_several_ways(text: str) -> None:
    assert header_key(text) == "certificate_number"


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.section)
def test_a_part_names_its_owner_first_and_other_records_their_id(cls: type) -> None:
    first = BY_SECTION[cls.section].columns[0]  # type: ignore[attr-defined]
    assert first.key == (PARTS.get(cls) or "id")
    assert first.needed


def test_where_a_record_came_from_stands_last() -> None:
    for plan in SHEETS:
        if plan.section != "facts":
            assert [column.key for column in plan.columns][-2:] == ["external_id", "source_system"]


def test_titles_are_words_that_excel_takes() -> None:
    titles = [plan.title for plan in SHEETS]
    assert title_of("management_systems") == "Management systems"
    assert title_of("datasets") == "Data sets"
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\'") for title in titles)


def test_an_agent_need_not_be_stated() -> None:
    roles = BY_SECTION["roles"]
    agent = roles.column("agent")
    assert agent is not None
    assert agent.spec == specs(roles.cls)["agent"]
    assert not agent.needed


def test_what_stands_above_a_header_is_known() -> None:
    texts = known_texts(BY_SECTION["systems"])
    assert {"Systems", "a-short-name", "post that answers for it", "Example, not read", "# notes"} <= texts
    assert "# question" in known_texts(BY_SECTION["facts"])
    assert "# question" not in texts
