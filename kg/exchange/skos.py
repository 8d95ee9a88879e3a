"""SKOS concept schemes in Turtle, N-Triples, RDF/XML or JSON-LD: a scheme becomes a framework, its concepts entries.

A concept with narrower ones is a heading, one without is a requirement: SKOS has no word for what demands something.
Read by pyoxigraph alone, which fetches nothing; blank nodes are not read, because nothing could name them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import vocabulary as v
from kg.errors import InputError
from kg.exchange.catalog_draft import CatalogFile, Draft, Entry, Purpose, last_segment
from kg.exchange.ciso_library import REQUIREMENT
from kg.exchange.rdf_form import statements
from kg.own.model import HEADING
from kg.store.index import Literal, NamedNode

_LANGUAGES = ("en", "")
MAX_DEPTH = 64
_DIGITS = re.compile(r"(\d+)")
Values = dict[str, list[tuple[str, str, bool]]]


@dataclass(frozen=True)
class _Graph:
    """Subject -> predicate -> (value, language, whether it is a node)."""

    nodes: dict[str, Values] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    blank: Counter[str] = field(default_factory=Counter)

    def of(self, kind: str) -> list[str]:
        """Nodes of a class."""
        return sorted(name for name, values in self.nodes.items() if kind in self.iris(values, v.TYPE))

    def text(self, name: str, *predicates: str) -> str:
        """The words of the first predicate that has any, in English or in no language where there are several."""
        values = self.nodes.get(name, {})
        for predicate in predicates:
            stated = sorted(values.get(predicate, ()), reverse=True)
            found = {language.partition("-")[0]: text for text, language, _ in stated}
            chosen = next((found[language] for language in _LANGUAGES if language in found), None)
            if found:
                return chosen if chosen is not None else found[min(found)]
        return ""

    @staticmethod
    def iris(values: Values, predicate: str) -> list[str]:
        """The nodes that a predicate points to, sorted."""
        return sorted({text for text, _, is_node in values.get(predicate, ()) if is_node})


def from_text(text: str, name: str, syntax: str, purpose: Purpose) -> CatalogFile:
    """The framework in an RDF text. Raises InputError where it holds no concept scheme, or several."""
    graph = _read(text, name, syntax)
    schemes = graph.of(v.CONCEPT_SCHEME)
    if len(schemes) != 1:
        raise InputError(
            "no concept scheme in the file" if not schemes else "several concept schemes in the file",
            where=name, found=", ".join(schemes) or f"{len(graph.nodes)} nodes, none a skos:ConceptScheme",
            expected="one skos:ConceptScheme", hint="keep one scheme a file",
        )  # fmt: skip
    draft = Draft(name)
    if blank := graph.blank.total():
        draft.note(name, f"{blank} statements", "about blank nodes, which nothing could name: not read")
    _Scheme(graph, draft).fill()
    scheme = schemes[0]
    said = {
        "slug": last_segment(scheme),
        "title": graph.text(scheme, v.TITLE, v.PREF_LABEL, v.LABEL),
        "issued": graph.text(scheme, v.ISSUED, v.CREATED, v.MODIFIED)[:10],
        "version": graph.text(scheme, v.VERSION_INFO),
        "publisher": graph.text(scheme, v.PUBLISHER, v.CREATOR),
        "licence": graph.text(scheme, v.LICENSE, v.RIGHTS),
        "source": graph.text(scheme, v.SOURCE) or scheme,
        "external_id": scheme,
    }
    return draft.finish(f"SKOS concept scheme, {syntax}", said, purpose)


def _read(text: str, name: str, syntax: str) -> _Graph:
    graph = _Graph()
    for (subject, predicate, value), _ in statements(name, text.encode(), syntax):
        if not isinstance(subject, NamedNode) or not isinstance(value, (NamedNode, Literal)):
            graph.blank["statements"] += 1
            continue
        language = (value.language or "") if isinstance(value, Literal) else ""
        entry = (value.value, language, isinstance(value, NamedNode))
        graph.nodes[subject.value][predicate.value].append(entry)
    return graph


class _Scheme:
    """The concepts of a graph as entries, parents first."""

    def __init__(self, graph: _Graph, draft: Draft) -> None:
        self._graph, self._draft = graph, draft
        self._concepts = graph.of(v.CONCEPT)
        self._known = frozenset(self._concepts)
        self._above: dict[str, set[str]] = defaultdict(set)
        for name in self._concepts:
            for other in graph.iris(graph.nodes[name], v.NARROWER):
                self._above[other].add(name)
        self._parents = {name: self._parent(name) for name in self._concepts}
        self._children: dict[str, list[str]] = defaultdict(list)
        for name, parent in self._parents.items():
            self._children[parent].append(name)

    def fill(self) -> None:
        """Add every concept; what stands in a circle is added at the top."""
        placed: dict[str, str] = {}
        self._level("", "", placed, 1)
        for name in self._concepts:
            if name not in placed:
                self._draft.note(self._draft.file, name, "stands below itself: put at the top")
                self._place(name, "", placed, 1)

    def _level(self, above: str, parent: str, placed: dict[str, str], depth: int) -> None:
        for name in sorted(self._children[above], key=self._order):
            self._place(name, parent, placed, depth)

    def _place(self, name: str, parent: str, placed: dict[str, str], depth: int) -> None:
        if name in placed:
            return
        if depth > MAX_DEPTH:
            raise InputError(
                "nested too deeply", where=self._draft.file, found=name, expected=f"at most {MAX_DEPTH} levels"
            )
        graph = self._graph
        notation = graph.text(name, v.NOTATION, v.IDENTIFIER)
        placed[name] = self._draft.add(
            Entry(
                where=f"{self._draft.file} (<{name}>)",
                names=tuple(filter(None, (notation, last_segment(name)))),
                kind=HEADING if self._children[name] else REQUIREMENT,
                parent=parent,
                notation=notation or last_segment(name),
                title=graph.text(name, v.PREF_LABEL, v.LABEL),
                text=graph.text(name, v.DEFINITION, v.DESCRIPTION),
                notes=tuple(filter(None, (graph.text(name, v.SCOPE_NOTE, v.NOTE),))),
                external_id=name,
            )
        )
        self._level(name, placed[name], placed, depth + 1)

    def _parent(self, name: str) -> str:
        stated = {*self._graph.iris(self._graph.nodes[name], v.BROADER), *self._above[name]}
        known = sorted(stated & self._known)
        for other in sorted(stated - set(known)):
            self._draft.note(f"{self._draft.file} (<{name}>)", other, "no concept of the file: not taken as broader")
        for other in known[1:]:
            self._draft.note(f"{self._draft.file} (<{name}>)", other, "a second broader concept: the first one counts")
        return known[0] if known else ""

    def _order(self, name: str) -> list[tuple[int, str]]:
        text = self._graph.text(name, v.NOTATION, v.PREF_LABEL, v.LABEL) or last_segment(name)
        pieces: Iterable[str] = _DIGITS.split(text)
        return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]
