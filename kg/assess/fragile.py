"""Fragile verdicts: those whose status changes when a single link of the decomposition is taken out.

A link counts twice: it says what its requirement asks for, and what a measure delivers that implements it. Both are
followed. The question `single-link` is about the first alone, and about requirements with one link only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from kg.applicability.timeline import APPLIES, LATER, OPEN
from kg.assess.assessment import Assessment
from kg.assess.kernel import Block
from kg.crosswalk.derived import review_state
from kg.model import Curie, DutyLink
from kg.portfolio.records import Implementation

_BOUND = (APPLIES, LATER, OPEN)


@dataclass(frozen=True, slots=True)
class FragileRow:
    """A verdict and a link it hangs on. `because` is `asks` for a link of the requirement itself, else `claims`."""

    subject: str
    bearer: str
    requirement: str
    requirement_title: str
    status: str
    without: str
    because: str
    link: str
    link_requirement: str
    duty: str
    confidence: str
    release: str
    review_state: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(FragileRow))
SHOWN = ("subject", "requirement", "status", "without", "because", "link_requirement", "duty", "confidence")


def fragile(assessment: Assessment, frameworks: Collection[Curie] = ()) -> Iterator[FragileRow]:
    """Verdicts (on some frameworks or all) that a link decides alone, by release, then the least sure links first.

    Aggregates are left out, they follow their parts; so is a verdict of which nothing is known before and after.
    """
    knowledge = assessment.knowledge
    claimed = _claimed(assessment)
    by_duty: dict[Curie, list[Block]] = {}
    editions = tuple(name for name in assessment.editions if name in frameworks or not frameworks)
    for block in assessment.blocks(editions) if editions else ():
        for duty in {link.duty for link in knowledge.scheme.links_of(block.norm.id)}:
            by_duty.setdefault(duty, []).append(block)
    links = [link for link in knowledge.scheme.links if link.mode == "requires" and link.duty in by_duty]
    links.sort(key=lambda link: (knowledge.catalogs.norms[link.norm].edition, link.confidence, link.id))
    for link in links:
        asking = [block for block in by_duty[link.duty] if block.norm.id == link.norm or link.norm in claimed]
        if asking:
            yield from _flips(assessment, _without(assessment, link, claimed), link, asking)


def _claimed(assessment: Assessment) -> frozenset[Curie]:
    """Norms that a measure on record implements."""
    knowledge = assessment.knowledge
    targets = {item.of for item in assessment.portfolio.of(Implementation) if not item.of.startswith("duty:")}
    norms = (norm for target in targets for norm in knowledge.norms_named(target))
    return frozenset(leaf.id for norm in norms for leaf in knowledge.parts(norm))


def _without(assessment: Assessment, link: DutyLink, claimed: frozenset[Curie]) -> Assessment:
    """The assessment as if a link had not been made. Which norms bind does not hang on links."""
    known = replace(assessment.knowledge, scheme=assessment.knowledge.scheme.without(link))
    other = replace(assessment, knowledge=known, _blocks={}, _bodies={})
    other.timeline = assessment.timeline
    if link.norm not in claimed:
        other.record = assessment.record
    return other


def _flips(assessment: Assessment, other: Assessment, link: DutyLink, blocks: Iterable[Block]) -> Iterator[FragileRow]:
    unknown = assessment.knowledge.statuses.number("unknown")
    for block in blocks:
        for row in np.flatnonzero(np.isin(block.state, _BOUND)).tolist():
            if not assessment.demanded(block, row):
                continue
            states = {other.rank(bit, block, row) for bit in other.demanded(block, row)}
            status = int(other.knowledge.statuses.lookup[sum(1 << state for state in states)])
            if status != block.status[row] and (status or block.status[row] != unknown):
                yield _row(assessment, block, row, link, status)


def _row(assessment: Assessment, block: Block, row: int, link: DutyLink, status: int) -> FragileRow:
    knowledge = assessment.knowledge
    source = knowledge.catalogs.norms[link.norm]
    release = knowledge.scheme.release_of(source.edition)
    return FragileRow(
        subject=block.subjects[row],
        bearer=block.bearers[row],
        requirement=knowledge.catalogs.requirement(block.norm),
        requirement_title=block.norm.label,
        status=knowledge.statuses.names[block.status[row]],
        without=knowledge.statuses.names[status],
        because="asks" if source.id == block.norm.id else "claims",
        link=link.id,
        link_requirement=knowledge.catalogs.requirement(source),
        duty=link.duty,
        confidence=f"{link.confidence:g}",
        release=release.id if release else "",
        review_state=review_state(knowledge, source.edition),
    )
