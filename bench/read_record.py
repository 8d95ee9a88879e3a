"""Reading a record: from the ledger, from its snapshot, and from an earlier snapshot with one system changed."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench import synthetic
from kg.engine import KnowledgeGraph, importing
from kg.portfolio import model, rdf, recorded
from kg.portfolio.model import Portfolio
from kg.portfolio.records import System
from kg.store import snapshot
from kg.store.ledger import Ledger
from kg.store.nodes import read_nquads
from kg.store.shelf import Key


def from_ledger(ledger: Ledger) -> int:
    """Number of records, every line of the ledger read."""
    return len(rdf.from_nodes(read_nquads(ledger.state())))


def from_snapshot(ledger: Ledger, key: Key) -> int:
    """Number of records, from the snapshot of the state or the newest earlier one."""
    return len(recorded.read(ledger, key).records)


def renamed(portfolio: Portfolio, name: str) -> Portfolio:
    """The portfolio with one system under another name."""
    system = portfolio.of(System)[0]
    return model.build([*portfolio.records.values(), replace(system, name=name)])


def timed(question: Callable[[], int]) -> float:
    """Seconds it takes."""
    started = time.perf_counter()
    question()
    return time.perf_counter() - started


def measured(folder: Path, portfolio: Portfolio, rounds: int) -> dict[str, list[float]]:
    """Seconds of each round by way of reading; between rounds one system gets another name."""
    graph = KnowledgeGraph(folder)
    importing.record(graph, portfolio, "first")
    seconds: dict[str, list[float]] = {"ledger": [], "snapshot": [], "earlier snapshot, one changed": []}
    for number in range(rounds):
        with graph.ledger(synthetic.ORGANISATION) as ledger:
            key = Key(ledger.head, graph.digest)
            seconds["ledger"].append(timed(partial(from_ledger, ledger)))
            from_snapshot(ledger, key)
            seconds["snapshot"].append(timed(partial(from_snapshot, ledger, key)))
        importing.record(graph, renamed(portfolio, f"name {number}"), "renamed")
        with graph.ledger(synthetic.ORGANISATION) as ledger:
            key = Key(ledger.head, graph.digest)
            seconds["earlier snapshot, one changed"].append(timed(partial(from_snapshot, ledger, key)))
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    portfolio = synthetic.portfolio(options.systems)
    with tempfile.TemporaryDirectory() as folder:
        seconds = measured(Path(folder), portfolio, options.rounds)
        file = next(Path(folder).rglob(snapshot.FILE))
        print(
            f"{options.systems} systems, {len(portfolio.records)} records, snapshot {file.stat().st_size / 1e6:.1f} MB"
        )
    whole = statistics.median(seconds["ledger"])
    for label, found in seconds.items():
        print(f"{label:32} {statistics.median(found):7.3f} s   {statistics.median(found) / whole:.2f} of the ledger")


if __name__ == "__main__":
    main()
