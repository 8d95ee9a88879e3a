"""A framework of one's own, each field saying how it is written: the readers, the schema and the pages use the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from kg.portfolio.fields import Spec, day, pairs, ref, refs, text

COMMITMENT = "commitment"
BINDINGS = (COMMITMENT, "mandate", "law")
REQUIRES, CONTEXT = "requires", "context"
MODES = (REQUIRES, "advises", CONTEXT)
# Words of the field `kind` that mean something.
HEADING, CONTROL, PART, WITHDRAWN = "heading", "control", "part", "withdrawn"
DEMANDS_NOTHING = (HEADING, PART, WITHDRAWN)
ANYBODY = "organisation"


def _usual(doc: str, usual: Any, **spec: Any) -> Any:
    """A field that has a value where none is given."""
    said = ", ".join(usual) if isinstance(usual, tuple) else f"{usual:g}" if isinstance(usual, float) else usual
    return field(default=usual, metadata={"spec": Spec("", f"{doc}; {said} where none is given", **spec)})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuty:
    """A duty that a requirement comes down to."""

    duty: str = ref("duty of the scheme", "duty", required=True)
    mode: str = _usual("how firmly it is demanded", REQUIRES, kind="choice", choices=MODES)
    aspects: tuple[str, ...] = refs("qualities or persons it is about", "aspect")
    parameters: tuple[tuple[str, str], ...] = pairs("values it demands, such as `retention: P1Y`")
    why: str = text("why the requirement comes down to this duty")
    confidence: float = _usual("how sure that is, from 0 to 1", 1.0, kind="number")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequirement:
    """One numbered sentence of the framework, and what it demands of whom."""

    id: str = text("short name, unique in the file", required=True)
    notation: str = text("how the original numbers it; the id where none is given")
    title: str = text("what it asks, in a few words", required=True)
    parent: str = ref("entry of the file under which it stands", "requirements")
    kind: str = _usual(
        "what it is, in a word: a `heading`, a `part` of the entry above and what is `withdrawn` demand nothing, "
        "a `control` may be excluded with a reason",
        "requirement",
    )
    modality: str = _usual("kind of norm", "obligation", kind="ref", ref="modality")
    bearers: tuple[str, ...] = _usual("roles it addresses", (ANYBODY,), kind="ref", ref="role", many=True)
    level: str = _usual("kind of subject it is about", "organisation", kind="ref", ref="level")
    condition: str = text("when it binds, such as `all(role=deployer, profiling=true)`; law and mandate only")
    applies_from: dt.date | None = day("first day it applies, where later than the day of issue", "from")
    applies_until: dt.date | None = day("last day it applies; law and mandate only", "until")
    notes: tuple[str, ...] = field(default=(), metadata={"spec": Spec("", "remarks", many=True)})
    external_id: str = text("identifier in the document it was imported from")
    duties: tuple[OwnDuty, ...] = field(
        default=(),
        metadata={
            "spec": Spec("", "duties it comes down to; without any it is not assessed", kind="duties", many=True)
        },
    )

    # Last, because the name hides the helper.
    text: str = text("words of the source, kept in your own record only")

    @property
    def states_norm(self) -> bool:
        """Whether it demands anything by itself: a heading does not."""
        return self.kind not in DEMANDS_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFramework:
    """One edition of a framework that is not shipped: a contract, a policy, a questionnaire, a local rule."""

    slug: str = text(
        "short name with which every identifier begins; lower-case letters, digits, `-`, `.`", required=True
    )
    title: str = text("title in full", required=True)
    label: str = text("short title; the title where none is given")
    binding: str = _usual("on what ground it binds", COMMITMENT, kind="choice", choices=BINDINGS)
    status: str = _usual("where it stands", "in-force", kind="ref", ref="edition-status")
    source: str = text("where the text is found, such as a contract number; the title where none is given")
    issued: dt.date | None = day("day its text was issued", required=True)
    jurisdiction: str = text("where it has authority")
    publisher: str = text("who published it")
    version: str = text("version of the document it was taken from")
    licence: str = text("terms of use, as the publisher states them")
    external_id: str = text("identifier of the document it was taken from, such as a URN or UUID")
    review: str = _usual("who checked the decomposition", "machine-drafted", kind="ref", ref="review")
    requirements: tuple[OwnRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is said of a framework beside its file; empty where nothing is. It goes before what the file says."""

    slug: str = ""
    title: str = ""
    binding: str = ""
    issued: dt.date | None = None
    publisher: str = ""
    version: str = ""
    licence: str = ""
    source: str = ""
    jurisdiction: str = ""
