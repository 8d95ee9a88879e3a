"""One pair closely, and the neighbourhood of a requirement."""

from __future__ import annotations

from kg.crosswalk.derived import NONE, compare
from kg.crosswalk.pairs import REQUIRED, WITH_ADVICE, interval, neighbours, pair
from kg.knowledge import Knowledge
from kg.model import Norm


def norm(shipped: Knowledge, name: str) -> Norm:
    (found,) = shipped.catalogs.norms_named(name)
    return found


def test_each_duty_of_a_pair_stands_once_with_who_demands_it(shipped: Knowledge) -> None:
    left, right = norm(shipped, "iso-42001-2023:A.6.2.8"), norm(shipped, "eu-ai-act:26-6")
    rows = {row.duty: (row.source, row.target, row.part) for row in pair(shipped, left, right)}
    assert rows["duty:keep-event-logs"] == ("requires", "requires", "shared")
    assert rows["duty:keep-event-logs[retention=P6M]"] == ("", "requires", "only the second")
    assert rows["duty:determine-logged-events"] == ("requires", "", "only the first")
    bits = {
        str(bit)
        for item in (left, right)
        for mode in (REQUIRED, "advises")
        for bit in shipped.scheme.bits_of(item.id, mode)
    }
    assert rows.keys() == bits


def test_advice_on_one_side_makes_a_wider_interval(shipped: Knowledge) -> None:
    left, right = norm(shipped, "iso-42001-2023:A.5.2"), norm(shipped, "eu-ai-act:27-1")
    found = interval(shipped, left, right)
    assert found[REQUIRED].relation == NONE
    assert found[WITH_ADVICE].relation != NONE
    assert "shared with advice" in {row.part for row in pair(shipped, left, right)}


def test_neighbours_are_the_closest_first_and_of_other_frameworks(shipped: Knowledge) -> None:
    asked = norm(shipped, "eu-ai-act:26-6")
    rows = list(neighbours(shipped, asked))
    assert rows[-1].relation == "reusable-in-duties"
    assert "iso-42001-2023:A.6.2.8" in [row.requirement for row in rows]
    assert all(row.framework != "eu-ai-act" for row in rows)
    shared = [len(compare(shipped, asked, shipped.catalogs.norms_named(row.requirement)[0]).shared) for row in rows]
    assert shared == sorted(shared, reverse=True)


def test_a_requirement_without_duties_in_common_has_no_neighbours(shipped: Knowledge) -> None:
    lonely = next(
        item
        for item in shipped.catalogs.norms_of("eu-ai-act")
        if (duties := {link.duty for link in shipped.scheme.links_of(item.id)})
        and not any(
            {link.duty for link in shipped.scheme.links_of(other.id)} & duties
            for other in shipped.catalogs.norms.values()
            if other.edition != item.edition
        )
    )
    assert list(neighbours(shipped, lonely)) == []
