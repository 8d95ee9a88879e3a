"""The OpenAPI document: FastAPI's paths, and components made from the columns of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from api import problems, states
from kg import __version__
from kg.engine import KnowledgeGraph
from kg.exchange.rows import ROW_TYPES
from kg.exchange.schemas import row_schema

DESCRIPTION = """\
What binds an organisation and its AI systems, what its records support, what is missing, and why. Read-only.

Every response names the three clocks and the knowledge it rests on. Collections are JSON objects with `items`, or CSV
(`Accept: text/csv`, or the path with `.csv`). Follow the `Link` header's `next` to walk through a collection: it pins
the clocks, so that the walk sees one state. A collection's `ETag` is the verdict key and a hash of the query. HEAD
works wherever GET does. Every error is a problem document (RFC 9457).

An answer says what the encoded rules and the record say under the named releases; it is no finding of conformity and
no legal advice.
"""
TAGS = [
    {"name": "record", "description": "What the rules say about what is on record."},
    {"name": "knowledge", "description": "Frameworks, requirements and what they share."},
    {"name": "service", "description": "The service itself."},
]
STATE_HEADERS = (states.AS_OF, states.KNOWN_ON, states.AT, states.KNOWLEDGE)
PROBLEM = {
    "description": "A problem (RFC 9457).",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}


def document(routes: Sequence[BaseRoute], graph: KnowledgeGraph) -> dict[str, Any]:
    """The whole document."""
    found: dict[str, Any] = get_openapi(
        title="normgraph",
        version=__version__,
        summary="What binds us, what supports it, what is missing, and why",
        description=DESCRIPTION,
        routes=routes,
        tags=TAGS,
        servers=[{"url": "/"}],
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    )
    schemas = _schemas(graph)
    pages = _named(found["paths"])
    used = pages.union(*(_named(schemas[name]) for name in pages))
    found["components"] = {
        "schemas": {name: schema for name, schema in schemas.items() if name in used},
        "headers": _headers(),
    }
    return found


def _named(node: Any) -> set[str]:
    """Names of the schemas that a part of the document refers to."""
    prefix = "#/components/schemas/"
    return {text.removeprefix(prefix) for text in _references(node) if text.startswith(prefix)}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(reference := node.get("$ref"), str):
            yield reference
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _references(part)


def schema_name(row: str) -> str:
    """Name of the schema of a row type."""
    return "".join(part.capitalize() for part in row.split("-"))


def page_name(row: str) -> str:
    """Name of the schema of a page of rows."""
    return f"{schema_name(row)}Page"


def _schemas(graph: KnowledgeGraph) -> dict[str, Any]:
    found: dict[str, Any] = {"Problem": _problem(), "Health": _health()}
    for name, row in ROW_TYPES.items():
        found[schema_name(name)] = row_schema(row, graph.knowledge)
        found[page_name(name)] = _page(name)
    return found


def _page(row: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "One page of a collection.",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{schema_name(row)}"}},
            "total": {"type": "integer", "minimum": 0, "description": "rows of all pages"},
            "notes": {"type": "array", "items": _TEXT, "description": "sentences that belong to the answer"},
        },
        "required": ["items", "total", "notes"],
        "additionalProperties": False,
    }


def _problem() -> dict[str, Any]:
    texts = {
        "title": "what kind of problem it is",
        "detail": "what is wrong, in one sentence",
        "code": "short stable name for programs",
        "where": "parameter or header",
        "found": "what was found",
        "expected": "what was expected",
        "hint": "what to do",
    }
    return {
        "type": "object",
        "description": "A problem document (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri", "description": "names the kind of problem"},
            "status": {"type": "integer", "description": "HTTP status"},
            **{name: {"type": "string", "description": text} for name, text in texts.items()},
        },
        "required": ["type", "title", "status", "detail", "code"],
        "examples": [
            {
                "type": "https://w3id.org/normgraph/problem/not-found",
                "title": "Not found",
                "status": 404,
                "detail": "no such framework",
                "code": "not-found",
                "found": "eu-ai-ac",
                "hint": "did you mean eu-ai-act?",
            }
        ],
    }


def _health() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "What the service answers from.",
        "properties": {
            "status": {"const": "ok"},
            "version": {"type": "string", "description": "version of normgraph"},
            "organisation": {"type": ["string", "null"], "description": "whose record it is; null where there is none"},
            "commit": {"type": ["integer", "null"], "description": "latest commit of the record"},
            "knowledge": {"type": "string", "description": "digest of the shipped knowledge"},
        },
        "required": ["status", "version", "organisation", "commit", "knowledge"],
        "additionalProperties": False,
    }


def _headers() -> dict[str, Any]:
    return {
        "ETag": {"description": "Names this answer; send it back as If-None-Match.", "schema": _TEXT},
        "Link": {"description": 'The next page, `rel="next"`; absent on the last one.', "schema": _TEXT},
        states.AS_OF: {"description": "The world's date.", "schema": _DAY},
        states.KNOWN_ON: {"description": "Only law published by this date was used.", "schema": _DAY},
        states.AT: {"description": "Commit of the record, or `none`.", "schema": _TEXT},
        states.KNOWLEDGE: {"description": "Digest of the shipped knowledge.", "schema": _TEXT},
    }
