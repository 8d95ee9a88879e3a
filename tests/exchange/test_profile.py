"""How an answer in a cell is read: listed answers, lists of them, values of a fact, days, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from kg.exchange.profile import AnswerColumn, Column, Reading, Unread
from kg.model import FactType

DONE, PLANNED, OTHER, NO = (Reading(word=word) for word in ("implemented", "planned", "stated-other", "not-done"))
PRACTICE = AnswerColumn(
    ("Steps",),
    readings={"Direct usability testing": DONE, "Public hearings, or meetings": DONE, "In-progress": PLANNED,
              "Other": OTHER, "No": NO},
)  # fmt: skip


def _fact(value_type: str, *values: str, multiple: bool = False) -> AnswerColumn:
    fact = FactType("f", "F", "?", value_type, multiple, ("system",), "use", derived=False, values=values, broader={})
    return AnswerColumn(("F",), fact=fact)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Direct usability testing", DONE),
        ("a) DIRECT  usability testing.", DONE),
        ("['In-progress']", PLANNED),
        ("e) In\u2013progress", PLANNED),
        ("['a) Direct usability testing', 'd) Other']", DONE),
        ("Other; Direct usability testing", DONE),
        ("Direct usability testing, Other", DONE),
        ("Public hearings, or meetings", DONE),
        ("a) Direct usability testing b) Other", DONE),
        ("['Other']", OTHER),
        ("['Direct usability testing', 'No']", Unread()),
        ("['Direct usability testing', 'In-progress']", Unread()),
        ("['Direct usability testing', 'Something else']", Unread()),
        ("Something else", Unread()),
        ("TBD", Reading(word="nothing")),
        ("[]", Reading(word="nothing")),
    ],
)
def test_listed_answers_and_lists_of_them(text: str, reading: Reading | Unread) -> None:
    assert PRACTICE.read(text) == reading


def test_text_that_is_not_listed_may_be_a_remark_but_a_spelling_of_nothing_is_not() -> None:
    column = AnswerColumn(
        ("Risks",), readings={"N/A": Reading(word="stated-not-applicable")}, other_text="text-present"
    )
    assert column.read("Drift") == Reading(word="text-present")
    assert column.read("n/a") == Reading(word="stated-not-applicable")
    assert column.read("None") == Reading(word="nothing")


def test_facts_of_several_answers_are_joined_only_where_the_fact_has_several_values() -> None:
    readings = {"Health": Reading({"area": ("health",)}), "Work": Reading({"area": ("work",)})}
    one, several = (
        AnswerColumn(("A",), readings=readings),
        AnswerColumn(("A",), readings=readings, multiple=frozenset({"area"})),
    )
    assert one.read("Health; Work") == Unread()
    assert one.read("Health; health") == Reading({"area": ("health",)})
    assert several.read("Work, Health") == Reading({"area": ("work", "health")})


@pytest.mark.parametrize(
    ("text", "reading"),
    [("Yes", Reading({"f": ("true",)})), ("b) No", Reading({"f": ("false",)})), ("partly", Unread())],
)
def test_a_fact_of_truth_values(text: str, reading: Reading | Unread) -> None:
    assert _fact("boolean", "true", "false").read(text) == reading


def test_a_fact_of_named_values() -> None:
    one, several = _fact("value", "pilot", "retired"), _fact("list", "a", "b", multiple=True)
    assert one.read("c) Retired") == Reading({"f": ("retired",)})
    assert one.read("pilot; retired") == Unread()
    assert several.read("['b', 'a', 'b']") == Reading({"f": ("b", "a")})
    assert several.read("a, c") == Unread()


def test_a_fact_that_is_a_day_is_not_decided_where_it_could_be_two() -> None:
    column = _fact("date")
    assert column.read("31.03.2026") == Reading({"f": ("2026-03-31",)})
    assert column.read("03/04/2026") == Unread("could be 2026-03-04 or 2026-04-03")
    assert column.read("Mar-26") == Unread("a month, not a day")
    assert column.read("2026") == Unread("a year, not a day")
    assert column.read("soon") == Unread()
    ordered = AnswerColumn(("F",), fact=column.fact, order="month-first")
    assert ordered.read("03/04/2026") == Reading({"f": ("2026-03-04",)})


def test_a_reading_in_words() -> None:
    assert str(Reading({"a": ("1", "2"), "b": ("true",)}, "planned")) == "a=1|2, b=true, planned"


def test_a_column_is_compared_by_the_words_of_its_headers() -> None:
    assert Column(("Use Case\nID", "use_case_id", "Id?")).keys == {"use case id", "id"}
    assert Column(("A",), 3).identity == (("A",), 3)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("3/14/2024", Reading(event="retired", day=date(2024, 3, 14))),
        ("03/04/2024", Reading(event="retired", day=date(2024, 3, 4))),
        ("N/A", Reading(word="nothing")),
        ("7/16/1905", Unread("1905-07-16, before 1950: a year that a spreadsheet took for a count of days?")),
        ("45296", Unread("a number; as a spreadsheet counts days it would be 2024-01-05")),
        ("45296.5", Unread("a number; as a spreadsheet counts days it would be 2024-01-05")),
        ("06/2024", Unread("a month, not a day")),
        ("2024", Unread("a year, not a day")),
        ("14/3/2024", Unread()),
        ("FY2024 Q1", Unread()),
        ("Summer 2023", Unread()),
        ("N/A - consolidated", Unread()),
    ],
)
def test_a_column_of_days_of_an_event(text: str, reading: Reading | Unread) -> None:
    assert AnswerColumn(("Retired",), event="retired", order="month-first").read(text) == reading


def test_readings_are_told_in_words() -> None:
    reading = Reading({"a": ("1", "2")}, "implemented", "retired", date(2024, 3, 14))
    assert str(reading) == "a=1|2, retired on 2024-03-14, implemented"


def test_an_answer_that_is_left_open_is_not_understood_even_where_it_is_a_value() -> None:
    fact = FactType("f", "F", "?", "value", False, ("system",), "use", derived=False, values=("pilot",), broader={})
    column = AnswerColumn(("Stage",), fact=fact, unfilled=("a) Pilot", "-"))
    assert column.read("PILOT") == column.read("-") == Unread("left open in the profile")


PLACES = AnswerColumn(("Areas",), fact=FactType("f", "F", "?", "list", True, ("system",), "use", derived=False,
                                                values=("EU", "US"), broader={}))  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["['EU', 'US']", '["EU","US"]', "EU; US", "EU|US", "EU, US", "[EU, US]", "EU\nUS", "\u2022 EU\n\u2022 US",
     "a) EU b) US", "1. EU\n2. US", "EU;;US;"],
)  # fmt: skip
def test_lists_are_written_in_many_ways(text: str) -> None:
    assert PLACES.read(text) == Reading({"f": ("EU", "US")})


@pytest.mark.parametrize("text", ["EU / US", "EU and US", "EU;Mars", "EU US", "[EU, Mars]"])
def test_what_could_be_a_list_and_is_none_is_not_understood(text: str) -> None:
    assert PLACES.read(text) == Unread()
