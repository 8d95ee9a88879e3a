"""The gap list: the kernel against bare numpy on the same arrays, and against SPARQL on Oxigraph.

Bare numpy is the least anything could cost: the demanded bits of every applicable verdict looked up in prepared arrays.
SPARQL gets the applicability decided beforehand and only has to find verdicts with a demanded duty that is not shown.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from bench import synthetic
from kg import knowledge
from kg.applicability.timeline import APPLIES
from kg.assess.assessment import Assessment
from kg.assess.kernel import Kernel
from kg.knowledge import Knowledge
from kg.portfolio.model import Portfolio
from kg.prefixes import expand
from kg.store.index import NamedNode, Quad, Store

DAY = date(2028, 9, 1)
EDITION = "eu-ai-act"

QUERY = """
PREFIX ng: <https://w3id.org/normgraph/vocab#>
SELECT (COUNT(DISTINCT ?pair) AS ?gaps) WHERE {
  { SELECT ?pair ?duty WHERE { ?pair ng:norm ?norm . ?norm ng:duty ?duty } }
  MINUS { ?pair ng:subject ?subject . ?pair ng:norm ?norm . ?norm ng:duty ?duty . ?subject ng:shown ?duty }
}
"""


def gaps_by_kernel(known: Knowledge, kernel: Kernel) -> int:
    """Number of applicable verdicts with something not shown, from prepared applicability and record."""
    covered = known.statuses.number("covered")
    return sum(
        int(((block.state == APPLIES) & (block.status != covered) & (block.status != 0)).sum())
        for block in kernel.law_blocks(EDITION)
        if block.norm.modality == "obligation" and not block.norm.aggregates and block.norm.level == "system"
    )


def prepared(known: Knowledge, portfolio: Portfolio) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Per norm: applicable rows as a mask, demanded bits, and where each bit is not shown."""
    assessment = Assessment(known, portfolio, DAY, DAY)
    not_shown = assessment.record.ranks < known.statuses.rank("shown")
    numbers = assessment.record.grid
    found = []
    for block in assessment.blocks((EDITION,)):
        if block.norm.modality != "obligation" or block.norm.aggregates or block.norm.level != "system":
            continue
        bits = [numbers.bit_numbers[bit] for bit in assessment.demanded(block, 0)]
        subjects = np.array([numbers.subject_numbers[name] for name in block.subjects])
        found.append((block.state == APPLIES, np.array(bits, dtype=np.intp), not_shown[:, subjects]))
    return found


def gaps_by_numpy(arrays: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> int:
    """The same number from prepared arrays."""
    return sum(int((applies & missing[bits].any(axis=0)).sum()) for applies, bits, missing in arrays)


def triples(known: Knowledge, portfolio: Portfolio) -> Store:
    """Applicable pairs, demanded duties and shown duties in Oxigraph."""
    assessment = Assessment(known, portfolio, DAY, DAY)
    shown = known.statuses.rank("shown")
    norm_of, subject_of, demands, shows = (
        NamedNode(expand(f"ng:{name}")) for name in ("norm", "subject", "duty", "shown")
    )
    quads: list[Quad] = []
    for block in assessment.blocks((EDITION,)):
        if block.norm.modality != "obligation" or block.norm.aggregates or block.norm.level != "system":
            continue
        norm = NamedNode(expand(block.norm.id))
        quads += [Quad(norm, demands, NamedNode(expand(str(bit.duty)))) for bit in assessment.demanded(block, 0)]
        for row in np.flatnonzero(block.state == APPLIES):
            local = f"{block.norm.id}/{block.subjects[row]}".replace(":", "/")
            pair = NamedNode(expand(f"pair:{local}"))
            quads += [Quad(pair, norm_of, norm), Quad(pair, subject_of, NamedNode(expand(block.subjects[row])))]
    grid = assessment.record.grid
    for bit, subject in zip(*np.nonzero(assessment.record.ranks == shown), strict=True):
        quads.append(Quad(NamedNode(expand(grid.subjects[subject])), shows, NamedNode(expand(grid.bits[bit].duty))))
    store = Store()
    store.bulk_extend(quads)
    return store


def gaps_by_sparql(store: Store) -> int:
    """The same question to Oxigraph (by duty, not by threshold, so the number may be smaller)."""
    solution = next(iter(store.query(QUERY)))  # type: ignore[arg-type]
    return int(solution[0].value)


def timed(question: Callable[[], int], rounds: int) -> tuple[float, int]:
    """Median seconds and the answer."""
    seconds, answer = [], 0
    for _ in range(rounds):
        started = time.perf_counter()
        answer = question()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), answer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    known, portfolio = knowledge.load(), synthetic.portfolio(options.systems)
    started = time.perf_counter()
    assessment = Assessment(known, portfolio, DAY, DAY)
    list(assessment.blocks((EDITION,)))
    whole = time.perf_counter() - started
    arrays, store = prepared(known, portfolio), triples(known, portfolio)
    kernel, gaps = timed(lambda: gaps_by_kernel(known, assessment.kernel), options.rounds)
    bare, _ = timed(lambda: gaps_by_numpy(arrays), options.rounds)
    sparql, found = timed(lambda: gaps_by_sparql(store), min(options.rounds, 3))
    print(f"{options.systems} systems, {gaps} gaps (SPARQL, by duty: {found})")
    print(f"kernel, facts and record read  {kernel:8.3f} s   1.0")
    print(f"bare numpy, arrays prepared    {bare:8.3f} s   {bare / kernel:.3f} of the kernel")
    print(f"SPARQL, pairs decided before   {sparql:8.3f} s   {sparql / kernel:.1f} times the kernel")
    print(f"from records to answer, once   {whole:8.3f} s   {whole / kernel:.1f} times the kernel")


if __name__ == "__main__":
    main()
