"""Records go into statements and come back the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from kg.portfolio import model, rdf
from kg.portfolio.records import Person, Record, System
from kg.store.nodes import read_nquads
from tests.oracle.strategies import World, worlds
from tests.portfolio.examples import ONE_OF_EACH

GRAPH = rdf.graph_of("acme")


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
