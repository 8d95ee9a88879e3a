"""The few rules that the frozen values carry themselves."""

from __future__ import annotations

from tests.oracle.made_up import Edition, Guarding, Rule, make

LAW = Edition(
    "law",
    (Rule("1"), Rule("2"), Rule("3")),
    (
        Guarding("all", "scope", "exclude"),
        Guarding("spared", "scope", "exclude", spared=("2",)),
        Guarding("targeted", "scope", "exclude", targets=("2",)),
    ),
)


def test_a_guard_without_targets_touches_all_norms_but_the_spared() -> None:
    guards = make(LAW).catalogs.guards
    touched = {
        name: [number for number in "123" if guards[f"law:guard-{name}"].touches(f"law:{number}.n1")]
        for name in ("all", "spared", "targeted")
    }
    assert touched == {"all": ["1", "2", "3"], "spared": ["1", "3"], "targeted": ["2"]}


def test_a_narrower_value_matches_the_broader_one_and_not_the_reverse() -> None:
    use = make(LAW).facts.types["use"]
    assert use.matches("b1", "b")
    assert use.matches("b", "b")
    assert not use.matches("b", "b1")
    assert use.ancestry("b1") == ("b1", "b")
