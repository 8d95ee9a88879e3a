"""`normgraph validate`: exit codes, choices and columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.validate import validate_command
from kg.engine import KnowledgeGraph, importing

PORTFOLIO = """
normgraph: 1
organisation: {id: tiny, name: Tiny}
people: [{id: chief, post: Chief}]
systems:
  - {id: one, name: One, owner: chief}
commitments: []
"""
SHAPES = """
@prefix ng: <https://w3id.org/normgraph/vocab#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:mine> a sh:PropertyShape ; sh:targetClass ng:AISystem ; sh:path ng:version ; sh:minCount 1 ;
    sh:message "The version is missing: write version." ;
    ng:checksRecordFor <https://w3id.org/normgraph/id/eu-ai-act/11-1> .
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    portfolio = tmp_path / "portfolio.yaml"
    portfolio.write_text(PORTFOLIO, encoding="utf-8")
    importing.import_portfolio(KnowledgeGraph(tmp_path / "store"), portfolio)
    return tmp_path / "store"


def run(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(validate_command, ["--store", str(store), "--format", "json", *arguments])


def test_warnings_leave_with_0_and_violations_with_1(store: Path, tmp_path: Path) -> None:
    found = run(store)
    assert found.exit_code == 0
    rows = json.loads(found.stdout)
    assert list(rows[0]) == ["severity", "focus", "path", "value", "message", "checks_record_for", "shape"]
    assert {row["severity"] for row in rows} == {"warning"}
    assert ("tiny:one", "shape:system-purpose") in {(row["focus"], row["shape"]) for row in rows}
    assert "0 violations" in found.stderr
    assert json.loads(run(store, "--severity", "violation").stdout) == []

    mine = tmp_path / "mine.ttl"
    mine.write_text(SHAPES, encoding="utf-8")
    found = run(store, "--shapes", str(mine))
    assert found.exit_code == 1
    (row,) = json.loads(found.stdout)
    assert row == {
        "severity": "violation", "focus": "tiny:one", "path": "ng:version", "value": "",
        "message": "The version is missing: write version.", "checks_record_for": "eu-ai-act:11-1", "shape": "urn:mine",
    }  # fmt: skip
    assert "1 violation," in found.stderr


def test_knowledge_needs_no_record(tmp_path: Path) -> None:
    found = run(tmp_path / "nothing", "--scope", "knowledge")
    assert found.exit_code == 0
    assert json.loads(found.stdout) == []
