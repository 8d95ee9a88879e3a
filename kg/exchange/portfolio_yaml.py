"""Portfolio files: YAML in, records out. Strict: what is not understood is an error with file and line."""

from __future__ import annotations

from pathlib import Path

from kg.exchange.portfolio_reader import NO_VIEW, SECTIONS, PortfolioReader, PortfolioSheets
from kg.exchange.yaml_source import Place, read_yaml
from kg.knowledge import Knowledge
from kg.portfolio.model import Portfolio
from kg.portfolio.view import View

FORMAT_VERSION = "1"


def read(path: Path, knowledge: Knowledge) -> Portfolio:
    """The portfolio in a YAML file. Raises InputError naming file, line, what was found and what was expected."""
    return from_place(read_yaml(path), knowledge)


def organisation_of(document: Place) -> str:
    """The organisation a parsed document is about, empty where it does not say so."""
    entry = document.get("organisation") if isinstance(document.value, dict) else None
    found = entry.get("id") if entry is not None and isinstance(entry.value, dict) else None
    return found.value if found is not None and isinstance(found.value, str) else ""


def from_place(document: Place, knowledge: Knowledge) -> Portfolio:
    """The portfolio in a parsed YAML document."""
    return read_place(document, knowledge).portfolio


def read_place(document: Place, knowledge: Knowledge, view: View = NO_VIEW) -> PortfolioSheets:
    """The portfolio in a parsed YAML document, and which names in it were read otherwise than they are written.

    `view`: the frameworks that the organisation's record has in view, beside those that the document names.
    """
    if isinstance(document.value, dict) and (framework := document.get("framework")) is not None:
        raise framework.error(
            "this is a framework, not a portfolio", expected="organisation: {id, name}",
            hint=f"normgraph framework import {document.file}",
        )  # fmt: skip
    top = dict(document.entries(("normgraph", "organisation", *SECTIONS)))
    if "normgraph" not in top or top["normgraph"].text() != FORMAT_VERSION:
        place = top.get("normgraph", document)
        raise place.error(
            "not a portfolio file of this version",
            found=place.value if "normgraph" in top else "no `normgraph` key",
            expected=f"normgraph: {FORMAT_VERSION}",
            hint="start from: normgraph template portfolio",
        )
    if "organisation" not in top:
        raise document.error(
            "organisation is missing", found="no `organisation` key", expected="organisation: {id, name}"
        )
    return PortfolioReader(top, knowledge, view).run()
