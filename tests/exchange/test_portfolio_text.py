"""A portfolio as YAML: what is written is read as the same records, and is a file that a person likes to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from kg.exchange import portfolio_format, portfolio_yaml
from kg.exchange.inventory import Inventory
from kg.exchange.portfolio_text import to_yaml
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import Organisation, RoleAssignment, System
from tests.exchange.portfolios import portfolios


def back(portfolio: Portfolio, knowledge: Knowledge) -> Portfolio:
    return portfolio_yaml.from_place(parse_yaml(to_yaml(portfolio), "portfolio.yaml"), knowledge)


def test_the_demo_portfolio_comes_back_the_same(knowledge: Knowledge, root: Path) -> None:
    portfolio = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", knowledge)
    assert back(portfolio, knowledge) == portfolio


def test_the_federal_excerpt_comes_back_the_same(knowledge: Knowledge, inventory: Inventory) -> None:
    assert back(inventory.portfolio, knowledge) == inventory.portfolio


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_portfolio_comes_back_the_same(data: st.DataObject, knowledge: Knowledge) -> None:
    portfolio = data.draw(portfolios(knowledge))
    assert back(portfolio, knowledge) == portfolio


@pytest.mark.parametrize("text", ["a\rb", "\x07", "\x85", "\u2028", "\ufeff", "tab\tin", " _x000D_", "\U0001f600"])
def test_strange_characters_come_back_the_same(text: str, knowledge: Knowledge) -> None:
    portfolio = model.build([Organisation(id="acme", name=f"a{text}z")])
    assert back(portfolio, knowledge) == portfolio


def test_the_text_is_valid_by_the_schema(knowledge: Knowledge, root: Path) -> None:
    portfolio = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", knowledge)
    schema = json.loads(portfolio_format.schema(knowledge))
    document = json.loads(json.dumps(YAML(typ="safe").load(to_yaml(portfolio)), default=str))
    found = [error.json_path for error in Draft202012Validator(schema).iter_errors(document)]
    assert found == []


def test_it_reads_as_a_person_would_write_it() -> None:
    records = [
        Organisation(id="acme", name="Acme"),
        System(id="acme:mail", name="Mail", version="3.10", facts={"use_area": ("a", "b"), "placed": ("2026-01-31",)}),
        RoleAssignment(id="acme:mail.role.deployer", subject="acme:mail", agent="acme", role="deployer"),
        RoleAssignment(id="acme:mail.role.provider.", subject="acme:mail", agent="acme", role="provider"),
    ]
    assert to_yaml(model.build(records)) == (
        "normgraph: 1\n"
        "organisation:\n  id: acme\n  name: Acme\n"
        "systems:\n- id: mail\n  name: Mail\n  version: '3.10'\n"
        "  facts:\n    placed: 2026-01-31\n    use_area:\n    - a\n    - b\n"
        "  roles:\n  - deployer\n  - agent: acme\n    role: provider\n"
    )
