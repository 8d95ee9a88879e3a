"""The status truth table, read from `ontology/vocab/statuses.ttl`: from states of bits to the status of a norm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg import vocabulary as v
from kg.errors import InputError
from kg.logic import FALSE, TRUE, UNKNOWN
from kg.store.nodes import Nodes

if TYPE_CHECKING:
    import numpy as np

_TRUTHS = {"false": FALSE, "unknown": UNKNOWN, "true": TRUE}


@dataclass(frozen=True, slots=True)
class StatusRule:
    """If every bit is in one of `every` and, where given, some bit is in `some`: the norm has the status `gives`."""

    order: int
    every: frozenset[str]
    some: str
    gives: str


@dataclass(frozen=True)
class StatusTable:
    """States of bits by rank, the rules, what conditions of prohibitions give, and the assurance each activity needs.

    `numbers[presence]` is the number of the status (in `names`) where `presence` has one bit set per state that occurs;
    number 0, the empty name, means that nothing is demanded. Statuses are numbered from best to worst.
    """

    states: tuple[str, ...]
    rules: tuple[StatusRule, ...]
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    of_condition: dict[int, str]
    assurances: tuple[str, ...]
    needed: dict[str, int]

    @cached_property
    def lookup(self) -> np.ndarray:
        """`numbers`, to look up many at once."""
        # Whoever only reads the knowledge does without the library: start-up counts.
        import numpy as np

        return np.array(self.numbers, dtype=np.int8)

    def number(self, name: str) -> int:
        """Number of a status name."""
        return self.names.index(name)

    def rank(self, state: str) -> int:
        """Rank of a state of a bit; greater is better supported."""
        return self.states.index(state)


def from_nodes(nodes: Nodes) -> StatusTable:
    """The truth table found among nodes."""
    states = _ranked(nodes, "bit-state")
    rules = tuple(sorted(_rules(nodes), key=lambda rule: rule.order))
    statuses = _ranked(nodes, "status")
    names = ("", *statuses)
    return StatusTable(
        states=states,
        rules=rules,
        names=names,
        numbers=_numbers(states, rules, names),
        of_condition=_conditions(nodes),
        assurances=_ranked(nodes, "assurance"),
        needed=_needed(nodes),
    )


def _ranked(nodes: Nodes, scheme: str) -> tuple[str, ...]:
    members = [node for node in nodes.by_id.values() if node.id.startswith(f"{scheme}:")]
    members.sort(key=lambda node: int(node.need(v.RANK)))
    return tuple(node.id.partition(":")[2] for node in members)


def _rules(nodes: Nodes) -> list[StatusRule]:
    return [
        StatusRule(int(node.need(v.ORDER)), frozenset(node.locals(v.EVERY)), node.local(v.SOME), node.local(v.GIVES))
        for node in nodes.of(v.STATUS_RULE)
        if not node.one(v.CONDITION_VALUE)
    ]


def _conditions(nodes: Nodes) -> dict[int, str]:
    return {
        _TRUTHS[node.one(v.CONDITION_VALUE)]: node.local(v.GIVES)
        for node in nodes.of(v.STATUS_RULE)
        if node.one(v.CONDITION_VALUE)
    }


def _needed(nodes: Nodes) -> dict[str, int]:
    order = _ranked(nodes, "assurance")
    return {
        activity: order.index(node.local(v.NEEDS_ASSURANCE))
        for node in nodes.of(v.THRESHOLD_RULE)
        for activity in node.locals(v.ACTIVITY)
    }


def _numbers(states: tuple[str, ...], rules: tuple[StatusRule, ...], names: tuple[str, ...]) -> tuple[int, ...]:
    table = [0] * (1 << len(states))
    for presence in range(1, len(table)):
        present = {state for number, state in enumerate(states) if presence >> number & 1}
        found = next((rule for rule in rules if _fits(rule, present)), None)
        if found is None:
            raise InputError(
                "the status truth table has a hole",
                found=", ".join(sorted(present)),
                expected="a rule for every combination of states",
                hint="add a status rule to ontology/vocab/statuses.ttl",
            )
        table[presence] = names.index(found.gives)
    return tuple(table)


def _fits(rule: StatusRule, present: set[str]) -> bool:
    return (not rule.every or present <= rule.every) and (not rule.some or rule.some in present)
