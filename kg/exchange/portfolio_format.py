"""The portfolio format described from the field definitions: a commented template, its reference, and a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.exchange.portfolio_reader import SECTIONS, nested_of
from kg.exchange.portfolio_values import IDENTIFIER, NONE, ROLE, UNKNOWN
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.exchange.references import excludable
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio.records import RECORD_TYPES, Organisation, Person, Record, Spec, specs

SCHEMA_ID = "https://w3id.org/normgraph/schema/portfolio"
BY_SECTION = {cls.section: cls for cls in RECORD_TYPES}
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
_PLAIN = ["string", "number", "boolean"]
_ORIGIN = ("external_id", "source_system")
# What the entry that holds a part already says.
_IMPLIED = ("subject", "evidence")

_HEAD = """\
## normgraph portfolio. Lines that start with `# ` are an example of every section and field: remove the `# ` from
## what you need and put your own words. Lines that start with `##` only explain.
## A fact that is not given is unknown, never "no". `none` states that there is none. A topic listed under `complete`
## means: every fact of it that is not given counts as `none`; that is recorded and printed as an assumption.
## Requirements may be written as people do (`Art. 26 (5)`, `A 6.2.3`); how each was read is said, with --report FILE.
## Periods (`from`, `until`) include both days. Check with: normgraph import portfolio.yaml --dry-run
normgraph: 1
organisation:
  id: my-company
  name: My Company
