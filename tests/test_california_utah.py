"""Laws of California and Utah: whom they reach, both sides of their dates, and what is missing where it is open."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from kg.assess import reasons
from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

Facts = dict[str, Any]

TOPICS = ["us-state-law"]
CALIFORNIA: Facts = {"operates_in": ["US-CA"]}
UTAH: Facts = {"operates_in": ["US-UT"]}
FRONTIER: Facts = {**CALIFORNIA, "training_compute_over_1e26": True}
GENERATOR: Facts = {
    **CALIFORNIA,
    "generates_synthetic_content": True,
    "publicly_available": True,
    "synthetic_content_kind": ["image"],
    "monthly_users_over_one_million": True,
    "placed": "2024-03-01",
    "significantly_changed": "none",
    "training_data_notice_exempt": False,
    "non_user_generated_entertainment_only": False,
}
PLATFORM: Facts = {
    **CALIFORNIA,
    "platform_over_two_million_users": True,
    "non_user_generated_entertainment_only": False,
}
DECIDER: Facts = {
    **CALIFORNIA,
    "consequential_decision_area": ["housing"],
    "solely_automated_decision": True,
    "processes_personal_data": True,
    "put_into_use": "2026-02-01",
}
HIRING: Facts = {**CALIFORNIA, "consequential_decision_area": ["employment"]}
COMPANION: Facts = {
    **CALIFORNIA,
    "offers_companion_chatbot": True,
    "known_minor_users": True,
    "ai_nature_obvious": False,
}
ASSISTANT: Facts = {
    **UTAH,
    "generates_synthetic_content": True,
    "interacts_with_persons": True,
    "consumer_transaction": True,
}
THERAPY: Facts = {**UTAH, "offers_mental_health_chatbot": True}
LARGE: Facts = {"revenue_over_500_million_usd": True}
BUSINESS: Facts = {"ccpa_business": True, "ccpa_cyber_audit_threshold": True, "ccpa_revenue_tier": "over-100-million"}
EMPLOYER: Facts = {"deployer_kind": ["employer"], "employs_five_or_more": True}


@dataclass(frozen=True)
class Who:
    """A system or model, by the role of its organisation and the facts of both."""

    role: str
    facts: Facts
    organisation: Facts = field(default_factory=dict)


def _assessed(
    known: Knowledge, requirement: str, who: Who, as_of: str, *, known_on: str = "", complete: list[str] = TOPICS
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a requirement for an organisation with one system or model, and its attributes."""
    subject = {"id": "subject", "name": "Subject", "roles": [who.role], "facts": who.facts, "complete": complete}
    owner = {"id": "org", "name": "Organisation", "facts": who.organisation}
    kind = "models" if "training_compute_over_1e26" in who.facts else "systems"
    document = parse_yaml(json.dumps({"normgraph": 1, "organisation": owner, kind: [subject]}), "portfolio.yaml")
    days = date.fromisoformat(as_of), date.fromisoformat(known_on or as_of)
    assessment = Assessment(known, from_place(document, known), *days, frozenset())
    (found,) = [
        (assessment.verdict(block, number), reasons.attributes(assessment, block, number))
        for block in assessment.blocks((requirement.partition(":")[0],))
        for number in range(len(block.subjects))
        if known.catalogs.requirement(block.norm) == requirement
    ]
    return found


def _without(facts: Facts, *names: str) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


