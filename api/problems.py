"""Errors as RFC 9457 problem documents, all made from `NormgraphError`, and nothing about the machine in them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from kg.errors import NormgraphError, NotFound, StoreBusy, UsageError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "1"
_SERVER_FAULT = 500
_PUBLIC_OF_FAULTS = ("type", "title", "status", "detail", "code", "hint")
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*) ")


class NotAcceptable(UsageError):
    """The client accepts none of the formats there are."""

    title = "Not acceptable"
    default_code = "not-acceptable"
    status = 406


class MethodNotAllowed(UsageError):
    """The service only reads."""

    title = "Method not allowed"
    default_code = "method-not-allowed"
    status = 405


class Misdirected(UsageError):
    """The request names a host that this service does not stand for."""

    title = "Misdirected request"
    default_code = "misdirected"
    status = 421


def document(error: NormgraphError, store: str) -> dict[str, Any]:
    """The problem document of an error, options spelled as query parameters.

    Faults of the service keep their sentence and hint only; `store`, its path, is named to nobody.
    """
    problem = error.to_dict()
    if error.status >= _SERVER_FAULT:
        return {name: value for name, value in problem.items() if name in _PUBLIC_OF_FAULTS}
    where = str(problem.get("where", ""))
    if where.startswith("--"):
        problem["where"] = f"query parameter {where[2:].replace('-', '_')}"
    elif where.startswith(store):
        del problem["where"]
    if "hint" in problem:
        problem["hint"] = _OPTION.sub(lambda option: f"{option[1].replace('-', '_')}=", problem["hint"])
    return problem


def body(problem: dict[str, Any]) -> bytes:
    """A problem document as it is sent."""
    return json.dumps(problem, ensure_ascii=False).encode()


def headers(error: NormgraphError) -> dict[str, str]:
    """Headers an error asks for beside the usual ones."""
    return {"Retry-After": RETRY_SECONDS} if isinstance(error, StoreBusy) else {}


def no_such_route(path: str, known: Sequence[str], document_path: str) -> NormgraphError:
    """The error for a path that is no route."""
    return NotFound("no such route", found=path, known=known, hint=f"all routes: {document_path}")


def invalid_parameters(errors: Sequence[Any]) -> NormgraphError:
    """The error for what the framework's validation refused; the first one is told, with the number of others."""
    first, more = errors[0], len(errors) - 1
    place, *names = first.get("loc", ("request",))
    found = first.get("input")
    return UsageError(
        "a parameter is not valid" + (f" ({more} more are not)" if more else ""),
        where=" ".join((f"{place} parameter", *map(str, names))),
        found="nothing" if found is None else str(found),
        expected=str(first.get("msg", "a valid value")),
    )


def unexpected() -> NormgraphError:
    """What a client is told of an error nobody foresaw."""
    return NormgraphError("the service could not answer this request", hint="its log says more")
