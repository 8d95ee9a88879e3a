"""The linter's frame: which rules are chosen, how findings are known again, how places are told."""

from __future__ import annotations

import pytest

from kg.crosswalk.lint import ERROR, Given, Library, Problem, Subject, where
from kg.crosswalk.lint_rules import LINTER
from kg.crosswalk.mappings import ReadSet
from kg.errors import UsageError
from kg.knowledge import Knowledge
from tests.crosswalk.linted import found_in, made


def test_rules_are_chosen_by_id_or_its_beginning() -> None:
    assert LINTER.chosen() == set(LINTER.by_id)
    assert LINTER.chosen(("ng101",)) == {"NG101"}
    assert LINTER.chosen(("NG7",), ("NG702",)) == {"NG701"}
    assert "NG106" not in LINTER.chosen(ignore=("NG106",))


def test_what_no_rule_begins_with_is_refused() -> None:
    with pytest.raises(UsageError, match="no such rule") as error:
        LINTER.chosen(("XX1",))
    assert error.value.found == "XX1"


def test_a_finding_is_known_again_when_its_row_moves() -> None:
    first = Problem("NG101", "a.tsv", "a", "row 2", "A.12.9 names no requirement", "key")
    assert first.fingerprint == Problem("NG101", "a.tsv", "a", "row 9", "told otherwise", "key").fingerprint
    assert first.fingerprint != Problem("NG101", "b.tsv", "a", "row 2", first.message, "key").fingerprint
    assert first.fingerprint != Problem("NG101", "a.tsv", "a", "row 2", first.message, "other").fingerprint


def test_a_finding_as_a_row_says_what_to_do() -> None:
    row = LINTER.row(Problem("NG201", "a.tsv", "a", "row 2", "two", "key")).as_dict()
    assert (row["severity"], row["name"], row["place"]) == (ERROR, "two-relations", "row 2")
    assert row["mend"] == LINTER.by_id["NG201"].mend


def test_only_chosen_rules_report(shipped: Knowledge) -> None:
    twice = made("x", "a:1 equal b:1", "a:1 subset b:1", "a:1 equal b:2")
    subjects = (Subject("x.tsv", ReadSet(twice)),)
    assert {item.rule for item in LINTER.run(Given(subjects, shipped))} == {"NG201", "NG203"}
    assert {item.rule for item in LINTER.run(Given(subjects, shipped), LINTER.chosen(("NG203",)))} == {"NG203"}


def test_nothing_is_found_in_what_is_right(shipped: Knowledge) -> None:
    assert found_in(shipped, made("x", "a:1 equal b:1", "a:2 subset b:2", "a:3 noMatch")) == []


def test_a_set_on_record_that_is_also_given_counts_once() -> None:
    read = ReadSet(made("x", "a:1 equal b:1"))
    assert len(Given((Subject("x.tsv", read),), knowledge=None, others=(made("x"), made("y"))).sets) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "stem"),
    [
        ({"urn:x:lib:1", "urn:x:lib:12"}, "urn:x:lib:"),
        ({"urn:x:lib:1"}, "urn:x:lib:"),
        ({"https://x.example/a/1", "https://x.example/a/2"}, "https://x.example/a/"),
        ({"ac-1", "ac-2"}, ""),
        (set(), ""),
    ],
)
def test_identifiers_of_a_library_have_a_stem(names: set[str], stem: str) -> None:
    assert Library("lib", frozenset(names)).stem == stem


@pytest.mark.parametrize(
    ("place", "told"),
    [("row 7", "row 7"), ("a.yaml:12 (/objects/0)", "line 12"), ("Sheet1, row 7", "Sheet1, row 7"), ("", "")],
)
def test_places_are_told_without_the_file(place: str, told: str) -> None:
    assert where(place) == told
