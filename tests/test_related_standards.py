"""Referenced standards: every candidate for the AI Act has a state, and none is cited in the Official Journal."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import RDF, SKOS

from kg import vocabulary as v
from kg.knowledge import Knowledge
from kg.prefixes import compact, expand
from kg.resources import ontology_dir

CANDIDATE_FOR = rdflib.URIRef(v.NG + "candidateFor")
STATE = rdflib.URIRef(v.NG + "publicationState")
JOURNAL = rdflib.URIRef(v.NG + "officialJournalReference")

CANDIDATES = {
    "EN-18286-2026": "published",
    "prEN-18228": "enquiry-closed",
    "prEN-18229-1": "enquiry-closed",
    "prEN-18229-2": "drafting",
    "prEN-18229-3": "enquiry",
    "prEN-18229-4": "new-project",
    "prEN-18229-5": "new-project",
    "prEN-18281": "enquiry-closed",
    "prEN-18282": "enquiry-closed",
    "prEN-18283": "drafting",
    "prEN-18284": "drafting",
    "prEN-18285": "drafting",
    "prEN-ISO-IEC-23282": "enquiry",
}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """Every catalog and scheme: a reference could stand in any of them."""
    found = rdflib.Graph()
    for path in [*(ontology_dir() / "catalogs").glob("*.ttl"), *(ontology_dir() / "vocab").glob("*.ttl")]:
        if not path.name.endswith(".duties.ttl"):
            found.parse(path)
    return found


def local(term: object) -> str:
    return compact(str(term)).partition(":")[2]


def test_no_ai_act_harmonised_standard_carries_an_official_journal_reference(graph: rdflib.Graph) -> None:
    candidates = {
        standard
        for standard, provision in graph.subject_objects(CANDIDATE_FOR)
        if compact(str(provision)).startswith("eu-ai-act:")
    }
    assert len(candidates) == len(CANDIDATES)
    assert [local(standard) for standard in candidates if (standard, JOURNAL, None) in graph] == []
    # Nor does anything else: there is no reference at all yet.
    assert list(graph.subject_objects(JOURNAL)) == []


def test_every_candidate_has_one_publication_state(graph: rdflib.Graph) -> None:
    states = {local(standard): list(graph.objects(standard, STATE)) for standard in graph.subjects(CANDIDATE_FOR)}
    assert {name: [local(state) for state in found] for name, found in states.items()} == {
        name: [state] for name, state in CANDIDATES.items()
    }


def test_every_standard_has_a_state_of_the_scheme(graph: rdflib.Graph) -> None:
    scheme = rdflib.URIRef(expand("publication-state"))
    states = set(graph.subjects(SKOS.inScheme, scheme))
    for standard in graph.subjects(RDF.type, rdflib.URIRef(v.PROVISION)):
        name = compact(str(standard))
        kind = str(graph.value(standard, rdflib.URIRef(v.PROVISION_KIND)))
        if name.startswith("related-standards:") and kind not in {"group", "committee"}:
            assert graph.value(standard, STATE) in states, name


def test_doubts_about_titles_and_editions_are_carried(shipped: Knowledge) -> None:
    notes = {name: " ".join(item.notes) for name, item in shipped.catalogs.provisions.items()}
    assert "not the official one" in notes["related-standards:ISO-IEC-27018-2025"]
    for name in ("ISO-IEC-AWI-42003", "ISO-IEC-DIS-42007", "ISO-IEC-FDIS-42105", "ISO-IEC-27090"):
        assert "approximate" in notes[f"related-standards:{name}"]


@pytest.mark.parametrize("edition", ["related-standards", "owasp-llm-2025", "owasp-agentic-2026"])
def test_lists_state_no_norm(edition: str, shipped: Knowledge) -> None:
    assert edition in shipped.catalogs.editions
    assert shipped.catalogs.norms_of(edition) == ()


def test_risk_lists_are_complete(shipped: Knowledge) -> None:
    sources = [item for item in shipped.catalogs.provisions.values() if item.category == "risk-source"]
    counts = {
        edition: sum(item.edition == edition for item in sources)
        for edition in ("owasp-llm-2025", "owasp-agentic-2026", "mitre-atlas")
    }
    assert counts == {"owasp-llm-2025": 10, "owasp-agentic-2026": 10, "mitre-atlas": 16}


def test_atlas_mitigations_are_recommendations_with_duties(shipped: Knowledge) -> None:
    norms = shipped.catalogs.norms_of("mitre-atlas")
    assert len(norms) == 37
    assert {norm.modality for norm in norms} == {"recommendation"}
    assert all(norm.excludable and shipped.scheme.bits_of(norm.id, "requires") for norm in norms)
