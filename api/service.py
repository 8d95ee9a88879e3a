"""The application object: FastAPI with the knowledge graph it answers from, and its own OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request

from api import openapi
from api.recent import Recent
from kg import __version__
from kg.engine import KnowledgeGraph

BASE = "/api/v1"
DOCUMENT = f"{BASE}/openapi.json"


class Service(FastAPI):
    """The service over one knowledge graph. With `hosts`, requests that name another host are refused."""

    def __init__(self, graph: KnowledgeGraph, hosts: frozenset[str] = frozenset()) -> None:
        super().__init__(
            title="normgraph",
            version=__version__,
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
        )
        self.graph = graph
        self.hosts = hosts
        self.recent = Recent()

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi.document(self.routes, self.graph)
        return self.openapi_schema


def service_of(request: Request) -> Service:
    """The service a request came to."""
    found = request.app
    assert isinstance(found, Service)  # noqa: S101 - only a Service has these routes
    return found
