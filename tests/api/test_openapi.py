"""The OpenAPI document is valid, documents every route, and its schemas hold for what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from kg import __version__
from kg.exchange.rows import ROW_TYPES

BASE = "/api/v1"
OPERATIONS = {
    f"{BASE}/frameworks": "listFrameworks",
    f"{BASE}/requirements": "listRequirements",
    f"{BASE}/requirements/{{curie}}": "getRequirement",
    f"{BASE}/systems": "listSystems",
    f"{BASE}/gaps": "listGaps",
    f"{BASE}/verdicts": "listVerdicts",
    f"{BASE}/overlaps": "listOverlaps",
    f"{BASE}/coverage": "listCoverage",
    f"{BASE}/crosswalk/{{source}}/{{target}}": "listCrosswalk",
}
ABOUT = {f"{BASE}/health": "getHealth", f"{BASE}/openapi.json": "getOpenapi"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    response = client.get(f"{BASE}/openapi.json")
    assert response.headers["content-type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        assert list(methods) == ["get"], f"{path} does more than read"
        yield path, methods["get"]


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def bundled(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """A validator that finds the document's components."""
    return Draft202012Validator({"components": document["components"], **schema})


def test_the_frame(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["version"] == __version__
    assert document["info"]["license"]["identifier"] == "Apache-2.0"
    assert set(document) <= {"openapi", "info", "servers", "paths", "components", "tags"}
    assert all(tag["description"] for tag in document["tags"])


def test_operation_ids_are_stable(document: dict[str, Any]) -> None:
    expected = {
        **OPERATIONS, **ABOUT, **{f"{path}.csv": f"{name}Csv" for path, name in OPERATIONS.items()},
    }  # fmt: skip
    assert {path: operation["operationId"] for path, operation in operations(document)} == expected


def test_every_operation_is_documented(document: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert set(operation["tags"]) <= tags, path
        answered = operation["responses"]
        assert {"200", "default"} <= set(answered), path
        assert "application/problem+json" in answered["default"]["content"], path
        for media, content in answered["200"]["content"].items():
            assert content["schema"], (path, media)
            assert content["example"], (path, media)


def test_every_parameter_is_documented(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        parameters = operation.get("parameters", [])
        named = [(item["in"], item["name"]) for item in parameters]
        assert len(set(named)) == len(named), path
        placed = {name for place, name in named if place == "path"}
        assert placed == set(re.findall(r"\{(\w+)\}", path)), path
        for item in parameters:
            assert item["description"], (path, item["name"])
            assert item["schema"].get("examples"), (path, item["name"])
            assert item["required"] == (item["in"] == "path")
            Draft202012Validator.check_schema(item["schema"])


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert found
    for reference in found:
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_component_is_used_and_is_a_schema(document: dict[str, Any]) -> None:
    used = {reference.rpartition("/")[2] for reference in references(document)}
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert name in used, name
        assert schema["description"], name


def test_examples_hold(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        for media, content in operation["responses"]["200"]["content"].items():
            bundled(document, content["schema"]).validate(content["example"]), (path, media)
        for item in operation.get("parameters", []):
            for example in item["schema"]["examples"]:
                bundled(document, item["schema"]).validate(example)


@pytest.mark.parametrize("template", [*OPERATIONS, f"{BASE}/health"])
def test_what_is_answered_fits_its_schema(client: TestClient, document: dict[str, Any], template: str) -> None:
    path = template.format(curie="eu-ai-act:26-6", source="eu-ai-act", target="iso-42001-2023")
    limit = {} if "{curie}" in template or template.endswith("health") else {"limit": 1000}
    schema = document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    bundled(document, schema).validate(client.get(path, params=limit).json())


def test_problems_fit_their_schema(client: TestClient, document: dict[str, Any]) -> None:
    validator = bundled(document, document["components"]["schemas"]["Problem"])
    for path in ("nowhere", "gaps?limit=0", "gaps?status=x", "verdicts?as_of=x"):
        validator.validate(client.get(f"{BASE}/{path}").json())


def test_headers_that_are_promised_are_sent(client: TestClient, document: dict[str, Any]) -> None:
    promised = set(document["paths"][f"{BASE}/verdicts"]["get"]["responses"]["200"]["headers"])
    sent = {name.lower() for name in client.get(f"{BASE}/verdicts?limit=1").headers}
    assert {name.lower() for name in promised} <= sent


def test_row_types_of_the_routes_are_those_of_the_answers(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Verdict"]
    assert list(schema["properties"]) == [column.name for column in ROW_TYPES["verdict"].columns]
