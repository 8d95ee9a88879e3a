"""Files made to do harm end soon, in one clear error or in a harmless import, and leave the record as it was."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import pytest

from kg.engine import KnowledgeGraph, importing
from kg.errors import NormgraphError
from kg.exchange.reading import MEBIBYTE, SMALL, Limits
from kg.portfolio import model
from kg.portfolio.records import Organisation
from kg.store.confinement import call
from tests.hostile.made import FILES
from tests.hostile.padded import PADDED

SECONDS, MIB = 5, 512
ALL = [(syntax, name) for syntax, (_, files) in FILES.items() for name in files]
# One of each danger; each ends before the limits of its process are reached.
SOME = [
    ("YAML", "aliases"), ("YAML", "tag-of-python"), ("CSV", "million-columns"), ("XLSX", "entities"),
    ("XLSX", "far-away"), ("XLSX", "encrypted"), ("XLSX", "a-piece-cut-out"), ("XLSX", "a-part-damaged"),
    ("JSON", "cut"), ("N-Triples", "triples-in-triples"), ("JSON-LD", "context-0"), ("RDF/XML", "entities"),
]  # fmt: skip


def used() -> float:
    """Processor time of this process and of those it has waited for."""
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in found)


def attempt(folder: Path, syntax: str, name: str) -> str:
    """Import one of the files beside a record; what it ended with, after checking that it ended well."""
    suffix, files = FILES[syntax]
    graph = KnowledgeGraph(folder / "store")
    importing.record(graph, model.build([Organisation(id="acme", name="Acme")]), "before")
    path = folder / f"{name}{suffix}"
    path.write_bytes(files[name]())
    with graph.ledger() as ledger:
        before = ledger.state()
    started, cpu = time.monotonic(), used()
    refused: NormgraphError | None = None
    said = ""
    try:
        said = importing.import_file(graph, path).summary()[-1]
    except NormgraphError as error:
        refused = error
    if refused is not None:
        assert refused.exit_code == 3, str(refused)
        said = refused.message
        with graph.ledger() as ledger:
            assert ledger.state() == before
    assert used() - cpu <= max(SECONDS, Limits.of(path.stat().st_size).seconds + 1), said
    assert time.monotonic() - started < 60
    with graph.ledger() as ledger:
        assert ledger.verify() == []
    assert sorted(item.name for item in folder.iterdir()) == sorted({"store", path.name})
    return said


def test_there_are_twenty_of_each_format() -> None:
    assert all(len(files) >= 20 for _, files in FILES.values())


@pytest.mark.parametrize(("syntax", "name"), SOME)
def test_some_end_well(syntax: str, name: str, tmp_path: Path) -> None:
    assert attempt(tmp_path, syntax, name)


@pytest.mark.long
@pytest.mark.usefixtures("confined")
@pytest.mark.parametrize(("syntax", "name"), ALL)
def test_each_ends_well_in_a_process_of_its_own(syntax: str, name: str, tmp_path: Path) -> None:
    assert attempt(tmp_path, syntax, name)


# One for each way to expand; the others are in the long run.
SOME_PADDED = ["aliases.yaml", "far-away.xlsx", "long-tag.xlsx", "long-prefix.ttl", "scoped.jsonld", "namespaces.rdf"]


def attempt_padded(folder: Path, name: str) -> None:
    """Import one of the large files with the caps of a small one: the reader has to stop by itself."""
    graph = KnowledgeGraph(folder / "store")
    importing.record(graph, model.build([Organisation(id="acme", name="Acme")]), "before")
    path = folder / name
    path.write_bytes(PADDED[name]())
    with graph.ledger() as ledger:
        before = ledger.state()
    cpu = used()
    small = Limits.of(0)
    with pytest.raises(NormgraphError) as caught:
        importing.import_file(graph, path, how=importing.How(seconds=small.seconds, memory=small.memory))
    assert used() - cpu < SECONDS
    assert (caught.value.exit_code, caught.value.code in ("limit", "invalid-input")) == (3, True), str(caught.value)
    assert (caught.value.where or "").startswith(name)
    with graph.ledger() as ledger:
        assert ledger.state() == before


@pytest.mark.parametrize("name", SOME_PADDED)
def test_some_large_bombs_end_as_soon_as_small_ones(name: str, tmp_path: Path) -> None:
    attempt_padded(tmp_path, name)


@pytest.mark.long
@pytest.mark.usefixtures("confined")
@pytest.mark.parametrize("name", PADDED)
def test_each_large_bomb_ends_as_soon_as_a_small_one(name: str, tmp_path: Path) -> None:
    assert len(PADDED[name]()) > SMALL
    attempt_padded(tmp_path, name)


@pytest.mark.skipif(sys.platform != "linux", reason="only there does a process see what it has")
def test_a_process_has_at_most_512_mib_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a process had before it was replaced counts as its own: the usual figures would be those of the tests.
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "made_up_idle.py").write_text(
        "import kg.exchange.reading\nfrom kg.store.confinement import serve\n"
        "def answer(request, begin):\n    begin()\n"
        "    return {'pages': int(open('/proc/self/statm').read().split()[1])}, ()\n"
        "def main(): serve(answer)\n",
        encoding="utf-8",
    )
    caps = Limits.of(SMALL).caps
    head, _ = call("made_up_idle", {}, caps)
    assert head["pages"] * resource.getpagesize() + caps.memory <= MIB * MEBIBYTE
    assert Limits.of(SMALL).seconds < SECONDS
