"""What a commit changed: each record that came or went, and each field that has another value, with the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.engine.graph import KnowledgeGraph
from kg.errors import NotFound
from kg.portfolio import rdf
from kg.portfolio.merge import Difference, changed_fields
from kg.prefixes import compact, expand
from kg.store.ledger import Commit, Delta, Ledger
from kg.store.quads import graph_of
from kg.tables import Row, Table

NEW, CHANGED, GONE, STAYS, GRAPH = "new", "changed", "gone", "stays", "graph"
COLUMNS = ("change", "record", "field", "old", "new")
_SHOWN = 5


def table_of(found: Difference) -> Table:
    """What an import changes on record, or would change."""
    rows = [(NEW, name, "", "", "") for name in found.new]
    rows += [(CHANGED, change.record, change.field, change.old, change.new) for change in found.changes]
    rows += [(GONE, name, "", "", "") for name in found.gone]
    rows += [(STAYS, name, "", "", "") for name in found.unnamed]
    return Table("changes", COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])


def summary(found: Difference) -> list[str]:
    """The first fields that change, line by line, and where the others are listed."""
    lines = [f"  {change}" for change in found.changes[:_SHOWN]]
    if len(found.changes) > _SHOWN:
        lines.append(f"  and {len(found.changes) - _SHOWN:,} more fields, listed by --changes FILE.csv")
    return lines


def changes(graph: KnowledgeGraph, seq: int | None = None, record: str = "") -> Table:
    """What one commit changed, the last where none is named; with `record` what every commit changed of that one.

    What is no record, such as a framework or a mapping set, is a row for its graph with the number of statements that
    left and joined it. Raises NotFound for a commit or a record that there never was.
    """
    with graph.ledger() as ledger:
        wanted = _record(graph, record) if record else ""
        commits = [found for found in reversed(ledger.log()) if seq is None or found.seq == seq]
        if seq is not None and not commits:
            ledger.resolve(seq)  # says which there are
            raise NotFound("commit 0 is the empty record: it changed nothing", found="0", expected="1 or more")
        if seq is None and not wanted:
            commits = commits[-1:]
        rows = [row for commit in commits for row in _rows(ledger, commit, wanted)]
    if wanted and not rows:
        raise NotFound(
            "no commit changed a record of this id", found=record, known=_known(graph),
            hint="what the last commit changed: normgraph changes",
        )  # fmt: skip
    return Table("changes", ("seq", "time", *COLUMNS), rows)


def _record(graph: KnowledgeGraph, name: str) -> str:
    organisation = graph.organisation
    return name if name == organisation or name.startswith(f"{organisation}:") else f"{organisation}:{name}"


def _known(graph: KnowledgeGraph) -> list[str]:
    with graph.ledger() as ledger:
        return [record.id for record in rdf.from_lines(ledger.state())]


def _rows(ledger: Ledger, commit: Commit, wanted: str) -> Iterator[Row]:
    delta = ledger.delta(commit.seq)
    if wanted:
        start = f"<{expand(wanted)}> "
        delta = Delta(_of(delta.added, start), _of(delta.removed, start))
    for row in (*_of_records(ledger, commit.seq, delta), *(() if wanted else _of_graphs(delta))):
        yield {"seq": str(commit.seq), "time": commit.time, **dict(zip(COLUMNS, row, strict=True))}


def _of(lines: Iterable[str], start: str) -> frozenset[str]:
    return frozenset(line for line in lines if line.startswith(start))


def _of_records(ledger: Ledger, seq: int, delta: Delta) -> Iterator[tuple[str, ...]]:
    touched = {line.partition(" ")[0] for line in rdf.of_portfolio((*delta.added, *delta.removed))}
    if not touched:
        return
    after = {line for line in rdf.of_portfolio(ledger.state(seq)) if line.partition(" ")[0] in touched}
    before = (after - delta.added) | rdf.of_portfolio(delta.removed)
    old, new = ({record.id: record for record in rdf.from_lines(lines)} for lines in (before, after))
    yield from ((NEW, name, "", "", "") for name in sorted(new.keys() - old.keys()))
    for name in sorted(old.keys() & new.keys()):
        for change in changed_fields(old[name], new[name]):
            yield CHANGED, name, change.field, change.old, change.new
    yield from ((GONE, name, "", "", "") for name in sorted(old.keys() - new.keys()))


def _of_graphs(delta: Delta) -> Iterator[tuple[str, ...]]:
    """Graphs that hold no records, with how many statements left and joined them."""
    counts = [Counter(map(graph_of, lines - rdf.of_portfolio(lines))) for lines in (delta.removed, delta.added)]
    removed, added = counts
    for name in sorted(removed.keys() | added.keys()):
        yield GRAPH, compact(name), "statements", f"{removed[name]} removed", f"{added[name]} added"
