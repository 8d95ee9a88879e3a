"""Laws of US states and of New York City: whom they reach, and both sides of their dates."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

Facts = dict[str, Any]

COMPLETE = ["us-state-law"]
LENDER: Facts = {
    "id": "scoring",
    "name": "Loan scoring",
    "roles": ["deployer"],
    "facts": {"operates_in": ["US-CO"], "consequential_decision_area": ["financial"]},
    "complete": COMPLETE,
}
HIRING: Facts = {
    "id": "ranking",
    "name": "Ranking of applicants",
    "roles": ["deployer"],
    "facts": {"operates_in": ["US-NYC"], "employment_screening_tool": True},
    "complete": COMPLETE,
}
MODEL: Facts = {
    "id": "frontier",
    "name": "Frontier model",
    "roles": ["developer"],
    "facts": {"operates_in": ["US-NY"], "training_compute_over_1e26": True},
}
SLUGS = (
    "us-co-sb-26-189",
    "us-co-sb-24-205",
    "us-ct-pa-26-15",
    "us-nyc-ll-144",
    "us-ny-raise",
    "us-tx-hb-149",
    "us-il-hb-3773",
    "us-il-aivia",
)


def _with(system: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """The system with other facts, or without one (None)."""
    merged = {**system["facts"], **facts}
    return {**system, "facts": {name: value for name, value in merged.items() if value is not None}}


def _verdicts(
    known: Knowledge,
    requirement: str,
    subject: dict[str, Any],
    as_of: str,
    known_on: str = "",
    *,
    organisation: Facts | None = None,
) -> list[Verdict]:
    """Verdicts on a requirement for an organisation with one system or model."""
    kind = "models" if subject["id"] == "frontier" else "systems"
    owner = {"id": "org", "name": "Organisation", "complete": COMPLETE, "facts": organisation or {}}
    document = parse_yaml(json.dumps({"normgraph": 1, "organisation": owner, kind: [subject]}), "portfolio.yaml")
    days = date.fromisoformat(as_of), date.fromisoformat(known_on or as_of)
    assessment = Assessment(known, from_place(document, known), *days, frozenset())
    return [
        assessment.verdict(block, number)
        for block in assessment.blocks((requirement.partition(":")[0],))
        for number in range(len(block.subjects))
        if known.catalogs.requirement(block.norm) == requirement
    ]


def _verdict(
    known: Knowledge,
    requirement: str,
    subject: dict[str, Any],
    as_of: str,
    known_on: str = "",
    *,
    organisation: Facts | None = None,
) -> Verdict:
    """The one verdict."""
    (found,) = _verdicts(known, requirement, subject, as_of, known_on, organisation=organisation)
    return found


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-12-31", ("applies-later", "2027-01-01")), ("2027-01-01", ("applies", "2027-01-01"))]
)
@pytest.mark.parametrize("section", ["6-1-1703", "6-1-1704-1", "6-1-1704-3", "6-1-1705-1"])
def test_a_lender_in_colorado_is_bound_from_new_year_2027(
    shipped: Knowledge, section: str, as_of: str, expected: tuple[str, str]
) -> None:
    found = _verdict(shipped, f"us-co-sb-26-189:{section}", LENDER, as_of)
    assert (found.applicability, found.applies_from) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"operates_in": ["US-NY"]}, "does-not-apply"),
        ({"operates_in": ["US"]}, "undetermined"),
        ({"operates_in": None}, "undetermined"),
        ({"consequential_decision_area": ["legal"]}, "does-not-apply"),
        ({"consequential_decision_area": ["unknown"]}, "undetermined"),
        ({"consequential_decision_area": ["health-care"], "fda_regulated_device": True}, "does-not-apply"),
    ],
)
def test_place_and_area_decide_in_colorado(shipped: Knowledge, changes: dict[str, Any], expected: str) -> None:
    found = _verdict(shipped, "us-co-sb-26-189:6-1-1704-1", _with(LENDER, **changes), "2027-01-01")
    assert found.applicability == expected


def test_nobody_knows_the_new_colorado_act_before_it_is_signed(shipped: Knowledge) -> None:
    assert _verdicts(shipped, "us-co-sb-26-189:6-1-1704-1", LENDER, "2027-01-01", "2026-05-13") == []


def test_a_covered_entity_is_outside_except_for_employment_and_the_patient_notice(shipped: Knowledge) -> None:
    clinic = {"hipaa_status": ["covered-entity"]}
    triage = _with(LENDER, consequential_decision_area=["health-care"])
    hiring = _with(LENDER, consequential_decision_area=["employment"])
    notice, patients = "us-co-sb-26-189:6-1-1704-1", "us-co-sb-26-189:6-1-1708-3-c"
    assert _verdict(shipped, notice, triage, "2027-01-01", organisation=clinic).applicability == "does-not-apply"
    assert _verdict(shipped, notice, hiring, "2027-01-01", organisation=clinic).applicability == "applies"
    assert _verdict(shipped, patients, triage, "2027-01-01", organisation=clinic).applicability == "applies"
    assert _verdict(shipped, patients, triage, "2027-01-01").applicability == "does-not-apply"


@pytest.mark.parametrize(
    "as_of", ["2024-06-01", "2026-01-31", "2026-02-01", "2026-06-29", "2026-06-30", "2026-12-31", "2027-01-01"]
)
@pytest.mark.parametrize("known_on", ["2026-05-14", "2026-11-26"])
def test_the_old_colorado_act_never_applies_as_known_since_its_repeal(
    shipped: Knowledge, as_of: str, known_on: str
) -> None:
    found = _verdict(shipped, "us-co-sb-24-205:6-1-1703-3", LENDER, as_of, known_on)
    assert (found.applicability, found.status) == ("does-not-apply", "")


@pytest.mark.parametrize(
    ("known_on", "starts"),
    [
        ("2025-08-27", "2026-02-01"),
        ("2025-08-28", "2026-06-30"),
        ("2026-01-01", "2026-06-30"),
        ("2026-05-13", "2026-06-30"),
    ],
)
def test_the_old_colorado_act_was_to_apply_as_known_before(shipped: Knowledge, known_on: str, starts: str) -> None:
    found = _verdict(shipped, "us-co-sb-24-205:6-1-1703-3", LENDER, "2026-01-01", known_on)
    assert (found.applicability, found.applies_from) == ("applies-later", starts)
    assert _verdict(shipped, "us-co-sb-24-205:6-1-1703-3", LENDER, starts, known_on).applicability == "applies"


@pytest.mark.parametrize(
    ("section", "as_of", "applicability"),
    [
        ("20-871-a-1", "2022-12-31", "applies-later"),
        ("20-871-a-1", "2023-01-01", "applies"),
        ("5-301", "2023-07-04", "applies-later"),
        ("5-301", "2023-07-05", "applies"),
    ],
)
def test_the_bias_audit_of_new_york_city(shipped: Knowledge, section: str, as_of: str, applicability: str) -> None:
    requirement = f"us-nyc-ll-144:{section}"
    assert _verdict(shipped, requirement, HIRING, as_of, "2026-11-26").applicability == applicability
    upstate = _with(HIRING, operates_in=["US-NY"])
    assert _verdict(shipped, requirement, upstate, as_of, "2026-11-26").applicability == "undetermined"
    elsewhere = _with(HIRING, operates_in=["US-IL"])
    assert _verdict(shipped, requirement, elsewhere, as_of, "2026-11-26").applicability == "does-not-apply"


@pytest.mark.parametrize(
    ("used", "as_of", "expected"),
    [
        ("2027-09-30", "2027-10-01", "does-not-apply"),
        ("2027-10-01", "2027-09-30", "applies-later"),
        ("2027-10-01", "2027-10-01", "applies"),
        (None, "2027-10-01", "undetermined"),
    ],
)
def test_connecticut_binds_technology_put_into_use_from_october_2027(
    shipped: Knowledge, used: str | None, as_of: str, expected: str
) -> None:
    system = {
        **HIRING,
        "facts": {"operates_in": ["US-CT"], "consequential_decision_area": ["employment"], "put_into_use": used},
        "complete": [],
    }
    assert _verdict(shipped, "us-ct-pa-26-15:sec-10", _with(system), as_of).applicability == expected


@pytest.mark.parametrize(
    ("requirement", "large", "as_of", "expected"),
    [
        ("1421-3-a", False, "2026-12-31", "applies-later"),
        ("1421-3-a", False, "2027-01-01", "applies"),
        ("1422-2-a", False, "2027-01-01", "does-not-apply"),
        ("1422-2-a", True, "2026-12-31", "applies-later"),
        ("1422-2-a", True, "2027-01-01", "applies"),
    ],
)
def test_raise_binds_frontier_developers_and_some_duties_only_large_ones(
    shipped: Knowledge, requirement: str, large: bool, as_of: str, expected: str
) -> None:
    facts = {"revenue_over_500_million_usd": large}
    found = _verdict(shipped, f"us-ny-raise:{requirement}", MODEL, as_of, organisation=facts)
    assert found.applicability == expected


def test_a_false_statement_of_a_frontier_developer_is_a_conflict(shipped: Knowledge) -> None:
    ban, spoke = "us-ny-raise:1421-4", {"false_catastrophic_risk_statement": True}
    small = _with(MODEL, training_compute_over_1e26=False)
    assert _verdict(shipped, ban, MODEL, "2027-01-01", organisation=spoke).status == "conflict"
    assert _verdict(shipped, ban, MODEL, "2027-01-01").status == "clear"
    assert _verdict(shipped, ban, small, "2027-01-01", organisation=spoke).applicability == "does-not-apply"


def test_prohibitions_of_texas_and_illinois_turn_on_facts(shipped: Knowledge) -> None:
    chat = {**HIRING, "facts": {"operates_in": ["US-TX"], "us_unlawful_aim": ["incite-harm"]}}
    assert _verdict(shipped, "us-tx-hb-149:552.052", chat, "2026-01-01").status == "conflict"
    assert _verdict(shipped, "us-tx-hb-149:552.055", chat, "2026-01-01").status == "clear"
    assert _verdict(shipped, "us-tx-hb-149:552.052", chat, "2025-12-31").applicability == "applies-later"
    employer = {"deployer_kind": ["employer", "private-entity"]}
    filtered = {"operates_in": ["US-IL"], "consequential_decision_area": ["employment"], "zip_code_proxy": True}
    hiring = {**HIRING, "facts": filtered}
    ban = "us-il-hb-3773:2-102-L-1"
    assert _verdict(shipped, ban, hiring, "2026-01-01", organisation=employer).status == "conflict"
    assert (
        _verdict(shipped, ban, _with(hiring, zip_code_proxy=None), "2026-01-01", organisation=employer).status
        == "clear"
    )
    assert (
        _verdict(shipped, "us-tx-hb-149:552.053", chat, "2026-01-01", organisation=employer).applicability
        == "does-not-apply"
    )


@pytest.mark.parametrize(("as_of", "expected"), [("2025-12-31", "applies-later"), ("2026-01-01", "applies")])
def test_employers_in_illinois_tell_employees_of_ai(shipped: Knowledge, as_of: str, expected: str) -> None:
    employer = {"deployer_kind": ["employer"]}
    hiring = {**HIRING, "facts": {"operates_in": ["US-IL"], "consequential_decision_area": ["employment"]}}
    found = _verdict(shipped, "us-il-hb-3773:2-102-L-2", hiring, as_of, organisation=employer)
    assert found.applicability == expected


def test_the_demographic_report_is_for_employers_that_let_the_analysis_decide_alone(shipped: Knowledge) -> None:
    video = {**HIRING, "facts": {"operates_in": ["US-IL"], "video_interview_analysis": True}}
    report = "us-il-aivia:42-20"
    assert _verdict(shipped, "us-il-aivia:42-5", video, "2020-01-01").applicability == "applies"
    assert _verdict(shipped, report, video, "2022-01-01").missing_facts == "solely_automated_decision"
    alone = _with(video, solely_automated_decision=True)
    assert _verdict(shipped, report, alone, "2021-12-31").applicability == "applies-later"
    assert _verdict(shipped, report, alone, "2022-01-01").applicability == "applies"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_obligation_is_decomposed(shipped: Knowledge, slug: str) -> None:
    obligations = [norm.id for norm in shipped.catalogs.norms_of(slug) if norm.modality == "obligation"]
    assert obligations
    assert [name for name in obligations if not shipped.scheme.links_of(name)] == []


def test_the_executive_order_binds_no_private_body(shipped: Knowledge) -> None:
    assert {norm.modality for norm in shipped.catalogs.norms_of("us-eo-14179")} == {"constitutive"}
