"""Frameworks of one's own: put on record whole in one commit, replaced or removed while nothing is left hanging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kg.engine.graph import KnowledgeGraph, author
from kg.errors import InputError, NotFound, StoreInvalid, UsageError, suggestions
from kg.exchange import findings, framework_format
from kg.exchange.catalog_draft import CatalogFile
from kg.exchange.portfolio_values import check_identifier, check_organisation
from kg.exchange.references import References
from kg.knowledge import Knowledge
from kg.own import rdf
from kg.own.model import COMMITMENT, OwnFramework
from kg.portfolio import rdf as portfolio_rdf
from kg.portfolio.fields import specs
from kg.portfolio.records import Record
from kg.store.ledger import Commit, Ledger
from kg.tables import Table

_KINDS = frozenset({"framework", "requirement", "control", "provision"})
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What an import did: the framework, whether one of its name was there before, and the commit (None: no change)."""

    organisation: str
    read: CatalogFile
    before: bool
    commit: Commit | None
    dry_run: bool = False

    @property
    def framework(self) -> OwnFramework:
        """The framework as it was read."""
        return self.read.framework

    def table(self) -> Table | None:
        """What was not understood, place by place; None where the file is one of our own, which is read strictly."""
        return findings.table(self.read.findings) if self.read.findings else None

    def summary(self) -> list[str]:
        """What is said about it, line by line."""
        framework = self.framework
        norms = [item for item in framework.requirements if item.states_norm]
        bare = sum(not item.duties for item in norms)
        lines = [
            f"{self.organisation}: {framework.slug}, {framework.title}",
            f"{len(norms)} requirement{'' if len(norms) == 1 else 's'}, {len(norms) - bare} with duties",
            *([f"terms of use: {framework.licence}"] if framework.licence else []),
            *findings.summary(self.read.findings),
        ]
        if bare:
            lines.append(f"not assessed, and neither met nor a gap: {bare} without duties or mappings")
        lines.append(told(self.commit, dry_run=self.dry_run))
        if not self.before and framework.binding == COMMITMENT:
            lines.append(
                f"it binds by commitment: record one in the portfolio, or ask with --as-if-adopted {framework.slug}"
            )
        return lines


def told(commit: Commit | None, *, dry_run: bool) -> str:
    """What became of the record."""
    if dry_run:
        return "dry run: nothing was recorded"
    if commit is None:
        return "nothing to record: the file says what is on record already"
    return f"commit {commit.seq}: {commit.added:,} statements added, {commit.removed:,} removed"


def template(graph: KnowledgeGraph) -> str:
    """A commented file to start from."""
    return framework_format.template(graph.knowledge)


def schema(graph: KnowledgeGraph) -> str:
    """JSON Schema of framework files."""
    return framework_format.schema(graph.knowledge)


def keep(graph: KnowledgeGraph, read: CatalogFile, file: str, *, replace: bool = False, dry_run: bool = False) -> Kept:
    """Put the framework of a file on record. One of the same slug is replaced only where `replace` says so."""
    organisation, framework = whose(graph, "framework"), read.framework
    lines = rdf.to_nquads(framework, organisation, graph.knowledge.scheme.release)
    if dry_run and organisation not in graph.organisations:
        return Kept(organisation, read, False, None, dry_run)
    with graph.ledger(organisation, create=not dry_run) as ledger:
        before = rdf.by_slug(portfolio_rdf.of_frameworks(ledger.state())).get(framework.slug, frozenset())
        if before and before != lines and not replace:
            raise InputError(
                "a framework of this slug is on record and says something else", where=file, found=framework.slug,
                expected="another slug, or the word that it is to be replaced",
                hint=f"normgraph framework import {file} --replace",
            )  # fmt: skip
        message = f"import framework {framework.slug} from {file}"
        commit = _change(graph, ledger, framework.slug, lines, message, dry_run=dry_run)
    return Kept(organisation, read, bool(before), commit, dry_run)


def remove(graph: KnowledgeGraph, slug: str, *, dry_run: bool = False) -> Commit | None:
    """Take a framework off the record, unless something on record refers to it."""
    with graph.ledger() as ledger:
        known = rdf.by_slug(portfolio_rdf.of_frameworks(ledger.state()))
        if slug not in known:
            shipped = slug in graph.knowledge.catalogs.editions
            raise NotFound(
                "a shipped framework cannot be removed" if shipped else "no such framework of your own on record",
                found=slug, known=known, expected=" | ".join(known) or "none: there is no framework of your own",
                hint="leave it out with `instruments` in the portfolio" if shipped else None,
            )  # fmt: skip
        return _change(graph, ledger, slug, frozenset(), f"remove framework {slug}", dry_run=dry_run)


def whose(graph: KnowledgeGraph, what: str) -> str:
    """In whose record to put something, in a word `what`: the only one, or the one asked for, which this may begin."""
    named, known = graph.chosen, graph.organisations
    if not (named or known):
        raise UsageError(
            "nothing is on record yet", where="--org", found="no organisation", expected=f"whose {what} it is",
            hint="add --org NAME, with the id that the portfolio will have",
        )  # fmt: skip
    if not named or named in known:
        return graph.organisation
    if suggestions(named, known):
        raise NotFound("no such organisation in this store", found=named, known=known, where=str(graph.store))
    fail = partial(UsageError, where="--org")
    check_identifier(named, fail)
    check_organisation(named, graph.knowledge, fail)
    return named


def _change(
    graph: KnowledgeGraph, ledger: Ledger, slug: str, lines: frozenset[str], message: str, *, dry_run: bool
) -> Commit | None:
    """Replace the lines of a framework, after checking that everything on record still refers to something."""
    head = ledger.head
    state = ledger.state(head.seq)
    own = portfolio_rdf.of_frameworks(state)
    before = rdf.by_slug(own).get(slug, frozenset())
    # A release that ships the slug has taken it over: then the references mean the shipped framework.
    if slug not in graph.knowledge.catalogs.editions:
        after = graph.knowledge_with((own - before) | lines)
        _refuse_dangling(list(_dangling(portfolio_rdf.from_lines(state), slug, after)), slug)
    if dry_run:
        return None
    return ledger.commit(lines - before, before - lines, author(), message, graph.digest, expected_head=head)


def _dangling(records: Iterable[Record], slug: str, after: Knowledge) -> Iterator[tuple[str, str]]:
    """Records that refer to a part of a framework that would be gone, each with what it refers to."""
    references = References(after, "", {})
    for record in records:
        for name, spec in specs(type(record)).items():
            if spec.kind == "ref" and not _KINDS.isdisjoint(spec.ref.split("|")):
                value = getattr(record, name)
                for item in value if spec.many else (value,):
                    if item.partition(":")[0] == slug and not references.known(item, spec):
                        yield record.id, item


def _refuse_dangling(found: list[tuple[str, str]], slug: str) -> None:
    if found:
        shown = "; ".join(f"{record} refers to {item}" for record, item in found[:_SHOWN])
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise StoreInvalid(
            "the record refers to what would be gone; nothing was changed", where=slug, found=shown + more,
            expected="no commitment, implementation, exclusion or other entry that refers to it",
            hint="change the portfolio and import it first, with --prune for entries that are to go",
            code="framework-in-use",
        )  # fmt: skip
