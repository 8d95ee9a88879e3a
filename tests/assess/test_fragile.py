"""Fragile verdicts of the demo's company, held against assessments made anew without the link."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.applicability.timeline import APPLIES, LATER, OPEN
from kg.assess.assessment import Assessment
from kg.assess.fragile import FragileRow, fragile
from kg.exchange import portfolio_yaml
from kg.knowledge import Knowledge

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def assessment(shipped: Knowledge, root: Path) -> Assessment:
    portfolio = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", shipped)
    return Assessment(shipped, portfolio, DAY, DAY)


@pytest.fixture(scope="module")
def rows(assessment: Assessment) -> list[FragileRow]:
    return list(fragile(assessment))


def statuses(assessment: Assessment) -> dict[tuple[str, str, str], str]:
    """Status of each verdict that binds or may bind, but for aggregates."""
    names = assessment.knowledge.statuses.names
    return {
        (assessment.knowledge.catalogs.requirement(block.norm), block.subjects[row], block.bearers[row]): names[
            block.status[row]
        ]
        for block in assessment.blocks()
        if not block.norm.aggregates
        for row in range(len(block.subjects))
        if int(block.state[row]) in (APPLIES, LATER, OPEN)
    }


def again(assessment: Assessment, rows: list[FragileRow], count: int) -> None:
    """Assess everything without a link and compare, for some links by chance and some that measures claim by."""
    scheme, editions = assessment.knowledge.scheme, set(assessment.editions)
    links = {link.id: link for link in scheme.links if link.mode == "requires"}
    own = [name for name, link in links.items() if link.norm.partition(":")[0] in editions]
    claimed = sorted({row.link for row in rows if row.because == "claims"})
    before = statuses(assessment)
    chance = random.Random(5)  # noqa: S311 - the same links in every run
    for name in {*chance.sample(own, count), *chance.sample(claimed, count)}:
        known = replace(assessment.knowledge, scheme=scheme.without(links[name]))
        after = statuses(Assessment(known, assessment.portfolio, DAY, DAY))
        flipped = {
            (*place, status, after[place])
            for place, status in before.items()
            if after[place] != status and (after[place] or status != "unknown")
        }
        assert {(r.requirement, r.subject, r.bearer, r.status, r.without) for r in rows if r.link == name} == flipped, (
            name
        )


def test_a_whole_assessment_without_the_link_says_the_same(assessment: Assessment, rows: list[FragileRow]) -> None:
    again(assessment, rows, 2)


@pytest.mark.long
def test_whole_assessments_without_many_links_say_the_same(assessment: Assessment, rows: list[FragileRow]) -> None:
    again(assessment, rows, 20)


def test_both_ways_a_link_counts_are_followed(assessment: Assessment, rows: list[FragileRow]) -> None:
    assert {row.because for row in rows} == {"asks", "claims"}
    for row in rows:
        assert (row.link_requirement == row.requirement) == (row.because == "asks")
        assert row.status != row.without
        assert row.review_state.startswith("provisional")
        assert row.release == f"{row.link.partition(':')[0]}:duties-{assessment.knowledge.scheme.release}"


def test_the_least_sure_links_of_a_release_come_first(rows: list[FragileRow]) -> None:
    order = [(row.release, float(row.confidence)) for row in rows]
    assert order == sorted(order)


def test_a_verdict_of_which_nothing_is_known_is_not_listed(rows: list[FragileRow]) -> None:
    assert ("unknown", "") not in {(row.status, row.without) for row in rows}


def test_what_rests_on_a_single_link_is_fragile(assessment: Assessment, rows: list[FragileRow]) -> None:
    listed = {(row.requirement, row.subject) for row in rows}
    scheme, catalogs = assessment.knowledge.scheme, assessment.knowledge.catalogs
    single = {
        (row.requirement, row.subject)
        for row in assessment.verdicts()
        if row.status in {"covered", "claimed", "partial", "lapsed"}
        and [len(scheme.links_of(norm.id)) for norm in catalogs.norms_named(row.requirement)] == [1]
    }
    assert single
    assert single <= listed
