"""Checks every request passes before it is answered: the host it names, and parameters that no route knows."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from api.problems import Misdirected
from api.service import service_of
from kg.errors import UsageError, did_you_mean

REPEATABLE = frozenset({"framework", "requirement", "subject", "status", "applicability", "as_if_adopted", "relation"})


def known_host(request: Request) -> None:
    """Refuse a request for another host: a web page that rebinds its name to this address must not read the record."""
    hosts = service_of(request).hosts
    named = request.headers.get("host", "")
    try:
        host = urlsplit(f"//{named}").hostname or ""
    except ValueError:
        host = ""
    if hosts and host not in hosts:
        raise Misdirected(
            "this service answers on loopback only",
            where="header Host",
            found=named,
            expected=" | ".join(sorted(hosts)),
        )


def known_parameters(request: Request) -> None:
    """Refuse query parameters that the route does not have, and several values where one is meant."""
    operation = service_of(request).openapi()["paths"][request.scope["route"].path]["get"]
    known = [item["name"] for item in operation.get("parameters", ()) if item["in"] == "query"]
    for name in request.query_params:
        if name not in known:
            raise UsageError(
                "no such query parameter",
                where=f"query parameter {name}",
                found=name,
                expected=" | ".join(known) or "no query parameters",
                hint=did_you_mean(name, known),
            )
        if name not in REPEATABLE and len(request.query_params.getlist(name)) > 1:
            raise UsageError("the parameter stands twice", where=f"query parameter {name}", expected="one value")
