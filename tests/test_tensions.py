"""Tensions between duties: each cites provisions on both sides, and none cites the same thing twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib

from kg.prefixes import compact
from kg.resources import ontology_dir

NG = rdflib.Namespace("https://w3id.org/normgraph/vocab#")
EXPECTED = {
    "log-retention-and-erasure": ({"eu-ai-act:19-1", "eu-ai-act:26-6"}, {"gdpr:17-1", "gdpr:5-1-e"}),
    "disclosure-and-confidentiality": ({"eu-ai-act:13", "eu-ai-act:50", "eu-ai-act:53-1-d"}, {"eu-ai-act:78"}),
    "incident-clocks": ({"eu-ai-act:73-2", "eu-ai-act:73-3", "eu-ai-act:73-4"}, {"gdpr:33-1"}),
    "bias-examination-and-special-categories": ({"eu-ai-act:4a-1", "eu-ai-act:10-5"}, {"gdpr:9-1", "gdpr:9-2"}),
}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "vocab" / "tensions.ttl")


def sides(graph: rdflib.Graph) -> Iterator[tuple[str, set[str], set[str]]]:
    for tension in graph.subjects(rdflib.RDF.type, NG.Tension):
        one, other = ({compact(str(cited)) for cited in graph.objects(tension, NG[side])} for side in SIDES)
        yield compact(str(tension)).partition(":")[2], one, other


SIDES = ("oneSide", "otherSide")


def test_the_known_tensions_cite_what_they_are_about(graph: rdflib.Graph) -> None:
    found = {name: (one, other) for name, one, other in sides(graph)}
    assert found.keys() >= EXPECTED.keys()
    for name, (one, other) in EXPECTED.items():
        assert one <= found[name][0]
        assert other <= found[name][1]


def test_both_sides_are_cited_and_differ(graph: rdflib.Graph) -> None:
    assert [name for name, one, other in sides(graph) if not one or not other or one & other] == []
