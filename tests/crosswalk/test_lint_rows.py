"""Rules on rows beside each other: what is reported where, beyond the examples of the rules."""

from __future__ import annotations

from kg.crosswalk.lint import Given, Subject
from kg.crosswalk.lint_rules import LINTER
from kg.crosswalk.mappings import Finding, ReadSet
from kg.knowledge import Knowledge
from tests.crosswalk.linted import found_in, made


def test_equal_to_two_looks_at_both_sides(shipped: Knowledge) -> None:
    assert found_in(shipped, made("x", "a:1 equal b:1", "a:2 equal b:1", "a:1 equal c:1")) == [
        "NG203 row 3 b:1 is equal to a:2, and to a:1 at row 2"
    ]


def test_a_reverse_is_recognised_by_its_frameworks(shipped: Knowledge) -> None:
    back = made("back", "b:1 superset a:1", "b:2 equal a:2", source="foreign:b", target="foreign:a")
    there = made("there", "a:1 subset b:1", "a:2 intersects b:2", "a:3 related b:3")
    assert found_in(shipped, there, back) == [
        "NG205 row 4 a:3 related b:3: back has no row back",
        "NG206 row 3 a:2 intersects_with b:2, and back in back b:2 equal a:2",
        "NG206 row 3 b:2 equal a:2, and back in there a:2 intersects_with b:2",
    ]
    elsewhere = made("else", "b:1 superset c:1", source="foreign:b", target="foreign:c")
    assert found_in(shipped, there, elsewhere) == []


def test_findings_of_the_reader_have_their_rule(shipped: Knowledge) -> None:
    codes = ("shifted", "relation", "prefix", "confidence")
    read = ReadSet(made("x"), tuple(Finding(f"row {n}", code, "wrong", "y") for n, code in enumerate(codes)))
    found = LINTER.run(Given((Subject("x.tsv", read),), shipped))
    assert [(item.rule, item.place) for item in found] == [
        ("NG301", "row 0"), ("NG302", "row 1"), ("NG302", "row 3"), ("NG303", "row 2"),
    ]  # fmt: skip
    assert found[0].message == "wrong: y"
