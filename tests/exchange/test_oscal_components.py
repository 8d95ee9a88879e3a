"""Component definitions: components become measures, what they say they implement becomes claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.exchange import oscal_components
from kg.exchange.measures import Claims, MeasuresFile
from kg.knowledge import Knowledge
from kg.portfolio.records import Evidence, EvidenceUse, Implementation, Measure, Person, Remark
from tests.exchange import oscal_made

STATUS = {"name": "implementation-status", "value": "implemented"}
ROLES = [{"role-id": "owner", "party-uuids": ["p1"]}, {"role-id": "customer"}]
Read = Callable[..., MeasuresFile]


@pytest.fixture
def read(tmp_path: Path, knowledge: Knowledge) -> Read:
    known = oscal_made.with_catalog(tmp_path, knowledge)
    claims = Claims(organisation="acme", knowledge=known, scope=("organisation",))

    def _read(*requirements: dict[str, Any], source: str = "#r1", **changes: object) -> MeasuresFile:
        implementation = {"uuid": "i", "source": source, "implemented-requirements": list(requirements)}
        component = {
            "uuid": "k1", "type": "software", "title": "A *database*", "description": "It keeps.",
            "responsible-roles": ROLES, "control-implementations": [implementation],
        }  # fmt: skip
        body = {"components": [component], "capabilities": [{"uuid": "x", "name": "All"}]}
        path = oscal_made.write(tmp_path / "d.json", "component-definition", body)
        return oscal_components.read(path, replace(claims, **changes))  # type: ignore[arg-type]

    return _read


def requirement(control: str = "ac-1", *props: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"uuid": control, "control-id": control, "description": "So.", "props": list(props), **more}


def implementations(found: MeasuresFile) -> list[Implementation]:
    return [record for record in found.records if isinstance(record, Implementation)]


def test_a_component_is_a_measure(read: Read) -> None:
    found = read()
    (measure,) = (record for record in found.records if isinstance(record, Measure))
    assert (measure.id, measure.name, measure.description) == ("acme:oscal-k1", "A database", "It keeps.")
    assert measure.note == "type: software; responsible: System Owner (IT), customer"
    assert [record.post for record in found.records if isinstance(record, Person)] == ["System Owner (IT)"]
    assert (found.form, found.source) == ("OSCAL 1.1.2 component definition", "OSCAL component definition d1")
    assert [(item.where, item.found) for item in found.findings] == [
        ("d.json (/component-definition/capabilities/0)", "All")
    ]


def test_a_status_that_is_said_makes_an_implementation(read: Read) -> None:
    (made,) = implementations(read(requirement("ac-1", STATUS)))
    assert (made.of, made.status, made.scope, made.note) == ("small:ac-1", "implemented", ("organisation",), "So.")
    assert made.owner == "acme:oscal-system-owner-it"


@pytest.mark.parametrize(
    ("control", "props", "found", "reading"),
    [
        ("ac-1", [], "small:ac-1", "no status of the implementation"),
        (
            "ac-1",
            [{"name": "implementation-status", "value": "alternative"}],
            "alternative",
            "not a status that counts",
        ),
        ("ac-9", [STATUS], "ac-9", "no such requirement of small"),
        ("ac-2.1", [STATUS], "ac-2.1", "no such requirement of small"),
        ("ac", [STATUS], "ac", "stands over requirements"),
    ],
)
def test_what_is_not_recorded_is_said(
    control: str, props: list[dict[str, str]], found: str, reading: str, read: Read
) -> None:
    made = read(requirement(control, *props))
    assert (implementations(made), made.claims) == ([], 1)
    assert [item.found for item in made.findings if reading in item.reading] == [found]


def test_what_is_said_of_statements_is_said_of_the_control(read: Read) -> None:
    planned = {"statement-id": "ac-1_smt.a", "description": "Soon.", "props": [{**STATUS, "value": "planned"}]}
    (made,) = implementations(read(requirement("ac-1", STATUS, statements=[planned])))
    assert (made.status, made.note) == ("partial", "So.\nac-1_smt.a: Soon.")


def test_not_applicable_is_a_remark(read: Read) -> None:
    found = read(requirement("ac-2", {**STATUS, "value": "not-applicable"}))
    (remark,) = (record for record in found.records if isinstance(record, Remark))
    assert (remark.requirement, remark.subject, remark.text) == ("small:ac-2", "acme", "So.")


def test_links_to_the_back_matter_are_evidence(read: Read) -> None:
    links = [{"href": "#r2"}, {"href": "#r3"}, {"href": "https://x.org"}]
    found = read(requirement("ac-1", STATUS, links=links))
    (evidence,) = (record for record in found.records if isinstance(record, Evidence))
    (use,) = (record for record in found.records if isinstance(record, EvidenceUse))
    assert (evidence.title, evidence.kind, evidence.location) == ("Our policy", ("policy-document",), "p.docx")
    assert (use.evidence, use.implementation) == (evidence.id, implementations(found)[0].id)
    assert [item.found for item in found.findings if "--evidence-kind" in item.reading] == ["A screen shot"]
    said = read(requirement("ac-1", STATUS, links=links), evidence_kind="operation-record")
    assert sum(isinstance(record, Evidence) for record in said.records) == 2


@pytest.mark.parametrize("source", ["#r1", "small_catalog.xml", "https://x.org/Small_Catalog.json", "urn:uuid:c1"])
def test_a_source_is_known_by_its_file_or_identifier(source: str, read: Read) -> None:
    assert implementations(read(requirement("ac-1", STATUS), source=source))


def test_a_source_that_is_not_known_has_to_be_said(read: Read) -> None:
    found = read(requirement("ac-1", STATUS), source="#r9")
    assert implementations(found) == []
    assert [item.found for item in found.findings if "--framework" in item.reading] == ["#r9"]
    assert implementations(read(requirement("ac-1", STATUS), source="#r9", framework="small"))


def test_another_model_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    path = oscal_made.write(tmp_path / "d.json", "catalog", {})
    with pytest.raises(InputError, match="an OSCAL catalog") as caught:
        oscal_components.read(path, Claims(organisation="acme", knowledge=knowledge))
    assert caught.value.hint == "normgraph framework import d.json"
