"""OSCAL system security plans: each component is a measure, each use of one for a control a claim.

What a plan says of single statements of a control is claimed of the control in part.
"""

from __future__ import annotations

from pathlib import Path

from kg.exchange import oscal
from kg.exchange.measures import Claim, Claims, Intake, MeasuresFile
from kg.exchange.oscal_claims import FORM, PREFIX, Component, Document, statements
from kg.exchange.tree import Twig

MODEL = oscal.PLAN
_INHERITED = ("export", "inherited", "satisfied")


def read(path: Path, claims: Claims) -> MeasuresFile:
    """The measures in a plan in JSON, YAML or XML. Raises InputError where it is no plan of OSCAL 1.x."""
    document = oscal.read(path)
    body = oscal.body(document, MODEL)
    source = f"{FORM} system security plan {body.need('uuid').plain()}"
    intake = Intake(oscal.form_of(document, MODEL), source, PREFIX, claims)
    found = Document(body, intake)
    components = {
        item.need("uuid").plain(): found.component(item)
        for item in body.need("system-implementation").each("components")
    }
    href = body.need("import-profile").need("href")
    edition = found.edition(href.plain(), href.where)
    for requirement in body.need("control-implementation").each("implemented-requirements"):
        _requirement(requirement, edition, components, found)
    return intake.finish()


def _requirement(requirement: Twig, edition: str, components: dict[str, Component], found: Document) -> None:
    uses = _uses(requirement)
    if not uses:
        control = requirement.need("control-id")
        found.intake.note(control.where, control.plain(), "no component is said to implement it: not recorded")
    for uuid, places in uses.items():
        found.intake.count()
        if uuid not in components:
            found.intake.note(places[0][1].where, uuid, "no component of the plan has this UUID: not recorded")
        elif edition:
            _claim(requirement, edition, components[uuid], places, found)


def _uses(requirement: Twig) -> dict[str, list[tuple[str, Twig]]]:
    """By component: where it is used, each with its statement, empty for the requirement as a whole."""
    found: dict[str, list[tuple[str, Twig]]] = {}
    for key, place in (("", requirement), *statements(requirement)):
        for use in place.each("by-components"):
            found.setdefault(use.need("component-uuid").plain(), []).append((key, use))
    return found


def _claim(
    requirement: Twig, edition: str, component: Component, places: list[tuple[str, Twig]], found: Document
) -> None:
    control = requirement.need("control-id")
    name, in_part = found.intake.requirement(control.where, control.plain(), edition, listed=True)
    if not name:
        return
    for _, use in places:
        for key in _INHERITED:
            if use.get(key) is not None:
                found.intake.note(use.where, key, "responsibilities shared with other systems: not read")
    whole = [use for key, use in places if not key]
    claim = Claim(
        where=places[0][1].where,
        measure=component.measure,
        requirement=name,
        owner=component.owner,
        in_part=in_part or not whole,
    )
    texts = [f"{key}: {use.text('description')}" if key else use.text("description") for key, use in places]
    found.claim(claim, whole or [use for _, use in places], texts)
    for _, use in places:
        found.evidence_of(claim, use)
