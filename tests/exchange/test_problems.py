"""Mistakes are told together, as many as a person can use, and one alone as it is."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.exchange.problems import MOST, Problems, Unfit


def mistake(number: int = 1) -> InputError:
    where = f"a.xlsx, Systems!C{number}"
    return InputError("not a date", where=where, found=f"x{number}", expected="YYYY-MM-DD", hint="type")


def told(problems: Problems) -> InputError:
    with pytest.raises(InputError) as caught:
        problems.settle()
    return caught.value


def test_nothing_wrong_is_no_error() -> None:
    problems = Problems("a.xlsx")
    problems.settle()
    assert not problems


def test_one_mistake_is_told_as_it_is() -> None:
    problems, only = Problems("a.xlsx"), mistake()
    problems.add(only)
    assert told(problems) is only
    assert problems


def test_several_mistakes_are_a_line_each() -> None:
    problems = Problems("a.xlsx")
    problems.add(mistake(1))
    problems.add(InputError("of no place"))
    error = told(problems)
    assert str(error) == (
        "2 mistakes in a.xlsx, nothing was recorded:\n"
        "  Systems!C1: not a date; found x1; expected YYYY-MM-DD; type\n"
        "  of no place"
    )
    assert error.exit_code == 3


def test_equal_mistakes_are_one_line_with_their_places() -> None:
    problems = Problems("a.xlsx")
    for number in range(1, 8):
        problems.add(InputError("no such post", where=f"a.xlsx, Systems!E{number}", found="CRO"))
    problems.add(mistake())
    assert problems.count == 8
    assert str(told(problems)).splitlines() == [
        "8 mistakes in a.xlsx, nothing was recorded:",
        "  Systems!E1, Systems!E2, Systems!E3, Systems!E4, Systems!E5 and 2 more: no such post; found CRO",
        "  Systems!C1: not a date; found x1; expected YYYY-MM-DD; type",
    ]


def test_too_many_mistakes_end_the_reading_even_inside_a_check() -> None:
    with pytest.raises(InputError, match=f"^{MOST} or more mistakes in a.xlsx") as caught:
        make_many(Problems("a.xlsx"))
    assert str(caught.value).count("\n") == MOST


def make_many(problems: Problems) -> None:
    with problems.caught():
        for number in range(1000):
            with problems.caught():
                raise mistake(number)


def test_what_was_told_already_is_not_told_again() -> None:
    problems = Problems("a.xlsx")
    with problems.caught():
        raise Unfit
    assert not problems


def test_other_errors_are_not_held_back() -> None:
    with pytest.raises(ZeroDivisionError), Problems("a.xlsx").caught():
        raise ZeroDivisionError
