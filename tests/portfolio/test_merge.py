"""What an import changes on record."""

from __future__ import annotations

from hypothesis import given, settings

from kg.portfolio import rdf
from kg.portfolio.merge import Difference, merge
from kg.portfolio.model import Portfolio
from kg.portfolio.records import Implementation, Record, SupplyRelation
from tests.oracle.portfolios import evidence, implementation, measure, portfolio, role, system
from tests.oracle.strategies import World, worlds

GRAPH = rdf.graph_of("acme")


def lines(records: Portfolio) -> frozenset[str]:
    return frozenset(rdf.to_nquads(records.records.values(), GRAPH))


def difference(before: Portfolio, after: Portfolio, *, prune: bool = False) -> Difference:
    return merge(lines(before), after, prune=prune)


def applied(before: Portfolio, found: Difference) -> frozenset[str]:
    return (lines(before) - found.removed) | found.added


def test_a_first_import_adds_everything() -> None:
    after = portfolio(system(), role())
    found = difference_of_nothing(after)
    assert (found.added, found.removed, found.changed, found.gone) == (lines(after), frozenset(), (), ())
    assert found.new == ("acme", "acme:s", role().id)
    assert found.kinds == {"organisation": 1, "systems": 1, "roles": 1}


def difference_of_nothing(after: Portfolio) -> Difference:
    return merge((), after, prune=False)


def test_the_same_import_changes_nothing() -> None:
    same = portfolio(system(risky="true"), role(), measure(), implementation("law:1"), *evidence())
    found = difference(same, same)
    assert found.added | found.removed == frozenset()
    assert found.new + found.changed + found.gone + found.unnamed == ()


def test_only_what_differs_is_written() -> None:
    found = difference(portfolio(system(risky="true", public="true")), portfolio(system(risky="false", public="true")))
    assert [line.split()[2] for line in sorted(found.removed)] == ['"true"']
    assert [line.split()[2] for line in sorted(found.added)] == ['"false"']
    assert found.changed == ("acme:s",)


def test_what_an_import_does_not_name_stays_and_is_reported() -> None:
    before, after = portfolio(system("s"), system("t"), role(of="t")), portfolio(system("s"))
    found = difference(before, after)
    assert found.removed == frozenset()
    assert set(found.unnamed) == {"acme:t", role(of="t").id}


def test_prune_removes_it() -> None:
    before, after = portfolio(system("s"), system("t"), role(of="t")), portfolio(system("s"))
    found = difference(before, after, prune=True)
    assert set(found.gone) == {"acme:t", role(of="t").id}
    assert applied(before, found) == lines(after)


def test_parts_of_a_named_record_are_replaced() -> None:
    before = portfolio(system("s"), role("provider"), role("deployer"))
    found = difference(before, portfolio(system("s"), role("deployer")))
    assert found.gone == (role("provider").id,)
    assert found.unnamed == ()


def test_evidence_no_longer_used_for_something_loses_that_use() -> None:
    record, use = evidence()
    base: tuple[Record, ...] = (system(), measure(), implementation("law:1"), record)
    assert difference(portfolio(*base, use), portfolio(*base)).gone == (use.id,)


@settings(max_examples=15)
@given(worlds(), worlds())
def test_pruned_imports_leave_exactly_what_was_imported(first: World, second: World) -> None:
    before = portfolio(*first.records, organisation=first.organisation)
    after = portfolio(*second.records, organisation=second.organisation)
    found = difference(before, after, prune=True)
    assert applied(before, found) == lines(after)
    assert not found.added & found.removed
    again = merge(applied(before, found), after, prune=True)
    assert again.added | again.removed == frozenset()


def test_each_field_that_changes_is_told_with_its_old_and_new_value() -> None:
    before = portfolio(system(risky="true", public="true"), implementation("law:1"))
    after = portfolio(system(risky="false"), implementation("law:1", status="planned"))
    found = difference(before, after)
    assert [str(change).partition(" ")[2] for change in found.changes] == [
        "status: implemented -> planned", "public: true -> nothing", "risky: true -> false",
    ]  # fmt: skip
    assert {change.record for change in found.changes} == set(found.changed)


def test_a_row_stands_for_all_that_it_says_about_its_system() -> None:
    said = Implementation(id="acme:s.law-1", measure="acme:m", of="law:1", scope=("acme:s",), status="implemented")
    other = Implementation(id="acme:t.law-1", measure="acme:m", of="law:1", scope=("acme:t",), status="implemented")
    vendor = SupplyRelation(id="acme:s.supply", supplier="Vendor", systems=("acme:s",))
    before = portfolio(system("s"), system("t"), measure(), said, other, vendor)
    after = portfolio(system("s"), measure())
    assert merge(lines(before), after, prune=False, rows=True).gone == ("acme:s.law-1", "acme:s.supply")
    assert merge(lines(before), after, prune=False).gone == ()
