"""The sample that a second reader decomposes: drawn by seed, a share of each decomposed edition, none left out."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kg.knowledge import Knowledge
from kg.model import Curie, DutyLink

SHARE = Fraction(15, 100)
MINIMUM = 150
READERS = ("A", "B", "C")


def decomposed(knowledge: Knowledge) -> dict[Curie, list[Curie]]:
    """Norms with at least one link, in catalog order, by edition with a decomposition; aggregates have no links."""
    found: dict[Curie, list[Curie]] = {}
    for norm in knowledge.catalogs.norms.values():
        if knowledge.scheme.by_norm.get(norm.id) and knowledge.scheme.release_of(norm.edition) is not None:
            found.setdefault(norm.edition, []).append(norm.id)
    return dict(sorted(found.items()))


def sizes(
    population: Mapping[Curie, Sequence[Curie]], share: Fraction = SHARE, minimum: int = MINIMUM
) -> dict[Curie, int]:
    """How many norms to draw from each edition: the share rounded up, then more of the largest to the minimum."""
    counts = {edition: -(-len(norms) * share.numerator // share.denominator) for edition, norms in population.items()}
    while sum(counts.values()) < minimum:
        room = [edition for edition, norms in population.items() if counts[edition] < len(norms)]
        if not room:
            break
        counts[max(room, key=lambda edition: (len(population[edition]) - counts[edition], edition))] += 1
    return counts


def sample(
    population: Mapping[Curie, Sequence[Curie]], seed: int, share: Fraction = SHARE, minimum: int = MINIMUM
) -> list[Curie]:
    """Norms drawn from each edition, in the order of the population. The same seed and population give the same."""
    chance = random.Random(seed)  # noqa: S311 - a sample that can be drawn again, nothing secret
    drawn: list[Curie] = []
    for edition, count in sizes(population, share, minimum).items():
        picked = set(chance.sample(population[edition], count))
        drawn += [norm for norm in population[edition] if norm in picked]
    return drawn


def dealt(norms: Sequence[Curie], readers: Sequence[str] = READERS) -> dict[Curie, str]:
    """Norm -> reader, dealt out in turn, so that each reader gets a share of every large edition."""
    return {norm: readers[place % len(readers)] for place, norm in enumerate(norms)}


def digest(links: Iterable[DutyLink]) -> str:
    """SHA-256 (64 hex digits) of what links say: norm, duty, mode, aspects, values; not why, nor how surely."""
    lines = sorted(
        "\t".join(
            (
                link.norm,
                link.duty,
                link.mode,
                ";".join(link.aspects),
                ";".join(f"{name}={value}" for name, value in link.parameters),
            )
        )
        for link in links
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
