"""OSCAL catalogs: groups, controls with enhancements, statements with items, and what is withdrawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.exchange import catalog_file
from kg.exchange.catalog_draft import CatalogFile
from kg.knowledge import Knowledge
from kg.own.model import Stated

ITEM = {
    "id": "ac-1_smt.a",
    "name": "item",
    "props": [{"name": "label", "value": "a."}],
    "prose": "Keep {{ insert: param, p }}.",
}
CONTROL: dict[str, Any] = {
    "id": "ac-1",
    "title": "Policy",
    "params": [{"id": "p", "label": "logs"}],
    "props": [{"name": "label", "value": "AC-1"}],
    "parts": [
        {"id": "ac-1_smt", "name": "statement", "prose": "The organization:", "parts": [ITEM]},
        {"id": "ac-1_gdn", "name": "guidance", "prose": "Think."},
    ],
    "controls": [{"id": "ac-1.1", "title": "More"}],
}
WITHDRAWN = {"id": "ac-2", "title": "Gone", "props": [{"name": "status", "value": "withdrawn"}]}
METADATA: dict[str, Any] = {
    "title": "A *small* catalog",
    "last-modified": "2024-02-13T17:43:40Z",
    "version": "5.1",
    "oscal-version": "1.1.2",
    "parties": [{"uuid": "p1", "type": "organization", "name": "NIST"}],
    "responsible-parties": [{"role-id": "creator", "party-uuids": ["p1"]}],
    "links": [{"href": "#r1", "rel": "license"}],
}
GROUP = {"id": "ac", "title": "Access", "props": [{"name": "label", "value": "AC"}], "controls": [CONTROL, WITHDRAWN]}
CATALOG: dict[str, Any] = {
    "uuid": "u1",
    "metadata": METADATA,
    "groups": [GROUP],
    "back-matter": {"resources": [{"uuid": "r1", "title": "Public domain"}]},
}


def read(tmp_path: Path, knowledge: Knowledge, catalog: dict[str, Any] | None = None) -> CatalogFile:
    path = tmp_path / "small.json"
    path.write_text(json.dumps({"catalog": catalog or CATALOG}), encoding="utf-8")
    return catalog_file.read(path, Stated(), knowledge, "acme")


def test_controls_groups_and_items(tmp_path: Path, knowledge: Knowledge) -> None:
    found = read(tmp_path, knowledge).framework.requirements
    assert [(item.id, item.kind, item.parent, item.notation) for item in found] == [
        ("ac", "heading", "", "AC"),
        ("ac-1", "control", "ac", "AC-1"),
        ("ac-1_smt.a", "part", "ac-1", "AC-1 a."),
        ("ac-1.1", "control", "ac-1", "ac-1.1"),
        ("ac-2", "withdrawn", "ac", "ac-2"),
    ]
    assert [item.id for item in found if item.states_norm] == ["ac-1", "ac-1.1"]
    assert (found[1].title, found[1].text) == ("Policy", "The organization:")
    assert (found[2].title, found[2].text, found[2].external_id) == ("Keep [logs].", "Keep [logs].", "ac-1_smt.a")


def test_where_it_comes_from(tmp_path: Path, knowledge: Knowledge) -> None:
    found = read(tmp_path, knowledge)
    framework = found.framework
    assert found.form == "OSCAL 1.1.2 catalog"
    assert (framework.slug, framework.title, framework.version) == ("a-small-catalog", "A small catalog", "5.1")
    assert (framework.publisher, framework.licence, framework.external_id) == ("NIST", "Public domain", "urn:uuid:u1")
    assert (str(framework.issued), framework.source) == ("2024-02-13", "small.json")


def test_what_is_not_read_is_said_with_its_place(tmp_path: Path, knowledge: Knowledge) -> None:
    guidance, changed = read(tmp_path, knowledge).findings
    assert guidance.where == "small.json (/catalog/groups/0/controls/0/parts/1)"
    assert (guidance.found, changed.found) == ("guidance, once", "2024-02-13T17:43:40Z")
    published = {**CATALOG, "metadata": {**METADATA, "published": "2023-10-12T00:00:00Z"}}
    assert str(read(tmp_path, knowledge, published).framework.issued) == "2023-10-12"
    assert len(read(tmp_path, knowledge, published).findings) == 1


@pytest.mark.parametrize(
    ("change", "message", "where"),
    [
        ({"groups": [{"controls": [{"title": "no id"}]}]}, "id is missing", "/catalog/groups/0/controls/0"),
        ({"groups": 3}, "not a list", "/catalog/groups"),
        ({"groups": ["x"]}, "not a mapping", "/catalog/groups/0"),
        ({"groups": []}, "without requirements", "small.json"),
        ({"metadata": {}}, "oscal-version is missing", "/catalog/metadata"),
    ],
)
def test_a_mistake_is_named_with_its_pointer(
    change: dict[str, Any], message: str, where: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, knowledge, {**CATALOG, **change})
    assert where in str(caught.value.where)
