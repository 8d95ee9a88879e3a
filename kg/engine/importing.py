"""Imports: a file is read, checked and put on record in one commit, or not at all.

What a file is stands in `kg.exchange.kinds`; what is done with a value that was read stands here, by its type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from kg.crosswalk.mappings import MappingFile
from kg.engine import frameworks, graphs, history, mappings, measures
from kg.engine.frameworks import Kept
from kg.engine.graph import KnowledgeGraph, author
from kg.engine.graphs import KeptGraph
from kg.engine.mappings import KeptSets
from kg.engine.measures import KeptMeasures
from kg.exchange import findings, reading
from kg.exchange.catalog_draft import CatalogFile
from kg.exchange.findings import Finding
from kg.exchange.import_report import Report
from kg.exchange.inventory import Inventory
from kg.exchange.kinds import NAMES, Asked, Options, RecordNeeded
from kg.exchange.measures import MeasuresFile
from kg.exchange.portfolio_reader import PortfolioSheets
from kg.exchange.rdf_file import RdfGraph
from kg.exchange.reading import Limits, Reading
from kg.own.model import Stated
from kg.portfolio import model, view
from kg.portfolio import rdf as portfolio_rdf
from kg.portfolio.merge import Difference, merge
from kg.portfolio.model import Portfolio
from kg.portfolio.rdf import of_frameworks
from kg.portfolio.records import IMPLEMENTATION_STATUSES, Organisation
from kg.prefixes import expand
from kg.store.ledger import Commit, Head, Ledger
from kg.tables import Table

__all__ = [
    "NAMES",
    "STATUSES",
    "How",
    "Imported",
    "ImportedInventory",
    "Options",
    "Outcome",
    "import_file",
    "import_framework",
    "import_inventory",
    "import_portfolio",
    "read_only",
    "record",
]

# Statuses that an implementation may have.
STATUSES = IMPLEMENTATION_STATUSES

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class How:
    """How to put a file on record.

    `dry_run`: check everything, record nothing; `prune`: remove what the file does not name; `replace`: a framework or
    graph may take the place of another of its name; `seconds` and `memory` (MiB): how much reading it may take, where
    that is not what is usual for its size; `progress` hears each stage, how much of it is done, and how much there is.
    """

    dry_run: bool = False
    prune: bool = False
    replace: bool = False
    seconds: float | None = None
    memory: int | None = None
    progress: Progress | None = None

    def tell(self, stage: str) -> None:
        """Say that a stage begins."""
        if self.progress is not None:
            self.progress(stage, 0, 1)


class Done(Protocol):
    """What an import did."""

    def summary(self) -> list[str]:
        """What is said about it, line by line."""

    def table(self) -> Table | None:
        """How each value was read, where that is worth a table."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, and what the file was taken for."""

    file: str
    reading: Reading
    done: Done

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        open_ = "" if self.reading.confined else " (network not blocked on this platform)"
        return [f"{self.file}: read as {self.reading.title} ({self.reading.why}){open_}", *self.done.summary()]

    def changes(self) -> Table | None:
        """What it changes on record, where the file named records."""
        done = self.done.imported if isinstance(self.done, ImportedInventory) else self.done
        return done.changes() if isinstance(done, Imported | KeptMeasures) else None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the difference, and the commit (None when nothing changed, or in a dry run).

    `complete` counts the declarations that a topic is complete: what they assume has to be said. `notes` say what was
    left out because the file marks it so; `findings` which names were read otherwise than they are written.
    """

    organisation: str
    difference: Difference
    commit: Commit | None
    complete: Mapping[str, int]
    dry_run: bool = False
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def table(self) -> Table | None:
        """The names that were read otherwise than they are written, place by place; None where none was."""
        return findings.table(self.findings) if self.findings else None

    def changes(self) -> Table:
        """What the import changes on record: each record that is new or gone, each field that has another value."""
        return history.table_of(self.difference)

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        found = self.difference
        counts = ", ".join(f"{kind} {count:,}" for kind, count in sorted(found.kinds.items()))
        lines = [*self.notes, *findings.summary(self.findings), f"{self.organisation}: {counts}"]
        if self.complete:
            topics = ", ".join(f"{topic} ({count:,})" for topic, count in sorted(self.complete.items()))
            lines.append(f"assumed: in topics declared complete, a fact that is not given counts as none: {topics}")
        lines.append(f"new {len(found.new)}, changed {len(found.changed)}, removed {len(found.gone)}")
        lines += history.summary(found)
        if found.unnamed:
            lines.append(
                f"{len(found.unnamed)} records are on record but not in this file and stay; --prune removes them"
            )
        return [*lines, frameworks.told(self.commit, dry_run=self.dry_run)]


@dataclass(frozen=True, slots=True)
class ImportedInventory:
    """What the import of a spreadsheet did, and how its cells were read."""

    report: Report
    imported: Imported

    def table(self) -> Table:
        """How each answer was read."""
        return self.report.table()

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        return [*self.report.summary(), *self.imported.summary()]


D = TypeVar("D", bound=Done)


class Basis:
    """The ledgers that an import looks at, each with the state it had when it was looked at first."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._heads: dict[str, tuple[Ledger, Head]] = {}
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def ledger(self, organisation: str, *, create: bool = False) -> tuple[Ledger, Head]:
        """The ledger of an organisation, and the state against which everything is checked."""
        if organisation not in self._heads:
            ledger = self._opened.enter_context(self._graph.ledger(organisation, create=create))
            self._heads[organisation] = ledger, ledger.head
        return self._heads[organisation]

    def state(self, organisation: str) -> frozenset[str]:
        """All lines of that state."""
        ledger, head = self.ledger(organisation)
        return ledger.state(head.seq)


