"""Waivers: the rules that allow them are data with their provision; one on record closes no gap."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kg.assess import explain, reasons
from kg.assess.assessment import Assessment
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

MEMOS = ("omb-m-24-10", "omb-m-25-21")
PRACTICE = "omb-m-25-21:4-b-ii"
DAY = date(2026, 11, 23)


def _agency(knowledge: Knowledge, *waivers: dict[str, str], status: str = "not-done") -> Assessment:
    document = {
        "normgraph": 1,
        "organisation": {
            "id": "office",
            "name": "Office",
            "facts": {"covered_agency": True},
            "complete": ["scope", "us-federal"],
        },
        "people": [{"id": "caio", "post": "Chief AI Officer"}],
        "systems": [
            {
                "id": "benefits", "name": "Benefits", "roles": ["agency"],
                "facts": {"high_impact": True, "stage": "operation"},
            }
        ],
        "measures": [{"id": "assessment", "name": "Impact assessment"}],
        "implementations": [
            {"id": "i", "measure": "assessment", "of": PRACTICE, "scope": ["benefits"], "status": status}
        ],
        "waivers": list(waivers),
    }  # fmt: skip
    portfolio = from_place(parse_yaml(json.dumps(document), "portfolio.yaml"), knowledge)
    return Assessment(knowledge, portfolio, DAY, DAY, frozenset())


def _found(assessment: Assessment) -> tuple[str, str, frozenset[str]]:
    ((block, row),) = [
        (block, row)
        for block in assessment.blocks(("omb-m-25-21",))
        for row, subject in enumerate(block.subjects)
        if block.norm.provision == PRACTICE and subject == "office:benefits"
    ]
    verdict = assessment.verdict(block, row)
    return verdict.applicability, verdict.status, frozenset(reasons.attributes(assessment, block, row))


def test_every_provision_that_allows_a_waiver_is_a_rule_with_norms_and_somebody_who_grants(shipped: Knowledge) -> None:
    provisions = {
        item.id
        for item in shipped.catalogs.provisions.values()
        if item.kind in {"waiver", "extension"} and item.edition in MEMOS
    }
    waivers = shipped.catalogs.waivers.values()
    assert {waiver.provision for waiver in waivers} == provisions
    for waiver in waivers:
        assert waiver.granted_by in {"caio", "omb"}
        assert waiver.source.startswith("OMB Memorandum")
        for name in waiver.norms:
            norm = shipped.catalogs.norms[name]
            assert norm.edition == shipped.catalogs.provisions[waiver.provision].edition
            assert norm.modality == "obligation"


def test_the_memorandum_on_acquisition_knows_no_waiver(shipped: Knowledge) -> None:
    assert not [name for name in shipped.catalogs.waivers if name.startswith("omb-m-25-22:")]


@pytest.mark.parametrize("status", ["not-done", "planned", "implemented"])
def test_a_waiver_on_record_is_an_attribute_and_changes_no_status(shipped: Knowledge, status: str) -> None:
    waiver = {"id": "w", "requirement": PRACTICE, "subject": "benefits", "by": "caio", "until": "2027-06-30"}
    bare, waived = (_found(_agency(shipped, *found, status=status)) for found in ((), (waiver,)))
    assert bare[:2] == waived[:2]
    assert bare[0] == "applies"
    assert waived[2] - bare[2] == {"waiver"}
    if status == "not-done":
        assert waived[1] == "gap"


def test_a_waiver_that_ended_leaves_nothing(shipped: Knowledge) -> None:
    ended = {"id": "w", "requirement": PRACTICE, "subject": "benefits", "until": "2026-06-30"}
    assert _found(_agency(shipped, ended)) == _found(_agency(shipped))


def test_explain_names_the_rule_that_allows_it(shipped: Knowledge) -> None:
    steps = [step for step in explain.explain(_agency(shipped), "office:benefits", PRACTICE) if step.step == "waiver"]
    (step,) = steps
    assert step.because == "role:caio may grant it; a waived norm is not met"
    assert step.source == "OMB Memorandum M-25-21, Appendix, 4(a)(ii)"
