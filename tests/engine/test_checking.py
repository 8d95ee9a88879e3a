"""Checking mapping files: how files are told apart and read, and what they are held against."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.clock import Clock
from kg.crosswalk.mappings import Stated
from kg.engine import KnowledgeGraph, checking
from kg.engine.checking import Wanted
from kg.engine.importing import How
from kg.errors import UsageError
from kg.exchange import reading
from kg.knowledge import Knowledge

TABLE = "source,target,relation\nA.12.9,Art. 12,subset of\n"
STATED = Stated("iso-42001-2023", "eu-ai-act")
CATALOG = """\
normgraph: 1
framework: {slug: policy, title: A policy, issued: 2026-01-01}
requirements:
  - {id: r-1, title: One}
"""


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """A store with nothing in it."""
    found = KnowledgeGraph(tmp_path / "store")
    found.knowledge = shipped
    return found


def written(folder: Path, text: str = TABLE) -> Path:
    """A table in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / "ours.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_files_of_one_name_are_told_by_their_path(graph: KnowledgeGraph, tmp_path: Path) -> None:
    paths = [written(tmp_path / name) for name in ("a", "b")]
    found = checking.check(graph, Clock(), paths, Wanted(select=("NG101",), mapped=STATED))
    assert [item.file for item in found.problems] == [path.as_posix() for path in paths]
    (alone,) = checking.check(graph, Clock(), paths[:1], Wanted(select=("NG101",), mapped=STATED)).problems
    assert alone.file == "ours.csv"
    with pytest.raises(UsageError, match="given twice"):
        checking.check(graph, Clock(), [paths[0], paths[0]])


def test_a_baseline_is_read_before_any_file(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path, known = written(tmp_path / "a"), tmp_path / "known.json"
    wanted = Wanted(select=("NG1",), mapped=STATED)
    known.write_text(checking.check(graph, Clock(), [path], wanted).baseline(), encoding="utf-8")
    again = checking.check(graph, Clock(), [path], Wanted(select=("NG1",), mapped=STATED, baseline=known))
    assert (again.problems, again.known) == ((), 1)
    assert "not reported: 1 findings that the baseline knows" in again.table().notes


def test_a_library_may_be_any_catalog_that_is_read(graph: KnowledgeGraph, tmp_path: Path) -> None:
    catalog = tmp_path / "policy.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    found = checking.check(graph, Clock(), [written(tmp_path / "a")], Wanted(mapped=STATED, libraries=(catalog,)))
    assert "NG102" not in {item.rule for item in found.problems}


def test_files_are_read_in_the_process_that_imports_use(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[tuple[str, float, int]] = []
    here = reading.confined

    def confined(path: Path, asked: Any, expected: Any, limits: reading.Limits) -> reading.Reading:
        used.append((path.name, limits.seconds, limits.memory))
        return here(path, asked, expected, limits)

    monkeypatch.setattr(reading, "confined", confined)
    path = written(tmp_path / "a")
    checking.check(graph, Clock(), [path], Wanted(mapped=STATED, how=How(seconds=7, memory=99)))
    assert used == [("ours.csv", 7, 99)]
