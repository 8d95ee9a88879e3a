"""Which format a mapping file has is found by what is in it, or said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.crosswalk import mapping_rdf
from kg.crosswalk.mappings import Stated
from kg.errors import InputError, NormgraphError, UsageError
from kg.exchange import mapping_file
from kg.exchange.mapping_draft import FORMS
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from tests.exchange.test_ciso_mappings import LIBRARY
from tests.exchange.test_oscal_mappings import COLLECTION

SAMPLES = {
    "sssom": ("a.tsv", "# mapping_set_id: x\nsubject_id\tpredicate_id\tobject_id\nA.2.2\tskos:closeMatch\tArt. 17\n"),
    "ciso-assistant": ("a.yaml", "objects:\n  requirement_mapping_sets: []\n"),
    "oscal": ("a.json", '{"mapping-collection": {}}'),
    "olir": ("a.csv", "Focal Document Element,Relationship,Reference Document Element\nA.2.2,equal,GOVERN 1.1\n"),
    "strm": ("a.csv", "FDE #,STRM Relationship,SCF #\nA.2.2,Equal,GOV-01\n"),
    "table": ("a.csv", "From,To,Relation\nA.2.2,Art. 17,equal\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_format_is_recognised(form: str, tmp_path: Path) -> None:
    name, text = SAMPLES[form]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert mapping_file.form_of(path) == form


def test_every_format_has_a_reader() -> None:
    assert tuple(mapping_file.READERS) == FORMS


def test_what_is_no_mapping_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("normgraph: 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="no mappings in this file"):
        mapping_file.form_of(path)


def test_one_name_does_not_fit_several_sets(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "two.yaml"
    entry = "  - {urn: 'urn:x:risk:req_mapping_set:%s', requirement_mappings: []}\n"
    path.write_text("objects:\n  requirement_mapping_sets:\n" + entry % "a" + entry % "b", encoding="utf-8")
    assert [item.mapping_set.id for item in mapping_file.read(path, shipped).sets] == ["a", "b"]
    with pytest.raises(UsageError, match="several mapping sets"):
        mapping_file.read(path, shipped, Stated(name="one"))


def test_a_set_is_named_as_said(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "a.csv"
    path.write_text(SAMPLES["table"][1], encoding="utf-8")
    assert mapping_file.read(path, shipped, Stated(name="Our Set")).sets[0].mapping_set.id == "our-set"


WRONG: tuple[Any, ...] = (None, True, 0, -1.5, "", "text", [], ["x"], {}, {"x": "y"}, [[]], [None])


def changed(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in a document."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from changed(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from changed(inner, (*path, number))


def put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The document with another value at a place."""
    if not path:
        return value
    copy = json.loads(json.dumps(document))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


def _ciso() -> Any:
    return json.loads(json.dumps(parse_yaml(LIBRARY, "library.yaml").value, default=str))


@pytest.mark.parametrize(("name", "document"), [("oscal.json", COLLECTION), ("ciso.json", _ciso())])
def test_any_value_in_any_wrong_form_is_read_or_is_one_clear_error(
    name: str, document: Any, tmp_path: Path, shipped: Knowledge
) -> None:
    path, refused = tmp_path / name, []
    for place in changed(document):
        for value in WRONG:
            path.write_text(json.dumps(put(document, place, value)), encoding="utf-8")
            try:
                for read in mapping_file.read(path, shipped).sets:
                    mapping_rdf.to_nquads(read.mapping_set)
                    assert read.mapping_set.rows == len(read.mapping_set.mappings) + read.mapping_set.left_out
            except NormgraphError as error:
                refused.append(error)
    assert len(refused) > 100
    assert all(error.where for error in refused)
