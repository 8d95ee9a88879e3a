"""Frameworks of one's own on the command line: what is said, how it ends, and the example from first line to last."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CLOCKS = ("--as-of", "2026-11-23", "--known-on", "2026-11-23")
SLUG = "northwind-questionnaire-2026"


@pytest.fixture
def folder(root: Path) -> Path:
    """The example."""
    return root / "examples" / "customer-questionnaire"


@pytest.fixture
def kept(run: Run, folder: Path, tmp_path: Path) -> Run:
    """Runs a command on the example's record."""
    store = ("--store", tmp_path / "store")
    assert run("framework", "import", folder / "framework.yaml", "--org", "brightwater", *store).code == 0
    assert run("import", folder / "portfolio.yaml", *store).code == 0
    return lambda command, *arguments: run(*command.split(), *arguments, *store)


def test_the_example_works_line_by_line(run: Run, root: Path) -> None:
    readme = (root / "examples" / "customer-questionnaire" / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in readme.splitlines() if line.startswith("    normgraph ")]
    assert len(lines) > 8
    Path("examples").symlink_to(root / "examples")
    for line in lines:
        found = run(*shlex.split(line)[1:])
        assert found.code == 0, f"{line}\n{found.err}"


def test_what_an_import_says(kept: Run, folder: Path) -> None:
    again = kept("framework import", folder / "framework.yaml")
    assert (again.code, again.out) == (0, "")
    assert again.err.splitlines() == [
        f"brightwater: {SLUG}, Northwind Retail (fictitious): ten questions on the AI of our suppliers",
        "10 requirements, 9 with duties",
        "not assessed, and neither met nor a gap: 1 without duties or mappings",
        "nothing to record: the file says what is on record already",
    ]
    dry = kept("framework import --replace --dry-run", folder / "framework.csv")
    assert dry.err.splitlines()[-1] == "dry run: nothing was recorded"


def test_what_is_said_of_a_commitment_that_is_missing(run: Run, folder: Path) -> None:
    found = run("framework", "import", folder / "framework.yaml", "--org", "brightwater")
    assert f"--as-if-adopted {SLUG}" in found.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("framework import nowhere.yaml", 3, "file cannot be read"),
        ("framework import framework.csv", 3, "--replace"),
        (f"framework remove {SLUG}", 3, "the record refers to what would be gone"),
        ("framework remove northwind-questionnaire", 2, "did you mean northwind-questionnaire-2026?"),
        ("framework remove eu-ai-act", 2, "a shipped framework cannot be removed"),
        ("framework remove", 2, "SLUG"),
        ("import framework.yaml --as portfolio", 3, "normgraph framework import framework.yaml"),
        ("framework import portfolio.yaml", 3, "normgraph import portfolio.yaml"),
        ("gaps --framework northwind-questionnaire", 2, "did you mean northwind-questionnaire-2026?"),
        (f"requirements --framework {SLUG} --at 0", 2, "no such framework"),
        ("frameworks --at soon", 2, "not a state of the record"),
    ],
)
def test_how_it_ends(kept: Run, folder: Path, command: str, code: int, said: str) -> None:
    for name in ("framework.yaml", "framework.csv", "portfolio.yaml"):
        Path(name).write_bytes((folder / name).read_bytes())
    found = kept(command)
    assert found.code == code, found.err
    assert said in found.err


def test_removed_it_is_gone_and_earlier_states_keep_it(run: Run, folder: Path) -> None:
    run("framework", "import", folder / "framework.yaml", "--org", "brightwater")
    found = run("framework", "remove", SLUG)
    assert found.code == 0
    assert found.err.startswith("commit 2: 0 statements added, ")
    now, before = (run("frameworks", "--format", "json", *at).rows for at in ((), ("--at", "1")))
    assert [row["framework"] for row in before] == [*(row["framework"] for row in now), SLUG]


@pytest.mark.parametrize("command", [f"requirements --framework {SLUG}", f"crosswalk show {SLUG} eu-ai-act", "duties"])
def test_answers_about_the_knowledge_are_of_a_state(kept: Run, command: str) -> None:
    latest = kept(command, "--format", "json")
    assert latest.rows == kept(command, "--at", "1", "--format", "json").rows
    none = kept(command, "--at", "0", "--format", "json")
    assert none.code == (0 if command == "duties" else 2)
    assert none.out != latest.out


def test_it_is_answered_for_like_any_other(kept: Run) -> None:
    gaps = kept("gaps", "--framework", SLUG, *CLOCKS, "--format", "json").rows
    assert {row["status"] for row in gaps} == {"claimed", "partial", "planned", "unknown"}
    explained = kept("explain aims", f"{SLUG}:C1", *CLOCKS, "--format", "json").rows
    assert any(row["statement"] == "duty:keep-event-logs[retention=P1Y]: not-done" for row in explained)
    covered = kept("coverage", *CLOCKS, "--format", "json")
    assert [row["applies"] for row in covered.rows if row["framework"] == SLUG] == ["10"]
    assert "not assessed: 1 verdicts" in covered.err
    found = kept("sparql", f"SELECT ?n WHERE {{ ?n a ng:Norm ; ng:statedBy {SLUG}:C4 }}", *CLOCKS)
    assert "C4.n1" in found.out


@pytest.mark.parametrize("schema", [(), ("--schema",)])
def test_templates_of_both_kinds(run: Run, schema: tuple[str, ...]) -> None:
    texts = [run("template", kind, *schema).out for kind in ("portfolio", "framework")]
    assert all(texts)
    assert texts[0] != texts[1]
    assert "framework" in texts[1]
