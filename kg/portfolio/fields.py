"""How a field of a record is written: its key, kind, allowed values and predicate, kept with the field itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field as DataclassField
from dataclasses import dataclass, field, fields
from typing import Any

from kg import vocabulary as v

Facts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Spec:
    """How one field is written: `kind` is text, date, flag, number, one of `choices`, a reference, facts or pairs.

    References: `ref` names the sections an identifier may come from (several joined by `|`), or for shipped knowledge
    `framework`, `requirement`, `control`, `duty`, `provision`, or a scheme such as `fact`, `topic` or `evidence-kind`.
    """

    key: str
    doc: str
    kind: str = "text"
    ref: str = ""
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    predicate: str = ""


def text(doc: str, *, required: bool = False, predicate: str = "") -> Any:
    """A text."""
    spec = Spec("", doc, required=required, predicate=predicate)
    return field(metadata={"spec": spec}) if required else field(default="", metadata={"spec": spec})


def choice(doc: str, choices: tuple[str, ...], *, required: bool = True, predicate: str = "") -> Any:
    """One of some words."""
    spec = Spec("", doc, kind="choice", choices=choices, required=required, predicate=predicate)
    return field(metadata={"spec": spec}) if required else field(default="", metadata={"spec": spec})


def ref(doc: str, to: str, *, required: bool = False, predicate: str = "") -> Any:
    """One identifier."""
    spec = Spec("", doc, kind="ref", ref=to, required=required, predicate=predicate)
    return field(metadata={"spec": spec}) if required else field(default="", metadata={"spec": spec})


def refs(doc: str, to: str, *, words: tuple[str, ...] = (), required: bool = False, predicate: str = "") -> Any:
    """Several identifiers, or one of some words."""
    spec = Spec("", doc, kind="ref", ref=to, words=words, many=True, required=required, predicate=predicate)
    return field(metadata={"spec": spec}) if required else field(default=(), metadata={"spec": spec})


def day(doc: str, key: str = "", *, required: bool = False) -> Any:
    """A calendar day."""
    spec = Spec(key, doc, kind="date", required=required)
    return field(metadata={"spec": spec}) if required else field(default=None, metadata={"spec": spec})


def flag(doc: str, *, predicate: str = "") -> Any:
    """Yes or no; absent is no."""
    return field(default=False, metadata={"spec": Spec("", doc, kind="flag", predicate=predicate)})


def facts(doc: str) -> Any:
    """Facts by name."""
    return field(default_factory=dict, hash=False, metadata={"spec": Spec("", doc, kind="facts")})


def pairs(doc: str, *, predicate: str = "") -> Any:
    """Named values."""
    return field(default=(), metadata={"spec": Spec("", doc, kind="pairs", many=True, predicate=predicate)})


_known: dict[str, dict[str, Spec]] = {}


def specs(cls: type[Any]) -> dict[str, Spec]:
    """Field name -> how it is written, `id` left out, of a record class."""
    found = _known.get(cls.__qualname__)
    if found is None:
        found = _known[cls.__qualname__] = {item.name: _named(item) for item in fields(cls) if "spec" in item.metadata}
    return found


def _named(item: DataclassField[Any]) -> Spec:
    spec: Spec = item.metadata["spec"]
    return Spec(
        key=spec.key or item.name,
        doc=spec.doc,
        kind=spec.kind,
        ref=spec.ref,
        choices=spec.choices,
        words=spec.words,
        many=spec.many,
        required=spec.required,
        predicate=spec.predicate or v.NG + _camel(item.name),
    )


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
