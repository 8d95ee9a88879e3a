"""A portfolio file of either form, YAML or workbook: opened first, so that whose it is is known before it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.exchange import portfolio_sheets, portfolio_yaml, spreadsheet
from kg.exchange.portfolio_sheets import PortfolioSheets
from kg.exchange.yaml_source import read_yaml
from kg.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that has been opened: the organisation it is about, and what reads it with the knowledge of that one."""

    organisation: str
    read: Callable[[Knowledge], PortfolioSheets]


def opened(path: Path) -> Opened:
    """Open a portfolio file. Raises UsageError for a spreadsheet of another kind, InputError for what is no file."""
    if path.suffix.lower() not in spreadsheet.SUFFIXES:
        document = read_yaml(path)
        organisation = portfolio_yaml.organisation_of(document)
        return Opened(organisation, lambda known: PortfolioSheets(portfolio_yaml.from_place(document, known), ()))
    if path.suffix.lower() in spreadsheet.WORKBOOKS:
        workbook = spreadsheet.read(path)
        if portfolio_sheets.recognised(workbook):
            organisation = portfolio_sheets.organisation_of(workbook)
            return Opened(organisation, lambda known: portfolio_sheets.from_workbook(workbook, known))
    raise UsageError(
        "a spreadsheet needs a profile that says what its columns mean", where="--profile", found="none",
        expected="the name of a profile, or a portfolio workbook",
        hint=f"normgraph import {path.name} --profile us-federal-2024\nnormgraph template portfolio.xlsx",
    )  # fmt: skip
