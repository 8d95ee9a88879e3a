"""Resolves what people write into identifiers that exist, and says what was probably meant where none does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.errors import NormgraphError, did_you_mean
from kg.identifiers import CERTAIN, ROLLED_UP
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
_IN_VIEW = "the frameworks under `instruments` of the organisation, or those it committed itself to, go first"
Failure = Callable[..., NormgraphError]


@dataclass(frozen=True, slots=True)
class Read:
    """A name that is written otherwise than as the identifier it stands for.

    `reading` says it in words; `part`: the name is of a part of what the identifier names.
    """

    id: str
    reading: str
    part: bool = False


class References:
    """Resolver for one portfolio file: shipped knowledge, and the identifiers the file itself declares.

    `declared` maps a local identifier to its section; `view` gives the frameworks that the organisation works with.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        organisation: str,
        declared: Mapping[str, str],
        view: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self._knowledge = knowledge
        self._prefix = organisation
        self._declared = declared
        self._view = view

    def known(self, text: str, spec: Spec) -> str:
        """The canonical identifier for `text` if that is how its identifier is written, else nothing."""
        if text in spec.words:
            return text
        return next((found for kind in spec.ref.split("|") if (found := self._find(text, kind))), "")

    def read(self, text: str, spec: Spec, fail: Failure, *, within: str = "", in_part: bool = False) -> Read:
        """What a name that is no identifier stands for: a requirement as people write it, a framework by its name.

        `within` is the edition meant where the name tells none; `in_part`: what names a part of a requirement may
        stand for the whole. Raises what `fail` makes where it cannot be told.
        """
        kinds = spec.ref.split("|")
        for kind in kinds:
            found = self._spelled(text, kind, within)
            if found is not None and found.part and not in_part:
                raise fail(
                    f"only a part of a {kind} is named", found=text, expected=_expected(spec, kinds),
                    hint=f"write {found.id} if all of it is meant",
                )  # fmt: skip
            if found is not None:
                return found
        raise self._unknown(text, kinds, spec, fail, within)

    def _spelled(self, text: str, kind: str, within: str) -> Read | None:
        if kind in ("requirement", "control"):
            meant = self._knowledge.meant(text, within, self._view())
            name = self._requirement(meant.requirement, kind) if meant.sure else ""
            return Read(name, meant.reading, meant.part) if name else None
        if kind == "provision":
            found = self._knowledge.resolver.resolve(text, within, view=self._view())
            name = self._find(found.place, kind) if found.known and found.how in CERTAIN else ""
            return Read(name, name, found.outcome == ROLLED_UP) if name else None
        if kind == "framework":
            editions = self._knowledge.resolver.names.whole(text)
            return Read(editions[0], editions[0]) if len(editions) == 1 else None
        return None

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

    def _unknown(self, text: str, kinds: list[str], spec: Spec, fail: Failure, within: str) -> NormgraphError:
        known = [*spec.words]
        for kind in kinds:
            known += self._names(kind)
        what = " or ".join(
            _SINGULAR.get(kind, kind.removesuffix("s")).replace("_", " ").replace("-", " ") for kind in kinds
        )
        why, near = self._otherwise(text, kinds, within)
        message = why.format(what=what) if why else f"no such {what}"
        hint = near or did_you_mean(text, known) or self._listing(kinds)
        return fail(message, found=text, expected=_expected(spec, kinds), hint=hint)

    def _otherwise(self, text: str, kinds: list[str], within: str) -> tuple[str, str]:
        """Why a name that is no identifier cannot be told, where more is to be said, and what it may mean."""
        if kinds == ["framework"]:
            editions = self._knowledge.resolver.names.whole(text)
            near = f"it may mean {' or '.join(editions)}" if editions else ""
            return "", near or self._knowledge.resolver.names.other_edition(text)
        if kinds == ["provision"]:
            found = self._knowledge.resolver.resolve(text, within, view=self._view())
            return "", f"did you mean {found.place}?" if found.known else found.hint
        if not {"requirement", "control"} & set(kinds):
            return "", ""
        meant = self._knowledge.meant(text, within, self._view())
        if kinds == ["control"] and meant.requirement and not self._requirement(meant.requirement, "control"):
            return "only a control of a voluntary framework can be excluded", ""
        if meant.requirement:
            return "", f"did you mean {meant.requirement}?"
        if meant.ambiguous:
            return meant.message.replace("requirement", "{what}"), f"{meant.hint}\n{_IN_VIEW}"
        return meant.message.replace("such requirement", "such {what}"), meant.hint

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
