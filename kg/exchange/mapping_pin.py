"""Mapping sets out of drafts: ends pinned to known editions, relations and numbers understood, or it is said why not.

A row without an understandable relation, or without an end where one is needed, is left out and reported with its
place. A row whose end the pinned edition does not have is kept, and its end is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from kg.crosswalk import relations
from kg.crosswalk.mappings import FOREIGN, NOTHING, End, Finding, Mapping, MappingSet, ReadSet
from kg.crosswalk.relations import Relation
from kg.exchange.mapping_draft import NO_TERM, Draft, DraftRow, join
from kg.identifiers import UNKNOWN, Resolution, Resolver
from kg.knowledge import Knowledge
from kg.model import Curie
from kg.prefixes import BASE, compact, expand

_SLUG = re.compile(r"[^a-z0-9.]+")
_SLUG_LENGTH = 80
_IRI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:[A-Za-z0-9-]+:)[^\s<>\"{}|^`\\]+")
_CURIE = re.compile(r"([A-Za-z_][\w.-]*):(\S+)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MACHINE_JUSTIFICATIONS = frozenset(
    {
        "lexicalmatching", "lexicalsimilaritythresholdmatching", "semanticsimilaritythresholdmatching",
        "logicalreasoning", "compositematching", "structuralmatching", "instancebasedmatching",
        "backgroundknowledgebasedmatching", "mappingchaining", "mappinginversion",
    }
)  # fmt: skip
_MODELS = r"(?:(?:chat)?gpt[-\w.]*|llms?|large language models?|claude|gemini|copilot)"
_MACHINE_AUTHOR = re.compile(rf"\b(?:{_MODELS}|bot)\b", re.IGNORECASE)
_MACHINE_SAID = re.compile(
    r"\b(?:(?:ai|machine|auto(?:matically)?)[- ]?(?:generated|made|mapped|suggested)"
    rf"|(?:generated|mapped|suggested|proposed|drafted|created) (?:by|with|using) (?:an? )?(?:{_MODELS}|ai|machine))\b",
    re.IGNORECASE,
)
_SAID = (
    "title", "description", "version", "address", "licence", "day", "tool", "method", "status", "rationale", "form",
    "file",
)  # fmt: skip
# So many spellings that the edition does not have are looked up among those it has: each takes milliseconds.
_MOST_SUGGESTED = 250
_RATIONALES = ("syntactic", "semantic", "functional")


def pin(draft: Draft, knowledge: Knowledge, source: Curie = "", target: Curie = "") -> ReadSet:
    """The mapping set of a draft.

    `source` and `target` name the editions that the ends belong to, whatever the file says. Raises NotFound for an
    edition that is not known.
    """
    left, right = (knowledge.edition_named(name) if name else "" for name in (source, target))
    return _Pinning(draft, knowledge.resolver, left, right).read()


def slug(text: str) -> str:
    """A name for a set out of its own words: the last part of an address or URN without its ending."""
    last = re.split(r"[/#:]", text.rstrip("/#:"))[-1] if _IRI.fullmatch(text) else text
    for ending in (".tsv", ".csv", ".sssom", ".yaml", ".yml", ".json", ".xlsx", ".xlsm"):
        last = last.removesuffix(ending)
    return _SLUG.sub("-", last.casefold()).strip("-.")[:_SLUG_LENGTH] or "mappings"


class _Pinning:
    """One draft being read."""

    def __init__(self, draft: Draft, resolver: Resolver, source: Curie, target: Curie) -> None:
        self._draft = draft
        self._resolver = resolver
        self._findings = list(draft.findings)
        self._undeclared: set[str] = set()
        self._ends: dict[tuple[str, Curie], Resolution] = {}
        self._unknown = 0
        # What is said beside the file goes before what its rows say.
        self._stated = (bool(source), bool(target))
        self._source = source or self._framework(draft.source)
        self._target = target or self._framework(draft.target)

    def read(self) -> ReadSet:
        """The set and what was not understood."""
        draft = self._draft
        mappings = tuple(row for item in draft.rows if (row := self._row(item)) is not None)
        found = MappingSet(
            id=slug(draft.identity),
            source=self._source or self._met([row.source for row in mappings]),
            target=self._target or self._met([row.target for row in mappings]),
            rows=len(draft.rows) + draft.left_out,
            left_out=len(draft.rows) + draft.left_out - len(mappings),
            mappings=mappings,
            creators=tuple(sorted(set(draft.creators))),
            **{name: getattr(draft, name) for name in _SAID},
        )
        if self._unknown > _MOST_SUGGESTED:
            self._report(
                draft.file, "not-suggested", "what unknown ends may have meant is not said of all of them",
                f"{self._unknown:,} different ends that no edition has",
                f"at most {_MOST_SUGGESTED:,}; the frameworks that the ends are of, if they are not the right ones",
            )  # fmt: skip
        return ReadSet(found, tuple(self._findings))

    def _met(self, ends: list[End]) -> Curie:
        """The one framework that ends are of, known or not; nothing where they are of several."""
        pinned = {end.id.partition(":")[0] for end in ends if end.pinned}
        prefixes = {match[1] for end in ends if end.state == FOREIGN and (match := _CURIE.fullmatch(end.text))}
        found = pinned or {f"{FOREIGN}:{prefix}" for prefix in prefixes if self._draft.prefixes is not None}
        return found.pop() if len(found) == 1 else ""

    def _row(self, row: DraftRow) -> Mapping | None:
        relation = self._relation(row)
        if relation is None:
            return None
        source_of, target_of = ("" if stated else of for stated, of in zip(self._stated, _of(row), strict=True))
        source = self._end(row.source, row.source_label, source_of, self._source, row.place)
        target = self._end(row.target, row.target_label, target_of, self._target, row.place)
        missing = [name for name, end in (("source", source), ("target", target)) if end.state == NOTHING]
        if missing and (len(missing) > 1 or not self._may_lack(row, relation)):
            self._report(
                row.place, "no-end", f"the row has no {' and no '.join(missing)}", "nothing",
                "two requirements, or a word such as noMatch that says that there is no counterpart",
            )  # fmt: skip
            return None
        return Mapping(
            source=source,
            target=target,
            relation=relation,
            strength=self._number(row.strength, row.place, "strength"),
            confidence=self._confidence(row),
            justification=row.justification,
            rationale=self._rationale(row),
            machine=self._machine(row),
            comment=row.comment,
            author=row.author,
            day=row.day,
            group=row.group,
            place=row.place,
        )

    def _relation(self, row: DraftRow) -> Relation | None:
        relation = relations.read(row.relation, row.modifier)
        if relation is None:
            known = row.modifier in ("", relations.NOT)
            self._report(
                row.place, "relation", "the relation is not understood" if known else "the modifier is not understood",
                (row.relation if known else row.modifier) or "nothing",
                " | ".join((*relations.SET_RELATIONS, "skos:closeMatch", "noMatch")) if known else relations.NOT,
            )  # fmt: skip
        return relation

    def _may_lack(self, row: DraftRow, relation: Relation) -> bool:
        """Whether an end may be missing: only where the row says that there is nothing."""
        said = {row.source.casefold(), row.target.casefold()} & NO_TERM
        return bool(said) or relation.negative

    def _end(self, text: str, label: str, of: str, edition: Curie, place: str) -> End:
        if not text or text.casefold() in NO_TERM:
            return End(text, "", NOTHING, label)
        if of:
            edition = self._framework(of)
        prefix = _CURIE.fullmatch(text) if self._draft.prefixes is not None else None
        if prefix is not None and not _IRI.fullmatch(text):
            return replace(self._of_prefix(text, prefix[1], prefix[2], edition, place), label=label)
        if edition.startswith(f"{FOREIGN}:"):
            return End(text, _foreign(edition, text), FOREIGN, label)
        return replace(self._resolved(text, text, edition), label=label)

    def _of_prefix(self, text: str, prefix: str, local: str, edition: Curie, place: str) -> End:
        """An end that is a CURIE of the file: its prefix says the framework."""
        prefixes = self._draft.prefixes or {}
        address = prefixes.get(prefix, "")
        if not address and prefix not in self._undeclared and not self._known(prefix):
            self._undeclared.add(prefix)
            self._report(place, "prefix", "the prefix is not declared", prefix, "an entry of curie_map")
        if address.startswith(BASE):
            prefix, _, local = compact(address + local).partition(":")
            address = ""
        own = edition if edition and not edition.startswith(f"{FOREIGN}:") else ""
        named = self._resolver.names.find(prefix) or (self._resolver.names.mentioned(address) if address else None)
        if named is not None and not (named.rest or named.other_year or named.others):
            own = named.edition
        if own:
            return self._resolved(text, local, own)
        iri = address + local
        return End(text, compact(iri) if _IRI.fullmatch(iri) else _foreign(f"{FOREIGN}:{prefix}", local), FOREIGN)

    def _known(self, prefix: str) -> bool:
        return prefix in self._resolver.names.years

    def _resolved(self, text: str, spelling: str, edition: Curie) -> End:
        found = self._meant(spelling, edition)
        if found.known:
            return End(text, found.place, found.outcome)
        local = spelling.rpartition(":")[2] if _IRI.fullmatch(spelling) else spelling
        stand_in = f"unresolved:{edition or found.place or 'anything'}/{quote(local, safe='.-_()')}"
        return End(text, stand_in, found.outcome, hint=found.hint or found.how)

    def _meant(self, spelling: str, edition: Curie) -> Resolution:
        """What a spelling comes to, each looked up once; the first unknown ones with what they may have meant."""
        found = self._ends.get((spelling, edition))
        if found is None:
            suggest = self._unknown < _MOST_SUGGESTED
            found = self._ends[spelling, edition] = self._resolver.resolve(spelling, edition, suggest=suggest)
            self._unknown += found.outcome == UNKNOWN
        return found

    def _framework(self, text: str) -> Curie:
        """The edition that a name of a framework means, `foreign:` and its name where it is not known."""
        if not text:
            return ""
        named = self._resolver.names.mentioned(text)
        if named is not None and named.others:
            return ""  # which of them is meant, its ends may tell
        if named is not None and not named.other_year:
            return named.edition
        return f"{FOREIGN}:{slug(text)}"

    def _number(self, text: str, place: str, what: str) -> str:
        if text and not _NUMBER.fullmatch(text):
            self._report(place, what, f"the {what} is not understood", text, "a number")
            return ""
        return text

    def _confidence(self, row: DraftRow) -> str:
        text = self._number(row.confidence, row.place, "confidence")
        if text and not 0 <= float(text) <= 1:
            self._report(row.place, "confidence", "the confidence is not understood", text, "a number from 0 to 1")
            return ""
        return text

    def _rationale(self, row: DraftRow) -> str:
        text = row.rationale.casefold()
        if text and text not in _RATIONALES:
            self._report(
                row.place, "rationale", "the rationale type is not understood", row.rationale, " | ".join(_RATIONALES)
            )
            return ""
        return text or (self._draft.rationale.casefold() if self._draft.rationale.casefold() in _RATIONALES else "")

    def _machine(self, row: DraftRow) -> str:
        return join(row.machine, *self._traces(row))

    def _traces(self, row: DraftRow) -> Iterator[str]:
        """What in a row, or in what is said of the whole set, shows that a machine made it."""
        kind = row.justification.rpartition(":")[2].rpartition("/")[2].casefold()
        if kind in _MACHINE_JUSTIFICATIONS:
            yield f"justification {row.justification}"
        if tool := row.tool or self._draft.tool:
            yield f"mapping tool {tool}"
        if self._draft.method.casefold() in ("automation", "hybrid"):
            yield f"method {self._draft.method}"
        named = (row.author, *self._draft.creators)
        said = (row.comment, self._draft.description)
        for pattern, texts in ((_MACHINE_AUTHOR, named), (_MACHINE_SAID, said)):
            word = next((match[0] for text in texts if (match := pattern.search(text))), "")
            if word:
                yield f"the words {word!r}"

    def _report(self, place: str, code: str, what: str, found: str, expected: str) -> None:
        self._findings.append(Finding(place, code, what, found, expected))


def _of(row: DraftRow) -> tuple[str, str]:
    return row.source_of, row.target_of


def _foreign(framework: Curie, text: str) -> Curie:
    if _IRI.fullmatch(text):
        return compact(text)
    return compact(expand(f"{framework}/{quote(text, safe='.-_()')}"))
