"""Set relations between requirements: the algebra RCC-5, in which the relations of NIST IR 8477 compose soundly.

A requirement is read as a non-empty set of what it demands. Two of them stand in exactly one of five base relations.
What is known about a pair is the *set* of base relations that are still possible, kept as a mask of five bits, so that
closing a network of mappings is table look-ups. Sources: NIST IR 8477 for the relations; the compositions are those of
RCC-5, and tests check each against its definition.
"""

from __future__ import annotations

from collections.abc import Iterable

EQ, PP, PPI, PO, DR = BASE = (1, 2, 4, 8, 16)
NONE, ANY = 0, 31
# They have something in common, whatever more.
OVERLAP = EQ | PP | PPI | PO

NAMES = {EQ: "EQ", PP: "PP", PPI: "PPi", PO: "PO", DR: "DR"}
WORDS = {EQ: "equal", PP: "subset of", PPI: "superset of", PO: "intersects with", DR: "no relationship"}
_CONVERSE = {EQ: EQ, PP: PPI, PPI: PP, PO: PO, DR: DR}

# a R b and b S c: what may hold between a and c. Rows are R, columns S, both in the order of BASE.
_COMPOSED = {
    EQ: (EQ, PP, PPI, PO, DR),
    PP: (PP, PP, ANY, PP | PO | DR, DR),
    PPI: (PPI, OVERLAP, PPI, PPI | PO, PPI | PO | DR),
    PO: (PO, PP | PO, PPI | PO | DR, ANY, PPI | PO | DR),
    DR: (DR, PP | PO | DR, DR, PP | PO | DR, ANY),
}


def members(mask: int) -> tuple[int, ...]:
    """The base relations of a mask."""
    return tuple(base for base in BASE if mask & base)


def converse(mask: int) -> int:
    """What holds from the second to the first when the mask holds from the first to the second."""
    return union(_CONVERSE[base] for base in members(mask))


def compose(first: int, second: int) -> int:
    """What may hold between a and c when `first` holds between a and b, and `second` between b and c."""
    return union(_COMPOSED[left][BASE.index(right)] for left in members(first) for right in members(second))


def union(masks: Iterable[int]) -> int:
    """Every base relation of some masks."""
    found = NONE
    for mask in masks:
        found |= mask
    return found


# All masks at once, for arrays: CONVERSES[mask] and COMPOSITIONS[first * (ANY + 1) + second].
CONVERSES = tuple(converse(mask) for mask in range(ANY + 1))
COMPOSITIONS = tuple(compose(first, second) for first in range(ANY + 1) for second in range(ANY + 1))


def spelled(mask: int) -> str:
    """The possible relations in words: one of them, `at least overlaps`, several joined by `or`, or `unknown`."""
    if mask == NONE:
        return "contradictory"
    if mask == ANY:
        return "unknown"
    if mask == OVERLAP:
        return "at least overlaps"
    return " or ".join(WORDS[base] for base in members(mask))