BOUNDARIES = [
    ("us-ca-sb-53:22757.12-a", Who("developer", FRONTIER, LARGE), "2026-01-01"),
    ("us-ca-sb-53:22757.12-c-1", Who("developer", FRONTIER), "2026-01-01"),
    ("us-ca-ab-2013:3111-a", Who("developer", GENERATOR), "2026-01-01"),
    ("us-ca-sb-942:22757.2-a", Who("developer", GENERATOR), "2026-08-02"),
    ("us-ca-sb-942:22757.3-b", Who("provider", GENERATOR), "2026-08-02"),
    ("us-ca-sb-942:22757.3.1-a", Who("content-platform", PLATFORM), "2027-01-01"),
    (
        "us-ca-sb-942:22757.3.3-a",
        Who("capture-device-manufacturer", {**CALIFORNIA, "placed": "2028-01-01"}),
        "2028-01-01",
    ),
    ("us-ca-ccpa-admt:7150-a", Who("deployer", DECIDER, BUSINESS), "2026-01-01"),
    ("us-ca-ccpa-admt:7220-a", Who("deployer", DECIDER, BUSINESS), "2027-01-01"),
    ("us-ca-ccpa-admt:7221-a", Who("deployer", DECIDER, BUSINESS), "2027-01-01"),
    ("us-ca-ccpa-admt:7157-a", Who("deployer", DECIDER, BUSINESS), "2028-04-01"),
    ("us-ca-ccpa-admt:7120-a", Who("deployer", DECIDER, BUSINESS), "2028-04-01"),
    (
        "us-ca-ccpa-admt:7120-a",
        Who("deployer", DECIDER, {**BUSINESS, "ccpa_revenue_tier": "50-to-100-million"}),
        "2029-04-01",
    ),
    (
        "us-ca-ccpa-admt:7124-a",
        Who("deployer", DECIDER, {**BUSINESS, "ccpa_revenue_tier": "under-50-million"}),
        "2030-04-01",
    ),
    ("us-ca-ccpa-admt:7152-a", Who("deployer", {**DECIDER, "put_into_use": "2025-12-31"}, BUSINESS), "2027-12-31"),
    ("us-ca-crd-ads:11013-c", Who("deployer", HIRING, EMPLOYER), "2025-10-01"),
    ("us-ca-sb-243:22602-a", Who("deployer", COMPANION), "2026-01-01"),
    ("us-ca-sb-243:22602-b", Who("provider", COMPANION), "2026-01-01"),
    ("us-ca-sb-243:22603-a", Who("developer", COMPANION), "2027-07-01"),
    ("us-ut-aipa:13-72-401-4", Who("developer", {**UTAH, "utah_mitigation_agreement": "held"}), "2024-05-01"),
    ("us-ut-sb-226:13-77-103-1", Who("deployer", ASSISTANT), "2025-05-07"),
    ("us-ut-hb-452:13-72a-203-1", Who("provider", THERAPY), "2025-05-07"),
]


@pytest.mark.parametrize(("requirement", "who", "first"), BOUNDARIES)
def test_it_applies_from_its_first_day_on_and_later_the_day_before(
    shipped: Knowledge, requirement: str, who: Who, first: str
) -> None:
    before = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    for day, expected in ((before, "applies-later"), (first, "applies")):
        found, _ = _assessed(shipped, requirement, who, day)
        assert (found.applicability, found.applies_from) == (expected, first), day


@pytest.mark.parametrize(
    ("requirement", "who", "last"),
    [
        ("us-ca-sb-243:22602-c", Who("deployer", COMPANION), "2026-12-31"),
        ("us-ut-aipa:13-72-402-1", Who("provider", {**UTAH, "utah_mitigation_agreement": "seeking"}), "2027-06-30"),
    ],
)
def test_it_ends_after_its_last_day(shipped: Knowledge, requirement: str, who: Who, last: str) -> None:
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    assert _assessed(shipped, requirement, who, last)[0].applicability == "applies"
    found, _ = _assessed(shipped, requirement, who, after)
    assert (found.applicability, found.applies_until) == ("does-not-apply", after)


@pytest.mark.parametrize(
    ("requirement", "who", "missing"),
    [
        ("us-ca-sb-53:22757.12-a", Who("developer", FRONTIER), "revenue_over_500_million_usd"),
        ("us-ca-ab-2013:3111-a", Who("developer", _without(GENERATOR, "placed")), "placed"),
        (
            "us-ca-sb-942:22757.2-a",
            Who("developer", _without(GENERATOR, "monthly_users_over_one_million")),
            "monthly_users_over_one_million",
        ),
        ("us-ca-sb-942:22757.2-a", Who("developer", _without(GENERATOR, "operates_in")), "operates_in"),
        ("us-ca-ccpa-admt:7150-a", Who("deployer", DECIDER), "ccpa_business"),
        ("us-ca-ccpa-admt:7150-a", Who("deployer", _without(DECIDER, "put_into_use"), BUSINESS), "put_into_use"),
        ("us-ca-crd-ads:11013-c", Who("deployer", HIRING, {"deployer_kind": ["employer"]}), "employs_five_or_more"),
        ("us-ca-sb-243:22602-a", Who("deployer", _without(COMPANION, "ai_nature_obvious")), "ai_nature_obvious"),
        ("us-ca-sb-243:22602-b", Who("deployer", CALIFORNIA), "offers_companion_chatbot"),
        ("us-ut-aipa:13-72-401-4", Who("deployer", UTAH), "utah_mitigation_agreement"),
        (
            "us-ut-sb-226:13-77-103-1",
            Who("deployer", _without(ASSISTANT, "consumer_transaction")),
            "consumer_transaction",
        ),
        ("us-ut-hb-452:13-72a-203-1", Who("deployer", UTAH), "offers_mental_health_chatbot"),
    ],
)
def test_a_fact_not_given_leaves_it_open_and_is_named(
    shipped: Knowledge, requirement: str, who: Who, missing: str
) -> None:
    found, _ = _assessed(shipped, requirement, who, "2026-09-01", complete=[])
    assert found.applicability == "undetermined"
    assert missing in found.missing_facts.split(";")


