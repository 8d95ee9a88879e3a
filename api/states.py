"""The state an answer rests on: three clocks and the knowledge, named in the headers of every response."""

from __future__ import annotations

from dataclasses import dataclass

from api import etags
from kg import __version__
from kg.clock import Clock, parse_at
from kg.engine import KnowledgeGraph
from kg.errors import NormgraphError, NotFound

NO_RECORD = "none"
AS_OF, KNOWN_ON, AT, KNOWLEDGE = "Normgraph-As-Of", "Normgraph-Known-On", "Normgraph-At", "Normgraph-Knowledge"


@dataclass(frozen=True, slots=True)
class State:
    """A clock with the record's state resolved to a commit, and the key of everything an answer depends on.

    `organisation` is empty where the answer depends on no record.
    """

    clock: Clock
    knowledge: str
    key: str
    organisation: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that name the state."""
        return {
            AS_OF: self.clock.as_of.isoformat(),
            KNOWN_ON: self.clock.known_on.isoformat(),
            AT: NO_RECORD if self.clock.at is None else str(self.clock.at),
            KNOWLEDGE: self.knowledge,
        }

    @property
    def pinned(self) -> dict[str, str]:
        """The clocks as query parameters, so that another request sees the same state; none where none matters."""
        if not self.organisation:
            return {}
        return {"as_of": str(self.clock.as_of), "known_on": str(self.clock.known_on), "at": str(self.clock.at)}


def of_record(graph: KnowledgeGraph, as_of: str, known_on: str, at: str) -> State:
    """The state that clocks given as texts name. Raises UsageError, and NotFound where nothing is on record."""
    if not graph.organisations:
        raise NotFound("nothing is on record yet", hint="import a portfolio first")
    head = graph.at(parse_at(at) if at else None)
    if not head.seq:
        raise NotFound("nothing is on record at this state", where="--at", found=at, expected="a later state")
    clock = Clock.of(as_of or None, known_on or None, head.seq)
    return State(clock, graph.digest, str(graph.key(clock)), graph.organisation)


def of_knowledge(graph: KnowledgeGraph) -> State:
    """The state of an answer about the knowledge, which no date changes; the clocks are those of now."""
    clock = Clock(at=_head(graph))
    return State(clock, graph.digest, f"{graph.digest[:12]}-{_own(graph, clock)}{__version__}")


def _own(graph: KnowledgeGraph, clock: Clock) -> str:
    """What names the organisation's own frameworks in a key; nothing where it keeps none."""
    try:
        own = graph.own_lines(clock)
    except NormgraphError:
        return ""
    return f"{etags.digest(sorted(own))[:12]}-" if own else ""


def _head(graph: KnowledgeGraph) -> int | None:
    try:
        return graph.at(None).seq
    except NormgraphError:
        return None
