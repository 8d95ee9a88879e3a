"""A file of measures or evidence of another system, read as the kind it was found or said to be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.errors import NotFound, UsageError
from kg.exchange import ciso_controls, ciso_evidence, oscal_components, oscal_plan
from kg.exchange.kinds import Asked
from kg.exchange.measures import Claims, MeasuresFile
from kg.portfolio.records import IMPLEMENTATION_STATUSES

_KIND = "evidence-kind:"
READERS: dict[str, Callable[[Path, Claims], MeasuresFile]] = {
    "oscal-component-definition": oscal_components.read,
    "oscal-ssp": oscal_plan.read,
    "ciso-assistant-controls": ciso_controls.read,
    "ciso-assistant-evidence": ciso_evidence.read,
}


def read(kind: str, path: Path, asked: Asked) -> MeasuresFile:
    """The measures in a file. Raises UsageError or NotFound for a word beside the file that names nothing."""
    return READERS[kind](path, claims_of(asked))


def claims_of(asked: Asked) -> Claims:
    """What is said beside the file, each word checked."""
    options = asked.options
    if not asked.organisation:
        raise UsageError(
            "the file does not say whose it is", where="--org", found="no organisation",
            expected="whose measures they are", hint="add --org NAME, with the id of the organisation",
        )  # fmt: skip
    known = asked.known_to(asked.organisation)
    kinds = [name.removeprefix(_KIND) for name in known.labels if name.startswith(_KIND)]
    framework = known.edition_named(options.framework, where="--framework") if options.framework else ""
    for option, found, names in (
        ("--evidence-kind", options.evidence_kind, kinds),
        ("--status", options.status, list(IMPLEMENTATION_STATUSES)),
    ):
        if found and found not in names:
            raise NotFound("no such name", where=option, found=found, known=names, expected=" | ".join(sorted(names)))
    return Claims(
        organisation=asked.organisation,
        knowledge=known,
        framework=framework,
        view=asked.view_of(asked.organisation).editions(known.catalogs),
        scope=options.scope,
        status=options.status,
        evidence_kind=options.evidence_kind,
        reading=options.reading,
        table=options.table,
    )
