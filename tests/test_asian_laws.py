"""Laws of China, Japan, Korea and others at their boundary dates: small portfolios and the verdicts they must give."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kg import knowledge
from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

LAWS = (
    "cn-genai-2023",
    "cn-label-2025",
    "cn-algo-2022",
    "cn-deepsyn-2023",
    "jp-aipa-2025",
    "kr-ai-basic-act",
    "coe-225",
    "ca-dadm",
    "ca-aida",
    "br-pl-2338",
)
COMMITMENTS = ("sg-mgf-2020", "sg-mgf-genai-2024", "sg-mgf-agentic-2026", "uk-principles-2023")
LATE = date(2026, 11, 26)
CHINA = {
    "cn-genai-2023:9": ("2023-08-15", "generative_service_to_public: true"),
    "cn-label-2025:5": ("2025-09-01", "generative_service_to_public: true"),
    "cn-algo-2022:16": ("2022-03-01", "algorithm_recommendation: true"),
    "cn-deepsyn-2023:16": ("2023-01-10", "deep_synthesis_service: true"),
}


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge.load()


def portfolio(place: str, role: str = "provider", facts: str = "", topics: str = "", models: str = "") -> str:
    """An organisation with one system; `facts` and `topics` are its facts and complete topics in YAML."""
    place = f"operates_in: [{place}]" if place else ""
    return f"""
