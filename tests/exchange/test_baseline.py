"""Baseline files: written, read back, and refused when they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.crosswalk.lint import Problem
from kg.errors import InputError
from kg.exchange import baseline

FOUND = Problem("NG201", "a.tsv", "set", "row 7", "two relations", "key")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(baseline.text([FOUND]), encoding="utf-8")
    assert baseline.read(path) == {FOUND.fingerprint}
    assert "two relations" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"normgraph-baseline": 2, "findings": []}', '{"normgraph-baseline": 1, "findings": [1]}']
)
def test_what_is_none_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="not a baseline file") as error:
        baseline.read(path)
    assert "--write-baseline" in (error.value.hint or "")
