"""Frameworks of one's own as N-Quads in the shape of a shipped catalog, and back into knowledge.

Each has two graphs in its organisation's ledger, named like those of a shipped one: the catalog and the decomposition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kg import vocabulary as v
from kg.errors import StoreInvalid
from kg.knowledge import Knowledge
from kg.own.model import COMMITMENT, CONTROL, OwnDuty, OwnFramework, OwnRequirement
from kg.portfolio.rdf import FRAMEWORK_GRAPHS
from kg.prefixes import compact, expand
from kg.store.nodes import read_nquads
from kg.store.quads import graph_of
from kg.store.terms import literal

ALWAYS = "all()"
METHOD = "As stated in the imported file."
NO_REASON = "Stated in the imported file, without a reason."
_RELEASE_DIGITS = 8
_Triple = tuple[str, str, str]


def by_slug(own: Iterable[str]) -> dict[str, frozenset[str]]:
    """Lines of each framework, by slug, sorted."""
    found: dict[str, set[str]] = {}
    for line in own:
        found.setdefault(compact(graph_of(line)).partition(":")[0], set()).add(line)
    return {slug: frozenset(lines) for slug, lines in sorted(found.items())}


def known_with(shipped: Knowledge, own: frozenset[str]) -> Knowledge:
    """The shipped knowledge with frameworks of one's own added. Raises StoreInvalid where the two do not fit."""
    if not own:
        return shipped
    for slug in by_slug(own):
        if slug in shipped.catalogs.editions:
            raise StoreInvalid(
                "a framework of your own has the slug of one that is shipped by now",
                found=slug, expected="a slug that no shipped framework has",
                hint=f"normgraph framework remove {slug}\nthen use the shipped one, or import yours under another slug",
            )  # fmt: skip
    known = shipped.joined(read_nquads(sorted(own)))
    for link in known.scheme.links[len(shipped.scheme.links) :]:
        if link.duty not in shipped.scheme.duties:
            raise StoreInvalid(
                "a framework of your own refers to a duty that the shipped scheme no longer has",
                where=link.norm, found=link.duty, expected="a duty of the scheme",
                hint="see normgraph duties, correct the file, then: normgraph framework import FILE --replace",
            )  # fmt: skip
    return known


def to_nquads(framework: OwnFramework, organisation: str, scheme_release: str) -> frozenset[str]:
    """The canonical N-Quads lines of a framework that an organisation keeps."""
    catalog, duties = (expand(f"{framework.slug}:{name}") for name in FRAMEWORK_GRAPHS)
    lines = {_line(triple, catalog) for triple in _catalog(framework, organisation)}
    links = {_line(triple, duties) for triple in _links(framework, organisation)}
    if links:
        links |= {_line(triple, duties) for triple in _release(framework, scheme_release, links)}
    return frozenset(lines | links)


def _catalog(framework: OwnFramework, organisation: str) -> Iterator[_Triple]:
    edition, family = framework.slug, f"framework:{framework.slug}"
    label = framework.label or framework.title
    yield family, v.TYPE, f"<{v.FRAMEWORK}>"
    yield family, v.LABEL, literal(label)
    yield edition, v.TYPE, f"<{v.EDITION}>"
    yield edition, v.EDITION_OF, _iri(family)
    yield edition, v.KEPT_BY, _iri(organisation)
    yield edition, v.TITLE, literal(framework.title)
    yield edition, v.LABEL, literal(label)
    yield edition, v.BINDING, _iri(f"binding:{framework.binding}")
    yield edition, v.EDITION_STATUS, _iri(f"edition-status:{framework.status}")
    for predicate, text in (
        (v.JURISDICTION, framework.jurisdiction),
        (v.PUBLISHER, framework.publisher),
        (v.VERSION_INFO, framework.version),
        (v.RIGHTS, framework.licence),
        (v.EXTERNAL_ID, framework.external_id),
    ):
        if text:
            yield edition, predicate, literal(text)
    yield edition, v.SOURCE, literal(_source(framework))
    yield edition, v.ISSUED, _day(framework.issued)
    yield edition, v.IDENTIFIER, literal(framework.slug)
    yield edition, v.REVIEW_STATE, _iri(f"review:{framework.review}")
    counts = (len(framework.requirements), sum(item.states_norm for item in framework.requirements))
    for predicate, count in zip((v.PROVISION_COUNT, v.NORM_COUNT), counts, strict=True):
        yield edition, predicate, literal(str(count), v.XSD + "integer")
    for number, item in enumerate(framework.requirements, start=1):
        yield from _provision(framework, item, number)
        if item.states_norm:
            yield from _norm(framework, item)


