"""A first draft of a profile: what is proposed, what is left open, and that the draft is a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.exchange import delimited, header, inventory, profile_file
from kg.exchange.grid import Reading
from kg.exchange.header import Table
from kg.exchange.profile_draft import MEANINGS, meaning, propose, write
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


def _table(text: str = ROWS) -> Table:
    return header.find(delimited.read("made.csv", text.encode(), Reading()))


def test_meanings_are_proposed_from_names_and_values(knowledge: Knowledge) -> None:
    assert [(item.header, item.meaning) for item in propose(_table(), knowledge)] == [
        ("Ref", "external-id"), ("System name", "name"), ("Business unit", "unit"), ("Purpose", "purpose"),
        ("High impact", "high_impact"), ("Stage", "stage"), ("Acquisition started", "acquisition_started"),
        ("Remarks", "skip"),
    ]  # fmt: skip


def test_what_explains_a_header_does_not_hide_its_name(knowledge: Knowledge) -> None:
    headers = "Use Case ID [Agency Abbrev.] \u2013 [#],Use Case Name,Bureau/Component,Purpose (one sentence)\n"
    found = propose(_table(headers + "A-1,Chat,IT,Answers\n"), knowledge)
    assert [item.meaning for item in found] == ["external-id", "name", "unit", "purpose"]


def test_a_fact_whose_values_do_not_fit_is_not_proposed(knowledge: Knowledge) -> None:
    found = propose(_table("name,high impact,stage\na,large,x\nb,small,y\n"), knowledge)
    assert [item.meaning for item in found] == ["name", "skip", "skip"]


def test_without_a_name_the_first_texts_that_hardly_repeat_are_taken(knowledge: Knowledge) -> None:
    found = propose(_table("a,b,c\n1,x,one\n2,x,two\n3,x,three\n"), knowledge)
    assert [(item.meaning, item.why) for item in found][2] == ("name", "its texts hardly repeat")


def test_the_draft_is_a_profile_that_reads_the_file(knowledge: Knowledge, tmp_path: Path) -> None:
    text = write(propose(_table(), knowledge), "made.csv", "mine", 'Mine \u2013 "quoted": all')
    profile = profile_file.from_place(parse_yaml(text, "made.yaml"), knowledge)
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
    assert '# - headers: ["Remarks"]' in text


def test_equal_headers_are_told_apart_by_their_place(knowledge: Knowledge) -> None:
    text = write(propose(_table("name,high impact,name\na,yes,b\n"), knowledge), "made.csv", "mine", "Mine")
    profile = profile_file.from_place(parse_yaml(text, "made.yaml"), knowledge)
    assert profile.name.number == 1


def test_a_meaning_is_one_of_the_known_words_or_a_base_fact(knowledge: Knowledge) -> None:
    assert [meaning(word, knowledge) for word in (*MEANINGS, " Stage ")] == [*MEANINGS, "stage"]
    for typed, hint in (("purpos", "did you mean purpose"), ("risk", "list facts"), ("zzz", "list facts")):
        with pytest.raises(UsageError) as caught:
            meaning(typed, knowledge)
        assert hint in str(caught.value) or "did you mean" in str(caught.value)


def test_a_draft_needs_one_name_and_each_meaning_once(knowledge: Knowledge) -> None:
    found = propose(_table("1,2\n3,4\n5,6\n"), knowledge)
    with pytest.raises(UsageError, match="no column is the name of the system"):
        write(found, "made.csv", "mine", "Mine")
