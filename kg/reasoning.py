"""OWL RL closure of the vocabulary with owlrl, and the contradictions it finds.

owlrl does not raise on an inconsistency, it adds error triples; here they become a list. The closure is super-linear:
keep it to vocabularies and small graphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import Graph, URIRef

from kg.resources import ontology_dir

# The names owlrl gives its error triples.
_ERRORS = "http://www.daml.org/2002/03/agents/agent-ont#"


def vocabulary_files() -> list[Path]:
    """The OWL modules and SKOS schemes: everything in `ontology/` but catalogs and shapes."""
    base = ontology_dir()
    return sorted([*base.glob("*.ttl"), *(base / "vocab").glob("*.ttl")])


def closure(files: Iterable[Path]) -> Graph:
    """OWL RL closure of some Turtle files."""
    graph = Graph()
    for path in files:
        graph.parse(str(path), format="turtle")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: Graph) -> list[str]:
    """Messages of the contradictions in a closed graph, sorted; empty when there are none."""
    return sorted(str(message) for message in graph.objects(None, URIRef(_ERRORS + "error")))
