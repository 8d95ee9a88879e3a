"""Kernel, interpreter and SPARQL agree on the shipped catalogs with random facts; dates of the AI Act."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

import pytest

from kg.assess.assessment import Assessment
from kg.knowledge import Knowledge
from kg.portfolio.model import Portfolio
from kg.portfolio.records import Implementation, Model, Organisation, Record, System
from kg.resources import knowledge_files
from tests.oracle import portfolios
from tests.oracle.naive import Naive
from tests.oracle.portfolios import Stated, assess, day, event, portfolio, role, system, verdicts
from tests.oracle.sparql import Oracle, edition_lines
from tests.oracle.test_agreement import differences, differences_today, kernel_rows, kernel_today

BINDING = {"eu-ai-act", "omb-m-24-10", "omb-m-25-21"}
DAYS = ["2025-01-15", "2025-03-01", "2026-08-01", "2026-11-23", "2027-12-02", "2028-09-01"]
ROLES = ["provider", "deployer", "importer", "distributor", "gpai-provider", "product-manufacturer", "agency"]


@cache
def lines() -> tuple[str, ...]:
    """All shipped statements."""
    return tuple(
        edition_lines(path for name, path in knowledge_files() if name.endswith(".ttl") and "/shapes/" not in name)
    )


def random_portfolio(knowledge: Knowledge, seed: int, size: int = 3) -> Portfolio:
    """A few systems that state a random half of the facts, with claims and evidence."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    base = [fact for fact in knowledge.facts.types.values() if not fact.derived]
    records: list[Record] = [portfolios.measure(), portfolios.aims(), portfolios.commitment("iso-42001-2023")]
    for number in range(size):
        facts = {fact.name: _values(rng, fact.value_type, fact.values) for fact in base if rng.random() < 0.6}
        # Most systems are in scope, or the answers would all be no.
        facts |= {"placed_on_eu_market": ("true",), "covered_agency": ("true",)} if rng.random() < 0.8 else {}
        facts |= dict.fromkeys(("sole_scientific_research", "exclusive_military_defence_security"), ("false",))
        kind = Model if number == size - 1 else System
        records.append(kind(id=f"acme:x{number}", name="x", facts=facts))
        roles = rng.sample(ROLES, rng.randint(0, 2))
        records += [role(held, of=f"x{number}") for held in roles]
        if rng.random() < 0.5:
            records.append(event(rng.choice(sorted(knowledge.facts.events)), "2026-01-01", f"x{number}"))
    return portfolio(*records, *_claims(rng, knowledge), organisation=Organisation(id="acme", name="Acme"))


