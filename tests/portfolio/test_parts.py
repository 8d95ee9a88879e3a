"""Parts have identifiers made from what they say."""

from __future__ import annotations

from datetime import date

import pytest

from kg.portfolio.parts import identified, owner_of
from kg.portfolio.records import DatedFact, EvidenceUse, LifecycleEvent, Person, Record, RoleAssignment

DAY = date(2026, 1, 31)
ROLE = RoleAssignment(id="", subject="acme:mail", agent="acme:lab", role="deployer")


@pytest.mark.parametrize(
    ("part", "identifier"),
    [
        (ROLE, "acme:mail.role.deployer.lab"),
        (RoleAssignment(id="", subject="a:s", agent="a:b", role="r", valid_from=DAY), "a:s.role.r.b.2026-01-31"),
        (LifecycleEvent(id="", subject="a:s", kind="incident", date=DAY), "a:s.event.incident.2026-01-31"),
        (DatedFact(id="", subject="a:s", fact="f", value=("x",)), "a:s.fact.f.always"),
        (DatedFact(id="", subject="a:s", fact="f", value=("x",), valid_from=DAY), "a:s.fact.f.2026-01-31"),
        (EvidenceUse(id="", evidence="a:e", implementation="a:i"), "a:e.covers.i"),
    ],
)
def test_an_identifier_says_owner_and_content(part: Record, identifier: str) -> None:
    assert identified(part).id == identifier
    assert owner_of(part) == identifier.partition(".")[0]


def test_a_role_of_an_agent_that_follows_from_the_unit_does_not_name_it() -> None:
    assert identified(ROLE, agent_stated=False).id == "acme:mail.role.deployer"


def test_other_records_are_no_parts() -> None:
    person = Person(id="acme:cto", post="CTO")
    assert owner_of(person) == ""
    with pytest.raises(TypeError, match="Person"):
        identified(person)
