"""One pair of requirements looked at closely, and everything around one requirement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from kg.crosswalk.derived import NONE, Comparison, compare
from kg.duties import Bit
from kg.knowledge import Knowledge
from kg.model import Norm

REQUIRED, WITH_ADVICE = "requires", "requires or advises"
_MODES = {REQUIRED: ("requires",), WITH_ADVICE: ("requires", "advises")}


@dataclass(frozen=True, slots=True)
class PairRow:
    """One duty of either requirement: who demands it and how firmly, and what that makes it for the pair."""

    duty: str
    title: str
    source: str
    target: str
    part: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in PAIR_COLUMNS}


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """A requirement of another framework that shares a duty or a template, the closest first."""

    requirement: str
    requirement_title: str
    framework: str
    relation: str
    shared_duties: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in NEIGHBOUR_COLUMNS}


PAIR_COLUMNS = tuple(item.name for item in fields(PairRow))
NEIGHBOUR_COLUMNS = tuple(item.name for item in fields(NeighbourRow))


def demands(knowledge: Knowledge, norm: Norm) -> bool:
    """Whether a norm, or a part that it gathers, demands or advises a duty: without one nothing can be compared."""
    return bool(compare(knowledge, norm, norm, _MODES[WITH_ADVICE]).shared)


def interval(knowledge: Knowledge, source: Norm, target: Norm) -> dict[str, Comparison]:
    """The comparison by what both require, and by what both require or advise: the relation lies between them."""
    return {name: compare(knowledge, source, target, modes) for name, modes in _MODES.items()}


def pair(knowledge: Knowledge, source: Norm, target: Norm) -> Iterator[PairRow]:
    """Every duty of two requirements side by side: shared ones first, then reusable ones, then the rest of each."""
    found = compare(knowledge, source, target, _MODES[WITH_ADVICE])
    shared = _both(knowledge, source, target, found.shared)
    parts = {"shared": shared, "shared with advice": found.shared - shared}
    rest = found.only_source | found.only_target
    template = knowledge.scheme.template
    reusable = frozenset(bit for bit in rest if template(bit.duty) in found.reusable)
    parts |= {
        "reusable": reusable,
        "only the first": found.only_source - reusable,
        "only the second": found.only_target - reusable,
    }
    for name, bits in parts.items():
        for bit in sorted(bits):
            yield PairRow(
                duty=str(bit),
                title=knowledge.scheme.duties[bit.duty].label,
                source=_mode(knowledge, source, bit),
                target=_mode(knowledge, target, bit),
                part=name,
            )


def _both(knowledge: Knowledge, source: Norm, target: Norm, among: frozenset[Bit]) -> frozenset[Bit]:
    return compare(knowledge, source, target).shared & among


def _mode(knowledge: Knowledge, norm: Norm, bit: Bit) -> str:
    """How firmly a norm, or a part that it gathers, demands a bit; empty where it does not."""
    for mode in _MODES[WITH_ADVICE]:
        if bit in compare(knowledge, norm, norm, (mode,)).shared:
            return mode
    return ""


def neighbours(knowledge: Knowledge, norm: Norm) -> Iterator[NeighbourRow]:
    """Requirements of all other frameworks that share a duty with one, or its template in another discipline."""
    found = []
    for other in knowledge.catalogs.norms.values():
        if other.edition != norm.edition and knowledge.scheme.links_of(other.id):
            comparison = compare(knowledge, norm, other)
            if comparison.relation != NONE:
                found.append((comparison, other))
    found.sort(key=lambda item: (-len(item[0].shared), len(item[0].only_target), item[1].id))
    for comparison, other in found:
        yield NeighbourRow(
            requirement=knowledge.catalogs.requirement(other),
            requirement_title=knowledge.catalogs.provisions[other.provision].label,
            framework=other.edition,
            relation=comparison.relation,
            shared_duties=";".join(str(bit) for bit in sorted(comparison.shared))
            or ";".join(sorted(comparison.reusable)),
        )
