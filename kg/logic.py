"""Conditions: their grammar, strong Kleene evaluation and disjunctive normal form.

    expr := all(expr, ...) | any(expr, ...) | not(expr) | atom
    atom := fact=value[|value...] | fact=any | fact<YYYY-MM-DD | fact>=YYYY-MM-DD

Truth values are small integers (`FALSE < UNKNOWN < TRUE`), so conjunction is the minimum, disjunction the maximum and
negation `2 - x`, for a single value and for a numpy array of values alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FALSE, UNKNOWN, TRUE = 0, 1, 2
Truths: TypeAlias = "NDArray[np.int8]"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Atom:
    """One test of one fact: `op` is `=`, `<` or `>=`; values are alternatives."""

    fact: str
    op: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.fact}{self.op}{'|'.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Not:
    """Negation of one expression."""

    part: Expr

    def __str__(self) -> str:
        return f"not({self.part})"


@dataclass(frozen=True, slots=True)
class All:
    """Conjunction; with no parts it is always true."""

    parts: tuple[Expr, ...]

    def __str__(self) -> str:
        return f"all({', '.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True)
class Some:
    """Disjunction; with no parts it is always false."""

    parts: tuple[Expr, ...]

    def __str__(self) -> str:
        return f"any({', '.join(map(str, self.parts))})"


Expr = Atom | Not | All | Some
ALWAYS = All(())


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """An atom or its negation, as it stands in a normal form."""

    positive: bool
    fact: str
    op: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        atom = f"{self.fact}{self.op}{'|'.join(self.values)}"
        return atom if self.positive else f"not({atom})"


Term = frozenset[Literal]

_TOKEN = re.compile(r"\s*(?:(all|any|not)\s*\(|(\))|(,)|([a-z][a-z0-9_]*)\s*(=|<|>=)\s*([^\s,()]+))")


@cache
def parse(text: str) -> Expr:
    """Expression tree of a condition. `all()` is always true.

    Raises InputError with the position of the first character that does not fit the grammar.
    """
    expr, position = _expression(text, 0)
    if text[position:].strip():
        raise _malformed(text, position)
    return expr


def _expression(text: str, position: int) -> tuple[Expr, int]:
    match = _TOKEN.match(text, position)
    if match is None or match.group(2) or match.group(3):
        raise _malformed(text, position)
    if match.group(4):
        return _atom(text, match), match.end()
    parts, position = _arguments(text, match.end())
    name = match.group(1)
    if name != "not":
        return (All(parts) if name == "all" else Some(parts)), position
    if len(parts) != 1:
        raise _malformed(text, match.start())
    return Not(parts[0]), position


def _arguments(text: str, position: int) -> tuple[tuple[Expr, ...], int]:
    parts: list[Expr] = []
    closing = _TOKEN.match(text, position)
    if closing is not None and closing.group(2):
        return (), closing.end()
    while True:
        part, position = _expression(text, position)
        parts.append(part)
        separator = _TOKEN.match(text, position)
        if separator is None or not (separator.group(2) or separator.group(3)):
            raise _malformed(text, position)
        position = separator.end()
        if separator.group(2):
            return tuple(parts), position


def _atom(text: str, match: re.Match[str]) -> Atom:
    fact, op, values = match.group(4, 5, 6)
    alternatives = tuple(values.split("|"))
    meaningless = "" in alternatives or (ANY in alternatives and len(alternatives) > 1)
    if meaningless or (op != "=" and not _is_day(values)):
        raise _malformed(text, match.start(6))
    return Atom(fact, op, alternatives)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _malformed(text: str, position: int) -> InputError:
    return InputError(
        f"condition cannot be read at character {position + 1}",
        found=text[position : position + 40] or "end of text",
        expected="all(...), any(...), not(...), fact=value, fact<date or fact>=date",
        hint=f"check the condition: {text}",
    )


def atoms(expr: Expr) -> Iterator[Atom]:
    """Every atom of an expression, repeats included, in order of appearance."""
    if isinstance(expr, Atom):
        yield expr
    elif isinstance(expr, Not):
        yield from atoms(expr.part)
    else:
        for part in expr.parts:
            yield from atoms(part)


def asserted(expr: Expr, fact: str, positive: bool = True) -> frozenset[str]:
    """Values of a fact that an expression counts on, those under a negation left out."""
    if isinstance(expr, Atom):
        return frozenset(expr.values) if positive and expr.fact == fact else frozenset()
    parts = (expr.part,) if isinstance(expr, Not) else expr.parts
    inner = positive != isinstance(expr, Not)
    return frozenset().union(*(asserted(part, fact, inner) for part in parts))


def evaluate(expr: Expr, value: Callable[[Atom, bool], Truths], size: int, positive: bool = True) -> Truths:
    """Strong Kleene value of `expr` for `size` cases at once.

    `value(atom, positive)` gives the truth of the atom itself (int8 array of that size); it is told whether the atom
    stands under an even number of negations because some rules change only what is asserted positively.
    """
    # Whoever only reads conditions does without the library: start-up counts.
    import numpy as np

    if isinstance(expr, Atom):
        found = value(expr, positive)
        return found if positive else np.asarray(TRUE - found, dtype=np.int8)
    if isinstance(expr, Not):
        return evaluate(expr.part, value, size, not positive)
    conjunction = isinstance(expr, All) == positive
    neutral = np.full(size, TRUE if conjunction else FALSE, dtype=np.int8)
    parts = (evaluate(part, value, size, positive) for part in expr.parts)
    combine: Any = np.minimum if conjunction else np.maximum
    return reduce(combine, parts, neutral)


@cache
def dnf(expr: Expr, positive: bool = True) -> tuple[Term, ...]:
    """Disjunctive normal form: terms of literals, absorbed and sorted.

    Distribution and absorption keep the strong Kleene value; complementary literals are therefore kept, because
    `x and not x` is unknown, not false, where x is unknown.
    """
    return tuple(sorted(_absorb(_terms(expr, positive)), key=lambda term: sorted(map(str, term))))


def _terms(expr: Expr, positive: bool) -> set[Term]:
    if isinstance(expr, Atom):
        return {frozenset({Literal(positive, expr.fact, expr.op, expr.values)})}
    if isinstance(expr, Not):
        return _terms(expr.part, not positive)
    branches = [_terms(part, positive) for part in expr.parts]
    if isinstance(expr, All) != positive:
        return set().union(*branches)
    product: set[Term] = {frozenset()}
    for branch in branches:
        product = _absorb({left | right for left in product for right in branch})
    return product


def _absorb(terms: set[Term]) -> set[Term]:
    return {term for term in terms if not any(other < term for other in terms)}
