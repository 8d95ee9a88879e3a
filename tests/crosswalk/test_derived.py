"""Relations by duties: what is shared, what is only reusable, what supports all, and that guidance is no match."""

from __future__ import annotations

import pytest

from kg.crosswalk import derived
from kg.crosswalk.derived import NONE, RELATIONS, REUSABLE, SUPPORTS
from kg.knowledge import Knowledge

AIMS, ISMS, ACT = "iso-42001-2023", "iso-27001-2022", "eu-ai-act"
HARMONISED = {
    "4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3", "6.1.1", "6.1.2", "6.1.3", "6.2", "6.3", "7.1", "7.2", "7.3",
    "7.4", "7.5.1", "7.5.2", "7.5.3", "8.1", "8.2", "8.3", "9.1", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3", "10.1",
    "10.2",
}  # fmt: skip


@pytest.fixture(scope="module")
def standards(shipped: Knowledge) -> list[derived.CrosswalkRow]:
    """The crosswalk of the two management-system standards."""
    return list(derived.crosswalk(shipped, AIMS, ISMS))


def test_the_thirty_harmonised_clauses_come_out_as_reusable(standards: list[derived.CrosswalkRow]) -> None:
    found = {
        row.source.partition(":")[2]
        for row in standards
        if row.target and row.source.partition(":")[2] == row.target.partition(":")[2].partition(".n")[0]
    }
    assert len(HARMONISED) == 30
    # 4.4 gathers all the others, so that it is compared by what they demand and not listed with each of them.
    assert found == HARMONISED - {"4.4"}


def test_a_clause_that_gathers_others_is_compared_by_what_they_demand(shipped: Knowledge) -> None:
    ours, theirs = (shipped.catalogs.norms[f"{edition}:4.4.n1"] for edition in (AIMS, ISMS))
    found = derived.compare(shipped, ours, theirs)
    assert found.relation == REUSABLE
    assert len(found.reusable) > 20


def test_another_discipline_is_never_shared(standards: list[derived.CrosswalkRow]) -> None:
    pairs = [row for row in standards if row.source and row.target]
    assert {row.relation for row in pairs} == {REUSABLE}
    assert all(row.shared_duties == "" and row.only_source and row.only_target for row in pairs)


def test_a_reusable_pair_has_a_template_on_both_sides(standards: list[derived.CrosswalkRow]) -> None:
    for row in standards:
        if row.relation == REUSABLE:
            ours = {item.partition("[")[0] for item in row.only_source.split(";")}
            theirs = {
                item.partition("[")[0].removesuffix(".information-security") for item in row.only_target.split(";")
            }
            assert ours & theirs, row


def test_clauses_that_share_nothing_are_shown_once_as_supporting_all(shipped: Knowledge) -> None:
    rows = list(derived.crosswalk(shipped, AIMS, ACT))
    support = [row.source for row in rows if row.relation == SUPPORTS]
    assert "iso-42001-2023:9.2.1" in support
    assert len(support) == len(set(support))
    for name in support:
        (norm,) = shipped.catalogs.norms_named(name)
        assert all(link.duty.startswith("duty:ms-") for link in shipped.scheme.links_of(norm.id)), name
    assert not set(support) & {row.source for row in rows if row.relation != SUPPORTS}


def test_every_requirement_of_both_sides_is_listed(shipped: Knowledge) -> None:
    rows = list(derived.crosswalk(shipped, AIMS, ACT))
    for side, edition in (("source", AIMS), ("target", ACT)):
        expected = {
            shipped.catalogs.requirement(norm)
            for norm in shipped.catalogs.norms_of(edition)
            if shipped.scheme.links_of(norm.id)
        }
        assert {getattr(row, side) for row in rows} - {""} == expected


def test_guidance_is_no_match(shipped: Knowledge) -> None:
    rows = list(derived.crosswalk(shipped, AIMS, ACT))
    assert not any(row.source.startswith("iso-42001-2023:B.") for row in rows)


def test_a_pair_reads_the_same_from_the_other_side(shipped: Knowledge) -> None:
    there = {(row.source, row.target): row for row in derived.crosswalk(shipped, AIMS, ACT)}
    back = {(row.target, row.source): row for row in derived.crosswalk(shipped, ACT, AIMS)}
    assert there.keys() == back.keys()
    turned = {"narrower-in-duties": "wider-in-duties", "wider-in-duties": "narrower-in-duties"}
    for pair, row in there.items():
        assert turned.get(row.relation, row.relation) == back[pair].relation
        assert (row.only_source, row.only_target) == (back[pair].only_target, back[pair].only_source)


def test_advice_widens_what_is_shared_and_never_narrows_it(shipped: Knowledge) -> None:
    norms = [shipped.catalogs.norms_of(name) for name in (AIMS, "nist-ai-rmf-1.0")]
    wider = 0
    for source in norms[0]:
        for target in norms[1]:
            least = derived.compare(shipped, source, target)
            most = derived.compare(shipped, source, target, ("requires", "advises"))
            assert least.shared <= most.shared
            wider += least.shared < most.shared
    assert wider > 0


def test_relation_names_end_in_duties_unless_nothing_is_shared() -> None:
    assert set(RELATIONS) - {NONE, SUPPORTS} == {name for name in RELATIONS if name.endswith("-duties")}
