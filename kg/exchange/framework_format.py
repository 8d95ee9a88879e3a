"""The format of framework files described from the field definitions: a commented template and a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.exchange.framework_file import HEAD_PREFIX
from kg.exchange.framework_reader import members
from kg.exchange.portfolio_format import DAY_PATTERN, remark
from kg.exchange.portfolio_values import IDENTIFIER
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.knowledge import Knowledge
from kg.own.model import OwnDuty, OwnFramework, OwnRequirement
from kg.portfolio.fields import Spec, specs

SCHEMA_ID = "https://w3id.org/normgraph/schema/framework-file"
SLUG_PATTERN = "^[a-z][a-z0-9]*([.-][a-z0-9]+)*$"
_PLAIN = ["string", "number", "boolean"]
_SAMPLES = {
    "slug": "my-framework", "label": "My framework", "binding": "mandate", "issued": "2026-01-31",
    "source": "Contract 123 of 2026-01-31", "jurisdiction": "EU", "id": "Q1", "notation": "1", "parent": "A",
    "bearers": "[organisation]", "condition": "all(profiling=true)", "applies_from": "2026-06-01",
    "applies_until": "2028-12-31", "notes": "[a remark]", "duty": "monitor-operation", "aspects": "[fairness]",
    "parameters": "{retention: P1Y}", "why": "Monitoring has to see unequal outcomes.", "confidence": "0.9",
    "publisher": "Northwind", "version": "1.2", "licence": "CC BY 4.0", "external_id": "urn:example:q1",
    "text": "The sentence as it stands in the contract.",
}  # fmt: skip
_TITLES = {OwnFramework: "My framework", OwnRequirement: "Watch what the system does"}
_LIVE = ("slug", "title", "issued", "id")
_WITH_VALUES = ("edition-status", "level", "modality", "review")

_HEAD = f"""\
## normgraph framework: a contract, an internal policy, a customer's questionnaire. Lines that start with `# ` are an
## example of every field: remove the `# ` from what you need. Lines that start with `##` only explain.
## It is kept in your record, not shipped. Check with: normgraph framework import framework.yaml --dry-run
## A spreadsheet will do as well, saved as CSV: one row for each requirement, the keys below as columns, several values
## in a cell separated by `;`. What stands under `framework` are then columns {HEAD_PREFIX}slug, {HEAD_PREFIX}title, ...
normgraph: {FORMAT_VERSION}
framework:
"""
_DUTY_WORDS = (
    "    ## A duty may be one word, with what narrows it in brackets, or a mapping. List them with: normgraph duties",
    "    # duties:",
    "    #   - keep-event-logs[retention=P1Y, aspect:accountability]",
)


def template(knowledge: Knowledge) -> str:
    """A framework file with every field as an example in comments."""
    first, *others = _fields(OwnRequirement, "    ", knowledge)
    needed, *optional = (line.replace("# ", "", 1) for line in _fields(OwnDuty, "", knowledge))
    lines = [_HEAD.rstrip(), *_fields(OwnFramework, "  ", knowledge), "requirements:"]
    lines += [first.replace("    id", "  - id", 1), *others, *_DUTY_WORDS]
    lines += [f"    #   - {needed}", *(f"    #     {line}" for line in optional)]
    lines += [
        "  ## A heading demands nothing; others may stand under it.",
        "  # - {id: A, title: Operation, kind: heading}",
    ]
    return "\n".join(lines) + "\n"


def _fields(cls: type[Any], start: str, knowledge: Knowledge) -> Iterator[str]:
    for name, spec in specs(cls).items():
        if spec.kind != "duties":
            values = f": {' | '.join(members(knowledge, spec.ref))}" if spec.ref in _WITH_VALUES else ""
            mark = "" if name in _LIVE else "# "
            yield f"{start}{mark}{spec.key}: {_sample(cls, name)}  # {remark(spec)}{values}"


def _sample(cls: type[Any], name: str) -> str:
    if name == "title":
        return _TITLES[cls]
    return _SAMPLES.get(name) or str(cls.__dataclass_fields__[name].default)


def schema(knowledge: Knowledge) -> str:
    """JSON Schema (2020-12) of a framework file in YAML, as text."""
    entry = _object(OwnRequirement)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "normgraph framework",
        "type": "object",
        "properties": {
            "normgraph": {"const": int(FORMAT_VERSION)},
            "framework": _object(OwnFramework),
            "requirements": {"type": "array", "items": entry, "minItems": 1},
        },
        "required": ["normgraph", "framework", "requirements"],
        "additionalProperties": False,
        "$defs": _definitions(knowledge),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _definitions(knowledge: Knowledge) -> dict[str, Any]:
    kinds = ("aspect", "edition-status", "level", "modality", "review", "role")
    values = {name: {"type": ["string", "number"]} for name in knowledge.scheme.parameters}
    duties = [name for duty in knowledge.scheme.duties for name in (duty, duty.partition(":")[2])]
    return {kind: {"enum": list(members(knowledge, kind))} for kind in kinds} | {
        "duty": {"enum": duties},
        "narrowed": {"type": "string", "pattern": r"^(duty:)?[a-z][a-z0-9.-]*\[[^\[\]]*\]$"},
        "parameters": {"type": "object", "properties": values, "additionalProperties": False},
        "link": _object(OwnDuty),
        "id": {"type": ["string", "integer"], "pattern": f"^{IDENTIFIER}$"},
    }


def _object(cls: type[Any]) -> dict[str, Any]:
    fields = specs(cls).values()
    return {
        "type": "object",
        "properties": {spec.key: {"description": spec.doc, **_type(spec)} for spec in fields},
        "required": [spec.key for spec in fields if spec.required],
        "additionalProperties": False,
    }


def _type(spec: Spec) -> dict[str, Any]:
    if spec.kind == "duties":
        found: dict[str, Any] = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("duty", "narrowed", "link")]}
        return {"anyOf": [*found["anyOf"][:2], {"type": "array", "items": found}]}
    if spec.kind == "pairs":
        return {"$ref": "#/$defs/parameters"}
    if spec.kind == "number":
        return {"type": "number", "minimum": 0, "maximum": 1}
    if spec.kind == "date":
        return {"type": "string", "format": "date", "pattern": DAY_PATTERN}
    single = _single(spec)
    return {"anyOf": [single, {"type": "array", "items": single}]} if spec.many else single


def _single(spec: Spec) -> dict[str, Any]:
    if spec.choices:
        return {"enum": list(spec.choices)}
    if spec.key == "slug":
        return {"type": "string", "pattern": SLUG_PATTERN}
    if spec.key in ("id", "parent"):
        return {"$ref": "#/$defs/id"}
    if spec.ref:
        return {"$ref": f"#/$defs/{spec.ref}"}
    return {"type": _PLAIN, **({"minLength": 1} if spec.required else {})}
