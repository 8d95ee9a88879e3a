"""Verdicts in words: cells, clocks, filters, inheritance."""

from __future__ import annotations

from datetime import date

import pytest

from kg.assess.assessment import Assessment
from kg.assess.verdicts import COLUMNS, Where
from kg.portfolio.records import Organisation, Person, Record, System
from tests.oracle.made_up import Edition, Link, Rule, Text, make
from tests.oracle.portfolios import (
    TODAY,
    assess,
    evidence,
    implementation,
    measure,
    portfolio,
    role,
    system,
    verdict,
    verdicts,
)

KNOWLEDGE = make(
    Edition(
        "law",
        (
            Rule(
                "1", (Text("all(role=provider, risky=true)", applies="2026-01-01"),), bearers=("provider", "deployer")
            ),
            Rule("2", (Text("risky=true"),), level="organisation"),
            Rule("3", (Text(applies="2027-01-01"),)),
        ),
        links=(Link("1", "watch"), Link("1", "decide"), Link("2", "watch-each"), Link("3", "log")),
    ),
    Edition("other", (Rule("1"),)),
)
RECORDS: tuple[Record, ...] = (
    Person(id="acme:cto", post="Chief Technology Officer"),
    System(id="acme:s", name="S", owner="acme:cto", facts={"risky": ("true",)}),
    role(),
    role("deployer"),
    role("importer"),
    system("t", risky="false"),
    role(of="t"),
    measure(),
    implementation("law:1"),
    *evidence(),
)


def test_the_cells_of_a_verdict() -> None:
    found = verdict(KNOWLEDGE, *RECORDS, of="law:1")
    assert found.as_dict() == {
        "subject": "acme:s",
        "subject_kind": "system",
        "bearer": "acme",
        "role": "deployer;provider",
        "requirement": "law:1",
        "requirement_title": "1",
        "framework": "law",
        "modality": "obligation",
        "applicability": "applies",
        "status": "claimed",
        "assurance": "claimed",
        "residual_duties": "duty:decide",
        "missing_facts": "",
        "applies_from": "2026-01-01",
        "applies_until": "",
        "owner": "Chief Technology Officer",
        "reason": found.reason,
        "release": "law:duties-1",
    }
    assert tuple(found.as_dict()) == COLUMNS
    assert "risky=true" in found.reason


def test_assurance_is_that_of_the_weakest_supported_point() -> None:
    both = (*RECORDS, *evidence(kind=("document",), name="d", assurance="tested"))
    assert verdict(KNOWLEDGE, *both, of="law:1").assurance == "operated"


def test_assurance_of_an_organisations_norm_comes_from_what_supports_it() -> None:
    records = (system(risky="true"), role(), measure(), implementation("law:2"), *evidence(assurance="independent"))
    found = verdict(KNOWLEDGE, *records, of="law:2", subject="acme")
    assert (found.status, found.assurance) == ("covered", "independent")


def test_rows_that_do_not_apply_say_nothing_about_support() -> None:
    found = verdict(KNOWLEDGE, *RECORDS, of="law:1", subject="acme:t")
    assert (found.applicability, found.status, found.assurance, found.residual_duties) == ("does-not-apply", "", "", "")


def test_an_organisation_keeps_only_some_instruments_in_view() -> None:
    whole = Organisation(id="acme", name="Acme", instruments=("other",))
    found = verdicts(assess(KNOWLEDGE, portfolio(system(), organisation=whole)))
    assert {name for _, name, _ in found} == {"other:1"}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(frameworks=frozenset({"other"})), {("acme:s", "other:1"), ("acme:t", "other:1")}),
        (Where(requirements=frozenset({"law:2"})), {("acme", "law:2")}),
        (
            Where(subjects=frozenset({"acme:t"}), frameworks=frozenset({"law"})),
            {("acme:t", "law:1"), ("acme:t", "law:3")},
        ),
        (Where(statuses=frozenset({"claimed"})), {("acme:s", "law:1")}),
        (Where(applicabilities=frozenset({"does-not-apply"})), {("acme:t", "law:1")}),
        (
            Where(owner="Chief Technology Officer", frameworks=frozenset({"law"})),
            {("acme:s", "law:1"), ("acme:s", "law:3")},
        ),
        (Where(only_open=True), {("acme:s", "law:1"), ("acme", "law:2")}),
        (
            Where(only_open=True, horizon=date(2027, 1, 1)),
            {("acme:s", "law:1"), ("acme", "law:2"), ("acme:s", "law:3"), ("acme:t", "law:3")},
        ),
        (Where(only_open=True, horizon=date(2026, 12, 31)), {("acme:s", "law:1"), ("acme", "law:2")}),
    ],
)
def test_filters(where: Where, expected: set[tuple[str, str]]) -> None:
    found = assess(KNOWLEDGE, portfolio(*RECORDS)).verdicts(where)
    assert {(row.subject, row.requirement) for row in found} == expected


def test_an_organisations_norm_is_shown_under_the_systems_it_binds_only() -> None:
    assessment = assess(KNOWLEDGE, portfolio(*RECORDS))
    mine = {row.requirement: row for row in assessment.obligations("acme:s", Where(frameworks=frozenset({"law"})))}
    assert set(mine) == {"law:1", "law:2", "law:3"}
    assert "inherited" in mine["law:2"].reason
    assert mine["law:2"].subject == "acme"
    other = {row.requirement for row in assessment.obligations("acme:t", Where(frameworks=frozenset({"law"})))}
    assert other == {"law:3"}


def test_the_same_question_has_the_same_answer() -> None:
    first, second = (list(assess(KNOWLEDGE, portfolio(*RECORDS)).verdicts()) for _ in range(2))
    assert first == second


def test_the_residual_is_what_is_not_shown() -> None:
    assessment = Assessment(KNOWLEDGE, portfolio(*RECORDS), TODAY, TODAY)
    (block,) = [found for found in assessment.blocks(("law",)) if found.norm.id == "law:1.n1"]
    row = block.subjects.index("acme:s")
    assert [str(bit) for bit in assessment.demanded(block, row)] == ["duty:decide", "duty:watch"]
    assert [str(bit) for bit in assessment.residual(block, row)] == ["duty:decide"]
