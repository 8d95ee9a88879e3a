"""The state of each bit for each subject, from implementations and evidence."""

from __future__ import annotations

import pytest

from kg.assess.record import on_record
from kg.duties import Bit
from kg.portfolio.records import Exclusion, Record, Unit
from tests.oracle.made_up import Edition, Link, Rule, make
from tests.oracle.portfolios import TODAY, aims, commitment, evidence, implementation, measure, portfolio, system

KNOWLEDGE = make(
    Edition(
        "law",
        (Rule("1"), Rule("2"), Rule("3", aggregates=("1", "2"))),
        links=(
            Link("1", "watch", aspects=("fairness",)),
            Link("1", "decide"),
            Link("1", "report", "advises"),
            Link("2", "log", parameters=("retention=P6M",)),
            Link("2", "certify"),
            Link("2", "watch-each"),
        ),
    ),
    Edition(
        "std",
        (Rule("c", level="management-system", excludable=True),),
        links=(Link("c", "watch"),),
        binding="commitment",
    ),
)
S, T = system("s"), system("t")


def state(bit: str, *records: Record, subject: str = "acme:s") -> str:
    """State of a bit such as `watch` or `watch[aspect:fairness]`."""
    duty, _, narrowed = bit.rstrip("]").partition("[")
    record = on_record(KNOWLEDGE, portfolio(S, T, measure(), *records), TODAY)
    rank = record.ranks[record.grid.bit_numbers[Bit(f"duty:{duty}", narrowed)], record.grid.subject_numbers[subject]]
    return KNOWLEDGE.statuses.states[int(rank)]


def assurance(*records: Record) -> str:
    record = on_record(KNOWLEDGE, portfolio(S, measure(), *records), TODAY)
    level = record.assurance[record.grid.bit_numbers[Bit("duty:watch")], record.grid.subject_numbers["acme:s"]]
    return KNOWLEDGE.statuses.assurances[int(level)]


# ---- claims


def test_nothing_stated_is_unknown() -> None:
    assert state("watch") == "unknown"


def test_a_claim_is_of_the_required_duties_with_their_aspects_never_of_the_advised() -> None:
    claim = implementation("law:1")
    assert state("watch", claim) == "claimed"
    assert state("watch[aspect:fairness]", claim) == "claimed"
    assert state("decide", claim) == "claimed"
    assert state("report", claim) == "unknown"


def test_a_claim_of_a_duty_is_of_the_bare_cell() -> None:
    assert state("watch", implementation("duty:watch")) == "claimed"
    assert state("watch[aspect:fairness]", implementation("duty:watch")) == "unknown"


def test_a_claim_of_an_aggregate_is_of_its_parts() -> None:
    assert state("decide", implementation("law:3")) == "claimed"
    assert state("certify", implementation("law:3")) == "claimed"


def test_a_struck_duty_is_not_claimed() -> None:
    claim = implementation("law:1", strike=("duty:watch",))
    assert state("watch", claim) == "unknown"
    assert state("decide", claim) == "claimed"


def test_partial_delivers_only_the_duties_it_lists() -> None:
    claim = implementation("law:1", status="partial", duties=("duty:decide",))
    assert state("decide", claim) == "claimed"
    assert state("watch", claim) == "unknown"


@pytest.mark.parametrize(
    ("status", "start", "end", "expected"),
    [
        ("implemented", "", "", "claimed"),
        ("implemented", "2026-09-01", "", "claimed"),
        ("implemented", "2026-09-02", "", "planned"),
        ("implemented", "", "2026-09-01", "claimed"),
        ("implemented", "", "2026-08-31", "lapsed"),
        ("planned", "", "", "planned"),
        ("not-done", "", "", "not-done"),
    ],
)
def test_status_and_period(status: str, start: str, end: str, expected: str) -> None:
    assert state("watch", implementation("law:1", status=status, start=start, end=end)) == expected


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("not-done", "planned"), "planned"),
        (("planned", "implemented"), "claimed"),
        (("not-done", "implemented"), "claimed"),
    ],
)
def test_the_best_claim_counts(statuses: tuple[str, ...], expected: str) -> None:
    claims = [implementation("law:1", status=status, name=f"i{number}") for number, status in enumerate(statuses)]
    assert state("watch", *claims) == expected


