"""Query parameters, as the command line's options are named, and what they are turned into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query, Request

from api import states
from api.formats import CSV, CSV_SUFFIX, JSON, preferred
from api.paging import MAX_LIMIT, Paging
from api.service import service_of
from api.states import State
from kg.clock import parse_date
from kg.engine import APPLICABILITIES, RELATIONS, KnowledgeGraph, Picked
from kg.errors import NotFound, UsageError

_MOMENT, _WORDS = 40, 200

AsOf = Annotated[
    str, Query(max_length=_MOMENT, description="The world's date, YYYY-MM-DD. Default: today.", examples=["2027-12-02"])
]
KnownOn = Annotated[
    str,
    Query(
        max_length=_MOMENT,
        description="Only law published by this date, YYYY-MM-DD. Default: today.",
        examples=["2026-06-01"],
    ),
]
At = Annotated[
    str,
    Query(
        max_length=_MOMENT,
        description="State of the record: a commit number, a date or a time. Default: the latest.",
        examples=["3"],
    ),
]
Frameworks = Annotated[
    list[str] | None,
    Query(
        alias="framework",
        description="Only this framework, by slug or name; may be repeated.",
        examples=[["eu-ai-act"]],
    ),
]
Requirements = Annotated[
    list[str] | None,
    Query(
        alias="requirement",
        description="Only this requirement, by CURIE or as people write it; notes say how; may be repeated.",
        examples=[["eu-ai-act:26-6"]],
    ),
]
Subjects = Annotated[
    list[str] | None,
    Query(
        alias="subject", description="Only this subject, as CURIE or id; may be repeated.", examples=[["recruiting"]]
    ),
]
Statuses = Annotated[
    list[str] | None, Query(alias="status", description="Only this status; may be repeated.", examples=[["gap"]])
]
Applicabilities = Annotated[
    list[str] | None,
    Query(
        alias="applicability",
        description=f"Only this applicability: {', '.join(APPLICABILITIES)}; may be repeated.",
        examples=[["undetermined"]],
    ),
]
Owner = Annotated[str, Query(description="Only what this post answers for.", examples=["Head of HR"])]
Involvement = Annotated[
    str,
    Query(
        description="Only systems that have, or may have, this involvement, and requirements in its areas.",
        examples=["deploys-internally"],
    ),
]
Horizon = Annotated[
    str, Query(description="Add what starts to apply by this date, YYYY-MM-DD.", examples=["2027-12-31"])
]
AsIfAdopted = Annotated[
    list[str] | None,
    Query(description="Treat this voluntary framework as adopted; may be repeated.", examples=[["iso-42001-2023"]]),
]
Relations = Annotated[
    list[str] | None,
    Query(
        alias="relation",
        description=f"Only this relation: {', '.join(RELATIONS)}; may be repeated.",
        examples=[["same-duties"]],
    ),
]
Pairs = Annotated[bool, Query(description="Pairs of requirements instead of duties.", examples=[True])]
Limit = Annotated[
    int | None,
    Query(ge=1, le=MAX_LIMIT, description="Rows of a page. Default: 100; without it CSV has all rows.", examples=[50]),
]
Cursor = Annotated[
    str,
    Query(max_length=_WORDS, description="Where the page starts: follow the `next` link.", examples=["NTAuYWJj"]),
]
Sort = Annotated[
    str,
    Query(
        max_length=_WORDS,
        description="Columns to sort by, joined by commas, `-` before one for descending.",
        examples=["-requirement"],
    ),
]


def clocks(request: Request, as_of: AsOf = "", known_on: KnownOn = "", at: At = "") -> State:
    """The state of the record and the dates a request names."""
    found = states.of_record(service_of(request).graph, as_of, known_on, at)
    request.state.answered = found
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What every question for rows says: to whom, in which format, in which order, which page."""

    request: Request
    graph: KnowledgeGraph
    media: str
    paging: Paging


def asked(request: Request, limit: Limit = None, cursor: Cursor = "", sort: Sort = "") -> Asked:
    """Format, order and page a request names."""
    return Asked(request, service_of(request).graph, media_type(request), Paging(limit, cursor, sort))


def asked_for_one(request: Request) -> Asked:
    """The format a request for a single row names."""
    return Asked(request, service_of(request).graph, media_type(request), Paging())


def picked(
    *,
    framework: Frameworks = None,
    requirement: Requirements = None,
    subject: Subjects = None,
    status: Statuses = None,
    owner: Owner = "",
    involvement: Involvement = "",
    as_if_adopted: AsIfAdopted = None,
) -> Picked:
    """The filters a request names."""
    return Picked(
        frameworks=tuple(framework or ()),
        requirements=tuple(requirement or ()),
        subjects=tuple(subject or ()),
        statuses=tuple(status or ()),
        owner=owner,
        involvement=involvement,
        as_if_adopted=tuple(as_if_adopted or ()),
    )


def applicabilities(applicability: Applicabilities = None) -> tuple[str, ...]:
    """The applicabilities a request names."""
    return _all_known(applicability, APPLICABILITIES, "applicability")


def relations(relation: Relations = None) -> tuple[str, ...]:
    """The relations a request names."""
    return _all_known(relation, RELATIONS, "relation")


def horizon_day(horizon: Horizon = "") -> date | None:
    """The horizon a request names."""
    return parse_date(horizon, where="--horizon", error=UsageError) if horizon else None


def media_type(request: Request) -> str:
    """The format of the answer: by the suffix of the path, else by what the client accepts."""
    if request.scope["route"].path.endswith(CSV_SUFFIX):
        return CSV
    return preferred(request.headers.get("accept", ""), (JSON, CSV))


def _all_known(names: list[str] | None, known: tuple[str, ...], noun: str) -> tuple[str, ...]:
    for name in names or ():
        if name not in known:
            raise NotFound(f"no such {noun}", where=f"--{noun}", found=name, known=known, expected=" | ".join(known))
    return tuple(names or ())
