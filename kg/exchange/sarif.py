"""Findings as SARIF 2.1.0 (OASIS), the form that code hosts and editors show beside the lines they are about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from kg import __version__
from kg.crosswalk.lint import Linter, Problem, Rule

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "normgraph/v1"
# How places are spelled: `row 12`, `line 12`. The rows of a workbook, `Sheet1, row 12`, are no lines.
_LINE = re.compile(r"(?:row|line) (\d+)")


def to_sarif(linter: Linter, found: Iterable[Problem], addresses: Mapping[str, str]) -> str:
    """A SARIF log of one run. `addresses` maps the name of a file to its path as it was given."""
    rules = [_rule(rule) for rule in linter.rules]
    index = {rule.id: place for place, rule in enumerate(linter.rules)}
    driver = {"name": "normgraph crosswalk check", "version": __version__, "rules": rules}
    results = [_result(linter.by_id[item.rule], index[item.rule], item, addresses) for item in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {"text": f"To mend it: {rule.mend}."},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(rule: Rule, index: int, found: Problem, addresses: Mapping[str, str]) -> dict[str, Any]:
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(addresses.get(found.file, found.file), safe="/.-_~")}}
    }
    line = line_of(found.place)
    if line:
        place["physicalLocation"]["region"] = {"startLine": line}
    place["logicalLocations"] = [{"fullyQualifiedName": " ".join(filter(None, (found.mapping_set, found.place)))}]
    return {
        "ruleId": rule.id,
        "ruleIndex": index,
        "level": rule.severity,
        "message": {"text": found.message},
        "locations": [place],
        "partialFingerprints": {_FINGERPRINT: found.fingerprint},
    }


def line_of(place: str) -> int:
    """Line of the file that a place names; 0 where it names none, as in a workbook."""
    match = _LINE.fullmatch(place)
    return int(match[1]) if match else 0
