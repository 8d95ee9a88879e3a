"""Catalogs: the editions, provisions, norms, guards, deemings and waivers read from `ontology/catalogs/<slug>.ttl`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg import vocabulary as v
from kg.logic import ALWAYS, parse
from kg.model import Curie, Deeming, Edition, Guard, Norm, Provision, Waiver, Window
from kg.store.nodes import Node, Nodes, read_turtle

_CATEGORIES = (
    (v.CONTROL, "control"),
    (v.GUIDANCE, "guidance"),
    (v.OBJECTIVE, "objective"),
    (v.RISK_SOURCE, "risk-source"),
    (v.PROVISION, "provision"),
)


@dataclass(frozen=True)
class Catalogs:
    """All editions that were read, by CURIE."""

    editions: dict[Curie, Edition]
    provisions: dict[Curie, Provision]
    norms: dict[Curie, Norm]
    guards: dict[Curie, Guard]
    deemings: dict[Curie, Deeming]
    waivers: dict[Curie, Waiver]

    def norms_of(self, edition: Curie) -> tuple[Norm, ...]:
        """Norms of an edition in document order."""
        return tuple(norm for norm in self.norms.values() if norm.edition == edition)

    def requirement(self, norm: Norm) -> Curie:
        """The CURIE a requirement prints as: its provision's, unless that states several norms."""
        return norm.provision if len(self._by_provision[norm.provision]) == 1 else norm.id

    def norms_named(self, name: Curie) -> tuple[Norm, ...]:
        """Norms a requirement CURIE stands for: a norm itself, or all that a provision states."""
        if name in self.norms:
            return (self.norms[name],)
        return tuple(self.norms[key] for key in self._by_provision.get(name, ()))

    @property
    def _by_provision(self) -> dict[Curie, list[Curie]]:
        cached: dict[Curie, list[Curie]] | None = self.__dict__.get("_provision_norms")
        if cached is None:
            cached = {}
            for norm in self.norms.values():
                cached.setdefault(norm.provision, []).append(norm.id)
            self.__dict__["_provision_norms"] = cached
        return cached

    def joined(self, other: Catalogs) -> Catalogs:
        """These editions and those of some other catalogs."""
        return Catalogs(
            editions=self.editions | other.editions,
            provisions=self.provisions | other.provisions,
            norms=self.norms | other.norms,
            guards=self.guards | other.guards,
            deemings=self.deemings | other.deemings,
            waivers=self.waivers | other.waivers,
        )

    def ancestors(self, provision: Curie) -> tuple[Curie, ...]:
        """A provision's parents, nearest first, without the edition."""
        chain: list[Curie] = []
        current = self.provisions.get(provision)
        while current is not None and current.parent in self.provisions:
            chain.append(current.parent)
            current = self.provisions[current.parent]
        return tuple(chain)


def read(paths: Iterable[Path]) -> Catalogs:
    """Catalogs of some Turtle files (one edition each, but several in one file are read too)."""
    return from_nodes(read_turtle(paths))


def from_nodes(nodes: Nodes) -> Catalogs:
    """Catalogs found among nodes."""
    editions = {node.id: _edition(node) for node in nodes.of(v.EDITION)}
    windows = {node.id: _window(node, nodes) for node in nodes.of(v.APPLICABILITY_WINDOW)}
    provisions: dict[Curie, Provision] = {}
    for class_iri, category in _CATEGORIES:
        for node in nodes.of(class_iri):
            provisions.setdefault(node.id, _provision(node, category))
    ordered = dict(sorted(provisions.items(), key=lambda item: _document_order(item[1], provisions)))
    rank = {name: position for position, name in enumerate(ordered)}
    norms = [_norm(node, windows) for node in nodes.of(v.NORM)]
    norms.sort(key=lambda norm: (rank.get(norm.provision, len(rank)), norm.id))
    return Catalogs(
        editions=editions,
        provisions=ordered,
        norms={norm.id: norm for norm in norms},
        guards={node.id: _guard(node, windows) for node in nodes.of(v.GUARD)},
        deemings={node.id: _deeming(node) for node in nodes.of(v.DEEMING)},
        waivers={node.id: _waiver(node) for node in nodes.of(v.WAIVER)},
    )


def _document_order(provision: Provision, provisions: dict[Curie, Provision]) -> tuple[Curie, tuple[int, ...], Curie]:
    path = [provision.order]
    parent = provisions.get(provision.parent)
    while parent is not None:
        path.append(parent.order)
        parent = provisions.get(parent.parent)
    return provision.edition, tuple(reversed(path)), provision.id


