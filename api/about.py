"""Routes about the service: its health and its OpenAPI document."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response

from api.openapi import PROBLEM
from api.responses import plain, resource
from api.service import BASE, service_of
from api.states import of_knowledge
from kg import __version__

router = APIRouter(prefix=BASE, tags=["service"])

_HEALTH = {
    "status": "ok",
    "version": __version__,
    "organisation": "acme",
    "commit": 3,
    "knowledge": "9f1c1d7a5d0e4a7f8c7b1c1f0a8d5e6b9f1c1d7a5d0e4a7f8c7b1c1f0a8d5e6b",
}


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Whether the service answers, and from what",
    response_class=Response,
    response_model=None,
    responses={
        200: {
            "description": "The service answers.",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Health"}, "example": _HEALTH},
            },
        },
        "default": PROBLEM,
    },
)
def health(request: Request) -> Response:
    """Organisation and latest commit on record (null where nothing is), version, and digest of the knowledge."""
    graph = service_of(request).graph
    recorded = bool(graph.organisations)
    return plain(
        of_knowledge(graph),
        {
            "status": "ok",
            "version": __version__,
            "organisation": graph.organisation if recorded else None,
            "commit": graph.at(None).seq if recorded else None,
            "knowledge": graph.digest,
        },
    )


@router.get(
    "/openapi.json",
    operation_id="getOpenapi",
    summary="This document",
    response_class=Response,
    response_model=None,
    responses={
        200: {
            "description": "The OpenAPI document.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": {"openapi": "3.1.0"}}},
        },
        304: {"description": "The client has this document already (If-None-Match)."},
        "default": PROBLEM,
    },
)
def openapi_document(request: Request) -> Response:
    """The OpenAPI 3.1 document of the service."""
    service = service_of(request)
    content = json.dumps(service.openapi(), ensure_ascii=False)
    return resource(request, of_knowledge(service.graph), content, "application/json")
