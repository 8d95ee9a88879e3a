"""Deeming rules and presumptions: what the law takes as met another way is shown, and changes no verdict."""

from __future__ import annotations

from datetime import date

import pytest

from kg.assess.assessment import Assessment
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from kg.logic import atoms, parse

ACT = {
    "deeming-17-4",
    "deeming-26-5",
    "deeming-27-4",
    "deeming-72-4",
    "presumption-32",
    "presumption-40",
    "presumption-41",
    "presumption-42-1",
    "presumption-42-2",
    "presumption-42-3",
}
BANK = """
portfolio:
  normgraph: 1
  organisation:
    {{id: bank, name: Bank SE, facts: {{established_in_eu: true, third_country_authority_agreement: false}}}}
  systems:
    - id: it
      name: Credit scoring
      roles: [provider, deployer]
      facts:
        {{annex_iii_point: [5b], profiling: true, provider_kind: [financial-institution],
          deployer_kind: [financial-institution], placed_on_eu_market: true, placed: 2027-12-02, {facts}}}
      complete: [scope, classification, market, product-safety, value-chain, testing]
"""
STATED = ", ".join(
    f"{name}: true"
    for name in (
        "meets_financial_governance_rules",
        "post_market_monitoring_integrated",
        "dpia_done",
        "dpia_covers_fria",
        "oj_cited_standard_applied",
        "oj_cited_cybersecurity_certificate",
        "meets_cyber_resilience_act",
        "data_reflect_setting",
    )
)


def test_the_deemings_of_the_act(shipped: Knowledge) -> None:
    found = {name.partition(":")[2] for name in shipped.catalogs.deemings if name.startswith("eu-ai-act:")}
    assert found == ACT


@pytest.mark.parametrize("name", ["presumption-32", "presumption-40"])
def test_standards_give_a_presumption_only_with_a_reference_in_the_official_journal(
    shipped: Knowledge, name: str
) -> None:
    condition = parse(shipped.catalogs.deemings[f"eu-ai-act:{name}"].text)
    assert "oj_cited_standard_applied" in {atom.fact for atom in atoms(condition)}


def test_the_deemings_of_the_act_reach_obligations_only(shipped: Knowledge) -> None:
    reached = {norm for name in ACT for norm in shipped.catalogs.deemings[f"eu-ai-act:{name}"].norms}
    assert {shipped.catalogs.norms[name].modality for name in reached} == {"obligation"}


def test_what_is_deemed_met_is_never_inferred(shipped: Knowledge) -> None:
    assert _verdicts(shipped, "vlop_or_vlose: false") == _verdicts(shipped, f"vlop_or_vlose: false, {STATED}")


def _verdicts(known: Knowledge, facts: str) -> dict[str, tuple[str, str]]:
    """Applicability and status of every norm that a deeming reaches."""
    place = parse_yaml(BANK.format(facts=facts), "made up").get("portfolio")
    assert place is not None
    day = date(2028, 1, 1)
    assessment = Assessment(known, from_place(place, known), day, day)
    reached = {norm for deeming in known.catalogs.deemings.values() for norm in deeming.norms}
    found = {
        block.norm.id: assessment.verdict(block, number)
        for block in assessment.blocks(("eu-ai-act",))
        for number, name in enumerate(block.subjects)
        if name in {"bank", "bank:it"} and block.norm.id in reached
    }
    return {name: (verdict.applicability, verdict.status) for name, verdict in found.items()}
