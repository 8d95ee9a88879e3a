"""Questions and their answers as tables: what the command line prints and the REST service returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kg import queries
from kg.assess import coverage as coverage_of
from kg.assess import explain as explain_of
from kg.assess import impact as impact_of
from kg.assess import maturity as maturity_of
from kg.assess import overlaps as overlaps_of
from kg.assess import posture
from kg.assess import systems as systems_of
from kg.assess.assessment import Assessment
from kg.assess.verdicts import COLUMNS, Where, urgency
from kg.clock import Clock
from kg.engine import notes, picking
from kg.engine.graph import KnowledgeGraph
from kg.engine.picking import Picked, assess, framework, subject, where_of
from kg.errors import NotFound
from kg.model import Norm
from kg.portfolio.records import Measure
from kg.tables import Table, table
from kg.validation import service as validation

VERDICTS_SHOWN = ("subject", "requirement", "requirement_title", "applicability", "status", "applies_from", "reason")
GAPS_SHOWN = ("status", "subject", "requirement", "requirement_title", "applies_from", "owner", "reason")
CONFLICTS_SHOWN = ("subject", "requirement", "requirement_title", "applicability", "applies_from", "owner", "reason")
SYSTEMS_SHOWN = ("system", "name", "roles", "derived_class", "involvement", "applies", "later", "undetermined", "owner")


def verdicts(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Every verdict that the filters keep."""
    assessment = assess(graph, clock, picked)
    where = where_of(graph, clock, picked, assessment)
    answer = table("verdict", COLUMNS, assessment.verdicts(where), VERDICTS_SHOWN)
    return replace(answer, notes=tuple(_about(assessment, sorted(where.frameworks))))


def _about(assessment: Assessment, frameworks: Iterable[str] = ()) -> Iterator[str]:
    """What explains that there is little to say of a record, or of frameworks asked for by name."""
    yield from notes.nothing_on_record(assessment)
    yield from notes.out_of_view(assessment, frameworks)
    yield from notes.not_adopted(assessment, frameworks)


