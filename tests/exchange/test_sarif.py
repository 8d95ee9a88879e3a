"""Findings as SARIF: the parts that hosts of code need, at the lines they are about."""

from __future__ import annotations

import json

import pytest

from kg.crosswalk.lint import Problem
from kg.crosswalk.lint_rules import LINTER, RULES
from kg.exchange.sarif import line_of, to_sarif

FOUND = (
    Problem("NG201", "a b.tsv", "set", "row 7", "two relations", "key"),
    Problem("NG402", "c.xlsx", "other", "", "no licence", "key"),
)


def test_a_log_names_rules_results_and_places() -> None:
    log = json.loads(to_sarif(LINTER, FOUND, {"a b.tsv": "maps/a b.tsv"}))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    first, second = run["results"]
    assert (first["ruleId"], rules[first["ruleIndex"]]["id"], first["level"]) == ("NG201", "NG201", "error")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "maps/a%20b.tsv"}, "region": {"startLine": 7},
    }  # fmt: skip
    assert first["partialFingerprints"] == {"normgraph/v1": FOUND[0].fingerprint}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "other"}]


@pytest.mark.parametrize(("place", "line"), [("row 7", 7), ("line 12", 12), ("Sheet1, row 7", 0), ("", 0)])
def test_lines_are_taken_from_places(place: str, line: int) -> None:
    assert line_of(place) == line
