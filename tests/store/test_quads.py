"""The one spelling of a quad."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.store.index import Literal, NamedNode, Quad, to_lines
from kg.store.quads import check_lines, graph_of, pack, unpack

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.text(CHARACTERS, max_size=30)
LITERALS = st.one_of(
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, language="en-GB")),
    TEXT.map(lambda text: Literal(text, datatype=NamedNode("https://example.org/type"))),
    st.integers().map(Literal),
    st.booleans().map(Literal),
)


def _iri(local: str) -> NamedNode:
    return NamedNode("https://example.org/" + local)


@settings(database=None, deadline=None)
@given(st.lists(LITERALS, max_size=5))
def test_every_literal_the_engine_writes_is_canonical(literals: list[Literal]) -> None:
    quads = [Quad(_iri("s"), _iri("p"), literal, _iri("g")) for literal in literals]
    lines = to_lines(quads)
    assert check_lines(lines) == set(lines)
    assert len(lines) == len(set(quads))
    assert lines == sorted(lines)
    text, blob = pack(lines)
    assert unpack(blob) == (b"".join(text), lines)
    assert len(text) == len(b"".join(text))
    assert {graph_of(line) for line in lines} <= {"https://example.org/g"}


@settings(database=None, deadline=None)
@given(st.text(CHARACTERS, max_size=8))
def test_every_iri_the_engine_takes_is_canonical(local: str) -> None:
    try:
        node = _iri(local)
    except ValueError:
        return
    assert check_lines(to_lines([Quad(node, node, node, node)]))


def _taken(line: str) -> bool:
    try:
        return bool(check_lines([line]))
    except InputError:
        return False


@pytest.mark.parametrize("character", list(map(chr, range(128))), ids=ascii)
def test_lines_of_ascii_have_the_form_of_all_others(character: str) -> None:
    taken = set()
    for name, text in ((character, ""), ("s", character), ("s", f"\\{character}"), ("s", f"\\u00{character}F")):
        lines = [f'<a:{name}> <a:p> "{text}{letter}"^^<a:{name}> <a:g> .' for letter in "e\u00e9"]
        assert _taken(lines[0]) == _taken(lines[1])
        taken.add(_taken(lines[0]))
    assert taken == {True, False} or not character.isprintable()


S, P, G = "<a:s>", "<a:p>", "<a:g>"


@pytest.mark.parametrize(
    "line",
    [
        "",
        f"{S} {P} <a:o> .",
        f'{S} {P} "x" .',
        f'{S} {P} "x" {G}',
        f'{S} {P} "x" {G} . ',
        f'{S}  {P} "x" {G} .',
        f'{S} {P} "x" {G} .\n',
        f'{S} {P} "x\ny" {G} .',
        f'{S} {P} "x"y" {G} .',
        f'{S} {P} "\\u0041" {G} .',
        f'{S} {P} "\\u000b" {G} .',
        f'{S} {P} "\\x" {G} .',
        f'{S} {P} "\x0b" {G} .',
        f'{S} {P} "\ud800" {G} .',
        f'{S} {P} "x"@EN {G} .',
        f'{S} {P} "x"@en--ltr {G} .',
        f'{S} {P} "x"^^<http://www.w3.org/2001/XMLSchema#string> {G} .',
        f"{S} {P} <relative> {G} .",
        f"{S} {P} <a:o o> {G} .",
        f'"s" {P} <a:o> {G} .',
        f"{S} {P} <<( {S} {P} <a:o> )>> {G} .",
        f'{S} {P} "x" {G} . # remark',
    ],
)
def test_other_spellings_are_refused(line: str) -> None:
    with pytest.raises(InputError) as caught:
        check_lines([line])
    assert caught.value.code == "quad-form"
    str(caught.value).encode()


@pytest.mark.parametrize(
    "line",
    [f"_:b {P} <a:o> {G} .", f"{S} {P} _:b {G} .", f"{S} {P} <a:o> _:g .", f'_:b {P} "a b c" {G} .'],
)
def test_a_blank_node_is_refused_by_name(line: str) -> None:
    with pytest.raises(InputError, match="blank node") as caught:
        check_lines([f"{S} {P} <a:o> {G} .", line])
    assert caught.value.code == "blank-node"
    assert caught.value.found == line


def test_a_blank_node_in_a_text_is_none() -> None:
    line = f'{S} {P} "see _:b" {G} .'
    assert check_lines([line]) == {line}


def test_a_long_line_is_shown_in_part() -> None:
    with pytest.raises(InputError) as caught:
        check_lines(["x" * 100_000])
    assert len(str(caught.value)) < 1000
