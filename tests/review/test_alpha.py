"""Alpha and MASI against published examples, and against cases worked out by hand."""

from __future__ import annotations

import pytest

from kg.review.alpha import alpha, masi, nominal

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A to C: values by observer; "." is missing.
BINARY = ("0100000010", "1110010000")
TWO_NOMINAL = ("aabbdcccedda", "babbbccceddd")
WITH_GAPS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units_of(observers: tuple[str, ...]) -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "published"),
    [(BINARY, 0.095), (TWO_NOMINAL, 0.692), (WITH_GAPS, 0.743)],
    ids=["A: two observers, binary", "B: two observers, nominal", "C: four observers, missing values"],
)
def test_examples_of_krippendorff(observers: tuple[str, ...], published: float) -> None:
    found = alpha(units_of(observers), nominal)
    assert found == pytest.approx(published, abs=0.0005)


def test_another_distance_on_the_same_data() -> None:
    """The interval metric of the same page: 0.849."""
    found = alpha([[int(value) for value in unit] for unit in units_of(WITH_GAPS)], lambda a, b: float((a - b) ** 2))
    assert found == pytest.approx(0.849, abs=0.0005)


def test_perfect_agreement_is_one_and_a_single_value_says_nothing() -> None:
    assert alpha([["a", "a"], ["b", "b"]], nominal) == 1
    assert alpha([["a", "a"], ["a", "a"]], nominal) is None
    assert alpha([["a"], ["b"]], nominal) is None
    assert alpha([], nominal) is None


def test_the_order_of_readers_does_not_matter() -> None:
    units = [["a", "b"], ["b", "b"], ["c", "a"]]
    assert alpha(units, nominal) == alpha([unit[::-1] for unit in units], nominal)


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("ab", "ab", 0.0),
        ("ab", "cd", 1.0),
        # NLTK's example for masi_distance (there with the weight rounded to 0.67: 0.665).
        ("ab", "abcd", 1 - 2 / 4 * 2 / 3),
        ("abc", "bcd", 1 - 2 / 4 * 1 / 3),
        ("", "", 0.0),
        ("", "a", 1.0),
    ],
)
def test_masi_weighs_how_sets_lie_to_each_other(left: str, right: str, distance: float) -> None:
    assert masi(frozenset(left), frozenset(right)) == pytest.approx(distance)
    assert masi(frozenset(right), frozenset(left)) == pytest.approx(distance)


def test_alpha_over_sets_by_hand() -> None:
    """Units {a}{a} and {b}{a,b}: within them the distances are 0 and 2/3.

    The four values are a, a, b, ab. Distances: a-b 1 (2 pairs), a-ab 1 - 1/2 x 2/3 = 2/3 (2 pairs), b-ab 2/3: the sum
    is 4, doubled 8. Observed 4/3 / 4 = 1/3, expected 8 / 12 = 2/3: alpha is 1/2.
    """
    units = [[frozenset("a"), frozenset("a")], [frozenset("b"), frozenset("ab")]]
    assert alpha(units, masi) == pytest.approx(0.5)