portfolio:
  normgraph: 1
  organisation: {{id: acme, name: Acme, facts: {{{place}}}}}
  systems:
    - {{id: chat, name: Chat, roles: [{role}], facts: {{{facts}}}, complete: [{topics}]}}
{models}
"""


def assess(known: Knowledge, text: str, as_of: date, known_on: date | None = None, adopted: str = "") -> Assessment:
    found: Any = parse_yaml(text, "test.yaml").get("portfolio")
    assumed = frozenset({adopted} - {""})
    return Assessment(known, from_place(found, known), as_of, known_on or as_of, assumed)


def verdict(assessment: Assessment, requirement: str, subject: str = "chat") -> Verdict:
    found = [
        assessment.verdict(block, number)
        for block in assessment.blocks((requirement.partition(":")[0],))
        for number, name in enumerate(block.subjects)
        if name in (f"acme:{subject}", subject)
        and requirement in (block.norm.id, assessment.knowledge.catalogs.requirement(block.norm))
    ]
    assert len(found) == 1, f"{subject} {requirement}: {len(found)} verdicts"
    return found[0]


@pytest.mark.parametrize("requirement", CHINA)
@pytest.mark.parametrize("role", ["provider", "deployer"])
def test_china_on_both_sides_of_the_first_day(known: Knowledge, requirement: str, role: str) -> None:
    start, facts = CHINA[requirement]
    first = date.fromisoformat(start)
    text = portfolio("CN", role, facts)
    before = verdict(assess(known, text, first - timedelta(days=1)), requirement)
    assert (before.applicability, before.applies_from) == ("applies-later", start)
    on = verdict(assess(known, text, first), requirement)
    assert (on.applicability, on.applies_from) == ("applies", start)


@pytest.mark.parametrize(
    ("requirement", "published"),
    [("cn-genai-2023:9", "2023-07-10"), ("cn-label-2025:5", "2025-03-07"), ("kr-ai-basic-act:31-2", "2025-01-21")],
)
def test_nobody_knew_before_it_was_published(known: Knowledge, requirement: str, published: str) -> None:
    day = date.fromisoformat(published)
    place = "KR" if requirement.startswith("kr") else "CN"
    text = portfolio(place, facts="generative_service_to_public: true, generates_synthetic_content: true")
    assert verdict(assess(known, text, day), requirement).applicability == "applies-later"
    edition = requirement.partition(":")[0]
    rows = list(assess(known, text, LATE, day - timedelta(days=1)).blocks((edition,)))
    assert [row for row in rows if row.norm.id.startswith(f"{requirement}.")] == []


@pytest.mark.parametrize(
    ("requirement", "facts", "missing"),
    [
        ("cn-genai-2023:9", "", "generative_service_to_public"),
        ("cn-genai-2023:17", "generative_service_to_public: true", "public_opinion_capacity"),
        (
            "cn-label-2025:9",
            "generative_service_to_public: false, deep_synthesis_service: true",
            "unlabelled_output_on_request",
        ),
        ("cn-algo-2022:16", "", "algorithm_recommendation"),
        ("cn-algo-2022:24", "algorithm_recommendation: true", "public_opinion_capacity"),
        ("cn-algo-2022:18", "algorithm_recommendation: true", "serves_minors"),
        ("cn-deepsyn-2023:17", "deep_synthesis_service: true", "content_may_confuse_public"),
    ],
)
def test_china_undetermined_names_the_fact(known: Knowledge, requirement: str, facts: str, missing: str) -> None:
    found = verdict(assess(known, portfolio("CN", facts=facts), LATE), requirement)
    assert (found.applicability, found.missing_facts) == ("undetermined", missing)


def test_a_place_that_nobody_stated_is_asked_for(known: Knowledge) -> None:
    text = portfolio("", facts="generative_service_to_public: true")
    found = verdict(assess(known, text, LATE), "cn-genai-2023:9")
    assert (found.applicability, found.missing_facts) == ("undetermined", "operates_in")


def test_a_service_inside_the_company_is_no_public_service(known: Knowledge) -> None:
    text = portfolio("CN", facts="generative_service_to_public: false, deep_synthesis_service: false")
    assessment = assess(known, text, LATE)
    for requirement in ("cn-genai-2023:9", "cn-label-2025:4", "cn-deepsyn-2023:16"):
        assert verdict(assessment, requirement).applicability == "does-not-apply"


def test_platforms_and_app_stores_have_rows_of_their_own(known: Knowledge) -> None:
    for role, mine, other in (("content-platform", "6", "7"), ("app-store", "7", "6")):
        assessment = assess(known, portfolio("CN", role), LATE)
        assert verdict(assessment, f"cn-label-2025:{mine}").applicability == "applies"
        assert verdict(assessment, f"cn-label-2025:{other}").applicability == "does-not-apply"


def test_bans_are_decided_by_facts(known: Knowledge) -> None:
    ban = "cn-algo-2022:21"
    statuses = {}
    for said in ("true", "false"):
        facts = f"algorithm_recommendation: true, unreasonable_differential_treatment: {said}"
        statuses[said] = verdict(assess(known, portfolio("CN", facts=facts), LATE), ban).status
    unsaid = verdict(assess(known, portfolio("CN", facts="algorithm_recommendation: true"), LATE), ban)
    assert statuses == {"true": "conflict", "false": "clear"}
    assert unsaid.status == "undetermined"


def test_japan_asks_for_efforts_only(known: Knowledge) -> None:
    norms = known.catalogs.norms_of("jp-aipa-2025")
    assert {norm.modality for norm in norms} == {"recommendation", "constitutive"}
    text = portfolio("JP", "deployer")
    before = verdict(assess(known, text, date(2025, 6, 3), date(2025, 6, 4)), "jp-aipa-2025:7", "acme")
    assert (before.applicability, before.applies_from) == ("applies-later", "2025-06-04")
    on = verdict(assess(known, text, date(2025, 6, 4)), "jp-aipa-2025:7", "acme")
    assert (on.applicability, on.modality) == ("applies", "recommendation")
    assert verdict(assess(known, text, LATE), "jp-aipa-2025:6", "acme").applicability == "does-not-apply"


@pytest.mark.parametrize(
    ("facts", "requirement"),
    [
        ("generates_synthetic_content: true", "kr-ai-basic-act:31-1"),
        ("generates_synthetic_content: true", "kr-ai-basic-act:31-2"),
        ("deep_fake: true", "kr-ai-basic-act:31-3"),
        ("high_impact_kr: true", "kr-ai-basic-act:31-1"),
        ("high_impact_kr: true", "kr-ai-basic-act:34-1-4"),
        ("high_impact_kr: true", "kr-ai-basic-act:35"),
    ],
)
def test_korea_on_both_sides_of_the_first_day(known: Knowledge, facts: str, requirement: str) -> None:
    text = portfolio("KR", facts=facts)
    before = verdict(assess(known, text, date(2026, 1, 21)), requirement)
    assert (before.applicability, before.applies_from) == ("applies-later", "2026-01-22")
    on = verdict(assess(known, text, date(2026, 1, 22)), requirement)
    assert (on.applicability, on.applies_from) == ("applies", "2026-01-22")


def test_korea_reaches_a_deployer_who_offers_a_service(known: Knowledge) -> None:
    found = {}
    for said in ("true", "false"):
        facts = f"high_impact_kr: true, offers_service_with_system: {said}"
        found[said] = verdict(assess(known, portfolio("KR", "deployer", facts), LATE), "kr-ai-basic-act:34-1-1")
    unsaid = verdict(assess(known, portfolio("KR", "deployer", "high_impact_kr: true"), LATE), "kr-ai-basic-act:34-1-1")
    assert (found["true"].applicability, found["false"].applicability) == ("applies", "does-not-apply")
    assert (unsaid.applicability, unsaid.missing_facts) == ("undetermined", "offers_service_with_system")


def test_korea_undetermined_names_the_fact(known: Knowledge) -> None:
    assessment = assess(known, portfolio("KR"), LATE)
    high = verdict(assessment, "kr-ai-basic-act:34-1-1")
    assert (high.applicability, high.missing_facts) == ("undetermined", "high_impact_kr")
    either = verdict(assessment, "kr-ai-basic-act:31-1")
    assert set(either.missing_facts.split(";")) == {"generates_synthetic_content", "high_impact_kr"}


def test_korea_on_the_largest_models(known: Knowledge) -> None:
    large = "{id: large, name: Large, roles: [gpai-provider], facts: {training_compute_over_1e26: true}}"
    models = f"  models:\n    - {large}"
    assessment = assess(known, portfolio("KR", models=models), LATE)
    assert verdict(assessment, "kr-ai-basic-act:32-2", "large").applicability == "applies"


def test_korean_effort_on_rights_is_a_recommendation(known: Knowledge) -> None:
    assert known.catalogs.norms["kr-ai-basic-act:35.n1"].modality == "recommendation"


@pytest.mark.parametrize(
    ("edition", "status"), [("coe-225", "enacted"), ("ca-aida", "lapsed"), ("br-pl-2338", "proposed")]
)
def test_what_is_not_in_force_binds_nobody(known: Knowledge, edition: str, status: str) -> None:
    assert known.catalogs.editions[edition].status == status
    for role in ("state-party", "provider", "deployer"):
        assessment = assess(known, portfolio("EU, CA, BR", role), LATE)
        assert _applicabilities(assessment, (edition,)) <= {"does-not-apply"}


def test_the_convention_addresses_parties_only(known: Knowledge) -> None:
    assert {norm.bearers for norm in known.catalogs.norms_of("coe-225")} == {("state-party",)}


def test_nothing_applies_to_an_organisation_in_the_union_only(known: Knowledge) -> None:
    stated = ("generative_service_to_public", "deep_synthesis_service", "algorithm_recommendation", "deep_fake")
    facts = ", ".join(f"{fact}: true" for fact in stated)
    for role in ("provider", "deployer", "content-platform", "research-institution"):
        assessment = assess(known, portfolio("EU", role, facts), LATE)
        assert _applicabilities(assessment, LAWS) == {"does-not-apply"}
        assert _applicabilities(assessment, COMMITMENTS) == {"not-adopted"}


@pytest.mark.parametrize("edition", COMMITMENTS)
def test_voluntary_frameworks_bind_by_commitment(known: Knowledge, edition: str) -> None:
    assessment = assess(known, portfolio("SG"), LATE, adopted=edition)
    assert _applicabilities(assessment, (edition,)) == {"applies"}


def test_federal_acquisition_by_the_day_of_the_solicitation(known: Knowledge) -> None:
    found = {}
    for day in ("2025-09-29", "2025-09-30"):
        facts = f"ai_procured: true, national_security_system: false, acquisition_started: {day}"
        text = portfolio("US", "agency", facts).replace(
            "operates_in: [US]", "covered_agency: true, intelligence_community: false"
        )
        found[day] = verdict(assess(known, text, LATE), "omb-m-25-22:terms-monitor").applicability
    assert found == {"2025-09-29": "does-not-apply", "2025-09-30": "applies"}
    text = portfolio("US", "agency", "ai_procured: true, national_security_system: false").replace(
        "operates_in: [US]", "covered_agency: true, intelligence_community: false"
    )
    unsaid = verdict(assess(known, text, LATE), "omb-m-25-22:terms-monitor")
    assert (unsaid.applicability, unsaid.missing_facts) == ("undetermined", "acquisition_started")


def _applicabilities(assessment: Assessment, editions: tuple[str, ...]) -> set[str]:
    return {
        assessment.verdict(block, number).applicability
        for block in assessment.blocks(editions)
        for number in range(len(block.subjects))
    }
