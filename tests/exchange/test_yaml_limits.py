"""Aliases, depth and density of a YAML file have limits, and each is told with its place."""

from __future__ import annotations

import pytest

from kg.errors import InputError, LimitError
from kg.exchange import yaml_limits
from kg.exchange.yaml_source import parse_yaml


def doubling(start: str, step: str, times: int) -> str:
    return f"a0: &a0 {start}\n" + "".join(f"a{n}: &a{n} {step.format(f'*a{n - 1}')}\n" for n in range(1, times))


@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        (doubling("[x, x]", "[{0}, {0}]", 26), "stand for too much", "f.yaml:15"),
        (doubling("{k: x}", "{{<<: [{0}, {0}], k: 1}}", 26), "stand for too much", "f.yaml:14"),
        (doubling("[x]", "[{0}]", 80), "nested too deeply", "f.yaml:63"),
        ("{" * 100, "nested too deeply", "f.yaml:1"),
        ("a: &a {k: 1}\nb:\n" + "- {<<: *a}\n" * 600, "merged too often", "f.yaml:503"),
        ("a: &a {k: 1}\nb:\n" + "- {<<: [*a]}\n" * 600, "merged too often", "f.yaml:503"),
        ("\n" * 30_000 + "a: 1", "far more lines", "f.yaml"),
        ("a: [" + "b," * 30_000 + "]", "far more lines", "f.yaml"),
    ],
)
def test_what_a_file_stands_for_is_limited(text: str, message: str, where: str) -> None:
    with pytest.raises(LimitError, match=message) as caught:
        parse_yaml(text, "f.yaml")
    assert caught.value.where == where
    assert caught.value.expected


def test_an_alias_of_what_it_is_part_of_is_refused() -> None:
    with pytest.raises(InputError, match="not valid YAML") as caught:
        parse_yaml("a: &a [{b: *a}]\n", "f.yaml")
    assert (caught.value.where, caught.value.found) == ("f.yaml:1", "an alias of what it is part of")


def test_a_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_limits, "MAX_CHARACTERS", 10)
    with pytest.raises(LimitError, match="too long for YAML"):
        parse_yaml("a: 12345678", "f.yaml")


def test_aliases_of_ordinary_files_are_read() -> None:
    text = "base: &base {k: [1, 2]}\nall:\n" + "- {<<: *base, n: x}\n" * 200 + "again: &base 3\nlast: *base\n"
    value = parse_yaml(text, "f.yaml").value
    assert (value["all"][199]["k"][1], str(value["last"])) == (2, "3")