@dataclass(frozen=True, slots=True)
class Given:
    """What there is for putting a value on record: the file's name, how it was read, and where to put it."""

    graph: KnowledgeGraph
    basis: Basis
    file: str
    options: Options
    how: How = field(default_factory=How)


def import_file(graph: KnowledgeGraph, path: Path, options: Options | None = None, how: How | None = None) -> Outcome:
    """Import a file of any kind: what it is, is found by what is in it unless `options` say so."""
    found, done = _import(graph, path, options or Options(), how or How(), _keep)
    return Outcome(path.name, found, done)


def read_only(graph: KnowledgeGraph, path: Path, options: Options, how: How | None = None) -> Any:
    """The value in a file, read as an import reads it; nothing is put on record."""
    with Basis(graph) as basis:
        return _read(graph, path, options, how or How(), basis).value


def _import(
    graph: KnowledgeGraph, path: Path, options: Options, how: How, keep: Callable[[Any, Given], D]
) -> tuple[Reading, D]:
    with Basis(graph) as basis:
        how.tell("reading")
        found = _read(graph, path, options, how, basis)
        return found, keep(found.value, Given(graph, basis, path.name, options, how))


def _read(graph: KnowledgeGraph, path: Path, options: Options, how: How, basis: Basis) -> Reading:
    """What is in the file, read with the own frameworks of the organisation that it turns out to belong to."""
    recorded = graph.organisations
    whose = graph.chosen or (recorded[0] if len(recorded) == 1 else "")
    needed = {whose} & {*recorded}
    while True:
        states = {name: basis.state(name) for name in needed}
        own = {name: of_frameworks(state) for name, state in states.items()}
        views = {name: view.of_lines(state) for name, state in states.items()}
        try:
            asked = Asked(options, whose, recorded, own, views)
            return reading.confined(path, asked, _KEEPERS, Limits.of(_size(path), how.seconds, how.memory))
        except RecordNeeded as need:
            needed.add(need.organisation)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # the reader says what is wrong with it
        return 0


def import_portfolio(graph: KnowledgeGraph, path: Path, *, dry_run: bool = False, prune: bool = False) -> Imported:
    """Import a portfolio file: what it names is replaced, what it does not name stays unless `prune`."""
    how = How(dry_run=dry_run, prune=prune)
    return _import(graph, path, Options("portfolio"), how, _keep_portfolio)[1]


def import_inventory(
    graph: KnowledgeGraph, path: Path, profile: str, *, dry_run: bool = False, prune: bool = False
) -> ImportedInventory:
    """Import a spreadsheet by the profile of that name."""
    how = How(dry_run=dry_run, prune=prune)
    return _import(graph, path, Options("inventory", profile), how, _keep_inventory)[1]


def import_framework(
    graph: KnowledgeGraph, path: Path, stated: Stated | None = None, *, replace: bool = False, dry_run: bool = False
) -> Kept:
    """Import a framework of one's own. One of the same slug is replaced only where `replace` says so.

    `stated` is what is said of it beside the file, such as its slug.
    """
    how = How(dry_run=dry_run, replace=replace)
    return _import(graph, path, Options("framework", stated=stated or Stated()), how, _keep_framework)[1]


def record(
    graph: KnowledgeGraph, incoming: Portfolio, message: str, *, dry_run: bool = False, prune: bool = False
) -> Imported:
    """Put a portfolio on record in one commit."""
    with Basis(graph) as basis:
        return _put(graph, basis, incoming, message, How(dry_run=dry_run, prune=prune))


