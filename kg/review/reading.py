"""A reading: what one reader says that some requirements demand, independent of what another reader said."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Curie

COLUMNS = ("requirement", "duty", "mode", "aspects", "parameters", "confidence", "why")
MODES = ("requires", "advises", "context")
NO_DUTY = "none"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One link a reader would make. `aspects` and `parameters` as in `kg.model.DutyLink`."""

    requirement: Curie
    duty: Curie
    mode: str
    aspects: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    confidence: float
    why: str


@dataclass(frozen=True)
class Reading:
    """All links of one reader. A requirement that was read and found to demand nothing has an empty tuple."""

    reader: str
    judgements: dict[Curie, tuple[Judgement, ...]]

    def pairs(self, requirement: Curie) -> frozenset[tuple[Curie, str]]:
        """Duties of a requirement with their modes."""
        return frozenset((item.duty, item.mode) for item in self.judgements[requirement])

    def duties(self, requirement: Curie, *modes: str) -> frozenset[Curie]:
        """Duties of a requirement in some modes."""
        return frozenset(item.duty for item in self.judgements[requirement] if item.mode in modes)
