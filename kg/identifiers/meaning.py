"""Which requirement somebody means, in words for whoever asked: how it was read, or why it cannot be told.

Commands, the REST service and the readers of files say the same of the same spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.catalogs import Catalogs
from kg.identifiers.places import BY_BOTH, BY_NUMBER
from kg.identifiers.resolver import AMBIGUOUS, ROLLED_UP, SEVERAL, WRONG_EDITION, Resolution, Resolver
from kg.model import Curie

# How a place was recognised where that leaves no doubt.
CERTAIN = (BY_NUMBER, BY_BOTH, "identifier")
_UNTOLD = {AMBIGUOUS: "ambiguous", WRONG_EDITION: "of another edition"}
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Meant:
    """What a spelling comes to where a requirement is wanted.

    `requirement` is empty where none can be told; `message` and `hint` then say why and what to write. `part`: only
    something below it is named; `sure`: it was recognised by its number, not by words; `reading`: how to say it;
    `ambiguous`: several may be meant; `below`: requirements below what is named, which is none itself.
    """

    requirement: Curie = ""
    part: bool = False
    sure: bool = False
    reading: str = ""
    message: str = ""
    hint: str = ""
    ambiguous: bool = False
    below: tuple[Curie, ...] = ()


def meant(
    text: str,
    resolver: Resolver,
    catalogs: Catalogs,
    within: Curie = "",
    view: frozenset[Curie] = frozenset(),
    *,
    suggest: bool = True,
) -> Meant:
    """The requirement that a spelling means, within one edition or with those in view before all others.

    Guidance demands nothing: it stands for the control that it is about. What demands nothing itself, with nothing
    below it that does, is a part of the requirement that it stands below.
    """
    found = resolver.resolve(text, within, view=view, suggest=suggest)
    if not found.known:
        return _untold(found, catalogs)
    part, sure = found.outcome == ROLLED_UP, found.how in CERTAIN
    if catalogs.norms_named(found.place):
        return Meant(found.place, part, sure, found.place + (", which stands above it" if part else ""))
    place = catalogs.provisions.get(found.place)
    if place is not None and catalogs.norms_named(place.guides):
        return Meant(place.guides, part, sure, f"{place.guides}, for which it is guidance")
    norms = (norm for norm in catalogs.norms.values() if found.place in catalogs.ancestors(norm.provision))
    below = tuple(dict.fromkeys(map(catalogs.requirement, norms)))
    above = next((name for name in catalogs.ancestors(found.place) if catalogs.norms_named(name)), "")
    if above and not below:
        return Meant(above, True, sure, f"{above}, which stands above it")
    listed = f"what stands below it: {', '.join(below[:_SHOWN])}" if below else ""
    return Meant(reading=found.place, message="nothing is required there", hint=listed, below=below)


def _untold(found: Resolution, catalogs: Catalogs) -> Meant:
    if found.outcome in _UNTOLD:
        return Meant(
            message=f"no requirement can be told: the name is {_UNTOLD[found.outcome]}",
            hint=found.hint,
            ambiguous=found.outcome == AMBIGUOUS,
        )
    if found.how == SEVERAL:
        return Meant(message="several requirements are named in one place", hint=found.hint)
    demanding = tuple(name for name in found.candidates if catalogs.norms_named(name))
    near = replace(found, candidates=demanding or found.candidates)
    return Meant(message="no such requirement", hint=near.hint)
