"""Resolves what people write into identifiers that exist, and says what was probably meant where none does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.errors import NormgraphError, did_you_mean
from kg.identifiers import RESOLVED
from kg.identifiers.places import BY_BOTH, BY_NUMBER
from kg.knowledge import Knowledge
from kg.portfolio.records import Spec

_SINGULAR = {"people": "post", "datasets": "data set", "evidence-kind": "kind of evidence", "event": "kind of event"}
_COMMANDS = {
    "requirement": "requirements", "control": "requirements", "provision": "requirements", "framework": "frameworks",
    "duty": "duties", "fact": "facts",
}  # fmt: skip
_OF_FRAMEWORKS = ("requirement", "control", "provision", "framework")
_SCHEMES = ("topic", "event", "role", "evidence-kind", "discipline", "assurance")
_LISTED = 20
_CERTAIN = (BY_NUMBER, BY_BOTH, "identifier")
Failure = Callable[..., NormgraphError]


class References:
    """Resolver for one portfolio file: shipped knowledge, and the identifiers the file itself declares.

    `declared` maps a local identifier to its section.
    """

    def __init__(self, knowledge: Knowledge, organisation: str, declared: Mapping[str, str]) -> None:
        self._knowledge = knowledge
        self._prefix = organisation
        self._declared = declared

    def resolve(self, text: str, spec: Spec, fail: Failure) -> str:
        """The canonical identifier for `text` under a field's definition. `fail` makes the error for its place."""
        found = self.known(text, spec)
        if not found:
            raise self._unknown(text, spec.ref.split("|"), spec, fail)
        return found

    def known(self, text: str, spec: Spec) -> str:
        """The canonical identifier for `text`, empty where it names nothing."""
        if text in spec.words:
            return text
        kinds = spec.ref.split("|")
        found = next((found for kind in kinds if (found := self._find(text, kind))), "")
        return found or next((found for kind in kinds if (found := self._spelled(text, kind))), "")

    def _spelled(self, text: str, kind: str) -> str:
        """A requirement that is written otherwise. It has to name its framework: a file lasts longer than a guess."""
        if kind == "framework":
            return self._knowledge.resolver.names.whole(text)
        if kind not in ("requirement", "control", "provision") or self._knowledge.resolver.names.find(text) is None:
            return ""
        found = self._knowledge.resolver.resolve(text)
        return self._find(found.place, kind) if found.outcome == RESOLVED and found.how in _CERTAIN else ""

    def _find(self, text: str, kind: str) -> str:
        if kind in ("requirement", "control"):
            return self._requirement(text, kind)
        if kind == "duty":
            name = text if text.startswith("duty:") else f"duty:{text}"
            return name if name in self._knowledge.scheme.duties else ""
        if kind == "provision":
            return text if text in self._knowledge.catalogs.provisions else ""
        if kind == "framework":
            return text if text in self._knowledge.catalogs.editions else ""
        if kind == "fact":
            return text if text in self._knowledge.facts.types else ""
        if kind in _SCHEMES:
            words = (text, text.casefold())
            return next((word for word in words if f"{kind}:{word}" in self._knowledge.labels), "")
        return self._own(text, kind)

    def _own(self, text: str, section: str) -> str:
        local = text.removeprefix(f"{self._prefix}:")
        if section == "organisation" and text == self._prefix:
            return self._prefix
        return f"{self._prefix}:{local}" if self._declared.get(local) == section else ""

    def _requirement(self, text: str, kind: str) -> str:
        catalogs = self._knowledge.catalogs
        norms = catalogs.norms_named(text)
        if not norms or (kind == "control" and not norms[0].excludable):
            return ""
        return catalogs.requirement(norms[0]) if len(norms) == 1 else text

    def _unknown(self, text: str, kinds: list[str], spec: Spec, fail: Failure) -> NormgraphError:
        known = [*spec.words]
        for kind in kinds:
            known += self._names(kind)
        near = self._otherwise(text, kinds) or did_you_mean(text, known)
        what = " or ".join(
            _SINGULAR.get(kind, kind.removesuffix("s")).replace("_", " ").replace("-", " ") for kind in kinds
        )
        message = f"no such {what}"
        meant = self._knowledge.resolver.resolve(text).place if kinds == ["control"] else ""
        if meant and self._knowledge.catalogs.norms_named(meant):
            message = "only a control of a voluntary framework can be excluded"
        return fail(message, found=text, expected=_expected(spec, kinds), hint=near or self._listing(kinds))

    def _otherwise(self, text: str, kinds: list[str]) -> str:
        """What a spelling that is no identifier may mean, or of which edition it is."""
        if not {"requirement", "control", "provision"} & set(kinds):
            return ""
        found = self._knowledge.resolver.resolve(text)
        if not found.known:
            return found.hint
        return f"did you mean {found.place}?" if any(self._find(found.place, kind) for kind in kinds) else ""

    def _listing(self, kinds: list[str]) -> str:
        command = _COMMANDS.get(kinds[0])
        if command is None:
            if kinds[0] in _SCHEMES:
                names = self._names(kinds[0])
                return f"known: {', '.join(names[:_LISTED])}{', ...' if len(names) > _LISTED else ''}"
            return ""
        first = f"\na framework of your own comes first: normgraph framework import FILE --org {self._prefix}"
        return f"list them with: normgraph {command}" + (first if kinds[0] in _OF_FRAMEWORKS else "")

    def _names(self, kind: str) -> list[str]:
        if kind == "organisation":
            return [self._prefix]
        if kind == "requirement":
            return list(self._knowledge.requirement_names)
        if kind == "control":
            return excludable(self._knowledge)
        if kind == "duty":
            return list(self._knowledge.scheme.duties)
        if kind == "provision":
            return list(self._knowledge.catalogs.provisions)
        if kind == "framework":
            return list(self._knowledge.catalogs.editions)
        if kind == "fact":
            return list(self._knowledge.facts.types)
        prefix = f"{kind}:"
        shipped = [name.removeprefix(prefix) for name in self._knowledge.labels if name.startswith(prefix)]
        return shipped or [name for name, section in self._declared.items() if section == kind]


def excludable(knowledge: Knowledge) -> list[str]:
    """Requirements that a statement of applicability may leave out."""
    names = knowledge.requirement_names
    return [name for name in names if any(norm.excludable for norm in knowledge.catalogs.norms_named(name))]


def _expected(spec: Spec, kinds: list[str]) -> str:
    words = [f"`{word}`" for word in spec.words]
    if kinds[0] in _OF_FRAMEWORKS[:3]:
        return " or ".join([*words, "an identifier such as iso-42001-2023:A.6.2.8"])
    if kinds[0] == "framework":
        return " or ".join([*words, "a framework that is shipped or on record"])
    if kinds[0] in ("duty", "fact", *_SCHEMES):
        return " or ".join([*words, f"one of the shipped {kinds[0]} names"])
    return " or ".join([*words, f"an id declared under {' or '.join(kinds)} in this file"])
