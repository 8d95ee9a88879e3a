"""A framework file is told by what is in it, whatever its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.exchange import catalog_file
from kg.exchange.catalog_draft import CatalogFile
from kg.knowledge import Knowledge
from kg.own.model import Stated
from tests.exchange.workbooks import Book, Made

OWN = "normgraph: 1\nframework: {slug: own, title: Own, issued: 2026-01-31}\nrequirements: [{id: Q1, title: Ask}]\n"
OWN_JSON = json.dumps(
    {
        "normgraph": 1,
        "framework": {"slug": "own", "title": "Own", "issued": "2026-01-31"},
        "requirements": [{"id": "Q1", "title": "Ask"}],
    }
)
SHEET = [
    ["framework_slug", "framework_title", "framework_issued", "id", "title"],
    ["own", "Own", "2026-01-31", "Q1", "Ask"],
]
OSCAL = json.dumps(
    {
        "catalog": {
            "metadata": {"title": "Own", "oscal-version": "1.1.2", "published": "2026-01-31"},
            "controls": [{"id": "Q1", "title": "Ask"}],
        }
    }
)
LIBRARY = """\
urn: urn:we:risk:library:own
publication_date: 2026-01-31
objects:
  framework: {urn: "urn:we:risk:framework:own", name: Own, requirement_nodes: [
    {urn: "urn:we:risk:req_node:own:q1", assessable: true, ref_id: Q1, name: Ask}]}
"""
SKOS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://x.org/own> a skos:ConceptScheme ; dcterms:title "Own" ; dcterms:issued "2026-01-31" .
<https://x.org/own#Q1> a skos:Concept ; skos:prefLabel "Ask" .
"""


def read(path: Path, knowledge: Knowledge, stated: Stated | None = None) -> CatalogFile:
    return catalog_file.read(path, stated or Stated(), knowledge, "acme")


@pytest.mark.parametrize("text", [OWN, OWN_JSON, OSCAL, LIBRARY, SKOS], ids=["own", "json", "oscal", "ciso", "skos"])
@pytest.mark.parametrize("name", ["file", "file.txt"])
def test_the_content_tells(text: str, name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = read(path, knowledge).framework
    (only,) = found.requirements
    assert (found.slug, found.title, str(found.issued), only.id, only.title) == (
        "own",
        "Own",
        "2026-01-31",
        "Q1",
        "Ask",
    )


def test_a_workbook_may_be_a_framework_of_our_own(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "own.xlsx"
    path.write_bytes(Book((Made("Sheet1", SHEET),)).content())
    found = read(path, knowledge)
    assert (found.form, found.framework.slug, found.findings) == ("framework file", "own", ())


def test_a_file_of_our_own_says_it_itself(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    with pytest.raises(UsageError, match="says this itself") as caught:
        read(path, knowledge, Stated(licence="CC0"))
    assert caught.value.where == "--licence"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.md", "# Read me\n\n* a: b: c\n", "not a framework of a form that is read"),
        ("x.yaml", "- a\n", "not a framework of a form that is read"),
        ("x.yaml", "a: b: c", "not valid YAML"),
        ("x.json", '{"a": 1}', "not a framework of a form that is read"),
        ("x.json", '{"a": ', "not valid JSON"),
        ("x", "", "not a framework of a form that is read"),
        ("x.xml", "<a/>", "not valid RDF/XML"),
    ],
)
def test_what_is_no_framework_is_refused(
    name: str, text: str, message: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read(path, knowledge)
    assert name in str(caught.value.where)
