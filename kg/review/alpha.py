"""Krippendorff's alpha for any distance, and MASI, the distance between sets.

Alpha: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). MASI: R. Passonneau, Measuring Agreement on
Set-valued Items (MASI) for Semantic and Pragmatic Annotation (2006): Jaccard's coefficient times a weight for how
the sets lie to each other. The tests hold both against published examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
_WITHIN, _CROSSING = 2 / 3, 1 / 3


def masi(left: frozenset[Hashable], right: frozenset[Hashable]) -> float:
    """Distance of two sets, 0 to 1. Two empty sets are equal; an empty one and another have nothing in common."""
    if left == right:
        return 0.0
    shared = left & right
    if not shared:
        return 1.0
    weight = _WITHIN if shared in (left, right) else _CROSSING
    return 1 - weight * len(shared) / len(left | right)


def nominal(left: Hashable, right: Hashable) -> float:
    """Distance of two names: 0 where they are the same, else 1."""
    return float(left != right)


def alpha(units: Iterable[Sequence[T]], distance: Callable[[T, T], float]) -> float | None:
    """Alpha over units, each the values its readers gave; a unit with fewer than two values counts for nothing.

    1 is perfect agreement, 0 what chance gives, below 0 less than that. None where there is nothing to compare or all
    values are one: chance would then agree as well.
    """
    paired = [Counter(values) for values in units if len(values) > 1]
    expected = _expected(paired, distance)
    return 1 - _observed(paired, distance) / expected if expected else None


def _observed(paired: Sequence[Counter[T]], distance: Callable[[T, T], float]) -> float:
    """Mean distance of values within units, each unit weighing as many values as it has."""
    total = sum(unit.total() for unit in paired)
    return sum(_pairs(unit, distance) / (unit.total() - 1) for unit in paired) / total if total else 0.0


def _expected(paired: Sequence[Counter[T]], distance: Callable[[T, T], float]) -> float:
    """Mean distance of all values, whatever unit they stand in."""
    values: Counter[T] = Counter()
    for unit in paired:
        values.update(unit)
    total = values.total()
    return _pairs(values, distance) / (total * (total - 1)) if total else 0.0


def _pairs(values: Counter[T], distance: Callable[[T, T], float]) -> float:
    """Sum of the distances of all ordered pairs of values."""
    return 2 * sum(values[one] * values[other] * distance(one, other) for one, other in combinations(values, 2))
