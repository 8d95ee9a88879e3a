"""Routes over the record: systems, verdicts, gaps, overlaps, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.listing import PROVISIONAL, STATEMENT, collection
from api.parameters import AsIfAdopted, Asked, Pairs, applicabilities, asked, clocks, horizon_day, picked
from api.service import BASE
from api.states import State
from api.tables import table_route
from kg.engine import Picked, answers

router = APIRouter(prefix=BASE, tags=["record"])

Asking = Annotated[Asked, Depends(asked)]
Clocks = Annotated[State, Depends(clocks)]
Filters = Annotated[Picked, Depends(picked)]


@table_route(router, "/systems", "listSystems", ("system",))
def systems(question: Asking, state: Clocks) -> Response:
    """Systems, models and data sets on record, with bearer, roles, derived class and open questions."""
    return collection(question, state, lambda: answers.systems(question.graph, state.clock), _notes())


@table_route(router, "/verdicts", "listVerdicts", ("verdict",))
def verdicts(
    question: Asking,
    state: Clocks,
    filters: Filters,
    applicability: Annotated[tuple[str, ...], Depends(applicabilities)],
) -> Response:
    """Every verdict: subject, requirement, applicability, status and reason."""
    wanted = replace(filters, applicabilities=applicability)
    return collection(
        question, state, lambda: answers.verdicts(question.graph, state.clock, wanted), _notes(wanted.as_if_adopted)
    )


@table_route(router, "/gaps", "listGaps", ("verdict",))
def gaps(
    question: Asking, state: Clocks, filters: Filters, horizon: Annotated[date | None, Depends(horizon_day)]
) -> Response:
    """Verdicts that need work: conflicts first, then by how bad and how soon."""
    wanted = replace(filters, horizon=horizon)
    return collection(
        question, state, lambda: answers.gaps(question.graph, state.clock, wanted), _notes(wanted.as_if_adopted)
    )


@table_route(router, "/overlaps", "listOverlaps", ("overlap", "overlap-pair"))
def overlaps(question: Asking, state: Clocks, as_if_adopted: AsIfAdopted = None, pairs: Pairs = False) -> Response:
    """Duties that two or more frameworks demand of the same bearer, or pairs of requirements that share one."""
    wanted = Picked(as_if_adopted=tuple(as_if_adopted or ()))
    answer = answers.overlap_pairs if pairs else answers.overlaps
    return collection(
        question, state, lambda: answer(question.graph, state.clock, wanted), _notes(wanted.as_if_adopted)
    )


@table_route(router, "/coverage", "listCoverage", ("coverage",))
def coverage(question: Asking, state: Clocks, as_if_adopted: AsIfAdopted = None) -> Response:
    """Per framework: verdicts by status, and the share of demanded points that is shown or possible."""
    wanted = Picked(as_if_adopted=tuple(as_if_adopted or ()))
    return collection(
        question, state, lambda: answers.coverage(question.graph, state.clock, wanted), _notes(wanted.as_if_adopted)
    )


def _notes(adopted: Sequence[str] = ()) -> list[str]:
    assumed = [f"Assumed: {', '.join(adopted)} adopted."] if adopted else []
    return [STATEMENT, PROVISIONAL, *assumed]
