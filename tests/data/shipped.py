"""The data under test as one value: knowledge and the demo's portfolio, read from any copy of the data folders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kg import knowledge
from kg.assess.assessment import Assessment
from kg.exchange import portfolio_yaml
from kg.knowledge import Knowledge
from kg.portfolio.model import Portfolio
from kg.resources import data_dir
from kg.store.nodes import read_turtle

PORTFOLIO = "acme/portfolio.yaml"


@dataclass(frozen=True)
class Data:
    """What the checks look at."""

    knowledge: Knowledge
    acme: Portfolio

    @cached_property
    def _assessments(self) -> dict[tuple[date, date], Assessment]:
        return {}

    def assessed(self, day: date, known_on: date | None = None) -> Assessment:
        """The demo's assessment on a day, by what was published then unless told otherwise."""
        clock = (day, known_on or day)
        if clock not in self._assessments:
            self._assessments[clock] = Assessment(self.knowledge, self.acme, *clock)
        return self._assessments[clock]


def read(ontology: Path, examples: Path) -> Data:
    """Data of two folders, in the order in which the program reads them."""
    paths = [path for path in ontology.rglob("*.ttl") if "shapes" not in path.relative_to(ontology).parts]
    known = knowledge.from_nodes(read_turtle(sorted(paths, key=lambda path: path.relative_to(ontology).as_posix())))
    return Data(known, portfolio_yaml.read(examples / PORTFOLIO, known))


def read_shipped() -> Data:
    """The shipped data."""
    return read(data_dir("ontology"), data_dir("examples"))
