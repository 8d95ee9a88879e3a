"""Closing a network of mappings: the shipped way against naive joins in Python, on the same synthetic rows."""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from kg import strm
from kg.crosswalk.closure import Closure, close
from kg.crosswalk.network import Network, Row

# Shares of equal, subset, superset, intersects, none; the second is what large published collections look like.
MIXES = {"mixed": (5, 20, 20, 50, 5), "mostly intersects": (1, 2, 2, 95, 0)}
REQUIREMENTS = 100


def rows(count: int, frameworks: int, shares: tuple[int, ...], seed: int = 1) -> Iterator[Row]:
    """Rows between random frameworks; like is mapped to like, so both ends stand at about the same place."""
    chance = random.Random(seed)
    for _ in range(count):
        source, target = chance.sample(range(frameworks), 2)
        place = chance.randrange(REQUIREMENTS)
        other = min(REQUIREMENTS - 1, max(0, place + chance.randint(-1, 1)))
        mask = chance.choices(strm.BASE, shares)[0]
        yield Row(f"f{source}:{place}", f"f{target}:{other}", mask, f"f{source}--f{target}")


def naive(network: Network) -> int:
    """How many pairs paths of up to three rows speak of, by dictionaries."""
    near: dict[int, dict[int, int]] = {}
    for head, tail, mask in zip(network.heads.tolist(), network.tails.tolist(), network.masks.tolist(), strict=True):
        near.setdefault(head, {})[tail] = mask or strm.ANY
    told = 0
    for start, edges in near.items():
        known = dict(edges)
        for _ in range(2):
            longer = dict(known)
            for middle, mask in known.items():
                for end, edge in near[middle].items():
                    composed = strm.COMPOSITIONS[mask * (strm.ANY + 1) + edge]
                    if end != start and composed != strm.ANY:
                        longer[end] = (longer.get(end, strm.ANY) & composed) or longer.get(end, composed)
            known = longer
        told += sum(mask != strm.ANY for mask in known.values())
    return told


def timed(question: Callable[[], object]) -> float:
    """Seconds of processor time it takes."""
    started = time.process_time()
    question()
    return time.process_time() - started


def main() -> None:
    """Print medians and ratios for each mix."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=80_000)
    parser.add_argument("--frameworks", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for name, shares in MIXES.items():
        network = Network.of(rows(given.rows, given.frameworks, shares))
        found: Closure = close(network)
        seconds = statistics.median(timed(partial(close, network)) for _ in range(given.rounds))
        by_hand = timed(partial(naive, network))
        print(
            f"{name}: {len(network.rows):,} rows, {len(network.nodes):,} requirements, largest component "
            f"{len(network.components[0]):,}; {len(found.keys) // 2:,} pairs told, {len(found.contradictory):,} "
            f"contradictory\n  closed in {seconds:.2f} s, {seconds / by_hand:.2f} of naive joins"
        )
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main()
