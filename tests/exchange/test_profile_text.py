"""The text of a draft: it is a profile that reads the file, and each open point is a question and a line to fill in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.exchange import delimited, header, inventory, profile_file
from kg.exchange.grid import Reading as Grid
from kg.exchange.header import Table
from kg.exchange.profile import Profile
from kg.exchange.profile_draft import propose, told_meaning, told_reading
from kg.exchange.profile_text import quoted, write
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from kg.portfolio.records import System

ROWS = """\
Title of the list,,,,,,,
Ref,System name,Business unit,Purpose,High impact,Stage,Acquisition started,Remarks
1,Chat,Sales,Answers,Yes,Pilot,2026-01-31,
2,Rank,HR,Ranks,no,Retired,03/04/2026,see a note
3,Scan,,Scans,TBD,pilot,,
"""
CODED = """\
name,Kind,Asks people,Begun,Areas
a,a) Large - all of it,Yes,14/3/2024,Age; Sex
b,b) Small,No,13/3/2024,Age
c,a) large - all of it.,N/A,1/2/2024,Sex
d,b) Small,Yes,Ongoing,Age; Sex
e,b) Small,Yes,1/3/2024,Age; Sex
"""
TEXTS = st.text(max_size=8) | st.sampled_from(
    [
        "a) Yes",
        "No",
        "N/A",
        '"',
        "'",
        "#",
        ": ",
        "- ",
        "x\ny",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x07",
        "2024-01-05",
        "[]",
        "a; b",
        "{",
        "&a",
        "*a",
        "!t",
    ]
)


def _table(text: str) -> Table:
    return header.find(delimited.read("made.csv", text.encode(), Grid()))


def _profile(text: str, knowledge: Knowledge) -> Profile:
    return profile_file.from_place(parse_yaml(text, "made.yaml"), knowledge)


def test_the_draft_is_a_profile_that_reads_the_file(knowledge: Knowledge, tmp_path: Path) -> None:
    text = write(propose(_table(ROWS), knowledge), "made.csv", "mine", 'Mine \u2013 "quoted": all')
    profile = _profile(text, knowledge)
    assert (profile.id, profile.title, profile.role) == ("mine-inventory", 'Mine \u2013 "quoted": all', "")
    (tmp_path / "made.csv").write_text(ROWS, encoding="utf-8")
    found = inventory.read(tmp_path / "made.csv", profile)
    facts = {system.name: system.facts for system in found.portfolio.of(System)}
    assert facts == {
        "Chat": {"high_impact": ("true",), "stage": ("pilot",), "acquisition_started": ("2026-01-31",)},
        "Rank": {"high_impact": ("false",), "stage": ("retired",)},
        "Scan": {"stage": ("pilot",)},
    }
    (missed,) = found.report.not_understood
    assert (missed.answer, missed.reading) == (
        "03/04/2026", "not understood: could be 2026-03-04 or 2026-04-03",
    )  # fmt: skip
    assert "# order: day-first" in text
    assert '# Column H "Remarks", free text: 1 different text in 1 cell' in text


def test_equal_headers_are_told_apart_by_their_place(knowledge: Knowledge) -> None:
    text = write(propose(_table("name,high impact,name\na,yes,b\n"), knowledge), "made.csv", "mine", "Mine")
    assert _profile(text, knowledge).name.number == 1


def test_each_open_point_is_a_question_with_a_line_to_fill_in(knowledge: Knowledge) -> None:
    text = write(propose(_table(CODED), knowledge), "made.csv", "mine", "Mine")
    lines = [line.strip() for line in text.splitlines()]
    assert lines[1].startswith("# 4 columns with a QUESTION and a line to fill in.")
    assert sum(line.startswith("# QUESTION") for line in lines) == 6
    for line in (
        '"b) Small": ""  # 3', '"a) Large - all of it": ""  # 2', '"Age": ""  # 4', '"Sex": ""  # 4',
        "# Lists separated by `;` (3 cells)", "open: which day is this?", "open: which fact does a yes state?",
        '# yes: "Yes" (3); no: "No" (1)',
        (
            '# Days: 2 days (such as "14/3/2024"), 2 days that could be two (such as "1/2/2024"), '
            '1 no days (such as "Ongoing")'
        ),
        "# QUESTION: which order of day and month is meant? 2 cells can only be day-first. Then take the # away below.",
        "# order: day-first",
    ):  # fmt: skip
        assert line in lines, line
    profile = _profile(text, knowledge)
    assert [column.headers[0] for column in profile.open] == ["Asks people", "Begun"]
    assert [column.unfilled for column in profile.columns] == [
        ("b) Small", "a) Large - all of it"), ("Age", "Sex"),
    ]  # fmt: skip


def test_a_draft_that_is_filled_in_reads_every_cell(knowledge: Knowledge, tmp_path: Path) -> None:
    text = write(propose(_table(CODED), knowledge), "made.csv", "mine", "Mine")
    for old, new in (
        ('"b) Small": ""', '"b) Small": stage=pilot'),
        ('"a) Large - all of it": ""', '"a) Large - all of it": stage=deployed'),
        ('"Age": ""', '"Age": operates_in=EU'), ('"Sex": ""', '"Sex": [operates_in=US]'),
        ("open: which day is this?", "fact: put_into_use"), ("# order: day-first", "order: day-first"),
        ("open: which fact does a yes state?", "fact: affects_individuals"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    (tmp_path / "made.csv").write_text(CODED, encoding="utf-8")
    found = inventory.read(tmp_path / "made.csv", _profile(text, knowledge))
    assert {system.name: system.facts for system in found.portfolio.of(System)}["a"] == {
        "stage": ("deployed",), "affects_individuals": ("true",), "put_into_use": ("2024-03-14",),
        "operates_in": ("EU", "US"),
    }  # fmt: skip
    assert [(line.answer, line.rows) for line in found.report.not_understood] == [("Ongoing", (5,))]


def test_answers_said_beforehand_stand_in_the_draft(knowledge: Knowledge) -> None:
    name, kind, *rest = propose(_table(CODED), knowledge)
    kind = told_reading("pilot", "b) Small", told_meaning("stage", kind, knowledge))
    text = write([name, kind, *rest], "made.csv", "mine", "Mine")
    assert '"b) Small": "stage=pilot"  # 3' in text
    assert "Fill in stage=VALUE (development | initiation" in text


def test_a_draft_needs_one_name_and_each_meaning_once(knowledge: Knowledge) -> None:
    found = propose(_table("1,2\n3,4\n5,6\n"), knowledge)
    with pytest.raises(UsageError, match="no column is the name of the system"):
        write(found, "made.csv", "mine", "Mine")
    twice = [told_meaning("stage", item, knowledge) for item in propose(_table(CODED), knowledge)[1:3]]
    with pytest.raises(UsageError, match="a meaning stands twice"):
        write([*propose(_table(CODED), knowledge)[:1], *twice], "made.csv", "mine", "Mine")


@pytest.mark.parametrize("text", ["a\x85b", "\u2028", "\x07", "\ufeff", "\x7f", '"', "\\", "\U0001f600", "\uffff"])
def test_a_quoted_text_is_read_as_it_was(text: str) -> None:
    assert parse_yaml(f"a: {quoted(text)}\n", "made.yaml").value["a"] == text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=8), TEXTS)
def test_the_draft_of_any_table_is_a_profile_that_loses_no_row(
    knowledge: Knowledge, rows: list[list[str]], named: str
) -> None:
    made = [["Name", f"Column {named}", "Other"], *([f"n{number}", *row[1:]] for number, row in enumerate(rows))]
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(made)
    book = delimited.read("made.csv", buffer.getvalue().encode("utf-8", "replace"), Grid(delimiter="comma"))
    profile = _profile(write(propose(header.find(book), knowledge), "made.csv", "mine", named), knowledge)
    found = inventory.from_workbook(book, profile)
    assert len(found.portfolio.of(System)) == len(rows)
