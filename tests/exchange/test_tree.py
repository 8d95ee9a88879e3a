"""A value of a document knows its place, whichever form the document has."""

from __future__ import annotations

import time

import pytest

from kg.errors import InputError, LimitError
from kg.exchange.tree import Twig, parse_json, short, yaml_tree

JSON = '{"a": [{"b": 1, "c/d": true}, {"b": null}], "e": " x "}'
YAML = "a:\n- b: 1\n  c/d: true\n- b:\ne: ' x '\n"


@pytest.mark.parametrize(
    ("document", "place"), [(parse_json(JSON, "f.json"), "f.json"), (yaml_tree(YAML, "f.yaml"), "f.yaml:3")]
)
def test_a_value_is_found_with_its_place(document: Twig, place: str) -> None:
    first, second = document.each("a")
    found = first.need("c/d")
    assert (found.plain(), found.where) == ("true", f"{place} (/a/0/c~1d)")
    assert (first.text("b"), second.text("b"), second.get("b"), document.text("e")) == ("1", "", None, "x")
    assert document.keys == ("a", "e")
    assert found.keys == ()
    assert list(document.each("none")) == []


@pytest.mark.parametrize("document", [parse_json(JSON, "f"), yaml_tree(YAML, "f")])
def test_what_is_not_as_expected_is_named(document: Twig) -> None:
    for ask, message in (
        (lambda: document.need("x"), "x is missing"),
        (lambda: document.need("e").get("x"), "not a mapping"),
        (lambda: list(document.each("e")), "not a list"),
        (lambda: document.need("a").plain(), "not a plain value"),
    ):
        with pytest.raises(InputError, match=message) as caught:
            ask()
        assert caught.value.where
        assert caught.value.found


@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ('{"a":\n }', "not valid JSON", "f:2, column 2"),
        ('{"a": 1, "a": 2}', "not valid JSON", "f"),
        ("[" * 100_000, "nested too deeply", "f"),
    ],
)
def test_a_broken_document_is_refused(text: str, message: str, where: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_json(text, "f")
    assert caught.value.where == where


def test_a_text_is_cut_between_words() -> None:
    assert short("one two three", 13) == "one two three"
    assert short("one two three", 12) == "one two..."
    assert short("x" * 20, 10) == "xxxxxxx..."


def test_many_keys_of_which_one_stands_twice_take_no_time() -> None:
    started = time.process_time()
    with pytest.raises(InputError, match="not valid JSON"):
        parse_json("{" + ",".join(f'"k{n}": 1' for n in range(50_000)) + ', "k49999": 1}', "f.json")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("text", ["[" + "[]," * 1_000_001 + "1]", "[" + "1," * 2_000_001 + "1]"])
def test_too_many_values_are_refused_before_they_are_made(text: str) -> None:
    with pytest.raises(LimitError, match="too many values"):
        parse_json(text, "f.json")
