"""The duty scheme held still: what two catalogs decomposed after the freeze needed beyond it, and what links owe."""

from __future__ import annotations

from pathlib import Path

from rdflib import SKOS, Graph, URIRef

from kg.knowledge import Knowledge

DUTY = "https://w3id.org/normgraph/id/duty/"
AFTER_THE_FREEZE = ("kr-ai-basic-act", "coe-225")
NEW_CELLS = {
    "duty:adopt-measures-of-law",
    "duty:plan-explanations",
    "duty:provide-test-environment",
    "duty:submit-safety-results",
}
REQUIREMENTS = 26
AT_MOST_PER_FIFTY = 15


def cells_of(known: Knowledge, late: bool) -> set[str]:
    """Cells that the catalogs decomposed after the freeze use, in any mode, or those that all others use."""
    norms = known.catalogs.norms
    return {link.duty for link in known.scheme.links if (norms[link.norm].edition in AFTER_THE_FREEZE) == late}


def decomposed_late(known: Knowledge) -> list[str]:
    """Requirements of the catalogs decomposed after the freeze that demand a duty."""
    return [
        norm.id
        for edition in AFTER_THE_FREEZE
        for norm in known.catalogs.norms_of(edition)
        if known.scheme.links_of(norm.id)
    ]


def test_the_catalogs_decomposed_after_the_freeze_have_a_release(shipped: Knowledge) -> None:
    assert [edition for edition in AFTER_THE_FREEZE if shipped.scheme.release_of(edition) is None] == []


def test_new_cells_per_requirement_decomposed_after_the_freeze(shipped: Knowledge) -> None:
    new = cells_of(shipped, late=True) - cells_of(shipped, late=False)
    requirements = decomposed_late(shipped)
    assert (new, len(requirements)) == (NEW_CELLS, REQUIREMENTS)
    per_fifty = 50 * len(new) / len(requirements)
    assert per_fifty <= AT_MOST_PER_FIFTY, f"{len(new)} new cells for {len(requirements)} requirements: {per_fifty:.1f}"


def test_a_new_cell_says_why_no_other_fits(root: Path) -> None:
    graph = Graph()
    for path in sorted((root / "ontology" / "vocab").glob("duties*.ttl")):
        graph.parse(path)
    names = [f"{DUTY}{name.removeprefix('duty:')}" for name in sorted(NEW_CELLS)]
    assert [name for name in names if graph.value(URIRef(name), SKOS.scopeNote) is None] == []


def test_every_obligation_of_a_decomposed_edition_demands_something(shipped: Knowledge) -> None:
    bare = [
        norm.id
        for norm in shipped.catalogs.norms.values()
        if norm.modality == "obligation"
        and shipped.scheme.release_of(norm.edition) is not None
        and not norm.aggregates
        and not shipped.scheme.links_of(norm.id)
    ]
    assert bare == []


def test_no_commitment_catalog_requires_an_act(shipped: Knowledge) -> None:
    editions, norms, duties = shipped.catalogs.editions, shipped.catalogs.norms, shipped.scheme.duties
    wrong = [
        link.id
        for link in shipped.scheme.links
        if link.mode == "requires"
        and editions[norms[link.norm].edition].binding == "commitment"
        and duties[link.duty].nature == "act"
    ]
    assert wrong == []
