"""The answers that a profile lists, each with how it is read: one line for each answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.exchange.cells import answer_key
from kg.exchange.portfolio_values import check_value
from kg.exchange.profile import NOTHING, UNKNOWN, Reading
from kg.exchange.yaml_source import Place
from kg.model import FactType


@dataclass(frozen=True)
class Listed:
    """The facts that answers state, and the answers that are listed without a reading."""

    facts: list[FactType]
    unfilled: tuple[str, ...]


def read(place: Place, fact_of: Callable[[str, Place], FactType], readings: dict[str, Reading]) -> Listed:
    """Enter the answers of `answers: {ANSWER: READING}` into a table.

    A reading is `FACT=VALUE`, a list of those, `nothing` or `unknown`; an empty one leaves the answer open. `fact_of`
    gives the fact of a name, once for each column. Raises InputError.
    """
    facts: dict[str, FactType] = {}
    unfilled: dict[str, str] = {}
    for answer, found in place.entries():
        key = answer_key(answer)
        parts = [item for item in found.scalars() if item.text().strip()] if found.value is not None else []
        if key in unfilled or (not parts and key in map(answer_key, readings)):
            raise found.error("an answer stands twice in one column", found=answer, expected="once")
        if not parts:
            unfilled[key] = " ".join(answer.split())
            continue
        words = [item.text().strip() for item in parts]
        if words[0] in (NOTHING, UNKNOWN) and len(words) == 1:
            reading = Reading(word=words[0])
        else:
            reading = _facts(parts, fact_of, facts)
        put(Place(answer, found.file, found.line, found.path), reading, readings)
    return Listed(list(facts.values()), tuple(unfilled.values()))


def _facts(parts: list[Place], fact_of: Callable[[str, Place], FactType], facts: dict[str, FactType]) -> Reading:
    stated: dict[str, tuple[str, ...]] = {}
    for part in parts:
        name, sign, value = (text.strip() for text in part.text().partition("="))
        if not sign or not name or not value:
            raise part.error(
                "not a reading of an answer", found=part.text(), expected=f"FACT=VALUE | {NOTHING} | {UNKNOWN}",
                hint="list facts with: normgraph facts",
            )  # fmt: skip
        fact = facts[name] if name in facts else facts.setdefault(name, fact_of(name, part))
        check_value(value, fact, part)
        before = stated.get(name, ())
        if before and not fact.multiple:
            raise part.error("a fact has one value", found=f"{name}={before[0]} and {name}={value}", expected="one")
        stated[name] = (*before, value)
    return Reading(stated)


def put(place: Place, reading: Reading, readings: dict[str, Reading]) -> None:
    """Enter answers into a table. None may stand there already, or differ from one only in what nobody means."""
    known = {answer_key(answer): answer for answer in readings}
    for item in place.scalars():
        answer = " ".join(item.text().split())
        before = known.get(answer_key(answer), answer)
        if before in readings and (before == answer or readings[before] != reading):
            expected = f"once; it already reads {readings[before]}"
            raise item.error("an answer stands twice in one column", expected=expected)
        known[answer_key(answer)] = answer
        readings[answer] = reading
