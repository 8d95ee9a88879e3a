"""JSON Schemas of the rows of every answer; `python -m kg.exchange.schemas docs/schemas` writes the published files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kg import knowledge as shipped
from kg.exchange.columns import Column, RowType
from kg.exchange.rows import ROW_TYPES
from kg.knowledge import Knowledge

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://w3id.org/normgraph/schema/"
SUFFIX = ".schema.json"
_PATTERNS = {
    "date": r"\d{4}-\d{2}-\d{2}",
    "count": r"\d+",
    "number": r"\d+(\.\d+)?",
    "share": r"[01](\.\d+)?",
    "figure": r"-?\d+\.\d+",
}


def row_schema(row: RowType, knowledge: Knowledge) -> dict[str, Any]:
    """Schema of one row: an object of texts, every column present, no other."""
    return {
        "title": row.name,
        "description": row.doc,
        "type": "object",
        "properties": {column.name: _cell(column, knowledge) for column in row.columns},
        "required": [column.name for column in row.columns],
        "additionalProperties": False,
        "examples": [row.example],
    }


def _cell(column: Column, knowledge: Knowledge) -> dict[str, Any]:
    cell: dict[str, Any] = {"type": "string", "description": column.doc}
    pattern = _PATTERNS.get(column.kind)
    if values := column.values or _members(column.scheme, knowledge):
        cell["enum"] = ["", *values] if column.blank else list(values)
    elif pattern is not None:
        cell["pattern"] = f"^({pattern})?$" if column.blank else f"^{pattern}$"
    elif not column.blank:
        cell["minLength"] = 1
    return cell


def _members(scheme: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Names in a scheme; statuses and assurances in their order, the others sorted."""
    if scheme == "status":
        return tuple(name for name in knowledge.statuses.names if name)
    if scheme == "assurance":
        return knowledge.statuses.assurances
    prefix = f"{scheme}:"
    return tuple(sorted(name.removeprefix(prefix) for name in knowledge.labels if scheme and name.startswith(prefix)))


def documents(knowledge: Knowledge) -> dict[str, str]:
    """File name -> text of every published schema."""
    return {
        f"{name}{SUFFIX}": json.dumps(
            {"$schema": DIALECT, "$id": f"{BASE}{name}"} | row_schema(row, knowledge), ensure_ascii=False, indent=2
        )
        + "\n"
        for name, row in ROW_TYPES.items()
    }


def main() -> None:
    """Write the schemas into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents(shipped.load()).items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
