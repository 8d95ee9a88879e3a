"""Overlapping obligations: duties that two or more instruments demand of the same bearer, and pairs of requirements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from kg.applicability.timeline import APPLIES, LATER
from kg.assess.assessment import Assessment
from kg.crosswalk.derived import compare
from kg.model import Norm


@dataclass(frozen=True, slots=True)
class Overlap:
    """One duty, everything that demands it of one bearer, and the strictest value of each parameter."""

    duty: str
    requirements: str
    frameworks: str
    bearer: str
    strictest_parameter: str
    subjects: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in OVERLAP_COLUMNS}


@dataclass(frozen=True, slots=True)
class OverlapPair:
    """Two requirements of different instruments that bind the same bearer and share a duty."""

    requirement_a: str
    requirement_b: str
    relation: str
    shared: str
    only_a: str
    only_b: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in PAIR_COLUMNS}


OVERLAP_COLUMNS = tuple(item.name for item in fields(Overlap))
PAIR_COLUMNS = tuple(item.name for item in fields(OverlapPair))


@dataclass
class _Demand:
    norms: dict[str, Norm] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)


def overlaps(assessment: Assessment, *, later: bool = True) -> list[Overlap]:
    """Duties with two or more instruments, those that serve most requirements first.

    `later` counts what will apply, not only what applies on the as-of day.
    """
    rows = [
        row
        for (bearer, duty), demand in _demands(assessment, later).items()
        if len({norm.edition for norm in demand.norms.values()}) > 1
        for row in (_overlap(assessment, bearer, duty, demand),)
    ]
    return sorted(rows, key=lambda row: (-row.requirements.count(";"), row.duty, row.bearer))


def pairs(assessment: Assessment, *, later: bool = True) -> list[OverlapPair]:
    """Pairs of requirements behind the overlaps, most shared first."""
    name = assessment.knowledge.catalogs.requirement
    found: dict[tuple[str, str], OverlapPair] = {}
    for demand in _demands(assessment, later).values():
        norms = sorted(demand.norms.values(), key=lambda norm: norm.id)
        for number, left in enumerate(norms):
            for right in norms[number + 1 :]:
                if left.edition != right.edition and (left.id, right.id) not in found:
                    both = compare(assessment.knowledge, left, right)
                    shared, only_a, only_b = (
                        ";".join(str(bit) for bit in sorted(bits))
                        for bits in (both.shared, both.only_source, both.only_target)
                    )
                    found[left.id, right.id] = OverlapPair(
                        name(left), name(right), both.relation, shared, only_a, only_b
                    )
    return sorted(found.values(), key=lambda row: (-row.shared.count(";"), row.requirement_a, row.requirement_b))


def _demands(assessment: Assessment, later: bool) -> dict[tuple[str, str], _Demand]:
    states = (APPLIES, LATER) if later else (APPLIES,)
    found: dict[tuple[str, str], _Demand] = {}
    for block in assessment.blocks():
        if block.norm.aggregates:
            continue
        rows = [row for row in range(len(block.subjects)) if block.state[row] in states]
        for duty in {bit.duty for bit in assessment.knowledge.scheme.bits_of(block.norm.id)} if rows else ():
            for row in rows:
                demand = found.setdefault((_bearer(assessment, block.bearers[row]), duty), _Demand())
                demand.norms[block.norm.id] = block.norm
                demand.subjects.add(block.subjects[row])
    return found


def _bearer(assessment: Assessment, name: str) -> str:
    return name or assessment.portfolio.organisation.id


def _overlap(assessment: Assessment, bearer: str, duty: str, demand: _Demand) -> Overlap:
    norms = [norm for key, norm in assessment.knowledge.catalogs.norms.items() if key in demand.norms]
    return Overlap(
        duty=duty,
        requirements=";".join(assessment.knowledge.catalogs.requirement(norm) for norm in norms),
        frameworks=";".join(sorted({norm.edition for norm in norms})),
        bearer=bearer,
        strictest_parameter=";".join(_strictest(assessment, duty, norms)),
        subjects=";".join(sorted(demand.subjects)),
    )


def _strictest(assessment: Assessment, duty: str, norms: list[Norm]) -> Iterator[str]:
    scheme = assessment.knowledge.scheme
    values: dict[str, list[str]] = {}
    for norm in norms:
        for link in scheme.links_of(norm.id):
            if link.duty == duty:
                for name, value in link.parameters:
                    values.setdefault(name, []).append(value)
    for name in sorted(values):
        yield f"{name}={scheme.strictest(name, values[name])}"
