"""Counts what the published GRC files hold, with no code of the importers: `python count_grc.py INPUTS > grc.csv`.

A row for each file: what it is, whether it can be imported, and how many of each thing have to arrive. `entries` are
the numbered places of a catalog, `norms` those that demand something, `parts` the items inside a control's statement;
`claims` are the pairs of component and control of which a file says something.
"""

from __future__ import annotations

import csv
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

COLUMNS = ("file", "kind", "outcome", "entries", "norms", "parts", "measures", "claims", "evidence")
NS = "{http://csrc.nist.gov/ns/oscal/1.0}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What stands in a sheet is told by columns that no other sheet of CISO Assistant has; the first that fits counts.
SHEETS = (
    ("task-templates", "is_recurrent"), ("risk-assessment", "treatment"), ("business-impact-analysis", "risk_matrix"),
    ("processings", "dpia_required"), ("third-parties", "parent_entity_ref_id"), ("incidents", "detection"),
    ("exceptions", "expiration_date"), ("perimeters", "default_assignee"), ("users", "first_name"),
    ("elementary-actions", "attack_stage"), ("ciso-assistant-controls", "csf_function"),
    ("reference-controls", "function"), ("vulnerabilities", "assets"), ("findings", "severity"), ("assets", "type"),
)  # fmt: skip
# Sheets whose columns say nothing of their own; the name of file or tab does.
BY_NAME = (("policies", "ciso-assistant-controls"), ("evidences", "ciso-assistant-evidence"), ("threats", "threats"),
           ("folders", "folders"))  # fmt: skip


def rows(folder: Path) -> Iterator[dict[str, object]]:
    """A row for each file, in order of path."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found = _row(path)
        yield {
            "file": path.relative_to(folder).as_posix(),
            "outcome": "imported" if len(found) > 1 else "refused",
            **found,
        }


def _row(path: Path) -> dict[str, object]:
    if path.suffix == ".md":
        return {"kind": "text"}
    if path.suffix in (".csv", ".xlsx"):
        return _sheet(path)
    if path.suffix == ".xml":
        return _xml(ET.parse(path).getroot())  # noqa: S314 - a file we were given
    text = path.read_text(encoding="utf-8")
    document = json.loads(text) if path.suffix == ".json" else YAML(typ="safe", pure=True).load(text)
    return _library(document["objects"]) if "objects" in document else _oscal(*next(iter(document.items())))


def _sheet(path: Path) -> dict[str, object]:
    table = list(_workbook(path)) if path.suffix == ".xlsx" else _csv(path)
    kind = next((kind for kind, column in SHEETS if column in table[0]), "")
    kind = kind or next(kind for name, kind in BY_NAME if name in path.stem)
    count = len(table) - 1
    if kind == "ciso-assistant-controls":
        return {"kind": kind, "measures": count}
    return {"kind": kind, "evidence": count} if kind == "ciso-assistant-evidence" else {"kind": kind}


def _csv(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    separator = ";" if ";" in text.splitlines()[0] else ","
    return [row for row in csv.reader(text.splitlines(), delimiter=separator) if any(row)]


def _workbook(path: Path) -> Iterator[list[str]]:
    """Rows of the first sheet that hold any text."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        shared: list[str] = []
        if "xl/sharedStrings.xml" in names:
            strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - a file we were given
            shared = ["".join(part.text or "" for part in item.iter(f"{SHEET}t")) for item in strings]
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - as above
        for row in sheet.iter(f"{SHEET}row"):
            cells = [_cell(cell, shared) for cell in row]
            if any(cells):
                yield cells


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.find(f"{SHEET}v")
    if cell.get("t") == "s" and value is not None:
        return shared[int(value.text or "0")]
    return (value.text if value is not None else "".join(part.text or "" for part in cell.iter(f"{SHEET}t"))) or ""


def _library(objects: dict[str, Any]) -> dict[str, object]:
    if "framework" not in objects:
        return {"kind": "mapping-set"}
    nodes = objects["framework"]["requirement_nodes"]
    return {"kind": "catalog", "entries": len(nodes), "norms": sum(node["assessable"] for node in nodes), "parts": 0}


def _oscal(model: str, body: dict[str, Any]) -> dict[str, object]:
    if model == "catalog":
        groups, controls, parts = _counted(body)
        return {"kind": model, "entries": groups + controls + parts, "norms": controls, "parts": parts}
    if model == "component-definition":
        components = body.get("components", [])
        claims = {
            (component["uuid"], source["uuid"], requirement["uuid"])
            for component in components
            for source in component.get("control-implementations", [])
            for requirement in source["implemented-requirements"]
        }
        return {"kind": model, "measures": len(components), "claims": len(claims)}
    if model == "system-security-plan":
        uses = {
            (requirement["uuid"], use["component-uuid"])
            for requirement in body["control-implementation"]["implemented-requirements"]
            for place in (requirement, *requirement.get("statements", []))
            for use in place.get("by-components", [])
        }
        measures = len(body["system-implementation"]["components"])
        return {"kind": model, "measures": measures, "claims": len(uses)}
    return {"kind": model}


def _counted(body: dict[str, Any]) -> tuple[int, int, int]:
    """Groups, controls and statement items below a catalog, group or control."""
    groups = controls = parts = 0
    for inner in body.get("groups", []):
        more = _counted(inner)
        groups, controls, parts = groups + 1 + more[0], controls + more[1], parts + more[2]
    for inner in body.get("controls", []):
        more = _counted(inner)
        controls, parts = controls + 1 + more[1], parts + more[2]
        parts += sum(_items(part) for part in inner.get("parts", []) if part["name"] == "statement")
    return groups, controls, parts


def _items(part: dict[str, Any]) -> int:
    return sum(1 + _items(inner) for inner in part.get("parts", []))


def _xml(root: ET.Element) -> dict[str, object]:
    model = root.tag.removeprefix(NS)
    if model == "catalog":
        groups, controls = (len(list(root.iter(f"{NS}{name}"))) for name in ("group", "control"))
        parts = sum(
            len(list(part.iter(f"{NS}part"))) - 1
            for control in root.iter(f"{NS}control")
            for part in control.findall(f"{NS}part")
            if part.get("name") == "statement"
        )
        return {"kind": model, "entries": groups + controls + parts, "norms": controls, "parts": parts}
    if model == "component-definition":
        claims = len(list(root.iter(f"{NS}implemented-requirement")))
        return {"kind": model, "measures": len(root.findall(f"{NS}component")), "claims": claims}
    if model == "system-security-plan":
        found = {
            (requirement.get("uuid"), use.get("component-uuid"))
            for requirement in root.iter(f"{NS}implemented-requirement")
            for use in requirement.iter(f"{NS}by-component")
        }
        measures = len(root.findall(f"{NS}system-implementation/{NS}component"))
        return {"kind": model, "measures": measures, "claims": len(found)}
    return {"kind": model}


if __name__ == "__main__":
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(Path(sys.argv[1])))
