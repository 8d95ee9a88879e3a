"""Routes over the knowledge: frameworks, requirements, crosswalks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from api.listing import PROVISIONAL, collection, single
from api.parameters import Asked, Frameworks, asked, asked_for_one, relations
from api.service import BASE
from api.states import of_knowledge
from api.tables import table_route
from kg.engine import Picked, answers, crosswalks, editions, picking
from kg.errors import NotFound

router = APIRouter(prefix=BASE, tags=["knowledge"])

Curie = Annotated[str, Path(description="CURIE of a requirement.", examples=["eu-ai-act:26-6"])]
Source = Annotated[str, Path(description="Slug or name of the source framework.", examples=["eu-ai-act"])]
Target = Annotated[str, Path(description="Slug or name of the target framework.", examples=["iso-42001-2023"])]
Asking = Annotated[Asked, Depends(asked)]
AskingForOne = Annotated[Asked, Depends(asked_for_one)]


@table_route(router, "/frameworks", "listFrameworks", ("framework",))
def frameworks(question: Asking) -> Response:
    """Frameworks, the organisation's own last: how they bind, what they hold, how far they are reviewed."""
    graph, state = question.graph, of_knowledge(question.graph)
    return collection(question, state, lambda: editions.frameworks(graph, state.clock), [PROVISIONAL])


@table_route(router, "/requirements", "listRequirements", ("requirement",))
def requirements(question: Asking, framework: Frameworks = None) -> Response:
    """Requirements with modality, bearers, level, first date and duties."""
    graph, state, picked = question.graph, of_knowledge(question.graph), Picked(frameworks=tuple(framework or ()))
    return collection(question, state, lambda: answers.requirements(graph, state.clock, picked), [PROVISIONAL])


@table_route(router, "/requirements/{curie}", "getRequirement", ("requirement",), one=True)
def requirement(question: AskingForOne, curie: Curie) -> Response:
    """One requirement, by the CURIE it prints as or by that of its norm; another name gets the nearest there are."""
    graph, state = question.graph, of_knowledge(question.graph)
    known = graph.knowledge_at(state.clock)
    norms = picking.norms(graph, curie, state.clock)
    names = [known.catalogs.requirement(norm) for norm in norms]
    if len(names) > 1:
        raise NotFound("several requirements stand under this name", found=curie, expected=" | ".join(names))
    found = answers.requirements(graph, state.clock, Picked(frameworks=(norms[0].edition,)))
    row = next(row for row in found.rows if row["requirement"] == names[0])
    return single(question, state, found, row)


@table_route(router, "/crosswalk/{source}/{target}", "listCrosswalk", ("crosswalk",))
def crosswalk(
    question: Asking, source: Source, target: Target, wanted: Annotated[tuple[str, ...], Depends(relations)]
) -> Response:
    """Relations from the requirements of one framework to those of another, with the duties that prove them."""
    graph, state = question.graph, of_knowledge(question.graph)
    return collection(
        question, state, lambda: crosswalks.crosswalk(graph, state.clock, source, target, wanted), [PROVISIONAL]
    )
