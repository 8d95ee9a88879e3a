"""`normgraph crosswalk check`: forms of the findings, exit codes, baseline, and the faults of published files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
HEAD = "# license: https://creativecommons.org/licenses/by/4.0/\n"
COLUMNS = "subject_id,predicate_id,object_id,mapping_justification\n"
GOOD = "iso-42001-2023:A.6.2.8,skos:broadMatch,eu-ai-act:12-1,semapv:ManualMappingCuration\n"
BAD = "iso-42001-2023:A.12.9,skos:broadMatch,eu-ai-act:12-1,semapv:ManualMappingCuration\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes an SSSOM file."""

    def _file(*rows: str, name: str = "ours.sssom.csv", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + COLUMNS + "".join(rows), encoding="utf-8")
        return path

    return _file


def test_no_finding_is_0_and_a_finding_1(run: Run, file: Callable[..., Path]) -> None:
    found = run("crosswalk", "check", file(GOOD))
    assert (found.code, found.err) == (0, "1 sets with 1 mappings: 0 findings\n")
    found = run("crosswalk", "check", file(GOOD, BAD), "--format", "json")
    assert (found.code, [(row["rule"], row["place"]) for row in found.rows]) == (1, [("NG101", "row 4")])
    assert "did you mean iso-42001-2023:" in found.rows[0]["message"]
    assert found.err == "1 sets with 2 mappings: 1 findings (NG101 1)\n"
    assert not Path("normgraph-store").exists()


def test_rules_are_selected_and_ignored(run: Run, file: Callable[..., Path]) -> None:
    path = file(BAD, GOOD, GOOD, head="")

    def rules(*options: str) -> list[str]:
        return [row["rule"] for row in run("crosswalk", "check", path, "--format", "json", *options).rows]

    assert rules() == ["NG101", "NG202", "NG402"]
    assert rules("--select", "NG2", "--select", "NG402") == ["NG202", "NG402"]
    assert rules("--ignore", "NG1") == ["NG202", "NG402"]


def test_a_baseline_keeps_known_findings_quiet(run: Run, file: Callable[..., Path]) -> None:
    path = file(BAD)
    written = run("crosswalk", "check", path, "--write-baseline", "known.json")
    assert (written.code, written.out) == (0, "")
    assert "1 findings written to known.json" in written.err
    again = run("crosswalk", "check", file(GOOD, GOOD, BAD), "--baseline", "known.json", "--format", "json")
    assert [row["rule"] for row in again.rows] == ["NG202"]
    assert "not reported: 1 findings that the baseline knows" in again.err


def test_sarif_goes_to_a_file(run: Run, file: Callable[..., Path]) -> None:
    found = run("crosswalk", "check", file(BAD), "--format", "sarif", "--output", "found.sarif")
    assert (found.code, found.out) == (1, "")
    (result,) = json.loads(Path("found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_sets_on_record_are_rivals_only_where_an_organisation_is_named(
    run: Run, file: Callable[..., Path], tmp_path: Path
) -> None:
    store = ("--store", tmp_path / "store")
    kept = file(GOOD.replace("broadMatch", "exactMatch"), name="rival.sssom.csv")
    assert run("mapping", "import", kept, "--org", "acme", *store).code == 0
    path = file(GOOD)
    assert run("crosswalk", "check", path, *store).code == 0
    found = run("crosswalk", "check", path, "--org", "acme", *store, "--format", "json")
    assert (found.code, [row["rule"] for row in found.rows]) == (1, ["NG601"])
    assert "(rival, row 3)" in found.rows[0]["message"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("missing.tsv",), 3, "file cannot be read"),
        (("ours.sssom.csv", "--select", "NG9"), 2, "no such rule"),
        (("ours.sssom.csv", "ours.sssom.csv"), 2, "a file is given twice"),
        (("ours.sssom.csv", "--baseline", "ours.sssom.csv"), 3, "not a baseline file"),
        (("ours.sssom.csv", "--library", "missing.yaml"), 3, "file cannot be read"),
        ((), 2, "Missing argument"),
    ],
)
def test_errors(run: Run, file: Callable[..., Path], arguments: tuple[str, ...], code: int, said: str) -> None:
    file(GOOD)
    found = run("crosswalk", "check", *arguments)
    assert (found.code, found.out) == (code, "")
    assert said in found.err


PUBLISHED = {
    "ibm2nistgenai.tsv": {},
    # The shifted row, a prefix nobody declares, labels of another risk, a row twice, denials that name a counterpart.
    "ibm2owasp.tsv": {"NG107": 2, "NG202": 1, "NG208": 26, "NG301": 1, "NG303": 1},
    "mapping-iso27001-2022-and-scf-2025.2.2.yaml": {"NG201": 4, "NG401": 2},
    # Clause 3.0 is in no edition; the library lacks 6.1.1 to 6.1.4 too; areas are headings.
    "mapping-iso42001-2023-and-scf-2025.2.2.yaml": {"NG101": 2, "NG102": 60, "NG104": 44, "NG401": 2},
}


@pytest.mark.shared
def test_the_faults_of_published_files_are_found(run: Run, shared: Path) -> None:
    inputs, libraries = shared / "inputs", shared / "inputs" / "grc" / "ciso_assistant_libraries"
    files = [*sorted((inputs / "crosswalks").glob("*.tsv")), *sorted(libraries.glob("mapping-*.yaml"))]
    held = [("--library", libraries / f"{name}.yaml") for name in ("iso27001-2022", "iso42001-2023")]
    options = [part for pair in held for part in pair]
    found = run("crosswalk", "check", *files, *options, "--format", "json")
    assert found.code == 1
    counts = {path.name: dict(Counter(row["rule"] for row in found.rows if row["file"] == path.name)) for path in files}
    assert counts == PUBLISHED
    assert [row["place"] for row in found.rows if row["rule"] == "NG301"] == ["row 64"]
