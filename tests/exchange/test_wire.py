"""Values as lines and back: equal, of the declared types, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exchange import portfolio_yaml, wire
from kg.exchange.wire import NotUnderstood, dump, load
from kg.knowledge import Knowledge
from kg.portfolio.model import Portfolio


@dataclass(frozen=True, slots=True)
class Part:
    """A part."""

    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Better(Part):
    """A part that is more."""

    ratio: float = 0.5


@dataclass(frozen=True, slots=True)
class Other:
    """Not a part."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One field of each kind."""

    text: str = ""
    number: int = 0
    ratio: float = 0.0
    truth: bool = False
    either: str | int | None = None
    part: Part | Other | None = None
    parts: tuple[Part, ...] = ()
    pair: tuple[str, int] = ("", 0)
    pairs: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = frozenset()
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_name: dict[str, Part] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


FULL = Whole(
    text="a\u2028\n\x00\ud800\U0001f600", number=-3, ratio=0.25, truth=True, either=7, part=Better("b", None, 1.5),
    parts=(Part("p", date(2026, 8, 2)), Better("q")), pair=("x", 1), pairs=(("a", "b"),), names=frozenset("ab"),
    facts={"f": ("1", "2")}, by_name={"n": Part("n")}, counts=Counter({"c": 2}),
)  # fmt: skip


def again(value: Any) -> Any:
    return load(type(value), dump(value))


@pytest.mark.parametrize("value", [Whole(), FULL, Whole(part=Other("o")), Whole(either="e"), Part("p")])
def test_what_goes_out_comes_in(value: Any) -> None:
    assert again(value) == value


@pytest.mark.parametrize("size", [511, 512, 513, 1024, 1025, 5000])
def test_long_collections_come_on_lines_of_their_own(size: int) -> None:
    parts = tuple(Part(f"p{number}") for number in range(size))
    value = Whole(parts=parts, by_name={part.name: part for part in parts}, names=frozenset(map(str, range(size))))
    lines = list(dump(value))
    assert load(Whole, lines) == value
    assert len(lines) == (1 if size <= 512 else 1 + 3 * (1 + -(-size // 512)))


def test_equal_texts_become_one() -> None:
    value = again(Whole(pairs=tuple((f"{number}", "the same " + "text") for number in range(3))))
    assert len({id(text) for _, text in value.pairs}) == 1


TEXTS = st.text(st.characters(codec=None))


@given(
    st.builds(
        Whole,
        text=TEXTS,
        number=st.integers(-(10**30), 10**30),
        ratio=st.floats(allow_nan=False),
        part=st.one_of(st.none(), st.builds(Part, TEXTS, st.none() | st.dates()), st.builds(Other, TEXTS)),
        facts=st.dictionaries(TEXTS, st.lists(TEXTS).map(tuple)),
        names=st.frozensets(TEXTS),
    )
)
def test_any_value_comes_back(value: Whole) -> None:
    assert again(value) == value


def test_a_portfolio_comes_back(root: Path, shipped: Knowledge) -> None:
    value = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", shipped)
    found = load(Portfolio, dump(value))
    assert (found.records, found.names, found.organisation) == (value.records, value.names, value.organisation)
    assert list(found.records) == list(value.records)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "{}", "[]", "null", '"Part"', '["Part"]', '[null,["Part"]]', '[null,["Part",["a"]]]',
        '[null,["Part",[1],null]]', '[null,["Part",["a"],["soon"]]]', '[null,["Part",["a"],[[true],["soon"]]]]',
        '[null,["Part",["a"],[[true],[]]]]', '[null,["Part",["a"],[[false],["2026-08-02"]]]]',
        '[null,["Part",["a"],[[true,true],["2026-08-02","2026-08-02"]]]]', '[null,["Part",["a"],null,null]]',
        '[null,["Part",null,null]]', '[null,["Part",[],null]]', '[null,["Part",["a","b"],null]]', "[null]",
        '[null,["Other",["a"]]]', '[null,["os.system",["a"],null]]', '[null,[["Part"],["a"],null]]',
        '[null,["Better",["a"],null,["0.5"]]]', '[null,["Better",["a"],null,[true]]]',
        '[["Part"],["Part",["a","b"],null]]', '[["Part","Better"],["Part",["a"],null]]', '[3,["Part",["a"],null]]',
        '[null,["Part",["a"],null],["Better",["a"],null,null]]',
        '[null,["Part",["a"],null]]\n[null,["Part",["b"],null]]', '[null,["Part",["a"],null',
        "[" * 100_000, '[null,["Part",[' + "9" * 10_000 + "],null]]",
    ],
)  # fmt: skip
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        load(Part, [line.encode() for line in text.split("\n")])


def test_the_form_of_the_texts_above_is_right() -> None:
    assert load(Part, [b'[null,["Part",["a"],[[true],["2026-08-02"]]]]']) == Part("a", date(2026, 8, 2))
    assert load(Part, [b'[["Better"],["Better",["a"],null,[0.5]]]']) == Better("a")


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("number", [1], [True]), ("number", [1], [1.0]), ("number", [1], ["1"]), ("truth", [True], [1]),
        ("text", ["a"], [None]), ("text", ["a"], []), ("text", ["a"], "a"), ("text", ["a"], ["a", "b"]),
        ("parts", [[1], [None, ["Part", ["a"], None]]], [[2], [None, ["Part", ["a"], None]]]),
        ("parts", [[0], [[]]], [[-1], [[]]]), ("parts", [[0], [[]]], [["0"], [[]]]), ("parts", [[0], [[]]], "ab"),
        ("parts", [[0], [[]]], {"later": True}), ("parts", [[0], [[]]], {"later": 1}),
        ("pair", [["x"], [1]], [["x"]]), ("pair", [["x"], [1]], [["x"], [1], [2]]), ("pair", [["x"], [1]], [["x"], []]),
        ("facts", [[1], [["f"], [[1], ["a"]]]], [[1], [["f"], [[1], ["a", "b"]]]]),
        ("facts", [[1], [["f"], [[1], ["a"]]]], [[1], [["f", "g"], [[1], ["a"]]]]),
        ("facts", [[1], [["f"], [[1], ["a"]]]], {"f": ["1"]}), ("counts", [[1], [["c"], [2]]], [[1], [["c"], ["2"]]]),
        ("part", [[True], [None, ["Other", ["o"]]]], [[True], [None, ["Whole", ["o"]]]]),
        ("either", [7], [1.5]), ("names", [[1], ["a"]], [[1], [["a"]]]), ("names", [[1], ["a"]], [[1.0], ["a"]]),
    ],
)  # fmt: skip
def test_a_field_of_another_type_is_refused(name: str, right: Any, wrong: Any) -> None:
    place = 1 + list(Whole.__dataclass_fields__).index(name)

    def loaded(column: Any) -> Whole:
        cells = json.loads(next(dump(Whole())))
        cells[1][place] = column
        return load(Whole, [json.dumps(cells).encode()])

    assert loaded(right) != Whole() or right == [[0], [[]]]
    with pytest.raises(NotUnderstood):
        loaded(wrong)


def test_a_class_that_cannot_be_sent_is_a_mistake_of_ours() -> None:
    @dataclass(frozen=True)
    class Wrong:
        anything: Any = None

    for value in (Wrong(), object()):
        with pytest.raises(TypeError, match="cannot be sent"):
            list(wire.dump(value))
