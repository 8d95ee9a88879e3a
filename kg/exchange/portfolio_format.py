"""The portfolio format described from the field definitions: a commented template, and a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.exchange.portfolio_yaml import FORMAT_VERSION, SECTIONS, nested_of
from kg.knowledge import Knowledge
from kg.portfolio.records import RECORD_TYPES, Organisation, Person, Record, Spec, specs

SCHEMA_ID = "https://w3id.org/normgraph/schema/portfolio.schema.json"

_HEAD = """\
# normgraph portfolio. Everything below is a comment: remove '# ' from what you need.
# A fact that is not given is unknown, never "no". `none` states that there is none. A topic listed under `complete`
# means: every fact of it that is not given counts as `none`; that is recorded and printed as an assumption.
# Periods (`from`, `until`) include both days. Check with: normgraph import portfolio.yaml --dry-run
normgraph: 1
organisation:
  id: my-company
  name: My Company
"""


def template(knowledge: Knowledge) -> str:
    """A portfolio file with every section and field as a comment, and the facts as questions by topic."""
    lines = [_HEAD.rstrip(), *_fields(Organisation, "  ", skip=("name",))]
    by_section = {cls.section: cls for cls in RECORD_TYPES}
    for section in SECTIONS:
        cls = by_section[section]
        lines += ["", f"# {(cls.__doc__ or '').strip().splitlines()[0]}", f"# {section}:", "#   - id: a-short-name"]
        lines += _fields(cls, "#     ", skip=())
    lines += ["", "# Facts by topic", *_facts(knowledge)]
    return "\n".join(lines) + "\n"


def _fields(cls: type[Record], indent: str, skip: tuple[str, ...]) -> Iterator[str]:
    comment = indent if indent.startswith("#") else f"# {indent}"
    for name, spec in specs(cls).items():
        if name in skip or name in ("external_id", "source_system"):
            continue
        need = "  (required)" if spec.required else ""
        yield f"{comment}{spec.key}: {_sample(spec)}  # {spec.doc}{need}"
    for key, inner in nested_of(cls).items():
        names = ", ".join(
            spec.key for field, spec in specs(inner).items()
            if field not in ("subject", "evidence", "external_id", "source_system")
        )  # fmt: skip
        yield f"{comment}{key}: [{{{names}}}]"


def _sample(spec: Spec) -> str:
    if spec.kind == "date":
        return "2026-01-31"
    if spec.kind == "flag":
        return "true"
    if spec.kind == "facts":
        return "{a_fact: true, another: [value, value]}"
    if spec.kind == "pairs":
        return "{retention: P1Y}"
    if spec.choices:
        return " | ".join(spec.choices)
    shown = " | ".join([*spec.words, f"[{spec.ref}]" if spec.many else spec.ref]) if spec.kind == "ref" else "text"
    return shown


def _facts(knowledge: Knowledge) -> Iterator[str]:
    for topic, label in knowledge.facts.topics.items():
        yield f"#   {topic} ({label})"
        for fact in knowledge.facts.of_topic(topic):
            values = "" if fact.value_type == "boolean" else f" [{' | '.join(fact.values) or fact.value_type}]"
            yield f"#     {fact.name}: {fact.question}{values}"


def schema(knowledge: Knowledge) -> str:
    """JSON Schema (2020-12) of a portfolio file, as text."""
    properties: dict[str, Any] = {
        "normgraph": {"const": int(FORMAT_VERSION)},
        "organisation": _object(Organisation, knowledge),
    }
    by_section = {cls.section: cls for cls in RECORD_TYPES}
    for section in SECTIONS:
        properties[section] = {"type": "array", "items": _object(by_section[section], knowledge)}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "normgraph portfolio",
        "type": "object",
        "properties": properties,
        "required": ["normgraph", "organisation"],
        "additionalProperties": False,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _object(cls: type[Record], knowledge: Knowledge, *, inner: bool = False) -> dict[str, Any]:
    hidden = ("subject", "evidence") if inner else ()
    properties: dict[str, Any] = {} if inner and cls.section != "units" else {"id": {"type": "string", "pattern": "^[\\w.-]+$"}}
    required = list(properties)
    for name, spec in specs(cls).items():
        if name not in hidden:
            properties[spec.key] = {"description": spec.doc, **_type(spec, knowledge)}
            if spec.required and not (inner and name == "agent"):
                required.append(spec.key)
    for key, nested in nested_of(cls).items():
        entry = _object(nested, knowledge, inner=True)
        items = {"anyOf": [{"type": "string"}, entry]} if key == "roles" else entry
        properties[key] = {"type": "array", "items": items}
    if cls is Person:
        properties["name"] = {"type": "string", "description": "name of the holder; kept apart, where it can be erased"}
    if cls.section == "commitments":
        properties["certificate"] = {"type": "object", "properties": {"number": {"type": "string"}, "scope": {"type": "string"}}}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _type(spec: Spec, knowledge: Knowledge) -> dict[str, Any]:
    if spec.kind == "facts":
        known = (fact for fact in knowledge.facts.types.values() if not fact.derived and fact.name != "role")
        return {"type": "object", "properties": {fact.name: {"description": fact.question} for fact in known}, "additionalProperties": False}
    if spec.kind == "pairs":
        known_names = {name: {"type": ["string", "number"]} for name in knowledge.scheme.parameters}
        return {"type": "object", "properties": known_names, "additionalProperties": False}
    if spec.kind == "flag":
        return {"type": "boolean"}
    if spec.kind == "date":
        return {"type": "string", "format": "date"}
    single: dict[str, Any] = {"type": ["string", "number", "boolean"]} if spec.many and spec.kind == "text" else {"type": "string"}
    if spec.choices:
        single = {"enum": list(spec.choices)}
    return {"anyOf": [single, {"type": "array", "items": single}]} if spec.many else single