def _edition(node: Node) -> Edition:
    return Edition(
        id=node.id,
        title=node.need(v.TITLE),
        label=node.one(v.LABEL) or node.need(v.TITLE),
        binding=node.local(v.BINDING),
        status=node.local(v.EDITION_STATUS),
        jurisdiction=node.one(v.JURISDICTION),
        source="; ".join(node.all(v.SOURCE)),
        issued=node.one(v.ISSUED),
        external_id=node.one(v.EXTERNAL_ID),
    )


def _provision(node: Node, category: str) -> Provision:
    return Provision(
        id=node.id,
        edition=_slug(node.id),
        notation=node.need(v.NOTATION),
        label=node.need(v.LABEL),
        kind=node.one(v.PROVISION_KIND),
        parent=node.one(v.PART_OF),
        order=int(node.one(v.ORDER, "0")),
        category=category,
        source="; ".join(node.all(v.SOURCE)),
        notes=node.all(v.NOTE),
        external_id=node.one(v.EXTERNAL_ID),
        guides=node.one(v.GUIDES),
    )


def _norm(node: Node, windows: dict[Curie, Window]) -> Norm:
    return Norm(
        id=node.id,
        edition=_slug(node.id),
        provision=node.need(v.STATED_BY),
        label=node.need(v.LABEL),
        modality=node.local(v.MODALITY),
        bearers=tuple(sorted(node.locals(v.BEARER))),
        level=node.local(v.LEVEL),
        trigger=node.local(v.TRIGGER),
        penalty_tier=node.one(v.PENALTY_TIER).partition(":")[2] or node.one(v.PENALTY_TIER),
        aggregates=node.all(v.AGGREGATES),
        excludable=node.flag(v.EXCLUDABLE),
        windows=tuple(windows[name] for name in node.all(v.WINDOW)),
        review_state=node.local(v.REVIEW_STATE),
        source="; ".join(node.all(v.SOURCE)),
        notes=node.all(v.NOTE),
    )


def _guard(node: Node, windows: dict[Curie, Window]) -> Guard:
    return Guard(
        id=node.id,
        edition=node.need(v.GUARD_OF),
        label=node.need(v.LABEL),
        stratum=node.local(v.STRATUM),
        effect=node.local(v.EFFECT),
        windows=tuple(windows[name] for name in node.all(v.WINDOW)),
        target_norms=frozenset(node.all(v.TARGET_NORM)),
        except_norms=frozenset(node.all(v.EXCEPT_NORM)),
        target_fact=node.one(v.TARGET_FACT),
        target_values=node.all(v.TARGET_VALUE),
        effect_date=node.day(v.EFFECT_DATE),
        notes=node.all(v.NOTE),
    )


def _deeming(node: Node) -> Deeming:
    return Deeming(
        id=node.id,
        norms=node.all(v.DEEMS),
        label=node.need(v.LABEL),
        text=node.one(v.CONDITION),
        source="; ".join(node.all(v.SOURCE)),
    )


def _waiver(node: Node) -> Waiver:
    return Waiver(
        id=node.id,
        norms=node.all(v.WAIVES),
        label=node.need(v.LABEL),
        granted_by=node.local(v.GRANTED_BY),
        provision=node.need(v.STATED_BY),
        source="; ".join(node.all(v.SOURCE)),
    )


def _window(node: Node, nodes: Nodes) -> Window:
    text = node.one(v.CONDITION)
    return Window(
        id=node.id,
        known_from=date.fromisoformat(node.need(v.KNOWN_FROM)),
        in_force_from=date.fromisoformat(node.need(v.IN_FORCE_FROM)),
        applies_from=node.day(v.APPLIES_FROM),
        applies_until=node.day(v.APPLIES_UNTIL),
        schedule=_schedule(nodes.get(node.one(v.SCHEDULE_OF)), nodes),
        condition=parse(text) if text else ALWAYS,
        text=text or "all()",
        notes=node.all(v.NOTE),
    )


def _schedule(node: Node | None, nodes: Nodes) -> tuple[tuple[str, date], ...]:
    if node is None:
        return ()
    entries = (nodes.by_id[name] for name in node.all(v.CLASS_DATE_OF))
    return tuple((entry.need(v.CLASS), date.fromisoformat(entry.need(v.DATE))) for entry in entries)


def _slug(curie: Curie) -> Curie:
    return curie.partition(":")[0]
