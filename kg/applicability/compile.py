"""Conditions as RDF, in disjunctive normal form, so that a query can ask which facts a norm or guard rests on.

A window has one compiled condition; a condition has terms, of which one must hold; a term has literals, of which all
must hold. Nodes are named after what they say, so that equal conditions, terms and literals are one node. A condition
also names the facts it rests on: for a derived class, those of the guards that set it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from kg import vocabulary as v
from kg.catalogs import Catalogs
from kg.logic import ANY, Atom, Expr, Literal, Term, atoms, dnf
from kg.model import Guard, Norm
from kg.prefixes import expand
from kg.store.terms import literal

GRAPH = expand("normgraph:graph/conditions")
_Triple = tuple[str, str, str]


def to_nquads(catalogs: Catalogs) -> Iterator[str]:
    """N-Quads lines for the conditions of all norms and guards; equal lines may come more than once."""
    items: tuple[Norm | Guard, ...] = (*catalogs.norms.values(), *catalogs.guards.values())
    for item in items:
        setting = [rule for rule in catalogs.guards.values() if rule.edition == item.edition and rule.effect == "set"]
        for window in item.windows:
            terms = dnf(window.condition)
            node = _node("condition", " or ".join(map(_spelled, terms)))
            yield _line((f"<{expand(window.id)}>", v.COMPILED, node))
            yield from map(_line, _condition(node, terms))
            yield from (_line((node, v.FACT, _fact(name))) for name in _rests_on(window.condition, setting))


def _rests_on(condition: Expr, setting: Sequence[Guard]) -> Iterator[str]:
    """Facts a condition names; a derived value stands for the facts of the guards, run before, that set it."""
    for atom in atoms(condition):
        sets = [guard for guard in setting if guard.target_fact == atom.fact and _hits(atom, guard)]
        if not sets:
            yield atom.fact
        earlier = [guard for guard in setting if guard not in sets]
        for window in (window for guard in sets for window in guard.windows):
            yield from _rests_on(window.condition, earlier)


def _hits(atom: Atom, guard: Guard) -> bool:
    return atom.values == (ANY,) or not set(atom.values).isdisjoint(guard.target_values)


def _condition(node: str, terms: tuple[Term, ...]) -> Iterator[_Triple]:
    yield node, v.TYPE, f"<{v.COMPILED_CONDITION}>"
    for term in terms:
        part = _node("condition-term", _spelled(term))
        yield node, v.CONDITION_TERM, part
        for item in sorted(term):
            yield part, v.CONDITION_LITERAL, _node("condition-literal", str(item))
            yield from _literal(item)


def _literal(item: Literal) -> Iterator[_Triple]:
    node = _node("condition-literal", str(item))
    yield node, v.FACT, _fact(item.fact)
    yield node, v.OPERATOR, literal(item.op)
    yield node, v.POSITIVE, literal(str(item.positive).lower(), v.XSD + "boolean")
    for value in item.values:
        yield node, v.VALUE, literal(value)


def _fact(name: str) -> str:
    return f"<{expand(f'fact:{name}')}>"


def _spelled(term: Term) -> str:
    return " and ".join(sorted(map(str, term)))


def _node(kind: str, text: str) -> str:
    return f"<{expand(f'{kind}:{hashlib.sha256(text.encode()).hexdigest()[:20]}')}>"


def _line(triple: _Triple) -> str:
    subject, predicate, term = triple
    return f"{subject} <{predicate}> {term} <{GRAPH}> ."