def test_a_claim_is_of_its_scope_only() -> None:
    assert state("watch", implementation("law:1"), subject="acme:t") == "unknown"


def test_an_excluded_control_delivers_nothing() -> None:
    records = (aims(), commitment("std"), implementation("std:c"))
    excluded = Exclusion(id="acme:x", control="std:c", commitment="acme:c", reason="not used")
    assert state("watch", *records) == "claimed"
    assert state("watch", *records, excluded) == "unknown"


# ---- organisation-wide


def test_an_organisation_wide_measure_delivers_an_exists_duty_to_all() -> None:
    claim = implementation("law:1", ("organisation",))
    assert {state("watch", claim, subject=name) for name in ("acme:s", "acme:t", "acme")} == {"claimed"}


def test_an_every_duty_needs_the_subjects_own_record() -> None:
    claim = implementation("law:2", ("organisation",))
    assert state("watch-each", claim) == "unknown"
    assert state("watch-each", claim, implementation("law:2", name="own")) == "claimed"
    assert state("watch-each", claim, implementation("law:2", name="own"), subject="acme:t") == "unknown"


def test_evidence_about_a_system_is_its_own_record() -> None:
    records = (implementation("law:2", ("organisation",)), *evidence(subjects=("acme:s",)))
    assert state("watch-each", *records) == "shown"
    assert state("watch-each", *records, subject="acme:t") == "unknown"


def test_a_measure_of_a_unit_reaches_the_units_systems() -> None:
    unit = Unit(id="acme:u", name="u")
    mine = type(S)(id="acme:mine", name="mine", unit="acme:u")
    records = (unit, mine, implementation("law:1", ("acme:u",)))
    assert state("watch", *records, subject="acme:mine") == "claimed"
    assert state("watch", *records) == "unknown"


def test_evidence_about_a_system_under_a_units_measure_is_its_own_record_too() -> None:
    unit = Unit(id="acme:u", name="u")
    mine = type(S)(id="acme:mine", name="mine", unit="acme:u")
    records = (unit, mine, implementation("law:2", ("acme:u",)), *evidence(subjects=("acme:mine",)))
    assert state("watch-each", *records, subject="acme:mine") == "shown"


def test_a_standards_measure_stays_inside_the_commitments_boundary() -> None:
    records = (aims(), commitment("std", boundary=("acme:s",)), implementation("std:c", ("organisation",)))
    assert state("watch", *records) == "claimed"
    assert state("watch", *records, subject="acme:t") == "unknown"


def test_of_two_boundaries_both_count() -> None:
    records = (
        aims(), aims("other"), commitment("std", boundary=("acme:s",)),
        commitment("std", name="c2", subject="other", boundary=("acme:t",)), implementation("std:c", ("organisation",)),
    )  # fmt: skip
    assert state("watch", *records) == "claimed"
    assert state("watch", *records, subject="acme:t") == "claimed"


# ---- evidence


@pytest.mark.parametrize(
    ("bit", "kind", "level", "expected"),
    [
        ("watch", "record", "", "shown"),
        ("watch", "record", "documented", "claimed"),
        ("watch", "record", "tested", "shown"),
        ("watch", "log-file", "", "shown"),
        ("watch", "document", "", "claimed"),
        ("watch", "document", "operated", "claimed"),
        ("decide", "document", "", "shown"),
        ("decide", "document", "claimed", "claimed"),
        ("decide", "record", "independent", "claimed"),
    ],
)
def test_evidence_counts_where_kind_and_assurance_fit(bit: str, kind: str, level: str, expected: str) -> None:
    assert state(bit, implementation("law:1"), *evidence(kind=(kind,), assurance=level)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("", "", "shown"),
        ("2026-09-01", "", "shown"),
        ("2026-09-02", "", "claimed"),
        ("", "2026-09-01", "shown"),
        ("2026-01-01", "2026-08-31", "lapsed"),
    ],
)
def test_evidence_counts_in_its_period(start: str, end: str, expected: str) -> None:
    assert state("watch", implementation("law:1"), *evidence(start=start, end=end)) == expected


