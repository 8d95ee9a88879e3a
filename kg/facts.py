"""The facts vocabulary: what may be stated about organisations, systems and supply relations, and by which events."""

from __future__ import annotations

from dataclasses import dataclass

from kg import vocabulary as v
from kg.model import EventType, FactType
from kg.store.nodes import Node, Nodes


@dataclass(frozen=True)
class FactVocabulary:
    """Fact types, topics (name -> label) and event kinds."""

    types: dict[str, FactType]
    topics: dict[str, str]
    events: dict[str, EventType]

    def of_topic(self, topic: str) -> tuple[FactType, ...]:
        """Base facts of one topic."""
        return tuple(fact for fact in self.types.values() if fact.topic == topic and not fact.derived)


def from_nodes(nodes: Nodes) -> FactVocabulary:
    """The facts vocabulary found among nodes."""
    values: dict[str, list[Node]] = {}
    for node in nodes.of(v.FACT_VALUE):
        values.setdefault(node.need(v.VALUE_OF), []).append(node)
    types = {}
    for node in sorted(nodes.of(v.FACT_TYPE), key=lambda found: found.id):
        fact = _fact(node, values.get(node.id, []), nodes)
        types[fact.name] = fact
    return FactVocabulary(types=types, topics=_labels(nodes, "topic"), events=_events(nodes))


def _fact(node: Node, values: list[Node], nodes: Nodes) -> FactType:
    value_type = node.one(v.VALUE_TYPE)
    broader = {
        value.need(v.NOTATION): nodes.by_id[value.one(v.BROADER_VALUE)].need(v.NOTATION)
        for value in values
        if value.one(v.BROADER_VALUE)
    }
    return FactType(
        name=_local(node.id),
        label=node.need(v.PREF_LABEL),
        question=node.one(v.QUESTION),
        value_type=value_type,
        multiple=node.flag(v.MULTIPLE) or value_type == "list",
        describes=node.locals(v.DESCRIBES),
        topic=node.local(v.TOPIC),
        derived=node.flag(v.DERIVED),
        values=("true", "false") if value_type == "boolean" else tuple(value.need(v.NOTATION) for value in values),
        broader=broader,
    )


def _events(nodes: Nodes) -> dict[str, EventType]:
    found = (node for node in nodes.by_id.values() if node.id.startswith("event:"))
    return {
        _local(node.id): EventType(
            name=_local(node.id),
            label=node.one(v.PREF_LABEL),
            triggers=node.locals(v.FIRES_TRIGGER),
            gives_facts=node.locals(v.GIVES_FACT),
        )
        for node in sorted(found, key=lambda node: node.id)
    }


def _labels(nodes: Nodes, prefix: str) -> dict[str, str]:
    found = (node for node in nodes.by_id.values() if node.id.startswith(f"{prefix}:"))
    return {_local(node.id): node.one(v.PREF_LABEL) for node in sorted(found, key=lambda node: node.id)}


def _local(curie: str) -> str:
    return curie.partition(":")[2]
