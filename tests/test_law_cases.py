"""Sixty hand-made cases over the laws: facts and a day, and the verdicts a reader of the law expects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg.knowledge import Knowledge
from tests.test_cases import known
from tests.test_cases import test_case as run_case  # under its own name pytest would collect the forty here again

__all__ = ["known"]  # the fixture of the forty cases, used here too

LAW_CASES = sorted((Path(__file__).parent / "cases" / "laws").glob("*.yaml"))


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return read


def test_there_are_sixty() -> None:
    assert len(LAW_CASES) == 60


def test_they_name_at_least_ten_laws() -> None:
    rows = [row for path in LAW_CASES for row in _read(path)["expect"]]
    assert len({row["requirement"].partition(":")[0] for row in rows}) >= 10


@pytest.mark.parametrize("path", LAW_CASES, ids=lambda path: path.stem)
def test_law_case(path: Path, known: Knowledge) -> None:
    run_case(path, known)
