"""Templates and exports of the record: importing what was exported changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, importing, portfolios
from kg.errors import UsageError

NOW = Clock()
SECOND = "  - {id: chat, name: Chatbot}\n"
FIRST = """\
normgraph: 1
organisation: {id: acme, name: Acme}
people: [{id: cto, post: CTO, name: Somebody}]
systems:
  - {id: mail, name: Mail filter, owner: cto, roles: [deployer], facts: {profiling: true}}
"""
CLAIM = """\
measures: [{id: m, name: M}]
implementations: [{id: i, measure: m, of: "contract:one", scope: organisation, status: planned}]
"""
OWN = """\
normgraph: 1
framework: {slug: contract, title: Contract, issued: 2026-01-01}
requirements: [{id: one, title: Keep logs, duties: [keep-event-logs]}]
"""


@pytest.fixture
def graph(tmp_path: Path) -> KnowledgeGraph:
    found = KnowledgeGraph(tmp_path / "store")
    for text in (FIRST, FIRST + SECOND):
        (tmp_path / "portfolio.yaml").write_text(text, encoding="utf-8")
        importing.import_portfolio(found, tmp_path / "portfolio.yaml")
    return found


@pytest.mark.parametrize("form", portfolios.SUFFIXES)
def test_importing_what_was_exported_records_nothing(form: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    found = portfolios.export(graph, NOW, form)
    path = tmp_path / f"out{form}"
    path.write_bytes(found.content)
    done = importing.import_portfolio(graph, path, prune=True)
    assert (done.commit, done.difference.added, done.difference.removed) == (None, frozenset(), frozenset())
    assert found.notes == ("acme: 5 records",)
    assert portfolios.export(graph, NOW, form) == found


@pytest.mark.parametrize("form", [".xlsx", ".yaml"])
def test_an_export_into_an_empty_store_is_the_same_record(form: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / f"out{form}"
    path.write_bytes(portfolios.export(graph, NOW, form).content)
    other = KnowledgeGraph(tmp_path / "other")
    importing.import_portfolio(other, path)
    assert other.portfolio(NOW) == graph.portfolio(NOW)


@pytest.mark.parametrize("form", [".xlsx", ".yaml"])
def test_an_earlier_state_is_exported(form: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / f"out{form}"
    path.write_bytes(portfolios.export(graph, Clock(at=1), form).content)
    other = KnowledgeGraph(tmp_path / "other")
    importing.import_portfolio(other, path)
    assert set(other.portfolio(NOW).records) == {"acme", "acme:cto", "acme:mail", "acme:mail.role.deployer"}


@pytest.mark.parametrize("form", [".xlsx", ".yaml"])
def test_references_to_frameworks_of_ones_own_come_back(form: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text(OWN, encoding="utf-8")
    graph.chosen = "acme"
    importing.import_framework(graph, tmp_path / "framework.yaml")
    (tmp_path / "portfolio.yaml").write_text(FIRST + CLAIM, encoding="utf-8")
    importing.import_portfolio(graph, tmp_path / "portfolio.yaml")
    path = tmp_path / f"out{form}"
    path.write_bytes(portfolios.export(graph, NOW, form).content)
    assert importing.import_portfolio(graph, path, prune=True).commit is None


@pytest.mark.parametrize("form", [".csv", "", ".ods"])
def test_another_form_is_refused(form: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="not a form of portfolio files") as caught:
        portfolios.export(graph, NOW, form)
    assert caught.value.expected == ".xlsx | .yaml | .yml"


@pytest.mark.parametrize("form", [".xlsx", ".yaml"])
def test_a_template_needs_no_record(form: str, tmp_path: Path) -> None:
    graph = KnowledgeGraph(tmp_path / "none")
    path = tmp_path / f"template{form}"
    path.write_bytes(portfolios.template(graph, form))
    assert importing.import_portfolio(graph, path, dry_run=True).difference.new == ("my-company",)
    assert not graph.store.exists()
