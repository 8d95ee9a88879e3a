"""Mapping sets as N-Quads, each in a graph of its own in its organisation's ledger, and back.

Names of authors stand beside the ledger, where they can be erased; the quads hold identifiers in their place. What was
asserted is a word in quotes: no statement says that one requirement is another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Names

from kg import vocabulary as v
from kg.crosswalk.mappings import NOTHING, PREFIX, End, Mapping, MappingSet
from kg.crosswalk.relations import NOT, Relation
from kg.portfolio.rdf import MAPPING_GRAPH
from kg.prefixes import compact, expand
from kg.store.nodes import Node, read_nquads
from kg.store.quads import graph_of
from kg.store.terms import literal

BASIS = "asserted"
_DIGITS = 12
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|^`\\]+")
_SET_TEXTS = {
    "title": v.TITLE, "description": v.DESCRIPTION, "version": v.VERSION_INFO, "address": v.SOURCE,
    "tool": v.MAPPING_TOOL, "method": v.MAPPING_METHOD, "status": v.MAPPING_STATUS, "rationale": v.RATIONALE_TYPE,
    "form": v.FORMAT, "file": v.SOURCE_FILE,
}  # fmt: skip
_ROW_TEXTS = {
    "rationale": v.RATIONALE_TYPE, "machine": v.MACHINE_EVIDENCE, "comment": v.COMMENT, "group": v.HELD_TOGETHER,
    "place": v.FILE_PLACE,
}  # fmt: skip
_SOURCE = (v.MAPPING_SOURCE, v.SOURCE_TEXT, v.SOURCE_STATE, v.SOURCE_LABEL, v.SOURCE_HINT)
_TARGET = (v.MAPPING_TARGET, v.TARGET_TEXT, v.TARGET_STATE, v.TARGET_LABEL, v.TARGET_HINT)
_Statement = tuple[str, str, str]


def graph(name: str) -> str:
    """IRI of the graph of the set with this id."""
    return expand(f"{PREFIX}:{name}/{MAPPING_GRAPH}")


def by_set(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Lines of each set, by its id, sorted."""
    found: dict[str, set[str]] = {}
    for line in lines:
        found.setdefault(compact(graph_of(line)).partition(":")[2].removesuffix(f"/{MAPPING_GRAPH}"), set()).add(line)
    return {name: frozenset(own) for name, own in sorted(found.items())}


def to_nquads(mapping_set: MappingSet) -> frozenset[str]:
    """The canonical N-Quads lines of a set."""
    place = graph(mapping_set.id)
    statements = [*_set(mapping_set), *_rows(mapping_set)]
    return frozenset(f"<{expand(subject)}> <{predicate}> {term} <{place}> ." for subject, predicate, term in statements)


def names(mapping_set: MappingSet) -> dict[str, str]:
    """IRI -> name of the authors of a set and of its rows."""
    return {expand(_author(mapping_set, name)): name for name in _authors(mapping_set)}


def from_lines(lines: Iterable[str], named: Names[str, str]) -> tuple[MappingSet, ...]:
    """The sets among some lines, by id. `named` gives authors their names; one that was erased is `(erased)`."""
    nodes = read_nquads(sorted(lines))
    rows: dict[str, list[Mapping]] = {}
    for node in nodes.of(v.MAPPING):
        rows.setdefault(node.need(v.IN_MAPPING_SET), []).append(_mapping(node, named))
    found = [_mapping_set(node, rows.get(node.id, []), named) for node in nodes.of(v.MAPPING_SET)]
    return tuple(sorted(found, key=lambda item: item.id))


def _set(item: MappingSet) -> Iterator[_Statement]:
    yield item.curie, v.TYPE, f"<{v.MAPPING_SET}>"
    yield from _texts(item.curie, item, _SET_TEXTS)
    for predicate, edition in ((v.SOURCE_EDITION, item.source), (v.TARGET_EDITION, item.target)):
        if edition:
            yield item.curie, predicate, f"<{expand(edition)}>"
    if item.licence:
        iri = _IRI.fullmatch(item.licence)
        yield item.curie, v.LICENSE if iri else v.RIGHTS, f"<{item.licence}>" if iri else literal(item.licence)
    for name in item.creators:
        yield item.curie, v.CREATOR, f"<{expand(_author(item, name))}>"
    yield from _days(item.curie, v.ISSUED, item.day)
    for predicate, number in ((v.ROWS_READ, item.rows), (v.ROWS_LEFT_OUT, item.left_out)):
        yield item.curie, predicate, literal(str(number), v.XSD + "integer")


