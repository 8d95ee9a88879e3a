"""How a route that answers with a table is declared: once for JSON and CSV by Accept, once with the suffix `.csv`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response

from api.formats import CSV, CSV_SUFFIX, JSON
from api.openapi import PROBLEM, STATE_HEADERS, page_name, schema_name
from kg.exchange.rows import ROW_TYPES
from kg.exchange.tabular import render

Endpoint = Callable[..., Response]


def table_route(
    router: APIRouter, path: str, name: str, rows: tuple[str, ...], *, one: bool = False
) -> Callable[[Endpoint], Endpoint]:
    """Declare a route. `name` makes the operation ids, `rows` are the row types it answers with, `one` a single row."""

    def declare(endpoint: Endpoint) -> Endpoint:
        summary, _, description = (endpoint.__doc__ or "").strip().partition("\n")
        shared: dict[str, Any] = {
            "methods": ["GET"],
            "response_class": Response,
            "response_model": None,
            "description": f"{summary}\n{description}".strip(),
        }
        # The path with the suffix goes first: a parameter in the other would take the suffix for its own.
        router.add_api_route(
            path + CSV_SUFFIX, endpoint, operation_id=f"{name}Csv", summary=f"{summary.rstrip('.')} (CSV)",
            responses=_responses({CSV: _csv(rows[0])}), **shared,
        )  # fmt: skip
        router.add_api_route(
            path, endpoint, operation_id=name, summary=summary.rstrip("."),
            responses=_responses({JSON: _json(rows, one=one), CSV: _csv(rows[0])}), **shared,
        )  # fmt: skip
        return endpoint

    return declare


def _responses(content: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Link", *STATE_HEADERS)}
    return {
        200: {"description": "The rows.", "headers": headers, "content": content},
        304: {"description": "The client has this answer already (If-None-Match)."},
        "default": PROBLEM,
    }


def _json(rows: tuple[str, ...], *, one: bool) -> dict[str, Any]:
    names = [schema_name(row) if one else page_name(row) for row in rows]
    references = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    example: Any = ROW_TYPES[rows[0]].example
    return {
        "schema": references[0] if len(references) == 1 else {"anyOf": references},
        "example": example if one else {"items": [example], "total": 1, "notes": []},
    }


def _csv(row: str) -> dict[str, Any]:
    columns = tuple(column.name for column in ROW_TYPES[row].columns)
    return {"schema": {"type": "string"}, "example": render([ROW_TYPES[row].example], columns, "csv")}
