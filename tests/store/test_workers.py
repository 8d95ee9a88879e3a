"""Queries from outside: answered in a process that can be ended and can reach nothing."""

from __future__ import annotations

import csv
import io
import json
import platform
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, LimitError, NormgraphError, StoreInvalid, UsageError
from kg.store import workers
from kg.store.build import open_index
from kg.store.index import (
    Index,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from kg.store.ledger import Ledger
from kg.store.workers import Limits, ask, run

Line = Callable[..., str]
DIGEST = "d" * 64
GRAPH = "https://w3id.org/normgraph/id/acme"
ENFORCED = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")
TERMS = [
    "<x:iri>",
    '"plain"',
    '"tab\\tquote\\"comma,line\\nback\\\\"',
    '"colour"@en-gb',
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"\\u0001"',
    '"2026-08-02"^^<http://www.w3.org/2001/XMLSchema#date>',
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Seven values of one subject in one graph, 2,000 numbers in another."""
    with Ledger.open(tmp_path_factory.mktemp("store"), create=True) as ledger:
        values = [f"<x:s> <x:p> {term} <{GRAPH}> ." for term in TERMS]
        numbers = [f'<x:n{n}> <x:q> "{n}" <x:numbers> .' for n in range(2000)]
        ledger.commit(values + numbers, [], "a", "m", DIGEST)
        with open_index(ledger, DIGEST, {}) as opened:
            yield opened


def _request(index: Index, sparql: str) -> dict[str, Any]:
    """What a worker is asked when `run` has nothing against a query."""
    return {
        "index": str(index.path),
        "sparql": sparql,
        "format": "json",
        "graphs": None,
        "default": None,
        "prefixes": {},
    }


@pytest.mark.parametrize("name", ["json", "tsv"])
def test_an_answer_is_what_the_engine_says(index: Index, name: str) -> None:
    query = "SELECT ?s ?o ?none { ?s ?p ?o }"
    answer = run(index, query, format=name, graphs=[GRAPH])
    form = QueryResultsFormat.from_extension("srj" if name == "json" else name)
    told, own = parse_query_results(answer.body, form), index.query(query, graphs=[GRAPH])
    assert isinstance(told, QuerySolutions)
    assert isinstance(own, QuerySolutions)
    assert told.variables == own.variables
    assert [tuple(row) for row in told] == [tuple(row) for row in own]
    assert answer.rows == len(TERMS)
    assert answer.media_type.startswith({"json": "application/sparql-results+json", "tsv": "text/tab"}[name])


def test_csv_gives_plain_values(index: Index) -> None:
    answer = run(index, "SELECT ?o ?none { ?s <x:p> ?o }", format="csv")
    rows = list(csv.reader(io.StringIO(answer.body, newline="")))
    assert rows[0] == ["o", "none"]
    assert ["x:iri", ""] in rows
    assert ['tab\tquote"comma,line\nback\\', ""] in rows
    assert len(rows) == 1 + len(TERMS)


def test_csv_holds_no_formula_and_the_other_formats_give_texts_as_they_are(index: Index) -> None:
    query = 'SELECT ?o { VALUES ?o { "=1+1" "@cmd" "-2" "+3.5" "\\uFF1D1" "a=b" <x:y> } }'
    assert run(index, query, format="csv").body.split()[1:] == [
        "'=1+1",
        "'@cmd",
        "-2",
        "+3.5",
        "'\uff1d1",
        "a=b",
        "x:y",
    ]
    assert '"=1+1"' in run(index, query, format="tsv").body
    assert '"value": "=1+1"' in run(index, query).body


def test_an_empty_answer(index: Index) -> None:
    assert json.loads(run(index, "SELECT ?o { <x:none> ?p ?o }").body)["results"] == {"bindings": []}
    assert run(index, "SELECT ?o { <x:none> ?p ?o }", format="csv").body == "o\r\n"


@pytest.mark.parametrize("name", ["json", "csv", "tsv"])
def test_ask(index: Index, name: str) -> None:
    answer = run(index, "ASK { <x:s> ?p ?o }", format=name)
    assert "true" in answer.body
    assert answer.rows == 1


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s <x:r> ?o } WHERE { ?s <x:p> ?o }", "DESCRIBE <x:s>"])
def test_graphs_come_as_n_triples(index: Index, query: str) -> None:
    answer = run(index, query)
    assert answer.media_type == "application/n-triples"
    assert len(list(parse(answer.body, RdfFormat.N_TRIPLES))) == answer.rows == len(TERMS)


def test_a_worker_sees_only_the_graphs_it_is_given(index: Index) -> None:
    query = "SELECT ?s FROM <x:numbers> { ?s ?p ?o }"
    assert run(index, query, graphs=[GRAPH]).rows == len(TERMS)
    assert run(index, "SELECT ?s { x:s ?p ?s }", graphs=[GRAPH], default=["x:numbers"], prefixes={"x": "x:"}).rows == 0


def test_an_unknown_format_is_refused(index: Index) -> None:
    with pytest.raises(UsageError, match="json, csv, tsv"):
        run(index, "ASK {}", format="xml")


def test_a_syntax_error_is_placed(index: Index) -> None:
    with pytest.raises(InputError) as caught:
        run(index, "SELECT ?s {\n ?s ?p }")
    assert caught.value.code == "sparql-syntax"
    assert (caught.value.where or "").startswith("line 2, ")


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
@pytest.mark.parametrize("limits", [Limits(rows=100), Limits(size=1000)])
def test_an_answer_too_large_is_refused(index: Index, query: str, limits: Limits) -> None:
    with pytest.raises(LimitError, match="LIMIT and OFFSET") as caught:
        run(index, query, limits=limits)
    assert caught.value.code == "answer-too-large"


def test_the_cap_itself_is_allowed(index: Index) -> None:
    assert run(index, "SELECT * { ?s <x:q> ?o }", limits=Limits(rows=2000)).rows == 2000


def test_a_runaway_query_is_ended(index: Index) -> None:
    started = time.monotonic()
    with pytest.raises(LimitError, match="within 1 seconds") as caught:
        run(index, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limits=Limits(seconds=1))
    assert caught.value.code == "query-timeout"
    assert time.monotonic() - started < 3


def test_a_hungry_query_is_ended(index: Index) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c DESC(?f)"
    with pytest.raises(LimitError) as caught:
        run(index, query, limits=Limits(memory=100, seconds=20))
    assert caught.value.code == "query-memory"


def test_a_query_that_brings_the_engine_down_is_an_error_like_others(index: Index) -> None:
    with pytest.raises(LimitError) as caught:
        run(index, f"SELECT ({'!' * 60_000}true AS ?x) {{}}")
    assert caught.value.code in ("query-too-complex", "query-memory")


def test_braces_that_would_bring_it_down_never_reach_it(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ask", None)
    with pytest.raises(LimitError) as caught:
        run(index, "SELECT * " + "{" * 3200 + "}" * 3200)
    assert caught.value.code == "query-too-deep"


def test_a_damaged_index_is_reported(index: Index, tmp_path: Path) -> None:
    with pytest.raises(StoreInvalid) as caught:
        ask(_request(index, "ASK {}") | {"index": str(tmp_path)}, Limits())
    assert caught.value.code == "index-damaged"


def test_a_worker_that_fails_otherwise_is_an_internal_error() -> None:
    with pytest.raises(NormgraphError, match="process failed") as caught:
        ask({}, Limits())
    assert (caught.value.exit_code, "KeyError" in (caught.value.found or "")) == (4, True)


class Listener:
    """A local service that counts who connects, and answers nobody."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(20)
        self.port = self._socket.getsockname()[1]
        self.visitors = 0
        self._thread = threading.Thread(target=self._wait)
        self._thread.start()

    def _wait(self) -> None:
        while True:
            with self._socket.accept()[0] as visitor:
                if visitor.recv(4) == b"stop":
                    return
                self.visitors += 1

    def stop(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as end:
            end.sendall(b"stop")
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listening service on this machine."""
    service = Listener()
    yield service
    service.stop()


def test_the_engine_would_reach_a_service(listener: Listener) -> None:
    # Without this the next test would prove nothing.
    results = Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.port}/> {{ ?s ?p ?o }} }}")
    assert isinstance(results, QuerySolutions)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the engine says about a service that answers nobody
        next(results)
    assert listener.visitors > 0


@pytest.mark.skipif(not ENFORCED, reason="the kernel's filter exists on Linux only")
@pytest.mark.parametrize("silent", ["", "SILENT"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_service_that_slips_through_reaches_nothing(index: Index, listener: Listener, silent: str, host: str) -> None:
    request = _request(index, f"SELECT * {{ SERVICE {silent} <http://{host}:{listener.port}/> {{ ?s ?p ?o }} }}")
    if silent:
        answer = ask(request, Limits())
        assert (answer.sandboxed, "127.0.0.1" in answer.body) == (True, False)
    else:
        with pytest.raises(NormgraphError):
            ask(request, Limits())
    assert listener.visitors == 0


def test_run_refuses_a_service_before_any_worker_starts(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ask", None)
    for query in ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "LOAD <http://x/>", "INSERT DATA { <x:s> <x:p> 1 }"):
        with pytest.raises(InputError) as caught:
            run(index, query)
        assert caught.value.code == "sparql-refused"


@pytest.mark.skipif(not ENFORCED, reason="the kernel's filter exists on Linux only")
def test_inside_the_sandbox_only_local_sockets_open(spawn: Callable[..., object]) -> None:
    process = spawn(
        """
import socket
from kg.store.sandbox import forbid_network
assert forbid_network()
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
    except PermissionError:
        print("refused")
socket.socket(socket.AF_UNIX).close()
import ctypes
print(ctypes.CDLL(None, use_errno=True).syscall(425, 1, 0), ctypes.get_errno())
"""
    )
    out, _ = process.communicate(timeout=20)  # type: ignore[attr-defined]
    assert out.splitlines() == ["refused"] * 4 + ["-1 13"]
