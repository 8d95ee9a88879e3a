"""Catalogs as values: order, names of requirements, versions, and the shipped files."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import InputError
from kg.knowledge import Knowledge
from tests.oracle.made_up import Edition, Guarding, Rule, Text, make

LAW = Edition(
    "law",
    (
        Rule("1", (Text("use=a", until="2027-01-01"), Text("use=b", "2026-01-15", "2026-02-01", schedule="dates"))),
        Rule("2"),
        Rule("2b", provision="2"),
        Rule("10", bearers=("provider", "deployer"), trigger="incident", excludable=True),
    ),
    (Guarding("late", "exemption", "postpone", fact="risk", values=("high",), date="2030-08-02", targets=("1",)),),
    schedules=(("dates", (("high", "2027-12-02"), ("low", "2028-08-02"))),),
)


def test_norms_come_in_document_order() -> None:
    assert [norm.id for norm in make(LAW).catalogs.norms_of("law")] == [
        "law:1.n1",
        "law:2.n1",
        "law:2b.n1",
        "law:10.n1",
    ]


def test_a_requirement_prints_as_its_provision_unless_that_states_several() -> None:
    catalogs = make(LAW).catalogs
    assert [catalogs.requirement(norm) for norm in catalogs.norms_of("law")] == [
        "law:1",
        "law:2.n1",
        "law:2b.n1",
        "law:10",
    ]


def test_a_name_stands_for_one_norm_or_for_all_a_provision_states() -> None:
    catalogs = make(LAW).catalogs
    assert [norm.id for norm in catalogs.norms_named("law:2")] == ["law:2.n1", "law:2b.n1"]
    assert [norm.id for norm in catalogs.norms_named("law:2b.n1")] == ["law:2b.n1"]
    assert catalogs.norms_named("law:3") == ()
    assert [norm.id for norm in catalogs.norms_named("law:2")] == ["law:2.n1", "law:2b.n1"]


def test_fields_of_norms_windows_and_guards() -> None:
    catalogs = make(LAW).catalogs
    norm, guard = catalogs.norms["law:10.n1"], catalogs.guards["law:guard-late"]
    first, second = catalogs.norms["law:1.n1"].windows
    assert (norm.bearers, norm.trigger, norm.excludable) == (("deployer", "provider"), "incident", True)
    assert (first.applies_until, first.schedule) == (date(2027, 1, 1), ())
    assert second.schedule == (("high", date(2027, 12, 2)), ("low", date(2028, 8, 2)))
    assert (second.known_from, second.in_force_from) == (date(2026, 1, 15), date(2026, 2, 1))
    assert (guard.target_fact, guard.target_values, guard.effect_date) == ("risk", ("high",), date(2030, 8, 2))


def test_a_condition_that_cannot_be_read_stops_the_reading() -> None:
    with pytest.raises(InputError, match="condition"):
        make(Edition("law", (Rule("1", (Text("all(use=a"),)),)))


def test_shipped_norms_have_a_known_text_and_a_place(shipped: Knowledge) -> None:
    catalogs = shipped.catalogs
    assert {"eu-ai-act", "iso-42001-2023", "omb-m-24-10", "omb-m-25-21"} <= set(catalogs.editions)
    assert all(norm.windows and norm.provision in catalogs.provisions for norm in catalogs.norms.values())
    assert all(norm.edition in catalogs.editions for norm in catalogs.norms.values())
    assert all(guard.windows and guard.edition in catalogs.editions for guard in catalogs.guards.values())


def test_shipped_names_point_at_something(shipped: Knowledge) -> None:
    catalogs = shipped.catalogs
    named = {name for norm in catalogs.norms.values() for name in norm.aggregates}
    named |= {name for guard in catalogs.guards.values() for name in guard.target_norms | guard.except_norms}
    named |= {name for deeming in catalogs.deemings.values() for name in deeming.norms}
    assert named <= set(catalogs.norms)


def test_ancestors_go_up_to_the_edition(shipped: Knowledge) -> None:
    catalogs = shipped.catalogs
    for provision in catalogs.provisions.values():
        chain = catalogs.ancestors(provision.id)
        assert provision.id not in chain
        assert all(name in catalogs.provisions for name in chain)
