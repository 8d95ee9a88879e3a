"""Measures from another system on record: beside what is there, as a difference, never in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, importing
from kg.engine.importing import How, Options, Outcome
from kg.engine.measures import KeptMeasures
from kg.errors import InputError, NotFound
from kg.knowledge import Knowledge
from kg.portfolio.records import Implementation, Measure, Organisation

PORTFOLIO = """\
normgraph: 1
organisation: {id: acme, name: Acme SE}
people: [{id: cto, post: Chief Technology Officer}]
systems: [{id: mail, name: Mail filter, owner: cto}]
measures: [{id: logging, name: Logging}]
"""
HEADER = "ref_id,name,status,owner,reference_control,csf_function\n"
ROWS = "C1,Access,active,IT,iso-42001-2023:A.6.2.8,protect\nC2,Backup,to_do,ann@x.org,,recover\n"
CLOCK = Clock()
Bring = Callable[..., Outcome]


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    found = KnowledgeGraph(tmp_path / "store", "acme")
    found.knowledge = shipped
    path = tmp_path / "portfolio.yaml"
    path.write_text(PORTFOLIO, encoding="utf-8")
    importing.import_portfolio(found, path)
    return found


@pytest.fixture
def bring(graph: KnowledgeGraph, tmp_path: Path) -> Bring:
    """Imports rows of applied controls."""

    def _bring(rows: str = ROWS, scope: str = "mail", how: How | None = None) -> Outcome:
        path = tmp_path / "controls.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        return importing.import_file(graph, path, Options(scope=(scope,) if scope else ()), how)

    return _bring


def kept(outcome: Outcome) -> KeptMeasures:
    assert isinstance(outcome.done, KeptMeasures)
    return outcome.done


def test_measures_stand_beside_what_is_there(graph: KnowledgeGraph, bring: Bring) -> None:
    found = bring()
    records = graph.portfolio(CLOCK).records
    assert {name for name, record in records.items() if isinstance(record, Measure)} == {
        "acme:logging", "acme:ca-C1", "acme:ca-C2",
    }  # fmt: skip
    assert records["acme"] == Organisation(id="acme", name="Acme SE")
    (made,) = (record for record in records.values() if isinstance(record, Implementation))
    assert (made.of, made.scope, made.status, made.owner) == (
        "iso-42001-2023:A.6.2.8", ("acme:mail",), "implemented", "acme:ca-it",
    )  # fmt: skip
    assert found.summary() == [
        "controls.csv: read as applied controls of CISO Assistant (it has the columns name, csf_function)",
        "acme: implementations 1, measures 2, people 2",
        "claims about requirements 1, recorded as implementations 1",
        "new 5, changed 0, removed 0",
        f"commit 2: {kept(found).commit.added:,} statements added, 0 removed",  # type: ignore[union-attr]
    ]
    assert "ann@x.org" in graph.portfolio(CLOCK).names.values()


def test_the_same_again_changes_nothing(bring: Bring) -> None:
    bring()
    assert kept(bring()).commit is None


def test_another_import_is_a_difference(graph: KnowledgeGraph, bring: Bring) -> None:
    bring()
    changed = bring("C1,Access control,active,IT,iso-42001-2023:A.6.2.8,protect\n")
    assert kept(changed).difference.changed == ("acme:ca-C1",)
    assert "1 records are of an earlier import" in " ".join(changed.summary())
    assert "acme:ca-C2" in graph.portfolio(CLOCK).records
    pruned = bring("C1,Access control,active,IT,,protect\n", how=How(prune=True))
    assert set(kept(pruned).difference.gone) == {"acme:ca-C2", "acme:ca-C1.iso-42001-2023.A.6.2.8"}
    assert {"acme:logging", "acme:mail", "acme:cto"} <= set(graph.portfolio(CLOCK).records)


def test_a_dry_run_records_nothing(graph: KnowledgeGraph, bring: Bring) -> None:
    found = bring(how=How(dry_run=True))
    assert (kept(found).commit, len(kept(found).difference.new)) == (None, 5)
    assert graph.head(CLOCK).seq == 1


def test_what_came_from_elsewhere_is_not_replaced(graph: KnowledgeGraph, bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "portfolio.yaml"
    path.write_text(PORTFOLIO.replace("id: logging", "id: ca-C1"), encoding="utf-8")
    importing.import_portfolio(graph, path)
    with pytest.raises(InputError, match="this id is taken") as caught:
        bring()
    assert caught.value.where == "acme:ca-C1"
    assert graph.head(CLOCK).seq == 2


def test_a_scope_names_something_on_record(bring: Bring) -> None:
    with pytest.raises(NotFound, match="nothing on record has this id") as caught:
        bring(scope="mial")
    assert "did you mean mail?" in (caught.value.hint or "")
    assert kept(bring(scope="organisation")).commit is not None


def test_a_record_may_begin_with_measures(tmp_path: Path, shipped: Knowledge) -> None:
    graph = KnowledgeGraph(tmp_path / "new", "brightwater")
    graph.knowledge = shipped
    path = tmp_path / "controls.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    found = importing.import_file(graph, path, Options(scope=("organisation",)))
    assert kept(found).organisation == "brightwater"
    assert graph.portfolio(CLOCK).organisation.name == "brightwater"


def test_what_was_not_understood_is_a_table(bring: Bring) -> None:
    assert bring().done.table() is None
    table = bring("C1,Access,done,,iso-42001-2023:A.99,protect\n").done.table()
    assert table is not None
    assert [row["where"] for row in table.rows] == ["controls.csv, C2", "controls.csv, E2"]


def test_a_second_import_tells_which_fields_change(bring: Bring) -> None:
    bring()
    changed = bring(ROWS.replace("Access", "Access control"))
    assert any(line.endswith(" name: Access -> Access control") for line in kept(changed).summary())
    table = changed.changes()
    assert table is not None
    assert ("changed", "name", "Access", "Access control") in {
        (row["change"], row["field"], row["old"], row["new"]) for row in table.rows
    }
