"""Responses: every one carries the state it rests on and headers that keep browsers from reading more into it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response

from api import etags, problems, states
from api.service import service_of
from api.states import State
from kg.errors import NormgraphError

SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
# The record is its owner's: no shared cache keeps it, and a private one asks before it uses what it has.
REVALIDATE = {"Cache-Control": "private, no-cache"}
NO_STORE = {"Cache-Control": "no-store"}
_LOG = logging.getLogger("normgraph.api")
_SERVER_FAULT = 500


def tagged(
    request: Request, state: State, tag: str, content_type: str, make: Callable[[], tuple[str, str]]
) -> Response:
    """A representation (text and links) under its entity tag, or 304 where the client has it and nothing is made."""
    headers = {"ETag": tag, "Vary": "Accept", **REVALIDATE, **state.headers, **SAFETY}
    if etags.matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    content, link = make()
    return Response(content, headers=headers | ({"Link": link} if link else {}) | {"Content-Type": content_type})


def resource(request: Request, state: State, content: str, content_type: str) -> Response:
    """A single resource; its tag is the hash of what it says."""
    tag = f'"{etags.digest(content_type, content)}"'
    return tagged(request, state, tag, content_type, lambda: (content, ""))


def plain(state: State, content: dict[str, Any]) -> Response:
    """A small JSON answer that is never kept."""
    return Response(
        json.dumps(content, ensure_ascii=False),
        media_type="application/json",
        headers={**NO_STORE, **state.headers, **SAFETY},
    )


def problem(request: Request, error: NormgraphError, extra: dict[str, str] | None = None) -> Response:
    """The problem document of an error. Faults of the service go to its log in full."""
    service = service_of(request)
    if error.status >= _SERVER_FAULT:
        _LOG.error("%s %s: %s", request.method, request.url.path, error)
    state = getattr(request.state, "answered", None) or states.of_knowledge(service.graph)
    headers = {**NO_STORE, **state.headers, **SAFETY, **problems.headers(error), **(extra or {})}
    content = problems.body(problems.document(error, str(service.graph.store)))
    return Response(content, status_code=error.status, media_type=problems.MEDIA_TYPE, headers=headers)
