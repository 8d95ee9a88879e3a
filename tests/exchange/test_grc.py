"""The published GRC files, each imported with the counts a script of its own found in it, or refused for what it is.

The counts stand in `expected/grc.csv`, made by `expected/count_grc.py`, which shares no code with the importers.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import catalog_file, ciso_controls, ciso_evidence, oscal_components, oscal_plan
from kg.exchange.measures import Claims, MeasuresFile
from kg.knowledge import Knowledge
from kg.own.model import PART, Stated
from kg.portfolio.records import Evidence, Implementation, Measure, Remark

EXPECTED = Path(__file__).parent / "expected"
ROWS = list(csv.DictReader((EXPECTED / "grc.csv").read_text(encoding="utf-8").splitlines()))
# Libraries of a megabyte take seconds to read.
LARGE = ("ai-act.yaml", "gdpr.yaml", "iso27001-2022.yaml", "nist-csf-2.0.yaml", "and-scf-2025.2.2.yaml")
READERS = {
    "ciso-assistant-controls": ciso_controls.read,
    "ciso-assistant-evidence": ciso_evidence.read,
    "component-definition": oscal_components.read,
    "system-security-plan": oscal_plan.read,
}
# What the message of a refusal has to say.
SAID = {
    "mapping-set": "holds a mapping set",
    "text": "not a framework of a form that is read",
    "risk-assessment": "a risk assessment",
    "business-impact-analysis": "a business impact analysis",
    "processings": "processings of personal data",
    "elementary-actions": "elementary actions",
    "reference-controls": "reference controls",
    "task-templates": "task templates",
    "third-parties": "third parties",
}
pytestmark = pytest.mark.shared


def rows(*kinds: str) -> list[object]:
    """Rows of some kinds, those of large files only where there is time."""
    return [
        pytest.param(row, id=row["file"], marks=[pytest.mark.long] if row["file"].endswith(LARGE) else [])
        for row in ROWS
        if row["kind"] in kinds
    ]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "inputs" / "grc"


def test_every_file_has_a_row(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {row["file"] for row in ROWS} == files
    assert Counter(row["outcome"] for row in ROWS) == {"imported": 41, "refused": 38}


@pytest.mark.long
def test_the_counts_are_those_of_the_files(folder: Path) -> None:
    script = EXPECTED / "count_grc.py"
    made = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=True).stdout
    assert made == (EXPECTED / "grc.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", rows("catalog"))
def test_a_catalog_arrives_whole(row: dict[str, str], folder: Path, knowledge: Knowledge) -> None:
    found = catalog_file.read(folder / row["file"], Stated(slug="own-catalog"), knowledge, "acme")
    entries = found.framework.requirements
    counts = (len(entries), sum(item.states_norm for item in entries), sum(item.kind == PART for item in entries))
    assert counts == (int(row["entries"]), int(row["norms"]), int(row["parts"]))
    assert found.framework.issued
    assert found.framework.external_id


@pytest.mark.parametrize("row", rows(*READERS))
def test_measures_and_claims_arrive_or_are_reported(row: dict[str, str], folder: Path, knowledge: Knowledge) -> None:
    claims = Claims(organisation="acme", knowledge=knowledge, evidence_kind="policy-document")
    found = READERS[row["kind"]](folder / row["file"], claims)
    kinds = Counter(type(record) for record in found.records)
    assert (kinds[Measure], kinds[Evidence]) == (int(row["measures"] or 0), int(row["evidence"] or 0))
    assert found.claims == int(row["claims"] or 0)
    assert not kinds[Implementation] + kinds[Remark]
    assert bool(found.claims) <= bool(found.findings)


@pytest.mark.parametrize("row", rows(*{row["kind"] for row in ROWS if row["outcome"] == "refused"}))
def test_a_refusal_says_what_the_file_is(row: dict[str, str], folder: Path, knowledge: Knowledge) -> None:
    path = folder / row["file"]

    def read() -> object:
        if path.suffix in (".csv", ".xlsx"):
            return ciso_controls.read(path, Claims(organisation="acme", knowledge=knowledge))
        return catalog_file.read(path, Stated(), knowledge, "acme")

    with pytest.raises(InputError) as caught:
        read()
    assert SAID.get(row["kind"], row["kind"].replace("-", " ")) in caught.value.message
    assert path.name in str(caught.value.where)
    assert caught.value.expected


@pytest.mark.parametrize("row", rows("system-security-plan", "component-definition"))
def test_the_three_forms_of_oscal_say_the_same(row: dict[str, str], folder: Path, knowledge: Knowledge) -> None:
    claims = Claims(organisation="acme", knowledge=knowledge)

    def identities(path: Path) -> set[tuple[str, str]]:
        found: MeasuresFile = READERS[row["kind"]](path, claims)
        return {(type(record).__name__, record.id) for record in found.records}

    path = folder / row["file"]
    json = path.parent.parent / "json" / f"{path.stem.removesuffix('-min')}.json"
    assert identities(path) == identities(json)
