"""What component definitions and plans of OSCAL have in common: components, roles, sources, statuses, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.exchange import oscal
from kg.exchange.catalog_draft import last_segment
from kg.exchange.measures import (
    IMPLEMENTED,
    PARTIAL,
    PLANNED,
    Claim,
    Intake,
    listed,
)
from kg.exchange.oscal import prop_text
from kg.exchange.tree import Twig, short
from kg.portfolio.records import Evidence, EvidenceUse, Measure

PREFIX = "oscal"
FORM = "OSCAL"
STATUS = "implementation-status"
STATUSES = {"implemented": IMPLEMENTED, "partial": PARTIAL, "planned": PLANNED}
NOT_APPLICABLE = "not-applicable"
_NOTE_LENGTH = 2000
# The types of resources that OSCAL names and that are one kind of evidence; the others are of no certain kind.
_KINDS = {
    "policy": "policy-document", "procedure": "procedure", "plan": "plan", "agreement": "contract",
    "system-guide": "user-document", "users-guide": "user-document", "administrators-guide": "user-document",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Component:
    """A component and the measure it became."""

    measure: str
    owner: str


class Document:
    """One component definition or plan: its roles, parties and back matter, and what is recorded of it."""

    def __init__(self, body: Twig, intake: Intake) -> None:
        self.intake = intake
        metadata = body.need("metadata")
        self._roles = {item.text("id"): item.text("title") for item in metadata.each("roles")}
        self._parties = {item.text("uuid"): item for item in metadata.each("parties")}
        self._resources = oscal.resources(body)

    def component(self, place: Twig) -> Component:
        """Take in a component as a measure."""
        owners = [self._post(role) for role in place.each("responsible-roles")]
        owner = self.intake.person(owners[0]) if owners else ""
        title, uuid = " ".join(place.need("title").plain().replace("*", "").split()), place.need("uuid").plain()
        said = [
            ("type", place.text("type")),
            ("status", state(place, "status")),
            ("purpose", place.text("purpose")),
            ("responsible", ", ".join(owners) if len(owners) > 1 else ""),
        ]
        measure = self.intake.add(
            Measure(
                id=self.intake.identifier(place.where, uuid, title),
                name=title,
                owner=owner,
                description=place.text("description"),
                note=listed(said),
                external_id=uuid,
                source_system=self.intake.source,
            )
        )
        return Component(measure.id, owner)

    def edition(self, href: str, where: str) -> str:
        """The edition on record or shipped that a source names, empty where none does, which is reported."""
        resource = self._resources.get(href.removeprefix("#"))
        links = [link.text("href") for link in resource.each("rlinks")] if resource is not None else [href]
        stems = {_stem(link) for link in links}
        for edition in self.intake.claims.knowledge.catalogs.editions.values():
            if _stem(edition.source) in stems or (edition.external_id and edition.external_id == href):
                return edition.id
        if self.intake.claims.framework:
            return self.intake.claims.framework
        words = (resource.text("title") or resource.text("description")) if resource is not None else ""
        self.intake.note(where, words or href, "no framework on record: --framework SLUG says which one is meant")
        return ""

    def claim(self, claim: Claim, states: Iterable[Twig], texts: Iterable[str]) -> None:
        """Take in a claim with the status that its places state."""
        found = dict.fromkeys(text for place in states if (text := state(place, STATUS)))
        note = short("\n".join(text for text in texts if text), _NOTE_LENGTH)
        known = [STATUSES[text] for text in found if text in STATUSES]
        if list(found) == [NOT_APPLICABLE]:
            self.intake.not_applicable(_with(claim, "", note))
        elif len(known) < len(found):
            odd = next(text for text in found if text not in STATUSES)
            self.intake.note(claim.where, odd, "not a status that counts as an implementation: not recorded")
        else:
            # Several of them, statement by statement: what is in place is a part.
            mixed = PARTIAL if len(set(known)) > 1 else ""
            self.intake.claim(_with(claim, mixed or (known[0] if known else ""), note))

    def evidence_of(self, claim: Claim, place: Twig) -> None:
        """Take in what a place links to in the back matter as evidence for a claim, if that was recorded."""
        implementation = self.intake.implementation(claim)
        for link in place.each("links") if implementation else ():
            href = link.text("href")
            resource = self._resources.get(href.removeprefix("#")) if href.startswith("#") else None
            if resource is None:
                continue
            kind = _KINDS.get(prop_text(resource, "type")) or self.intake.claims.evidence_kind
            title = resource.text("title") or resource.text("description") or href
            if not kind:
                self.intake.note(
                    link.where, title, "no kind of evidence is said: not recorded; --evidence-kind says one"
                )
                continue
            own = f"{self.intake.claims.organisation}:{PREFIX}-ev-{resource.text('uuid')}"
            self.intake.add(
                Evidence(
                    id=own,
                    title=" ".join(title.split()),
                    kind=(kind,),
                    location="; ".join(item.text("href") for item in resource.each("rlinks")),
                    description=resource.text("description"),
                    external_id=resource.text("uuid"),
                    source_system=self.intake.source,
                )
            )
            name = f"{own}.covers.{implementation.partition(':')[2]}"
            self.intake.add(EvidenceUse(id=name, evidence=own, implementation=implementation))

    def _post(self, role: Twig) -> str:
        """A role in words, with the one party that has it where that is no person."""
        name = role.text("role-id")
        parties = [self._parties[key] for item in role.each("party-uuids") if (key := item.plain()) in self._parties]
        names = [item.text("name") for item in parties if item.text("type") != "person" and item.text("name")]
        return f"{self._roles.get(name) or name}" + (f" ({names[0]})" if len(names) == 1 else "")


def state(place: Twig, name: str) -> str:
    """The state that stands under a key, or else in the property of that name."""
    found = place.get(name)
    if found is None:
        return prop_text(place, name)
    return found.text("state") if isinstance(found.value, dict) else found.plain()


def statements(requirement: Twig) -> Iterator[tuple[str, Twig]]:
    """The statements of an implemented requirement by their identifiers."""
    return ((item.text("statement-id"), item) for item in requirement.each("statements"))


def _stem(href: str) -> str:
    return last_segment(href).rpartition(".")[0].casefold() or href.casefold()


def _with(claim: Claim, status: str, note: str) -> Claim:
    return Claim(
        where=claim.where,
        measure=claim.measure,
        requirement=claim.requirement,
        status=status,
        owner=claim.owner,
        note=note,
        in_part=claim.in_part,
    )
