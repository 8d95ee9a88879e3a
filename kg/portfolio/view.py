"""Frameworks that an organisation works with: among them is looked first where a name does not tell its framework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.catalogs import Catalogs
from kg.model import Curie
from kg.portfolio.fields import specs
from kg.portfolio.model import Portfolio
from kg.portfolio.records import Commitment, Organisation
from kg.prefixes import compact


@dataclass(frozen=True, slots=True)
class View:
    """What an organisation says of frameworks: those it has assessed, and those it committed itself to."""

    instruments: tuple[Curie, ...] = ()
    committed: tuple[Curie, ...] = ()

    def editions(self, catalogs: Catalogs) -> frozenset[Curie]:
        """The instruments; where none are named, what binds by itself and what the organisation committed itself to."""
        if self.instruments:
            return frozenset(self.instruments)
        binding = (item.id for item in catalogs.editions.values() if not item.voluntary)
        return frozenset((*binding, *self.committed))


def of_portfolio(portfolio: Portfolio) -> View:
    """The view of the organisation of a portfolio."""
    committed = (item.framework for item in portfolio.of(Commitment))
    return View(portfolio.organisation.instruments, tuple(sorted(set(committed))))


def of_lines(lines: Iterable[str]) -> View:
    """The view that the lines of a ledger tell, without making records of them."""
    kinds = ((Organisation, "instruments"), (Commitment, "framework"))
    instruments, committed = (f"<{specs(cls)[name].predicate}>" for cls, name in kinds)
    found: dict[str, set[Curie]] = {instruments: set(), committed: set()}
    # Millions of lines have neither: only those that do are taken apart.
    for line in [line for line in lines if instruments in line or committed in line]:
        _, predicate, term, _ = line.split(" ", 3)
        if predicate in found:
            found[predicate].add(compact(term[1:-1]))
    return View(*(tuple(sorted(names)) for names in found.values()))
