"""Graphs of any RDF that an organisation keeps beside its record: they can be asked, and decide nothing.

Each stands in the ledger under a name of its own, whole, and is replaced or removed as a whole.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import partial

from kg.clock import Clock
from kg.engine.frameworks import told, whose
from kg.engine.graph import KnowledgeGraph, author
from kg.errors import InputError, NotFound, UsageError
from kg.exchange.portfolio_values import check_identifier
from kg.exchange.rdf_file import RdfGraph, in_graph
from kg.exchange.rows import GRAPH
from kg.portfolio.rdf import RDF_GRAPHS
from kg.prefixes import expand
from kg.store.ledger import Commit, State
from kg.store.quads import graph_of
from kg.tables import Table


@dataclass(frozen=True, slots=True)
class KeptGraph:
    """What an import did: whose graph, its name, what it holds, and the commit (None: no change)."""

    organisation: str
    name: str
    found: RdfGraph
    commit: Commit | None
    dry_run: bool = False

    def table(self) -> Table | None:
        """None: every statement was taken."""
        return None

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        count = len(self.found.statements)
        blanks = f"; {self.found.blanks:,} blank nodes were given names" if self.found.blanks else ""
        return [
            f"{self.organisation}: graph {self.name}, {count:,} statements{blanks}",
            f"no verdict reads it; in SPARQL it is GRAPH <{iri(self.organisation, self.name)}>",
            told(self.commit, dry_run=self.dry_run),
        ]


def iri(organisation: str, name: str = "") -> str:
    """The IRI of a graph that an organisation keeps; without a name, what all of them begin with."""
    return expand(f"{organisation}:{RDF_GRAPHS}{name}")


def keep(
    graph: KnowledgeGraph, found: RdfGraph, file: str, *, replace: bool = False, dry_run: bool = False
) -> KeptGraph:
    """Put a graph on record. One of the same name that says something else is replaced only where `replace` says so."""
    organisation, name = whose(graph, "graph"), _name(found.name)
    lines = frozenset(in_graph(found.statements, iri(organisation, name)))
    if dry_run and organisation not in graph.organisations:
        return KeptGraph(organisation, name, found, None, dry_run)
    with graph.ledger(organisation, create=not dry_run) as ledger:
        head = ledger.head
        before = _by_name(ledger.state(head.seq), organisation).get(name, frozenset())
        if before and before != lines and not replace:
            raise InputError(
                "a graph of this name is on record and says something else", where=file, found=name,
                expected="another name, or the word that it is to be replaced",
                hint=f"normgraph import {shlex.quote(file)} --graph NAME\n"
                f"normgraph import {shlex.quote(file)} --graph {name} --replace",
            )  # fmt: skip
        commit = None
        if not dry_run:
            said = (author(), f"import graph {name} from {file}", graph.digest)
            commit = ledger.commit(lines - before, before - lines, *said, expected_head=head)
    return KeptGraph(organisation, name, found, commit, dry_run)


def remove(graph: KnowledgeGraph, name: str, *, dry_run: bool = False) -> Commit | None:
    """Take a graph off the record; earlier states keep it."""
    with graph.ledger() as ledger:
        head = ledger.head
        known = _by_name(ledger.state(head.seq), graph.organisation)
        if name not in known:
            raise NotFound(
                "no such graph on record", found=name, known=known,
                expected=" | ".join(known) or "none: no graph was imported", hint="normgraph graph list",
            )  # fmt: skip
        if dry_run:
            return None
        return ledger.commit((), known[name], author(), f"remove graph {name}", graph.digest, expected_head=head)


def table(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Graphs on record at the clock's state, by name, with how much each holds."""
    with graph.ledger() as ledger:
        known = _by_name(ledger.state(ledger.resolve(clock.at).seq), graph.organisation)
    rows = [
        {"graph": name, "statements": str(len(lines)), "iri": iri(graph.organisation, name)}
        for name, lines in known.items()
    ]
    return Table(GRAPH.name, tuple(column.name for column in GRAPH.columns), list(rows))


def _by_name(state: State, organisation: str) -> dict[str, frozenset[str]]:
    start = iri(organisation)
    found: dict[str, set[str]] = {}
    for line in state:
        if (name := graph_of(line)).startswith(start):
            found.setdefault(name.removeprefix(start), set()).add(line)
    return {name: frozenset(lines) for name, lines in sorted(found.items())}


def _name(asked: str) -> str:
    """A name as it stands in the graph's IRI."""
    check_identifier(asked, partial(UsageError, where="--graph", hint="say what to call it: --graph NAME"))
    return asked
