"""What a measure carries: the verdicts that change if it fails, and the chain from the measure to each of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict, Where
from kg.portfolio import model
from kg.portfolio.records import EvidenceUse, Implementation, Measure

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """A verdict that gets worse without the measure; `through` is the chain of implementation and duty."""

    subject: str
    requirement: str
    requirement_title: str
    status: str
    status_without: str
    through: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(ImpactRow))


def impact(assessment: Assessment, measure: str) -> list[ImpactRow]:
    """Verdicts whose status changes when every implementation of the measure is gone, in catalog order."""
    # Only here is the library needed, and every command would pay for it.
    import networkx as nx

    assessment.portfolio.the(Measure, measure)
    carried = carriers(assessment, measure)
    norms = assessment.knowledge.catalogs.norms
    requirements = frozenset(node for node in nx.descendants(carried, measure) if node in norms)
    if not requirements:
        return []
    where = Where(requirements=requirements)
    before = {(row.subject, row.requirement, row.bearer): row for row in assessment.verdicts(where)}
    rows = []
    for row in without(assessment, measure).verdicts(where):
        earlier = before[row.subject, row.requirement, row.bearer]
        if earlier.status != row.status:
            rows.append(_row(assessment, carried, measure, earlier, row))
    return rows


def carriers(assessment: Assessment, measure: str) -> nx.DiGraph:
    """Graph from a measure over its implementations and the duties they claim to the norms that demand those."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_node(measure)
    items = [item for item in assessment.portfolio.of(Implementation) if item.measure == measure]
    for item in items:
        graph.add_edge(measure, item.id)
    claimed = {(support.implementation, support.bit.duty) for support in assessment.record.supports}
    graph.add_edges_from((name, duty) for name, duty in claimed if name in graph)
    for norm, links in assessment.knowledge.scheme.by_norm.items():
        graph.add_edges_from((link.duty, norm) for link in links if link.mode == "requires" and link.duty in graph)
    return graph


def without(assessment: Assessment, measure: str) -> Assessment:
    """The same assessment of a record in which the measure was never implemented."""
    gone = {item.id for item in assessment.portfolio.of(Implementation) if item.measure == measure}
    kept = (
        record
        for record in assessment.portfolio.records.values()
        if record.id not in gone and not (isinstance(record, EvidenceUse) and record.implementation in gone)
    )
    return Assessment(
        assessment.knowledge, model.build(kept), assessment.as_of, assessment.known_on, assessment.as_if_adopted
    )


def _row(assessment: Assessment, carried: nx.DiGraph, measure: str, before: Verdict, after: Verdict) -> ImpactRow:
    import networkx as nx

    norms = (norm.id for norm in assessment.knowledge.norms_named(before.requirement))
    paths = (nx.shortest_path(carried, measure, norm)[1:-1] for norm in norms if norm in carried)
    return ImpactRow(
        subject=before.subject,
        requirement=before.requirement,
        requirement_title=before.requirement_title,
        status=before.status,
        status_without=after.status,
        through=" > ".join(next(paths, [])),
    )
