"""What of one framework is left when others are fully operated: from duty sets alone, acts first.

Nothing on record plays a part. Delivered is what the frameworks at hand require; what they only advise may be there, so
the rest is an interval. What is wanted is an interval too: what the framework requires, and what it also advises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from kg.duties import Bit, Scheme
from kg.knowledge import Knowledge
from kg.model import Norm

DONE, PARTLY, UNTOUCHED = "nothing-left", "partly-left", "all-left"
REST = (DONE, PARTLY, UNTOUCHED)
ACT = "act"
ASSUMED = (
    "every requirement of the frameworks at hand is operated for every system, and none is excluded",
    "what they only advise is not counted: it is listed as maybe there",
    "no fact is asked: an obligation is listed with its condition, whether or not it binds you",
    "a measure of one discipline is not counted for another: it is listed as reusable",
    "where a value is demanded, such as a retention period, only a stated value at least as strict counts",
)


@dataclass(frozen=True, slots=True)
class ResidualRow:
    """A wanted requirement and what of it is left. Duty lists are joined by `;`."""

    requirement: str
    requirement_title: str
    bearers: str
    left: str
    acts: str
    other_duties: str
    maybe_there: str
    reusable: str
    advised: str
    condition: str
    applies_from: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(ResidualRow))


def residual(knowledge: Knowledge, have: Iterable[str], want: str, role: str = "") -> Iterator[ResidualRow]:
    """Obligations of `want`, of one role or all, with what `have` leaves of them; those that need an act come first."""
    scheme = knowledge.scheme
    norms = [norm.id for edition in have for norm in knowledge.catalogs.norms_of(edition)]
    delivered, advised = (_bits(scheme, norms, mode) for mode in ("requires", "advises"))
    rows = [
        _row(knowledge, norm, delivered, advised)
        for norm in knowledge.catalogs.norms_of(want)
        if norm.modality == "obligation" and scheme.links_of(norm.id) and (not role or role in norm.bearers)
    ]
    yield from sorted(rows, key=lambda row: (not row.acts, REST.index(row.left) == 0))


def _bits(scheme: Scheme, norms: Iterable[str], mode: str) -> frozenset[Bit]:
    return frozenset(bit for norm in norms for bit in scheme.bits_of(norm, mode))


def _row(knowledge: Knowledge, norm: Norm, delivered: frozenset[Bit], advised: frozenset[Bit]) -> ResidualRow:
    scheme = knowledge.scheme
    wanted = scheme.bits_of(norm.id)
    left = frozenset(bit for bit in wanted if not _met(scheme, bit, delivered))
    acts = frozenset(bit for bit in left if scheme.duties[bit.duty].nature == ACT)
    templates = {scheme.template(bit.duty) for bit in delivered}
    window = norm.windows[-1]
    return ResidualRow(
        requirement=knowledge.catalogs.requirement(norm),
        requirement_title=knowledge.catalogs.provisions[norm.provision].label,
        bearers=";".join(norm.bearers),
        left=DONE if not left else PARTLY if wanted - left else UNTOUCHED,
        acts=_spelled(acts),
        other_duties=_spelled(left - acts),
        maybe_there=_spelled(frozenset(bit for bit in left if _met(scheme, bit, advised))),
        reusable=_spelled(
            frozenset(bit for bit in left if scheme.template(bit.duty) in templates and not bit.narrowed)
        ),
        advised=_spelled(scheme.bits_of(norm.id, "advises") - delivered - wanted),
        condition=window.text,
        applies_from=str(min((day for _, day in window.schedule), default=window.applies_from or "")),
    )


def _met(scheme: Scheme, wanted: Bit, delivered: frozenset[Bit]) -> bool:
    """Whether a bit is delivered; a demanded value also by one that is stricter."""
    name, equals, value = wanted.narrowed.partition("=")
    if wanted in delivered or not equals:
        return wanted in delivered
    stated = (bit.narrowed.partition("=") for bit in delivered if bit.duty == wanted.duty)
    return any(other == name and scheme.at_least(name, given, value) for other, _, given in stated)


def _spelled(found: frozenset[Bit]) -> str:
    return ";".join(str(bit) for bit in sorted(found))
