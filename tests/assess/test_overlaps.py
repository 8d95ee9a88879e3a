"""Duties that several instruments demand of one bearer."""

from __future__ import annotations

from kg.assess.overlaps import Overlap, overlaps, pairs
from kg.portfolio.records import Record, Unit
from tests.oracle.made_up import Edition, Link, Rule, Text, make
from tests.oracle.portfolios import aims, assess, commitment, portfolio, role, system

KNOWLEDGE = make(
    Edition(
        "law",
        (
            Rule("1", (Text("risky=true"),)),
            Rule("2"),
            Rule("3", aggregates=("1", "2")),
            Rule("4", (Text(applies="2027-01-01"),)),
        ),
        links=(
            Link("1", "log", parameters=("retention=P6M",)),
            Link("1", "watch"),
            Link("2", "decide", "advises"),
            Link("4", "decide"),
        ),
    ),
    Edition("act", (Rule("1"),), links=(Link("1", "log", parameters=("retention=P10Y",)),)),
    Edition("std", (Rule("c", level="management-system"),), links=(Link("c", "decide"),), binding="commitment"),
)


def found(*records: Record, later: bool = True) -> list[Overlap]:
    return overlaps(assess(KNOWLEDGE, portfolio(*records)), later=later)


def test_a_duty_two_instruments_demand_with_the_strictest_value() -> None:
    (row,) = found(system(risky="true"), role())
    assert (row.duty, row.requirements, row.frameworks) == ("duty:log", "act:1;law:1", "act;law")
    assert (row.bearer, row.strictest_parameter, row.subjects) == ("acme", "retention=P10Y", "acme:s")


def test_what_does_not_apply_demands_nothing() -> None:
    assert found(system(risky="false"), role()) == []


def test_a_standard_counts_once_it_is_adopted() -> None:
    records = (system(risky="false"), role(), aims())
    assert found(*records) == []
    assert [row.duty for row in found(*records, commitment("std"))] == ["duty:decide"]


def test_what_comes_later_can_be_left_out() -> None:
    assert found(system(risky="false"), aims(), commitment("std"), later=False) == []


def test_bearers_are_kept_apart() -> None:
    unit = Unit(id="acme:u", name="u", bearer=True)
    rows = found(unit, system("s", risky="true"), role(), system("t", risky="true"), role(of="t", agent="acme:u"))
    assert {(row.bearer, row.subjects) for row in rows} == {("acme", "acme:s"), ("acme:u", "acme:t")}


def test_pairs_name_what_is_shared_and_what_is_left() -> None:
    (pair,) = pairs(assess(KNOWLEDGE, portfolio(system(risky="true"), role())))
    assert (pair.requirement_a, pair.requirement_b, pair.relation) == ("act:1", "law:1", "shares-duties")
    assert (pair.shared, pair.only_a) == ("duty:log", "duty:log[retention=P10Y]")
    assert pair.only_b == "duty:log[retention=P6M];duty:watch"