def _put(
    graph: KnowledgeGraph, basis: Basis, incoming: Portfolio, message: str, how: How, *, rows: bool = False
) -> Imported:
    organisation, complete = incoming.organisation.id, incoming.complete_topics
    if how.dry_run and organisation not in graph.organisations:
        difference = merge(frozenset(), incoming, prune=how.prune)
        return Imported(organisation, difference, None, complete, how.dry_run)
    ledger, head = basis.ledger(organisation, create=not how.dry_run)
    told = partial(how.progress, "comparing") if how.progress is not None else None
    difference = merge(ledger.state(head.seq), incoming, prune=how.prune, rows=rows, told=told)
    names = {expand(person): name for person, name in incoming.names.items()}
    commit = None
    if not how.dry_run:
        how.tell("recording")
        commit = ledger.commit(
            difference.added,
            difference.removed,
            author(),
            message,
            graph.digest,
            expected_head=head,
            names=names,
        )
    return Imported(organisation, difference, commit, complete, how.dry_run)


def _keep_portfolio(found: Portfolio | PortfolioSheets, given: Given) -> Imported:
    read = PortfolioSheets(found) if isinstance(found, Portfolio) else found
    done = _put(given.graph, given.basis, read.portfolio, f"import {given.file}", given.how)
    return replace(done, notes=read.notes, findings=read.findings)


def _keep_inventory(found: Inventory, given: Given) -> ImportedInventory:
    message = f"import {given.file} as {found.report.profile}"
    incoming = _beside_recorded(found.portfolio, given)
    return ImportedInventory(found.report, _put(given.graph, given.basis, incoming, message, given.how, rows=True))


def _beside_recorded(incoming: Portfolio, given: Given) -> Portfolio:
    """The portfolio of a spreadsheet, which adds to what is on record of the organisation itself."""
    organisation = incoming.organisation
    if organisation.id not in given.graph.organisations:
        return incoming
    ledger, head = given.basis.ledger(organisation.id)
    start = f"<{expand(organisation.id)}> "
    found = portfolio_rdf.from_lines(line for line in ledger.state(head.seq) if line.startswith(start))
    for known in found:
        if isinstance(known, Organisation):
            name = organisation.name if given.options.organisation_name else known.name
            facts = {**known.facts, **organisation.facts}
            instruments = known.instruments or organisation.instruments
            organisation = replace(known, name=name, facts=facts, instruments=instruments)
    return model.build([*incoming.records.values(), organisation], incoming.names)


def _keep_framework(found: CatalogFile, given: Given) -> Kept:
    return frameworks.keep(given.graph, found, given.file, replace=given.how.replace, dry_run=given.how.dry_run)


def _keep_mappings(found: MappingFile, given: Given) -> KeptSets:
    return mappings.keep(given.graph, found, given.file, replace=given.how.replace, dry_run=given.how.dry_run)


def _keep_measures(found: MeasuresFile, given: Given) -> KeptMeasures:
    organisation, state = frameworks.whose(given.graph, "measures"), frozenset[str]()
    if organisation in given.graph.organisations:
        ledger, head = given.basis.ledger(organisation)
        state = frozenset(ledger.state(head.seq))
    recorded = {record.id: record for record in portfolio_rdf.from_lines(state)}
    portfolio, left = measures.incoming(found, organisation, recorded)
    how = given.how
    if not how.prune:
        kept = [recorded[name] for name in left]
        portfolio = model.build((*portfolio.records.values(), *kept), portfolio.names)
    done = _put(given.graph, given.basis, portfolio, f"import {given.file} as {found.form}", how)
    return KeptMeasures(
        organisation, found, done.difference, frozenset() if how.prune else left, done.commit, how.dry_run
    )


def _keep_graph(found: RdfGraph, given: Given) -> KeptGraph:
    return graphs.keep(given.graph, found, given.file, replace=given.how.replace, dry_run=given.how.dry_run)


def _keep(value: Any, given: Given) -> Done:
    return next(keep for cls, keep in _KEEPERS.items() if isinstance(value, cls))(value, given)


# What is done with a value that was read. A new type of value is one entry here.
_KEEPERS: dict[type[Any], Callable[[Any, Given], Done]] = {
    Portfolio: _keep_portfolio,
    PortfolioSheets: _keep_portfolio,
    Inventory: _keep_inventory,
    CatalogFile: _keep_framework,
    MappingFile: _keep_mappings,
    MeasuresFile: _keep_measures,
    RdfGraph: _keep_graph,
}