"""
SAMPLE_IDS = {
    "people": "a-post", "management_systems": "a-management-system", "commitments": "a-commitment",
    "systems": "a-system", "models": "a-model", "datasets": "a-data-set", "supply": "a-supply", "measures": "a-measure",
    "implementations": "an-implementation", "evidence": "a-piece-of-evidence", "risks": "a-risk",
    "acceptances": "an-acceptance", "exclusions": "an-exclusion", "waivers": "a-waiver",
    "compensations": "a-compensation", "remarks": "a-remark", "units": "a-unit", "organisation": "my-company",
}  # fmt: skip
_SAMPLE_NAMES = {
    "framework": "iso-42001-2023", "requirement": "eu-ai-act:26-6", "control": "iso-42001-2023:A.6.2.8",
    "provision": "iso-42001-2023:C.3.4", "topic": "gpai", "event": "significant-design-change", "role": "deployer",
    "evidence-kind": "system-log", "discipline": "ai", "assurance": "operated", "fact": "profiling",
    "duty": "duty:keep-event-logs",
}  # fmt: skip
_SAMPLE_TEXTS = {
    "name": "A name", "title": "A title", "post": "Head of Human Resources", "version": "3.2", "territory": "EU",
    "purpose": "Ranks applicants from their application", "stated_class": "high-risk", "supplier": "Supplier Ltd",
    "agreement": "Contract 123", "description": "What it is in a sentence", "note": "A remark", "reason": "Why",
    "certificate_number": "AI-2026-001", "certificate_scope": "All AI systems", "external_id": "ID-1",
    "source_system": "Another tool", "text": "The answer as given",
}  # fmt: skip


def template(knowledge: Knowledge) -> str:
    """A portfolio file with every section and field as an example in comments, and the facts as questions by topic."""
    lines = [_HEAD.rstrip(), *_fields(Organisation, "#   ", skip=("name",))]
    for section in SECTIONS:
        cls = BY_SECTION[section]
        lines += ["", f"## {summary(cls)}", f"# {section}:", f"#   - id: {SAMPLE_IDS[section]}"]
        lines += _fields(cls, "#     ")
    lines += ["", "## Facts by topic: `name: question [values]`. Without values: true, false, none or unknown.", "##"]
    return "\n".join([*lines, *_facts(knowledge)]) + "\n"


def summary(cls: type[Any]) -> str:
    """What a kind of entry is, in one sentence."""
    return (cls.__doc__ or "").strip().splitlines()[0]


def _fields(cls: type[Record], start: str, skip: tuple[str, ...] = ()) -> Iterator[str]:
    for name, spec in specs(cls).items():
        if name not in skip and name not in _ORIGIN:
            yield f"{start}{spec.key}: {_sample(spec)}  # {remark(spec)}"
    if cls is Person:
        yield f"{start}name: Somebody  # name of the holder; kept apart, where it can be erased"
    for key, inner in nested_of(cls).items():
        hidden = (*_ORIGIN, *_IMPLIED)
        parts = [f"{spec.key}: {_sample(spec)}" for field, spec in specs(inner).items() if field not in hidden]
        named = [f"id: {SAMPLE_IDS[key]}"] if key == "units" else []
        yield f"{start}{key}: [{{{', '.join([*named, *parts])}}}]  # {summary(inner)}"


def remark(spec: Spec) -> str:
    """What a field means, its words, and whether it is needed."""
    words = f": {' | '.join(spec.choices)}" if spec.choices else ""
    return f"{spec.doc}{words}{' (required)' if spec.required else ''}"


def example(spec: Spec) -> str:
    """A value as it may stand in a field; of several values one."""
    if spec.kind == "date":
        return "2026-12-31" if spec.key == "until" else "2026-01-31"
    if spec.kind == "flag":
        return "true"
    if spec.choices:
        return spec.choices[0]
    if spec.kind == "ref":
        kind = spec.ref.partition("|")[0]
        return _SAMPLE_NAMES.get(kind) or SAMPLE_IDS[kind]
    return "true" if spec.many else _SAMPLE_TEXTS.get(spec.key, "text")


def _sample(spec: Spec) -> str:
    fixed = {"facts": "{profiling: true, placed: 2026-01-31}", "pairs": "{retention: P1Y}"}
    found = fixed.get(spec.kind) or example(spec)
    return f"[{found}]" if spec.many and spec.kind not in fixed else found


def _facts(knowledge: Knowledge) -> Iterator[str]:
    for topic, label in knowledge.facts.topics.items():
        yield f"## {topic} ({label})"
        for fact in knowledge.facts.of_topic(topic):
            values = "" if fact.value_type == "boolean" else f" [{' | '.join(fact.values) or fact.value_type}]"
            yield f"##   {fact.name}: {fact.question}{values}"


def schema(knowledge: Knowledge) -> str:
    """JSON Schema (2020-12) of a portfolio file, as text."""
    properties: dict[str, Any] = {"normgraph": {"const": int(FORMAT_VERSION)}, "organisation": _object(Organisation)}
    for section in SECTIONS:
        properties[section] = {"type": "array", "items": _object(BY_SECTION[section])}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "normgraph portfolio",
        "type": "object",
        "properties": properties,
        "required": ["normgraph", "organisation"],
        "additionalProperties": False,
        "$defs": _definitions(knowledge),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _definitions(knowledge: Knowledge) -> dict[str, Any]:
    """The names that a field may refer to, and the facts with their values."""
    named = names(knowledge)
    duties = [name for duty in named["duty"] for name in (duty, duty.partition(":")[2])]
    facts = {fact.name: {"description": fact.question, **_fact(fact)} for fact in base_facts(knowledge)}
    parameters = {name: {"type": ["string", "number"]} for name in knowledge.scheme.parameters}
    return {kind: {"enum": found} for kind, found in (named | {"duty": duties}).items()} | {
        "provision": {"type": "string", "pattern": "^[a-z][a-z0-9.-]*:[A-Za-z0-9]"},
        "facts": {"type": "object", "properties": facts, "additionalProperties": False},
        "parameters": {"type": "object", "properties": parameters, "additionalProperties": False},
        "id": {"type": ["string", "integer"], "pattern": f"^{IDENTIFIER}$"},
    }


def base_facts(knowledge: Knowledge) -> list[FactType]:
    """The facts that can be stated, by name."""
    return [fact for fact in knowledge.facts.types.values() if not fact.derived and fact.name != ROLE]


def names(knowledge: Knowledge) -> dict[str, list[str]]:
    """Kind of reference -> the names of the knowledge that it may take. Of provisions there are too many to list."""
    found = {
        "framework": list(knowledge.catalogs.editions),
        "requirement": sorted({*knowledge.requirement_names, *_several(knowledge)}),
        "control": excludable(knowledge),
        "duty": list(knowledge.scheme.duties),
        "fact": [fact.name for fact in base_facts(knowledge)],
    }
    for kind in ("topic", "event", "role", "evidence-kind", "discipline", "assurance"):
        prefix = f"{kind}:"
        found[kind] = sorted(name.removeprefix(prefix) for name in knowledge.labels if name.startswith(prefix))
    return found


def _several(knowledge: Knowledge) -> Iterator[str]:
    """Provisions and norms that are no requirement of their own, but name one or several."""
    for norm in knowledge.catalogs.norms.values():
        yield from (norm.id, norm.provision) if knowledge.catalogs.requirement(norm) == norm.id else (norm.provision,)


def _fact(fact: FactType) -> dict[str, Any]:
    words = [NONE, UNKNOWN]
    single: dict[str, Any] = {"type": _PLAIN}
    if fact.value_type == "boolean":
        single = {"enum": [True, False, "true", "false", *words]}
    elif fact.value_type == "date":
        single = {"anyOf": [{"type": "string", "pattern": DAY_PATTERN}, {"enum": words}]}
    elif fact.values:
        single = {"enum": [*fact.values, *(int(value) for value in fact.values if value.isdigit()), *words]}
    return {"anyOf": [single, {"type": "array", "items": single, "minItems": 1}]}


def _object(cls: type[Record], *, inner: bool = False) -> dict[str, Any]:
    hidden = _IMPLIED if inner else ()
    named = not inner or cls.section == "units"
    properties: dict[str, Any] = {"id": {"$ref": "#/$defs/id"}} if named else {}
    required = list(properties)
    for name, spec in specs(cls).items():
        if name not in hidden:
            properties[spec.key] = {"description": spec.doc, **_type(spec)}
            if spec.required and not (inner and name == "agent"):
                required.append(spec.key)
    for key, nested in nested_of(cls).items():
        entry = _object(nested, inner=True)
        items = {"anyOf": [{"$ref": "#/$defs/role"}, entry]} if key == "roles" else entry
        properties[key] = {"type": "array", "items": items}
    if cls is Person:
        properties["name"] = {
            "type": "string",
            "description": "name of the holder; kept apart, where it can be erased",
        }
    if cls.section == "commitments":
        parts = {"number": {"type": _PLAIN}, "scope": {"type": _PLAIN}}
        properties["certificate"] = {"type": "object", "properties": parts, "additionalProperties": False}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _type(spec: Spec) -> dict[str, Any]:
    if spec.kind in ("facts", "pairs"):
        return {"$ref": f"#/$defs/{'facts' if spec.kind == 'facts' else 'parameters'}"}
    if spec.kind == "flag":
        return {"type": "boolean"}
    if spec.kind == "date":
        return {"type": "string", "format": "date", "pattern": DAY_PATTERN}
    single = _single(spec)
    least = {"minItems": 1} if spec.required else {}
    return {"anyOf": [single, {"type": "array", "items": single, **least}]} if spec.many else single


def _single(spec: Spec) -> dict[str, Any]:
    if spec.choices:
        return {"enum": list(spec.choices)}
    if spec.kind == "ref":
        kinds = spec.ref.split("|")
        shipped = [{"$ref": f"#/$defs/{kind}"} for kind in kinds if kind in _SAMPLE_NAMES]
        # Which ids the file itself declares, no schema can say.
        return {"anyOf": shipped} if len(shipped) == len(kinds) else {"type": ["string", "integer"]}
    return {"type": _PLAIN, **({"minLength": 1} if spec.required else {})}
