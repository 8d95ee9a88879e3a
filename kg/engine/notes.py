"""Sentences that belong to an answer: what it leaves out, and why it may be empty. An empty list must not look good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.assess import coverage as coverage_of
from kg.assess import involvement as involvement_of
from kg.assess.assessment import Assessment
from kg.assess.verdicts import Where, coming
from kg.knowledge import Knowledge


def nothing_on_record(assessment: Assessment) -> Iterator[str]:
    """A note on a record that names nothing a rule could apply to, as after importing a file that nobody filled in."""
    portfolio = assessment.portfolio
    if not portfolio.subjects:
        yield (
            f"{portfolio.organisation.id} has no system, model or data set on record, so nothing binds through one: "
            "normgraph export portfolio.xlsx writes a workbook to enter them, normgraph import portfolio.xlsx reads it"
        )


def not_adopted(assessment: Assessment, frameworks: Iterable[str]) -> Iterator[str]:
    """A note on voluntary frameworks asked for by name that nothing on record commits to."""
    for name in frameworks:
        voluntary = assessment.knowledge.catalogs.editions[name].voluntary
        if voluntary and name not in assessment.as_if_adopted and not assessment.portfolio.commitments_to(name):
            yield (
                f"{name} binds by commitment, and none is on record: not adopted, neither met nor a gap; "
                f"add one to the portfolio, or ask with --as-if-adopted {name}"
            )


def without_duties(knowledge: Knowledge, frameworks: Iterable[str]) -> Iterator[str]:
    """A note on frameworks of which nobody has said which duties they demand: nothing follows from duties there."""
    for name in frameworks:
        if knowledge.scheme.release_of(name) is None:
            yield f"{name} is not decomposed into duties: nothing here can follow from it"


def out_of_view(assessment: Assessment, frameworks: Iterable[str]) -> Iterator[str]:
    """A note on frameworks asked for by name that the record does not keep in view."""
    for name in frameworks:
        if name not in assessment.editions:
            yield f"{name} is not among the instruments of this record: nothing is said about it"


def coming_later(assessment: Assessment, where: Where) -> Iterator[str]:
    """A note on work that a later day brings: without it the list of today would look like all there is."""
    if where.owner:
        return
    editions = tuple(name for name in assessment.editions if not where.frameworks or name in where.frameworks)
    blocks = assessment.blocks(editions) if editions else ()
    count, first = coming(blocks, where, assessment.knowledge.statuses.names)
    if first:
        yield f"not in this list: {count:,} verdicts that begin to apply later, from {first} on; add --horizon DATE"


def undetermined(assessment: Assessment, where: Where) -> Iterator[str]:
    """A note on what may bind: without it a short list would look like little work."""
    count = coverage_of.undetermined(assessment, where)
    if count:
        yield f"not in this list: {count:,} verdicts wait for facts nobody has stated; see normgraph query facts-to-ask"


def not_assessed(assessment: Assessment, where: Where) -> Iterator[str]:
    """A note on what binds but is not decomposed into duties: without it the list would look complete."""
    count = coverage_of.not_assessed(assessment, where)
    if count:
        yield f"not assessed: {count} verdicts that apply rest on norms without duties or mappings"


def conflicts_outside(assessment: Assessment, where: Where) -> Iterator[str]:
    """A note on conflicts that an involvement leaves out: they come before all gaps."""
    count = involvement_of.conflicts_outside(assessment, where)
    if count:
        yield f"conflicts left out: {count}, as a prohibition demands no duty; see normgraph gaps --status conflict"


def ended(assessment: Assessment, frameworks: Iterable[str]) -> Iterator[str]:
    """A note for each framework asked for by name that has ended: an empty answer would not say so."""
    for name in frameworks:
        days = {block.until for block in assessment.blocks((name,))}
        if days and all(day is not None and day <= assessment.as_of for day in days):
            yield f"{name} ended on {max(day for day in days if day is not None)}"
