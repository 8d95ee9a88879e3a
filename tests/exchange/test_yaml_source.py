"""YAML as it is written: places, anchors, and what is refused."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.exchange.yaml_source import parse_yaml


def test_a_value_knows_its_line() -> None:
    name = parse_yaml("a: 1\nb:\n  - x: y\n", "f.yaml").get("b")
    assert name is not None
    (item,) = name.items()
    assert item.where == "f.yaml:3 (b[1])"


def test_an_anchor_may_be_used_again_and_then_means_the_later() -> None:
    document = parse_yaml("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "f.yaml")
    assert {name: place.text() for name, place in document.entries()} == {"a": "1", "b": "1", "c": "2", "d": "2"}


@pytest.mark.parametrize(
    ("text", "message"),
    [("a: [", "not valid YAML"), ("%YAML 1.1\n---\na: 1", "directives"), ("? {a: [b]}\n: c", "a key is no plain text")],
)
def test_what_is_no_yaml_of_ours_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_yaml(text, "f.yaml")


def test_written_forms_stay() -> None:
    document = parse_yaml("version: 3.10\nnumber: 007\nday: 2026-11-26\ntruth: &t True\n", "f.yaml")
    assert [place.text() for _, place in document.entries()] == ["3.10", "007", "2026-11-26", "true"]
