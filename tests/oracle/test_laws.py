"""Laws that hold whatever the knowledge and the portfolio."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.assess.assessment import Assessment
from kg.assess.coverage import coverage
from kg.assess.verdicts import Verdict
from kg.knowledge import Knowledge
from kg.portfolio.records import Commitment, Exclusion, Facts, Implementation, Record, RoleAssignment, System, Unit
from tests.oracle import made_up, portfolios
from tests.oracle.strategies import World, worlds
from tests.oracle.test_agreement import build

EXAMPLES = settings(max_examples=12, report_multiple_bugs=False)
ORGANISATIONS = {"organisation", "management-system"}
Rows = dict[tuple[str, str, str], Verdict]


def assessment(world: World, knowledge: Knowledge | None = None) -> Assessment:
    """The example assessed; `knowledge` saves building it again."""
    records = portfolios.portfolio(*world.records, organisation=world.organisation)
    return Assessment(knowledge or build(world)[0], records, world.as_of, world.known_on)


def rows(found: Assessment) -> Rows:
    """Verdicts by subject, norm and bearer."""
    return {
        (block.subjects[row], block.norm.id, block.bearers[row]): found.verdict(block, row)
        for block in found.blocks()
        for row in range(len(block.subjects))
    }


def added(world: World, *records: Record) -> World:
    """The example with more on record."""
    return replace(world, records=(*world.records, *records))


def without_topics(world: World) -> World:
    """The example with no topic declared complete."""
    plain = tuple(replace(item, complete=()) if isinstance(item, System) else item for item in world.records)
    return replace(world, records=plain, organisation=replace(world.organisation, complete=()))


def silent_on(fact: str, world: World) -> World:
    """The example with nobody stating a fact."""

    def without(facts: Facts) -> Facts:
        return {name: values for name, values in facts.items() if name != fact}

    records = tuple(
        replace(item, facts=without(item.facts)) if isinstance(item, System | Unit) else item for item in world.records
    )
    return replace(
        world, records=records, organisation=replace(world.organisation, facts=without(world.organisation.facts))
    )


@EXAMPLES
@given(worlds(), st.data())
def test_adding_evidence_never_lowers_what_is_shown(world: World, data: st.DataObject) -> None:
    implementations = [item for item in world.records if isinstance(item, Implementation)]
    assume(implementations)
    target = data.draw(st.sampled_from(implementations))
    kinds = data.draw(st.lists(st.sampled_from(list(made_up.EVIDENCE)), min_size=1, unique=True))
    end = data.draw(st.sampled_from(["", "2026-06-30"]))
    more = portfolios.evidence(target.id.removeprefix("acme:"), tuple(kinds), name="more", end=end)
    knowledge, _ = build(world)
    before, after = assessment(world, knowledge), assessment(added(world, *more), knowledge)
    shown = knowledge.statuses.rank("shown")
    assert ((before.record.ranks == shown) <= (after.record.ranks == shown)).all()
    assert (before.record.ranks <= after.record.ranks).all()
    first, second = rows(before), rows(after)
    for key, row in first.items():
        assert row.status != "covered" or second[key].status == "covered", key
        assert set(second[key].residual_duties.split(";")) <= set(row.residual_duties.split(";")) | {""}, key
    assert [float(row.shown or 0) for row in coverage(before)] <= [float(row.shown or 0) for row in coverage(after)]


@EXAMPLES
@given(worlds().map(without_topics), st.data())
def test_removing_a_fact_never_turns_undetermined_into_does_not_apply(world: World, data: st.DataObject) -> None:
    systems = [item for item in world.records if isinstance(item, System) and item.facts]
    assume(systems)
    chosen = data.draw(st.sampled_from(systems))
    fact = data.draw(st.sampled_from(sorted(chosen.facts)))
    poorer = replace(chosen, facts={name: values for name, values in chosen.facts.items() if name != fact})
    # What the organisation or a unit says of the fact would come through instead.
    assume(fact not in world.organisation.facts)
    assume(not any(fact in getattr(item, "facts", {}) for item in world.records if type(item).__name__ == "Unit"))
    knowledge, _ = build(world)
    less = replace(world, records=tuple(poorer if item is chosen else item for item in world.records))
    before, after = rows(assessment(world, knowledge)), rows(assessment(less, knowledge))
    for key, row in before.items():
        assert row.applicability != "undetermined" or after[key].applicability != "does-not-apply", key


@EXAMPLES
@given(worlds().map(without_topics), st.data())
def test_a_settled_answer_was_possible_before_the_fact_was_known(world: World, data: st.DataObject) -> None:
    """Kleene: learning a fact settles what was open and never overturns what was settled."""
    fact = data.draw(st.sampled_from(["risky", "public"]))
    world = silent_on(fact, world)
    systems = [item for item in world.records if isinstance(item, System)]
    chosen = data.draw(st.sampled_from(systems))
    known = replace(chosen, facts={**chosen.facts, fact: (data.draw(st.sampled_from(["true", "false"])),)})
    knowledge, _ = build(world)
    more = replace(world, records=tuple(known if item is chosen else item for item in world.records))
    before, after = rows(assessment(world, knowledge)), rows(assessment(more, knowledge))
    for key, row in before.items():
        if row.applicability in {"applies", "does-not-apply"}:
            assert after[key].applicability == row.applicability, key


@EXAMPLES
@given(worlds(), st.data())
def test_an_unrelated_system_changes_no_other_systems_verdict(world: World, data: st.DataObject) -> None:
    other = System(
        id="acme:other", name="other", facts=data.draw(st.sampled_from([{}, {"risky": ("true",), "use": ("a",)}]))
    )
    agent = RoleAssignment(id="acme:other/role", subject="acme:other", agent="acme", role="provider")
    happened = portfolios.event("incident", "2025-01-01", "other")
    claim = portfolios.implementation("duty:watch", ("acme:other",), name="other-claim")
    knowledge, _ = build(world)
    before, after = (
        rows(assessment(world, knowledge)),
        rows(assessment(added(world, other, agent, happened, claim), knowledge)),
    )
    for key, row in before.items():
        norm = knowledge.catalogs.norms[key[1]]
        parts = [knowledge.catalogs.norms[leaf.id].level for leaf in knowledge.parts(norm)]
        if norm.level not in ORGANISATIONS and not ORGANISATIONS & set(parts):
            assert after[key] == row


@EXAMPLES
@given(worlds(), st.sampled_from(["std:c1", "std:c2", "std:c3"]))
def test_excluding_a_control_never_raises_the_coverage_of_a_law(world: World, control: str) -> None:
    commitments = [item for item in world.records if isinstance(item, Commitment)]
    assume(commitments)
    excluded = Exclusion(id="acme:excluded", control=control, commitment=commitments[0].id, reason="not used")
    knowledge, _ = build(world)
    before, after = assessment(world, knowledge), assessment(added(world, excluded), knowledge)
    assert (before.record.ranks >= after.record.ranks).all()
    laws = [row for row in coverage(before) if row.binding != "commitment"]
    for row, later in zip(laws, coverage(after), strict=False):
        assert float(later.shown or 0) <= float(row.shown or 0)
        assert float(later.possible or 0) <= float(row.possible or 0)


@EXAMPLES
@given(worlds())
def test_coverage_is_an_interval_and_counts_what_applies(world: World) -> None:
    for row in coverage(assessment(world)):
        if row.shown:
            assert 0 <= float(row.shown) <= float(row.possible) <= 1
        named = (row.covered, row.claimed, row.partial, row.planned, row.lapsed, row.gap, row.unknown)
        assert sum(map(int, named)) <= int(row.applies)


@EXAMPLES
@given(worlds())
def test_one_verdict_for_each_subject_norm_and_bearer(world: World) -> None:
    found = assessment(world)
    keys = [
        (subject, block.norm.id, bearer)
        for block in found.blocks()
        for subject, bearer in zip(block.subjects, block.bearers, strict=True)
    ]
    assert len(keys) == len(set(keys))


@EXAMPLES
@given(worlds())
def test_the_order_of_records_changes_nothing(world: World) -> None:
    knowledge, _ = build(world)
    assert rows(assessment(world, knowledge)) == rows(
        assessment(replace(world, records=world.records[::-1]), knowledge)
    )


@EXAMPLES
@given(worlds())
def test_law_published_later_changes_nothing_known_before(world: World) -> None:
    """Texts that become known after `known_on` are as good as not written."""
    early = date(2025, 6, 1)
    known = replace(world, known_on=early)
    editions = tuple(
        replace(
            edition,
            rules=tuple(replace(rule, texts=rule.texts[:1]) for rule in edition.rules),
            guards=tuple(replace(guard, texts=guard.texts[:1]) for guard in edition.guards),
        )
        for edition in world.editions
    )
    first, second = assessment(known), assessment(replace(known, editions=editions))
    for left, right in zip(first.blocks(), second.blocks(), strict=True):
        assert left.norm.id == right.norm.id
        assert np.array_equal(left.state, right.state)
        assert np.array_equal(left.status, right.status)
