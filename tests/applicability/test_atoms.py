"""Truth of single tests of facts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kg.applicability.atoms import AtomTable, truth
from kg.applicability.cases import EMPTY, UNSTATED, FactState, collect
from kg.logic import FALSE, TRUE, UNKNOWN, Atom, parse
from kg.portfolio.records import DatedFact
from tests.oracle.made_up import Edition, Rule, make
from tests.oracle.portfolios import portfolio, system

KNOWLEDGE = make(Edition("law", (Rule("1"),)))
DAY = date(2026, 9, 1)


def known(*values: str) -> FactState:
    return FactState(frozenset(values), True)


def partly(*values: str) -> FactState:
    return FactState(frozenset(values), False)


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("use=a", known("a"), TRUE),
        ("use=a", known("b"), FALSE),
        ("use=a", EMPTY, FALSE),
        ("use=a", UNSTATED, UNKNOWN),
        ("use=a", partly("a"), TRUE),
        ("use=a", partly("b"), UNKNOWN),
        ("use=b", known("b1"), TRUE),
        ("use=b1", known("b"), UNKNOWN),
        ("use=b1", known("b2"), FALSE),
        ("use=b1", known("b", "b1"), TRUE),
        ("use=b1|a", known("b", "a"), TRUE),
        ("use=b1|a", known("b"), UNKNOWN),
        ("use=any", known("a"), TRUE),
        ("use=any", EMPTY, FALSE),
        ("use=any", UNSTATED, UNKNOWN),
        ("use=any", partly("a"), TRUE),
        ("placed<2026-02-01", known("2026-01-31"), TRUE),
        ("placed<2026-02-01", known("2026-02-01"), FALSE),
        ("placed<2026-02-01", EMPTY, FALSE),
        ("placed<2026-02-01", UNSTATED, UNKNOWN),
        ("placed<2028-02-01", known("2027-05-05"), TRUE),
        ("changed>=2026-02-01", known("2026-02-01"), TRUE),
        ("changed>=2026-02-01", known("2026-01-31"), FALSE),
        ("changed>=2026-02-01", known("2026-09-01"), TRUE),
        ("changed>=2026-02-01", known("2026-09-02"), FALSE),
        ("changed>=2026-02-01", partly("2026-09-02"), UNKNOWN),
        ("changed>=2026-02-01", known("2025-01-01", "2026-03-03"), TRUE),
    ],
)
def test_one_atom(text: str, state: FactState, expected: int) -> None:
    atom = parse(text)
    assert isinstance(atom, Atom)
    assert truth(atom, state, DAY, KNOWLEDGE.facts.types[atom.fact]) == expected


def test_a_fact_outside_the_vocabulary_is_compared_as_it_stands() -> None:
    assert truth(Atom("other", "=", ("x",)), known("x"), DAY, None) == TRUE
    assert truth(Atom("other", "=", ("x",)), known("y"), DAY, None) == FALSE


def test_all_profiles_at_once_on_two_days() -> None:
    later = DatedFact(id="acme:b/d", subject="acme:b", fact="risky", value=("true",), valid_from=date(2027, 1, 1))
    cases = collect(
        portfolio(system("a", risky="true"), system("b", risky="false"), system("c"), later), KNOWLEDGE.facts
    )
    table = AtomTable(cases.profiles, KNOWLEDGE.facts)
    atom = Atom("risky", "=", ("true",))
    numbers = [case.profile for case in cases.cases]
    assert table.on(DAY).values(atom)[numbers].tolist() == [TRUE, FALSE, UNKNOWN]
    assert table.on(date(2027, 1, 1)).values(atom)[numbers].tolist() == [TRUE, TRUE, UNKNOWN]


def test_no_profiles_no_values() -> None:
    assert np.size(AtomTable((), KNOWLEDGE.facts).on(DAY).values(Atom("risky", "=", ("true",)))) == 0
