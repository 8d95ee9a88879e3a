"""How far readings agree: alpha with MASI at four levels, per theme and framework, beside what chance would give.

Between machine readers this is stability, not validity: readers of one kind may err alike.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from statistics import fmean

from kg.knowledge import Knowledge
from kg.model import Curie
from kg.review.alpha import alpha, masi
from kg.review.reading import MODES, Reading

LEVELS = ("object", "cell", "mode", "requires")
GATES = {"object": 0.80, "cell": 0.67, "requires": 0.90}
"""Alpha to be reached over the whole sample: two pilot gates and the target."""
MOST = 0.15
"""The share of a framework's requirements above which one duty is used too much."""
FEW = 5
"""Below this number of requirements alpha is noise, and none is given."""
LARGE = 20
"""From this number of requirements on, a share of 15 per cent means something."""
ROUNDS = 50
VALIDITY = (
    "stability, not validity: it says how far readers agree, not that they are right; decompositions stay provisional"
)

Sets = Sequence[frozenset[Hashable]]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement over the requirements of one part of the sample. Figures are texts, empty where there are too few.

    `object` to `requires` are alphas; those with `_by_chance` the mean alpha after all readings but the first were
    shuffled. `identical` is the share of requirements of which all readings require the same duties.
    """

    by: str
    part: str
    requirements: str
    object: str
    cell: str
    mode: str
    requires: str
    object_by_chance: str
    cell_by_chance: str
    mode_by_chance: str
    requires_by_chance: str
    identical: str
    most_used: str
    most_used_share: str
    gates: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(AgreementRow))
SHOWN = (*COLUMNS[:7], "requires_by_chance", "identical", "gates")


class Agreement:
    """Readings of one sample, compared. The first reading is the one kept in the decompositions."""

    def __init__(self, knowledge: Knowledge, readings: Sequence[Reading], seed: int) -> None:
        self._knowledge, self._readings, self._seed = knowledge, readings, seed
        read = Counter(norm for reading in readings for norm in reading.judgements)
        self.requirements = tuple(norm for norm in knowledge.catalogs.norms if read[norm] > 1)

    def rows(self) -> Iterator[AgreementRow]:
        """The whole sample, then each theme that a reading touches, then each framework."""
        yield self._row("all", "all", self.requirements, self.gates())
        for name, norms in sorted(self._by_theme().items()):
            yield self._row("theme", name, norms)
        by_framework: dict[str, list[Curie]] = {}
        for norm in self.requirements:
            by_framework.setdefault(norm.partition(":")[0], []).append(norm)
        for name, norms in by_framework.items():
            yield self._row("framework", name, norms)

    def alpha(self, level: str, norms: Iterable[Curie]) -> float | None:
        """Alpha at one level over some requirements; None for fewer than five."""
        units = [list(values.values()) for values in self._values(level, norms)]
        return alpha(units, masi) if len(units) >= FEW else None

    def by_chance(self, level: str, norms: Iterable[Curie]) -> float | None:
        """Mean alpha after each later reader's sets were dealt out anew among the requirements that reader read."""
        units = self._values(level, norms)
        if len(units) < FEW:
            return None
        chance = random.Random(self._seed)  # noqa: S311 - chance that can be had again, nothing secret
        found = (alpha(shuffled(units, chance), masi) for _ in range(ROUNDS))
        kept = [value for value in found if value is not None]
        return fmean(kept) if kept else None

    def gates(self) -> dict[str, tuple[float, float | None]]:
        """Level -> (what is to be reached, what was) over the whole sample."""
        return {level: (wanted, self.alpha(level, self.requirements)) for level, wanted in GATES.items()}

    def _by_theme(self) -> dict[str, list[Curie]]:
        found: dict[str, list[Curie]] = {}
        for norm in self.requirements:
            touched = {
                item for values in self._values("object", [norm]) for found_by in values.values() for item in found_by
            }
            for name in {self._knowledge.theme(str(item)) for item in touched}:
                found.setdefault(name, []).append(norm)
        return found

    def _values(self, level: str, norms: Iterable[Curie]) -> list[dict[str, frozenset[Hashable]]]:
        """For each requirement: reader -> the set that reader gave."""
        return [
            {item.reader: self._set(level, item, norm) for item in self._readings if norm in item.judgements}
            for norm in norms
        ]

    def _set(self, level: str, reading: Reading, norm: Curie) -> frozenset[Hashable]:
        """What is compared at a level. `context` is never counted, so it only shows where modes are compared."""
        if level == "mode":
            return frozenset(reading.pairs(norm))
        duties = reading.duties(norm, *(MODES[:1] if level == "requires" else MODES[:2]))
        if level == "object":
            return frozenset(self._knowledge.scheme.duties[duty].object for duty in duties)
        return frozenset(duties)

    def _row(
        self,
        by: str,
        part: str,
        norms: Sequence[Curie],
        gates: Mapping[str, tuple[float, float | None]] | None = None,
    ) -> AgreementRow:
        same = [len(set(values.values())) == 1 for values in self._values("requires", norms)]
        used = most_used(self._knowledge, part) if by == "framework" else ("", None, 0)
        alphas = {level: _figure(self.alpha(level, norms)) for level in LEVELS}
        chances = {f"{level}_by_chance": _figure(self.by_chance(level, norms)) for level in LEVELS}
        return AgreementRow(
            by=by,
            part=part,
            requirements=str(len(norms)),
            identical=_figure(fmean(same)) if same else "",
            most_used=used[0],
            most_used_share=_figure(used[1]),
            gates=";".join(f"{level}:{outcome(*gate)}" for level, gate in (gates or {}).items()),
            **alphas,
            **chances,
        )


