"""Records go into numpy columns and come back the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from kg.portfolio import columns
from kg.portfolio.records import RECORD_TYPES, Record, System
from tests.oracle.strategies import World, worlds
from tests.portfolio.examples import ONE_OF_EACH


def back(*records: Record) -> list[Record]:
    return columns.from_arrays(columns.to_arrays(records))


@pytest.mark.parametrize("record", ONE_OF_EACH, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_the_same(record: Record) -> None:
    assert back(record) == [record]


def test_all_together_come_back_in_the_order_of_their_classes() -> None:
    known = list(RECORD_TYPES)
    mixed = ONE_OF_EACH[::-1]
    assert back(*mixed) == sorted(mixed, key=lambda record: known.index(type(record)))


def test_no_records_at_all() -> None:
    assert back() == []


@pytest.mark.parametrize("text", ["ü \U0001f600", "\x00", "\ud800", "a\nb", " "])
def test_any_text_comes_back(text: str) -> None:
    record = System(id="acme:s", name=text, facts={"use": (text, text)})
    assert back(record, replace(record, id="acme:t")) == [record, replace(record, id="acme:t")]


def test_columns_hold_numbers_only() -> None:
    assert {array.dtype for array in columns.to_arrays(ONE_OF_EACH).values()} == {np.dtype("i4"), np.dtype("u1")}


@settings(max_examples=15)
@given(worlds())
def test_a_portfolio_comes_back_the_same(world: World) -> None:
    records = (world.organisation, *world.records)
    assert {record.id: record for record in back(*records)} == {record.id: record for record in records}
