"""The risk layer: every risk source leads to consequences and is treated by duties that norms speak of."""

from __future__ import annotations

import pytest
import rdflib

from kg import vocabulary as v
from kg.knowledge import Knowledge
from kg.prefixes import compact, expand
from kg.resources import ontology_dir

LEADS_TO = rdflib.URIRef(v.NG + "leadsTo")
MITIGATED_BY = rdflib.URIRef(v.NG + "mitigatedByDuty")
LISTS = {"iso-42001-2023": 7, "nist-ai-600-1": 12, "owasp-llm-2025": 10, "owasp-agentic-2026": 10, "mitre-atlas": 16}


@pytest.fixture(scope="module")
def links() -> rdflib.Graph:
    """The shipped risk links and the scheme of consequences."""
    vocab = ontology_dir() / "vocab"
    return rdflib.Graph().parse(vocab / "risk-links.ttl").parse(vocab / "consequences.ttl")


def test_every_risk_source_is_linked_and_nothing_else(links: rdflib.Graph, shipped: Knowledge) -> None:
    sources = {name for name, item in shipped.catalogs.provisions.items() if item.category == "risk-source"}
    counts = {edition: sum(name.startswith(f"{edition}:") for name in sources) for edition in LISTS}
    assert counts == LISTS
    assert {compact(str(source)) for source in links.subjects(LEADS_TO)} == sources
    assert {compact(str(source)) for source in links.subjects(MITIGATED_BY)} == sources


def test_every_consequence_comes_of_something(links: rdflib.Graph) -> None:
    kinds = set(links.subjects(rdflib.RDF.type, rdflib.URIRef(v.NG + "Consequence")))
    assert set(links.objects(None, LEADS_TO)) == kinds


def test_every_treating_duty_is_demanded_or_advised_by_a_norm(links: rdflib.Graph, shipped: Knowledge) -> None:
    demanded = {
        link.duty
        for norm in shipped.catalogs.norms
        for mode in ("requires", "advises")
        for link in shipped.scheme.links_of(norm, mode)
    }
    assert {compact(str(duty)) for duty in links.objects(None, MITIGATED_BY)} - demanded == set()


def test_the_links_say_that_nobody_has_reviewed_them(links: rdflib.Graph) -> None:
    state = links.value(rdflib.URIRef(expand("risk-links")), rdflib.URIRef(v.REVIEW_STATE))
    assert compact(str(state)) == "review:machine-drafted"
