"""Involvements with a system, read from `ontology/vocab/involvements.ttl`: when each is given and what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from kg import vocabulary as v
from kg.logic import Expr, parse
from kg.model import Curie
from kg.store.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Involvement:
    """What an organisation has to do with a system. `areas` are objects of duties, each with what is narrower."""

    name: str
    label: str
    definition: str
    order: int
    condition: Expr
    areas: tuple[Curie, ...]


def from_nodes(nodes: Nodes) -> tuple[Involvement, ...]:
    """The involvements found among nodes, in the order the scheme gives them."""
    found = (
        Involvement(
            name=node.id.partition(":")[2],
            label=node.need(v.PREF_LABEL),
            definition=node.one(v.DEFINITION),
            order=int(node.need(v.ORDER)),
            condition=parse(node.need(v.CONDITION)),
            areas=node.all(v.LOOKS_AT),
        )
        for node in nodes.of(v.INVOLVEMENT)
    )
    return tuple(sorted(found, key=lambda item: item.order))
