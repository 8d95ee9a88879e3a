"""Mapping files checked by the linter: by themselves, against each other, libraries, and what is on record."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.clock import Clock
from kg.crosswalk.lint import COLUMNS, Given, Library, Problem, Subject
from kg.crosswalk.lint_rules import LINTER
from kg.crosswalk.mappings import MappingFile, MappingSet
from kg.crosswalk.mappings import Stated as Mapped
from kg.engine import importing
from kg.engine.graph import KnowledgeGraph
from kg.engine.importing import How, Options
from kg.errors import UsageError
from kg.exchange import baseline, sarif
from kg.exchange.catalog_draft import CatalogFile
from kg.own.model import Stated
from kg.tables import Table

SHOWN = ("rule", "severity", "file", "place", "message")
_LIBRARY = Stated(slug="checked-against", title="library", issued=dt.date(1970, 1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: rules to look at and to leave, catalogs to hold ends against, known findings.

    `mapped` is what is said of each file beside it; `loose`: an `intersects` means only that two overlap.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    libraries: tuple[Path, ...] = ()
    baseline: Path | None = None
    loose: bool = False
    mapped: Mapped = field(default_factory=Mapped)
    how: How = field(default_factory=How)


@dataclass(frozen=True)
class Findings:
    """What a check found, and how many findings the baseline knew; `addresses`: name of a file -> its path."""

    problems: tuple[Problem, ...]
    known: int
    sets: tuple[MappingSet, ...]
    addresses: dict[str, str]

    def table(self) -> Table:
        """The findings as rows."""
        rows = [LINTER.row(item).as_dict() for item in self.problems]
        return Table("crosswalk-finding", COLUMNS, list(rows), SHOWN, tuple(self._notes()))

    def sarif(self) -> str:
        """The findings as SARIF 2.1.0."""
        return sarif.to_sarif(LINTER, self.problems, self.addresses)

    def baseline(self) -> str:
        """The findings as a baseline file."""
        return baseline.text(self.problems)

    def _notes(self) -> Iterator[str]:
        mappings = sum(len(item.mappings) for item in self.sets)
        counts = Counter(item.rule for item in self.problems)
        told = ", ".join(f"{rule} {count:,}" for rule, count in sorted(counts.items()))
        yield f"{len(self.sets)} sets with {mappings:,} mappings: {len(self.problems):,} findings" + (
            f" ({told})" if told else ""
        )
        if self.known:
            yield f"not reported: {self.known:,} findings that the baseline knows"


def read_sets(
    graph: KnowledgeGraph, files: Iterable[Path], mapped: Mapped | None = None, how: How | None = None
) -> Iterator[tuple[Path, MappingFile]]:
    """The mapping files at some paths, each read in a process of its own and recorded nowhere."""
    for path in files:
        yield path, importing.read_only(graph, path, Options("mapping-set", mapped=mapped or Mapped()), how)


def check(graph: KnowledgeGraph, clock: Clock, files: Iterable[Path], wanted: Wanted | None = None) -> Findings:
    """What the rules find in some mapping files. With an organisation chosen, its sets on record count as rivals."""
    wanted = wanted or Wanted()
    paths = tuple(files)
    chosen = LINTER.chosen(wanted.select, wanted.ignore)
    passed = baseline.read(wanted.baseline) if wanted.baseline is not None else frozenset[str]()
    names = _named(paths)
    given = Given(
        subjects=tuple(
            Subject(names[path], item)
            for path, value in read_sets(graph, paths, wanted.mapped, wanted.how)
            for item in value.sets
        ),
        knowledge=graph.knowledge_at(clock) if graph.chosen else graph.knowledge,
        others=graph.mapping_sets(clock) if graph.chosen else (),
        libraries=tuple(_library(graph, path, wanted.how) for path in wanted.libraries),
        loose=wanted.loose,
    )
    found = LINTER.run(given, chosen)
    new = tuple(item for item in found if item.fingerprint not in passed)
    sets = tuple(item.set for item in given.subjects)
    return Findings(new, len(found) - len(new), sets, {names[path]: path.as_posix() for path in paths})


def _named(paths: tuple[Path, ...]) -> dict[Path, str]:
    """What each file is called: its name, or its path where names repeat. Raises UsageError for one given twice."""
    twice = [path for path, count in Counter(paths).items() if count > 1]
    if twice:
        raise UsageError("a file is given twice", found=str(twice[0]), expected="each file once")
    names = Counter(path.name for path in paths)
    return {path: path.name if names[path.name] == 1 else path.as_posix() for path in paths}


def _library(graph: KnowledgeGraph, path: Path, how: How) -> Library:
    value: CatalogFile
    try:
        value = importing.read_only(graph, path, Options("framework", stated=_LIBRARY), how)
    except UsageError:  # a framework file of our own says everything itself
        value = importing.read_only(graph, path, Options("framework"), how)
    return Library(path.name, frozenset(item.external_id or item.id for item in value.framework.requirements))
