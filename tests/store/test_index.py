"""Queries see the graphs they are given, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import InputError, StoreError, StoreInvalid, UsageError
from kg.store.build import open_index
from kg.store.index import Index, Literal, NamedNode, QueryBoolean, QuerySolutions
from kg.store.ledger import Ledger

Line = Callable[..., str]
DIGEST = "d" * 64
A, B, C = "https://example.org/a", "https://example.org/b", "https://example.org/c"


@pytest.fixture
def index(ledger: Ledger, tmp_path: Path) -> Iterator[Index]:
    """Three graphs: A from a file, B and C from the record."""
    (tmp_path / "a.ttl").write_text('<x:s> <x:p> "in a" .')
    ledger.commit([f'<x:s> <x:p> "in b" <{B}> .', f'<x:s> <x:p> "in c" <{C}> .'], [], "a", "m", DIGEST)
    with open_index(ledger, DIGEST, {A: [tmp_path / "a.ttl"]}) as opened:
        yield opened


def _values(index: Index, query: str, **options: object) -> list[str]:
    results = index.query(query, **options)  # type: ignore[arg-type]
    assert isinstance(results, QuerySolutions)
    return sorted(row["o"].value for row in results)


DEFAULT = "SELECT ?o { ?s ?p ?o }"
NAMED = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
FROM = "SELECT ?o FROM <https://example.org/c> { ?s ?p ?o }"
FROM_NAMED = "SELECT ?o FROM NAMED <https://example.org/c> { GRAPH ?g { ?s ?p ?o } }"


def test_the_default_graph_is_the_union_of_all(index: Index) -> None:
    assert _values(index, DEFAULT) == _values(index, NAMED) == ["in a", "in b", "in c"]
    assert index.graphs == {A: 1, B: 1, C: 1}
    assert len(index) == 3


@pytest.mark.parametrize("query", [DEFAULT, NAMED, FROM, FROM_NAMED])
def test_a_query_sees_only_the_graphs_it_is_given(index: Index, query: str) -> None:
    assert _values(index, query, graphs=[A, B]) == ["in a", "in b"]
    assert _values(index, query, graphs=[A]) == ["in a"]
    assert _values(index, query, graphs=[]) == []


def test_the_default_graph_may_be_another(index: Index) -> None:
    assert _values(index, DEFAULT, graphs=[A], default=[B]) == ["in b"]
    assert _values(index, NAMED, graphs=[A], default=[B]) == ["in a"]
    assert _values(index, DEFAULT, graphs=[A, B], default=[]) == []


def test_terms_are_bound_never_pasted(index: Index) -> None:
    query = "SELECT ?s ?o { ?s ?p ?o }"
    assert _values(index, query, bindings={"s": NamedNode("x:s"), "o": Literal("in b")}) == ["in b"]
    assert _values(index, query, bindings={"o": Literal('" } #')}) == []


def test_prefixes_may_be_given(index: Index) -> None:
    assert _values(index, "SELECT ?o { x:s ?p ?o }", prefixes={"x": "x:"}) == ["in a", "in b", "in c"]


def test_ask_and_patterns(index: Index) -> None:
    answer = index.query('ASK { ?s ?p "in a" }', graphs=[B])
    assert isinstance(answer, QueryBoolean)
    assert not answer
    assert [quad.object for quad in index.quads(graph=NamedNode(B))] == [Literal("in b")]


def test_a_query_that_cannot_be_read_is_placed(index: Index) -> None:
    with pytest.raises(InputError) as caught:
        index.query("SELECT ?o {\n ?s ?p }")
    assert caught.value.code == "sparql-syntax"
    assert (caught.value.where or "").startswith("line 2, column ")


def test_a_bound_variable_must_be_projected(index: Index) -> None:
    with pytest.raises(InputError) as caught:
        index.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"s": NamedNode("x:s")})
    assert caught.value.code == "sparql-binding"


def test_a_graph_is_an_iri(index: Index) -> None:
    with pytest.raises(UsageError):
        index.query(DEFAULT, graphs=["no iri"])


def test_a_closed_index_says_so(index: Index) -> None:
    index.close()
    index.close()
    with pytest.raises(StoreError, match="closed"):
        index.query(DEFAULT)


def test_a_failure_with_sound_files_is_no_reason_to_distrust_them(index: Index) -> None:
    assert not isinstance(index.failure(OSError("too many open files")), StoreInvalid)
    Index.open(index.path).close()


def test_a_failure_with_changed_files_ends_the_trust(index: Index) -> None:
    biggest = max((index.path / "quads").glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(biggest.read_bytes())
    content[len(content) // 2] ^= 1
    biggest.write_bytes(content)
    error = index.failure(OSError("Corruption"))
    assert error.code == "index-damaged"
    with pytest.raises(StoreInvalid, match="marker file is missing"):
        Index.open(index.path)


@pytest.mark.parametrize("query", [FROM, FROM_NAMED, "SELECT ?o FROM <https://example.org/none> { ?s ?p ?o }"])
def test_from_reaches_nothing_that_is_not_in_the_index(index: Index, query: str) -> None:
    assert set(_values(index, query)) <= {"in a", "in b", "in c"}
