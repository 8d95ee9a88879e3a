"""System security plans: the use of a component for a control is a claim, of a statement a claim in part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.exchange import oscal_plan
from kg.exchange.measures import Claims, MeasuresFile
from kg.knowledge import Knowledge
from kg.portfolio.records import Implementation, Measure
from tests.exchange import oscal_made

Read = Callable[..., MeasuresFile]


@pytest.fixture
def read(tmp_path: Path, knowledge: Knowledge) -> Read:
    known = oscal_made.with_catalog(tmp_path, knowledge)
    claims = Claims(organisation="acme", knowledge=known, scope=("mail",))
    components = [
        {"uuid": name, "type": "process", "title": name, "description": "x", "status": {"state": "operational"}}
        for name in ("k1", "k2")
    ]

    def _read(*requirements: dict[str, Any]) -> MeasuresFile:
        body = {
            "import-profile": {"href": "#r1"},
            "system-implementation": {"components": components},
            "control-implementation": {"implemented-requirements": list(requirements)},
        }
        return oscal_plan.read(oscal_made.write(tmp_path / "p.json", "system-security-plan", body), claims)

    return _read


def use(component: str, state: str = "implemented", **more: Any) -> dict[str, Any]:
    status = {"implementation-status": {"state": state}} if state else {}
    return {"component-uuid": component, "uuid": "u", "description": "By us.", **status, **more}


def test_components_are_measures_and_uses_claims(read: Read) -> None:
    found = read({"uuid": "r", "control-id": "ac-2", "by-components": [use("k1"), use("k2", "planned")]})
    measures = [(item.id, item.note) for item in found.records if isinstance(item, Measure)]
    note = "type: process; status: operational"
    assert measures == [("acme:oscal-k1", note), ("acme:oscal-k2", note)]
    made = [item for item in found.records if isinstance(item, Implementation)]
    assert [(item.measure, item.of, item.status, item.scope) for item in made] == [
        ("acme:oscal-k1", "small:ac-2", "implemented", ("acme:mail",)),
        ("acme:oscal-k2", "small:ac-2", "planned", ("acme:mail",)),
    ]
    assert (found.claims, found.source) == (2, "OSCAL system security plan d1")


def test_what_is_said_of_a_statement_is_a_part(read: Read) -> None:
    statements = [{"statement-id": "ac-1_smt.a", "uuid": "s", "by-components": [use("k1")]}]
    found = read({"uuid": "r", "control-id": "ac-1", "statements": statements})
    (made,) = (item for item in found.records if isinstance(item, Implementation))
    assert (made.of, made.status, made.note) == ("small:ac-1", "partial", "ac-1_smt.a: By us.")
    assert "said of parts only" in found.findings[0].reading
    whole = read({"uuid": "r", "control-id": "ac-1", "statements": statements, "by-components": [use("k1", "planned")]})
    (made,) = (item for item in whole.records if isinstance(item, Implementation))
    assert (made.status, made.note) == ("planned", "By us.\nac-1_smt.a: By us.")


@pytest.mark.parametrize(
    ("requirement", "found", "claims"),
    [
        ({"by-components": []}, "ac-1", 0),
        ({"by-components": [use("k9")]}, "k9", 1),
        ({"by-components": [use("k1", "")]}, "small:ac-1", 1),
        ({"by-components": [use("k1", inherited=[{"uuid": "i"}])]}, "inherited", 1),
    ],
)
def test_what_is_not_read_is_said(requirement: dict[str, Any], found: str, claims: int, read: Read) -> None:
    made = read({"uuid": "r", "control-id": "ac-1", **requirement})
    assert (made.claims, [item.found for item in made.findings]) == (claims, [found])
    assert made.findings[0].where.startswith("p.json (/system-security-plan/control-implementation")


def test_a_plan_has_its_parts(tmp_path: Path, knowledge: Knowledge) -> None:
    path = oscal_made.write(tmp_path / "p.json", "system-security-plan", {})
    with pytest.raises(InputError, match="system-implementation is missing") as caught:
        oscal_plan.read(path, Claims(organisation="acme", knowledge=knowledge))
    assert caught.value.where == "p.json (/system-security-plan)"
