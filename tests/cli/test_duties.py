"""The commands over duties: the scheme, the agreement of readings, the omission sweep, fragile verdicts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.review.made_up import LOGS, NORMS, SCOPE

Run = Callable[..., Any]
CLOCKS = ("--as-of", "2026-11-23", "--known-on", "2026-11-23")
HEADER = "requirement,duty,mode,aspects,parameters,confidence,why\n"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """Two readings of five requirements that differ in one."""
    folder = tmp_path / "review"
    (folder / "readings").mkdir(parents=True)
    for reader, said in {"first": (SCOPE, SCOPE, SCOPE, LOGS, LOGS), "other": (SCOPE, SCOPE, LOGS, LOGS, LOGS)}.items():
        lines = [f"{norm},{duty},requires,,,1,\n" for norm, duty in zip(NORMS, said, strict=True)]
        (folder / "readings" / f"{reader}.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return folder


def test_without_a_further_word_the_scheme_is_listed(ask: Run) -> None:
    assert len(ask("duties --format json").rows) == 537


def test_agreement_of_readings_of_ones_own(ask: Run, review: Path) -> None:
    """Five units, one differs: observed 2/10, expected 2 (5 x 5) / 90: alpha 1 - 18/50."""
    found = ask("duties agreement --by all --format json --review", review)
    assert [(row["part"], row["cell"], row["object"], row["identical"]) for row in found.rows] == [
        ("all", "0.64", "0.64", "0.80")
    ]
    assert found.rows[0]["gates"] == "object:missed;cell:missed;requires:missed"
    assert "readings compared: first, other" in found.err
    assert "stability, not validity" in found.err
    assert "cell: 0.67 to be reached, 0.64 measured: missed" in found.err


def test_errors_hidden_from_an_adjudicating_reader_are_counted(ask: Run, review: Path) -> None:
    (review / "hidden-errors.csv").write_text(
        f"requirement,kind,duty,mode,shown_duty,shown_mode\n{NORMS[0]},missing,{LOGS},requires,,\n", encoding="utf-8"
    )
    (review / "checks.csv").write_text(
        f"requirement,verdict,problem,duty,better,why\n{NORMS[0]},wrong,missing,,{LOGS},\n{NORMS[1]},right,,,,\n",
        encoding="utf-8",
    )
    found = ask("duties agreement --by all --review", review)
    assert "hidden errors: 1 of 1 caught, 1 named exactly; 0 of 1 other requirements called wrong" in found.err


def test_a_folder_without_readings_is_refused(ask: Run, review: Path) -> None:
    shutil.rmtree(review / "readings")
    found = ask("duties agreement --review", review)
    assert (found.code, found.out) == (3, "")
    assert "readings/first.csv" in found.err


def test_a_review_that_is_no_json_is_refused(ask: Run, review: Path) -> None:
    for text in ("{", "[]"):
        (review / "review.json").write_text(text, encoding="utf-8")
        found = ask("duties agreement --review", review)
        assert (found.code, found.out) == (3, "")
        assert "review.json" in found.err or str(review) in found.err


def test_the_sheet_of_the_omission_sweep_for_one_requirement(ask: Run) -> None:
    rows = ask("duties omissions --requirement eu-ai-act:26-6 --format json").rows
    assert {row["beside"] for row in rows} == {LOGS}
    assert LOGS not in {row["duty"] for row in rows}


def test_the_sheet_shows_the_answers_that_the_review_keeps(ask: Run) -> None:
    rows = ask("duties omissions --requirement eu-ai-act:60-4 --format json").rows
    answered = {row["duty"]: (row["answer"], row["why"]) for row in rows}
    assert answered["duty:inform-test-partners"] == ("no", "point (h) is a norm of its own")


def test_fragile_verdicts_say_how_many_links_they_hang_on(ask: Run) -> None:
    found = ask("duties fragile --framework iso-42001-2023 --format json", *CLOCKS)
    assert {row["requirement"].partition(":")[0] for row in found.rows} == {"iso-42001-2023"}
    verdicts = {(row["requirement"], row["subject"], row["bearer"]) for row in found.rows}
    links = {row["link"] for row in found.rows}
    assert f"{len(verdicts)} verdicts hang on one of {len(links)} links" in found.err
    assert "provisional" in found.err


def test_a_framework_that_is_not_in_view_is_named(ask: Run) -> None:
    found = ask("duties fragile --framework gdpr --format json", *CLOCKS)
    assert found.rows == []
    assert "gdpr is not among the instruments of this record" in found.err


@pytest.mark.parametrize("command", ["omissions", "fragile"])
def test_an_unknown_framework_is_an_error_with_a_suggestion(command: str, ask: Run) -> None:
    found = ask(f"duties {command} --framework iso-4201")
    assert found.code == 2
    assert "iso-42001-2023" in found.err
