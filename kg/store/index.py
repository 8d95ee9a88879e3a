"""RDF terms, parsing and querying: the only module that imports pyoxigraph.

An `Index` is a read-only view of one immutable directory of quads. `kg.store.build` makes and opens such directories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Self

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    parse_query_results,
    serialize,
)

from kg import __version__
from kg.errors import InputError, NormgraphError, StoreError, StoreInvalid, UsageError
from kg.store.shelf import Marker, SharedLock

__all__ = [
    "ENGINE",
    "BlankNode",
    "DefaultGraph",
    "Index",
    "Literal",
    "NamedNode",
    "Quad",
    "QueryBoolean",
    "QueryResultsFormat",
    "QuerySolution",
    "QuerySolutions",
    "QueryTriples",
    "RdfFormat",
    "Results",
    "Store",
    "Term",
    "Triple",
    "Variable",
    "change",
    "fill",
    "parse",
    "parse_query_results",
    "serialize",
    "to_lines",
]

Term = NamedNode | Literal
Results = QuerySolutions | QueryBoolean | QueryTriples
ENGINE = f"normgraph {__version__}, pyoxigraph {pyoxigraph.__version__}, index 1"
_QUADS = "quads"
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def to_lines(quads: Iterable[Quad]) -> list[str]:
    """The quads as canonical N-Quads lines for the ledger, sorted, each once."""
    text = serialize(quads, format=RdfFormat.N_QUADS)
    # Not splitlines(): it would also split at characters a literal may hold, such as U+2028.
    return sorted(set((text or b"").decode().split("\n")[:-1]))


class Index:
    """A read-only view of one index directory. Holds a lock that keeps the directory from being removed."""

    def __init__(self, path: Path, marker: Marker, store: Store, lock: SharedLock) -> None:
        """Takes over an open store and its lock; `Index.open` is the way to get one."""
        self.path = path
        self.marker = marker
        self._store: Store | None = store
        self._lock = lock
        self._everything = [NamedNode(graph) for graph in sorted(marker.counts)]

    @classmethod
    def open(cls, path: Path) -> Index:
        """Opens the index directory `path`. Raises `StoreInvalid` on any doubt about its content, saying which."""
        try:
            lock = SharedLock(path)
            marker = Marker.read(path)
            doubt = marker.doubt(path, ENGINE)
            if doubt:
                raise _doubtful(path, doubt)
            store = Store.read_only(str(path / _QUADS))
            # Oxigraph opens some damaged directories without an error, with rows missing.
            if len(store) != marker.total:
                raise _doubtful(path, f"it holds {len(store)} quads instead of {marker.total}")
        except (OSError, RuntimeError) as error:
            # The engine says RuntimeError where a block's checksum is wrong.
            raise _doubtful(path, getattr(error, "strerror", None) or str(error)) from error
        return cls(path, marker, store, lock)

    @property
    def graphs(self) -> dict[str, int]:
        """Number of quads by graph IRI."""
        return dict(self.marker.counts)

    def __len__(self) -> int:
        """Number of quads."""
        return self.marker.total

    def query(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
        *,
        default: Sequence[str] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Results:
        """Answers a SPARQL query over the named graphs `graphs` (IRIs; None: all) and nothing else.

        Their union is the default graph, unless `default` names other graphs for that; FROM clauses have no effect
        where graphs are given, and can reach nothing that is not in the index.
        `bindings` gives terms to variables, which a SELECT must project. Raises `InputError` for a query that cannot
        be read or a variable it does not project, `UsageError` for a graph that is no IRI, `StoreInvalid` if the index
        proves damaged. Results are lazy: read them before closing the index.
        """
        named = self._everything if graphs is None else _nodes(graphs)
        # The union of all there is is many times faster than the same graphs by name, and nothing else can be seen.
        everything = graphs is None and default is None
        union = None if everything else named if default is None else _nodes(default)
        substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): term for name, term in (bindings or {}).items()
        }
        try:
            return self._opened.query(
                sparql,
                prefixes=dict(prefixes or {}),
                use_default_graph_as_union=everything,
                default_graph=union if union is None else list(union),
                named_graphs=None if everything else list(named),
                substitutions=substitutions,
            )
        except SyntaxError as error:
            raise _unreadable(error) from error
        except (OSError, RuntimeError) as error:
            raise self.failure(error) from error

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads that match the given terms (None: any). Lazy, like `query`."""
        return self._opened.quads_for_pattern(subject, predicate, object, graph)

    def copy(self, directory: Path) -> None:
        """Makes a copy of the store under `directory` that shares its unchanging files. Raises `OSError`."""
        self._opened.backup(directory / _QUADS)

    def failure(self, error: OSError | RuntimeError) -> NormgraphError:
        """What to raise when reading failed: if the files differ from what was built, the index is marked unusable."""
        doubt = self.marker.doubt(self.path, ENGINE, deep=True)
        if doubt is None and isinstance(error, RuntimeError):
            return InputError("the query cannot be asked this way", found=str(error), code="sparql-binding")
        if doubt is None:
            return StoreError("the index could not be read", where=str(self.path), found=str(error))
        Marker.discard(self.path)
        return _doubtful(self.path, doubt)

    def close(self) -> None:
        """Lets go of the directory; a second call does nothing."""
        self._store = None
        self._lock.release()

    def __enter__(self) -> Self:
        """Returns the index itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the index."""
        self.close()

    @property
    def _opened(self) -> Store:
        if self._store is None:
            raise StoreError("this index has been closed", where=str(self.path))
        return self._store


