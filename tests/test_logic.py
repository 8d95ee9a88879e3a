"""Grammar, strong Kleene values and disjunctive normal form of conditions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.logic import FALSE, TRUE, UNKNOWN, All, Atom, Expr, Not, Some, atoms, dnf, evaluate, parse

NAMES = ("a", "b", "c", "d")
LEAVES = st.sampled_from([Atom(name, "=", ("true",)) for name in NAMES])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries({name: st.sampled_from([FALSE, UNKNOWN, TRUE]) for name in NAMES})


def tree_value(expr: Expr, facts: dict[str, int]) -> int:
    """Strong Kleene value, straight from the definition."""
    if isinstance(expr, Atom):
        return facts[expr.fact]
    if isinstance(expr, Not):
        return 2 - tree_value(expr.part, facts)
    values = [tree_value(part, facts) for part in expr.parts]
    return min([TRUE, *values]) if isinstance(expr, All) else max([FALSE, *values])


def dnf_value(expr: Expr, facts: dict[str, int]) -> int:
    """Value of the normal form: the best term, each as good as its worst literal."""
    terms = (
        min([TRUE, *(facts[item.fact] if item.positive else 2 - facts[item.fact] for item in term)])
        for term in dnf(expr)
    )
    return max([FALSE, *terms])


@given(EXPRESSIONS, FACTS)
def test_tree_array_and_normal_form_have_the_same_value(expr: Expr, facts: dict[str, int]) -> None:
    expected = tree_value(expr, facts)
    found = evaluate(expr, lambda atom, _: np.array([facts[atom.fact]], dtype=np.int8), 1)
    assert int(found[0]) == expected
    assert dnf_value(expr, facts) == expected


@given(EXPRESSIONS, FACTS, st.sampled_from(NAMES))
def test_learning_a_fact_never_overturns_a_settled_value(expr: Expr, facts: dict[str, int], name: str) -> None:
    before = tree_value(expr, facts | {name: UNKNOWN})
    after = dnf_value(expr, facts)
    assert before in {UNKNOWN, after}


@given(EXPRESSIONS)
def test_no_term_of_a_normal_form_contains_another(expr: Expr) -> None:
    terms = dnf(expr)
    assert not any(left < right for left in terms for right in terms)
    assert len(set(terms)) == len(terms)


@given(EXPRESSIONS)
def test_a_condition_reads_back_as_it_prints(expr: Expr) -> None:
    assert parse(str(expr)) == expr


@given(EXPRESSIONS, FACTS)
def test_negation_of_the_whole_is_the_normal_form_of_the_denied(expr: Expr, facts: dict[str, int]) -> None:
    assert dnf_value(Not(expr), facts) == 2 - tree_value(expr, facts)


def test_a_contradiction_is_unknown_not_false_where_its_fact_is_unknown() -> None:
    expr = parse("all(a=x, not(a=x))")
    assert dnf_value(expr, {"a": UNKNOWN}) == UNKNOWN
    assert dnf_value(expr, {"a": TRUE}) == FALSE


def test_absorption_keeps_the_wider_term() -> None:
    assert [{str(item) for item in term} for term in dnf(parse("any(a=x, all(a=x, b=y))"))] == [{"a=x"}]


@pytest.mark.parametrize(
    ("text", "value"), [("all()", TRUE), ("any()", FALSE), ("not(any())", TRUE), ("not(all())", FALSE)]
)
def test_empty_lists(text: str, value: int) -> None:
    assert dnf_value(parse(text), {}) == value


def test_whether_an_atom_is_denied_is_told() -> None:
    seen: dict[str, bool] = {}

    def value(atom: Atom, positive: bool) -> np.ndarray:
        seen[atom.fact] = positive
        return np.array([TRUE], dtype=np.int8)

    evaluate(parse("all(a=x, not(any(b=x, not(c=x))))"), value, 1)
    assert seen == {"a": True, "b": False, "c": True}


def test_alternatives_dates_and_white_space() -> None:
    expr = parse("all( use=4a|4b ,\n placed<2027-12-02, changed>=2026-01-01 )")
    assert [str(atom) for atom in atoms(expr)] == ["use=4a|4b", "placed<2027-12-02", "changed>=2026-01-01"]
    assert next(atoms(expr)).values == ("4a", "4b")


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("", 1),
        ("all(a=b", 8),
        ("all(a=b,)", 9),
        ("a=b c=d", 4),
        ("not(a=b, c=d)", 1),
        ("not()", 1),
        ("placed<soon", 8),
        ("placed>=2027", 9),
        ("all(a=b))", 9),
        ("a>b", 1),
    ],
)
def test_what_does_not_fit_the_grammar_is_named_with_its_place(text: str, character: int) -> None:
    with pytest.raises(InputError, match=f"character {character}") as caught:
        parse(text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["placed<2027-13-45", "a=b||c", "a=b|any"])
def test_values_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)
