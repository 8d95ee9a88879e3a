"""The shipped knowledge as one value: catalogs, facts, duties and statuses, read from `ontology/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg import catalogs, duties, facts, involvement, maturity, statuses
from kg import vocabulary as v
from kg.catalogs import Catalogs
from kg.duties import Scheme
from kg.errors import NotFound
from kg.facts import FactVocabulary
from kg.identifiers import Meant, Resolver, meant
from kg.involvement import Involvement
from kg.maturity import Level
from kg.model import Curie, Norm
from kg.resources import knowledge_files
from kg.statuses import StatusTable
from kg.store.nodes import Nodes, read_turtle


@dataclass(frozen=True)
class Knowledge:
    """Everything that is the same for every organisation. `labels` names scheme members by CURIE."""

    catalogs: Catalogs
    facts: FactVocabulary
    scheme: Scheme
    statuses: StatusTable
    maturity: tuple[Level, ...]
    involvements: tuple[Involvement, ...]
    labels: dict[Curie, str]
    broader: dict[Curie, Curie]
    evidence_assurance: dict[str, str]

    def norms_named(self, name: str) -> tuple[Norm, ...]:
        """Norms a requirement CURIE stands for; aggregates are left standing. Raises NotFound with suggestions."""
        found = self.catalogs.norms_named(name)
        if not found:
            raise NotFound("no such requirement", found=name, known=self.requirement_names, expected="a requirement")
        return found

    @cached_property
    def requirement_names(self) -> tuple[str, ...]:
        """CURIEs requirements print as, in catalog order."""
        return tuple(dict.fromkeys(self.catalogs.requirement(norm) for norm in self.catalogs.norms.values()))

    @cached_property
    def resolver(self) -> Resolver:
        """Resolves requirements as people write them."""
        return Resolver(self.catalogs)

    def meant(
        self, text: str, within: Curie = "", view: frozenset[Curie] = frozenset(), *, suggest: bool = True
    ) -> Meant:
        """The requirement that a spelling means, within one edition or with those in view before all others."""
        return meant(text, self.resolver, self.catalogs, within, view, suggest=suggest)

    def edition_named(self, text: str, where: str = "") -> Curie:
        """The edition that a slug, or a name that only one edition has, stands for. Raises NotFound with its place."""
        known = self.catalogs.editions
        found = (text,) if text in known else self.resolver.names.whole(text)
        if len(found) == 1:
            return found[0]
        other = self.resolver.names.other_edition(text)
        raise NotFound(
            "several frameworks have this name" if found else "no such framework", where=where or None, found=text,
            known=() if found or other else known, expected=" | ".join(found) or None,
            hint=other or "list them with: normgraph frameworks",
        )  # fmt: skip

    def parts(self, norm: Norm) -> tuple[Norm, ...]:
        """The norm itself, or the leaves an aggregate stands for."""
        if not norm.aggregates:
            return (norm,)
        inner = (self.catalogs.norms[name] for name in norm.aggregates)
        return tuple(dict.fromkeys(leaf for part in inner for leaf in self.parts(part)))

    def joined(self, nodes: Nodes) -> Knowledge:
        """The knowledge with the editions and decompositions found among some nodes added."""
        return replace(
            self,
            catalogs=self.catalogs.joined(catalogs.from_nodes(nodes)),
            scheme=self.scheme.joined(duties.from_nodes(nodes)),
            labels=self.labels | _labels(nodes),
        )

    def label(self, curie: Curie) -> str:
        """Label of a scheme member, duty, provision or norm; the CURIE where none is known."""
        return self.labels.get(curie, curie)

    def theme(self, name: str) -> str:
        """The top of the tree of objects that an object of duties stands in."""
        current = f"object:{name}"
        while current in self.broader:
            current = self.broader[current]
        return current.partition(":")[2]

    def fits(self, evidence_kind: str, wanted: str) -> bool:
        """Whether evidence of one kind is of the wanted kind or of a narrower one."""
        current: str | None = evidence_kind
        while current is not None:
            if current == wanted:
                return True
            current = self.broader.get(f"evidence-kind:{current}", "").partition(":")[2] or None
        return False


def load(extra: Iterable[Path] = ()) -> Knowledge:
    """Knowledge of the shipped Turtle files and any extra ones (a user's own catalogs)."""
    shipped = [path for name, path in knowledge_files() if name.endswith(".ttl") and "/shapes/" not in name]
    return from_nodes(read_turtle([*shipped, *extra]))


def from_nodes(nodes: Nodes) -> Knowledge:
    """Knowledge found among nodes."""
    broader = v.SKOS + "broader"
    return Knowledge(
        catalogs=catalogs.from_nodes(nodes),
        facts=facts.from_nodes(nodes),
        scheme=duties.from_nodes(nodes),
        statuses=statuses.from_nodes(nodes),
        maturity=maturity.from_nodes(nodes),
        involvements=involvement.from_nodes(nodes),
        labels=_labels(nodes),
        broader={node.id: node.all(broader)[0] for node in nodes.by_id.values() if node.all(broader)},
        evidence_assurance={
            node.id.partition(":")[2]: node.local(v.GIVES_ASSURANCE)
            for node in nodes.by_id.values()
            if node.one(v.GIVES_ASSURANCE)
        },
    )


def _labels(nodes: Nodes) -> dict[Curie, str]:
    return {
        node.id: label
        for node in nodes.by_id.values()
        if (label := next(iter(node.all(v.PREF_LABEL) or node.all(v.LABEL)), ""))
    }
