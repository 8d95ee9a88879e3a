"""Kernel, naive interpreter and SPARQL give the same answers for every pair, on random knowledge and portfolios."""

from __future__ import annotations

from hypothesis import given, settings

from kg.applicability.timeline import APPLIES, OPEN
from kg.assess.assessment import Assessment
from kg.assess.verdicts import APPLICABILITIES, day_text
from kg.knowledge import Knowledge
from kg.portfolio.model import Portfolio
from tests.oracle import made_up, portfolios
from tests.oracle.naive import Naive, Row
from tests.oracle.sparql import Answer, Oracle
from tests.oracle.strategies import World, worlds

Key = tuple[str, str, str]


def kernel_rows(assessment: Assessment, edition: str) -> dict[Key, Row]:
    """The kernel's rows in the interpreter's form."""
    found: dict[Key, Row] = {}
    for block in assessment.blocks((edition,)):
        for number, (subject, bearer) in enumerate(zip(block.subjects, block.bearers, strict=True)):
            key = (subject, block.norm.id, bearer)
            assert key not in found, f"two rows for {key}"
            applicability = APPLICABILITIES[block.state[number]]
            dated = applicability in {"applies", "applies-later"}
            bound = dated or applicability == "undetermined"
            plain = bound and not block.norm.aggregates
            found[key] = Row(
                applicability,
                day_text(int(block.since[number])) if dated else "",
                assessment.knowledge.statuses.names[block.status[number]] if bound else "",
                frozenset(bit.duty for bit in assessment.residual(block, number)) if plain else frozenset(),
            )
    return found


def kernel_today(assessment: Assessment, edition: str) -> dict[Key, Answer]:
    """The kernel's rows in the form of SPARQL's answers: what holds today, and statuses where SPARQL has them."""
    found: dict[Key, Answer] = {}
    today = assessment.as_of.toordinal()
    for block in assessment.blocks((edition,)):
        for number, (subject, bearer) in enumerate(zip(block.subjects, block.bearers, strict=True)):
            state = int(block.state[number])
            opened = state == OPEN and block.decided[number] == today
            value = 2 if state == APPLIES else 1 if opened else 0
            status = assessment.knowledge.statuses.names[block.status[number]]
            found[subject, block.norm.id, bearer] = Answer(value, status)
    return found


def differences(left: dict[Key, Row], right: dict[Key, Row]) -> list[str]:
    """Where two voices differ, in words."""
    keys = sorted({*left, *right})
    return [f"{key}: {left.get(key)} against {right.get(key)}" for key in keys if left.get(key) != right.get(key)]


def differences_today(kernel: dict[Key, Answer], sparql: dict[Key, Answer], knowledge: Knowledge) -> list[str]:
    """Where SPARQL differs from the kernel in what it covers.

    Statuses are compared where a norm applies, or may apply to one system, and is no aggregate. What binds nobody today
    may have no row.
    """
    found = []
    for key in sorted({*kernel, *sparql}):
        ours, theirs = kernel.get(key, Answer(0, "")), sparql.get(key, Answer(0, ""))
        norm = knowledge.catalogs.norms[key[1]]
        compared = not norm.aggregates and (ours.value == 2 or (ours.value == 1 and key[0] != key[2]))
        if ours.value != theirs.value or (compared and ours.status != theirs.status):
            found.append(f"{key}: {ours} against {theirs}")
    return found


def build(world: World) -> tuple[Knowledge, Portfolio]:
    """Knowledge and records of an example."""
    knowledge = made_up.make(*world.editions)
    return knowledge, portfolios.portfolio(*world.records, organisation=world.organisation)


@settings(max_examples=25, report_multiple_bugs=False)
@given(worlds())
def test_kernel_and_interpreter_agree(world: World) -> None:
    knowledge, records = build(world)
    assessment = Assessment(knowledge, records, world.as_of, world.known_on)
    naive = Naive(knowledge, records, world.as_of, world.known_on)
    for edition in knowledge.catalogs.editions:
        assert differences(kernel_rows(assessment, edition), naive.rows(edition)) == []


@settings(max_examples=10, report_multiple_bugs=False)
@given(worlds(dated=False))
def test_kernel_and_sparql_agree(world: World) -> None:
    knowledge, records = build(world)
    assessment = Assessment(knowledge, records, world.as_of, world.known_on)
    for edition in world.editions:
        oracle = Oracle(made_up.statements(*world.editions), knowledge, records, edition.slug)
        found = oracle.answers(world.as_of, world.known_on)
        assert differences_today(kernel_today(assessment, edition.slug), found, knowledge) == []
