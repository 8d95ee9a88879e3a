"""What management systems leave of the AI Act: the legal acts, whatever is assumed about the standards.

The residual is computed from the duty sets: everything that any catalog which binds by commitment requires or advises
counts as done. A second computation assumes even more: every duty that is not an act.
"""

from __future__ import annotations

from datetime import date

import pytest

from kg.assess.assessment import Assessment
from kg.duties import Bit
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

PROVIDER = {"43", "47", "48", "49", "73"}
PUBLIC_DEPLOYER = {"26(7)", "26(11)", "27", "49(3)"}
DAY = date(2028, 1, 3)
PORTFOLIO = """
portfolio:
  normgraph: 1
  organisation: {id: acme, name: Acme, facts: {established_in_eu: true, third_country_authority_agreement: false}}
  systems:
    - id: made
      name: Recruiting filter, made
      roles: [provider]
      facts: {annex_iii_point: [4a], profiling: true, placed_on_eu_market: true, placed: 2027-12-02}
      complete: [scope, classification, market, product-safety, public-sector, value-chain, testing]
    - id: used
      name: Recruiting filter, used
      roles: [deployer]
      facts:
        {annex_iii_point: [4a], profiling: true, placed_on_eu_market: true, placed: 2027-12-02,
          deployer_kind: [public-authority, employer], use_area: [workplace], decides_about_natural_persons: true,
          derogation_46_1: false}
      complete: [scope, classification, market, product-safety, value-chain, testing]
"""


def committed(known: Knowledge) -> frozenset[Bit]:
    """Everything that catalogs which bind by commitment require or advise."""
    names = {name for name, edition in known.catalogs.editions.items() if edition.binding == "commitment"}
    norms = [norm.id for norm in known.catalogs.norms.values() if norm.edition in names]
    return frozenset().union(*(known.scheme.bits_of(norm, mode) for norm in norms for mode in ("requires", "advises")))


def residual(known: Knowledge, subject: str, done: frozenset[Bit]) -> set[str]:
    """Paragraphs that apply to a system and of which something is left."""
    place = parse_yaml(PORTFOLIO, "made up").get("portfolio")
    assert place is not None
    assessment = Assessment(known, from_place(place, known), DAY, DAY)
    return {
        known.catalogs.provisions[block.norm.provision].notation
        for block in assessment.blocks(("eu-ai-act",))
        for number, name in enumerate(block.subjects)
        if name == f"acme:{subject}"
        and block.norm.modality == "obligation"
        and assessment.verdict(block, number).applicability == "applies"
        and known.scheme.bits_of(block.norm.id) - done
    }


@pytest.fixture(scope="module", params=["standards", "everything but acts"])
def done(request: pytest.FixtureRequest, shipped: Knowledge) -> frozenset[Bit]:
    """What is assumed to be done: all that the shipped standards ask or advise, or all that is no act."""
    standards = committed(shipped)
    if request.param == "standards":
        return standards
    known = shipped.scheme
    demanded = {bit for norm in shipped.catalogs.norms for bit in known.bits_of(norm)}
    return standards | {bit for bit in demanded if known.duties[bit.duty].nature != "act"}


@pytest.mark.parametrize(("subject", "expected"), [("made", PROVIDER), ("used", PUBLIC_DEPLOYER)])
def test_acts_remain(shipped: Knowledge, done: frozenset[Bit], subject: str, expected: set[str]) -> None:
    left = residual(shipped, subject, done)
    gone = {name for name in expected if not any(item == name or item.startswith(f"{name}(") for item in left)}
    assert gone == set(), f"left: {sorted(left)}"


def test_standards_demand_no_act(shipped: Knowledge) -> None:
    assert [str(bit) for bit in committed(shipped) if shipped.scheme.duties[bit.duty].nature == "act"] == []


def test_something_of_the_act_is_done_by_standards(shipped: Knowledge) -> None:
    assert residual(shipped, "made", committed(shipped)) < residual(shipped, "made", frozenset())
