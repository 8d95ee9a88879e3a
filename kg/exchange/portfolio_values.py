"""What may stand in a field of a portfolio: identifiers, values of facts, parameters. Every format is checked so."""

from __future__ import annotations

import re

from kg.clock import parse_date
from kg.duties import Scheme
from kg.errors import InputError, did_you_mean
from kg.exchange.cells import truth
from kg.exchange.references import Failure
from kg.exchange.yaml_source import Place
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio.records import EVERYTHING, ORGANISATION_WIDE

NONE, UNKNOWN = "none", "unknown"
ROLE = "role"
# Words that stand for something else where an id is expected, and path segments of our own.
RESERVED = (EVERYTHING, ORGANISATION_WIDE, "framework", "graph", "normgraph")
IDENTIFIER = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
_IDENTIFIER = re.compile(IDENTIFIER)
_WORDS = re.compile("[A-Za-z0-9]+")


def parameters(place: Place, scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Values of parameters, each one the scheme can read."""
    return tuple(
        sorted((name, parameter(name, value, scheme)) for name, value in place.entries(tuple(scheme.parameters)))
    )


def parameter(name: str, place: Place, scheme: Scheme) -> str:
    """The value of one parameter."""
    text = place.text()
    try:
        scheme.at_least(name, text, text)
    except InputError as error:
        raise place.error(error.message, expected=error.expected or "", hint=error.hint or "") from None
    return text


def check_identifier(text: str, fail: Failure) -> None:
    """Refuse what cannot be part of an identifier. `fail` makes the error for its place."""
    if not _IDENTIFIER.fullmatch(text):
        expected = "letters a to z, digits, '-', '_' and '.', with a letter or digit first and last"
        near = "-".join(_WORDS.findall(text)).lower()
        raise fail("not an identifier", found=text, expected=expected, hint=f"for example {near}" if near else "")


def check_organisation(text: str, knowledge: Knowledge, fail: Failure) -> None:
    """Refuse the id of an organisation that already names something in the knowledge."""
    if text in knowledge.catalogs.editions or f"{text}:" in _reserved(knowledge):
        raise fail("organisation id is taken by shipped knowledge", found=text, expected="an id of its own")


def derived(place: Place, name: str) -> InputError:
    """The error for a derived fact that somebody states."""
    hint = "state the facts it follows from; `stated_class` records an opinion"
    if name == ROLE:
        hint = "state it among the roles of the system"
    return place.error("this fact is derived, not stated", found=name, expected="base facts", hint=hint)


def fact_values(place: Place, fact: FactType) -> tuple[str, ...]:
    """The values stated of a fact, each one the fact can have."""
    values = tuple(sorted({_stated(item, fact) for item in place.scalars()}))
    if not values:
        raise place.error("an empty list says nothing", expected=f"values of {fact.name}, none or unknown")
    if len(values) > 1 and (NONE in values or not fact.multiple):
        one = f"{NONE} alone" if NONE in values else f"a single value of {fact.name}"
        raise place.error("these values cannot all hold", found=", ".join(values), expected=one)
    return values


def _stated(place: Place, fact: FactType) -> str:
    """One value that is stated, a day as 2026-01-31."""
    text = place.text()
    if fact.value_type != "date" or text in (NONE, UNKNOWN):
        check_value(text, fact, place)
        return text
    try:
        return place.day().isoformat()
    except InputError as error:
        raise _no_day(error, fact, place) from None


def _no_day(error: InputError, fact: FactType, place: Place) -> InputError:
    expected = "YYYY-MM-DD, none or unknown"
    return place.error(f"{error.message} of {fact.name}", expected=expected, hint=error.hint or "")


def check_value(text: str, fact: FactType, place: Place) -> None:
    """Refuse a value the fact cannot have. `none` and `unknown` are always allowed."""
    if text in (NONE, UNKNOWN):
        return
    if fact.value_type == "date":
        try:
            parse_date(text)
        except InputError as error:
            raise _no_day(error, fact, place) from None
    elif fact.values and text not in fact.values:
        meant = truth(text) if fact.value_type == "boolean" else None
        hint = did_you_mean(text, fact.values) or fact.question
        hint = hint if meant is None else f"did you mean {str(meant).lower()}?"
        raise place.error(
            f"not a value of {fact.name}", found=text, expected=" | ".join((*fact.values, NONE, UNKNOWN)), hint=hint
        )


def _reserved(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(label.partition(":")[0] + ":" for label in knowledge.labels)
