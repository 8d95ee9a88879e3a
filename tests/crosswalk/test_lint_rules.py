"""Every rule of the linter reports the rows that its page shows as bad, and leaves those shown as good."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.crosswalk.lint import SEVERITIES, Given, Library, Rule, Subject
from kg.crosswalk.lint_rules import LINTER, RULES, files
from kg.exchange import mapping_file
from kg.knowledge import Knowledge

IDS = [rule.id for rule in RULES]


def checked(rule: Rule, folder: Path, knowledge: Knowledge, *, good: bool) -> list[str]:
    """Ids of the rules that report something in an example."""
    subjects = []
    for number, text in enumerate(files(rule, good=good), start=1):
        path = folder / f"{number}.sssom.csv"
        path.write_text(text, encoding="utf-8")
        subjects += [Subject(path.name, item) for item in mapping_file.read(path, knowledge).sets]
    libraries = (Library("lib", frozenset(rule.library)),) if rule.library else ()
    return [item.rule for item in LINTER.run(Given(tuple(subjects), knowledge, libraries=libraries))]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_bad_rows_are_reported(rule: Rule, tmp_path: Path, shipped: Knowledge) -> None:
    assert rule.id in checked(rule, tmp_path, shipped, good=False)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_good_rows_are_not(rule: Rule, tmp_path: Path, shipped: Knowledge) -> None:
    assert rule.id not in checked(rule, tmp_path, shipped, good=True)


def test_ids_and_names_are_unique_and_sorted() -> None:
    assert sorted(set(IDS)) == IDS
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {rule.severity for rule in RULES} <= set(SEVERITIES)
