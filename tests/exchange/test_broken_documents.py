"""Any value of a document in any wrong form: the reader gives a value or one error that names the place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, UsageError
from kg.exchange import catalog_file, oscal_components, oscal_plan
from kg.exchange.measures import Claims
from kg.knowledge import Knowledge
from kg.own.model import Stated
from tests.exchange import oscal_made

JUNK: tuple[Any, ...] = (None, 3, True, "x", "\ud800", "", [], ["x"], {}, {"x": "y"}, [[]], [{}], [None])
TURNS = 3
USE = {
    "component-uuid": "k1", "uuid": "u", "description": "x", "implementation-status": {"state": "implemented"},
    "links": [{"href": "#r2"}], "props": [{"name": "n", "value": "v"}],
}  # fmt: skip
REQUIREMENT = {
    "uuid": "r", "control-id": "ac-1", "by-components": [USE],
    "statements": [{"statement-id": "ac-1_smt.a", "uuid": "s", "by-components": [USE]}],
}  # fmt: skip
COMPONENT = {
    "uuid": "k1", "type": "software", "title": "K", "description": "x", "status": {"state": "operational"},
    "responsible-roles": [{"role-id": "owner", "party-uuids": ["p1"]}],
}  # fmt: skip
IMPLEMENTATION = {"uuid": "i", "source": "#r1", "implemented-requirements": [REQUIREMENT]}
PLAN = {
    "import-profile": {"href": "#r1"},
    "system-implementation": {"components": [COMPONENT]},
    "control-implementation": {"implemented-requirements": [REQUIREMENT]},
}
DEFINITION = {"components": [{**COMPONENT, "control-implementations": [IMPLEMENTATION]}]}
LIBRARY = {
    "urn": "urn:x:library:a", "version": 1, "publication_date": "2025-01-01", "copyright": "c", "provider": "p",
    "objects": {"framework": {"urn": "urn:x:framework:a", "name": "A", "requirement_nodes": [
        {"urn": "urn:x:req_node:a:1", "assessable": True, "ref_id": "1", "name": "N", "implementation_groups": ["g"]},
    ]}},
}  # fmt: skip


def document(model: str, body: dict[str, Any]) -> dict[str, Any]:
    common = {"uuid": "d1", "metadata": oscal_made.METADATA, "back-matter": oscal_made.BACK}
    return {model: {**common, **body}}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def broken(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document with one value in another form: every value, in forms that take turns."""
    for number, path in enumerate(places(whole)):
        for turn in range(TURNS):
            junk = JUNK[(number * TURNS + turn) % len(JUNK)]
            made = copy.deepcopy(whole)
            target: Any = made
            for key in path[:-1]:
                target = target[key]
            target[path[-1]] = junk
            yield made


@pytest.mark.parametrize(
    ("whole", "reader"),
    [
        (document("catalog", oscal_made.CATALOG), "catalog"),
        (LIBRARY, "catalog"),
        (document("component-definition", DEFINITION), "components"),
        (document("system-security-plan", PLAN), "plan"),
    ],
    ids=["catalog", "library", "components", "plan"],
)
def test_one_wrong_value_is_an_error_with_its_place(
    whole: dict[str, Any], reader: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    known = oscal_made.with_catalog(tmp_path, knowledge)
    claims = Claims(organisation="acme", knowledge=known, scope=("organisation",), evidence_kind="plan")
    readers: dict[str, Callable[[Path], object]] = {
        "catalog": lambda path: catalog_file.read(path, Stated(slug="made"), known, "acme"),
        "components": lambda path: oscal_components.read(path, claims),
        "plan": lambda path: oscal_plan.read(path, claims),
    }
    path, read = tmp_path / "f.json", readers[reader]
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert read(path)
    refused = []
    for made in broken(whole):
        path.write_text(json.dumps(made), encoding="utf-8")
        try:
            read(path)
        except (InputError, UsageError) as error:
            refused.append(error)
    assert refused
    assert all(error.where for error in refused)