@pytest.mark.parametrize(
    ("requirement", "who"),
    [
        ("us-ca-sb-53:22757.12-a", Who("developer", FRONTIER, {"revenue_over_500_million_usd": False})),
        ("us-ca-sb-53:22757.12-c-1", Who("developer", {**FRONTIER, "training_compute_over_1e26": False}, LARGE)),
        ("us-ca-sb-53:22757.12-c-1", Who("deployer", FRONTIER, LARGE)),
        ("us-ca-ab-2013:3111-a", Who("developer", {**GENERATOR, "placed": "2021-12-31"})),
        ("us-ca-ab-2013:3111-a", Who("developer", {**GENERATOR, "training_data_notice_exempt": True})),
        ("us-ca-sb-942:22757.2-a", Who("developer", {**GENERATOR, "synthetic_content_kind": ["text"]})),
        ("us-ca-sb-942:22757.2-a", Who("developer", {**GENERATOR, "non_user_generated_entertainment_only": True})),
        ("us-ca-sb-942:22757.2-a", Who("developer", {**GENERATOR, "operates_in": ["US-UT"]})),
        ("us-ca-ccpa-admt:7150-a", Who("deployer", {**DECIDER, "solely_automated_decision": False}, BUSINESS)),
        (
            "us-ca-ccpa-admt:7150-a",
            Who("deployer", {**DECIDER, "consequential_decision_area": ["insurance"]}, BUSINESS),
        ),
        ("us-ca-ccpa-admt:7221-a", Who("deployer", {**DECIDER, "admt_opt_out_exception": True}, BUSINESS)),
        ("us-ca-crd-ads:11013-c", Who("deployer", HIRING, {**EMPLOYER, "employs_five_or_more": False})),
        ("us-ca-sb-53:22757.12-e", Who("developer", {**FRONTIER, "training_compute_over_1e26": False}, LARGE)),
        ("us-ca-sb-53:22757.12-e", Who("developer", GENERATOR, LARGE)),
        ("us-ca-crd-ads:11009-f", Who("deployer", DECIDER, EMPLOYER)),
        ("us-ut-hb-452:13-72a-202-2", Who("deployer", ASSISTANT)),
        ("us-ca-sb-243:22602-a", Who("deployer", {**COMPANION, "ai_nature_obvious": True})),
        ("us-ca-sb-243:22602-b", Who("deployer", {**COMPANION, "operates_in": ["US-NY"]})),
        ("us-ut-sb-226:13-77-103-2", Who("deployer", {**ASSISTANT, "utah_regulated_service": True})),
        ("us-ut-hb-452:13-72a-201-3", Who("deployer", {**THERAPY, "chat_health_data_recipients": "none"})),
    ],
)
def test_whom_it_does_not_reach(shipped: Knowledge, requirement: str, who: Who) -> None:
    found, _ = _assessed(shipped, requirement, who, "2026-09-01")
    assert found.applicability == "does-not-apply"


def test_a_released_system_of_2021_is_reached_by_a_later_substantial_change(shipped: Knowledge) -> None:
    facts = {**GENERATOR, "placed": "2021-12-31", "significantly_changed": "2022-01-01"}
    assert (
        _assessed(shipped, "us-ca-ab-2013:3111-a", Who("developer", facts), "2026-01-01")[0].applicability == "applies"
    )


