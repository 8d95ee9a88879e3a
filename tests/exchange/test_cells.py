"""What people write into cells: each spelling and what is read from it, as tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exchange.cells import Day, answer_key, comma_items, day, is_null, items, lettered, truth

NOTHING = (
    """
N/A|n/a|NA|n/A|N/A.|n.a.|#N/A|None|none|NULL|TBD|tbd.|To be determined|TBA|Unknown|unknown|Not available|Not provided
-|--|\u2013|\u2014|?|...|[]|{}|['']|[""]|  |\u00a0|No data
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
SOMETHING = [
    "Not applicable",
    "No",
    "0",
    "None of the above",
    "N/A - not safety impacting",
    "x",
    "TBD by March",
    "pending",
]


@pytest.mark.parametrize("text", [*NOTHING, ""])
def test_spellings_of_nothing(text: str) -> None:
    assert is_null(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_what_says_something_is_no_spelling_of_nothing(text: str) -> None:
    assert not is_null(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TRUE", True), ("Yes", True), ("y", True), ("a) Yes", True), ("YES.", True), ("1", True), ("x", True),
        ("\u2713", True), ("Oui", True), ("FALSE", False), ("b) No", False), ("n", False), ("0", False),
        ("Nein", False), ("Yes, partly", None), ("No \u2013 law forbids it", None), ("N/A", None), ("", None),
        ("2", None), ("perhaps", None),
    ],
)  # fmt: skip
def test_truth_values(text: str, said: bool | None) -> None:
    assert truth(text) is said


@pytest.mark.parametrize(
    ("text", "letter", "answer"),
    [
        ("a) Yes - done", "a", "Yes - done"), ("b)  Pilot", "b", "Pilot"), ("(c) In-progress", "c", "In-progress"),
        ("1. First", "1", "First"), ("iv) Fourth", "iv", "Fourth"), ("a)", "", "a)"),
        ("Plan B) here", "", "Plan B) here"),
        ("I) am", "I", "am"), ("3.5 percent", "", "3.5 percent"), ("e.g. this", "", "e.g. this"),
    ],
)  # fmt: skip
def test_a_letter_in_front_of_an_answer(text: str, letter: str, answer: str) -> None:
    assert lettered(text) == (letter, answer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a) Yes", "YES"), ("d) In-progress", "in\u2010progress"),
        ("Planned or in-progress.", "planned  or in-progress"),
        ("Yes \u2013 by the CAIO", "c) Yes - by the CAIO"), ("the AI\u2019s use", "The AI's use"), ("No\u200b", "no"),
    ],
)  # fmt: skip
def test_answers_that_differ_in_nothing_anybody_means_are_the_same(one: str, other: str) -> None:
    assert answer_key(one) == answer_key(other)


def test_answers_that_differ_stay_different() -> None:
    assert len({answer_key(text) for text in ("Yes", "No", "Yes - a", "a", "b", "High-impact", "Not high-impact")}) == 7


_31_MARCH, _3_APRIL, _4_MARCH = date(2026, 3, 31), date(2026, 4, 3), date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-31", "2026/03/31", "2026.3.31", "20260331", "2026-03-31T07:39:09Z", "2026-03-31 00:00:00",
        "2026-03-31T10:00:00+02:00", "31.03.2026", "31.3.26", "31/03/2026", "3/31/2026", "3/31/26", "03-31-2026",
        "03/31/2026 00:00:00", "3/31/2026 12:00:00 AM", "31 March 2026", "31st of March, 2026", "31-Mar-26",
        "31-Mar-2026", "March 31, 2026", "Mar. 31st 2026", "Tuesday, March 31, 2026",
        "31. March 2026", "31.03.2026 10:00",
    ],
)  # fmt: skip
def test_shapes_of_a_day(text: str) -> None:
    assert day(text) == Day(_31_MARCH, "day")


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-26", "03/04/2026 00:00:00", "3 4 2026"])
def test_a_day_that_could_be_two_is_not_decided_unless_the_order_is_given(text: str) -> None:
    assert day(text) == Day(None, "day", (_4_MARCH, _3_APRIL))
    assert day(text, "day-first") == Day(_3_APRIL, "day")
    assert day(text, "month-first") == Day(_4_MARCH, "day")


@pytest.mark.parametrize(
    ("text", "precision", "first"),
    [
        ("Mar-26", "month", date(2026, 3, 1)), ("26-Mar", "month", date(2026, 3, 1)),
        ("March 2026", "month", date(2026, 3, 1)), ("03/2026", "month", date(2026, 3, 1)),
        ("2026-03", "month", date(2026, 3, 1)), ("Sept. 2026", "month", date(2026, 9, 1)),
        ("2026", "year", date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_a_month_or_a_year_names_no_day(text: str, precision: str, first: date) -> None:
    assert day(text) == Day(None, precision, (first,))


@pytest.mark.parametrize(
    "text",
    [
        "", "TBD", "46112", "31", "soon", "2026-13-01", "31/31/2026", "2026-02-30", "Q3 2026", "FY26", "32 March 2026",
        "Marching 2026", "13/2026", "31/03/2026 or later", "4/2027-5/2027", "00/00/0000", "0000-01-01",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    assert day(text) == Day()


def test_a_dot_puts_the_day_first_and_a_set_order_rules() -> None:
    assert day("03.04.2026") == Day(_3_APRIL, "day")
    assert day("03.04.2026", "month-first") == Day(_4_MARCH, "day")
    assert day("31/03/2026", "month-first") == Day()
    assert day("2026-04-03", "month-first") == Day(_3_APRIL, "day")


@pytest.mark.parametrize(
    "text",
    [
        '["one", "two"]', "['one', 'two']", "['one',\"two\"]", "one; two", "one;two;", "one | two", "one\ntwo",
        "\u2022 one\n\u2022 two", "- one\n- two\n", "1. one\r\n2. two", "a) one b) two",
        "a) one; b) two", "a) one\nb) two",
    ],
)  # fmt: skip
def test_styles_of_a_list(text: str) -> None:
    assert tuple(lettered(item)[1] for item in items(text)) == ("one", "two")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one, two", ("one, two",)), ("one", ("one",)), ("", ()), ("[]", ()), ("['one']", ("one",)),
        ("['It\\'s', \"a \\n b\"]", ("It's", "a b")), ('[1, null, "x"]', ("1", "x")),
        ("[draft] text", ("[draft] text",)),
        ("['unclosed]", ("['unclosed]",)), ('[{"a": 1}]', ('[{"a": 1}]',)), ("see a) above", ("see a) above",)),
        ("Uses a) one b) two", ("Uses a) one b) two",)),
    ],
)  # fmt: skip
def test_what_is_no_list_is_one_item(text: str, found: tuple[str, ...]) -> None:
    assert items(text) == found


def test_parts_between_commas() -> None:
    assert comma_items("one, two ,") == ("one", "two")


@given(st.text(max_size=60) | st.from_regex(r"\[['\"a, \\\]\[]*\]", fullmatch=True) | st.from_regex(r"[0-9./ -]{1,12}"))
def test_no_text_stops_a_reader(text: str) -> None:
    assert is_null(text) in (True, False)
    assert truth(text) in (True, False, None)
    assert all(item.strip() for item in (*items(text), *comma_items(text)))
    found = day(text)
    assert (found.day is None) or not found.could_be
    assert answer_key(answer_key(text)) == answer_key(text) or lettered(text)[0]
