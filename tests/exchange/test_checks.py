"""The other files of a review, and an error for every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.exchange.checks import read_answers, read_checks, read_errors
from kg.knowledge import Knowledge

NORM, DUTY = "eu-ai-act:26-6.n1", "duty:keep-event-logs"
CHECKS = "requirement,verdict,problem,duty,better,why\n"
ERRORS = "requirement,kind,duty,mode,shown_duty,shown_mode\n"
ANSWERS = "norm,duty,answer,why\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_files_say(tmp_path: Path, shipped: Knowledge) -> None:
    (check,) = read_checks(write(tmp_path, f"{CHECKS}{NORM},wrong,missing,,{DUTY},kept\n"), shipped)
    assert (check.requirement, check.verdict, check.problem, check.better) == (NORM, "wrong", "missing", DUTY)
    (error,) = read_errors(write(tmp_path, f"{ERRORS}{NORM},missing,{DUTY},requires,,\n"), shipped)
    assert (error.kind, error.duty, error.shown_duty) == ("missing", DUTY, "")
    assert read_answers(write(tmp_path, f"{ANSWERS}{NORM},{DUTY},no,other work\n"), shipped) == {
        (NORM, DUTY): ("no", "other work")
    }


@pytest.mark.parametrize(
    ("reader", "text", "cell"),
    [
        (read_checks, f"{CHECKS}{NORM},maybe,,,,\n", "B2"),
        (read_checks, f"{CHECKS}{NORM},wrong,bad,,,\n", "C2"),
        (read_checks, f"{CHECKS}eu-ai-act:999.n1,right,,,,\n", "A2"),
        (read_errors, f"{ERRORS}{NORM},swapped,{DUTY},requires,,\n", "B2"),
        (read_answers, f"{ANSWERS}{NORM},duty:none,no,\n", "B2"),
        (read_answers, f"{ANSWERS}{NORM},{DUTY},perhaps,\n", "C2"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    reader: Callable[..., Any], text: str, cell: str, tmp_path: Path, shipped: Knowledge
) -> None:
    with pytest.raises(InputError) as error:
        reader(write(tmp_path, text), shipped)
    assert f"sheet.csv, {cell}" in str(error.value)
