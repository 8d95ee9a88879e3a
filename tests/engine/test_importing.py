"""Imports of files of any kind: what a file is taken for, and that nothing is recorded where it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.engine import KnowledgeGraph, importing
from kg.engine.importing import How, Imported, ImportedInventory, Options
from kg.errors import InputError, LimitError, NormgraphError, NotFound, StoreConflict
from kg.exchange import reading
from kg.exchange.kinds import Asked
from kg.exchange.reading import Limits

PORTFOLIO = "normgraph: 1\norganisation: {id: acme, name: Acme}\nsystems:\n  - {id: mail, name: Mail filter}\n"


@pytest.fixture
def graph(tmp_path: Path) -> KnowledgeGraph:
    """An empty store."""
    return KnowledgeGraph(tmp_path / "store")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small portfolio."""
    found = tmp_path / "mine.yaml"
    found.write_text(PORTFOLIO, encoding="utf-8")
    return found


def test_a_file_is_imported_as_what_it_is(graph: KnowledgeGraph, path: Path, root: Path) -> None:
    found = importing.import_file(graph, path)
    assert isinstance(found.done, Imported)
    assert found.summary()[0] == "mine.yaml: read as portfolio file (it has the keys normgraph, organisation)"
    assert found.summary()[-1].startswith("commit 1: ")
    bare = replace(found, reading=replace(found.reading, confined=False))
    assert bare.summary()[0].endswith("(network not blocked on this platform)")
    examples = root / "examples"
    sheet = importing.import_file(
        graph, examples / "us-federal-2024" / "excerpt-60.csv", Options("", "us-federal-2024")
    )
    assert isinstance(sheet.done, ImportedInventory)
    assert sheet.done.table().rows
    mine = KnowledgeGraph(graph.store, "acme")
    kept = importing.import_file(mine, examples / "customer-questionnaire" / "framework.yaml")
    assert kept.reading.kind == "framework"
    assert "it binds by commitment" in kept.summary()[-1]


def test_what_is_asked_for_is_tried(graph: KnowledgeGraph, path: Path) -> None:
    with pytest.raises(InputError, match="this is a portfolio, not a framework"):
        importing.import_file(graph, path, Options("framework"))
    with pytest.raises(NotFound, match="no such kind of file"):
        importing.import_file(graph, path, Options("portfolioo"))


def test_the_limits_reach_the_reader(graph: KnowledgeGraph, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Limits] = []

    def refused(_path: Path, _asked: Asked, _expected: object, limits: Limits) -> None:
        seen.append(limits)
        raise LimitError("too long")

    monkeypatch.setattr(reading, "confined", refused)
    for how in (How(), How(seconds=9, memory=99)):
        with pytest.raises(LimitError):
            importing.import_file(graph, path, how=how)
    assert seen == [Limits(4, 512), Limits(9, 99)]
    assert graph.organisations == ()


def test_a_reader_that_dies_leaves_the_record_as_it_was(
    graph: KnowledgeGraph, path: Path, request: pytest.FixtureRequest
) -> None:
    importing.import_file(graph, path)
    with graph.ledger() as ledger:
        before = ledger.head
    request.getfixturevalue("confined")
    path.write_text(PORTFOLIO.replace("Mail", "Chat"), encoding="utf-8")
    with pytest.raises(NormgraphError) as caught:
        importing.import_file(graph, path, how=How(memory=16))
    assert caught.value.exit_code == 3
    with graph.ledger() as ledger:
        assert ledger.head == before


def test_a_process_of_its_own_reads_what_is_read_here(
    graph: KnowledgeGraph, path: Path, request: pytest.FixtureRequest
) -> None:
    importing.import_file(graph, path)
    request.getfixturevalue("confined")
    assert importing.import_portfolio(graph, path).commit is None


