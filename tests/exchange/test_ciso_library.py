"""Libraries of CISO Assistant in YAML: nodes that are assessable demand something, the others do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import catalog_file
from kg.exchange.catalog_draft import CatalogFile
from kg.knowledge import Knowledge
from kg.own.model import Stated

HEAD = """\
urn: urn:we:risk:library:small
ref_id: small
name: Small library
copyright: All rights reserved
version: 2
publication_date: 2025-12-15
provider: We
objects:
  framework:
    urn: urn:we:risk:framework:small-2025
    name: "Small  framework"
    requirement_nodes:
"""
NODES = """\
    - urn: urn:we:risk:req_node:small:4
      assessable: false
      depth: 1
      ref_id: '4'
      name: Context
      translations: {fr: {name: Contexte}}
    - urn: urn:we:risk:req_node:small:4.10
      assessable: true
      depth: 2
      parent_urn: urn:we:risk:req_node:small:4
      ref_id: 4.10
      description: Know your surroundings.
      implementation_groups: [clauses]
      annotation: Look around.
      typical_evidence: a report
      importance: recommended
    - urn: urn:we:risk:req_node:small:node9
      assessable: true
      depth: 2
      parent_urn: urn:we:risk:req_node:small:5
      description: Go on.
      importance: vital
"""


def read(tmp_path: Path, knowledge: Knowledge, text: str = HEAD + NODES, stated: Stated | None = None) -> CatalogFile:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return catalog_file.read(path, stated or Stated(), knowledge, "acme")


def test_nodes_become_headings_and_requirements(tmp_path: Path, knowledge: Knowledge) -> None:
    first, second, third = read(tmp_path, knowledge).framework.requirements
    assert (first.id, first.kind, first.title, first.states_norm) == ("4", "heading", "Context", False)
    # A number stays as it is written.
    assert (second.id, second.notation, second.parent, second.kind) == ("4.10", "4.10", "4", "requirement")
    assert (second.title, second.text, second.modality) == (
        "Know your surroundings.", "Know your surroundings.", "recommendation",
    )  # fmt: skip
    assert second.external_id == "urn:we:risk:req_node:small:4.10"
    assert second.notes == (
        "implementation group: clauses", "Look around.", "typical evidence: a report", "importance: recommended",
    )  # fmt: skip
    assert (third.id, third.notation, third.parent, third.modality) == ("node9", "node9", "", "obligation")


def test_where_it_comes_from(tmp_path: Path, knowledge: Knowledge) -> None:
    framework = read(tmp_path, knowledge).framework
    assert (framework.slug, framework.title, framework.version) == ("small-2025", "Small framework", "2")
    assert (framework.publisher, framework.licence) == ("We", "All rights reserved")
    assert (framework.external_id, str(framework.issued)) == ("urn:we:risk:framework:small-2025", "2025-12-15")
    assert framework.source == "CISO Assistant library urn:we:risk:library:small, version 2"


def test_what_was_not_understood_is_said_with_its_line(tmp_path: Path, knowledge: Knowledge) -> None:
    found = read(tmp_path, knowledge).findings
    assert [(item.where.partition(" ")[0], item.found) for item in found] == [
        ("small.yaml:13", "translations, in 1 nodes"),
        ("small.yaml:29", "urn:we:risk:req_node:small:5"),
        ("small.yaml:29", "vital"),
        ("small.yaml", "2025-12-15"),
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "urn: a\nobjects: {requirement_mapping_sets: []}\n",
            "holds a mapping set",
            "normgraph mapping import small.yaml",
        ),
        ("urn: a\nobjects: {threats: []}\n", "holds no framework", ""),
        ("urn: a\nobjects: {frameworks: [{urn: a}, {urn: b}]}\n", "several frameworks", "split"),
        (HEAD, "without requirements", ""),
        (HEAD + "    - assessable: true\n", "urn is missing", ""),
    ],
)
def test_a_library_without_one_framework_is_refused(
    text: str, message: str, hint: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, knowledge, text)
    assert hint in (caught.value.hint or "")
