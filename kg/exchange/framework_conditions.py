"""Conditions of a user's own framework: each test is of a fact that can be stated, with a value the fact can have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from kg.errors import InputError, did_you_mean
from kg.exchange.portfolio_values import NONE, ROLE, UNKNOWN, check_value
from kg.exchange.yaml_source import Place
from kg.knowledge import Knowledge
from kg.logic import ANY, All, Atom, Expr, Not, atoms, parse
from kg.own.model import ANYBODY, OwnRequirement

LONGEST = 1000
# Ways in which a condition can come true; each is looked at when facts are asked for.
MOST_WAYS = 200


def checked_condition(entry: Mapping[str, Place], item: OwnRequirement, knowledge: Knowledge) -> str:
    """The condition of a requirement as it is recorded: what the file says, and that the bearer has an addressed role.

    A condition that speaks of roles itself is left as it is.
    """
    expr = _read(entry["condition"], knowledge) if "condition" in entry else All(())
    addressed = ANYBODY not in item.bearers and all(atom.fact != ROLE for atom in atoms(expr))
    if not addressed:
        return "" if expr == All(()) else str(expr)
    role = Atom(ROLE, "=", item.bearers)
    return str(All((role, expr)) if expr != All(()) else role)


def _read(place: Place, knowledge: Knowledge) -> Expr:
    text = " ".join(place.text().split())
    if len(text) > LONGEST:
        raise place.error("condition is too long", found=f"{len(text):,} characters", expected=f"at most {LONGEST:,}")
    try:
        expr = parse(text)
    except InputError as error:
        raise place.error(
            error.message, found=error.found, expected=error.expected or "", hint="for example all(profiling=true)"
        ) from None
    for atom in atoms(expr):
        _check(atom, place, knowledge)
    ways = _ways(expr)
    if ways > MOST_WAYS:
        raise place.error(
            "condition is too complicated", found=f"{ways:,} ways to come true", expected=f"at most {MOST_WAYS}",
            hint="split the requirement in two",
        )  # fmt: skip
    return expr


def _ways(expr: Expr, positive: bool = True) -> int:
    """Number of terms of the disjunctive normal form, before any is absorbed."""
    if isinstance(expr, Atom):
        return 1
    if isinstance(expr, Not):
        return _ways(expr.part, not positive)
    counts = [_ways(part, positive) for part in expr.parts]
    return reduce(lambda left, right: left * right, counts, 1) if isinstance(expr, All) == positive else sum(counts)


def _check(atom: Atom, place: Place, knowledge: Knowledge) -> None:
    types = knowledge.facts.types
    if atom.fact != ROLE and (atom.fact not in types or types[atom.fact].derived):
        base = [fact.name for fact in types.values() if not fact.derived]
        message = "no such fact" if atom.fact not in types else "this fact follows from another framework's rules"
        hint = did_you_mean(atom.fact, base) or "list them with: normgraph facts"
        raise place.error(message, found=atom.fact, expected="a base fact of the vocabulary, or role", hint=hint)
    if atom.op != "=":
        if types[atom.fact].value_type != "date":
            raise place.error("this fact is no date", found=str(atom), expected="fact=value")
    elif atom.values != (ANY,):
        for value in atom.values:
            _check_value(value, atom, place, knowledge)


def _check_value(value: str, atom: Atom, place: Place, knowledge: Knowledge) -> None:
    if value in (NONE, UNKNOWN):
        raise place.error(
            f"{value} is no value to test for", found=str(atom), expected="a value of the fact",
            hint=f"write not({atom.fact}={ANY})",
        )  # fmt: skip
    if atom.fact != ROLE:
        check_value(value, knowledge.facts.types[atom.fact], place)
        return
    roles = sorted(name.removeprefix("role:") for name in knowledge.labels if name.startswith("role:"))
    if value not in roles:
        hint = did_you_mean(value, roles) or ""
        raise place.error("no such role", found=value, expected=" | ".join(roles), hint=hint)
