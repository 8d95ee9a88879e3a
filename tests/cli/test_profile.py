"""`normgraph profile`, and the options of `import` for spreadsheets, shown on small files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.cli import profile as command
from tests.cli.conftest import Run

ROWS = "Liste;;\nSystem name;Stage;High impact\nChat;Pilot;ja\nRank;Retired;nein\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "systems.csv"
    path.write_bytes(ROWS.replace("Chat", "Übersetzer").encode("cp1252"))
    return path


def test_shipped_profiles_are_listed_and_shown(run: Run) -> None:
    names = [row["profile"] for row in run("profile", "list", "--format", "json").rows]
    assert names == ["uk-atrs", "us-federal-2023", "us-federal-2024", "us-federal-2025"]
    assert "normgraph-profile: 1" in run("profile", "show", "uk-atrs").out
    missing = run("profile", "show", "uk-atr")
    assert (missing.code, "did you mean uk-atrs?" in missing.err) == (3, True)


def test_a_drafted_profile_is_checked_and_imports_the_file(run: Run, sheet: Path) -> None:
    drafted = run("profile", "new", sheet, "--yes", "--org", "mine", "--name", "Mine", "--output", "mine.yaml")
    assert drafted.code == 0
    assert "'Stage': stage (by its name, and its values fit)" in drafted.err
    checked = run("profile", "check", "mine.yaml", sheet, "--report", "report.csv")
    assert checked.code == 0
    assert "2 systems" in checked.err
    assert "encoding cp1252 (not utf-8: byte " in checked.err
    assert "header in row 2" in checked.err
    with Path("report.csv").open(encoding="utf-8", newline="") as file:
        assert {row["reading"] for row in csv.DictReader(file)} >= {"stage=pilot", "high_impact=true"}
    done = run("import", sheet, "--profile", "mine.yaml")
    assert "systems 2" in done.err
    assert run("profile", "check", "us-federal-2024").code == 0


def test_on_a_terminal_each_column_is_asked_about(run: Run, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_is_asked", lambda: True)
    found = run("profile", "new", sheet, stdin="\nstge\nskip\n\n")
    assert found.code == 0
    assert "did you mean stage" in found.err
    assert "fact: stage" not in found.out
    assert "fact: high_impact" in found.out


def test_what_is_found_in_a_file_can_be_set(run: Run, sheet: Path) -> None:
    run("profile", "new", sheet, "--yes", "--org", "mine", "--output", "mine.yaml")
    said = run(
        "import", sheet, "--profile", "mine.yaml", "--encoding", "cp1252", "--delimiter", "semicolon",
        "--header-row", "2", "--dry-run",
    ).err  # fmt: skip
    assert "encoding cp1252 (as set); delimiter semicolon (as set)" in said
    assert "header in row 2 (as set)" in said
    wrong = run("import", sheet, "--profile", "mine.yaml", "--encoding", "utf-9")
    assert (wrong.code, "no such encoding" in wrong.err) == (2, True)
    absent = run("import", sheet, "--profile", "mine.yaml", "--sheet", "Data")
    assert (absent.code, "no such sheet" in absent.err) == (3, True)


def test_an_import_again_tells_what_changed_from_what_to_what(run: Run, sheet: Path) -> None:
    run("profile", "new", sheet, "--yes", "--org", "mine", "--output", "mine.yaml")
    assert run("import", sheet, "--profile", "mine.yaml", "--org", "ours", "--name", "Ours").code == 0
    sheet.write_text("System name,Stage,High impact\nRank,Retired,yes\nNew,Pilot,no\n", encoding="utf-8")
    again = run("import", sheet, "--profile", "mine.yaml", "--org", "ours", "--changes", "changes.csv", "--dry-run")
    assert "new 1, changed 1, removed 0" in again.err
    assert "high_impact: false -> true" in again.err
    assert "1 records are on record but not in this file and stay; --prune removes them" in again.err
    with Path("changes.csv").open(encoding="utf-8", newline="") as file:
        kinds = sorted((row["change"], row["old"], row["new"]) for row in csv.DictReader(file))
    assert kinds == [("changed", "false", "true"), ("new", "", ""), ("stays", "", "")]
    pruned = run("import", sheet, "--profile", "mine.yaml", "--org", "ours", "--prune")
    assert "removed 1" in pruned.err
    assert "Übersetzer" not in run("systems", "--org", "ours", "--format", "json").out
    assert "Übersetzer" in run("systems", "--org", "ours", "--at", "1", "--format", "json").out


def test_a_file_that_does_not_say_whose_it_is_needs_an_organisation(run: Run, tmp_path: Path) -> None:
    header = [
        "Use Case Name", "What problem is the AI intended to solve?", "Stage of Development",
        "Is the AI use case high-impact?",
    ]  # fmt: skip
    path = tmp_path / "agency.csv"
    path.write_text(",".join(header) + "\nChat,Answers,b) Pilot,c) Not high-impact\n", encoding="utf-8")
    refused = run("import", path, "--profile", "us-federal-2025")
    assert refused.code == 3
    assert "not a file that profile us-federal-2025 describes" in refused.err
    wrong = run("import", path, "--profile", "us-federal-2025", "--org", "eu-ai-act")
    assert (wrong.code, "taken by shipped knowledge" in wrong.err) == (2, True)