def _values(rng: random.Random, kind: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if rng.random() < 0.1:
        return ("none",)
    if kind == "date":
        return (rng.choice(DAYS),)
    if kind == "boolean":
        return (rng.choice(["true", "false"]),)
    return tuple(rng.sample(values, min(len(values), rng.randint(1, 2)))) if values else ("1",)


def _claims(rng: random.Random, knowledge: Knowledge) -> list[Record]:
    kinds = sorted(knowledge.evidence_assurance)
    norms = sorted({link.norm for link in knowledge.scheme.links})
    records: list[Record] = []
    for number, norm in enumerate(rng.sample(norms, 30)):
        scope = rng.choice([("organisation",), ("acme:x0",), ("acme:x0", "acme:x1")])
        status = rng.choice(["implemented", "implemented", "planned", "not-done"])
        claim: Implementation = portfolios.implementation(norm, scope, status, name=f"c{number}")
        records.append(claim)
        if rng.random() < 0.7:
            kind = tuple(rng.sample(kinds, 3))
            records += portfolios.evidence(f"c{number}", kind, name=f"e{number}", assurance=rng.choice(["", "tested"]))
    return records


@pytest.mark.parametrize("seed", [0, pytest.param(2, marks=pytest.mark.long)])
def test_kernel_and_interpreter_agree_on_the_shipped_catalogs(shipped: Knowledge, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    as_of, known_on = (date.fromisoformat(rng.choice(DAYS)) for _ in range(2))
    records = random_portfolio(shipped, seed)
    assessment, naive = Assessment(shipped, records, as_of, known_on), Naive(shipped, records, as_of, known_on)
    for edition in shipped.catalogs.editions:
        assert differences(kernel_rows(assessment, edition), naive.rows(edition)) == []


@pytest.mark.parametrize(
    "edition", [pytest.param("eu-ai-act", marks=pytest.mark.long), "omb-m-24-10", "iso-42001-2023"]
)
def test_kernel_and_sparql_agree_on_the_shipped_catalogs(shipped: Knowledge, edition: str) -> None:
    as_of = date(2025, 1, 15) if edition.startswith("omb") else date(2027, 12, 2)
    records = random_portfolio(shipped, 11, 2)
    assessment = Assessment(shipped, records, as_of, as_of)
    found = Oracle(lines(), shipped, records, edition).answers(as_of, as_of)
    assert differences_today(kernel_today(assessment, edition), found, shipped) == []


# ---- a recruiting system on both sides of the dates


RECRUITING: Stated = {
    "annex_iii_point": "4a",
    "profiling": "true",
    "placed_on_eu_market": "true",
    "established_in_eu": "true",
    "put_into_service_in_eu": "true",
    "intended_for_public_authorities": "false",
    "annex_x_component": "false",
    "open_source_system": "false",
    "sole_scientific_research": "false",
    "exclusive_military_defence_security": "false",
    "before_market": "false",
    "third_country_authority_agreement": "false",
    "annex_i_section": "none",
    "superseded_by_new_provider": "false",
    "safety_component": "false",
    "art_6_3_exception": "none",
    "is_the_product": "false",
    "purpose_changed_to_high_risk": "false",
}


def risk_management(shipped: Knowledge, as_of: str, known_on: str, *events: Record, **facts: str) -> tuple[str, str]:
    """Article 9(1) for a recruiting system."""
    records = portfolio(system("recruiting", {**RECRUITING, **facts}), role(of="recruiting"), *events)
    found = verdicts(assess(shipped, records, day(as_of) or portfolios.TODAY, day(known_on)))
    row = found["acme:recruiting", "eu-ai-act:9-1", "acme"]
    return row.applicability, row.applies_from


@pytest.mark.parametrize(
    ("as_of", "known_on", "expected"),
    [
        ("2026-06-01", "2026-06-01", ("applies-later", "2026-08-02")),
        ("2026-08-02", "2026-07-23", ("applies", "2026-08-02")),
        ("2026-08-02", "2026-07-24", ("applies-later", "2027-12-02")),
        ("2027-12-01", "2027-12-01", ("applies-later", "2027-12-02")),
        ("2027-12-02", "2027-12-02", ("applies", "2027-12-02")),
    ],
)
def test_a_planned_system_under_both_texts(
    shipped: Knowledge, as_of: str, known_on: str, expected: tuple[str, str]
) -> None:
    assert risk_management(shipped, as_of, known_on, placed="2027-12-02", significantly_changed="none") == expected


@pytest.mark.parametrize(
    ("as_of", "changed", "expected"),
    [
        ("2027-12-01", "2027-12-02", ("applies-later", "2027-12-02")),
        ("2027-12-02", "2027-12-02", ("applies", "2027-12-02")),
        ("2027-12-02", "2027-12-01", ("does-not-apply", "")),
        ("2030-01-01", "none", ("does-not-apply", "")),
    ],
)
def test_a_legacy_system_comes_in_by_a_significant_change(
    shipped: Knowledge, as_of: str, changed: str, expected: tuple[str, str]
) -> None:
    assert risk_management(shipped, as_of, as_of, placed="2025-03-01", significantly_changed=changed) == expected


def test_the_recorded_event_says_the_same_as_the_fact(shipped: Knowledge) -> None:
    kind = next(name for name, found in shipped.facts.events.items() if "significantly_changed" in found.gives_facts)
    change = event(kind, "2027-12-02", "recruiting")
    assert risk_management(shipped, "2027-12-01", "", change, placed="2025-03-01") == ("applies-later", "2027-12-02")
    assert risk_management(shipped, "2027-12-02", "", change, placed="2025-03-01") == ("applies", "2027-12-02")


@pytest.mark.parametrize("as_of", ["2027-12-02", "2029-01-01"])
def test_a_component_of_a_large_it_system_is_due_at_the_end_of_2030(shipped: Knowledge, as_of: str) -> None:
    facts = {**RECRUITING, "annex_x_component": "true", "placed": "2027-01-01", "significantly_changed": "none"}
    rows = {}
    for when in (as_of, "2031-01-01"):
        found = verdicts(assess(shipped, portfolio(system("s", facts), role()), date.fromisoformat(when)))
        rows[when] = found["acme:s", "eu-ai-act:9-1", "acme"]
    assert (rows[as_of].applicability, rows[as_of].applies_from) == ("applies-later", "2030-12-31")
    assert (rows["2031-01-01"].applicability, rows["2031-01-01"].applies_from) == ("applies", "2030-12-31")


def test_a_practice_is_clear_only_where_facts_rule_it_out(shipped: Knowledge) -> None:
    norms = [norm for norm in shipped.catalogs.norms_of("eu-ai-act") if norm.modality == "prohibition"]
    name = next(shipped.catalogs.requirement(norm) for norm in norms if norm.provision == "eu-ai-act:5-1-f")
    for facts, expected in (({}, "undetermined"), ({"practice": "none", "emotion_recognition": "false"}, "clear")):
        stated = {**RECRUITING, "personal_non_professional_use": "false", **facts}
        found = verdicts(assess(shipped, portfolio(system("s", stated), role("deployer")), date(2026, 11, 23)))
        row = found["acme:s", name, "acme"]
        assert (row.applicability, row.status, row.applies_from) == ("applies", expected, "2025-02-02")


def test_a_dispute_about_providers_leaves_nothing_open_for_a_deployer(shipped: Knowledge) -> None:
    facts = {**RECRUITING, "art_6_3_exception": "a", "profiling": "false", "placed": "2025-03-01"}
    facts |= {"personal_non_professional_use": "false"}
    found = verdicts(assess(shipped, portfolio(system("s", facts), role("deployer")), date(2026, 11, 23)))
    assert found["acme:s", "eu-ai-act:49-2", "acme"].applicability == "does-not-apply"
