"""Rules on ends: what is a heading, an edition, of another edition, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.crosswalk.lint import Given, Library, Subject
from kg.crosswalk.lint_rules import LINTER
from kg.crosswalk.mappings import Stated
from kg.exchange import mapping_file
from kg.knowledge import Knowledge

AIMS, ACT = "iso-42001-2023", "eu-ai-act"


@pytest.mark.parametrize(
    ("end", "rule", "said"),
    [
        ("A.6", "NG104", "A.6 is a heading (iso-42001-2023:A.6, area)"),
        ("B.6.2.8", "NG104", "B.6.2.8 is guidance (iso-42001-2023:B.6.2.8)"),
        ("ISO/IEC 42001:2023", "NG104", "ISO/IEC 42001:2023 is an edition, no requirement of it"),
        ("ISO/IEC 42001:2019 6.1", "NG105", "ISO/IEC 42001:2019 6.1: it is of the edition of 2019, known is"),
        ("eu-ai-act:9-1", "NG105", "eu-ai-act:9-1 is of eu-ai-act, the set is about iso-42001-2023"),
        ("A.6.2.8(a)", "NG106", "A.6.2.8(a) is taken for iso-42001-2023:A.6.2.8"),
        ("A.99", "NG101", "A.99 names no requirement"),
    ],
)
def test_an_end_and_what_is_said(end: str, rule: str, said: str, tmp_path: Path, shipped: Knowledge) -> None:
    (found,) = (item for item in _check(end, tmp_path, shipped) if item[0].startswith("NG1"))
    assert (found[0], found[1].startswith(said)) == (rule, True), found


@pytest.mark.parametrize("end", ["6", "6.1", "A.6.2.8", "6.1.2"])
def test_clauses_that_state_something_may_be_mapped(end: str, tmp_path: Path, shipped: Knowledge) -> None:
    assert [item for item in _check(end, tmp_path, shipped) if item[0].startswith("NG1")] == []


def test_a_library_says_which_identifiers_there_are(tmp_path: Path, shipped: Knowledge) -> None:
    library = Library("lib.yaml", frozenset({"urn:x:lib:6.1", "urn:x:lib:6.2"}))
    found = [text for rule, text in _check("urn:x:lib:6.3", tmp_path, shipped, library) if rule == "NG102"]
    assert found == ["lib.yaml has no urn:x:lib:6.3: did you mean urn:x:lib:6.2 or urn:x:lib:6.1?"]
    assert "NG102" not in {rule for rule, _ in _check("urn:x:lib:6.1", tmp_path, shipped, library)}
    assert "NG102" not in {rule for rule, _ in _check("urn:x:other:9", tmp_path, shipped, library)}


def _check(end: str, folder: Path, knowledge: Knowledge, *libraries: Library) -> list[tuple[str, str]]:
    path = folder / "ours.csv"
    path.write_text(f'source,target,relation\n"{end}",Art. 12,intersects\n', encoding="utf-8")
    stated = Stated(source="" if libraries else AIMS, target=ACT)
    subjects = tuple(Subject(path.name, item) for item in mapping_file.read(path, knowledge, stated).sets)
    return [(item.rule, item.message) for item in LINTER.run(Given(subjects, knowledge, libraries=libraries))]
