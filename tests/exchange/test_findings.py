"""What was not understood, as rows and in a few lines."""

from __future__ import annotations

from kg.exchange.findings import COLUMNS, Finding, summary, table

FOUND = [Finding("f, A1", "x", "not read"), Finding("f, A2", "y", "not a day"), Finding("f, A3", "z", "not read")]


def test_every_finding_is_a_row() -> None:
    made = table(FOUND)
    assert made.columns == COLUMNS
    assert [row["where"] for row in made.rows] == ["f, A1", "f, A2", "f, A3"]


def test_the_summary_has_a_line_for_each_reading() -> None:
    assert summary(FOUND) == ["not read: 'x' at f, A1, and 1 more", "not a day: 'y' at f, A2"]
    assert summary([]) == []