def _doubtful(path: Path, doubt: str) -> StoreInvalid:
    return StoreInvalid(
        "the index cannot be trusted",
        where=str(path),
        found=doubt,
        hint="run the command again: the index is built anew from the ledger",
        code="index-damaged",
    )


def _nodes(graphs: Sequence[str]) -> list[NamedNode]:
    try:
        return [NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise UsageError("not the IRI of a graph", found=", ".join(graphs), expected=str(error)) from error


def _unreadable(error: SyntaxError) -> InputError:
    place = _PLACE.match(str(error))
    where, found = (f"line {place[1]}, column {place[2]}", place[3]) if place else (None, str(error))
    return InputError("the query cannot be read", where=where, found=found, expected="SPARQL 1.1", code="sparql-syntax")


def fill(directory: Path, files: Mapping[str, Sequence[Path]], lines: Iterable[str]) -> tuple[dict[str, int], int]:
    """Loads a new store under `directory`: Turtle files into their graphs (by IRI), then canonical N-Quads lines.

    Returns how many quads the Turtle files gave, by graph, and how many the store holds in all. Raises `InputError`
    naming file and line, `OSError`.
    """
    counts: dict[str, int] = {}
    store = Store(directory / _QUADS)
    store.bulk_extend(chain(_parse_files(files, counts), _parse_lines(lines)))
    store.flush()
    return counts, len(store)


def change(source: Index, directory: Path, added: Iterable[str], removed: Iterable[str]) -> int:
    """Makes under `directory` a store like that of `source`, with some lines added and removed; files are shared.

    Returns how many quads it holds. Raises `OSError`.
    """
    source.copy(directory)
    store = Store(directory / _QUADS)
    for quad in _parse_lines(removed):
        store.remove(quad)
    store.bulk_extend(_parse_lines(added))
    store.flush()
    return len(store)


def _parse_files(files: Mapping[str, Sequence[Path]], counts: dict[str, int]) -> Iterator[Quad]:
    for name, paths in files.items():
        graph = NamedNode(name)
        seen: set[Triple] = set()
        for path in paths:
            for statement in _parse_turtle(path):
                seen.add(Triple(statement.subject, statement.predicate, statement.object))
                yield Quad(statement.subject, statement.predicate, statement.object, graph)
        counts[name] = len(seen)


def _parse_turtle(path: Path) -> Iterator[Quad | Triple]:
    try:
        yield from parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        raise InputError(
            "not valid Turtle", where=f"{path}:{error.lineno}", found=error.msg, hint="mend it", code="turtle-syntax"
        ) from error


def _parse_lines(lines: Iterable[str]) -> Iterator[Quad]:
    # Lenient: the ledger has checked these lines, and a second check of every IRI costs a third of the time.
    for statement in parse("".join(f"{line}\n" for line in lines), RdfFormat.N_QUADS, lenient=True):
        if isinstance(statement, Quad):
            yield statement
