"""Cases: who is seen with what, and which facts are known about the pair."""

from __future__ import annotations

from datetime import date

import pytest

from kg.applicability.cases import Cases, FactState, collect
from kg.portfolio.records import DatedFact, Model, Organisation, Record, Unit
from tests.oracle.made_up import Edition, Rule, make
from tests.oracle.portfolios import ACME, day, event, portfolio, role, system

KNOWLEDGE = make(Edition("law", (Rule("1"),)))
NOW = date(2026, 9, 1)


def cases(*records: Record, organisation: Organisation | None = None) -> Cases:
    return collect(portfolio(*records, organisation=organisation), KNOWLEDGE.facts)


def facts(*records: Record, organisation: Organisation | None = None, on: date = NOW) -> dict[str, FactState]:
    """Facts of the only case on a day."""
    found = cases(*records, organisation=organisation)
    assert len(found.cases) == 1
    return found.profiles[found.cases[0].profile].at(on)


def state(*values: str, complete: bool = True) -> FactState:
    return FactState(frozenset(values), complete)


def dated(fact: str, value: str, start: str = "", end: str = "", *, of: str = "acme:s", name: str = "d") -> DatedFact:
    return DatedFact(
        id=f"{of}/dated/{name}", subject=of, fact=fact, value=(value,), valid_from=day(start), valid_until=day(end)
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (("a",), state("a")),
        (("a", "b"), state("a", "b")),
        (("a", "unknown"), state("a", complete=False)),
        (("unknown",), state(complete=False)),
        (("none",), state()),
    ],
)
def test_a_list_is_complete_unless_it_holds_unknown(stated: tuple[str, ...], expected: FactState) -> None:
    assert facts(system(use=stated))["use"] == expected


def test_a_boolean_that_is_none_is_false() -> None:
    assert facts(system(risky="none"))["risky"] == state("false")


def test_what_is_not_stated_is_not_there() -> None:
    assert "use" not in facts(system(risky="true"))


def test_a_complete_topic_states_its_absent_facts_as_none_and_says_so() -> None:
    found = cases(system(complete=("risks", "uses"), risky="true"))
    states = found.profiles[0].at(NOW)
    assert states["risky"] == state("true")
    assert (states["public"], states["use"]) == (state("false"), state())
    assert found.cases[0].assumed == ("public", "use")


def test_a_complete_topic_says_nothing_about_derived_facts() -> None:
    assert "mark" not in facts(system(complete=("risks", "uses", "days")))


def test_the_system_overrules_its_unit_and_that_the_organisation() -> None:
    whole = Organisation(id=ACME, name="Acme", facts={"risky": ("true",), "public": ("true",), "use": ("a",)})
    unit = Unit(id="acme:u", name="u", bearer=True, facts={"public": ("false",), "use": ("b",)})
    found = facts(unit, system(use="b1"), role(agent="acme:u"), organisation=whole)
    assert (found["risky"], found["public"], found["use"]) == (state("true"), state("false"), state("b1"))


def test_an_event_gives_a_date_fact() -> None:
    assert facts(system(), event("launch", "2025-03-01"))["placed"] == state("2025-03-01")


def test_an_event_of_another_system_gives_none() -> None:
    found = cases(system("s"), system("other"), event("launch", "2025-03-01", "other"))
    assert "placed" not in found.profiles[found.cases[1].profile].at(NOW)


def test_each_agent_with_a_role_is_a_case_of_its_own() -> None:
    unit = Unit(id="acme:u", name="u", bearer=True)
    found = cases(unit, system(), role("provider"), role("deployer", agent="acme:u")).cases
    assert [(case.bearer, case.roles) for case in found] == [("acme", ("provider",)), ("acme:u", ("deployer",))]


def test_without_a_role_the_bearer_stands_and_the_role_is_open() -> None:
    unit = Unit(id="acme:u", name="u", bearer=True)
    record = system()
    in_unit = type(record)(id="acme:t", name="t", unit="acme:u")
    found = cases(unit, record, in_unit)
    assert [(case.subject, case.bearer) for case in found.cases] == [("acme:s", "acme"), ("acme:t", "acme:u")]
    assert "role" not in found.profiles[0].at(NOW)


def test_equal_profiles_are_kept_once() -> None:
    found = cases(system("a", risky="true"), system("b", risky="true"), system("c", risky="false"))
    assert [case.profile for case in found.cases] == [0, 0, 1]


def test_models_are_cases_too() -> None:
    assert cases(Model(id="acme:m", name="m")).cases[0].subject == "acme:m"


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-01-31", "false"), ("2026-02-01", "true"), ("2026-06-30", "true"), ("2026-07-01", "false")],
)
def test_both_days_of_a_period_are_inside(on: str, expected: str) -> None:
    records = (system(risky="false"), dated("risky", "true", "2026-02-01", "2026-06-30"))
    assert facts(*records, on=date.fromisoformat(on))["risky"] == state(expected)


def test_dated_facts_that_hold_together_are_joined() -> None:
    found = facts(system(use="b"), dated("use", "a"), dated("use", "b1", "2026-01-01", name="e"))
    assert found["use"] == state("a", "b1")


def test_roles_begin_and_end() -> None:
    records = (system(), role("provider", end="2026-08-31"), role("deployer", start="2026-09-01"))
    assert facts(*records, on=date(2026, 8, 31))["role"] == state("provider")
    assert facts(*records, on=date(2026, 9, 1))["role"] == state("deployer")


def test_before_its_first_role_an_agent_has_none() -> None:
    assert facts(system(), role(start="2027-01-01"))["role"] == state()


def test_dated_facts_of_the_organisation_count_for_its_units_too() -> None:
    unit = Unit(id="acme:u", name="u", bearer=True)
    found = facts(unit, system(), role(agent="acme:u"), dated("risky", "true", of="acme"))
    assert found.get("risky") == state("true")


def test_days_on_which_a_profile_changes() -> None:
    profile = cases(system(), dated("risky", "true", "2026-02-01", "2026-06-30")).profiles[0]
    assert list(profile.changes()) == [date(2026, 2, 1), date(2026, 7, 1)]
