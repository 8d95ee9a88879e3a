"""The sheet of the omission sweep asks about every neighbour once, and about nothing that is linked."""

from __future__ import annotations

from kg.knowledge import Knowledge
from kg.review.omissions import omissions


def test_unlinked_duties_about_a_linked_object_are_asked_about(shipped: Knowledge) -> None:
    rows = list(omissions(shipped, ["eu-ai-act"], ["eu-ai-act:26-6.n1"]))
    duties = shipped.scheme.duties
    wanted = {duty.id for duty in duties.values() if duty.object == "event-log" and duty.discipline == "ai"}
    assert {row.duty for row in rows} == wanted - {"duty:keep-event-logs"}
    assert {row.beside for row in rows} == {"duty:keep-event-logs"}
    assert {(row.answer, row.why) for row in rows} == {("", "")}


def test_no_question_is_asked_twice_and_none_about_a_link(shipped: Knowledge) -> None:
    rows = list(omissions(shipped, list(shipped.catalogs.editions)))
    asked = [(row.norm, row.duty) for row in rows]
    assert len(asked) == len(set(asked)) > 5000
    assert not {(link.norm, link.duty) for link in shipped.scheme.links} & set(asked)


def test_another_discipline_is_not_asked_about(shipped: Knowledge) -> None:
    duties = shipped.scheme.duties
    for row in omissions(shipped, ["iso-27001-2022"]):
        assert duties[row.duty].discipline in {duties[name].discipline for name in row.beside.split(";")}
