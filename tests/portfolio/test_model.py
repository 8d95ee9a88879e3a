"""Look-ups in a portfolio."""

from __future__ import annotations

import pytest

from kg.portfolio.records import Commitment, DataSet, Model, Organisation, Person, System, Unit
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


@pytest.mark.parametrize(
    ("owner", "unit_owner", "expected"),
    [
        ("acme:cto", "acme:hr", "Chief Technology Officer"),
        ("", "acme:hr", "Head of HR"),
        ("acme:gone", "acme:hr", "Head of HR"),
        ("", "", "nobody"),
    ],
)
def test_a_subjects_owner_else_its_units_else_nobody(owner: str, unit_owner: str, expected: str) -> None:
    records = portfolio(
        Person(id="acme:cto", post="Chief Technology Officer"), Person(id="acme:hr", post="Head of HR"),
        System(id="acme:x", name="x", owner=owner, unit="acme:u"), Unit(id="acme:u", name="u", owner=unit_owner),
    )  # fmt: skip
    assert records.owner_of("acme:x") == expected


def test_the_organisation_has_an_owner_of_its_own() -> None:
    records = portfolio(
        Person(id="acme:cto", post="Chief Technology Officer"),
        organisation=Organisation(id="acme", name="a", owner="acme:cto"),
    )
    assert (records.owner_of("acme"), RECORDS.owner_of("acme"), RECORDS.owner_of("acme:gone")) == (
        "Chief Technology Officer", "nobody", "nobody",
    )  # fmt: skip
