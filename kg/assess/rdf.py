"""Verdicts as RDF, so that SPARQL users can ask about them: one node per verdict that binds or may bind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg import vocabulary as v
from kg.applicability.timeline import NO
from kg.assess.assessment import Assessment
from kg.assess.kernel import NOT_ADOPTED, Block
from kg.assess.reasons import attributes
from kg.assess.systems import derived_classes
from kg.assess.verdicts import Verdict
from kg.prefixes import expand
from kg.store.terms import literal


def graph_of(assessment: Assessment) -> str:
    """IRI of the named graph of an assessment."""
    return expand(f"{assessment.portfolio.organisation.id}:graph/assessment")


def to_nquads(assessment: Assessment) -> Iterator[str]:
    """N-Quads lines of an assessment: every verdict that is not plainly `does-not-apply` or `not-adopted`."""
    graph = f"<{graph_of(assessment)}>"
    node = f"<{expand(assessment.portfolio.organisation.id + ':assessment')}>"
    yield f"{node} <{v.TYPE}> <{v.ASSESSMENT}> {graph} ."
    yield f"{node} <{v.AS_OF}> {literal(assessment.as_of.isoformat(), v.XSD + 'date')} {graph} ."
    yield f"{node} <{v.KNOWN_ON}> {literal(assessment.known_on.isoformat(), v.XSD + 'date')} {graph} ."
    yield from _classes(assessment, graph)
    for block in assessment.blocks():
        for row in np.flatnonzero((block.state != NO) & (block.state != NOT_ADOPTED)):
            yield from _verdict(assessment, block, int(row), node, graph)


def _classes(assessment: Assessment, graph: str) -> Iterator[str]:
    """Risk classes that systems have or may have, with any bearer."""
    pairs = {(case.subject, case.profile) for case in assessment.timeline.cases.cases}
    known = {profile: derived_classes(assessment, profile) for _, profile in pairs}
    for subject, profile in sorted(pairs):
        for name in known[profile]:
            predicate = v.OPEN_CLASS if name.endswith("?") else v.DERIVED_CLASS
            yield f"{_iri(subject)} <{predicate}> {_iri('risk-class:' + name.removesuffix('?'))} {graph} ."


def _verdict(assessment: Assessment, block: Block, row: int, node: str, graph: str) -> Iterator[str]:
    found = assessment.verdict(block, row)
    organisation = assessment.portfolio.organisation.id
    local = found.subject.partition(":")[2] or "self"
    suffix = f"{local}/{block.norm.id.replace(':', '/')}/{found.bearer.partition(':')[2] or 'self'}"
    subject = f"<{expand(f'{organisation}:verdict/{suffix}')}>"
    for predicate, term in _statements(assessment, block, row, found):
        yield f"{subject} <{predicate}> {term} {graph} ."
    yield f"{subject} <{v.TYPE}> <{v.VERDICT}> {graph} ."
    for point, predicate, term in _points(assessment, block, row, subject):
        yield f"{point} <{predicate}> {term} {graph} ."
    yield f"{subject} <{v.IN_ASSESSMENT}> {node} {graph} ."


def _statements(assessment: Assessment, block: Block, row: int, found: Verdict) -> Iterator[tuple[str, str]]:
    yield v.SUBJECT, _iri(found.subject)
    yield v.VERDICT_BEARER, _iri(found.bearer)
    yield v.NORM_OF, _iri(block.norm.id)
    yield v.APPLICABILITY, _iri(f"applicability:{found.applicability}")
    if found.status:
        yield v.STATUS, _iri(f"status:{found.status}")
    if found.assurance:
        yield v.ASSURANCE, _iri(f"assurance:{found.assurance}")
    if found.applies_from:
        yield v.APPLIES_FROM, literal(found.applies_from, v.XSD + "date")
    yield v.REASON, literal(found.reason)
    yield from ((v.VERDICT_ROLE, _iri(f"role:{role}")) for role in found.role.split(";") if role)
    yield from ((v.ATTRIBUTE, _iri(f"attribute:{name}")) for name in attributes(assessment, block, row))
    yield from ((v.RESIDUAL_DUTY, _iri(duty)) for duty in found.residual_duties.split(";") if duty)
    yield from ((v.MISSING_FACT, _iri(f"fact:{fact}")) for fact in found.missing_facts.split(";") if fact)


def _points(assessment: Assessment, block: Block, row: int, verdict: str) -> Iterator[tuple[str, str, str]]:
    """One node per demanded duty of a verdict: its state (of its worst bit) and what supports it."""
    states = assessment.knowledge.statuses.states
    ranks: dict[str, int] = {}
    for bit in assessment.demanded(block, row):
        rank = assessment.rank(bit, block, row)
        ranks[bit.duty] = min(ranks.get(bit.duty, rank), rank)
    for duty, rank in ranks.items():
        point = f"{verdict[:-1]}/{duty.partition(':')[2]}>"
        yield verdict, v.POINT, point
        yield point, v.TYPE, f"<{v.POINT_CLASS}>"
        yield point, v.DUTY_OF, _iri(duty)
        yield point, v.STATE, _iri(f"bit-state:{states[rank]}")
        for support in assessment.supports_of(duty, block, row):
            yield point, v.SUPPORTED_BY, _iri(support.implementation)
            if support.evidence:
                yield point, v.BY_EVIDENCE, _iri(support.evidence)


def _iri(curie: str) -> str:
    return f"<{expand(curie)}>"
