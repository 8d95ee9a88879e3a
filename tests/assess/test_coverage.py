"""Coverage per framework: what is counted, and the interval."""

from __future__ import annotations

from kg.assess.coverage import CoverageRow, coverage
from kg.portfolio.records import Record
from tests.oracle.made_up import Edition, Link, Rule, Text, make
from tests.oracle.portfolios import assess, evidence, implementation, measure, portfolio, role, system

KNOWLEDGE = make(
    Edition(
        "law",
        (
            Rule("1", (Text("risky=true"),)),
            Rule("2"),
            Rule("sum", aggregates=("1", "2")),
            Rule("ban", (Text("risky=true"),), modality="prohibition"),
            Rule("permit", modality="conditional-permission"),
            Rule("define", modality="constitutive"),
            Rule("later", (Text(applies="2027-01-01"),)),
        ),
        links=(Link("1", "watch"), Link("1", "decide"), Link("2", "log"), Link("2", "certify"), Link("later", "watch")),
    ),
)
S = (system(risky="true"), role(), measure())


def row(*records: Record) -> CoverageRow:
    (found,) = coverage(assess(KNOWLEDGE, portfolio(*S, *records)))
    return found


def test_only_obligations_that_apply_are_counted_and_no_aggregate() -> None:
    found = row()
    assert (found.applies, found.later, found.undetermined, found.unknown) == ("2", "1", "0", "2")
    assert (found.conflict, found.shown, found.possible) == ("1", "0.00", "0.00")


def test_the_interval_from_shown_to_possible() -> None:
    found = row(implementation("law:1"), *evidence(), implementation("law:2", status="planned", name="p"))
    assert (found.claimed, found.planned) == ("1", "1")
    assert (found.shown, found.possible) == ("0.25", "0.50")


def test_an_ended_implementation_is_not_possible_support() -> None:
    found = row(implementation("law:1", end="2026-01-01"))
    assert (found.lapsed, found.shown, found.possible) == ("1", "0.00", "0.00")


def test_a_measure_whose_evidence_ran_out_is_still_possible_support() -> None:
    assert row(implementation("law:1"), *evidence(end="2026-01-01")).possible == "0.50"


def test_a_framework_nothing_binds_to_has_no_share() -> None:
    (found,) = coverage(assess(KNOWLEDGE, portfolio()))
    assert (found.applies, found.shown, found.possible) == ("0", "", "")
