"""The shapes on the example company: no violation, and pySHACL says the same of a part of its record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg import knowledge
from kg import vocabulary as v
from kg.exchange import portfolio_yaml
from kg.portfolio import rdf
from kg.portfolio.records import Evidence, EvidenceUse, Implementation, Measure, Record, RoleAssignment
from kg.prefixes import compact
from kg.validation import pyshacl_oracle, service
from kg.validation.check import check
from kg.validation.data import Memory

ROOT = Path(__file__).resolve().parents[2]
MANY = (Evidence, EvidenceUse, Implementation, Measure, RoleAssignment)
NEEDED = {
    v.TYPE, v.SUB_CLASS_OF, v.STATED_BY, v.AGGREGATES, v.REQUIREMENT, v.MODE, v.DUTY_OF, v.EVIDENCE_KIND, v.IN_SCHEME,
    v.BINDING, v.EXCLUDABLE, v.TOPIC, v.DERIVED,
}  # fmt: skip


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    found = portfolio_yaml.read(ROOT / "examples" / "acme" / "portfolio.yaml", knowledge.load())
    return tuple(found.records.values())


@pytest.fixture(scope="module")
def shipped_knowledge() -> Memory:
    return service.knowledge_data()


def record_graph(records: Iterable[Record]) -> Memory:
    return Memory.of_nquads(rdf.to_nquads(records, rdf.graph_of("acme")))


def test_the_record_has_warnings_and_no_violation(
    records: tuple[Record, ...], shipped_knowledge: Memory, shipped: Any
) -> None:
    data = record_graph(records).joined(shipped_knowledge)
    found = check(data, shipped.shapes, shipped.shapes.of_scope(("record",)))
    assert {result.severity for result in found} == {"warning"}
    # Systems of a unit that has an owner need none of their own.
    assert not [result for result in found if compact(result.shape) == "shape:system-owner"]
    missing = {(result.shape, result.value) for result in found}
    assert ("shape:iso-risk-assessment", "acme:spam-filter") in missing
    assert ("shape:risk-answered", "acme:r-dose") in missing
    assert not [
        value for shape, value in missing if shape == "shape:iso-risk-assessment" and value == "acme:recruiting"
    ]


def part(records: tuple[Record, ...]) -> list[Record]:
    """A part that pySHACL can check in seconds; what it now lacks gives both engines something to find."""
    few = [record for cls in MANY for record in [item for item in records if type(item) is cls][:4]]
    return [record for record in records if type(record) not in MANY] + few


def test_pyshacl_agrees(records: tuple[Record, ...], shipped_knowledge: Memory, shipped: Any) -> None:
    chosen = part(records)
    implemented = {record.of for record in chosen if isinstance(record, Implementation)}
    small = Memory(
        quad
        for quad in shipped_knowledge.quads()
        if quad.predicate.value in NEEDED and _kept(compact(getattr(quad.subject, "value", "")), implemented)
    )
    data = record_graph(chosen).joined(small)
    shapes = shipped.shapes.of_scope(("record",))
    ours = check(data, shipped.shapes, shapes)
    assert len({result.shape for result in ours}) > 10
    theirs = pyshacl_oracle.check(data, shipped.graph.reachable(shape.node for shape in shapes), shapes)
    assert set(ours) == set(theirs)


def _kept(name: str, implemented: set[str]) -> bool:
    prefix = name.partition(":")[0]
    if prefix in {"eu-ai-act", "iso-42001-2023"} and ":" in name:
        return any(name == one or name.startswith(f"{one}.n") for one in implemented) or ":C.3" in name
    return ":" not in name or prefix in {"role", "evidence-kind", "fact", "duty", "ng"}
