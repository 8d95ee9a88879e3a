"""A small catalog on record and OSCAL documents that speak of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.exchange.catalog_file import read
from kg.knowledge import Knowledge
from kg.own.model import Stated
from kg.own.rdf import known_with, to_nquads

SLUG = "small"
METADATA: dict[str, Any] = {
    "title": "T",
    "oscal-version": "1.1.2",
    "published": "2024-01-01",
    "roles": [{"id": "owner", "title": "System Owner"}],
    "parties": [{"uuid": "p1", "type": "organization", "name": "IT"}, {"uuid": "p2", "type": "person", "name": "Ann"}],
}
PART = {"id": "ac-1_smt", "name": "statement", "parts": [{"id": "ac-1_smt.a", "name": "item", "prose": "Do."}]}
CONTROLS = [{"id": "ac-1", "title": "Policy", "parts": [PART]}, {"id": "ac-2", "title": "Accounts"}]
CATALOG = {"uuid": "c1", "metadata": METADATA, "groups": [{"id": "ac", "title": "Access", "controls": CONTROLS}]}
BACK = {
    "resources": [
        {"uuid": "r1", "title": "The catalog", "rlinks": [{"href": "../json/small_catalog.json"}]},
        {
            "uuid": "r2",
            "title": "Our policy",
            "props": [{"name": "type", "value": "policy"}],
            "rlinks": [{"href": "p.docx"}],
        },
        {"uuid": "r3", "description": "A screen shot"},
    ]
}


def write(path: Path, model: str, body: dict[str, Any]) -> Path:
    """A document in JSON."""
    path.write_text(json.dumps({model: {"uuid": "d1", "metadata": METADATA, "back-matter": BACK, **body}}), "utf-8")
    return path


def with_catalog(tmp_path: Path, knowledge: Knowledge) -> Knowledge:
    """The knowledge with the small catalog, read from a file `small_catalog.json`."""
    path = write(tmp_path / "small_catalog.json", "catalog", CATALOG)
    framework = read(path, Stated(slug=SLUG), knowledge, "acme").framework
    return known_with(knowledge, to_nquads(framework, "acme", knowledge.scheme.release))
