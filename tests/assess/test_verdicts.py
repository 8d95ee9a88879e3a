"""Rows kept by a filter, days as text, urgency."""

from __future__ import annotations

from datetime import date

import pytest

from kg.assess.verdicts import NEEDS_WORK, Verdict, Where, coming, day_text, urgency
from tests.oracle.made_up import Edition, Link, Rule, Text, make
from tests.oracle.portfolios import assess, portfolio, role, system

BLANK = dict.fromkeys(Verdict.__dataclass_fields__, "")


def row(status: str, start: str = "", subject: str = "acme:s") -> Verdict:
    return Verdict(**{**BLANK, "status": status, "applies_from": start, "subject": subject})


@pytest.mark.parametrize(
    ("ordinal", "text"), [(date(2027, 12, 2).toordinal(), "2027-12-02"), (date.max.toordinal(), "")]
)
def test_days(ordinal: int, text: str) -> None:
    assert day_text(ordinal) == text


def test_conflicts_come_before_all_gaps_then_earlier_before_later() -> None:
    rows = [
        row("claimed"), row("gap", "2027-01-01"), row("covered"), row("gap", "2026-01-01", "acme:z"),
        row("gap", "2026-01-01", "acme:a"), row("conflict", "2028-01-01"),
    ]  # fmt: skip
    ordered = [(item.status, item.applies_from, item.subject) for item in sorted(rows, key=urgency)]
    assert ordered[0][0] == "conflict"
    assert ordered[1:4] == [
        ("gap", "2026-01-01", "acme:a"),
        ("gap", "2026-01-01", "acme:z"),
        ("gap", "2027-01-01", "acme:s"),
    ]
    assert ordered[-1][0] == "covered"


def test_what_needs_no_work() -> None:
    assert not {"covered", "clear"} & set(NEEDS_WORK)


def test_a_filter_knows_a_norm_by_its_own_name_its_provision_and_its_framework() -> None:
    norm = make(Edition("law", (Rule("1"),))).catalogs.norms["law:1.n1"]
    for name in ("law:1", "law:1.n1"):
        assert Where(requirements=frozenset({name})).wants(norm)
    assert not Where(requirements=frozenset({"law:2"})).wants(norm)
    assert Where(frameworks=frozenset({"law"})).wants(norm)
    assert not Where(frameworks=frozenset({"std"})).wants(norm)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(only_open=True), (2, date(2027, 1, 1))),
        (Where(only_open=True, horizon=date(2027, 1, 1)), (1, date(2027, 6, 1))),
        (Where(only_open=True, horizon=date(2027, 6, 1)), (0, None)),
        (Where(only_open=True, requirements=frozenset({"law:next"})), (1, date(2027, 6, 1))),
        (Where(only_open=True, subjects=frozenset({"acme:other"})), (0, None)),
    ],
)
def test_what_comes_after_the_horizon_is_counted(where: Where, expected: tuple[int, date | None]) -> None:
    rules = (Rule("now"), Rule("later", (Text(applies="2027-01-01"),)), Rule("next", (Text(applies="2027-06-01"),)))
    known = make(Edition("law", rules, links=tuple(Link(rule.name, "watch") for rule in rules)))
    assessment = assess(known, portfolio(system(), role()))
    assert coming(assessment.blocks(), where, known.statuses.names) == expected
