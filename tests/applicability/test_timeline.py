"""What applies on a day, what comes, from when, and under which published law."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from kg.applicability.cases import collect
from kg.applicability.timeline import APPLIES, LATER, NEVER, Timeline
from kg.portfolio.records import DatedFact
from tests.oracle import made_up, portfolios
from tests.oracle.made_up import Edition, Rule, Text, make
from tests.oracle.portfolios import assess, portfolio, role, system, verdict, verdicts
from tests.oracle.strategies import World, worlds

AMENDED = Edition(
    "law",
    (
        Rule(
            "1",
            (
                Text("all()", "2024-07-12", "2024-08-01", applies="2026-08-02"),
                Text("all()", "2026-07-24", "2026-07-27", applies="2027-12-02"),
            ),
        ),
        Rule("2", (Text("all()", "2026-07-24", "2026-07-27", applies="2026-12-02"),)),
        Rule(
            "3",
            (Text("all()", "2024-07-12", "2024-08-01"), Text("all()", "2026-07-24", "2026-07-27", until="2026-07-27")),
        ),
        Rule("4", modality="constitutive"),
    ),
)


def read(as_of: str, known_on: str) -> dict[str, tuple[str, str]]:
    """Applicability and first day by rule."""
    records = portfolio(system(), role())
    found = verdicts(assess(make(AMENDED), records, date.fromisoformat(as_of), date.fromisoformat(known_on)))
    return {
        requirement.removeprefix("law:"): (row.applicability, row.applies_from)
        for (_, requirement, _), row in found.items()
    }


def test_before_the_amendment_was_published_the_old_dates_stand() -> None:
    expected = {"1": ("applies-later", "2026-08-02"), "3": ("applies", "2024-08-01")}
    assert read("2026-06-01", "2026-07-23") == expected
    assert read("2026-09-01", "2026-07-23") == {"1": ("applies", "2026-08-02"), "3": ("applies", "2024-08-01")}


def test_from_its_publication_the_new_dates_are_known() -> None:
    found = read("2026-09-01", "2026-07-24")
    assert found == {
        "1": ("applies-later", "2027-12-02"),
        "2": ("applies-later", "2026-12-02"),
        "3": ("does-not-apply", ""),
    }


def test_published_but_not_yet_in_force() -> None:
    found = read("2026-07-26", "2026-07-24")
    assert found["3"] == ("applies", "2024-08-01")
    assert found["1"] == ("applies-later", "2027-12-02")


def test_constitutive_norms_have_no_verdict() -> None:
    assert "4" not in read("2026-09-01", "2026-09-01")


def test_a_dated_fact_that_begins_later_makes_a_norm_come() -> None:
    later = DatedFact(id="acme:s/d", subject="acme:s", fact="risky", value=("true",), valid_from=date(2027, 3, 3))
    law = make(Edition("law", (Rule("1", (Text("risky=true"),)),)))
    assert verdict(law, system(risky="false"), role(), later, of="law:1").applies_from == "2027-03-03"


def test_a_role_that_begins_later_makes_a_norm_come() -> None:
    law = make(Edition("law", (Rule("1", (Text("role=provider"),)),)))
    found = verdict(law, system(), role(start="2027-03-03"), of="law:1")
    assert (found.applicability, found.applies_from) == ("applies-later", "2027-03-03")


@pytest.mark.parametrize("start", [None, date(2025, 1, 1)])
def test_the_day_of_a_dated_date_fact_is_looked_at(start: date | None) -> None:
    """The only sign of the day is inside the dated fact."""
    planned = DatedFact(id="acme:s/d", subject="acme:s", fact="changed", value=("2027-03-03",), valid_from=start)
    law = make(Edition("law", (Rule("1", (Text("changed>=2026-01-01"),)),)))
    found = verdict(law, system(), role(), planned, of="law:1")
    assert (found.applicability, found.applies_from) == ("applies-later", "2027-03-03")


def test_applies_until_is_that_of_the_text_in_force() -> None:
    texts = (Text("all()", until="2026-01-01"), Text("all()", "2025-06-01", "2025-07-01"))
    found = verdict(make(Edition("law", (Rule("1", texts),))), system(), role(), of="law:1")
    assert (found.applicability, found.applies_until) == ("applies", "")


@settings(max_examples=30, report_multiple_bugs=False)
@given(worlds(dated=False))
def test_what_applies_has_begun_and_what_comes_has_not(world: World) -> None:
    knowledge = made_up.make(*world.editions)
    records = portfolios.portfolio(*world.records, organisation=world.organisation)
    cases = collect(records, knowledge.facts)
    timeline = Timeline(knowledge.catalogs, knowledge.facts, cases, world.as_of, world.known_on)
    today = world.as_of.toordinal()
    for item in timeline.norms("law"):
        assert (item.since[item.state == APPLIES] <= today).all(), item.norm.id
        assert (item.since[item.state == LATER] > today).all(), item.norm.id
        assert (item.since[item.state == LATER] < NEVER).all(), item.norm.id


@settings(max_examples=20, report_multiple_bugs=False)
@given(worlds(dated=False))
def test_what_comes_on_a_day_applies_on_that_day(world: World) -> None:
    knowledge = made_up.make(*world.editions)
    records = portfolios.portfolio(*world.records, organisation=world.organisation)
    cases = collect(records, knowledge.facts)
    timeline = Timeline(knowledge.catalogs, knowledge.facts, cases, world.as_of, world.known_on)
    for item in timeline.norms("law"):
        for profile in (item.state == LATER).nonzero()[0]:
            then = date.fromordinal(int(item.since[profile]))
            later = Timeline(knowledge.catalogs, knowledge.facts, cases, then, world.known_on)
            (same,) = [found for found in later.norms("law") if found.norm.id == item.norm.id]
            assert same.state[profile] == APPLIES
