"""The application: routes, checks, handlers and middleware put together."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Depends

from api import about, handlers, knowledge, record
from api.checks import known_host, known_parameters
from api.head import HeadAsGet
from api.service import Service
from kg.engine import KnowledgeGraph


def create_app(graph: KnowledgeGraph, hosts: Iterable[str] = ()) -> Service:
    """The service over a knowledge graph. With `hosts`, requests that name another host are refused."""
    service = Service(graph, frozenset(hosts))
    checks = [Depends(known_host), Depends(known_parameters)]
    for part in (record, knowledge, about):
        service.include_router(part.router, dependencies=checks)
    handlers.install(service)
    service.add_middleware(HeadAsGet)
    return service
