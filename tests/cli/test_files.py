"""The commands that write files for people: template and export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Run = Callable[..., Any]


@pytest.mark.parametrize("name", ["portfolio.xlsx", "portfolio.yaml"])
def test_a_template_is_written_and_can_be_imported(name: str, run: Run) -> None:
    written = run("template", name)
    assert (written.code, written.out) == (0, "")
    assert f"wrote {name}" in written.err
    assert "my-company: organisation 1" in run("import", name, "--dry-run").err


def test_a_template_by_output_is_the_same(run: Run) -> None:
    run("template", "portfolio.xlsx")
    assert run("template", "portfolio", "--output", "other.xlsx").code == 0
    assert Path("other.xlsx").read_bytes() == Path("portfolio.xlsx").read_bytes()


@pytest.mark.parametrize("kind", ["portfolio", "framework"])
def test_a_template_without_a_file_is_printed(kind: str, run: Run) -> None:
    assert "normgraph: 1" in run("template", kind).out


@pytest.mark.parametrize(
    "arguments", [("frmework",), ("portfolio.csv",), ("a.xlsx", "--schema"), ("a.yaml", "--output", "b")]
)
def test_what_is_no_template(arguments: tuple[str, ...], run: Run) -> None:
    found = run("template", *arguments)
    assert found.code == 2
    assert "no such template" in found.err
    assert not list(Path.cwd().iterdir())


@pytest.mark.parametrize("name", ["portfolio.xlsx", "portfolio.yaml"])
def test_an_export_changes_nothing_when_it_is_imported(name: str, ask: Run) -> None:
    written = ask("export", name)
    assert (written.code, written.out) == (0, "")
    assert re.search(r"^acme: \d{3} records$", written.err, re.MULTILINE)
    assert "new 0, changed 0, removed 0" in ask("import --prune --dry-run", name).err


def test_an_earlier_state_can_be_exported(ask: Run) -> None:
    for number in (1, 2):
        ask("export", f"{number}.yaml", "--at", number)
    first, second = (Path(f"{number}.yaml").read_text(encoding="utf-8") for number in (1, 2))
    assert "Applicant ranking" in first
    assert second == first.replace("Applicant ranking", "Applicant sorting")


@pytest.mark.parametrize("command", ["export", "template"])
def test_what_is_there_is_not_overwritten_unasked(command: str, ask: Run) -> None:
    path = Path("portfolio.xlsx")
    path.write_text("mine", encoding="utf-8")
    refused = ask(command, path)
    assert (refused.code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "--replace" in refused.err
    assert ask(command, path, "--replace").code == 0
    assert path.read_bytes().startswith(b"PK")


def test_another_form_is_refused(ask: Run) -> None:
    found = ask("export portfolio.csv")
    assert found.code == 2
    assert "expected: .xlsx | .yaml | .yml" in found.err


def test_a_mistake_in_a_workbook_names_sheet_and_cell_and_records_nothing(run: Run) -> None:
    with xlsxwriter.Workbook("made.xlsx") as book:
        for title, rows in {
            "Organisation": [["id", "name"], ["acme", "Acme"]],
            "Systems": [["id", "name", "owner"], ["mail", "Mail", "cto"], ["chat", "", ""]],
            "# draft": [["not yet"]],
        }.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    found = run("import", "made.xlsx")
    assert found.code == 3
    assert "2 mistakes in made.xlsx, nothing was recorded:" in found.err
    assert "Systems!C2: no such post; found cto;" in found.err
    assert "Systems!B3: name is missing" in found.err
    assert not Path(".normgraph").exists()


def test_notes_that_are_left_out_are_told(run: Run) -> None:
    with xlsxwriter.Workbook("made.xlsx") as book:
        for title, cells in {
            "Organisation": [["Id", "Name", "# to do"], ["acme", "Acme", "ask"]],
            "# draft": [["x"]],
        }.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    found = run("import", "made.xlsx")
    assert found.code == 0
    assert "not read: column Organisation!C1 (# to do)" in found.err
    assert "not read: sheet # draft" in found.err
