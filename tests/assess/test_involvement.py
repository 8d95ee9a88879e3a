"""Involvements: true, false or open from what is stated, and the filter they make for lists of verdicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.assess import coverage
from kg.assess.assessment import Assessment
from kg.assess.involvement import conflicts_outside, involved, of_profile, truths
from kg.assess.systems import systems
from kg.assess.verdicts import Where
from kg.involvement import Involvement
from kg.knowledge import Knowledge
from kg.logic import parse
from kg.portfolio.records import Record, System
from tests.oracle.made_up import Cell, Edition, Link, Rule, Text, make
from tests.oracle.portfolios import assess, day, portfolio, role, system

BUILDS = Involvement("builds", "Builds", "Builds it.", 1, parse("role=provider"), ("object:making",))
DECIDES = Involvement(
    "decides", "Decides", "Decides.", 2, parse("all(role=deployer, any(risky=true, use=a))"), ("object:people",)
)
LAW = Edition(
    "law",
    (
        Rule("make"),
        Rule("hear", bearers=("provider", "deployer")),
        Rule("house", level="organisation"),
        Rule("chapter", aggregates=("make",)),
        Rule("ban", (Text("public=true"),), "prohibition", bearers=("provider", "deployer")),
        Rule("bare", bearers=("provider", "deployer")),
        Rule("advised"),
    ),
    links=(Link("make", "build"), Link("hear", "listen"), Link("house", "plan"), Link("advised", "build", "advises")),
)
CELLS = (Cell("build", about="tools"), Cell("listen", about="people"), Cell("plan", about="people"))
KNOWLEDGE = replace(
    make(LAW, cells=CELLS),
    involvements=(BUILDS, DECIDES),
    broader={"object:tools": "object:workshop", "object:workshop": "object:making"},
)


def of(*records: Record, on: str = "2026-09-01") -> list[str]:
    """Cells of the column, one per system and bearer."""
    when = day(on)
    assert when is not None
    return [row.involvement for row in systems(assess(KNOWLEDGE, portfolio(*records), when))]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((system(), role("provider")), "builds"),
        ((system(), role("importer")), ""),
        ((system(risky="true"), role("deployer")), "decides"),
        ((system(use="a"), role("deployer")), "decides"),
        ((system(risky="false", use="none"), role("deployer")), ""),
        ((system(risky="false"), role("deployer")), "decides?"),
        ((system(complete=("risks", "uses")), role("deployer")), ""),
        ((system(risky="true"),), "builds?;decides?"),
        ((system(risky="false", use="none"),), "builds?"),
        ((system(risky="true"), role("provider"), role("deployer")), "builds;decides"),
        ((system(), role("provider"), role("deployer")), "builds;decides?"),
    ],
)
def test_true_false_open_and_several_at_once(records: tuple[Record, ...], expected: str) -> None:
    assert of(*records) == [expected]


def test_what_holds_stands_before_what_is_open() -> None:
    found = truths(assess(KNOWLEDGE, portfolio(system(use="a"), role("provider"), role("deployer"))))
    assert of_profile(dict(reversed(found.items())), 0) == ("decides", "builds")
    found = truths(assess(KNOWLEDGE, portfolio(system(), role("provider"), role("deployer"))))
    assert of_profile(dict(reversed(found.items())), 0) == ("builds", "decides?")


def test_each_bearer_has_its_own_and_the_day_counts() -> None:
    until = (system(risky="true"), role("provider", end="2026-08-31"), role("deployer", start="2026-09-01"))
    assert of(*until, on="2026-08-31") == ["builds"]
    assert of(*until, on="2026-09-01") == ["decides"]


def asked(item: Involvement, *records: Record) -> tuple[Assessment, Where]:
    assessment = assess(KNOWLEDGE, portfolio(*records))
    return assessment, Where(involved=involved(assessment, item))


def rows(item: Involvement, *records: Record) -> set[tuple[str, str]]:
    assessment, where = asked(item, *records)
    return {(row.subject, row.requirement) for row in assessment.verdicts(where)}


PAIR = (system("s", risky="true"), role("provider"), system("t", risky="true"), role("deployer", of="t"))


def test_only_its_systems_and_only_requirements_in_its_areas() -> None:
    assert rows(BUILDS, *PAIR) == {("acme:s", "law:make"), ("acme:s", "law:chapter")}
    assert rows(DECIDES, *PAIR) == {("acme:t", "law:hear"), ("acme", "law:house")}


def test_a_system_that_may_have_it_stays() -> None:
    assert ("acme:t", "law:hear") in rows(DECIDES, system("t"), role("deployer", of="t"))
    assert rows(DECIDES, system("t", risky="false", use="none"), role("deployer", of="t")) == {("acme", "law:house")}


def test_nobody_involved_is_no_way_to_ask_for_everything() -> None:
    assert rows(BUILDS, system("t"), role("deployer", of="t")) == set()


def test_other_filters_narrow_it_further() -> None:
    assessment, where = asked(BUILDS, *PAIR)
    narrowed = replace(where, requirements=frozenset({"law:make.n1"}))
    assert [row.requirement for row in assessment.verdicts(narrowed)] == ["law:make"]
    assert list(assessment.verdicts(replace(where, subjects=frozenset({"acme:t"})))) == []


def test_obligations_of_a_system_with_it_and_of_one_without() -> None:
    assessment, where = asked(DECIDES, *PAIR)
    bound = [row.requirement for row in assessment.obligations("acme:t", where)]
    assert bound == ["law:hear", "law:house"]
    assert list(assessment.obligations("acme:s", where)) == []
    assert [row.requirement for row in assessment.obligations("acme", where)] == ["law:house"]


def test_what_no_duty_decomposes_is_still_counted_as_not_assessed() -> None:
    assessment, where = asked(DECIDES, *PAIR)
    assert coverage.not_assessed(assessment, where) == 2
    assert coverage.not_assessed(assessment, Where()) == 4


def test_conflicts_that_it_leaves_out_are_counted() -> None:
    banned = (system("s", public="true"), role("provider"), system("t", public="true"), role("importer", of="t"))
    assessment, where = asked(BUILDS, *banned)
    assert [row.status for row in assessment.verdicts(where) if row.status == "conflict"] == []
    assert conflicts_outside(assessment, where) == 1
    assert conflicts_outside(assessment, replace(where, statuses=frozenset({"conflict"}))) == 1
    assert conflicts_outside(assessment, replace(where, statuses=frozenset({"gap"}))) == 0
    assert conflicts_outside(assessment, Where()) == 0


def test_shipped_involvements_are_the_four_and_pick_known_objects_that_duties_have(shipped: Knowledge) -> None:
    assert [item.name for item in shipped.involvements] == ["develops", "deploys-internally", "decides", "integrates"]
    leaves = {f"object:{duty.object}" for duty in shipped.scheme.duties.values()}
    for item in shipped.involvements:
        assert all(name in leaves or name in shipped.broader.values() for name in item.areas), item.name


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((role("provider"),), "develops"),
        ((system("s", offers_service_with_system="true"), role("deployer")), "deploys-internally;integrates"),
        ((role("deployer"),), "deploys-internally"),
        ((system("s", decides_about_natural_persons="true"), role("deployer")), "deploys-internally;decides"),
        ((system("s", decides_about_natural_persons="true"), role("provider")), "develops"),
        ((system("s", decides_about_natural_persons="unknown"), role("deployer")), "deploys-internally;decides?"),
        ((role("product-manufacturer"),), "integrates"),
    ],
)
def test_shipped_conditions(shipped: Knowledge, records: tuple[Record, ...], expected: str) -> None:
    quiet = {"offers_service_with_system": "none", "decides_about_natural_persons": "none", "operates_in": "EU"}
    stated = next((item.facts for item in records if isinstance(item, System)), {})
    others = [item for item in records if not isinstance(item, System)]
    (row,) = systems(assess(shipped, portfolio(system("s", {**quiet, **stated}), *others)))
    assert row.involvement == expected
