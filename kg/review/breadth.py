"""Single links read again by two readers who do not know of each other: how far they agree, and what follows.

Kappa: J. Cohen, A Coefficient of Agreement for Nominal Scales (1960). `reviews/README.md` describes the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Curie

ANSWERS = ("requires", "advises", "context", "none")
"""What a link may be, the most that is demanded first."""
KINDS = ("doubtful", "sure", "made-up")


@dataclass(frozen=True, slots=True)
class Reread:
    """A link of the sheet: what kind of link it is, and the answers of both readers (one of `ANSWERS` each)."""

    requirement: Curie
    duty: Curie
    kind: str
    first: str
    second: str

    @property
    def milder(self) -> str:
        """The answer that takes less away from the link."""
        return min(self.first, self.second, key=ANSWERS.index)

    @property
    def objections(self) -> int:
        """How many of the two say that the requirement does not require the duty: 0 to 2."""
        return sum(answer != ANSWERS[0] for answer in (self.first, self.second))


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa over pairs of values: 1 is agreement throughout, 0 what chance gives.

    None where there is nothing to compare, or where chance alone would agree throughout.
    """
    total = len(pairs)
    if not total:
        return None
    left, right = (Counter(values) for values in zip(*pairs, strict=True))
    expected = sum(left[value] * right[value] for value in left) / total**2
    return None if expected == 1 else (share(pairs) - expected) / (1 - expected)


def share(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The share of pairs, 0 to 1, whose values are the same."""
    return sum(left == right for left, right in pairs) / len(pairs)


def summary(links: Iterable[Reread]) -> Iterator[str]:
    """A line for all links and for each kind: objections, and how far the readers agree on required or not."""
    found = list(links)
    parts = {"all": found} | {kind: [link for link in found if link.kind == kind] for kind in KINDS}
    for name, part in parts.items():
        if part:
            yield f"{name}: {_line(part)}"


def _line(links: Sequence[Reread]) -> str:
    objections = Counter(link.objections for link in links)
    pairs = [(link.first == ANSWERS[0], link.second == ANSWERS[0]) for link in links]
    beyond_chance = kappa(pairs)
    return (
        f"{len(links)} links; required for both {objections[0]}, for one {objections[1]}, for none {objections[2]}; "
        f"agree {share(pairs):.1%}, kappa {'not defined' if beyond_chance is None else f'{beyond_chance:.2f}'}"
    )