@pytest.mark.parametrize(
    ("requirement", "known_on", "first"),
    [
        ("us-ca-sb-942:22757.3-b", "2025-10-12", "2026-01-01"),
        ("us-ca-sb-942:22757.3-b", "2025-10-13", "2026-08-02"),
    ],
)
def test_the_day_of_the_transparency_act_was_moved(
    shipped: Knowledge, requirement: str, known_on: str, first: str
) -> None:
    found, _ = _assessed(shipped, requirement, Who("developer", GENERATOR), "2025-12-01", known_on=known_on)
    assert (found.applicability, found.applies_from) == ("applies-later", first)


@pytest.mark.parametrize("section", ["22757.2-a", "22757.2-b", "22757.2-c", "22757.3-a", "22757.3-b"])
@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-09-29", ("applies", False)), ("2026-09-30", ("undetermined", True))]
)
def test_what_binds_generators_is_contested_from_the_reported_amendment_on(
    shipped: Knowledge, section: str, as_of: str, expected: tuple[str, bool]
) -> None:
    found, attributes = _assessed(shipped, f"us-ca-sb-942:{section}", Who("developer", GENERATOR), as_of)
    assert (found.applicability, "contested" in attributes) == expected


def test_a_report_that_names_no_change_is_a_note_and_contests_nothing(shipped: Knowledge) -> None:
    found, attributes = _assessed(shipped, "us-ca-sb-942:22757.3.1-a", Who("content-platform", PLATFORM), "2027-01-01")
    assert (found.applicability, "contested" in attributes) == ("applies", False)
    assert any(
        note.startswith("AB 2713 is reported") for note in shipped.catalogs.norms[f"{found.requirement}.n1"].notes
    )


def test_below_the_user_threshold_the_reported_amendment_opens_the_question(shipped: Knowledge) -> None:
    facts = {**GENERATOR, "monthly_users_over_one_million": False}
    days = {"2026-09-29": "does-not-apply", "2026-09-30": "undetermined"}
    for as_of, expected in days.items():
        found, _ = _assessed(shipped, "us-ca-sb-942:22757.3-b", Who("developer", facts), as_of)
        assert found.applicability == expected


@pytest.mark.parametrize(
    ("known_on", "as_of", "expected"),
    [
        ("2025-03-26", "2025-05-01", "does-not-apply"),
        ("2025-03-27", "2025-05-01", "applies"),
        ("2025-03-26", "2025-04-30", "applies"),
    ],
)
def test_the_end_of_the_utah_act_was_moved(shipped: Knowledge, known_on: str, as_of: str, expected: str) -> None:
    facts = {**UTAH, "utah_mitigation_agreement": "held"}
    found, _ = _assessed(shipped, "us-ut-aipa:13-72-401-4", Who("provider", facts), as_of, known_on=known_on)
    assert found.applicability == expected


@pytest.mark.parametrize(
    ("requirement", "who", "fact"),
    [
        ("us-ca-crd-ads:11009-f", Who("deployer", HIRING, EMPLOYER), "discriminatory_effect"),
        ("us-ca-sb-942:22757.3.1-b", Who("content-platform", PLATFORM), "strips_provenance_data"),
        ("us-ut-hb-452:13-72a-202-2", Who("deployer", THERAPY), "targets_ads_by_input"),
    ],
)
def test_bans_turn_on_facts_alone(shipped: Knowledge, requirement: str, who: Who, fact: str) -> None:
    for value, expected in ((True, "conflict"), (False, "clear")):
        found, _ = _assessed(shipped, requirement, replace(who, facts={**who.facts, fact: value}), "2027-01-01")
        assert found.status == expected
    found, _ = _assessed(shipped, requirement, who, "2027-01-01", complete=[])
    assert (found.status, fact in found.missing_facts.split(";")) == ("undetermined", True)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-12-31", "applies-later"),
        ("2027-01-01", "applies"),
        ("2030-12-31", "applies"),
        ("2031-01-01", "does-not-apply"),
    ],
)
def test_toys_with_companion_chatbots_are_banned_for_four_years(shipped: Knowledge, as_of: str, expected: str) -> None:
    facts = {**CALIFORNIA, "companion_chatbot_toy": True}
    found, _ = _assessed(shipped, "us-ca-sb-243:22604.5-a", Who("distributor", facts), as_of)
    assert (found.applicability, found.status == "conflict") == (expected, expected != "does-not-apply")
