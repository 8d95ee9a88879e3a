"""What a commit changed can be seen afterwards: new, changed and gone, with the old value."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.engine import KnowledgeGraph, history, importing
from kg.engine.importing import Options
from kg.errors import NotFound
from kg.knowledge import Knowledge

FIRST = """\
normgraph: 1
organisation: {id: acme, name: Acme}
systems:
  - {id: chat, name: Chatbot, facts: {profiling: false}}
  - {id: old, name: Old system}
"""
SECOND = (
    FIRST.replace("Chatbot", "Assistant").replace("false", "true").replace("{id: old, name: Old", "{id: n, name: N")
)


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """A record of three commits, the last of which is a graph."""
    found = KnowledgeGraph(tmp_path / "store", "acme")
    found.knowledge = shipped
    path = tmp_path / "portfolio.yaml"
    for text in (FIRST, SECOND):
        path.write_text(text, encoding="utf-8")
        importing.import_portfolio(found, path, prune=True)
    words = tmp_path / "words.ttl"
    words.write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    importing.import_file(found, words, Options("graph"))
    return found


def test_a_commit_is_told_with_old_and_new_values(graph: KnowledgeGraph) -> None:
    rows = [tuple(row[name] for name in history.COLUMNS) for row in history.changes(graph, 2).rows]
    assert rows == [
        ("new", "acme:n", "", "", ""),
        ("changed", "acme:chat", "name", "Chatbot", "Assistant"),
        ("changed", "acme:chat", "profiling", "false", "true"),
        ("gone", "acme:old", "", "", ""),
    ]


def test_the_last_commit_is_told_and_what_is_no_record_as_a_graph(graph: KnowledgeGraph) -> None:
    (row,) = history.changes(graph).rows
    assert (row["seq"], row["change"], row["record"]) == ("3", "graph", "acme:graph/rdf/words")
    assert (row["old"], row["new"]) == ("0 removed", "1 added")


def test_a_record_is_followed_through_all_commits(graph: KnowledgeGraph) -> None:
    for name in ("chat", "acme:chat"):
        found = [(row["seq"], row["change"], row["field"]) for row in history.changes(graph, record=name).rows]
        assert found == [("1", "new", ""), ("2", "changed", "name"), ("2", "changed", "profiling")]
    assert [row["change"] for row in history.changes(graph, 2, "old").rows] == ["gone"]


def test_what_never_was_is_an_error(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="no commit changed a record of this id") as error:
        history.changes(graph, record="chatt")
    assert "did you mean acme:chat?" in str(error.value)
    with pytest.raises(NotFound, match="no such commit"):
        history.changes(graph, 9)
    with pytest.raises(NotFound, match="the empty record"):
        history.changes(graph, 0)
