"""Voluntary frameworks: not adopted, adopted, to come, ended, excluded."""

from __future__ import annotations

from datetime import date

import pytest

from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.portfolio.records import Commitment, Exclusion, Record
from tests.oracle.made_up import Edition, Link, Rule, Text, make
from tests.oracle.portfolios import (
    TODAY,
    aims,
    assess,
    commitment,
    evidence,
    implementation,
    measure,
    portfolio,
    system,
    verdicts,
)

STD = Edition(
    "std",
    (
        Rule("4", level="management-system"),
        Rule("a", level="management-system", excludable=True),
        Rule("sum", level="management-system", aggregates=("4", "a")),
    ),
    links=(Link("4", "decide"), Link("a", "watch-each")),
    binding="commitment",
)
KNOWLEDGE = make(STD, Edition("law", (Rule("1"),), links=(Link("1", "watch-each"),)))


def rows(*records: Record, assumed: bool = False) -> dict[str, Verdict]:
    """Verdicts on the standard by clause; there is one body."""
    assessment = Assessment(KNOWLEDGE, portfolio(*records), TODAY, TODAY, frozenset({"std"} if assumed else ()))
    return {
        name.removeprefix("std:"): row for (_, name, _), row in verdicts(assessment).items() if name.startswith("std:")
    }


def test_without_a_commitment_nothing_is_a_gap() -> None:
    found = rows(aims(), system())
    assert {(row.subject, row.applicability, row.status) for row in found.values()} == {
        ("acme:aims", "not-adopted", "")
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-09-01", "", "applies"),
        ("2026-09-02", "", "applies-later"),
        ("2025-01-01", "2026-09-01", "applies"),
        ("2025-01-01", "2026-08-31", "not-adopted"),
    ],
)
def test_a_commitment_binds_for_its_period(start: str, end: str, expected: str) -> None:
    found = rows(aims(), system(), commitment("std", start, end))["4"]
    assert (found.subject, found.applicability) == ("acme:aims", expected)
    if expected != "not-adopted":
        assert found.applies_from == start


def test_a_commitment_is_to_one_edition() -> None:
    assert rows(aims(), commitment("other"))["4"].applicability == "not-adopted"


def test_an_excluded_control_demands_nothing_and_says_so() -> None:
    excluded = Exclusion(id="acme:x", control="std:a", commitment="acme:c", reason="not used")
    found = rows(aims(), commitment("std"), excluded)
    assert (found["a"].status, found["a"].residual_duties) == ("", "")
    assert "[excluded]" in found["a"].reason
    assert found["4"].applicability == "applies"


def test_the_organisation_stands_in_where_no_management_system_fits() -> None:
    assert {row.subject for row in rows(system()).values()} == {"acme"}


def test_a_clause_cannot_be_excluded() -> None:
    excluded = Exclusion(id="acme:x", control="std:4", commitment="acme:c", reason="not wanted")
    assert rows(aims(), commitment("std"), excluded)["4"].applicability == "applies"


def test_an_exclusion_from_another_commitment_changes_nothing() -> None:
    excluded = Exclusion(id="acme:x", control="std:a", commitment="acme:else", reason="not used")
    assert rows(aims(), commitment("std"), excluded)["a"].applicability == "applies"


def test_an_aggregate_leaves_excluded_parts_out() -> None:
    excluded = Exclusion(id="acme:x", control="std:a", commitment="acme:c", reason="not used")
    records = (aims(), commitment("std"), measure(), implementation("std:4", ("organisation",)), system())
    assert rows(*records)["sum"].status == "unknown"
    assert rows(*records, excluded)["sum"].status == "claimed"


def test_an_every_duty_needs_each_system_in_the_boundary() -> None:
    records = (aims(), system("s"), system("t"), measure(), implementation("std:a", ("acme:s",)), *evidence())
    assert rows(*records, commitment("std", boundary=("acme:s",)))["a"].status == "covered"
    assert rows(*records, commitment("std"))["a"].status == "unknown"


def test_with_no_system_in_the_boundary_the_measure_itself_counts() -> None:
    records = (aims(), measure(), implementation("std:a", ("organisation",)), *evidence())
    assert rows(*records, commitment("std"))["a"].status == "covered"


def test_what_if_adopted() -> None:
    found = rows(aims(), system(), assumed=True)["4"]
    assert (found.subject, found.applicability) == ("acme:aims", "applies")


def test_what_if_adopted_again_after_a_commitment_has_ended() -> None:
    found = rows(aims(), system(), commitment("std", "2020-01-01", "2023-01-01"), assumed=True)["4"]
    assert found.applicability == "applies"


def test_two_bodies_have_a_verdict_each() -> None:
    records = portfolio(aims(), aims("other"), commitment("std"), commitment("std", name="c2", subject="other"))
    assert {subject for (subject, name, _) in verdicts(assess(KNOWLEDGE, records)) if name == "std:4"} == {
        "acme:aims",
        "acme:other",
    }


@pytest.mark.parametrize("renewed", ["2026-01-01", "2026-12-01"])
def test_a_renewed_commitment_gives_one_verdict(renewed: str) -> None:
    old: Commitment = commitment("std", "2023-01-01", "2025-12-31")
    found = rows(aims(), old, commitment("std", renewed, name="c2"))
    assert found["4"].applicability == ("applies" if renewed <= "2026-09-01" else "applies-later")


AMENDED = make(
    Edition(
        "std",
        (
            Rule("4", level="management-system"),
            Rule("4b", (Text(known="2026-06-01", force="2027-01-01"),), provision="4", level="management-system"),
        ),
        links=(Link("4", "decide"), Link("4b", "decide")),
        binding="commitment",
    )
)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-12-31", ("applies-later", "2027-01-01")), ("2027-01-01", ("applies", "2027-01-01"))],
)
def test_an_amendment_binds_from_its_own_day(as_of: str, expected: tuple[str, str]) -> None:
    records = portfolio(aims(), commitment("std", "2025-01-01"))
    found = verdicts(assess(AMENDED, records, date.fromisoformat(as_of), TODAY))
    row = found["acme:aims", "std:4b.n1", "acme"]
    assert (row.applicability, row.applies_from) == expected
