"""NIST AI RMF, its generative AI profile and the GDPR: what is in the catalogs, and whom their norms reach."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

RMF, PROFILE, GDPR = "nist-ai-rmf-1.0", "nist-ai-600-1", "gdpr"
CONTROLLER = "processes_personal_data: true, determines_processing: true, processes_on_behalf: false"
AUTOMATED = "decides_about_natural_persons: true, legal_or_similar_effect: true, solely_automated_decision: true"


def provisions(known: Knowledge, edition: str, kind: str) -> set[str]:
    """Notations of the provisions of one kind."""
    found = known.catalogs.provisions.values()
    return {item.notation for item in found if item.id.startswith(f"{edition}:") and item.kind == kind}


def facts(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("kind", "number"), [("function", 4), ("category", 19), ("subcategory", 72), ("objective", 7), ("section", 1)]
)
def test_the_framework_has_what_it_is_known_for(shipped: Knowledge, kind: str, number: int) -> None:
    assert len(provisions(shipped, RMF, kind)) == number


def test_nist_rows_are_all_there(shipped: Knowledge, shared: Path) -> None:
    rows = facts(shared, "nist_ai_rmf.csv")
    for kind in ("function", "category", "subcategory"):
        assert provisions(shipped, RMF, kind) == {row["id"] for row in rows if row["kind"] == kind}
    risks = {row["notes"].split(";")[0].removeprefix("section ") for row in rows if row["kind"] == "gai-risk"}
    assert provisions(shipped, PROFILE, "risk-source") == risks
    assert len(provisions(shipped, RMF, "objective")) == sum(
        row["kind"] == "trustworthiness-characteristic" for row in rows
    )


def test_gdpr_rows_are_all_there(shipped: Knowledge, shared: Path) -> None:
    rows = facts(shared, "gdpr.csv")
    for kind in ("article", "principle", "legal-basis"):
        expected = {row["id"].removeprefix("GDPR-") for row in rows if row["kind"] == kind}
        assert provisions(shipped, GDPR, kind) == expected
    assert len(provisions(shipped, GDPR, "chapter")) == sum(row["kind"] == "chapter" for row in rows)


def test_penalty_tiers_are_those_of_the_facts(shipped: Knowledge, shared: Path) -> None:
    notes = {row["id"].removeprefix("GDPR-"): row["notes"] for row in facts(shared, "gdpr.csv")}
    for norm in shipped.catalogs.norms_of(GDPR):
        article = norm.provision.removeprefix("gdpr:").partition("-")[0]
        if norm.modality == "constitutive":
            continue
        if "not expressly" in notes[article]:
            assert norm.penalty_tier == "", norm.id
        else:
            assert norm.penalty_tier in {"83(4)", "83(5)"}, norm.id
            assert norm.penalty_tier in notes[article], norm.id


def test_every_subcategory_requires_duties_and_no_act(shipped: Knowledge) -> None:
    norms = [norm for norm in shipped.catalogs.norms_of(RMF) if not norm.aggregates]
    assert len(norms) == 72
    for norm in norms:
        required = [link.duty for link in shipped.scheme.links_of(norm.id) if link.mode == "requires"]
        assert 1 <= len(required) <= 8, norm.id
        assert all(shipped.scheme.duties[duty].nature != "act" for duty in required), norm.id


def test_no_duty_stands_for_a_large_part_of_the_framework(shipped: Knowledge) -> None:
    links = [link for link in shipped.scheme.links if link.mode == "requires" and link.norm.startswith(f"{RMF}:")]
    used = Counter(link.duty for link in links)
    assert max(used.values()) <= 0.15 * 72


def test_categories_and_functions_aggregate(shipped: Knowledge) -> None:
    wholes = [norm for norm in shipped.catalogs.norms_of(RMF) if norm.aggregates]
    assert len(wholes) == 23
    parts = Counter(part for norm in wholes for part in norm.aggregates)
    assert set(parts.values()) == {1}
    assert len(parts) == 72 + 19
    catalogs = shipped.catalogs
    for norm in wholes:
        below = {catalogs.norms[part].provision for part in norm.aggregates}
        assert {catalogs.provisions[name].parent for name in below} == {norm.provision}


def test_the_profile_and_the_characteristics_state_nothing(shipped: Knowledge) -> None:
    assert list(shipped.catalogs.norms_of(PROFILE)) == []
    stating = {norm.provision for norm in shipped.catalogs.norms_of(RMF)}
    assert not {name for name in stating if ":TC-" in name}


def test_every_obligation_of_the_gdpr_requires_a_duty(shipped: Knowledge) -> None:
    obligations = [norm for norm in shipped.catalogs.norms_of(GDPR) if norm.modality == "obligation"]
    without = [
        norm.id for norm in obligations if not any(link.mode == "requires" for link in shipped.scheme.links_of(norm.id))
    ]
    assert without == []


def test_no_measure_covers_a_prohibition_of_the_gdpr(shipped: Knowledge) -> None:
    banned = {norm.id for norm in shipped.catalogs.norms_of(GDPR) if norm.modality == "prohibition"}
    assert banned
    assert {link.mode for link in shipped.scheme.links if link.norm in banned} == {"context"}


def test_a_data_protection_assessment_is_no_ai_impact_assessment(shipped: Knowledge) -> None:
    duties = shipped.scheme.duties
    assert (duties["duty:conduct-dpia"].discipline, duties["duty:assess-impact"].discipline) == ("privacy", "ai")
    required = {link.duty for link in shipped.scheme.links_of("gdpr:35-1.n1") if link.mode == "requires"}
    assert required == {"duty:conduct-dpia"}


def test_a_breach_has_72_hours_and_a_request_a_month(shipped: Knowledge) -> None:
    stated = {
        (norm, link.duty): dict(link.parameters)
        for norm in ("gdpr:33-1.n1", "gdpr:12-3.n1")
        for link in shipped.scheme.links_of(norm)
    }
    assert stated["gdpr:33-1.n1", "duty:notify-data-breach"] == {"deadline": "PT72H"}
    assert stated["gdpr:12-3.n1", "duty:answer-data-subject-request"] == {"deadline": "P1M"}


def test_provisions_that_tensions_cite_are_there(shipped: Knowledge) -> None:
    cited = {"gdpr:5-1-e", "gdpr:9", "gdpr:17", "gdpr:22-1", "gdpr:33", "gdpr:33-1", "gdpr:35-1"}
    assert cited <= set(shipped.catalogs.provisions)


def verdicts(
    known: Knowledge, system: str, *, roles: str = "deployer", as_of: str = "2026-11-26", organisation: str = ""
) -> dict[str, Verdict]:
    """Verdicts under the GDPR on one system and its organisation, by requirement."""
    text = f"""
