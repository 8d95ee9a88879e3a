"""Mapping libraries of CISO Assistant: several sets in a file, foreign frameworks kept, strengths and grounds kept."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import ciso_mappings, mapping_file
from kg.knowledge import Knowledge

EXPECTED = json.loads((Path(__file__).parent / "expected" / "crosswalks.json").read_text(encoding="utf-8"))
LIBRARY = """\
urn: urn:intuitem:risk:library:made-up
ref_id: made-up
version: 3
copyright: CC BY 4.0
publication_date: 2026-01-31
provider: Somebody
objects:
  requirement_mapping_set:
    urn: urn:intuitem:risk:req_mapping_set:made-up
    name: ISO to SCF
    source_framework_urn: urn:intuitem:risk:framework:iso42001-2023
    target_framework_urn: urn:intuitem:risk:framework:scf-2025.2.2
    requirement_mappings:
    - source_requirement_urn: urn:intuitem:risk:req_node:iso42001-2023:a.2.2
      target_requirement_urn: urn:intuitem:risk:req_node:scf-2025.2.2:gov-02
      relationship: subset
      rationale: semantic
      strength_of_relationship: 8
      annotation: a remark
    - source_requirement_urn: urn:intuitem:risk:req_node:iso42001-2023:a.2.2
      target_requirement_urn: urn:intuitem:risk:req_node:scf-2025.2.2:gov-03
      relationship: not_related
    - source_requirement_urn: urn:intuitem:risk:req_node:iso42001-2023:a.2.2
      target_requirement_urn: urn:intuitem:risk:req_node:scf-2025.2.2:gov-04
      relationship: touches
"""


@pytest.mark.shared
@pytest.mark.parametrize("library", ["iso27001-2022", "iso42001-2023"])
def test_published_libraries_are_accounted_for(library: str, shared: Path, shipped: Knowledge) -> None:
    name = f"mapping-{library}-and-scf-2025.2.2.yaml"
    expected = EXPECTED[name]
    read = mapping_file.read(shared / "inputs" / "grc" / "ciso_assistant_libraries" / name, shipped).sets
    rows = [row for item in read for row in item.mapping_set.mappings]
    assert len(read) == expected["sets"]
    assert [item.findings for item in read] == [()] * len(read)
    assert len(rows) == expected["rows"]
    assert Counter(row.relation.asserted for row in rows) == expected["relations"]
    edition = f"iso-{library.removeprefix('iso')}"
    own = [end for row in rows for end in (row.source, row.target) if f":{library}:" in end.text]
    assert len({end.text for end in own}) == expected["own_clauses"]
    assert {end.id.partition(":")[0] for end in own if end.pinned} == {edition}
    # Only a clause that is not in the standard either is not found; those that the library alone lacks are.
    lacking = [end for end in own if not end.pinned]
    assert {end.text.rpartition(":")[2] for end in lacking} <= {"3.0"}
    assert len(lacking) == expected["clauses_the_library_lacks"].get("3.0", 0)
    others = [end for row in rows for end in (row.source, row.target) if f":{library}:" not in end.text]
    assert {(end.state, end.id == end.text) for end in others} == {("foreign", True)}
    assert {item.mapping_set.licence for item in read} == {"SCF - CC BY-ND 4.0"}


def test_what_is_read_of_a_library(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "made-up.yaml"
    path.write_text(LIBRARY, encoding="utf-8")
    (read,) = mapping_file.read(path, shipped).sets
    found = read.mapping_set
    assert (found.id, found.title, found.version, found.day) == ("made-up", "ISO to SCF", "3", "2026-01-31")
    assert (found.source, found.target) == ("iso-42001-2023", "foreign:scf-2025.2.2")
    assert (found.licence, found.creators) == ("CC BY 4.0", ("Somebody",))
    first, negative = found.mappings
    assert (first.source.id, first.strength, first.rationale, first.comment) == (
        "iso-42001-2023:A.2.2", "8", "semantic", "a remark",
    )  # fmt: skip
    assert (negative.negative, negative.relation.name) == (True, "no_relationship")
    assert [(item.code, item.found) for item in read.findings] == [("relation", "touches")]
    assert read.findings[0].place.startswith("made-up.yaml:23 ")
    assert (found.rows, found.left_out) == (3, 1)


def test_a_library_without_mapping_sets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "made-up.yaml"
    path.write_text("urn: x\nobjects:\n  framework: {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="no mapping set") as error:
        ciso_mappings.read(path)
    assert error.value.expected == "requirement_mapping_sets or requirement_mapping_set"
