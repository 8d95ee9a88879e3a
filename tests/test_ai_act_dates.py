"""Dates that the AI Act gives by reference: the manner of marking, and the hand-over to a new provider."""

from __future__ import annotations

from datetime import date

import pytest

from kg.assess.assessment import Assessment
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

PORTFOLIO = """
portfolio:
  normgraph: 1
  organisation:
    {{id: acme, name: Acme SE, facts: {{established_in_eu: true, third_country_authority_agreement: false}}}}
  systems:
    - id: it
      name: The system
      roles: [provider]
      facts: {{placed_on_eu_market: true, {facts}}}
      complete: [{topics}]
"""
TOPICS = (
    "scope",
    "classification",
    "market",
    "product-safety",
    "public-sector",
    "value-chain",
    "testing",
    "biometrics",
    "prohibited-practices",
    "synthetic-content",
)
OLD = "placed: 2026-07-01"
MARKS = "generates_synthetic_content: true, assistive_editing_only: false, law_authorised_for_criminal_offences: false"
CHATS = "interacts_with_persons: true, ai_nature_obvious: false, open_to_public_for_reporting_crime: false"
GIVEN = "superseded_by_new_provider: true, excluded_high_risk_change: false, placed: 2026-07-01"
PRODUCT = "annex_i_section: A, safety_component: true, third_party_assessment_of_product: true"


def applicability(known: Knowledge, facts: str, day: str, norm: str, *, known_on: str = "", drop: str = "") -> str:
    text = PORTFOLIO.format(facts=facts, topics=", ".join(item for item in TOPICS if item != drop))
    place = parse_yaml(text, "made up").get("portfolio")
    assert place is not None
    as_of = date.fromisoformat(day)
    assessment = Assessment(known, from_place(place, known), as_of, date.fromisoformat(known_on or day))
    return next(
        assessment.verdict(block, block.subjects.index("acme:it")).applicability
        for block in assessment.blocks(("eu-ai-act",))
        if block.norm.id == f"eu-ai-act:{norm}"
    )


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        (f"{MARKS}, {OLD}", "2026-12-01", "applies-later"),
        (f"{MARKS}, {OLD}", "2026-12-02", "applies"),
        (f"{MARKS}, placed: 2026-08-02", "2026-12-01", "applies"),
        (f"{MARKS}, {CHATS}, {OLD}", "2026-12-01", "applies"),
    ],
)
def test_the_manner_of_marking_falls_due_with_the_marking(
    shipped: Knowledge, facts: str, day: str, expected: str
) -> None:
    assert applicability(shipped, facts, day, "50-5.n1") == expected


def test_whether_only_marking_is_due_has_to_be_known(shipped: Knowledge) -> None:
    assert (
        applicability(shipped, f"{MARKS}, {OLD}", "2026-12-01", "50-5.n1", drop="synthetic-content") == "undetermined"
    )


@pytest.mark.parametrize(
    ("facts", "day", "known_on", "expected"),
    [
        (f"{PRODUCT}, {GIVEN}", "2028-08-01", "", "applies-later"),
        (f"{PRODUCT}, {GIVEN}", "2028-08-02", "", "applies"),
        (f"{PRODUCT}, annex_iii_point: [4a], profiling: true, {GIVEN}", "2027-12-02", "", "applies"),
        (GIVEN, "2027-12-01", "", "applies-later"),
        (GIVEN, "2027-12-02", "", "applies"),
        (f"{PRODUCT}, {GIVEN}", "2027-08-01", "2026-07-01", "applies-later"),
        (f"{PRODUCT}, {GIVEN}", "2027-08-02", "2026-07-01", "applies"),
    ],
)
def test_the_hand_over_has_the_date_of_the_class(
    shipped: Knowledge, facts: str, day: str, known_on: str, expected: str
) -> None:
    assert applicability(shipped, facts, day, "25-2.n1", known_on=known_on) == expected
