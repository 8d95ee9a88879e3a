"""A portfolio file of either form, YAML or workbook: opened first, so that whose it is is known before it is read."""

from __future__ import annotations

import shlex
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.errors import InputError
from kg.exchange import portfolio_sheets, portfolio_yaml, spreadsheet
from kg.exchange.portfolio_reader import PortfolioSheets
from kg.exchange.xlsx import NO_ARCHIVE
from kg.exchange.yaml_source import read_yaml
from kg.knowledge import Knowledge
from kg.portfolio.view import View

_NAMES, _NAMES_READ = "xl/workbook.xml", 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that has been opened: the organisation it is about, and what reads it.

    Reading takes the knowledge of that organisation and the frameworks that its record has in view.
    """

    organisation: str
    read: Callable[[Knowledge, View], PortfolioSheets]


def is_workbook(path: Path) -> bool:
    """Whether a file is a portfolio workbook. What cannot be read is none: its reader says why."""
    if path.suffix.lower() not in spreadsheet.WORKBOOKS:
        return False
    try:
        # The names of its sheets tell nearly always, and take no time with a large file.
        with zipfile.ZipFile(path) as archive, archive.open(_NAMES) as part:
            names = part.read(_NAMES_READ).decode(errors="replace").casefold()
        known = [title for title in portfolio_sheets.TITLES if f'name="{title.casefold()}"' in names]
        if len(known) > len(portfolio_sheets.TITLES) // 2:
            return True
        return bool(known) and portfolio_sheets.recognised(spreadsheet.read(path))
    except (InputError, KeyError, OSError, *NO_ARCHIVE):
        return False


def opened(path: Path) -> Opened:
    """Open a portfolio file. Raises InputError for a spreadsheet of another kind, and for what is no file."""
    if path.suffix.lower() not in spreadsheet.SUFFIXES:
        document = read_yaml(path)
        organisation = portfolio_yaml.organisation_of(document)
        return Opened(organisation, partial(portfolio_yaml.read_place, document))
    if path.suffix.lower() in spreadsheet.WORKBOOKS:
        workbook = spreadsheet.read(path)
        if portfolio_sheets.recognised(workbook):
            organisation = portfolio_sheets.organisation_of(workbook)
            return Opened(organisation, partial(portfolio_sheets.from_workbook, workbook))
    raise InputError(
        "not a portfolio workbook", where=path.name, found="a spreadsheet of another kind",
        expected="the sheets of the template, in an XLSX workbook",
        hint=f"an inventory: normgraph import {shlex.quote(path.name)} --as inventory\n"
        "to start: normgraph template portfolio.xlsx",
    )  # fmt: skip