def _provision(framework: OwnFramework, item: OwnRequirement, number: int) -> Iterator[_Triple]:
    node = f"{framework.slug}:{item.id}"
    notation = item.notation or item.id
    yield node, v.TYPE, f"<{v.CONTROL if item.kind == CONTROL else v.PROVISION}>"
    yield node, v.NOTATION, literal(notation)
    yield node, v.LABEL, literal(item.title)
    yield node, v.PROVISION_KIND, literal(item.kind)
    yield node, v.PART_OF, _iri(f"{framework.slug}:{item.parent}" if item.parent else framework.slug)
    yield node, v.ORDER, literal(str(number), v.XSD + "integer")
    yield node, v.SOURCE, literal(f"{_source(framework)}, {notation}")
    yield node, v.REVIEW_STATE, _iri(f"review:{framework.review}")
    if item.text:
        yield node, v.DESCRIPTION, literal(item.text)
    if item.external_id:
        yield node, v.EXTERNAL_ID, literal(item.external_id)
    if not item.states_norm:
        yield from ((node, v.NOTE, literal(note)) for note in item.notes)


def _norm(framework: OwnFramework, item: OwnRequirement) -> Iterator[_Triple]:
    provision = f"{framework.slug}:{item.id}"
    node, window = f"{provision}.n1", f"{provision}.n1.w1"
    yield node, v.TYPE, f"<{v.NORM}>"
    yield node, v.LABEL, literal(item.title)
    yield node, v.STATED_BY, _iri(provision)
    yield node, v.MODALITY, _iri(f"modality:{item.modality}")
    yield from ((node, v.BEARER, _iri(f"role:{role}")) for role in item.bearers)
    yield node, v.LEVEL, _iri(f"level:{item.level}")
    if item.kind == CONTROL and framework.binding == COMMITMENT:
        yield node, v.EXCLUDABLE, literal("true", v.XSD + "boolean")
    yield node, v.WINDOW, _iri(window)
    yield node, v.SOURCE, literal(f"{_source(framework)}, {item.notation or item.id}")
    yield node, v.REVIEW_STATE, _iri(f"review:{framework.review}")
    yield from ((node, v.NOTE, literal(note)) for note in item.notes)
    yield window, v.TYPE, f"<{v.APPLICABILITY_WINDOW}>"
    yield window, v.KNOWN_FROM, _day(framework.issued)
    # A commitment knows no day on which a text applies, only one from which there is this text.
    starts = item.applies_from if framework.binding == COMMITMENT else None
    yield window, v.IN_FORCE_FROM, _day(starts or framework.issued)
    yield window, v.CONDITION, literal(item.condition or ALWAYS)
    if item.applies_from is not None:
        yield window, v.APPLIES_FROM, _day(item.applies_from)
    if item.applies_until is not None:
        # A window names the first day on which the norm no longer applies.
        yield window, v.APPLIES_UNTIL, _day(item.applies_until + timedelta(days=1))


def _links(framework: OwnFramework, organisation: str) -> Iterator[_Triple]:
    for item in framework.requirements:
        norm = f"{framework.slug}:{item.id}.n1"
        for number, duty in enumerate(item.duties, start=1):
            yield from _link(f"{norm}.d{number}", norm, duty, organisation)


def _link(node: str, norm: str, duty: OwnDuty, organisation: str) -> Iterator[_Triple]:
    yield node, v.TYPE, f"<{v.DUTY_LINK}>"
    yield node, v.REQUIREMENT, _iri(norm)
    yield node, v.DUTY_OF, _iri(duty.duty)
    yield node, v.MODE, _iri(f"mode:{duty.mode}")
    yield from ((node, v.ASPECT, _iri(f"aspect:{aspect}")) for aspect in duty.aspects)
    yield from ((node, v.PARAMETER_VALUE, literal(f"{name}={value}")) for name, value in duty.parameters)
    yield node, v.RATIONALE, literal(duty.why or NO_REASON)
    yield node, v.CONFIDENCE, literal(f"{duty.confidence:g}", v.XSD + "decimal")
    yield node, v.ANNOTATOR, literal(organisation)


def _release(framework: OwnFramework, scheme_release: str, links: Iterable[str]) -> Iterator[_Triple]:
    """The decomposition, named after what it says: another decomposition is another release."""
    digits = hashlib.sha256("\n".join(sorted(links)).encode()).hexdigest()[:_RELEASE_DIGITS]
    node = f"{framework.slug}:duties/{digits}"
    yield node, v.TYPE, f"<{v.DECOMPOSITION_RELEASE}>"
    yield node, v.DECOMPOSES, _iri(framework.slug)
    yield node, v.SCHEME_RELEASE, literal(scheme_release)
    yield node, v.METHOD, literal(METHOD)
    yield node, v.REVIEW_STATE, _iri(f"review:{framework.review}")


def _source(framework: OwnFramework) -> str:
    return framework.source or framework.title


def _iri(curie: str) -> str:
    return f"<{expand(curie)}>"


def _day(day: date | None) -> str:
    return literal(day.isoformat() if day else "", v.XSD + "date")


def _line(triple: _Triple, graph: str) -> str:
    subject, predicate, term = triple
    return f"<{expand(subject)}> <{predicate}> {term} <{graph}> ."
