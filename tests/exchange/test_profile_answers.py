"""Answers that a profile lists one a line: what each says, which are left open, and what is refused."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.exchange import profile_file
from kg.exchange.profile import AnswerColumn, Reading, Unread
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

TOP = """\
normgraph-profile: 1
id: mine
title: Mine
organisation: {id: mine, name: Mine}
name: {headers: [Name]}
columns:
  - headers: [Stage]
    answers:
"""
LINES = """\
      "a) Pilot phase": stage=pilot
      "Live": [stage=deployed, operates_in=EU, operates_in=UK]
      TRUE: high_impact=true
      2: nothing
      "Perhaps": unknown
      "Not sorted yet": ""
      "Nor this":
"""


def _column(knowledge: Knowledge, lines: str = LINES) -> AnswerColumn:
    (column,) = profile_file.from_place(parse_yaml(TOP + lines, "mine.yaml"), knowledge).columns
    return column


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("A) PILOT phase.", Reading({"stage": ("pilot",)})),
        ("live", Reading({"stage": ("deployed",), "operates_in": ("EU", "UK")})),
        ("True", Reading({"high_impact": ("true",)})),
        ("2", Reading(word="nothing")),
        ("perhaps", Reading(word="unknown")),
        ("not sorted yet", Unread("left open in the profile")),
        ("b) Nor this", Unread("left open in the profile")),
        ("Something else", Unread()),
    ],
)
def test_each_answer_is_read_as_its_line_says(knowledge: Knowledge, text: str, reading: Reading | Unread) -> None:
    assert _column(knowledge).read(text) == reading


def test_answers_without_a_reading_are_left_open(knowledge: Knowledge) -> None:
    assert _column(knowledge).unfilled == ("Not sorted yet", "Nor this")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('      "Yes": done\n', ("mine.yaml:9", "not a reading of an answer", "FACT=VALUE | nothing | unknown")),
        ('      "Yes": stge=pilot\n', ("mine.yaml:9", "did you mean stage")),
        ('      "Yes": stage=pilt\n', ("mine.yaml:9", "did you mean pilot")),
        ('      "Yes": [nothing, stage=pilot]\n', ("mine.yaml:9", "not a reading of an answer", "found:    nothing")),
        ('      "Yes": [stage=pilot, stage=retired]\n', ("mine.yaml:9", "a fact has one value", "stage=retired")),
        ('      "Yes": nothing\n      "a) YES": unknown\n', ("mine.yaml:10", "an answer stands twice")),
        (
            '      "Yes": stage=pilot\n  - headers: [Phase]\n    fact: stage\n',
            ("mine.yaml:11", "a fact is given twice"),
        ),
        ('      "Yes": ""\n      "a) YES": stage=pilot\n', ("mine.yaml:10", "an answer stands twice")),
    ],
)
def test_what_is_no_reading_is_refused_where_it_stands(knowledge: Knowledge, lines: str, said: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        _column(knowledge, lines)
    assert all(part in str(caught.value) for part in said), str(caught.value)
