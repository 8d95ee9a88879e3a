"""Portfolio records as N-Quads and back, driven by the field definitions alone.

A fact is one statement, `<system> fact:profiling "true"`, so that SPARQL users can write it as they would say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from kg.portfolio.records import RECORD_TYPES, Record, Spec, specs
from kg.prefixes import compact, expand
from kg.store.nodes import Node, Nodes, read_nquads
from kg.store.terms import literal
from kg.vocabulary import TYPE, XSD

FACT_PREFIX = "fact:"
_GRAPH = "graph/portfolio"
_END = f"/{_GRAPH}> ."
# Local names of the two graphs that each framework has, below its slug.
FRAMEWORK_GRAPHS = ("graph/catalog", "graph/duties")
# Below this local name an organisation keeps graphs of any RDF: everybody can ask them, and they decide nothing.
RDF_GRAPHS = "graph/rdf/"
# Local name of the graph of a mapping set, below the name of the set.
MAPPING_GRAPH = "graph/mappings"
_MAPPING_END = f"/{MAPPING_GRAPH}> ."
_FRAMEWORK_ENDS = tuple(f"/{name}> ." for name in FRAMEWORK_GRAPHS)
SCHEMES = frozenset({"topic", "fact", "event", "role", "evidence-kind", "discipline", "assurance"})


def graph_of(organisation: str) -> str:
    """IRI of the named graph that holds an organisation's records."""
    return expand(f"{organisation.partition(':')[0]}:{_GRAPH}")


def to_nquads(records: Iterable[Record], graph: str) -> list[str]:
    """Sorted N-Quads lines (without line ends) of some records."""
    return sorted(to_lines(records, graph))


def to_lines(records: Iterable[Record], graph: str) -> set[str]:
    """N-Quads lines (without line ends) of some records, in no order."""
    lines: set[str] = set()
    end = f" <{graph}> ."
    for record in records:
        subject = f"<{expand(record.id)}> <"
        lines.add(f"{subject}{TYPE}> <{record.rdf_class}>{end}")
        for name, spec in specs(type(record)).items():
            # Most fields of most records are empty.
            if value := getattr(record, name):
                for said in _said(value, spec):
                    lines.add(f"{subject}{said}{end}")
    return lines


def _said(value: Any, spec: Spec) -> Iterable[str]:
    """What a field says: `predicate> term` for each value."""
    if spec.kind == "facts":
        return [line for fact, stated in value.items() for line in _fact(fact, stated)]
    if spec.kind == "pairs":
        return [f"{spec.predicate}> {literal(f'{name}={stated}')}" for name, stated in value]
    if spec.many:
        return [f"{spec.predicate}> {_term(item, spec)}" for item in value]
    if spec.kind in ("text", "choice"):
        return (f"{spec.predicate}> {literal(str(value))}",)
    return (f"{spec.predicate}> {_term(value, spec)}",)


@lru_cache(maxsize=1 << 12)
def _fact(fact: str, stated: tuple[str, ...]) -> tuple[str, ...]:
    predicate = expand(FACT_PREFIX + fact)
    return tuple([f"{predicate}> {literal(item)}" for item in stated])


def _term(value: Any, spec: Spec) -> str:
    if isinstance(value, date):
        return literal(value.isoformat(), XSD + "date")
    if isinstance(value, bool):
        return literal(str(value).lower(), XSD + "boolean")
    if spec.kind == "ref" and value not in spec.words:
        return f"<{expand(_qualified(value, spec))}>"
    return literal(str(value))


def _qualified(value: str, spec: Spec) -> str:
    return f"{spec.ref}:{value}" if spec.ref in SCHEMES else value


def of_portfolio(lines: Iterable[str]) -> frozenset[str]:
    """Those among a ledger's lines that are records."""
    return frozenset(line for line in lines if line.endswith(_END))


def of_frameworks(lines: Iterable[str]) -> frozenset[str]:
    """Those among a ledger's lines that belong to frameworks of one's own, which are knowledge.

    They are known by the names of their graphs. A ledger holds further graphs that are neither: they decide nothing.
    """
    return frozenset(line for line in lines if line.endswith(_FRAMEWORK_ENDS))


def of_mappings(lines: Iterable[str]) -> frozenset[str]:
    """Those among a ledger's lines that belong to mapping sets, known by the names of their graphs."""
    return frozenset(line for line in lines if line.endswith(_MAPPING_END))


def from_lines(lines: Iterable[str]) -> list[Record]:
    """Records among a ledger's lines."""
    return from_nodes(read_nquads(of_portfolio(lines)))


def from_nodes(nodes: Nodes) -> list[Record]:
    """Records found among nodes. Nodes of no known class are left out."""
    by_class = {compact(cls.rdf_class): cls for cls in RECORD_TYPES}
    found = []
    for node in nodes.by_id.values():
        cls = next((by_class[name] for name in node.all(TYPE) if name in by_class), None)
        if cls is not None:
            found.append(_record(node, cls))
    return found


def _record(node: Node, cls: type[Record]) -> Record:
    values: dict[str, Any] = {"id": node.id}
    for name, spec in specs(cls).items():
        if spec.kind == "facts":
            values[name] = _facts(node)
            continue
        stated = node.values.get(spec.predicate)
        if stated:
            values[name] = _value(stated, spec)
    return cls(**values)


def _facts(node: Node) -> dict[str, tuple[str, ...]]:
    return {
        predicate: tuple(sorted(stated))
        for predicate, stated in sorted(
            (compact(iri).removeprefix(FACT_PREFIX), found)
            for iri, found in node.values.items()
            if compact(iri).startswith(FACT_PREFIX)
        )
    }


def _value(stated: list[str], spec: Spec) -> Any:
    if spec.kind == "pairs":
        return tuple(sorted((name, item) for name, _, item in (text.partition("=") for text in stated)))
    if spec.kind == "date":
        return date.fromisoformat(stated[0])
    if spec.kind == "flag":
        return stated[0] == "true"
    short = [item.partition(":")[2] if _is_scheme(spec) and item not in spec.words else item for item in stated]
    return tuple(sorted(short)) if spec.many else short[0]


def _is_scheme(spec: Spec) -> bool:
    return spec.kind == "ref" and spec.ref in SCHEMES
