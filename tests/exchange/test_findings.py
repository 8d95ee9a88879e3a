"""What was not understood, as rows and in a few lines."""

from __future__ import annotations

from kg.exchange.findings import COLUMNS, Finding, read_as, summary, table

FOUND = [Finding("f, A1", "x", "not read"), Finding("f, A2", "y", "not a day"), Finding("f, A3", "z", "not read")]


def test_every_finding_is_a_row() -> None:
    made = table(FOUND)
    assert made.columns == COLUMNS
    assert [row["where"] for row in made.rows] == ["f, A1", "f, A2", "f, A3"]


def test_the_summary_has_a_line_for_each_reading() -> None:
    assert summary(FOUND) == ["not read: 'x' at f, A1, and 1 more", "not a day: 'y' at f, A2"]
    assert summary([]) == []


def test_names_that_were_read_otherwise_share_a_line() -> None:
    spelled = [read_as("f, A1", "A 6.2.3", "iso-42001-2023:A.6.2.3"), read_as("f, A2", "26(5)", "eu-ai-act:26-5")]
    assert [row["reading"] for row in table(spelled).rows] == [
        "read as iso-42001-2023:A.6.2.3",
        "read as eu-ai-act:26-5",
    ]
    first = "'A 6.2.3' at f, A1, read as iso-42001-2023:A.6.2.3"
    assert summary([*FOUND, *spelled])[0] == (
        f"read from other spellings: 2 names, such as {first}; all are listed by --report FILE.csv"
    )
    assert summary(spelled, listed=False) == [f"read from other spellings: 2 names, such as {first}"]
    assert summary(spelled[:1]) == [f"read from other spellings: 1 name, {first}"]
