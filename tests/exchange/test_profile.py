"""How an answer in a cell is read: listed answers, lists of them, values of a fact, days, and what is not known."""

from __future__ import annotations

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
