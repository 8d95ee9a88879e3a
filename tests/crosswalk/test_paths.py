"""Paths between requirements: proofs through sets, rows that only connect, and duties told apart."""

from __future__ import annotations

from kg.crosswalk import joined
from kg.crosswalk.paths import asserted, through_duties
from kg.knowledge import Knowledge
from tests.crosswalk.linted import made

LOGS, KEEP = "iso-42001-2023:A.6.2.8", "eu-ai-act:26-6"


def test_the_shortest_proof_is_given_with_its_conclusion() -> None:
    sets = [
        made("x", "a:1 subset b:1", "a:1 subset d:1"),
        made("y", "b:1 subset c:1", "d:1 subset e:1", "e:1 subset c:1"),
    ]
    (way,) = asserted(joined.networks(sets), "a:1", "c:1")
    assert [(step.step, step.source, step.relation, step.target, step.by, step.place) for step in way.steps] == [
        ("1", "a:1", "subset of", "b:1", "x", "row 2"), ("2", "b:1", "subset of", "c:1", "y", "row 2"),
    ]  # fmt: skip
    assert way.conclusion == (
        "asserted (no rationale type): a:1 subset of c:1: follows from 2 rows, the shortest proof found"
    )


def test_rows_from_which_nothing_follows_still_connect() -> None:
    (way,) = asserted(joined.networks([made("x", "a:1 intersects b:1", "b:1 intersects c:1")]), "a:1", "c:1")
    assert len(way.steps) == 2
    assert way.conclusion.endswith("2 rows connect a:1 and c:1, and nothing follows from them")


def test_what_is_not_connected_has_no_path() -> None:
    sets = [made("x", "a:1 equal b:1", "c:1 equal d:1")]
    assert list(asserted(joined.networks(sets), "a:1", "c:1")) == []
    assert list(asserted(joined.networks(sets), "a:1", "z:1")) == []


def test_a_shared_duty_is_one_step(shipped: Knowledge) -> None:
    way = through_duties(shipped, LOGS, KEEP)
    assert way is not None
    (step,) = way.steps
    assert (step.basis, step.source, step.relation, step.target) == ("duties", LOGS, "both require", KEEP)
    assert step.by.startswith("duty:")
    assert way.conclusion.startswith(f"duties: {LOGS} ")


def test_several_steps_through_duties_conclude_nothing(shipped: Knowledge) -> None:
    way = through_duties(shipped, "iso-42001-2023:A.5.5", "eu-ai-act:12-1")
    assert way is not None
    assert len(way.steps) > 1
    assert all(one.target == other.source for one, other in zip(way.steps, way.steps[1:], strict=False))
    assert way.conclusion.endswith("which share none: nothing follows from them")
    assert through_duties(shipped, LOGS, "owasp-llm-2025:LLM03-2025") is None
