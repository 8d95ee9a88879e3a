"""The shipped data against the facts, the law, the reviewed demo and the register of what it says."""

from __future__ import annotations

import csv

import pytest

from tests.data import checks, evaluator, facts, readings, tables
from tests.data.shipped import Data, read_shipped

REGENERATE = "after reading the difference: python tools/data_expectations.py --write"
TABLES = {**checks.DEMO, **checks.REGISTER}


@pytest.fixture(scope="module")
def data() -> Data:
    return read_shipped()


@pytest.mark.shared
@pytest.mark.parametrize("name", checks.FACTS)
def test_facts_files(name: str, data: Data) -> None:
    assert not (wrong := checks.FACTS[name](data)), "\n".join(wrong)


# The hand-made cases have tests of their own.
@pytest.mark.parametrize("name", [*checks.QUICK, "law: recruiting boundary"])
def test_law_and_design(name: str, data: Data) -> None:
    assert not (wrong := {**checks.QUICK, **checks.ASSESSED}[name](data)), "\n".join(wrong)


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, data: Data) -> None:
    wrong = TABLES[name](data)
    assert not wrong, "\n".join([*wrong, REGENERATE])


def test_every_committed_table_is_compared() -> None:
    assert {path.name for path in tables.EXPECTED.glob("*.csv")} == {
        *tables.TABLES,
        facts.DELIBERATE.name,
        readings.READINGS.name,
    }


def test_deliberate_differences_give_a_reason_each() -> None:
    with facts.DELIBERATE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    assert len({(row["norm"], row["field"]) for row in rows}) == len(rows)


def test_a_second_reading_says_why_and_reads_nothing_twice() -> None:
    with readings.READINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    items = [f"{row['edition']}:{item}" for row in rows for item in row["items"].split()]
    assert all(row["reading"] for row in rows)
    assert len(set(items)) == len(items)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("all(role=provider, risk=a|b)", "all(any(risk=b, risk=a), role=provider)"),
        ("not(all(a=true, b=true))", "any(not(a=true), not(b=true))"),
        ("placed_before=2027-12-02", "placed<2027-12-02"),
    ],
)
def test_the_second_reading_takes_equal_conditions_for_equal(left: str, right: str) -> None:
    assert evaluator.difference(left, right) == ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("all(role=provider, risk=a)", "any(role=provider, risk=a)"),
        ("all(role=provider, not(risk=a))", "all(role=provider, risk=a)"),
        ("risk=a|b", "risk=a"),
        ("placed<2027-12-02", "placed<2027-12-03"),
        ("annex_iii_point=4", "annex_iii_point=4a"),
    ],
)
def test_the_second_reading_tells_others_apart(left: str, right: str) -> None:
    assert evaluator.difference(left, right)
