"""The facade: one opened knowledge graph, and the questions it answers. The command line and REST use nothing else."""

from kg.assess.verdicts import APPLICABILITIES
from kg.crosswalk.derived import RELATIONS
from kg.engine import (
    answers,
    checking,
    comparing,
    crosswalks,
    editions,
    frameworks,
    graphs,
    importing,
    mappings,
    portfolios,
    residuals,
    reviews,
)
from kg.engine.graph import DEFAULT_STORE, KnowledgeGraph
from kg.engine.importing import Imported
from kg.engine.picking import Picked

__all__ = [
    "APPLICABILITIES",
    "DEFAULT_STORE",
    "RELATIONS",
    "Imported",
    "KnowledgeGraph",
    "Picked",
    "answers",
    "checking",
    "comparing",
    "crosswalks",
    "editions",
    "frameworks",
    "graphs",
    "importing",
    "mappings",
    "portfolios",
    "residuals",
    "reviews",
]