def test_own_frameworks_of_the_organisation_in_the_file_are_known(
    graph: KnowledgeGraph, path: Path, root: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(PORTFOLIO.replace("acme", "other"), encoding="utf-8")
    for item in (path, other):
        importing.import_file(graph, item)
    framework = root / "examples" / "customer-questionnaire" / "framework.yaml"
    kept = importing.import_framework(KnowledgeGraph(graph.store, "acme"), framework)
    slug = kept.framework.slug
    commitment = (
        "management_systems:\n  - {id: aims, name: AIMS, discipline: ai}\n"
        f"commitments:\n  - {{id: c, framework: {slug}, subject: aims, ground: contract, from: 2026-01-01}}\n"
    )
    path.write_text(PORTFOLIO + commitment, encoding="utf-8")
    # Two organisations are on record and none was chosen: which it is stands in the file.
    assert importing.import_file(graph, path).done.summary()[-1].startswith("commit 3: ")
    other.write_text(PORTFOLIO.replace("acme", "other") + commitment, encoding="utf-8")
    with pytest.raises(InputError, match=slug):
        importing.import_file(graph, other)


def test_a_commit_made_while_the_file_was_read_is_not_overlooked(
    graph: KnowledgeGraph, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing.import_file(graph, path)
    plain = reading.confined

    def meanwhile(*arguments: object) -> object:
        found = plain(*arguments)  # type: ignore[arg-type]
        line = '<https://x.example/s> <https://x.example/p> "o" <https://x.example/g> .'
        with graph.ledger() as ledger:
            ledger.commit([line], [], "a", "in between", "d" * 64)
        return found

    monkeypatch.setattr(reading, "confined", meanwhile)
    path.write_text(PORTFOLIO.replace("Mail filter", "Mail sieve"), encoding="utf-8")
    with pytest.raises(StoreConflict):
        importing.import_file(graph, path)


def test_how_names_were_read_is_in_summary_and_report(graph: KnowledgeGraph, path: Path) -> None:
    claims = (
        "measures: [{id: m, name: M}]\nimplementations:\n"
        "  - {id: a, measure: m, of: Art. 26 (6), scope: organisation, status: planned}\n"
        "  - {id: b, measure: m, of: A.5.2, scope: organisation, status: planned}\n"
    )
    path.write_text(PORTFOLIO + claims, encoding="utf-8")
    with pytest.raises(InputError, match="the name is ambiguous"):
        importing.import_file(graph, path)
    assert graph.organisations == ()
    committed = (
        "management_systems: [{id: aims, name: AIMS, discipline: ai}]\ncommitments:\n"
        "  - {id: c, framework: iso-42001-2023, subject: aims, ground: decision, from: 2026-01-01}\n"
    )
    path.write_text(PORTFOLIO + committed, encoding="utf-8")
    assert importing.import_file(graph, path).done.table() is None
    # What the organisation committed itself to is on record by now.
    path.write_text(PORTFOLIO + claims, encoding="utf-8")
    found = importing.import_file(graph, path)
    assert found.summary()[1] == (
        "read from other spellings: 2 names, such as 'Art. 26 (6)' at mine.yaml:7 (implementations[1].of), "
        "read as eu-ai-act:26-6; all are listed by --report FILE.csv"
    )
    table = found.done.table()
    assert table is not None
    assert [row["reading"] for row in table.rows] == ["read as eu-ai-act:26-6", "read as iso-42001-2023:A.5.2"]


def test_measures_of_others_are_of_the_frameworks_in_view(graph: KnowledgeGraph, path: Path, tmp_path: Path) -> None:
    path.write_text(PORTFOLIO.replace("name: Acme", "name: Acme, instruments: [iso-27001-2022]"), encoding="utf-8")
    importing.import_file(graph, path)
    controls = tmp_path / "controls.csv"
    controls.write_text("name,status,csf_function,reference_control\nRoles,active,govern,A.5.2\n", encoding="utf-8")
    found = importing.import_file(graph, controls, Options(scope=("organisation",)))
    assert any("'A.5.2' at controls.csv, D2, read as iso-27001-2022:A.5.2" in line for line in found.summary())
