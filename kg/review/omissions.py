"""The omission sweep: cells a requirement is not linked to, about an object it is linked to, asked one by one.

Omissions outnumber wrong links by far, and most of them lie beside a link that was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields

from kg.knowledge import Knowledge
from kg.model import Curie

ANSWERS = ("no", "requires", "advises", "context")


@dataclass(frozen=True, slots=True)
class OmissionRow:
    """One question: does the requirement demand the duty too? `beside` are its linked duties about the same object."""

    requirement: str
    norm: str
    title: str
    duty: str
    label: str
    question: str
    activity: str
    level: str
    beside: str
    answer: str
    why: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(OmissionRow))
SHOWN = ("norm", "title", "duty", "question", "beside")


def omissions(
    knowledge: Knowledge, editions: Collection[Curie], norms: Collection[Curie] = ()
) -> Iterator[OmissionRow]:
    """Questions about the decomposed norms of some editions (or only some of their norms), in catalog order.

    A cell of another discipline is reusable, never covered, so it is not asked about.
    """
    duties = knowledge.scheme.duties
    beside: dict[tuple[str, str], list[Curie]] = {}
    for duty in duties.values():
        beside.setdefault((duty.object, duty.discipline), []).append(duty.id)
    for norm in knowledge.catalogs.norms.values():
        if norm.edition not in editions or (norms and norm.id not in norms):
            continue
        linked: dict[tuple[str, str], list[Curie]] = {}
        for link in knowledge.scheme.by_norm.get(norm.id, ()):
            duty = duties[link.duty]
            linked.setdefault((duty.object, duty.discipline), []).append(duty.id)
        for place, own in linked.items():
            for name in beside[place]:
                if name not in own:
                    yield _row(knowledge, norm.id, name, own)


def _row(knowledge: Knowledge, name: Curie, duty: Curie, beside: list[Curie]) -> OmissionRow:
    norm, cell = knowledge.catalogs.norms[name], knowledge.scheme.duties[duty]
    return OmissionRow(
        requirement=knowledge.catalogs.requirement(norm),
        norm=norm.id,
        title=norm.label,
        duty=duty,
        label=cell.label,
        question=cell.question,
        activity=cell.activity,
        level=cell.level,
        beside=";".join(sorted(beside)),
        answer="",
        why="",
    )
