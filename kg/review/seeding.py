"""Errors hidden in the sheet of an adjudicating reader: one wrong link in each of some requirements.

Only links that the first reader was sure of are changed: what is hidden is an error by the first reading's own light.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.knowledge import Knowledge
from kg.model import Curie, DutyLink

KINDS = ("wrong-duty", "wrong-mode", "missing")
ERRORS = 20
SURE = 0.85


@dataclass(frozen=True, slots=True)
class Seeded:
    """One hidden error: what kind, the link as it was read, and the duty and mode the sheet shows (empty: dropped)."""

    requirement: Curie
    kind: str
    duty: Curie
    mode: str
    shown_duty: Curie
    shown_mode: str


def seeded(knowledge: Knowledge, norms: Sequence[Curie], seed: int, count: int = ERRORS) -> list[Seeded]:
    """Hidden errors in `count` of the norms, the kinds in turn, in the order of the norms."""
    chance = random.Random(seed)  # noqa: S311 - errors that can be hidden again, nothing secret
    order = list(norms)
    chance.shuffle(order)
    found: dict[Curie, Seeded] = {}
    for norm in order:
        if len(found) == count:
            break
        error = _error(knowledge, norm, KINDS[len(found) % len(KINDS)], chance)
        if error is not None:
            found[norm] = error
    return [found[norm] for norm in norms if norm in found]


def shown(links: Sequence[DutyLink], error: Seeded | None) -> list[DutyLink]:
    """The links as a sheet shows them, with the error put in."""
    if error is None:
        return list(links)
    return [
        replace(link, duty=error.shown_duty, mode=error.shown_mode) if link.duty == error.duty else link
        for link in links
        if link.duty != error.duty or error.shown_duty
    ]


def _error(knowledge: Knowledge, norm: Curie, kind: str, chance: random.Random) -> Seeded | None:
    links = knowledge.scheme.links_of(norm)
    sure = [link for link in links if link.confidence >= SURE]
    if not sure or (kind == "missing" and len(links) == 1):
        return None
    link = chance.choice(sure)
    if kind == "missing":
        return Seeded(norm, kind, link.duty, link.mode, "", "")
    if kind == "wrong-mode":
        return Seeded(norm, kind, link.duty, link.mode, link.duty, chance.choice(("advises", "context")))
    strangers = _strangers(knowledge, norm, link.duty)
    return Seeded(norm, kind, link.duty, link.mode, chance.choice(strangers), link.mode) if strangers else None


def _strangers(knowledge: Knowledge, norm: Curie, duty: Curie) -> list[Curie]:
    """Duties of the same theme and discipline about an object that none of the norm's links is about."""
    duties = knowledge.scheme.duties
    own = duties[duty]
    objects = {duties[link.duty].object for link in knowledge.scheme.by_norm[norm]}
    wanted = knowledge.theme(own.object)
    return [
        other.id
        for other in duties.values()
        if other.discipline == own.discipline
        and other.object not in objects
        and knowledge.theme(other.object) == wanted
    ]
