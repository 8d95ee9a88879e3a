"""Errors hidden in a sheet: as many as asked for, of three kinds, and each a change of something surely read."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.knowledge import Knowledge
from kg.review import sampling, seeding
from kg.review.seeding import Seeded, seeded, shown


@pytest.fixture(scope="module")
def errors(shipped: Knowledge) -> list[Seeded]:
    norms = sampling.decomposed(shipped)["iso-42001-2023"]
    return seeded(shipped, norms, seed=7)


def test_twenty_errors_of_three_kinds(errors: list[Seeded]) -> None:
    assert Counter(error.kind for error in errors) == {"wrong-duty": 7, "wrong-mode": 7, "missing": 6}
    assert len({error.requirement for error in errors}) == 20


def test_the_same_seed_hides_the_same_errors(shipped: Knowledge, errors: list[Seeded]) -> None:
    norms = sampling.decomposed(shipped)["iso-42001-2023"]
    assert seeded(shipped, norms, seed=7) == errors != seeded(shipped, norms, seed=8)


def test_a_hidden_error_changes_one_sure_link(shipped: Knowledge, errors: list[Seeded]) -> None:
    for error in errors:
        links = shipped.scheme.by_norm[error.requirement]
        sheet = shown(links, error)
        changed = [link for link in links if link not in sheet]
        assert [(link.duty, link.mode) for link in changed] == [(error.duty, "requires")]
        assert changed[0].confidence >= seeding.SURE
        assert len(sheet) == len(links) - (error.kind == "missing")


def test_a_dropped_link_leaves_something_required(shipped: Knowledge, errors: list[Seeded]) -> None:
    for error in (error for error in errors if error.kind == "missing"):
        assert any(link.mode == "requires" for link in shown(shipped.scheme.by_norm[error.requirement], error))


def test_a_swapped_duty_is_about_something_else_in_the_same_theme(shipped: Knowledge, errors: list[Seeded]) -> None:
    duties = shipped.scheme.duties
    for error in (error for error in errors if error.kind == "wrong-duty"):
        was, now = duties[error.duty], duties[error.shown_duty]
        assert was.object != now.object
        assert was.discipline == now.discipline
        assert shipped.theme(was.object) == shipped.theme(now.object)


def test_without_an_error_the_sheet_shows_the_reading(shipped: Knowledge) -> None:
    links = shipped.scheme.by_norm["iso-42001-2023:4.1.n1"]
    assert shown(links, None) == list(links)