def test_evidence_that_never_fitted_does_not_lapse() -> None:
    assert state("watch", implementation("law:1"), *evidence(kind=("document",), end="2026-01-01")) == "claimed"


def test_a_dated_single_act_counts_as_operated() -> None:
    claim = implementation("law:2")
    assert state("certify", claim, *evidence(kind=("certificate",), made="2026-01-01")) == "shown"
    assert state("certify", claim, *evidence(kind=("certificate",))) == "claimed"
    assert state("certify", claim, *evidence(kind=("certificate",), made="2026-12-24")) == "claimed"


def test_a_date_makes_no_operation_of_what_is_no_act() -> None:
    assert state("watch", implementation("law:1"), *evidence(assurance="documented", made="2026-01-01")) == "claimed"


def test_evidence_counts_for_the_duties_it_names() -> None:
    records = (implementation("law:1"), *evidence(kind=("record", "document"), duties=("duty:watch",)))
    assert state("watch", *records) == "shown"
    assert state("decide", *records) == "claimed"


def test_evidence_counts_for_the_subjects_it_names() -> None:
    records = (implementation("law:1", ("acme:s", "acme:t")), *evidence(subjects=("acme:t",)))
    assert state("watch", *records) == "claimed"
    assert state("watch", *records, subject="acme:t") == "shown"


def test_evidence_outside_the_scope_of_its_claim_counts_for_nothing() -> None:
    assert state("watch", implementation("law:1"), *evidence(subjects=("acme:t",)), subject="acme:t") == "unknown"


@pytest.mark.parametrize("status", ["planned", "not-done"])
def test_evidence_makes_nothing_of_what_is_not_implemented(status: str) -> None:
    assert state("watch", implementation("law:1", status=status), *evidence()) == status


def test_evidence_of_an_ended_implementation_does_not_revive_it() -> None:
    assert state("watch", implementation("law:1", end="2026-01-01"), *evidence()) == "lapsed"


def test_valid_evidence_outweighs_lapsed() -> None:
    records = (implementation("law:1"), *evidence(end="2026-01-01"), *evidence(name="new"))
    assert state("watch", *records) == "shown"


def test_the_strongest_assurance_is_kept() -> None:
    records = (implementation("law:1"), *evidence(), *evidence(name="audit", assurance="independent"))
    assert assurance(*records) == "independent"
    assert assurance(implementation("law:1")) == "claimed"


# ---- thresholds


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ((("retention", "P1Y"),), "shown"),
        ((("retention", "P6M"),), "shown"),
        ((), "possible"),
        ((("deadline", "P1D"),), "possible"),
        ((("retention", "P3M"),), "not-done"),
    ],
)
def test_a_threshold_needs_a_value_that_is_stated_and_strict_enough(
    parameters: tuple[tuple[str, str], ...], expected: str
) -> None:
    records = (implementation("law:2", parameters=parameters), *evidence())
    assert state("log", *records) == "shown"
    assert state("log[retention=P6M]", *records) == expected


def test_another_controls_measure_may_meet_the_threshold() -> None:
    records = (implementation("duty:log", parameters=(("retention", "P1Y"),)), *evidence())
    assert state("log[retention=P6M]", *records) == "shown"


@pytest.mark.parametrize("status", ["planned", "not-done"])
def test_a_threshold_of_what_is_not_implemented(status: str) -> None:
    assert state("log[retention=P6M]", implementation("law:2", status=status)) == status


# ---- reasons


def test_why_names_the_supports_best_first() -> None:
    record = on_record(KNOWLEDGE, portfolio(S, measure(), implementation("law:1"), *evidence()), TODAY)
    found = record.why(Bit("duty:watch"), record.grid.subject_numbers["acme:s"])
    assert [(item.implementation, item.evidence) for item in found] == [("acme:i", "acme:e"), ("acme:i", "")]
