"""Relations that follow from shared duties, each with the duties that prove it. They never mix with asserted ones.

`requires` decides the relation. Cells of one discipline only meet cells of the same discipline: template duties that
differ only in discipline are reusable, not shared. A clause of a management system that shares nothing stands once, as
one that supports all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from kg.duties import Bit
from kg.knowledge import Knowledge
from kg.model import Norm

RELATIONS = (
    "same-duties",
    "narrower-in-duties",
    "wider-in-duties",
    "shares-duties",
    "reusable-in-duties",
    "supports-all",
    "no-shared-duty-found",
)
SAME, NARROWER, WIDER, SHARES, REUSABLE, SUPPORTS, NONE = RELATIONS


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One pair of requirements. Duty lists are joined by `;`; `confidence` is the weakest link's, empty without one."""

    source: str
    target: str
    relation: str
    basis: str
    shared_duties: str
    only_source: str
    only_target: str
    mapping_set: str
    justification: str
    confidence: str
    review_state: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(CrosswalkRow))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two requirements' demands side by side."""

    source: Norm
    target: Norm
    shared: frozenset[Bit]
    only_source: frozenset[Bit]
    only_target: frozenset[Bit]
    # Templates that both demand, each in its own discipline.
    reusable: frozenset[str] = frozenset()

    @property
    def relation(self) -> str:
        """The relation the `requires` bits show: source narrower means all it demands is among the target's."""
        return relation(self.shared, self.only_source, self.only_target, self.reusable)


def relation(
    shared: frozenset[Bit], only_source: frozenset[Bit], only_target: frozenset[Bit], reusable: frozenset[str]
) -> str:
    """Name of the relation between two demands, from what they share and what each has alone."""
    if not shared:
        return REUSABLE if reusable else NONE
    if not only_source and not only_target:
        return SAME
    if not only_source:
        return NARROWER
    return WIDER if not only_target else SHARES


def compare(knowledge: Knowledge, source: Norm, target: Norm, modes: tuple[str, ...] = ("requires",)) -> Comparison:
    """Compare what two norms demand, by default in mode `requires`; one that gathers others demands what they do."""
    left, right = (demand(knowledge, norm, modes) for norm in (source, target))
    return Comparison(source, target, left & right, left - right, right - left, reusable(knowledge, left, right))


def reusable(knowledge: Knowledge, left: frozenset[Bit], right: frozenset[Bit]) -> frozenset[str]:
    """Templates that both demand, each in its own discipline."""
    template = knowledge.scheme.template
    found = {template(bit.duty) for bit in left - right} & {template(bit.duty) for bit in right - left}
    # A cell narrowed differently on both sides is the same cell, not a template of another discipline.
    return frozenset(found - {template(bit.duty) for bit in left & right})


def demand(knowledge: Knowledge, norm: Norm, modes: tuple[str, ...]) -> frozenset[Bit]:
    """What a norm demands in some modes; one that gathers others demands what they do."""
    own = frozenset(bit for mode in modes for bit in knowledge.scheme.bits_of(norm.id, mode))
    parts = (knowledge.catalogs.norms[part] for part in norm.aggregates)
    return own.union(*(demand(knowledge, part, modes) for part in parts))


def crosswalk(knowledge: Knowledge, source: str, target: str) -> Iterator[CrosswalkRow]:
    """Pairs of two editions that share a duty, then what has no partner on either side, in catalog order."""
    left, right = _decomposed(knowledge, source), _decomposed(knowledge, target)
    place = {norm.id: number for number, norm in enumerate(right)}
    by_template: dict[str, set[str]] = {}
    for norm in right:
        for template in _templates(knowledge, norm):
            by_template.setdefault(template, set()).add(norm.id)
    met: set[str] = set()
    for norm in left:
        partners = {other for template in _templates(knowledge, norm) for other in by_template.get(template, ())}
        met.update(partners)
        if not partners:
            yield _alone(knowledge, norm, source, target, first=True)
        for partner in sorted(partners, key=place.__getitem__):
            yield _row(knowledge, compare(knowledge, norm, right[place[partner]]))
    for norm in right:
        if norm.id not in met:
            yield _alone(knowledge, norm, source, target, first=False)


def _templates(knowledge: Knowledge, norm: Norm) -> set[str]:
    return {knowledge.scheme.template(link.duty) for link in knowledge.scheme.links_of(norm.id)}


def _decomposed(knowledge: Knowledge, edition: str) -> list[Norm]:
    return [norm for norm in knowledge.catalogs.norms_of(edition) if knowledge.scheme.links_of(norm.id)]


def _row(knowledge: Knowledge, found: Comparison) -> CrosswalkRow:
    name = knowledge.catalogs.requirement
    shared = {knowledge.scheme.template(bit.duty) for bit in found.shared} or found.reusable
    links = [
        link
        for norm in (found.source, found.target)
        for link in knowledge.scheme.links_of(norm.id)
        if knowledge.scheme.template(link.duty) in shared
    ]
    return CrosswalkRow(
        source=name(found.source),
        target=name(found.target),
        relation=found.relation,
        basis="duties",
        shared_duties=_spelled(found.shared),
        only_source=_spelled(found.only_source),
        only_target=_spelled(found.only_target),
        mapping_set="",
        justification="semapv:CompositeMatching",
        confidence=f"{min(link.confidence for link in links):g}" if links else "",
        review_state=review_state(knowledge, found.source.edition, found.target.edition),
    )


def _alone(knowledge: Knowledge, norm: Norm, source: str, target: str, *, first: bool) -> CrosswalkRow:
    duties = _spelled(knowledge.scheme.bits_of(norm.id))
    requirement = knowledge.catalogs.requirement(norm)
    return CrosswalkRow(
        source=requirement if first else "",
        target="" if first else requirement,
        relation=SUPPORTS if knowledge.scheme.systemic(norm.id) else NONE,
        basis="duties",
        shared_duties="",
        only_source=duties if first else "",
        only_target="" if first else duties,
        mapping_set="",
        justification="semapv:CompositeMatching",
        confidence="",
        review_state=review_state(knowledge, source, target),
    )


def review_state(knowledge: Knowledge, *editions: str) -> str:
    """Review state of the weaker of some decompositions, `provisional` while no person has reviewed it."""
    states = {release.review_state for name in editions if (release := knowledge.scheme.release_of(name)) is not None}
    reviewed = states and all(state in {"human-reviewed", "expert-reviewed"} for state in states)
    return ";".join(sorted(states)) if reviewed else f"provisional ({';'.join(sorted(states)) or 'not decomposed'})"


def _spelled(found: frozenset[Bit]) -> str:
    return ";".join(str(bit) for bit in sorted(found))
