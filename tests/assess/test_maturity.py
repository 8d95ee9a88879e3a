"""Levels of maturity: reached by what is shown, possible by what is claimed, with the reason duty by duty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.assess.maturity import MaturityRow, maturity
from kg.knowledge import Knowledge
from kg.maturity import Level
from kg.portfolio.records import Record
from tests.oracle.made_up import Edition, Rule, make
from tests.oracle.portfolios import assess, evidence, implementation, measure, portfolio, system

LEVELS = (
    Level("first", "First", "Nothing is needed.", 0, ()),
    Level("second", "Second", "Decide.", 1, ("duty:decide",)),
    Level("third", "Third", "Watch each.", 2, ("duty:watch-each",)),
)
KNOWLEDGE = replace(make(Edition("law", (Rule("1"),))), maturity=LEVELS)


def decided(status: str = "implemented") -> Record:
    return implementation("duty:decide", ("organisation",), status, name="d")


def reached(*records: Record) -> dict[str, str]:
    rows = maturity(assess(KNOWLEDGE, portfolio(measure(), system("s"), system("t"), *records)))
    return {row.level: row.reached for row in rows}


def rows_of(*records: Record) -> dict[str, MaturityRow]:
    rows = maturity(assess(KNOWLEDGE, portfolio(measure(), system("s"), system("t"), *records)))
    return {row.duty: row for row in rows}


def test_a_level_that_needs_nothing_is_reached() -> None:
    assert reached() == {"first": "yes", "second": "no", "third": "no"}
    assert rows_of()[""].reason == "Nothing is needed."


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((decided(),), "possible"),
        ((decided(), *evidence("d", ("document",), name="e")), "yes"),
        ((decided("planned"),), "no"),
        ((decided("not-done"),), "no"),
    ],
)
def test_shown_reaches_claimed_may_reach(records: tuple[Record, ...], expected: str) -> None:
    assert reached(*records)["second"] == expected


def test_a_level_needs_the_lower_ones_too() -> None:
    each = implementation("duty:watch-each", ("acme:s", "acme:t"), name="w")
    shown = (each, *evidence("w", ("record",), name="r"))
    assert reached(*shown)["third"] == "no"
    assert reached(*shown, decided())["third"] == "possible"
    assert reached(*shown, decided(), *evidence("d", ("document",), name="e"))["third"] == "yes"


def test_every_system_has_to_be_watched() -> None:
    one = implementation("duty:watch-each", ("acme:s",), name="w")
    found = rows_of(one, *evidence("w", ("record",), name="r"))["duty:watch-each"]
    assert (found.state, found.reason) == ("unknown", "shown for 1 of 2 systems")


def test_the_reason_names_the_evidence_else_the_claim() -> None:
    assert rows_of(decided())["duty:decide"].reason == "acme:d"
    assert rows_of(decided(), *evidence("d", ("document",), name="e"))["duty:decide"].reason == "acme:e"


def test_shipped_levels_are_four_and_name_known_duties(shipped: Knowledge) -> None:
    assert [level.name for level in shipped.maturity] == ["experimentation", "governance", "trust", "scalable-ai"]
    assert all(duty in shipped.scheme.duties for level in shipped.maturity for duty in level.duties)
    assert len({duty for level in shipped.maturity for duty in level.duties}) == sum(
        len(level.duties) for level in shipped.maturity
    )
