"""The vocabulary is closed under OWL RL and free of contradiction; a broken copy is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.reasoning import closure, contradictions, vocabulary_files

MODULES = ("core.ttl", "mapping.ttl", "portfolio.ttl", "assessment.ttl")


def test_the_vocabulary_has_no_contradiction() -> None:
    small = [path for path in vocabulary_files() if path.name in (*MODULES, "norms.ttl", "statuses.ttl", "events.ttl")]
    assert len(small) == len(MODULES) + 3
    assert contradictions(closure(small)) == []


@pytest.mark.parametrize(
    "breakage",
    [
        "<https://w3id.org/normgraph/id/x> a ng:Norm, ng:Provision .",
        "<https://w3id.org/normgraph/id/x> a ng:Duty, ng:Norm .",
    ],
)
def test_a_broken_copy_is_caught(tmp_path: Path, breakage: str) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text(f"@prefix ng: <https://w3id.org/normgraph/vocab#> .\n{breakage}\n", encoding="utf-8")
    modules = [path for path in vocabulary_files() if path.name in MODULES]
    assert contradictions(closure([*modules, broken]))
