"""A first draft of a profile: what is proposed, and what is a question."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.exchange import delimited, header
from kg.exchange.grid import Reading
from kg.exchange.header import Table
from kg.exchange.profile_draft import MEANINGS, propose, told_meaning, told_reading
from kg.knowledge import Knowledge

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
    found = propose(_table("name,high impact,stage\na,large,p\nb,small,q\n"), knowledge)
    assert [item.meaning for item in found] == ["name", "skip", "skip"]


def test_without_a_name_the_first_texts_that_hardly_repeat_are_taken(knowledge: Knowledge) -> None:
    found = propose(_table("a,b,c\n1,x,one\n2,x,two\n3,x,three\n"), knowledge)
    assert [(item.meaning, item.why) for item in found][2] == ("name", "its texts hardly repeat")


CODED = """\
name,Stage of development,Is it high-impact?,Involves PII,Uses,Start date,Vendor(s) Name,Email,Comment
a,b) Pilot - in a limited test,a) High-impact,Yes,"Age; Sex",45296,Acme,x@example.org,one
b,d) Retired - discontinued,b) Not high-impact,No,Age,45297,,x@example.org,two
c,B) PILOT - in a limited test,a) High-impact,N/A,"Sex; Age",45298,,x@example.org,three
d,d) Retired - discontinued,b) Not high-impact,a) Yes,Sex,45299,Acme,x@example.org,four
"""


def test_coded_answers_that_begin_with_values_of_the_fact_named_are_read_as_these(knowledge: Knowledge) -> None:
    found = {item.header: item for item in propose(_table(CODED), knowledge)}
    assert {header: (item.meaning, item.why) for header, item in found.items()} == {
        "name": ("name", "by its name"),
        "Stage of development": ("stage", "by its name and how its answers begin"),
        "Is it high-impact?": ("open", "coded answers"),
        "Involves PII": ("open", "yes or no"),
        "Uses": ("open", "lists of answers"),
        "Start date": ("open", "days"),
        "Vendor(s) Name": ("supplier", "by its name"),
        "Email": ("skip", "free text"),
        "Comment": ("skip", "free text"),
    }
    assert found["Stage of development"].readings == {
        "b) Pilot - in a limited test": "stage=pilot", "d) Retired - discontinued": "stage=retired",
    }  # fmt: skip


def test_what_is_open_names_facts_that_the_header_speaks_of(knowledge: Knowledge) -> None:
    found = {item.header: [fact.name for fact in item.near] for item in propose(_table(CODED), knowledge)}
    assert found["Is it high-impact?"] == ["high_impact"]
    assert found["Involves PII"] == ["processes_personal_data"]
    assert set(found["Start date"]) == {"acquisition_started", "placed", "put_into_use", "significantly_changed"}
    assert found["Comment"] == []


def test_a_fact_that_many_headers_speak_of_is_not_named(knowledge: Knowledge) -> None:
    few, many = (
        propose(_table("name," + ",".join(f"AI use case {n}" for n in range(number)) + "\n" + "a" + ",yes" * number),
                knowledge)
        for number in (3, 4)
    )  # fmt: skip
    assert [fact.name for fact in few[1].near] == ["ai_use_case"]
    assert many[1].near == ()


def test_a_fact_is_not_proposed_for_two_columns(knowledge: Knowledge) -> None:
    found = propose(_table("name,high impact,high_impact\na,yes,no\n"), knowledge)
    assert [item.meaning for item in found] == ["name", "high_impact", "open"]


def test_a_meaning_is_one_of_the_known_words_or_a_base_fact(knowledge: Knowledge) -> None:
    first = propose(_table(), knowledge)[0]
    found = [told_meaning(word, first, knowledge) for word in (*MEANINGS, " Stage ")]
    assert [item.meaning for item in found] == [*MEANINGS, "stage"]
    assert [item.fact.name if item.fact else "" for item in found] == [*("" for _ in MEANINGS), "stage"]
    for typed, hint in (("purpos", "did you mean purpose"), ("risk", "list facts"), ("zzz", "list facts")):
        with pytest.raises(UsageError) as caught:
            told_meaning(typed, first, knowledge)
        assert hint in str(caught.value) or "did you mean" in str(caught.value)


def test_an_answer_is_read_as_somebody_says(knowledge: Knowledge) -> None:
    column = told_meaning("high_impact", propose(_table(CODED), knowledge)[2], knowledge)
    assert list(column.unfit) == ["a) High-impact", "b) Not high-impact"]
    said = told_reading("true", "a) High-impact", column)
    said = told_reading(" nothing ", "b) Not high-impact", said)
    assert said.readings == {"a) High-impact": "high_impact=true", "b) Not high-impact": "nothing"}
    assert told_reading("", "a) High-impact", column) == column
    with pytest.raises(UsageError, match="not a value of high_impact") as caught:
        told_reading("tru", "a) High-impact", column)
    assert "did you mean true" in str(caught.value)
