"""How voices compare: outcomes of two, the worst of several, counts with their denominators."""

from __future__ import annotations

import pytest

from kg import strm
from kg.crosswalk.agreement import AGREE, COMPATIBLE, DIFFER, EXCLUDE, agreements, compare, following, outcome, states
from kg.crosswalk.closure import close
from kg.crosswalk.network import Network, Row
from kg.crosswalk.voices import NONE, OPEN, STATED, Saying, Voice

EQUAL, SUBSET = Saying(STATED, strm.EQ, "equal"), Saying(STATED, strm.PP, "subset_of")
NOTHING, CLOSE = Saying(NONE, strm.DR, "no_relationship"), Saying(OPEN, strm.ANY, "close")
OVERLAPS = Saying(STATED, strm.OVERLAP, "intersects_with")
PAIRS = [("a:1", f"b:{number}") for number in range(6)]
DUTIES = Voice("duties", dict(zip(PAIRS, (EQUAL, SUBSET, NOTHING, NOTHING, EQUAL, EQUAL), strict=True)))
OURS = Voice("ours", dict(zip(PAIRS, (EQUAL, EQUAL, EQUAL, NOTHING, CLOSE), strict=False)))
THEIRS = Voice("theirs", {PAIRS[0]: OVERLAPS})


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (strm.EQ, strm.EQ, AGREE),
        (strm.DR, strm.DR, AGREE),
        (strm.EQ, strm.OVERLAP, COMPATIBLE),
        (strm.PO | strm.DR, strm.DR, COMPATIBLE),
        (strm.EQ, strm.PP, DIFFER),
        (strm.EQ, strm.PO | strm.DR, DIFFER),
        (strm.DR, strm.PO, EXCLUDE),
    ],
)
def test_two_voices(first: int, second: int, word: str) -> None:
    assert outcome(first, second) == outcome(second, first) == word


def test_the_worst_of_any_two_is_told_and_trust_picks_an_answer() -> None:
    rows = list(compare(PAIRS, DUTIES, (OURS, THEIRS), {PAIRS[5]: strm.OVERLAP}, ("theirs", "duties")))
    assert [row.verdict for row in rows] == ["compatible", "differ", "exclude", "agree", "one voice", "one voice"]
    assert [row.definite for row in rows] == ["3", "2", "2", "2", "1", "1"]
    assert [(row.answer, row.answer_by) for row in rows[:3]] == [
        ("intersects_with", "theirs"), ("subset_of", "duties"), ("no_relationship", "duties"),
    ]  # fmt: skip
    assert rows[0].asserted == "ours: equal;theirs: intersects_with"
    assert rows[4].asserted == "ours: unknown (close);theirs: silent"
    assert (rows[0].follows, rows[5].follows) == ("", "at least overlaps")
    assert {row.answer for row in compare(PAIRS, DUTIES, (OURS,), {})} == {""}


def test_nobody_may_speak_of_a_pair() -> None:
    (row,) = compare([("a:9", "b:9")], Voice("duties", {}), (), {("a:9", "b:9"): strm.PO})
    assert (row.verdict, row.duties, row.follows) == ("no voice", "silent", "intersects with")


def test_shares_are_of_what_both_are_definite_about() -> None:
    first, second, third = agreements(PAIRS, (DUTIES, OURS, THEIRS))
    assert first.as_dict() == {
        "first": "duties", "second": "ours", "both": "4", "agree": "2", "compatible": "0", "differ": "1",
        "exclude": "1", "both_none": "1", "first_only": "1", "second_only": "0", "unknown": "1", "agree_share": "0.50",
    }  # fmt: skip
    assert (second.both, second.compatible, second.first_only) == ("1", "1", "5")
    assert (third.first, third.second, third.unknown) == ("ours", "theirs", "1")
    assert next(agreements(PAIRS[:1], (OURS, Voice("none", {})))).agree_share == ""


def test_states_are_counted_for_each_voice() -> None:
    assert states(PAIRS, OURS) == {"overlapping": 3, "disjoint": 1, "unknown": 1, "silent": 1}


def test_what_follows_is_read_in_the_direction_asked_for() -> None:
    rows = (Row("b:1", "m:1", strm.PP, "x"), Row("m:1", "a:1", strm.EQ, "y"))
    assert following([close(Network.of(rows))], "a", "b") == {("a:1", "b:1"): strm.PPI}
    assert following([close(Network.of(rows))], "b", "a") == {("b:1", "a:1"): strm.PP}
