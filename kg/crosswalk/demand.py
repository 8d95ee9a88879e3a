"""What duties say of any two places of decomposed editions, be they norms, provisions of several norms, or articles."""

from __future__ import annotations

from dataclasses import dataclass

from kg import strm
from kg.crosswalk.derived import NARROWER, NONE, REUSABLE, SAME, SHARES, WIDER, demand, relation, reusable
from kg.duties import Bit
from kg.knowledge import Knowledge
from kg.model import Curie, Norm

# Nothing found in common is no proof that there is nothing: it is compared as if it were one, and called what it is.
MASKS = {SAME: strm.EQ, NARROWER: strm.PP, WIDER: strm.PPI, SHARES: strm.PO, NONE: strm.DR, REUSABLE: strm.DR}
_MODES = (("requires",), ("requires", "advises"))


@dataclass(frozen=True, slots=True)
class ByDuties:
    """What duties say of a pair: the relation by what both require and by what both require or advise.

    `shared` are the duties that both require, `reusable` templates that both require in their own disciplines.
    """

    required: str
    with_advice: str
    shared: frozenset[Bit]
    reusable: frozenset[str]

    @property
    def mask(self) -> int:
        """Base relations between the two ways of counting."""
        return MASKS[self.required] | MASKS[self.with_advice]

    @property
    def relation(self) -> str:
        """The relation, or both where they differ."""
        return " or ".join(dict.fromkeys((self.required, self.with_advice)))


def by_duties(knowledge: Knowledge, source: Curie, target: Curie) -> ByDuties | None:
    """What duties say of two places; None where one of them is not decomposed."""
    left, right = norms_of(knowledge, source), norms_of(knowledge, target)
    sides = [(_bits(knowledge, left, modes), _bits(knowledge, right, modes)) for modes in _MODES]
    if not all(sides[0]):
        return None
    names = []
    for one, other in sides:
        names.append(relation(one & other, one - other, other - one, reusable(knowledge, one, other)))
    one, other = sides[0]
    return ByDuties(names[0], names[1], one & other, reusable(knowledge, one, other))


def norms_of(knowledge: Knowledge, place: Curie) -> tuple[Norm, ...]:
    """Norms of a decomposed edition that a place stands for: those it states, or else those of the places below it."""
    if knowledge.scheme.release_of(place.partition(":")[0]) is None:
        return ()
    own = knowledge.catalogs.norms_named(place)
    if own:
        return own
    catalogs = knowledge.catalogs
    return tuple(norm for norm in catalogs.norms.values() if place in catalogs.ancestors(norm.provision))


def _bits(knowledge: Knowledge, norms: tuple[Norm, ...], modes: tuple[str, ...]) -> frozenset[Bit]:
    return frozenset[Bit]().union(*(demand(knowledge, norm, modes) for norm in norms))
