"""Records go into statements and come back the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from kg.portfolio import model, rdf
from kg.portfolio.records import (
    Acceptance,
    Compensation,
    DatedFact,
    Exclusion,
    ManagementSystem,
    Organisation,
    Person,
    Record,
    Remark,
    Risk,
    SupplyRelation,
    System,
    Unit,
    WaiverRecord,
)
from kg.store.nodes import read_nquads
from tests.oracle.portfolios import commitment, event, evidence, implementation, measure, role
from tests.oracle.strategies import World, worlds

GRAPH = rdf.graph_of("acme")
ONE_OF_EACH: tuple[Record, ...] = (
    Organisation(id="acme", name="Acme SE", facts={"risky": ("true",)}, instruments=("law",), complete=("risks",)),
    Unit(id="acme:u", name="Unit", bearer=True, facts={"use": ("a", "b")}),
    Person(id="acme:cto", post="CTO", external_id="7", source_system="hr"),
    ManagementSystem(id="acme:aims", name="aims", discipline="ai", boundary=("all",), owner="acme:cto"),
    commitment("std", "2025-01-01", "2026-01-01", boundary=("acme:s",)),
    System(
        id="acme:s",
        name='A "quoted"\nname',
        version="2",
        owner="acme:cto",
        unit="acme:u",
        stated_class="high",
        facts={"use": ("b1", "unknown"), "risky": ("none",)},
        complete=("days", "uses"),
    ),
    role(start="2025-01-01", end="2026-01-01"),
    event("launch", "2025-03-01"),
    DatedFact(id="acme:s/d", subject="acme:s", fact="risky", value=("true",), valid_from=date(2025, 1, 1)),
    SupplyRelation(id="acme:sup", supplier="Somebody", systems=("acme:s",), agreement="no. 7"),
    measure(),
    implementation(
        "law:1",
        ("organisation",),
        "partial",
        duties=("duty:log",),
        strike=("duty:watch",),
        parameters=(("deadline", "P1D"), ("retention", "P1Y")),
    ),
    *evidence(
        kind=("document", "record"), assurance="tested", made="2026-01-01", subjects=("acme:s",), duties=("duty:log",)
    ),
    Risk(id="acme:r", title="r", systems=("acme:s",), source="std:C.1", level="high", treatments=("acme:i",)),
    Acceptance(id="acme:a", risk="acme:r", subject="acme:s", by="acme:cto", reason="small"),
    Exclusion(id="acme:x", control="std:c", commitment="acme:c", reason="not used"),
    WaiverRecord(id="acme:w", requirement="law:1", subject="acme:s", valid_until=date(2027, 1, 1)),
    Compensation(id="acme:k", requirement="law:1", subject="acme:s", implementation="acme:i"),
    Remark(id="acme:n", requirement="law:1", subject="acme:s", attribute="stated-other", text="see above"),
)


def back(*records: Record) -> dict[str, Record]:
    return {record.id: record for record in rdf.from_nodes(read_nquads(rdf.to_nquads(records, GRAPH)))}


@pytest.mark.parametrize("record", ONE_OF_EACH, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_the_same(record: Record) -> None:
    assert back(record) == {record.id: record}


def test_facts_are_plain_statements_about_their_subject() -> None:
    lines = rdf.to_nquads([System(id="acme:s", name="s", facts={"use": ("a", "b1")})], GRAPH)
    found = [line for line in lines if "/id/fact/use>" in line]
    assert [line.split()[2] for line in found] == ['"a"', '"b1"']
    assert all(line.endswith(f"<{GRAPH}> .") for line in lines)
    assert lines == sorted(lines)


def test_what_is_empty_makes_no_statement() -> None:
    lines = rdf.to_nquads([Person(id="acme:p", post="CTO")], GRAPH)
    assert len(lines) == 2


@settings(max_examples=15)
@given(worlds())
def test_a_portfolio_comes_back_the_same(world: World) -> None:
    records = (world.organisation, *world.records)
    written = model.build(records)
    read = model.build(back(*records).values())
    assert {name: rdf.to_nquads([item], GRAPH) for name, item in read.records.items()} == {
        name: rdf.to_nquads([item], GRAPH) for name, item in written.records.items()
    }
