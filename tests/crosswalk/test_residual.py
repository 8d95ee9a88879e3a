"""What one framework leaves of another: acts first, an interval, values compared, disciplines apart."""

from __future__ import annotations

from kg.crosswalk.residual import ACT, DONE, PARTLY, REST, UNTOUCHED, ResidualRow, residual
from kg.knowledge import Knowledge

AIMS, ISMS, LAW = "iso-42001-2023", "iso-27001-2022", "eu-ai-act"


def rows(shipped: Knowledge, *have: str, want: str = LAW, role: str = "") -> dict[str, ResidualRow]:
    return {row.requirement.partition(":")[2]: row for row in residual(shipped, have, want, role)}


def test_both_standards_leave_every_act(shipped: Knowledge) -> None:
    found = rows(shipped, AIMS, ISMS)
    acts = {
        norm.provision.partition(":")[2]
        for norm in shipped.catalogs.norms_of(LAW)
        if norm.modality == "obligation"
        and any(shipped.scheme.duties[link.duty].nature == ACT for link in shipped.scheme.links_of(norm.id))
    }
    assert acts
    assert {name.partition(".n")[0] for name, row in found.items() if row.acts} == acts


def test_acts_come_first(shipped: Knowledge) -> None:
    has_act = [bool(row.acts) for row in residual(shipped, [AIMS], LAW, "provider")]
    assert has_act == sorted(has_act, reverse=True)
    assert any(has_act)


def test_nothing_at_hand_leaves_everything(shipped: Knowledge) -> None:
    assert {row.left for row in rows(shipped).values()} == {UNTOUCHED}


def test_the_framework_itself_leaves_nothing(shipped: Knowledge) -> None:
    assert {row.left for row in rows(shipped, LAW).values()} == {DONE}


def test_more_at_hand_never_leaves_more(shipped: Knowledge) -> None:
    one, both = rows(shipped, AIMS), rows(shipped, AIMS, ISMS)
    assert one.keys() == both.keys()
    for name, row in one.items():
        assert REST.index(both[name].left) <= REST.index(row.left)
    assert PARTLY in {row.left for row in one.values()}


def test_a_role_keeps_its_own_obligations(shipped: Knowledge) -> None:
    found = rows(shipped, AIMS, role="deployer")
    assert all("deployer" in row.bearers.split(";") for row in found.values())
    assert "26-7" in found
    assert "43-1" not in found


def test_advice_may_be_there_and_is_not_counted(shipped: Knowledge) -> None:
    found = [row for row in rows(shipped, AIMS).values() if row.maybe_there]
    assert found
    for row in found:
        assert set(row.maybe_there.split(";")) <= {*row.acts.split(";"), *row.other_duties.split(";")}


def test_another_discipline_is_reusable_only(shipped: Knowledge) -> None:
    found = rows(shipped, ISMS, want=AIMS)
    assert found["9.2.1"].left == UNTOUCHED
    assert found["9.2.1"].reusable == found["9.2.1"].other_duties


def test_a_condition_and_the_first_day_are_told(shipped: Knowledge) -> None:
    row = rows(shipped, AIMS)["26-7"]
    assert "deployer" in row.condition
    assert row.applies_from == "2027-12-02"
