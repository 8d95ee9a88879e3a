"""Recording a portfolio: systems per second and peak memory, beside the cost of writing the same lines to a file."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from bench import synthetic
from kg.engine import KnowledgeGraph, importing
from kg.portfolio import rdf


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    options = parser.parse_args()
    portfolio = synthetic.portfolio(options.systems)
    lines = rdf.to_nquads(portfolio.records.values(), rdf.graph_of(synthetic.ORGANISATION))
    with tempfile.TemporaryDirectory() as folder:
        graph = KnowledgeGraph(Path(folder) / "store")
        _ = graph.digest
        started = time.perf_counter()
        importing.record(graph, portfolio, "benchmark")
        recorded = time.perf_counter() - started
        started = time.perf_counter()
        (Path(folder) / "bare.nq").write_text("\n".join(lines), encoding="utf-8")
        bare = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.systems} systems, {len(lines):,} statements")
    print(f"recorded in {recorded:.2f} s: {options.systems / recorded:,.0f} systems/s, peak {peak:,.0f} MiB")
    print(f"writing the same lines to a file takes {bare:.2f} s: {recorded / bare:.0f} times less")


if __name__ == "__main__":
    main()
