"""OSCAL mapping collections: many to many maps hold together only, gaps are rows, method and status survive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.exchange import mapping_file, oscal_mappings
from kg.knowledge import Knowledge

COLLECTION: dict[str, Any] = {
    "mapping-collection": {
        "uuid": "11111111-2222-4333-8444-555555555555",
        "metadata": {
            "title": "ISO to the AI Act",
            "last-modified": "2026-02-01T12:00:00Z",
            "version": "1.0",
            "oscal-version": "1.2.0",
            "links": [{"rel": "license", "href": "https://creativecommons.org/publicdomain/zero/1.0/"}],
            "parties": [{"uuid": "aaaaaaaa-2222-4333-8444-555555555555", "type": "organization", "name": "Somebody"}],
        },
        "provenance": {
            "method": "hybrid",
            "matching-rationale": "semantic",
            "status": "draft",
            "mapping-description": "Made up.",
        },
        "mappings": [
            {
                "uuid": "22222222-3333-4444-8555-666666666666",
                "source-resource": {"type": "catalog", "href": "../iso-42001-2023_catalog.json"},
                "target-resource": {"type": "catalog", "href": "#bbbbbbbb-3333-4444-8555-666666666666"},
                "maps": [
                    {
                        "uuid": "33333333-3333-4444-8555-666666666666",
                        "relationship": "subset-of",
                        "sources": [{"type": "control", "id-ref": "a.6.2.8"}],
                        "targets": [{"type": "control", "id-ref": "art-12"}],
                        "confidence-score": {"percentage": 0.8},
                        "remarks": "logs",
                    },
                    {
                        "uuid": "44444444-3333-4444-8555-666666666666",
                        "relationship": "equivalent-to",
                        "matching-rationale": "functional",
                        "sources": [{"type": "control", "id-ref": "a.2.2"}, {"type": "control", "id-ref": "a.2.3"}],
                        "targets": [{"type": "control", "id-ref": "art-17"}],
                        "confidence-score": {"category": "high"},
                        "qualifiers": [
                            {"subject": "target", "predicate": "has-requirement", "description": "for providers"}
                        ],
                    },
                    {
                        "uuid": "55555555-3333-4444-8555-666666666666",
                        "relationship": "no-relationship",
                        "sources": [{"type": "control", "id-ref": "a.2.2"}],
                        "targets": [{"type": "control", "id-ref": "art-99-9"}],
                    },
                ],
                "source-gap-summary": {
                    "uuid": "66666666-3333-4444-8555-666666666666",
                    "unmapped-controls": [{"with-ids": ["a.3.2", "a.3.3"]}],
                },
            }
        ],
        "back-matter": {"resources": [{"uuid": "bbbbbbbb-3333-4444-8555-666666666666", "title": "EU AI Act"}]},
    }
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The collection in a file."""
    found = tmp_path / "collection.json"
    found.write_text(json.dumps(COLLECTION), encoding="utf-8")
    return found


def test_what_is_read_of_a_set(path: Path, shipped: Knowledge) -> None:
    (read,) = mapping_file.read(path, shipped).sets
    found = read.mapping_set
    assert (found.id, found.title) == ("iso-to-the-ai-act", "ISO to the AI Act")
    assert (found.source, found.target) == ("iso-42001-2023", "eu-ai-act")
    assert (found.method, found.status, found.rationale) == ("hybrid", "draft", "semantic")
    assert found.licence == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert (found.creators, found.day) == (("Somebody",), "2026-02-01")
    assert (found.rows, found.left_out, read.findings) == (6, 0, ())


def test_what_is_read_of_maps(path: Path, shipped: Knowledge) -> None:
    single, first, second, negative, *gaps = mapping_file.read(path, shipped).sets[0].mapping_set.mappings
    assert (single.source.id, single.target.id) == ("iso-42001-2023:A.6.2.8", "eu-ai-act:12")
    assert (single.confidence, single.comment, single.rationale) == ("0.8", "logs", "semantic")
    assert single.machine == "method hybrid"
    assert (first.group, second.group) == ("44444444-3333-4444-8555-666666666666",) * 2
    assert (first.rationale, first.comment) == ("functional", "confidence high; target has-requirement for providers")
    assert (negative.negative, negative.target.state) == (True, "unknown")
    assert [(row.source.id, row.target.state, row.negative) for row in gaps] == [
        ("iso-42001-2023:A.3.2", "none", True),
        ("iso-42001-2023:A.3.3", "none", True),
    ]


def test_a_collection_may_hold_several_sets(tmp_path: Path, shipped: Knowledge) -> None:
    twice = json.loads(json.dumps(COLLECTION))
    mappings = twice["mapping-collection"]["mappings"]
    mappings.append(mappings[0] | {"uuid": "99999999-3333-4444-8555-666666666666"})
    path = tmp_path / "two.json"
    path.write_text(json.dumps(twice), encoding="utf-8")
    names = [item.mapping_set.id for item in mapping_file.read(path, shipped).sets]
    assert names == ["iso-to-the-ai-act-22222222", "iso-to-the-ai-act-99999999"]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"mappings": []}, "the collection has no mapping"), ({"metadata": {"title": "x"}}, "oscal-version is missing")],
)
def test_what_is_no_collection_is_one_clear_error(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text(json.dumps({"mapping-collection": COLLECTION["mapping-collection"] | change}), encoding="utf-8")
    with pytest.raises(InputError) as error:
        oscal_mappings.read(path)
    assert error.value.message == said
