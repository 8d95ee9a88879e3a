"""Catalogs and measures of other systems on the command line: imported, listed and answered for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CHANGED, PLACE = "2024-01-01T00:00:00Z", "catalog.json (/catalog"
CATALOG = {
    "uuid": "c1",
    "metadata": {"title": "Small catalog", "oscal-version": "1.1.2", "last-modified": CHANGED},
    "groups": [
        {
            "id": "ac",
            "title": "Access",
            "controls": [
                {"id": "ac-1", "title": "Policy", "parts": [{"name": "guidance", "prose": "Think."}]},
                {"id": "ac-2", "title": "Accounts"},
            ],
        }
    ],
}
PORTFOLIO = """\
normgraph: 1
organisation: {id: acme, name: Acme SE}
management_systems: [{id: isms, name: ISMS, discipline: information-security, boundary: all}]
systems: [{id: mail, name: Mail filter}]
commitments: [{id: c, framework: small-catalog, subject: isms, boundary: all, ground: decision, from: 2025-01-01}]
"""
CONTROLS = """\
ref_id,name,status,reference_control,csf_function
C1,Access,active,small-catalog:ac-1,protect
C2,Log,done,ac-9,detect
"""
CLOCKS = ("--as-of", "2026-11-23", "--known-on", "2026-11-23")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with the files."""
    (tmp_path / "catalog.json").write_text(json.dumps({"catalog": CATALOG}), encoding="utf-8")
    (tmp_path / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    (tmp_path / "controls.csv").write_text(CONTROLS, encoding="utf-8")
    return tmp_path


def test_from_a_catalog_to_its_verdicts(run: Run, here: Path) -> None:
    found = run("framework", "import", "catalog.json", "--org", "acme", "--licence", "CC0", "--report", "report.csv")
    assert found.code == 0, found.err
    assert found.err.splitlines()[:6] == [
        "acme: small-catalog, Small catalog",
        "2 requirements, 0 with duties",
        "terms of use: CC0",
        f"a part that states no requirement: not read: 'guidance, once' at {PLACE}/groups/0/controls/0/parts/0)",
        f"no day of publication: the day of the last change is taken: '{CHANGED}' at {PLACE}/metadata/last-modified)",
        "not assessed, and neither met nor a gap: 2 without duties or mappings",
    ]
    report = list(csv.DictReader((here / "report.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["found"] for row in report] == ["guidance, once", CHANGED]
    assert run("import", "portfolio.yaml").code == 0
    listed = run("requirements", "--framework", "small-catalog", "--format", "json").rows
    assert [row["requirement"] for row in listed] == ["small-catalog:ac-1", "small-catalog:ac-2"]
    verdicts = run("verdicts", "--framework", "small-catalog", *CLOCKS, "--format", "json").rows
    assert {(row["applicability"], row["status"]) for row in verdicts} == {("applies", "")}
    gaps = run("gaps", "--framework", "small-catalog", *CLOCKS, "--format", "json")
    assert gaps.rows == []
    assert "not assessed: 2 verdicts that apply rest on norms without duties or mappings" in gaps.err
    brought = run("import", "controls.csv", "--scope", "isms", "--report", "controls-report.csv")
    assert brought.code == 0, brought.err
    assert "claims about requirements 2, recorded as implementations 1" in brought.err
    rows = list(csv.DictReader((here / "controls-report.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["where"] for row in rows] == ["controls.csv, C3", "controls.csv, D3"]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("framework import catalog.json --org acme --issued soon", 2, "not a date"),
        ("framework import catalog.json --org acme --slug gdpr", 2, "this framework is shipped"),
        ("framework import catalog.json --org acme --binding friendship", 2, "friendship"),
        ("import controls.csv", 2, "add --org NAME"),
        ("import controls.csv --org acme --framework iso-4201", 2, "did you mean iso-42001-2023"),
        ("import controls.csv --org acme --evidence-kind poem", 2, "no such name"),
        ("import controls.csv --org acme --as ciso-assistant-evidence", 3, "with applied controls"),
        ("import catalog.json --org acme --as oscal-ssp", 3, "this is an OSCAL catalog"),
    ],
)
def test_how_it_ends(run: Run, here: Path, command: str, code: int, said: str) -> None:
    found = run(*command.split())
    assert (found.code, found.out) == (code, ""), found.err
    assert said in found.err
    assert not list(here.glob("**/ledger.sqlite"))
