"""The status truth table, each row against an expectation written from the contract and not from the table."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from kg.errors import InputError
from kg.logic import FALSE, TRUE, UNKNOWN
from kg.prefixes import expand
from kg.statuses import StatusTable, from_nodes
from kg.store.nodes import read_nquads
from kg.vocabulary import STATUS_RULE, TYPE
from tests.oracle import made_up
from tests.oracle.made_up import Edition, Rule, make

STATES = ("unknown", "not-done", "planned", "possible", "claimed", "lapsed", "shown")
EVERY_SET = list(chain.from_iterable(combinations(STATES, size) for size in range(1, len(STATES) + 1)))


def expected(states: set[str]) -> str:
    """The contract's sentences in their order."""
    rules = [
        (states == {"shown"}, "covered"),
        (states <= {"shown", "claimed"}, "claimed"),
        (states <= {"shown", "claimed", "lapsed"}, "lapsed"),
        (bool(states & {"shown", "claimed"}), "partial"),
        ("lapsed" in states, "lapsed"),
        ("planned" in states, "planned"),
        ("not-done" in states, "gap"),
        (True, "unknown"),
    ]
    return next(name for holds, name in rules if holds)


@pytest.fixture(scope="module")
def table() -> StatusTable:
    return make(Edition("law", (Rule("1"),))).statuses


def looked_up(table: StatusTable, states: tuple[str, ...]) -> str:
    """What the compiled table gives for the states that occur."""
    number = int(table.lookup[sum(1 << table.rank(state) for state in states)])
    return table.names[number]


@pytest.mark.parametrize("states", EVERY_SET, ids=";".join)
def test_every_combination_of_states(table: StatusTable, states: tuple[str, ...]) -> None:
    assert looked_up(table, states) == expected(set(states))


ROWS = [
    (1, ("shown",), "covered"),
    (2, ("shown", "claimed"), "claimed"),
    (3, ("shown", "claimed", "lapsed"), "lapsed"),
    (4, ("shown", "unknown"), "partial"),
    (5, ("claimed", "not-done"), "partial"),
    (6, ("lapsed", "planned"), "lapsed"),
    (7, ("planned", "not-done"), "planned"),
    (8, ("not-done", "unknown"), "gap"),
    (9, ("unknown", "possible"), "unknown"),
]


@pytest.mark.parametrize(("order", "states", "status"), ROWS)
def test_each_rule_is_the_first_that_fits_its_case(
    table: StatusTable, order: int, states: tuple[str, ...], status: str
) -> None:
    fitting = [
        rule
        for rule in table.rules
        if (not rule.every or set(states) <= rule.every) and (not rule.some or rule.some in states)
    ]
    assert (fitting[0].order, fitting[0].gives) == (order, status)
    assert looked_up(table, states) == status


def test_there_is_a_case_for_every_rule(table: StatusTable) -> None:
    assert [rule.order for rule in table.rules] == [order for order, _, _ in ROWS]


@pytest.mark.parametrize(("value", "status"), [(TRUE, "conflict"), (FALSE, "clear"), (UNKNOWN, "undetermined")])
def test_conditions_of_prohibitions(table: StatusTable, value: int, status: str) -> None:
    assert table.of_condition[value] == status


def test_states_assurances_and_statuses_are_ranked(table: StatusTable) -> None:
    assert table.states == STATES
    assert table.assurances == ("claimed", "documented", "operated", "tested", "independent")
    assert table.names == (
        "", "covered", "clear", "claimed", "partial", "lapsed", "planned", "unknown", "undetermined", "gap", "conflict",
    )  # fmt: skip
    assert table.lookup[0] == table.number("") == 0


@pytest.mark.parametrize(
    ("activities", "assurance"),
    [
        (("determine", "establish", "assign"), "documented"),
        (("do", "evaluate", "record", "inform", "improve"), "operated"),
    ],
)
def test_the_assurance_each_activity_needs(table: StatusTable, activities: tuple[str, ...], assurance: str) -> None:
    assert {table.assurances[table.needed[name]] for name in activities} == {assurance}


def test_no_other_activity_has_a_threshold(table: StatusTable) -> None:
    assert len(table.needed) == 8


def test_more_support_never_gives_a_worse_status_than_unknown_or_gap(table: StatusTable) -> None:
    order = {"covered": 0, "claimed": 1, "partial": 2, "lapsed": 3, "planned": 4, "unknown": 5, "gap": 6}
    for states in EVERY_SET:
        better = {state if state == "shown" else "claimed" for state in states}
        assert order[looked_up(table, tuple(better))] <= order[looked_up(table, states)]


def test_a_hole_in_the_table_is_refused() -> None:
    rule = f"<{expand('status-rule:9')}> <{TYPE}> <{STATUS_RULE}> ."
    lines = [line for line in made_up.statements() if line != rule]
    assert len(lines) == len(made_up.statements()) - 1
    with pytest.raises(InputError, match="hole"):
        from_nodes(read_nquads(lines))
