"""Look-ups in a portfolio."""

from __future__ import annotations

import pytest

from kg.portfolio.records import Commitment, DataSet, Model, Person, System, Unit
from tests.oracle.portfolios import aims, commitment, portfolio, system

UNIT = Unit(id="acme:u", name="u", bearer=True)
PLAIN = Unit(id="acme:p", name="p")
RECORDS = portfolio(
    system("b"), system("a"), Model(id="acme:m", name="m"), DataSet(id="acme:d", name="d"), UNIT, PLAIN,
    Person(id="acme:cto", post="Chief Technology Officer"), aims(), commitment("std"), commitment("other", name="c2"),
)  # fmt: skip


def test_records_of_exactly_one_class_in_order() -> None:
    assert [item.id for item in RECORDS.of(System)] == ["acme:a", "acme:b"]
    assert [item.id for item in RECORDS.of(Model)] == ["acme:m"]
    assert portfolio().of(Commitment) == ()


def test_subjects_are_systems_models_and_data_sets() -> None:
    assert [item.id for item in RECORDS.subjects] == ["acme:a", "acme:b", "acme:m", "acme:d"]


def test_bearers_are_the_organisation_and_units_that_bear() -> None:
    assert RECORDS.bearers == ("acme", "acme:u")


@pytest.mark.parametrize(
    ("unit", "bearer"), [("acme:u", "acme:u"), ("acme:p", "acme"), ("", "acme"), ("acme:gone", "acme")]
)
def test_the_bearer_of_a_system(unit: str, bearer: str) -> None:
    assert RECORDS.bearer_of(System(id="acme:x", name="x", unit=unit)) == bearer


def test_commitments_to_one_edition() -> None:
    assert [item.id for item in RECORDS.commitments_to("std")] == ["acme:c"]
    assert RECORDS.commitments_to("none") == ()


def test_an_owner_is_the_first_post_named() -> None:
    assert RECORDS.owner_of("", "acme:gone", "acme:cto") == "Chief Technology Officer"
    assert RECORDS.owner_of("acme:a") == ""
