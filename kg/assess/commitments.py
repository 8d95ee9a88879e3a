"""Voluntary frameworks: they bind by commitment, inside its boundary and for its period, and only so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kg.applicability.timeline import APPLIES, LATER, NEVER, Timeline
from kg.assess.kernel import NOT_ADOPTED, Block, Kernel
from kg.model import Norm
from kg.portfolio.records import EVERYTHING, Commitment, Exclusion, ManagementSystem


@dataclass(frozen=True, slots=True)
class Bound:
    """One body bound by a framework: the commitment, or none where it is only assumed or not adopted."""

    subject: str
    commitment: Commitment | None
    assumed: bool


def bodies(kernel: Kernel, edition: str, assumed: bool) -> list[Bound]:
    """Who is bound by an edition: a row per commitment, and one for each fitting management system without any.

    Where there is neither, the organisation itself stands for "not adopted" or, if so assumed, for the adopter.
    """
    portfolio = kernel.portfolio
    by_subject: dict[str, list[Commitment]] = {}
    for item in portfolio.commitments_to(edition):
        by_subject.setdefault(item.subject, []).append(item)
    found = [Bound(name, _current(items, kernel.timeline.as_of), assumed) for name, items in by_subject.items()]
    committed = {item.subject for item in found}
    disciplines = _disciplines(kernel, edition)
    found += [
        Bound(item.id, None, assumed)
        for item in portfolio.of(ManagementSystem)
        if item.id not in committed and item.discipline in disciplines
    ]
    return found or [Bound(portfolio.organisation.id, None, assumed)]


def _current(commitments: list[Commitment], day: date) -> Commitment:
    """Of several commitments of one body the running one, else the next, else the last."""

    def rank(item: Commitment) -> tuple[bool, bool, int]:
        start = item.valid_from.toordinal() if item.valid_from else 0
        ended = item.valid_until is not None and item.valid_until < day
        to_come = start > day.toordinal()
        return ended, to_come, start if to_come else -start

    return min(commitments, key=rank)


def _disciplines(kernel: Kernel, edition: str) -> frozenset[str]:
    """Disciplines of the duties an edition demands."""
    scheme = kernel.knowledge.scheme
    norms = kernel.knowledge.catalogs.norms_of(edition)
    return frozenset(scheme.duties[link.duty].discipline for norm in norms for link in scheme.links_of(norm.id))


def commitment_blocks(kernel: Kernel, edition: str, assumed: bool = False) -> list[Block]:
    """Blocks of a framework that binds by commitment, aggregates resolved last."""
    bound = bodies(kernel, edition, assumed)
    known_on = kernel.timeline.known_on
    norms = [
        norm
        for norm in kernel.knowledge.catalogs.norms_of(edition)
        if norm.modality != "constitutive" and any(window.known_from <= known_on for window in norm.windows)
    ]
    return kernel.resolve_aggregates([_block(kernel, norm, bound) for norm in norms])


def exclusion_of(kernel: Kernel, norm: Norm, commitment: Commitment | None) -> Exclusion | None:
    """The exclusion of a control from the statement of applicability, if on record."""
    names = {norm.id, norm.provision}
    return next(
        (
            item
            for item in kernel.portfolio.of(Exclusion)
            if norm.excludable and item.control in names and commitment is not None and item.commitment == commitment.id
        ),
        None,
    )


def _block(kernel: Kernel, norm: Norm, bound: list[Bound]) -> Block:
    rows = [_row(kernel, norm, item) for item in bound]
    organisation = kernel.portfolio.organisation.id
    return Block(
        norm=norm,
        subjects=tuple(item.subject for item in bound),
        bearers=tuple(organisation for _ in bound),
        cases=np.full(len(bound), -1, dtype=np.intp),
        state=np.array([row[0] for row in rows], dtype=np.int8),
        status=np.array([row[2] for row in rows], dtype=np.int8),
        since=np.array([row[1] for row in rows], dtype=np.int64),
        decided=np.full(len(bound), kernel.timeline.as_of.toordinal(), dtype=np.int64),
        dormant=np.array([row[3] for row in rows], dtype=bool),
        until=None,
        bound=tuple(tuple(range(0)) for _ in bound),
    )


def _row(kernel: Kernel, norm: Norm, bound: Bound) -> tuple[int, int, int, bool]:
    state, since = _with_text(norm, kernel.timeline, *_state(bound, kernel.timeline.as_of))
    excluded = exclusion_of(kernel, norm, bound.commitment) is not None
    if state == NOT_ADOPTED or excluded:
        return state, since, 0, False
    status, dormant = kernel.body_status(norm, bound.subject, systems_in(kernel, bound))
    return state, since, status, dormant


def _with_text(norm: Norm, timeline: Timeline, state: int, since: int) -> tuple[int, int]:
    """State and first day of a norm, whose text may be younger than the commitment: an amendment of a standard."""
    if state == NOT_ADOPTED:
        return state, since
    known = (window.in_force_from for window in norm.windows if window.known_from <= timeline.known_on)
    start = min(known).toordinal()
    return (LATER if start > timeline.as_of.toordinal() else state), max(start, since)


def systems_in(kernel: Kernel, bound: Bound) -> np.ndarray:
    """Rows of the systems inside a commitment's boundary."""
    numbers = kernel.record.grid.subject_numbers
    names: tuple[str, ...] = bound.commitment.boundary if bound.commitment is not None else (EVERYTHING,)
    if not names or EVERYTHING in names:
        names = tuple(system.id for system in kernel.portfolio.subjects)
    return np.array([numbers[name] for name in names], dtype=np.intp)


def _state(bound: Bound, day: date) -> tuple[int, int]:
    without = (APPLIES, day.toordinal()) if bound.assumed else (NOT_ADOPTED, NEVER)
    if bound.commitment is None or bound.commitment.valid_from is None:
        return without
    if bound.commitment.valid_until is not None and bound.commitment.valid_until < day:
        return without
    if bound.commitment.valid_from <= day:
        return APPLIES, bound.commitment.valid_from.toordinal()
    return without if bound.assumed else (LATER, bound.commitment.valid_from.toordinal())
