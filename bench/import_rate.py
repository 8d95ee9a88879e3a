"""Recording a portfolio, and importing an inventory of as many rows: systems per second and peak memory.

`python -m bench.import_rate --inventory 100000` imports a spreadsheet as the command does, its reading process too.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from bench import inventory, synthetic
from kg.engine import KnowledgeGraph, importing
from kg.portfolio import rdf

_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--inventory", type=int, default=0, help="import a spreadsheet of so many rows instead")
    options = parser.parse_args()
    if options.inventory:
        spreadsheet(options.inventory)
        return
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


def spreadsheet(systems: int) -> None:
    """Import a synthetic inventory; time is processor time of this process and the one that reads the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inventory.csv"
        inventory.write(path, systems)
        graph = KnowledgeGraph(Path(folder) / "store")
        _ = graph.digest, graph.knowledge
        before, started = _spent(), time.perf_counter()
        importing.import_file(graph, path, importing.Options(profile="us-federal-2024"))
        spent, waited = _spent() - before, time.perf_counter() - started
        size = path.stat().st_size
    own, reading = (resource.getrusage(who).ru_maxrss / 1024 for who in _WHO)
    print(f"{systems:,} rows in {size:,} bytes")
    print(
        f"imported with {spent:.1f} s of processor time: {systems / spent:,.0f} systems/s; {waited:.1f} s by the clock"
    )
    print(f"peak memory {own:,.0f} MiB, of the process that reads the file {reading:,.0f} MiB")


def _spent() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, _WHO))


if __name__ == "__main__":
    main()
