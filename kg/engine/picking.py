"""Filters as people give them, and what they pick: every name in them is known, or an error suggests one that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.assess import involvement as involvement_of
from kg.assess.assessment import Assessment
from kg.assess.verdicts import APPLICABILITIES, Involved, Where
from kg.clock import Clock
from kg.engine.graph import KnowledgeGraph
from kg.errors import NotFound, UsageError
from kg.identifiers import Meant
from kg.knowledge import Knowledge
from kg.model import Norm
from kg.portfolio.model import NOBODY
from kg.portfolio.records import ManagementSystem, Person


@dataclass(frozen=True, slots=True)
class Picked:
    """Filters as people give them, not yet checked."""

    frameworks: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    applicabilities: tuple[str, ...] = ()
    owner: str = ""
    as_if_adopted: tuple[str, ...] = ()
    horizon: date | None = None
    involvement: str = ""


def framework(graph: KnowledgeGraph, name: str, clock: Clock) -> str:
    """The slug of a framework given as slug or by a name that is of one edition only, or NotFound with suggestions."""
    knowledge = graph.knowledge_at(clock)
    known = knowledge.catalogs.editions
    if name in known:
        return name
    found = knowledge.edition_named(name)
    graph.tell(f"{name} is read as {found}")
    return found


def subject(graph: KnowledgeGraph, name: str, clock: Clock) -> str:
    """The CURIE of a subject given as CURIE or local id, or NotFound with suggestions."""
    portfolio = graph.portfolio(clock)
    organisation = portfolio.organisation.id
    subjects = {item.id for item in (*portfolio.subjects, *portfolio.of(ManagementSystem))} | set(portfolio.bearers)
    for candidate in (name, f"{organisation}:{name}"):
        if candidate in subjects:
            return candidate
    known = [item.partition(":")[2] or item for item in sorted(subjects)]
    raise NotFound("no such subject on record", found=name, known=known, hint="list them with: normgraph systems")


def requirement(graph: KnowledgeGraph, name: str, clock: Clock, among: Iterable[str] = ()) -> str:
    """The CURIE of a requirement as people write it, or NotFound with suggestions; what was understood is said.

    Where the name fits several frameworks, those of `among` go first, else those that the organisation works with.
    """
    known = graph.knowledge_at(clock)
    if known.catalogs.norms_named(name):
        return name
    found = known.meant(name, view=frozenset(among) or graph.in_view(clock))
    if found.requirement:
        graph.tell(f"{name} is read as {found.reading}")
        return found.requirement
    raise _unknown(known, name, found)


def norms(graph: KnowledgeGraph, curie: str, clock: Clock) -> tuple[Norm, ...]:
    """The norms that a requirement's own CURIE stands for, or NotFound with the nearest requirements there are."""
    known = graph.knowledge_at(clock)
    if found := known.catalogs.norms_named(curie):
        return found
    meant = known.meant(curie, view=graph.in_view(clock))
    if not meant.requirement:
        raise _unknown(known, curie, meant)
    nearest = [known.catalogs.requirement(norm) for norm in known.catalogs.norms_named(meant.requirement)]
    raise NotFound(
        "no such requirement", found=curie, expected=" | ".join(nearest),
        hint=f"it may mean {meant.reading}"
        + (f": {len(nearest)} requirements, {', '.join(nearest)}" if len(nearest) > 1 else ""),
    )  # fmt: skip


def _unknown(known: Knowledge, name: str, meant: Meant) -> NotFound:
    return NotFound(
        meant.message, found=name, known=() if meant.hint or meant.reading else known.requirement_names,
        expected="one requirement of a known edition", hint=meant.hint or None,
    )  # fmt: skip


def _owner(graph: KnowledgeGraph, clock: Clock, name: str) -> str:
    """The post that a person means by its name or id, or NotFound with suggestions."""
    posts = {person.id.partition(":")[2]: person.post for person in graph.portfolio(clock).of(Person)}
    posts |= {post.casefold(): post for post in (*posts.values(), NOBODY)}
    found = posts.get(name) or posts.get(name.casefold())
    if found is None and name:
        known = sorted({*posts.values()})
        raise NotFound("no such post on record", found=name, known=known, expected="a post under people, or nobody")
    return found or ""


def where_of(
    graph: KnowledgeGraph, clock: Clock, picked: Picked, assessment: Assessment, *, only_open: bool = False
) -> Where:
    """The filters, every name of them known; what an involvement puts in view depends on the assessment."""
    names = graph.knowledge.statuses.names[1:]
    for status in picked.statuses:
        if status not in names:
            raise NotFound("no such status", found=status, known=names, expected=" | ".join(names))
    for name in picked.applicabilities:
        if name not in APPLICABILITIES:
            raise NotFound("no such applicability", found=name, known=APPLICABILITIES)
    frameworks = frozenset(framework(graph, name, clock) for name in picked.frameworks)
    wanted = (requirement(graph, name, clock, frameworks) for name in picked.requirements)
    kept = (norm for name in wanted for norm in graph.knowledge_at(clock).norms_named(name))
    return Where(
        frameworks=frameworks,
        requirements=frozenset(norm.id for norm in kept),
        subjects=frozenset(subject(graph, name, clock) for name in picked.subjects),
        statuses=frozenset(picked.statuses),
        applicabilities=frozenset(picked.applicabilities),
        owner=_owner(graph, clock, picked.owner),
        only_open=only_open,
        horizon=picked.horizon,
        involved=_involved(assessment, picked.involvement) if picked.involvement else None,
    )


def _involved(assessment: Assessment, name: str) -> Involved:
    known = {item.name: item for item in assessment.knowledge.involvements}
    if name not in known:
        raise NotFound("no such involvement", found=name, known=known, expected=" | ".join(known))
    return involvement_of.involved(assessment, known[name])


def assess(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Assessment:
    """The assessment of the record, with the voluntary frameworks that the filters take as adopted."""
    assumed = frozenset(framework(graph, name, clock) for name in picked.as_if_adopted)
    for name in assumed:
        if not graph.knowledge_at(clock).catalogs.editions[name].voluntary:
            raise UsageError(
                "only a voluntary framework can be assumed adopted", found=name, expected="one that binds by commitment"
            )
    return graph.assess(clock, assumed)
