"""What the service answers when something goes wrong: a problem document, whatever raised the error."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import problems
from api.responses import problem
from api.service import DOCUMENT, Service, service_of
from kg.errors import NormgraphError

READING = "GET, HEAD"
_NOT_FOUND, _NOT_ALLOWED = 404, 405


def install(service: Service) -> None:
    """Let every error be answered with a problem document."""
    service.add_exception_handler(NormgraphError, _deliberate)
    service.add_exception_handler(RequestValidationError, _refused)
    service.add_exception_handler(HTTPException, _routing)
    service.add_exception_handler(Exception, _unexpected)


def _deliberate(request: Request, error: Exception) -> Response:
    assert isinstance(error, NormgraphError)  # noqa: S101 - registered for this class only
    return problem(request, error)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    return problem(request, problems.invalid_parameters(error.errors()))


def _routing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    if error.status_code == _NOT_FOUND:
        known = tuple(service_of(request).openapi()["paths"])
        return problem(request, problems.no_such_route(request.url.path, known, DOCUMENT))
    if error.status_code == _NOT_ALLOWED:
        refused = problems.MethodNotAllowed("the service only reads", found=request.method, expected=READING)
        return problem(request, refused, {"Allow": READING})
    return problem(request, problems.unexpected())


def _unexpected(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the server logs the error itself
    return problem(request, problems.unexpected())
