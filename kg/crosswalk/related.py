"""Requirements of two frameworks about the same thing that are not the same work: a reading list, no coverage.

Two requirements are related where duties they require or advise have an object in common, or objects that the scheme
calls related, or where a duty of one enables a duty of the other. What few requirements share counts more than what
many share, and the same thing done to it counts more than another. None of it tells that doing one does any of the
other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from kg.duties import Scheme
from kg.knowledge import Knowledge
from kg.model import Curie, Duty

MODES = ("requires", "advises")
# A common object counts as one, the rest as shares of it.
_ENABLING, _KIN = 1.0, 0.6
# How much more it counts when the same is done on both sides.
_ALIKE = 1.5


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Two requirements, how strongly they are related (more is closer; not a probability), and each reason."""

    source: str
    target: str
    score: str
    reasons: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(RelatedRow))


@dataclass(frozen=True)
class _Demand:
    norm: Curie
    required: frozenset[Curie]
    duties: tuple[Duty, ...]

    def doing(self, name: str) -> set[str]:
        """What is done to an object."""
        return {duty.activity for duty in self.duties if duty.object == name}

    @property
    def objects(self) -> set[str]:
        """What the duties are about."""
        return {duty.object for duty in self.duties}


def related(knowledge: Knowledge, source: str, target: str, most: int = 3) -> Iterator[RelatedRow]:
    """For each requirement of `source`, the `most` closest of `target` that require no duty of it, best first.

    Clauses that only run a management system are left out: they support all alike.
    """
    left, right = _demands(knowledge, source), _demands(knowledge, target)
    spread = Counter(name for demand in (*left, *right) for name in demand.objects)
    scheme, catalogs = knowledge.scheme, knowledge.catalogs
    for ours in left:
        found = []
        for theirs in right:
            reasons = [] if ours.required & theirs.required else list(_reasons(scheme, ours, theirs, spread))
            if reasons:
                found.append((sum(weight for weight, _ in reasons), theirs.norm, reasons))
        for score, other, reasons in sorted(found, key=lambda item: -item[0])[:most]:
            told = "; ".join(text for _, text in sorted(reasons, key=lambda item: (-item[0], item[1])))
            here, there = (catalogs.requirement(catalogs.norms[norm]) for norm in (ours.norm, other))
            yield RelatedRow(here, there, f"{score:.2f}", told)


def _demands(knowledge: Knowledge, edition: str) -> list[_Demand]:
    scheme, found = knowledge.scheme, []
    for norm in knowledge.catalogs.norms_of(edition):
        links = [link for mode in MODES for link in scheme.links_of(norm.id, mode)]
        if links and not scheme.systemic(norm.id):
            duties = dict.fromkeys(link.duty for link in links)
            required = frozenset(link.duty for link in scheme.links_of(norm.id))
            found.append(_Demand(norm.id, required, tuple(scheme.duties[duty] for duty in duties)))
    return found


def _reasons(scheme: Scheme, ours: _Demand, theirs: _Demand, spread: Counter[str]) -> Iterator[tuple[float, str]]:
    """(weight, words) of each thing that relates two requirements."""
    common = ours.objects & theirs.objects
    for name in common:
        here, there = ours.doing(name), theirs.doing(name)
        words = f"object:{name} ({', '.join(sorted(here))} / {', '.join(sorted(there))})"
        yield _weight(1, spread[name], alike=bool(here & there)), words
    for name in ours.objects - common:
        for other in theirs.objects - common:
            if other in scheme.kin.get(name, ()) or name in scheme.kin.get(other, ()):
                weight = _weight(
                    _KIN, max(spread[name], spread[other]), alike=bool(ours.doing(name) & theirs.doing(other))
                )
                yield weight, f"object:{name} is related to object:{other}"
    for before, after in ((ours, theirs), (theirs, ours)):
        met = {duty.id for duty in after.duties}
        for duty in before.duties:
            for enabled in met.intersection(duty.enables):
                yield _ENABLING, f"{duty.id} enables {enabled}"


def _weight(most: float, spread: int, *, alike: bool) -> float:
    return most * (_ALIKE if alike else 1) / math.log2(1 + spread)
