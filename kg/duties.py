"""The duty scheme, decompositions, and the bits they stand for.

A bit is a duty cell, narrowed by at most one aspect or one parameter threshold. A link with aspects S stands for the
bare cell and one bit per aspect in S; a parameter value adds a threshold bit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from kg import vocabulary as v
from kg.errors import InputError
from kg.model import Curie, Duty, DutyLink, Parameter, Release
from kg.store.nodes import Node, Nodes

_DURATION = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$")
_SCHEME = "duty"
_OBJECT = "object:"
# The module of management-system templates: clauses 4 to 10 of the harmonised structure.
_SYSTEM = "duty:ms-"
_DAYS = (Fraction(146097, 400), Fraction(146097, 4800), Fraction(7), Fraction(1), Fraction(1, 24), Fraction(1, 1440))


@dataclass(frozen=True, slots=True, order=True)
class Bit:
    """One thing to be shown: a cell, and an aspect (`aspect:fairness`) or threshold (`retention=P6M`) if narrowed."""

    duty: Curie
    narrowed: str = ""

    def __str__(self) -> str:
        return f"{self.duty}[{self.narrowed}]" if self.narrowed else self.duty


@dataclass(frozen=True)
class Scheme:
    """Duties, decompositions and parameters of the shipped (and the user's) knowledge. `release` names the scheme."""

    duties: dict[Curie, Duty]
    parameters: dict[str, Parameter]
    links: tuple[DutyLink, ...]
    releases: dict[Curie, Release]
    by_norm: dict[Curie, tuple[DutyLink, ...]]
    release: str = ""
    # Object of duties -> objects of the same concern, one way round.
    kin: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def joined(self, other: Scheme) -> Scheme:
        """The scheme with the decompositions of another."""
        return replace(
            self,
            links=self.links + other.links,
            releases=self.releases | other.releases,
            by_norm=self.by_norm | other.by_norm,
        )

    def without(self, link: DutyLink) -> Scheme:
        """The scheme as if one link had not been made."""
        kept = tuple(other for other in self.by_norm[link.norm] if other.id != link.id)
        links = tuple(other for other in self.links if other.id != link.id)
        return replace(self, links=links, by_norm=self.by_norm | {link.norm: kept})

    def links_of(self, norm: Curie, mode: str = "requires") -> tuple[DutyLink, ...]:
        """A norm's links in one mode."""
        return tuple(link for link in self.by_norm.get(norm, ()) if link.mode == mode)

    def bits_of(self, norm: Curie, mode: str = "requires") -> frozenset[Bit]:
        """Everything a norm demands in one mode."""
        found = self._bits.get((norm, mode))
        if found is None:
            found = frozenset(bit for link in self.links_of(norm, mode) for bit in bits(link))
            self._bits[norm, mode] = found
        return found

    @cached_property
    def _bits(self) -> dict[tuple[Curie, str], frozenset[Bit]]:
        return {}

    def release_of(self, edition: Curie) -> Release | None:
        """The decomposition in use for an edition."""
        return self._releases.get(edition)

    @cached_property
    def _releases(self) -> dict[Curie, Release]:
        return {release.edition: release for release in reversed(self.releases.values())}

    def template(self, duty: Curie) -> Curie:
        """What a cell is in whatever discipline: cells of one template are done alike, each for its own discipline."""
        known = self.duties.get(duty)
        return duty.removesuffix(f".{known.discipline}") if known is not None else duty

    def systemic(self, norm: Curie) -> bool:
        """Whether all that a norm requires is running a management system, which supports everything else in it."""
        links = self.links_of(norm)
        return bool(links) and all(link.duty.startswith(_SYSTEM) for link in links)

    def at_least(self, parameter: str, stated: str, demanded: str) -> bool:
        """Whether a stated value is as strict as the demanded one."""
        known = self.parameters.get(parameter)
        if known is None:
            return stated == demanded
        left, right = quantity(stated), quantity(demanded)
        return left <= right if known.strictness == "lower" else left >= right

    def strictest(self, parameter: str, values: Iterable[str]) -> str:
        """The strictest of some values."""
        known = self.parameters.get(parameter)
        ordered = sorted(set(values), key=lambda value: (quantity(value), value))
        return ordered[0] if known is not None and known.strictness == "lower" else ordered[-1]


def bits(link: DutyLink) -> tuple[Bit, ...]:
    """The bits of one link."""
    narrowed = [f"aspect:{aspect}" for aspect in link.aspects]
    narrowed += [f"{name}={value}" for name, value in link.parameters]
    return (Bit(link.duty), *(Bit(link.duty, item) for item in narrowed))


def quantity(text: str) -> Fraction:
    """A parameter value as a number: ISO 8601 durations in days (average years and months), numbers as they are."""
    match = _DURATION.match(text)
    if match is not None and any(match.groups()):
        return sum((int(n) * days for n, days in zip(match.groups(), _DAYS, strict=True) if n), Fraction(0))
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise InputError(
            "parameter value cannot be read",
            found=text,
            expected="an ISO 8601 duration (P6M, P10Y, PT24H) or a number",
            hint="write for example retention: P6M",
        ) from None


def from_nodes(nodes: Nodes) -> Scheme:
    """The scheme and decompositions found among nodes."""
    links = tuple(_link(node) for node in nodes.of(v.DUTY_LINK))
    by_norm: dict[Curie, list[DutyLink]] = {}
    for link in links:
        by_norm.setdefault(link.norm, []).append(link)
    return Scheme(
        duties={node.id: _duty(node) for node in sorted(nodes.of(v.DUTY), key=lambda node: node.id)},
        parameters={_name(node): _parameter(node) for node in nodes.by_id.values() if node.one(v.STRICTNESS)},
        links=links,
        releases={node.id: _release(node) for node in nodes.of(v.DECOMPOSITION_RELEASE)},
        by_norm={norm: tuple(found) for norm, found in by_norm.items()},
        release=scheme.one(v.VERSION_INFO) if (scheme := nodes.get(_SCHEME)) is not None else "",
        kin={
            _name(node): node.locals(v.RELATED)
            for name, node in nodes.by_id.items()
            if name.startswith(_OBJECT) and node.all(v.RELATED)
        },
    )


def _duty(node: Node) -> Duty:
    return Duty(
        id=node.id,
        label=node.need(v.PREF_LABEL),
        definition=node.one(v.DEFINITION),
        question=node.one(v.QUESTION),
        object=node.local(v.OBJECT),
        activity=node.local(v.ACTIVITY),
        discipline=node.local(v.DISCIPLINE),
        level=node.local(v.LEVEL),
        actor=node.local(v.ACTOR),
        trigger=node.local(v.DUTY_TRIGGER),
        evidence_kind=node.local(v.EVIDENCE_KIND),
        principles=node.locals(v.PRINCIPLE),
        quantifier=node.local(v.QUANTIFIER),
        nature=node.local(v.NATURE),
        parameters=node.locals(v.PARAMETER),
        enables=tuple(sorted(node.all(v.ENABLES))),
    )


def _link(node: Node) -> DutyLink:
    pairs = (value.partition("=") for value in node.all(v.PARAMETER_VALUE))
    return DutyLink(
        id=node.id,
        norm=node.need(v.REQUIREMENT),
        duty=node.need(v.DUTY_OF),
        mode=node.local(v.MODE),
        aspects=tuple(sorted(node.locals(v.ASPECT))),
        parameters=tuple(sorted((name, value) for name, _, value in pairs)),
        rationale=node.one(v.RATIONALE),
        confidence=float(node.one(v.CONFIDENCE, "1")),
    )


def _release(node: Node) -> Release:
    return Release(
        id=node.id,
        edition=node.need(v.DECOMPOSES),
        review_state=node.local(v.REVIEW_STATE),
        method=node.one(v.METHOD),
        created=node.one(v.CREATED),
    )


def _parameter(node: Node) -> Parameter:
    return Parameter(_name(node), node.need(v.PREF_LABEL), node.one(v.UNIT), node.one(v.STRICTNESS))


def _name(node: Node) -> str:
    return node.id.partition(":")[2]
