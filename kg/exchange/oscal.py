"""OSCAL documents: JSON, YAML or XML into one tree, the model a document has, and the parts all models share.

OSCAL 1.x, https://pages.nist.gov/OSCAL-Reference/. What is read is the JSON form; XML becomes it, YAML is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.exchange.grid import MAX_TEXT
from kg.exchange.oscal_xml import to_json
from kg.exchange.tree import Twig, parse_json, yaml_tree
from kg.exchange.yaml_source import read_text

CATALOG, PROFILE = "catalog", "profile"
COMPONENTS, PLAN = "component-definition", "system-security-plan"
_READ_BY = {
    CATALOG: "normgraph framework import {file}",
    COMPONENTS: "normgraph import {file} --as oscal-component-definition --org NAME",
    PLAN: "normgraph import {file} --as oscal-ssp --org NAME",
    "mapping-collection": "normgraph mapping import {file}",
}
_NOT_READ = {
    PROFILE: "a selection of controls from catalogs that stand elsewhere",
    "assessment-plan": "how somebody means to assess a system",
    "assessment-results": "what somebody found when assessing a system",
    "plan-of-action-and-milestones": "a list of weaknesses and when they will be mended",
}
_HINTS = {
    PROFILE: "resolve it to a catalog first, for example with oscal-cli profile resolve, and import that",
}
MODELS = (*_READ_BY, *_NOT_READ)
_VERSION = re.compile(r"1\.\d+\.\d+([-.].*)?")
_INSERT = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")


def read(path: Path) -> Twig:
    """The document of a file, whose one key is the model. Raises InputError where it is no OSCAL document."""
    return parse(read_text(path), path.name)


def parse(text: str, name: str) -> Twig:
    """The document of a text in any of the three forms."""
    start = text.lstrip()[:1]
    if start == "<":
        return Twig(to_json(text, name), name)
    return parse_json(text, name) if start == "{" else yaml_tree(text, name)


def model_of(document: Twig) -> str:
    """The OSCAL model of a document, empty where it is none."""
    return next((key for key in document.keys if key in MODELS), "")


def body(document: Twig, model: str) -> Twig:
    """What stands below the one key of a document, which has to be of this model and of OSCAL 1.x."""
    found = model_of(document)
    if found != model:
        raise refusal(document, found, model)
    inside = document.need(model)
    version = inside.need("metadata").need("oscal-version")
    if not _VERSION.fullmatch(version.plain()):
        raise version.error("not a version of OSCAL that is read", expected="1.0.x to 1.2.x, or another 1.x")
    return inside


def refusal(document: Twig, found: str, wanted: str) -> InputError:
    """The error that says what a document is in place of what was wanted, and what reads it."""
    if not found:
        return document.error(f"not an OSCAL {spoken(wanted)}", expected=f"a document with the one key `{wanted}`")
    what = f": {_NOT_READ[found]}" if found in _NOT_READ else ""
    hint = _READ_BY.get(found) or _HINTS.get(found, "")
    return document.error(
        f"this is an OSCAL {spoken(found)}{what}", found=found,
        expected=f"one of the OSCAL models that normgraph reads: {', '.join(spoken(item) for item in _READ_BY)}",
        hint=hint.format(file=document.file),
    )  # fmt: skip


def spoken(model: str) -> str:
    """The name of a model in words."""
    return model.replace("-", " ")


def form_of(document: Twig, model: str) -> str:
    """What a document is, in words: `OSCAL 1.1.2 catalog`."""
    version = document.need(model).need("metadata").text("oscal-version")
    return f"OSCAL {version} {spoken(model)}"


def prop(place: Twig, name: str) -> Twig | None:
    """The property of a name that is of no special class, or else the first of that name."""
    found = [item for item in place.each("props") if item.text("name") == name]
    return next((item for item in found if not item.text("class")), found[0] if found else None)


def prop_text(place: Twig, name: str) -> str:
    """The value of a property, empty where there is none."""
    found = prop(place, name)
    return found.text("value") if found is not None else ""


def parameters(place: Twig) -> Iterator[tuple[str, str]]:
    """Identifier and words of the parameters that stand here, for texts that insert them."""
    for item in place.each("params"):
        choices = item.get("select")
        words = [choice.plain() for choice in choices.each("choice")] if choices is not None else []
        yield item.text("id"), item.text("label") or " or ".join(words) or item.text("id")


def prose(place: Twig, words: dict[str, str]) -> str:
    """The prose here, with the words of each inserted parameter in brackets in place of its identifier."""
    text = place.text("prose")
    for _ in range(3):  # a selection may insert further parameters
        names = _INSERT.findall(text)
        if not names:
            break
        inserted = sum(len(words.get(name, name)) for name in names)
        if len(text) + inserted > MAX_TEXT:
            raise place.error(
                "a text is too long once its parameters are written out", found=f"{len(text) + inserted:,} characters",
                expected=f"at most {MAX_TEXT:,}",
            )  # fmt: skip
        text = _INSERT.sub(lambda match: f"[{words.get(match[1], match[1])}]", text)
    return text.strip()


def resources(document: Twig) -> dict[str, Twig]:
    """Resources of the back matter by UUID."""
    matter = document.get("back-matter")
    return {item.text("uuid"): item for item in matter.each("resources")} if matter is not None else {}
