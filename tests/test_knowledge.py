"""The knowledge as one value, and a catalog of one's own without a line of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import knowledge
from kg.errors import NotFound
from kg.knowledge import Knowledge
from tests.oracle.made_up import Edition, Rule, make
from tests.oracle.portfolios import assess, evidence, implementation, measure, portfolio, role, system, verdicts

LAW = Edition("law", (Rule("1"), Rule("2"), Rule("3", aggregates=("1", "2")), Rule("4", aggregates=("3", "1"))))

OWN_CATALOG = """
@prefix ng: <https://w3id.org/normgraph/vocab#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix binding: <https://w3id.org/normgraph/id/binding/> .
@prefix modality: <https://w3id.org/normgraph/id/modality/> .
@prefix level: <https://w3id.org/normgraph/id/level/> .
@prefix role: <https://w3id.org/normgraph/id/role/> .
@prefix fact: <https://w3id.org/normgraph/id/fact/> .
@prefix mode: <https://w3id.org/normgraph/id/mode/> .
@prefix duty: <https://w3id.org/normgraph/id/duty/> .
@prefix own-law: <https://w3id.org/normgraph/id/own-law/> .

<https://w3id.org/normgraph/id/own-law>
    a ng:Edition ;
    dcterms:title "A law of one's own" ;
    ng:binding binding:law .

fact:own_robot
    a ng:FactType ;
    skos:prefLabel "Robot"@en ;
    ng:question "Does the system move?" ;
    ng:valueType "boolean" .

own-law:1
    a ng:Provision ;
    skos:notation "1" ;
    rdfs:label "Robots"@en ;
    ng:partOf <https://w3id.org/normgraph/id/own-law> ;
    ng:order 1 .

own-law:1.n1
    a ng:Norm ;
    rdfs:label "Keep what a robot did"@en ;
    ng:statedBy own-law:1 ;
    ng:modality modality:obligation ;
    ng:bearer role:provider ;
    ng:level level:system ;
    ng:window own-law:1.n1.w1 .

own-law:1.n1.w1
    a ng:ApplicabilityWindow ;
    ng:knownFrom "2025-01-01"^^xsd:date ;
    ng:inForceFrom "2025-02-01"^^xsd:date ;
    ng:appliesFrom "2025-03-01"^^xsd:date ;
    ng:condition "all(role=provider, own_robot=true)" .

own-law:1.n1.d1
    a ng:DutyLink ;
    ng:requirement own-law:1.n1 ;
    ng:duty duty:DUTY ;
    ng:mode mode:requires .
"""


def test_a_catalog_of_ones_own_needs_no_code(tmp_path: Path, shipped: Knowledge) -> None:
    duty = next(found for found in shipped.scheme.duties.values() if found.activity == "record" and not found.trigger)
    path = tmp_path / "own-law.ttl"
    path.write_text(OWN_CATALOG.replace("duty:DUTY", duty.id), encoding="utf-8")
    loaded = knowledge.load([path])
    records = portfolio(
        system("moves", own_robot="true"), role(of="moves"), system("stands", own_robot="false"), role(of="stands"),
        system("silent"), role(of="silent"), measure(), implementation("own-law:1", ("acme:moves",)),
        *evidence(kind=(duty.evidence_kind,), assurance="operated"),
    )  # fmt: skip
    found = verdicts(assess(loaded, records))
    rows = {name: found[f"acme:{name}", "own-law:1", "acme"] for name in ("moves", "stands", "silent")}
    assert (rows["moves"].applicability, rows["moves"].status) == ("applies", "covered")
    assert rows["moves"].applies_from == "2025-03-01"
    assert rows["stands"].applicability == "does-not-apply"
    assert (rows["silent"].applicability, rows["silent"].missing_facts) == ("undetermined", "own_robot")


def test_aggregates_stand_for_their_leaves_once() -> None:
    found = make(LAW)
    norms = found.catalogs.norms
    assert [leaf.id for leaf in found.parts(norms["law:4.n1"])] == ["law:1.n1", "law:2.n1"]
    assert found.parts(norms["law:1.n1"]) == (norms["law:1.n1"],)


def test_an_unknown_requirement_is_answered_with_a_suggestion(shipped: Knowledge) -> None:
    with pytest.raises(NotFound) as caught:
        shipped.norms_named("eu-ai-act:26-5-aa")
    assert "eu-ai-act:26-5" in str(caught.value)


def test_evidence_of_a_narrower_kind_fits_the_broader() -> None:
    found = make(LAW)
    assert found.fits("record", "record")
    assert found.fits("log-file", "record")
    assert not found.fits("record", "log-file")
    assert not found.fits("document", "record")


def test_labels_fall_back_to_the_name() -> None:
    found = make(LAW)
    assert found.label("duty:log") == "log"
    assert found.label("duty:nowhere") == "duty:nowhere"


def test_requirement_names_of_the_shipped_knowledge_are_unique(shipped: Knowledge) -> None:
    named = {name for norm in shipped.catalogs.norms.values() for name in [shipped.catalogs.requirement(norm)]}
    assert len(shipped.requirement_names) == len(named) == len(shipped.catalogs.norms)
