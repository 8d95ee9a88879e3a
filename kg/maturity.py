"""Levels of maturity, read from `ontology/vocab/maturity.ttl`: which duties have to be shown for each."""

from __future__ import annotations

from dataclasses import dataclass

from kg import vocabulary as v
from kg.model import Curie
from kg.store.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Level:
    """One level; it is reached when its own duties and those of all lower ones are shown."""

    name: str
    label: str
    definition: str
    rank: int
    duties: tuple[Curie, ...]


def from_nodes(nodes: Nodes) -> tuple[Level, ...]:
    """The levels found among nodes, lowest first."""
    found = (
        Level(
            name=node.id.partition(":")[2],
            label=node.need(v.PREF_LABEL),
            definition=node.one(v.DEFINITION),
            rank=int(node.need(v.RANK)),
            duties=node.all(v.NEEDS_DUTY),
        )
        for node in nodes.by_id.values()
        if node.id.startswith("maturity:")
    )
    return tuple(sorted(found, key=lambda level: level.rank))