def _rows(item: MappingSet) -> Iterator[_Statement]:
    met: dict[str, int] = {}
    for row in item.mappings:
        said = "\0".join(
            (row.source.text, row.target.text, row.relation.asserted, str(row.relation.negated), row.group)
        )
        digits = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        met[digits] = met.get(digits, 0) + 1
        # A row that is repeated word for word is another row.
        node = f"{item.curie}/{digits}" + (f"-{met[digits]}" if met[digits] > 1 else "")
        yield from _row(node, item, row)


def _row(node: str, item: MappingSet, row: Mapping) -> Iterator[_Statement]:
    yield node, v.TYPE, f"<{v.MAPPING}>"
    yield node, v.IN_MAPPING_SET, f"<{expand(item.curie)}>"
    yield node, v.BASIS, literal(BASIS)
    yield from _end_of(node, row.source, _SOURCE)
    yield from _end_of(node, row.target, _TARGET)
    yield from _relation(node, row)
    for predicate, number in ((v.STRENGTH, row.strength), (v.CONFIDENCE, row.confidence)):
        if number:
            yield node, predicate, literal(number, v.XSD + "decimal" if _NUMBER.fullmatch(number) else "")
    if row.justification:
        term = row.justification.startswith("semapv:") and expand(row.justification)
        yield node, v.JUSTIFICATION, f"<{term}>" if term else literal(row.justification)
    if row.author:
        yield node, v.ASSERTED_BY, f"<{expand(_author(item, row.author))}>"
    yield from _days(node, v.ASSERTED_ON, row.day)
    yield from _texts(node, row, _ROW_TEXTS)


def _end_of(node: str, end: End, predicates: tuple[str, ...]) -> Iterator[_Statement]:
    if end.state != NOTHING:
        yield node, predicates[0], f"<{expand(end.id)}>"
    for predicate, text in zip(predicates[1:], (end.text, end.state, end.label, end.hint), strict=True):
        if text:
            yield node, predicate, literal(text)


def _relation(node: str, row: Mapping) -> Iterator[_Statement]:
    yield node, v.RELATION, literal(row.relation.asserted)
    if row.relation.name:
        yield node, v.SET_RELATION, literal(row.relation.name)
    if row.relation.negated:
        yield node, v.PREDICATE_MODIFIER, literal(NOT)
    if row.negative:
        yield node, v.NEGATIVE, literal("true", v.XSD + "boolean")


def _texts(node: str, item: object, fields: dict[str, str]) -> Iterator[_Statement]:
    return ((node, predicate, literal(text)) for name, predicate in fields.items() if (text := getattr(item, name)))


def _days(node: str, predicate: str, day: str) -> Iterator[_Statement]:
    if day:
        yield node, predicate, literal(day, v.XSD + "date" if _DAY.fullmatch(day) else "")


def _authors(item: MappingSet) -> list[str]:
    return list(dict.fromkeys((*item.creators, *(row.author for row in item.mappings if row.author))))


def _author(item: MappingSet, name: str) -> str:
    return f"{item.curie}/author-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"


def _mapping_set(node: Node, rows: list[Mapping], named: Names[str, str]) -> MappingSet:
    return MappingSet(
        id=node.id.partition(":")[2],
        source=node.one(v.SOURCE_EDITION),
        target=node.one(v.TARGET_EDITION),
        licence=node.one(v.LICENSE) or node.one(v.RIGHTS),
        creators=tuple(sorted(_name(author, named) for author in node.all(v.CREATOR))),
        day=node.one(v.ISSUED),
        rows=int(node.one(v.ROWS_READ, "0")),
        left_out=int(node.one(v.ROWS_LEFT_OUT, "0")),
        mappings=tuple(sorted(rows, key=_order)),
        **{name: node.one(predicate) for name, predicate in _SET_TEXTS.items()},
    )


def _mapping(node: Node, named: Names[str, str]) -> Mapping:
    relation = Relation(node.need(v.RELATION), node.one(v.SET_RELATION), node.one(v.PREDICATE_MODIFIER) == NOT)
    author = node.one(v.ASSERTED_BY)
    return Mapping(
        source=_end(node, _SOURCE),
        target=_end(node, _TARGET),
        relation=relation,
        strength=node.one(v.STRENGTH),
        confidence=node.one(v.CONFIDENCE),
        justification=node.one(v.JUSTIFICATION),
        author=_name(author, named) if author else "",
        day=node.one(v.ASSERTED_ON),
        **{name: node.one(predicate) for name, predicate in _ROW_TEXTS.items()},
    )


def _end(node: Node, predicates: tuple[str, ...]) -> End:
    iri, text, state, label, hint = (node.one(predicate) for predicate in predicates)
    return End(text=text, id=iri, state=state, label=label, hint=hint)


def _name(author: str, named: Names[str, str]) -> str:
    return named.get(expand(author), "(erased)")


def _order(row: Mapping) -> tuple[list[tuple[int, str]], str, str]:
    parts = re.split(r"(\d+)", row.place)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts], row.source.text, row.target.text
