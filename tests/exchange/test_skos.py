"""SKOS schemes: concepts in the order of their notation, each below its broader one, whatever the form of RDF."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import catalog_file
from kg.exchange.catalog_draft import CatalogFile
from kg.knowledge import Knowledge
from kg.own.model import Stated

PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix c: <https://example.org/scheme/> .
"""
SCHEME = f"""{PREFIXES}\
<https://example.org/scheme> a skos:ConceptScheme ; dcterms:title "Rules"@en, "Regeln"@de ;
    dcterms:issued "2025-03-01" ; dcterms:publisher "We" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
"""
CONCEPTS = """\
c:one a skos:Concept ; skos:notation "1" ; skos:prefLabel "Eins"@de, "One"@en .
c:ten a skos:Concept ; skos:notation "1.10" ; skos:prefLabel "Ten" ; skos:broader c:one ; skos:definition "Do ten." .
c:two a skos:Concept ; skos:notation "1.2" ; skos:prefLabel "Zwei"@de ; skos:broader c:one, c:ten, c:else .
c:alone a skos:Concept ; skos:prefLabel "Alone" ; skos:scopeNote "Seldom." .
c:one skos:narrower c:three . c:three a skos:Concept ; skos:prefLabel "Three" . c:three skos:note [] .
"""


def read(
    tmp_path: Path, knowledge: Knowledge, text: str, name: str = "scheme.ttl", stated: Stated | None = None
) -> CatalogFile:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return catalog_file.read(path, stated or Stated(), knowledge, "acme")


def test_concepts_become_headings_and_requirements(tmp_path: Path, knowledge: Knowledge) -> None:
    found = read(tmp_path, knowledge, SCHEME + CONCEPTS)
    assert [(item.id, item.kind, item.parent, item.title) for item in found.framework.requirements] == [
        ("1", "heading", "", "One"),
        ("1.2", "requirement", "1", "Zwei"),
        ("1.10", "requirement", "1", "Ten"),
        ("three", "requirement", "1", "Three"),
        ("alone", "requirement", "", "Alone"),
    ]
    ten, alone = found.framework.requirements[2], found.framework.requirements[4]
    assert (ten.text, ten.external_id) == ("Do ten.", "https://example.org/scheme/ten")
    assert alone.notes == ("Seldom.",)


def test_where_it_comes_from(tmp_path: Path, knowledge: Knowledge) -> None:
    framework = read(tmp_path, knowledge, SCHEME + CONCEPTS).framework
    assert (framework.slug, framework.title, str(framework.issued)) == ("scheme", "Rules", "2025-03-01")
    assert (framework.licence, framework.publisher) == ("https://creativecommons.org/licenses/by/4.0/", "We")
    assert framework.external_id == framework.source == "https://example.org/scheme"


def test_what_was_not_understood_is_said(tmp_path: Path, knowledge: Knowledge) -> None:
    found = read(tmp_path, knowledge, SCHEME + CONCEPTS).findings
    assert [(item.where, item.found) for item in found] == [
        ("scheme.ttl", "1 statements"),
        ("scheme.ttl (<https://example.org/scheme/two>)", "https://example.org/scheme/else"),
        ("scheme.ttl (<https://example.org/scheme/two>)", "https://example.org/scheme/ten"),
    ]


def test_a_circle_is_said_and_broken(tmp_path: Path, knowledge: Knowledge) -> None:
    circle = "c:a a skos:Concept ; skos:broader c:b . c:b a skos:Concept ; skos:broader c:a . c:c a skos:Concept ."
    found = read(tmp_path, knowledge, SCHEME + circle)
    assert [(item.id, item.parent) for item in found.framework.requirements] == [("c", ""), ("a", ""), ("b", "a")]
    assert "below itself" in found.findings[0].reading


def test_the_form_is_told_by_content(tmp_path: Path, knowledge: Knowledge) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    linked = json.dumps(
        [
            {"@id": "https://example.org/s", "@type": [f"{skos}ConceptScheme"]},
            {"@id": "https://example.org/s/a", "@type": [f"{skos}Concept"], f"{skos}prefLabel": [{"@value": "A"}]},
        ]
    )
    xml = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{skos}">
      <skos:ConceptScheme rdf:about="https://example.org/s"/>
      <skos:Concept rdf:about="https://example.org/s/a"><skos:prefLabel>A</skos:prefLabel></skos:Concept></rdf:RDF>"""
    triples = f"""<https://example.org/s> a <{skos}ConceptScheme> .
      <https://example.org/s/a> a <{skos}Concept> ; <{skos}prefLabel> "A" ."""
    stated = Stated(title="S", issued=date(2025, 1, 1))
    for text in (linked, xml, triples):
        (only,) = read(tmp_path, knowledge, text, "scheme.txt", stated).framework.requirements
        assert (only.id, only.title) == ("a", "A")


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (PREFIXES, "x.ttl", "no concept scheme"),
        (SCHEME + "c:s a skos:ConceptScheme .", "x.ttl", "several concept schemes"),
        (SCHEME + "c:s a", "x.ttl", "not valid Turtle"),
        ('<!DOCTYPE rdf:RDF [<!ENTITY a "b">]><rdf:RDF/>', "x.rdf", "a DOCTYPE is not supported"),
        ('{"@context": "https://example.org/context.jsonld", "@id": "x:y"}', "x.jsonld", "nothing is fetched"),
        (SCHEME + CONCEPTS.replace("2025", ""), "x.nt", "not valid N-Triples"),
    ],
)
def test_what_is_no_scheme_is_refused(text: str, name: str, message: str, tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, knowledge, text, name)
    assert str(caught.value.where).startswith(name)


def test_nesting_has_a_limit(tmp_path: Path, knowledge: Knowledge) -> None:
    chain = "\n".join(f"c:n{n} a skos:Concept ; skos:broader c:n{n - 1} ." for n in range(1, 200))
    with pytest.raises(InputError, match="nested too deeply"):
        read(tmp_path, knowledge, f"{SCHEME}c:n0 a skos:Concept .\n{chain}")
