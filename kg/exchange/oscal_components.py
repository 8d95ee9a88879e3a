"""OSCAL component definitions: each component is a measure, each requirement it says it implements a claim."""

from __future__ import annotations

from pathlib import Path

from kg.exchange import oscal
from kg.exchange.measures import Claim, Claims, Intake, MeasuresFile
from kg.exchange.oscal_claims import FORM, PREFIX, Component, Document, statements
from kg.exchange.tree import Twig

MODEL = oscal.COMPONENTS


def read(path: Path, claims: Claims) -> MeasuresFile:
    """The measures in a component definition in JSON, YAML or XML. Raises InputError where it is none of OSCAL 1.x."""
    document = oscal.read(path)
    body = oscal.body(document, MODEL)
    source = f"{FORM} component definition {body.need('uuid').plain()}"
    intake = Intake(oscal.form_of(document, MODEL), source, PREFIX, claims)
    found = Document(body, intake)
    for key in ("capabilities", "import-component-definitions"):
        for place in body.each(key):
            intake.note(place.where, place.text("name") or place.text("href") or key, f"{key}: not read")
    for component in body.each("components"):
        made = found.component(component)
        for implementation in component.each("control-implementations"):
            source_place = implementation.need("source")
            edition = found.edition(source_place.plain(), source_place.where)
            for requirement in implementation.each("implemented-requirements"):
                _claim(requirement, edition, made, found)
    return intake.finish()


def _claim(requirement: Twig, edition: str, made: Component, found: Document) -> None:
    found.intake.count()
    control = requirement.need("control-id")
    if not edition:
        return
    name, in_part = found.intake.requirement(control.where, control.plain(), edition, listed=True)
    if not name:
        return
    parts = list(statements(requirement))
    texts = [requirement.text("description"), *(f"{key}: {place.text('description')}" for key, place in parts)]
    claim = Claim(where=control.where, measure=made.measure, requirement=name, owner=made.owner, in_part=in_part)
    found.claim(claim, (requirement, *(place for _, place in parts)), texts)
    found.evidence_of(claim, requirement)
