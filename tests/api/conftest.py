"""A tiny portfolio on record, and a client of the service over it. All dates are pinned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import create_app
from kg.engine import KnowledgeGraph, importing

PORTFOLIO = """\
normgraph: 1
organisation:
  id: acme
  name: Acme SE
  instruments: [eu-ai-act, iso-42001-2023, omb-m-24-10, omb-m-25-21]
  facts: {established_in_eu: true}
  complete: &all
    [scope, market, classification, product-safety, prohibited-practices, biometrics, synthetic-content, value-chain,
     public-sector, authority-contact, gpai, testing, permissions, data, use, us-federal]
people:
  - {id: hr, post: Head of HR, name: Erika Mustermann}
  - {id: cto, post: Chief Technology Officer}
management_systems:
  - {id: aims, name: AI management system, discipline: ai, boundary: all, owner: cto}
commitments:
  - {id: decision, framework: iso-42001-2023, subject: aims, boundary: all, ground: decision, from: 2025-01-01}
systems:
  - id: recruiting
    name: Recruiting assistant
    owner: hr
    roles: [deployer]
    complete: *all
    facts:
      annex_iii_point: [4a]
      logs_under_own_control: true
      put_into_service_in_eu: true
      placed: 2027-12-02
  - id: mail
    name: =HYPERLINK("x")
    owner: cto
    roles: [deployer]
    complete: *all
    facts: {annex_iii_point: none, put_into_service_in_eu: true, placed: 2025-03-01}
measures:
  - {id: logging, name: Central logging, owner: cto}
implementations:
  - {id: keep-logs, measure: logging, of: "eu-ai-act:26-6", scope: [recruiting], status: planned}
  - {id: log-control, measure: logging, of: "iso-42001-2023:A.6.2.8", scope: organisation, status: implemented}
"""


def record(folder: Path, *texts: str) -> KnowledgeGraph:
    """A store in a folder, with one commit for each text of a portfolio."""
    graph = KnowledgeGraph(folder / "store")
    for text in texts:
        (folder / "portfolio.yaml").write_text(text, encoding="utf-8")
        importing.import_portfolio(graph, folder / "portfolio.yaml")
    return graph


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A store with the portfolio in its first commit and another name of one system in its second."""
    return record(
        tmp_path_factory.mktemp("api"), PORTFOLIO, PORTFOLIO.replace("Recruiting assistant", "Recruiting aid")
    )


@pytest.fixture
def fresh(tmp_path: Path) -> KnowledgeGraph:
    """A store of one's own with the portfolio in its only commit."""
    return record(tmp_path, PORTFOLIO)


@pytest.fixture(scope="session")
def client(recorded: KnowledgeGraph) -> Iterator[TestClient]:
    """A client of the service over the record. It keeps recent answers."""
    with TestClient(create_app(recorded)) as opened:
        yield opened


@pytest.fixture
def failing(recorded: KnowledgeGraph) -> TestClient:
    """A client that has asked nothing yet and is told of unforeseen errors as others are."""
    return TestClient(create_app(recorded), raise_server_exceptions=False)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """A client of the service over a store with nothing in it."""
    with TestClient(create_app(KnowledgeGraph(tmp_path / "nothing"))) as opened:
        yield opened
