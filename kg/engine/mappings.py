"""Mapping sets: put on record whole in one commit, listed, shown and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.clock import Clock
from kg.crosswalk import mapping_rdf
from kg.crosswalk.mappings import (
    FINDING_COLUMNS,
    FOREIGN,
    NOTHING,
    ON_RECORD,
    SHIPPED,
    End,
    Finding,
    Mapping,
    MappingFile,
    MappingSet,
    ReadSet,
    counts,
)
from kg.engine.frameworks import told, whose
from kg.engine.graph import KnowledgeGraph, author
from kg.errors import InputError, NotFound
from kg.exchange.mapping_draft import FORMS
from kg.identifiers import ROLLED_UP
from kg.portfolio.rdf import of_mappings
from kg.store.ledger import Commit
from kg.tables import Row, Table

__all__ = ["FORMS", "KeptSets", "keep", "known", "listed", "listing", "remove", "rows_of", "show"]

SETS = (
    "set", "origin", "title", "source", "target", "mappings", "negative", "machine_made", "pinned", "rows", "left_out",
    "licence", "creators", "date", "rationale", "form", "file",
)  # fmt: skip
SETS_SHOWN = (
    "set",
    "origin",
    "source",
    "target",
    "mappings",
    "negative",
    "machine_made",
    "pinned",
    "left_out",
    "licence",
)
ROWS = (
    "source", "relation", "target", "negative", "strength", "confidence", "justification", "rationale", "machine",
    "asserted", "source_text", "source_state", "target_text", "target_state", "hint", "author", "date", "group",
    "comment", "place",
)  # fmt: skip
ROWS_SHOWN = ("source", "relation", "target", "confidence", "justification", "hint", "place")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class KeptSets:
    """What an import did: the sets with what was not understood in them, and the commit (None: no change)."""

    organisation: str
    file: str
    sets: tuple[ReadSet, ...]
    commit: Commit | None
    dry_run: bool

    def table(self) -> Table | None:
        """What was not understood, each with its place, and ends that stay open; None where everything was."""
        found = [item.as_dict() for read in self.sets for item in (*read.findings, *_open_ends(read.mapping_set))]
        return Table("mapping-findings", FINDING_COLUMNS, list(found)) if found else None

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        lines = [
            line
            for read in self.sets
            for line in (
                _told_set(read.mapping_set),
                *_told_findings(read.findings),
                *_told_open(read.mapping_set),
            )
        ]
        return [*lines, told(self.commit, dry_run=self.dry_run)]


def keep(
    graph: KnowledgeGraph, read: MappingFile, file: str, *, replace: bool = False, dry_run: bool = False
) -> KeptSets:
    """Put the sets of a file on record. One of the same name is replaced only where `replace` says so."""
    organisation = whose(graph, "mapping set")
    lines = {item.mapping_set.id: mapping_rdf.to_nquads(item.mapping_set) for item in read.sets}
    if dry_run and organisation not in graph.organisations:
        return KeptSets(organisation, file, read.sets, None, dry_run)
    with graph.ledger(organisation, create=not dry_run) as ledger:
        head = ledger.head
        known = mapping_rdf.by_set(of_mappings(ledger.state(head.seq)))
        before = {name: known.get(name, frozenset()) for name in lines}
        _refuse_other(before, lines, file, replace=replace)
        commit = None
        if not dry_run:
            names = {iri: name for item in read.sets for iri, name in mapping_rdf.names(item.mapping_set).items()}
            added = frozenset().union(*lines.values())
            removed = frozenset().union(*before.values()) - added
            message = f"import mapping set {', '.join(lines)} from {file}"
            commit = ledger.commit(
                added, removed, author(), message, graph.digest, expected_head=head, names=names
            )  # fmt: skip
    return KeptSets(organisation, file, read.sets, commit, dry_run)


def remove(graph: KnowledgeGraph, name: str, *, dry_run: bool = False) -> str:
    """Take a mapping set off the record; says what became of the record. Raises NotFound."""
    with graph.ledger() as ledger:
        head = ledger.head
        known = mapping_rdf.by_set(of_mappings(ledger.state(head.seq)))
        if name not in known:
            raise _no_such(name, tuple(known), graph.shipped_mappings)
        commit = None
        if not dry_run:
            said = f"remove mapping set {name}"
            commit = ledger.commit((), known[name], author(), said, graph.digest, expected_head=head)
    return told(commit, dry_run=dry_run)


def known(graph: KnowledgeGraph, clock: Clock) -> tuple[MappingSet, ...]:
    """The sets on record, and those shipped; one on record goes before a shipped one of its name."""
    recorded = graph.mapping_sets(clock)
    names = {item.id for item in recorded}
    return (*(item for item in graph.shipped_mappings if item.id not in names), *recorded)


def listed(graph: KnowledgeGraph, clock: Clock) -> Table:
    """The mapping sets that are shipped, and those on record."""
    recorded = {item.id for item in graph.mapping_sets(clock)}
    return listing(known(graph, clock), recorded)


def listing(sets: Iterable[MappingSet], recorded: Collection[str]) -> Table:
    """Some mapping sets, a row for each; `recorded` are the ids of those on record, the others are shipped."""
    rows = [_set_row(item, ON_RECORD if item.id in recorded else SHIPPED) for item in sets]
    return Table("mapping-set", SETS, rows, SETS_SHOWN)


def show(graph: KnowledgeGraph, clock: Clock, name: str, *, only_open: bool = False) -> Table:
    """The rows of one set; with `only_open` those with an end that the pinned editions do not have. Raises NotFound."""
    sets = {item.id: item for item in known(graph, clock)}
    if name not in sets:
        raise NotFound("no such mapping set", found=name, known=sets, hint="list them with: normgraph mapping list")
    return rows_of(sets[name], only_open=only_open)


def rows_of(found: MappingSet, *, only_open: bool = False) -> Table:
    """The rows of a set, with what it says of itself as notes."""
    rows = [_mapping_row(row) for row in found.mappings if not only_open or _is_open(row)]
    return Table("mapping", ROWS, rows, ROWS_SHOWN, tuple(_said(found)))


def _said(found: MappingSet) -> Iterator[str]:
    yield _told_set(found)
    for label, text in (
        ("title", found.title), ("version", found.version), ("address", found.address),
        ("licence", found.licence or "not stated"), ("made by", "; ".join(found.creators)),
        ("date", found.day), ("tool", found.tool), ("method", found.method),
        ("status", found.status), ("rationale type", found.rationale), ("file", found.file),
    ):  # fmt: skip
        if text:
            yield f"{label}: {text}"


def _told_set(found: MappingSet) -> str:
    number = counts(found.mappings)
    ends = ", ".join(f"{number[state]:,} with an end that is {state}" for state in _OPEN if number[state])
    return (
        f"{found.id}: {found.source or 'several'} to {found.target or 'several'}, {found.rows:,} rows, "
        f"{number['mappings']:,} mappings, {found.left_out:,} left out; {number['negative']:,} negative, "
        f"{number['machine-made']:,} machine-made, {number['pinned']:,} with both ends in known editions"
        + (f"; {ends}" if ends else "")
    )


_OPEN = ("rolled-up", "ambiguous", "wrong-edition", "unknown", FOREIGN)


def _told_findings(findings: tuple[Finding, ...]) -> Iterator[str]:
    """A line for each kind of finding, with its number and the first places."""
    kinds = Counter(item.what for item in findings)
    for what, number in kinds.items():
        places = [f"{item.found} at {item.place}" for item in findings if item.what == what]
        more = f" and {number - _SHOWN:,} more, listed by --report FILE.csv" if number > _SHOWN else ""
        yield f"  {what}: {'; '.join(places[:_SHOWN])}{more}"


def _told_open(found: MappingSet) -> Iterator[str]:
    """A line on the ends of which it is not told what they name, with the first of them."""
    ends = list(_open_ends(found))
    if ends:
        first = f"{ends[0].found} at {ends[0].place} ({ends[0].expected or ends[0].code})"
        yield f"  ends that stay open: {len(ends):,}, such as {first}; listed by --report FILE.csv"


def _open_ends(found: MappingSet) -> Iterator[Finding]:
    for row in found.mappings:
        for end in (row.source, row.target):
            if _is_open_end(end):
                yield Finding(row.place, end.state, f"an end is {end.state}", end.text, end.hint)


def _is_open_end(end: End) -> bool:
    return not (end.pinned or end.state in (NOTHING, FOREIGN))


def _is_open(row: Mapping) -> bool:
    return _is_open_end(row.source) or _is_open_end(row.target)


def _set_row(item: MappingSet, origin: str) -> Row:
    number = counts(item.mappings)
    return {
        "set": item.id,
        "origin": origin,
        "title": item.title,
        "source": item.source,
        "target": item.target,
        "mappings": str(number["mappings"]),
        "negative": str(number["negative"]),
        "machine_made": str(number["machine-made"]),
        "pinned": str(number["pinned"]),
        "rows": str(item.rows),
        "left_out": str(item.left_out),
        "licence": item.licence,
        "creators": ";".join(item.creators),
        "date": item.day,
        "rationale": item.rationale,
        "form": item.form,
        "file": item.file,
    }


def _mapping_row(row: Mapping) -> Row:
    return {
        "source": row.source.id,
        "relation": row.relation.shown,
        "target": row.target.id,
        "negative": "yes" if row.negative else "no",
        "strength": row.strength,
        "confidence": row.confidence,
        "justification": row.justification,
        "rationale": row.rationale,
        "machine": row.machine,
        "asserted": row.relation.asserted,
        "source_text": row.source.text,
        "source_state": row.source.state,
        "target_text": row.target.text,
        "target_state": row.target.state,
        "hint": "; ".join(_hint(end) for end in (row.source, row.target) if _hint(end)),
        "author": row.author,
        "date": row.day,
        "group": row.group,
        "comment": row.comment,
        "place": row.place,
    }


def _hint(end: End) -> str:
    if end.state == ROLLED_UP:
        return f"{end.text} is rolled up"
    return f"{end.text}: {end.hint}" if end.hint else ""


def _refuse_other(
    before: dict[str, frozenset[str]], lines: dict[str, frozenset[str]], file: str, *, replace: bool
) -> None:
    other = [name for name, known in before.items() if known and known != lines[name]]
    if other and not replace:
        raise InputError(
            "a mapping set of this name is on record and says something else", where=file, found=", ".join(other),
            expected="another name, or the word that it is to be replaced",
            hint=f"normgraph mapping import {file} --replace\nor, for a second one beside it: --name NAME",
        )  # fmt: skip


def _no_such(name: str, known: tuple[str, ...], own: tuple[MappingSet, ...]) -> NotFound:
    if name in {item.id for item in own}:
        return NotFound(
            "this mapping set is shipped, not on record", found=name, expected=" | ".join(known) or "none is on record",
            hint="leave it out where sets are compared, with --sets A,B or --set NAME",
        )  # fmt: skip
    return NotFound(
        "no such mapping set on record", found=name, known=known,
        expected=" | ".join(known) or "none: no mapping set is on record", hint="normgraph mapping import FILE",
    )  # fmt: skip