def outcome(wanted: float, reached: float | None) -> str:
    """Whether a gate was met."""
    if reached is None:
        return "not-measured"
    return "met" if reached >= wanted else "missed"


def shuffled(units: Sequence[Mapping[str, frozenset[Hashable]]], chance: random.Random) -> list[Sets]:
    """The values of units after all readers but each unit's first had theirs dealt out anew among their units."""
    later: dict[str, list[frozenset[Hashable]]] = {}
    for unit in units:
        for reader in list(unit)[1:]:
            later.setdefault(reader, []).append(unit[reader])
    for values in later.values():
        chance.shuffle(values)
    taken = {reader: iter(values) for reader, values in later.items()}
    return [[*list(unit.values())[:1], *map(partial(_next, taken), list(unit)[1:])] for unit in units]


def _next(taken: Mapping[str, Iterator[frozenset[Hashable]]], reader: str) -> frozenset[Hashable]:
    return next(taken[reader])


def most_used(knowledge: Knowledge, edition: Curie) -> tuple[Curie, float | None, int]:
    """The duty that most decomposed requirements of an edition require, the share that does, and their number."""
    norms = [norm.id for norm in knowledge.catalogs.norms_of(edition) if knowledge.scheme.links_of(norm.id)]
    used = Counter(duty for norm in norms for duty in sorted({link.duty for link in knowledge.scheme.links_of(norm)}))
    if not used:
        return "", None, 0
    duty, count = min(used.items(), key=lambda item: (-item[1], item[0]))
    return duty, count / len(norms), len(norms)


def notes(knowledge: Knowledge, agreement: Agreement) -> Iterator[str]:
    """What has to be said beside the figures: what they mean, the gates, and duties that are used too much."""
    yield VALIDITY
    for level, (wanted, reached) in agreement.gates().items():
        measured = _figure(reached) or "nothing"
        yield f"{level}: {wanted:.2f} to be reached, {measured} measured: {outcome(wanted, reached)}"
    found = {edition: most_used(knowledge, edition) for edition in knowledge.catalogs.editions}
    over = {edition: used for edition, used in found.items() if used[1] is not None and used[1] > MOST}
    for edition, (duty, share, count) in over.items():
        if count >= LARGE:
            yield f"dispersion: {share:.0%} of the {count} requirements of {edition} require {duty}, over {MOST:.0%}"
    small = sum(count < LARGE for _, _, count in over.values())
    large = sum(count >= LARGE for _, _, count in found.values())
    yield (
        f"dispersion: {large - len(over) + small} of {large} frameworks with {LARGE} requirements or more have no duty "
        f"above {MOST:.0%}; {small} smaller ones do, where the figure says little"
    )


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
