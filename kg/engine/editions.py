"""The editions of frameworks: how they bind, what they hold, and how far they are decomposed and reviewed."""

from __future__ import annotations

from collections import Counter
from statistics import median

from kg.clock import Clock
from kg.crosswalk import derived
from kg.engine.graph import KnowledgeGraph
from kg.knowledge import Knowledge
from kg.logic import ALWAYS
from kg.model import Edition, Norm
from kg.tables import Table

SHOWN = (
    "framework", "title", "binding", "status", "jurisdiction", "provisions", "norms", "decomposed", "review_state",
)  # fmt: skip
# Modality of the vocabulary -> column.
MODALITIES = {
    "obligation": "obligations",
    "recommendation": "recommendations",
    "prohibition": "prohibitions",
    "conditional-permission": "permissions",
    "right": "rights",
    "constitutive": "constitutive",
}


def frameworks(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Frameworks, the organisation's own last: binding, norms by modality, duties a requirement, review states."""
    knowledge = graph.knowledge_at(clock)
    rows = [_row(knowledge, edition) for edition in knowledge.catalogs.editions.values()]
    unclear = not graph.chosen and len(graph.organisations) > 1
    notes = ("several organisations are on record: --org NAME adds the frameworks of one",) if unclear else ()
    return Table("framework", tuple(rows[0]) if rows else ("framework",), list(rows), SHOWN, notes)


def _row(knowledge: Knowledge, edition: Edition) -> dict[str, str]:
    norms = knowledge.catalogs.norms_of(edition.id)
    modalities = Counter(norm.modality for norm in norms)
    states = Counter(norm.review_state for norm in norms)
    return {
        "framework": edition.id,
        "title": edition.title,
        "binding": edition.binding,
        "status": edition.status,
        "jurisdiction": edition.jurisdiction,
        "provisions": str(sum(item.edition == edition.id for item in knowledge.catalogs.provisions.values())),
        "norms": str(len(norms)),
        "decomposed": str(sum(bool(knowledge.scheme.links_of(norm.id)) for norm in norms)),
        "review_state": derived.review_state(knowledge, edition.id),
        **{column: str(modalities[modality]) for modality, column in MODALITIES.items()},
        "conditions": str(
            len({window.text for norm in norms for window in norm.windows if window.condition != ALWAYS})
        ),
        **_duties(knowledge, norms),
        "norm_review": ";".join(f"{name}:{count}" for name, count in sorted(states.items())),
    }


def _duties(knowledge: Knowledge, norms: tuple[Norm, ...]) -> dict[str, str]:
    """Different duties required, and the least, median and greatest number for a norm that requires any."""
    required = [{link.duty for link in knowledge.scheme.links_of(norm.id)} for norm in norms]
    counts = [len(duties) for duties in required if duties]
    return {
        "duties": str(len(set().union(*required))),
        "duties_min": str(min(counts)) if counts else "",
        "duties_median": f"{median(counts):g}" if counts else "",
        "duties_max": str(max(counts)) if counts else "",
    }
