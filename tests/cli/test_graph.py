"""Commands over graphs of any RDF: import, list, remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
WORDS = '<x:risk> <x:means> "What may go wrong" .\n'


@pytest.fixture
def words(run: Run, tmp_path: Path) -> Path:
    """A company on record, and a Turtle file."""
    (tmp_path / "portfolio.yaml").write_text("normgraph: 1\norganisation: {id: acme, name: Acme}\n", encoding="utf-8")
    assert run("import", "portfolio.yaml").code == 0
    path = tmp_path / "words.ttl"
    path.write_text(WORDS, encoding="utf-8")
    return path


def test_a_graph_is_imported_listed_and_removed(run: Run, words: Path) -> None:
    found = run("import", words, "--graph", "glossary")
    assert (found.code, found.out) == (0, "")
    assert "words.ttl: read as RDF graph (it is Turtle)" in found.err
    assert "acme: graph glossary, 1 statements" in found.err
    assert "no verdict reads it" in found.err
    (row,) = run("graph", "list", "--format", "json").rows
    assert row == {
        "graph": "glossary", "statements": "1", "iri": "https://w3id.org/normgraph/id/acme/graph/rdf/glossary",
    }  # fmt: skip
    assert "glossary" in run("graph", "list").out
    assert run("graph", "list", "--at", "1", "--format", "json").rows == []
    assert "dry run" in run("graph", "remove", "glossary", "--dry-run").err
    assert run("graph", "remove", "glossary").err.startswith("commit 3: 0 statements added, 1 removed")
    assert run("graph", "list", "--format", "json").rows == []


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("graph remove glosary", 2, "did you mean glossary?"),
        ("import words.ttl --graph a/b", 2, "not an identifier"),
        ("import words.ttl --graph glossary", 3, "--replace"),
        ("import portfolio.yaml --as graph", 3, "no sign of its syntax"),
        ("import words.ttl --max-memory 16 --graph other", 3, "--max-memory"),
    ],
)
@pytest.mark.usefixtures("confined")
def test_how_it_ends(run: Run, words: Path, command: str, code: int, said: str) -> None:
    assert run("import", words, "--graph", "glossary").code == 0
    padding = "#\n" * (10_000_000 if "--max-memory" in command else 1)
    words.write_text(WORDS.replace("wrong", "awry") + padding, encoding="utf-8")
    found = run(*command.split())
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    assert len(run("log", "--format", "json").rows) == 2
