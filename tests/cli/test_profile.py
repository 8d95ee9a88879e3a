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


REGISTER = """\
AI register of Example Ltd;;;;;;
Nr.;Name;Status;Decides about people?;Go-live;Areas (select all);Email
1;Chat;1. live;TRUE;01/05/2024;"['EU', 'US']";x@example.org
2;Rank;2. pilot;FALSE;13/05/2024;EU; US;x@example.org
2;Scan;1. Live;TBD;FY2024 Q1;US;x@example.org
;Sort;1. live;yes;45296;EU, US;x@example.org
5;Chat;3. idea;n;Summer 2023;None;x@example.org
""".replace("EU; US", '"EU; US"')


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="cp1252")
    return path


def test_a_draft_is_filled_in_checked_and_imports_the_file(run: Run, register: Path) -> None:
    assert run("profile", "new", register, "--yes", "--org", "mine", "--output", "mine.yaml").code == 0
    checked = run("profile", "check", "mine.yaml", register)
    for line in (
        "left open, and not read: 2 columns and 5 answers", "'Go-live': which day is this?",
        "'Decides about people?': which fact does a yes state?",
        "'Status': no reading for '1. live', '2. pilot', '3. idea'",
        "D 'Decides about people?' (5)",
    ):  # fmt: skip
        assert line in checked.err, line
    text = Path("mine.yaml").read_text(encoding="utf-8")
    for old, new in (
        ('"1. live": ""', '"1. live": stage=deployed'), ('"2. pilot": ""', '"2. pilot": [stage=pilot, pilot=true]'),
        ('"3. idea": ""', '"3. idea": unknown'),
        ('"EU": ""', '"EU": operates_in=EU'), ('"US": ""', '"US": operates_in=US'),
        ("open: which fact does a yes state?", "fact: decides_about_natural_persons"),
        ("open: which day is this?", "fact: put_into_use"), ("# order: day-first", "order: day-first"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    Path("mine.yaml").write_text(text, encoding="utf-8")
    done = run("profile", "check", "mine.yaml", register, "--report", "report.csv")
    assert "nothing is left open" in done.err
    assert "1 column not read by this profile; filled cells: G 'Email' (5)" in done.err
    with Path("report.csv").open(encoding="utf-8", newline="") as file:
        missed = {row["cells"]: row["reading"] for row in csv.DictReader(file) if "not understood" in row["reading"]}
    assert missed == {
        "E5": "not understood", "E7": "not understood",
        "E6": "not understood: a number; as a spreadsheet counts days it would be 2024-01-05",
    }  # fmt: skip
    assert run("import", register, "--profile", "mine.yaml").code == 0
    exported = run("export", "portfolio.yaml", "--org", "mine")
    assert exported.code == 0
    kept = Path("portfolio.yaml").read_text(encoding="utf-8")
    assert kept.count("stage: deployed") == 3
    assert kept.count("put_into_use: 2024-05-") == 2
    assert kept.count("decides_about_natural_persons: true") == 2


def test_on_a_terminal_answers_that_are_no_values_are_asked_about(
    run: Run, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_is_asked", lambda: True)
    found = run("profile", "new", register, "--org", "mine", stdin="\n\nstage\ndeployd\ndeployed\n\nunknown\n\n\n\n\n")
    assert found.code == 0
    assert "did you mean deployed" in found.err
    assert "'1. live' (3): development | initiation" in found.err
    for line in ('"1. live": "stage=deployed"  # 3', '"2. pilot": ""  # 1', '"3. idea": "unknown"  # 1'):
        assert line in found.out, line


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
