"""Definitions of records: every field says how it is written."""

from __future__ import annotations

from dataclasses import fields

import pytest

from kg.portfolio import records
from kg.portfolio.records import RECORD_TYPES, Record, specs
from kg.prefixes import expand


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.__name__)
def test_every_field_has_a_definition_and_a_predicate(cls: type[Record]) -> None:
    names = {item.name for item in fields(cls)} - {"id"}
    found = specs(cls)
    assert set(found) == names
    for name, spec in found.items():
        assert spec.doc, name
        assert spec.kind in {"text", "date", "flag", "number", "choice", "ref", "facts", "pairs"}, name
        assert (spec.kind == "ref") == bool(spec.ref), name
        assert (spec.kind == "choice") == bool(spec.choices), name
        assert spec.kind == "facts" or "://" in spec.predicate, name


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.__name__)
def test_no_two_fields_share_a_predicate_or_a_key(cls: type[Record]) -> None:
    found = [spec for spec in specs(cls).values() if spec.kind != "facts"]
    assert len({spec.predicate for spec in found}) == len(found)
    assert len({spec.key for spec in found}) == len(found)


def test_sections_and_classes_are_distinct() -> None:
    sections = [cls.section for cls in RECORD_TYPES]
    assert len(set(sections)) == len(sections) == len(RECORD_TYPES)
    assert len({cls.rdf_class for cls in RECORD_TYPES}) == len(RECORD_TYPES)


def test_every_kind_of_record_is_listed() -> None:
    defined = {
        item
        for item in vars(records).values()
        if isinstance(item, type) and issubclass(item, Record) and item is not Record
    }
    assert set(RECORD_TYPES) == defined


def test_periods_are_written_from_and_until() -> None:
    for cls in RECORD_TYPES:
        found = specs(cls)
        assert {spec.key for name, spec in found.items() if name == "valid_from"} <= {"from"}
        assert {spec.key for name, spec in found.items() if name == "valid_until"} <= {"until"}


def test_a_record_is_frozen() -> None:
    with pytest.raises(AttributeError):
        records.Person(id="acme:p", post="CTO").post = "CEO"  # type: ignore[misc]


def test_identifiers_can_be_written_as_iris() -> None:
    assert expand("acme:s/role/1").endswith("/id/acme/s/role/1")