portfolio:
  normgraph: 1
  organisation: {{id: acme, name: Acme, facts: {{{organisation or "established_in_eu: true"}}}}}
  systems:
    - {{id: s, name: System, roles: [{roles}], facts: {{{system}}}, complete: [scope, public-sector]}}
"""
    return dict(_verdicts(known, text, as_of))


def _verdicts(known: Knowledge, text: str, as_of: str) -> Iterator[tuple[str, Verdict]]:
    place: Any = parse_yaml(text, "case.yaml").get("portfolio")
    assert place is not None
    day = date.fromisoformat(as_of)
    assessment = Assessment(known, from_place(place, known), day, day, frozenset())
    for block in assessment.blocks((GDPR,)):
        for number in range(len(block.subjects)):
            verdict = assessment.verdict(block, number)
            yield verdict.requirement, verdict


def test_a_controller_is_bound_by_the_principles(shipped: Knowledge) -> None:
    found = verdicts(shipped, f"{CONTROLLER}, legal_basis: [consent]")
    assert (found["gdpr:5-1-e"].applicability, found["gdpr:5-1-e"].status) == ("applies", "unknown")
    assert found["gdpr:7-1"].applicability == "applies"
    assert found["gdpr:6-1.n2"].status == "clear"
    assert found["gdpr:24-1"].subject == "acme"
    assert found["gdpr:28-3.n2"].applicability == "does-not-apply"


def test_without_personal_data_nothing_applies(shipped: Knowledge) -> None:
    found = verdicts(shipped, "processes_personal_data: false")
    assert {verdict.applicability for verdict in found.values()} == {"does-not-apply"}


def test_outside_the_union_nothing_applies(shipped: Knowledge) -> None:
    away = "established_in_eu: false, operates_in: [US]"
    found = verdicts(shipped, CONTROLLER, organisation=away)
    assert {verdict.applicability for verdict in found.values()} == {"does-not-apply"}
    reached = verdicts(shipped, CONTROLLER, organisation="established_in_eu: false, operates_in: [US, EU]")
    assert reached["gdpr:32-1"].applicability == "applies"


@pytest.mark.parametrize(
    ("system", "organisation", "missing"),
    [
        ("determines_processing: true", "established_in_eu: true", "processes_personal_data"),
        ("processes_personal_data: true", "established_in_eu: true", "determines_processing"),
        (CONTROLLER, "established_in_eu: unknown", "established_in_eu;operates_in"),
    ],
)
def test_what_is_missing_is_named(shipped: Knowledge, system: str, organisation: str, missing: str) -> None:
    verdict = verdicts(shipped, system, organisation=organisation)["gdpr:5-1-c"]
    assert (verdict.applicability, verdict.missing_facts) == ("undetermined", missing)


def test_roles_of_other_laws_do_not_decide_who_is_controller(shipped: Knowledge) -> None:
    on_behalf = "processes_personal_data: true, determines_processing: false, processes_on_behalf: true"
    found = verdicts(shipped, on_behalf, roles="provider")
    assert found["gdpr:28-3.n2"].applicability == "applies"
    assert found["gdpr:5-1-a"].applicability == "does-not-apply"
    stated = verdicts(shipped, "processes_personal_data: true", roles="controller")
    assert stated["gdpr:5-1-a"].applicability == "applies"


@pytest.mark.parametrize(
    ("ground", "ban", "safeguards"),
    [
        ("none", "conflict", "does-not-apply"),
        ("[contract]", "clear", "applies"),
        ("[law]", "clear", "does-not-apply"),
        ("unknown", "undetermined", "undetermined"),
    ],
)
def test_automated_decisions(shipped: Knowledge, ground: str, ban: str, safeguards: str) -> None:
    found = verdicts(shipped, f"{CONTROLLER}, {AUTOMATED}, automated_decision_ground: {ground}")
    assert (found["gdpr:22-1"].status, found["gdpr:22-3"].applicability) == (ban, safeguards)


def test_a_person_who_decides_takes_the_case_out_of_the_ban(shipped: Knowledge) -> None:
    found = verdicts(shipped, f"{CONTROLLER}, {AUTOMATED.replace('solely_automated_decision: true', '')}")
    missing = set(found["gdpr:22-1"].missing_facts.split(";"))
    assert missing == {"automated_decision_ground", "solely_automated_decision"}
    person = AUTOMATED.replace("solely_automated_decision: true", "solely_automated_decision: false")
    assert verdicts(shipped, f"{CONTROLLER}, {person}")["gdpr:22-1"].status == "clear"


@pytest.mark.parametrize(
    ("known", "expected", "missing"),
    [
        ("dpia_required: true", "applies", ""),
        ("dpia_required: false", "does-not-apply", ""),
        ("dpia_required: unknown", "undetermined", "dpia_required"),
    ],
)
def test_the_data_protection_impact_assessment(shipped: Knowledge, known: str, expected: str, missing: str) -> None:
    verdict = verdicts(shipped, f"{CONTROLLER}, {known}")["gdpr:35-1"]
    assert (verdict.applicability, verdict.missing_facts) == (expected, missing)


def test_police_work_is_contested(shipped: Knowledge) -> None:
    police = "established_in_eu: true, deployer_kind: [law-enforcement]"
    listed = verdicts(shipped, f"{CONTROLLER}, annex_iii_point: [6a]", organisation=police)
    hiring = verdicts(shipped, f"{CONTROLLER}, annex_iii_point: [4a]", organisation=police)
    assert (listed["gdpr:5-1-a"].applicability, hiring["gdpr:5-1-a"].applicability) == ("undetermined", "applies")


@pytest.mark.parametrize(("day", "expected"), [("2018-05-24", "applies-later"), ("2018-05-25", "applies")])
def test_the_day_of_application(shipped: Knowledge, day: str, expected: str) -> None:
    verdict = verdicts(shipped, CONTROLLER, as_of=day)["gdpr:5-1-a"]
    assert (verdict.applicability, verdict.applies_from) == (expected, "2018-05-25")


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("minor-personal-data-breach", {"gdpr:33-5"}),
        ("personal-data-breach", {"gdpr:33-1", "gdpr:33-5"}),
        ("high-risk-personal-data-breach", {"gdpr:33-1", "gdpr:33-5", "gdpr:34-1"}),
        ("erasure-request", {"gdpr:12-3", "gdpr:12-4", "gdpr:17-1"}),
        ("access-request", {"gdpr:12-3", "gdpr:12-4", "gdpr:15-1", "gdpr:15-3"}),
    ],
)
def test_breaches_and_requests_wake_what_they_should(shipped: Knowledge, kind: str, due: set[str]) -> None:
    text = f"""
portfolio:
  normgraph: 1
  organisation: {{id: acme, name: Acme, facts: {{established_in_eu: true}}}}
  systems:
    - id: s
      name: System
      roles: [controller]
      facts: {{{CONTROLLER}}}
      complete: [scope, public-sector]
      events: [{{kind: {kind}, date: 2026-11-20}}]
"""
    triggered = {norm.provision for norm in shipped.catalogs.norms_of(GDPR) if norm.trigger}
    found = {name: verdict for name, verdict in _verdicts(shipped, text, "2026-11-26") if name in triggered}
    assert {name for name, item in found.items() if item.applicability == "applies" and item.status} == due