def gaps(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Verdicts that need work: conflicts first, then by how bad and how soon."""
    assessment = assess(graph, clock, picked)
    where = where_of(graph, clock, picked, assessment, only_open=True)
    found = assessment.verdicts(where)
    rows = sorted(found, key=urgency)
    answer = table("verdict", COLUMNS, rows, GAPS_SHOWN)
    told = [
        *_about(assessment, sorted(where.frameworks)),
        *notes.ended(assessment, sorted(where.frameworks)),
        *notes.coming_later(assessment, where),
        *notes.undetermined(assessment, where),
        *notes.not_assessed(assessment, where),
        *notes.conflicts_outside(assessment, where),
    ]
    return replace(answer, notes=tuple(told))


def obligations(graph: KnowledgeGraph, clock: Clock, name: str, picked: Picked) -> Table:
    """What binds one subject, its own and inherited, whatever the status."""
    assessment = assess(graph, clock, picked)
    where = where_of(graph, clock, picked, assessment)
    answer = table("verdict", COLUMNS, assessment.obligations(subject(graph, name, clock), where), VERDICTS_SHOWN)
    return replace(answer, notes=tuple(_about(assessment, sorted(where.frameworks))))


def coverage(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Counts and shares per framework."""
    assessment = assess(graph, clock, picked)
    answer = table("coverage", coverage_of.COLUMNS, coverage_of.coverage(assessment))
    return replace(answer, notes=(*_about(assessment), *notes.not_assessed(assessment, Where())))


def overlaps(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Duties that two or more instruments demand of the same bearer."""
    assessment = assess(graph, clock, picked)
    answer = table("overlap", overlaps_of.OVERLAP_COLUMNS, overlaps_of.overlaps(assessment))
    return replace(answer, notes=_about_overlaps(assessment))


def overlap_pairs(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Pairs of requirements of different instruments that share a duty."""
    assessment = assess(graph, clock, picked)
    answer = table("overlap-pair", overlaps_of.PAIR_COLUMNS, overlaps_of.pairs(assessment))
    return replace(answer, notes=_about_overlaps(assessment))


def _about_overlaps(assessment: Assessment) -> tuple[str, ...]:
    bare = notes.without_duties(assessment.knowledge, sorted(assessment.as_if_adopted))
    return (*_about(assessment), *bare)


def systems(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Systems, models and data sets on record, with roles and derived classes."""
    assessment = graph.assess(clock)
    answer = table("system", systems_of.COLUMNS, systems_of.systems(assessment), SYSTEMS_SHOWN)
    return replace(answer, notes=tuple(_about(assessment)))


def explain(graph: KnowledgeGraph, clock: Clock, name: str, requirement: str, picked: Picked | None = None) -> Table:
    """The chain of reasons behind the verdict of a subject on a requirement."""
    assessment = assess(graph, clock, picked or Picked())
    steps = explain_of.explain(assessment, subject(graph, name, clock), picking.requirement(graph, requirement, clock))
    return table("explanation", explain_of.COLUMNS, steps)


def explained(graph: KnowledgeGraph, clock: Clock, found: Table, picked: Picked) -> Table:
    """The chains of reasons behind the verdicts of an answer, one after the other."""
    names = ((row["subject"], row["requirement"], row["bearer"]) for row in found.rows)
    steps = explain_of.explain_all(assess(graph, clock, picked), names) if found.rows else ()
    return replace(table("explanation", explain_of.COLUMNS, steps), notes=found.notes)


def requirements(graph: KnowledgeGraph, clock: Clock, picked: Picked) -> Table:
    """Norms of the frameworks, or those that requirements named as people write them stand for."""
    wanted = {framework(graph, name, clock) for name in picked.frameworks}
    knowledge = graph.knowledge_at(clock)
    places = (picking.requirement(graph, name, clock, wanted) for name in picked.requirements)
    norms = [norm for place in places for norm in knowledge.norms_named(place)] or knowledge.catalogs.norms.values()
    catalogs = knowledge.catalogs
    rows = [
        {
            "requirement": catalogs.requirement(norm),
            "notation": catalogs.provisions[norm.provision].notation,
            "title": norm.label,
            "modality": norm.modality,
            "bearers": ";".join(norm.bearers),
            "level": norm.level,
            "applies_from": _latest_start(norm),
            "duties": ";".join(sorted({link.duty for link in knowledge.scheme.links_of(norm.id)})),
            "review_state": norm.review_state,
            "source": norm.source,
        }
        for norm in norms
        if not wanted or norm.edition in wanted
    ]
    columns = (
        "requirement", "notation", "title", "modality", "bearers", "level", "applies_from", "duties",
        "review_state", "source",
    )  # fmt: skip
    return Table(
        "requirement", columns, list(rows), ("requirement", "title", "modality", "bearers", "level", "applies_from")
    )


def _latest_start(norm: Norm) -> str:
    latest = max(norm.windows, key=lambda window: (window.known_from, window.in_force_from), default=None)
    if latest is None:
        return ""
    days = [day for _, day in latest.schedule] or [latest.applies_from or latest.in_force_from]
    return min(days).isoformat()


def duties(graph: KnowledgeGraph, clock: Clock) -> Table:
    """The duty scheme and how often each duty is demanded."""
    scheme = graph.knowledge_at(clock).scheme
    used: dict[str, int] = {}
    for link in scheme.links:
        if link.mode == "requires":
            used[link.duty] = used.get(link.duty, 0) + 1
    columns = (
        "duty",
        "label",
        "question",
        "object",
        "activity",
        "level",
        "nature",
        "quantifier",
        "evidence_kind",
        "required_by",
    )
    rows = [
        {
            "duty": duty.id,
            "label": duty.label,
            "question": duty.question,
            "object": duty.object,
            "activity": duty.activity,
            "level": duty.level,
            "nature": duty.nature,
            "quantifier": duty.quantifier,
            "evidence_kind": duty.evidence_kind,
            "required_by": str(used.get(duty.id, 0)),
        }
        for duty in scheme.duties.values()
    ]
    return Table(
        "duty", columns, list(rows), ("duty", "label", "activity", "level", "nature", "evidence_kind", "required_by")
    )


def facts(graph: KnowledgeGraph) -> Table:
    """The facts vocabulary: what may be stated, as questions."""
    columns = ("fact", "topic", "question", "describes", "type", "values")
    rows = [
        {
            "fact": fact.name,
            "topic": fact.topic,
            "question": fact.question,
            "describes": ";".join(fact.describes),
            "type": "several values" if fact.multiple else fact.value_type,
            "values": ";".join(fact.values),
        }
        for fact in graph.knowledge.facts.types.values()
        if not fact.derived
    ]
    return Table("fact", columns, list(rows))


def questions() -> Table:
    """The query library."""
    rows = [
        {
            "question": item.name,
            "topic": item.topic,
            "title": item.title,
            "parameters": ";".join(parameter.name for parameter in item.parameters),
        }
        for item in queries.library().values()
    ]
    return Table("question", ("question", "topic", "title", "parameters"), list(rows))


def question_text(name: str) -> str:
    """SPARQL text of a question, front matter included."""
    return queries.find(name).sparql


def conflicts(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Prohibitions that the facts on record meet."""
    return table("verdict", COLUMNS, posture.conflicts(graph.assess(clock)), CONFLICTS_SHOWN)


def urgent_gaps(graph: KnowledgeGraph, clock: Clock, horizon: date, most: int) -> Table:
    """The most urgent gaps, at most two for one subject."""
    return table("verdict", COLUMNS, posture.urgent(graph.assess(clock), horizon, most), GAPS_SHOWN)


def open_questions(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Facts nobody has stated that would settle undetermined verdicts, most settling first."""
    rows = [
        {"fact": item.fact, "question": item.question, "settles": str(item.norms), "systems": ";".join(item.systems)}
        for item in posture.open_questions(graph.assess(clock))
    ]
    return Table("open-question", ("fact", "question", "settles", "systems"), list(rows))


def next_dates(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Days on which further obligations start to bind."""
    rows = [
        {
            "date": item.day, "frameworks": ";".join(item.frameworks), "norms": str(item.norms),
            "subjects": ";".join(item.subjects), "marks": ";".join(item.marks),
        }
        for item in posture.next_dates(graph.assess(clock))
    ]  # fmt: skip
    return Table("next-date", ("date", "frameworks", "norms", "subjects", "marks"), list(rows))


def impact(graph: KnowledgeGraph, clock: Clock, measure: str) -> Table:
    """Verdicts that change if a measure fails, with the chain from the measure to each."""
    portfolio = graph.portfolio(clock)
    known = {item.id: item for item in portfolio.of(Measure)}
    name = measure if measure in known else f"{portfolio.organisation.id}:{measure}"
    if name not in known:
        names = [key.partition(":")[2] for key in known]
        hint = "list them with: normgraph query useful-measures"
        raise NotFound("no such measure on record", found=measure, known=names, hint=hint)
    return table("impact", impact_of.COLUMNS, impact_of.impact(graph.assess(clock), name))


def maturity(graph: KnowledgeGraph, clock: Clock) -> Table:
    """Levels of maturity with the duties each needs and what is shown of them."""
    assessment = graph.assess(clock)
    answer = table("maturity", maturity_of.COLUMNS, maturity_of.maturity(assessment))
    return replace(answer, notes=tuple(_about(assessment)))


def validate(graph: KnowledgeGraph, clock: Clock, wanted: validation.Wanted) -> Table:
    """What the shapes find in the record, with the verdicts of a clock beside it, or in the knowledge."""
    if wanted.scope == "knowledge":
        return validation.validate(validation.knowledge_data(graph.own_lines(clock)), wanted)
    with graph.assessment_index(clock) as index:
        return validation.validate(validation.indexed_data(index), wanted)
