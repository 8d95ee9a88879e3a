"""Which facts would settle an undetermined norm: the base facts of the earliest stratum that is unresolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.applicability.cases import ROLE
from kg.applicability.strata import STRATA, EditionDay, window_at
from kg.logic import ALWAYS, ANY, FALSE, UNKNOWN, Atom, Expr, Literal, atoms, dnf
from kg.model import Guard, Norm

ROWS = "rows"
_ORDER = (*STRATA, ROWS)


def missing_facts(norm: Norm, day: EditionDay, profile: int) -> tuple[str, ...]:
    """Names of base facts, unknown for this profile, that keep the norm open; the earliest stratum's only."""
    by_stratum: dict[str, set[str]] = {}
    for effect in ("require", "exclude", "contest"):
        for item in day.fired:
            if item.guard.effect == effect and item.guard.touches(norm.id) and item.values[profile] == UNKNOWN:
                _collect(item.window.condition, day, profile, item.guard.stratum, by_stratum)
    window = window_at(norm.windows, day.table.day, day.known_on)
    if window is not None:
        _collect(window.condition, day, profile, ROWS, by_stratum)
        _collect_exemptions(norm, window.condition, day, profile, by_stratum)
        if norm.modality == "prohibition":
            _collect(Atom(ROLE, "=", norm.bearers or (ANY,)), day, profile, ROWS, by_stratum)
    return next((tuple(sorted(by_stratum[name])) for name in _ORDER if by_stratum.get(name)), ())


def _collect_exemptions(norm: Norm, condition: Expr, day: EditionDay, profile: int, found: dict[str, set[str]]) -> None:
    for item in day.fired:
        guard = item.guard
        if guard.effect not in {"withdraw", "postpone"} or not guard.touches(norm.id):
            continue
        if item.values[profile] == UNKNOWN and matters(guard, condition, day, profile):
            _collect(item.window.condition, day, profile, guard.stratum, found)


def matters(guard: Guard, condition: Expr, day: EditionDay, profile: int) -> bool:
    """Whether the row counts on a class that the guard would withdraw or postpone, and that may be held."""
    if not guard.target_fact:
        return True
    counted = {value for atom in atoms(condition) if atom.fact == guard.target_fact for value in atom.values}
    return any(day.value_of(guard.target_fact, value)[profile] != FALSE for value in counted & set(guard.target_values))


def _collect(expr: Expr, day: EditionDay, profile: int, stratum: str, found: dict[str, set[str]]) -> None:
    if expr == ALWAYS:
        return
    for term in dnf(expr):
        values = [(literal, _value(literal, day, profile)) for literal in term]
        if any(value == FALSE for _, value in values):
            continue
        for literal, value in values:
            if value == UNKNOWN:
                _blame(literal, day, profile, stratum, found)


def _blame(literal: Literal, day: EditionDay, profile: int, stratum: str, found: dict[str, set[str]]) -> None:
    if literal.fact not in day.derivable and literal.fact != ROLE:
        found.setdefault(stratum, set()).add(literal.fact)
        return
    causes = [
        item
        for item in day.fired
        if item.guard.target_fact == literal.fact
        and item.guard.effect in {"set", "add-role", "drop-role"}
        and _ORDER.index(item.guard.stratum) < _ORDER.index(stratum)
        and (literal.values == (ANY,) or set(literal.values) & set(item.guard.target_values))
        and item.values[profile] == UNKNOWN
    ]
    for item in causes:
        _collect(item.window.condition, day, profile, item.guard.stratum, found)
    if not causes and literal.fact == ROLE:
        found.setdefault(stratum, set()).add(ROLE)


def _value(literal: Literal, day: EditionDay, profile: int) -> int:
    value = int(day.plain(Atom(literal.fact, literal.op, literal.values))[profile])
    return value if literal.positive else 2 - value


def most_settling(missing: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Facts of several open norms, those that settle most norms first."""
    counts = Counter(fact for facts in missing for fact in facts)
    return tuple(sorted(counts, key=lambda fact: (-counts[fact], fact)))
