"""The forty hand-made cases: a portfolio, a clock, and the verdicts a reader of the design and the law expects."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg import knowledge
from kg.assess import reasons
from kg.assess.assessment import Assessment
from kg.assess.verdicts import Verdict
from kg.exchange.portfolio_yaml import from_place
from kg.exchange.yaml_source import Place, parse_yaml
from kg.knowledge import Knowledge

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
PLAIN = ("applicability", "status", "applies_from", "applies_until", "assurance", "role")


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge.load()


def test_there_are_forty() -> None:
    assert len(CASES) == 40


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, known: Knowledge) -> None:
    wrong = problems_of(path, known)
    assert not wrong, "\n".join(wrong)


@cache
def _read(path: Path) -> tuple[dict[str, Any], Place]:
    """A case, and its portfolio with line numbers. Kept, because faults in the data are tried on every case."""
    text = path.read_text(encoding="utf-8")
    case: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    portfolio = parse_yaml(text, path.name).get("portfolio")
    assert portfolio is not None
    return case, portfolio


def problems_of(path: Path, known: Knowledge) -> list[str]:
    """Where a case's verdicts are not as its reader expected."""
    case, portfolio = _read(path)
    as_of = _day(case["as_of"])
    assessment = Assessment(
        known,
        from_place(portfolio, known),
        as_of,
        _day(case.get("known_on") or as_of),
        frozenset(case.get("as_if_adopted") or ()),
    )
    return [f"{path.stem}: {problem}" for row in case["expect"] for problem in _problems(assessment, row)]


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


def _problems(assessment: Assessment, row: dict[str, Any]) -> list[str]:
    organisation = assessment.portfolio.organisation.id
    subject = row["subject"] if row["subject"] == organisation else f"{organisation}:{row['subject']}"
    found = [
        (assessment.verdict(block, number), reasons.attributes(assessment, block, number))
        for block in assessment.blocks((row["requirement"].partition(":")[0],))
        for number, name in enumerate(block.subjects)
        if name == subject
        and row["requirement"] in (block.norm.id, assessment.knowledge.catalogs.requirement(block.norm))
    ]
    label = f"{row['subject']} {row['requirement']}"
    if len(found) != 1:
        return [f"{label}: {len(found)} verdicts"]
    verdict, attributes = found[0]
    return [f"{label}: {problem}" for problem in _differences(verdict, attributes, row)]


def _differences(verdict: Verdict, attributes: tuple[str, ...], row: dict[str, Any]) -> list[str]:
    wrong = [
        f"{key} is {getattr(verdict, key)!r}, expected {str(row[key])!r} ({verdict.reason})"
        for key in PLAIN
        if key in row and getattr(verdict, key) != str(row[key])
    ]
    if "attributes" in row and set(attributes) != set(row["attributes"]):
        wrong.append(f"attributes are {sorted(attributes)}, expected {sorted(row['attributes'])}")
    for key, column in (("missing_facts", verdict.missing_facts), ("residual", verdict.residual_duties)):
        there = set(column.split(";"))
        wrong += [f"{key} lacks {name}: {column}" for name in row.get(f"{key}_include", ()) if name not in there]
        wrong += [f"{key} has {name}: {column}" for name in row.get(f"{key}_exclude", ()) if name in there]
    return wrong
