"""The facts that would settle what is open."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from kg.applicability.missing import most_settling
from kg.applicability.timeline import OPEN
from kg.assess.assessment import Assessment
from kg.knowledge import Knowledge
from kg.portfolio.records import Record
from tests.oracle import made_up, portfolios
from tests.oracle.made_up import Edition, Guarding, Rule, Text, make
from tests.oracle.portfolios import assess, portfolio, role, system, verdict, verdicts
from tests.oracle.strategies import World, worlds

HIGH = Guarding("high", "class", "set", (Text("all(use=a, risky=true)"),), fact="risk", values=("high",))
SCOPE = Guarding("in", "scope", "require", (Text("public=true"),))


def missing(condition: str, *guards: Guarding, records: tuple[Record, ...] = (), **facts: str) -> str:
    knowledge = make(Edition("law", (Rule("1", (Text(condition),)),), guards))
    return verdict(knowledge, system("s", facts), *(records or (role(),)), of="law:1").missing_facts


def test_the_open_literals_of_the_row() -> None:
    assert missing("all(risky=true, use=a)") == "risky;use"
    assert missing("all(risky=true, use=a)", risky="true") == "use"


def test_alternatives_that_are_ruled_out_are_not_asked() -> None:
    assert missing("any(all(risky=true, use=a), public=true)", risky="false") == "public"


def test_the_earliest_open_stratum_comes_first() -> None:
    assert missing("risk=high", SCOPE, HIGH) == "public"
    assert missing("risk=high", SCOPE, HIGH, public="true") == "risky;use"


def test_a_derived_class_is_asked_by_its_base_facts() -> None:
    assert missing("risk=high", HIGH, use="a") == "risky"


def test_a_role_that_is_not_known_is_asked() -> None:
    knowledge = make(Edition("law", (Rule("1", (Text("role=provider"),)),)))
    assert verdict(knowledge, system(), of="law:1").missing_facts == "role"


def test_an_exemption_matters_only_for_a_class_that_may_be_held() -> None:
    withdraws = Guarding("w", "exemption", "withdraw", (Text("placed<2026-01-01"),), fact="risk", values=("high",))
    assert missing("risk=high", HIGH, withdraws, use="a", risky="true") == "placed"
    assert missing("any(risk=high, public=true)", HIGH, withdraws, use="b") == "public"


def test_a_role_rule_that_reads_the_role_it_changes_comes_to_an_end() -> None:
    drops = Guarding(
        "d", "role", "drop-role", (Text("all(role=provider, not(risky=true))"),), fact="role", values=("provider",)
    )
    knowledge = make(Edition("law", (Rule("1", (Text("role=provider"),)),), (drops,)))
    assert set(verdict(knowledge, system(), of="law:1").missing_facts.split(";")) <= {"role", "risky"}


def test_nothing_is_missing_where_the_answer_is_settled() -> None:
    assert missing("risky=true", risky="false") == ""
    assert missing("risky=true", risky="true") == ""


def test_an_open_prohibition_names_the_facts_of_its_condition() -> None:
    rule = Rule("1", (Text("all(risky=true, use=a)"),), modality="prohibition")
    found = verdict(make(Edition("law", (rule,))), system(risky="true"), role(), of="law:1")
    assert (found.applicability, found.status, found.missing_facts) == ("applies", "undetermined", "use")


def test_facts_that_settle_most_come_first() -> None:
    assert most_settling([("a", "b"), ("b",), ("c", "b", "a")]) == ("b", "a", "c")


def test_a_row_lists_first_what_settles_most_of_its_system() -> None:
    rules = (
        Rule("1", (Text("all(public=true, risky=true)"),)),
        Rule("2", (Text("risky=true"),)),
        Rule("3", (Text("risky=true"),)),
    )
    found = verdicts(assess(make(Edition("law", rules)), portfolio(system(), role())))
    assert found["acme:s", "law:1", "acme"].missing_facts == "risky;public"


@settings(max_examples=30, report_multiple_bugs=False)
@given(worlds(dated=False))
def test_missing_facts_are_base_facts_that_are_not_settled(world: World) -> None:
    knowledge = made_up.make(*world.editions)
    records = portfolios.portfolio(*world.records, organisation=world.organisation)
    assessment = Assessment(knowledge, records, world.as_of, world.known_on)
    guards = knowledge.catalogs.guards.values()
    contested = any(guard.effect == "contest" for guard in guards)
    derived = {guard.target_fact for guard in guards if guard.effect == "set"}
    for block in assessment.blocks(("law",)):
        for row in np.flatnonzero(block.state == OPEN):
            named = assessment.missing(block, int(row))
            assert named or contested, block.norm.id
            assert not derived & set(named)


@pytest.mark.parametrize("facts", [{}, {"annex_iii_point": "4a"}, {"placed_on_eu_market": "true"}])
def test_shipped_rules_name_what_is_missing_for_a_system_without_roles(
    shipped: Knowledge, facts: dict[str, str]
) -> None:
    assessment = assess(shipped, portfolio(system("s", facts)), date(2028, 9, 1))
    opened = [row for row in assessment.verdicts() if row.applicability == "undetermined"]
    assert opened
    known = {*shipped.facts.types, "role"}
    assert all(set(row.missing_facts.split(";")) - {""} <= known for row in opened)
