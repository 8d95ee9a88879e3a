"""What the values of a column look like: days, yes and no, coded answers, lists, texts."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.exchange.profile_values import Values


def _values(*texts: str, header: str = "", times: int = 1) -> Values:
    return Values(Counter(dict.fromkeys(texts, times)), header)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (_values(), "empty"),
        (_values("N/A", "TBD", "-"), "empty"),
        (_values("2024-01-05", "01/05/2024", "5 Jan 2024", "Jan-24", "2024", "Summer 2023"), "days"),
        (_values("45296", "45297", header="start date"), "days"),
        (_values("45296", "45297", header="users"), "text"),
        (_values("a) Yes", "b) No", "TRUE", "N/A"), "yes-no"),
        (_values("1. Yes", "2. No"), "yes-no"),
        (_values("a) Yes - done", "b) No - planned"), "codes"),
        (_values("Small", "Large", times=3), "codes"),
        (_values("Small", "Large"), "text"),
        (_values("Small; Large", "Large", "Small", times=2), "list"),
        (_values('["Small", "Large"]', "['Large']", times=2), "list"),
        (_values("a) Small b) Large", "a) Small", "b) Large", times=2), "list"),
        (_values("Small\nLarge", "Small", times=2), "list"),
        (_values(*(f"{a}, {b}" for a in "pqrst" for b in "uvwxyz")), "list"),
        (_values("['Age', 'Sex']", "Age, Sex", "Sex"), "list"),
        (_values("01/05/2024", "13/05/2024", "45296", "FY2024 Q1", "Summer 2023", header="go live"), "days"),
        (_values("Chicago, Illinois", "Boston, Massachusetts"), "text"),
        (_values("somebody@example.org", times=9), "text"),
        (_values("https://example.org/a", "https://example.org/b", times=9), "text"),
        (_values("The same sentence stands in each row of this column.", times=9), "text"),
        (_values("x" * 500, times=9), "text"),
    ],
)
def test_the_kind_of_a_column(values: Values, kind: str) -> None:
    assert values.kind == kind


def test_spellings_that_nobody_tells_apart_are_counted_together() -> None:
    values = Values(Counter({"a) Yes": 3, "YES.": 1, " yes\n": 1, "N/A": 2, "": 4}))
    assert values.told == {"a) Yes": 5}
    assert values.silent == {"N/A": 2}
    assert values.texts.total() == 7


def test_items_of_lists_are_the_answers_and_styles_are_told() -> None:
    values = Values(
        Counter({'["Age", "Sex"]': 2, "age; income": 1, "a) Sex b) Age": 1, "Age\nSex": 1, "Sex": 9, "-": 1})
    )
    assert values.answers == {"Sex": 13, "Age": 5, "income": 1}
    assert values.styles == {
        "in brackets": 2, "separated by `;`": 1, "with letters in front": 1, "on lines": 1,
    }  # fmt: skip


def test_days_are_told_by_what_is_certain() -> None:
    values = Values(
        Counter({"2024-01-05": 2, "01/05/2024": 1, "3/14/2024": 4, "14/3/2024": 1, "Jan-24": 1, "2024": 1, "45296": 1,
                 "7/16/1905": 1, "Ongoing": 1}), "start date",
    )  # fmt: skip
    assert [(word, count) for word, count, _ in values.days()] == [
        ("days", 7), ("days that could be two", 1), ("months", 1), ("years", 1), ("numbers", 1), ("before 1950", 1),
        ("no days", 1),
    ]  # fmt: skip
    assert values.orders() == {"month-first": 5, "day-first": 1}


def test_answers_are_told_as_yes_no_and_neither() -> None:
    found = _values("a) Yes", "TRUE", "x", "Nein", "partly").truths()
    assert {word: set(texts) for word, texts in found.items()} == {
        "yes": {"a) Yes", "TRUE", "x"}, "no": {"Nein"}, "neither": {"partly"},
    }  # fmt: skip
