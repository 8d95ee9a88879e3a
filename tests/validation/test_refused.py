"""Shapes that are not understood, cannot be run safely or reach out of the graph are refused, and said which."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, LimitError
from kg.validation import confined, service, shapes
from kg.validation.check import check
from kg.validation.data import Memory
from kg.validation.service import Wanted

HEAD = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = Memory.of_turtle(HEAD + 'ex:a a ex:Thing ; ex:name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" ; ex:part ex:a .')
REFUSED = {
    "sh:foo": "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:foo 1 .",
    "sh:js": "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:js [ sh:jsFunctionName 'f' ] .",
    "sh:rule": "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:rule [ sh:order 1 ] .",
    "sh:target": "ex:S a sh:NodeShape ; sh:target [ sh:select 'x' ] .",
    "sh:expression": "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:expression [ sh:path ex:name ] .",
    "owl:imports": "ex:O owl:imports <http://example.org/more> . ex:S a sh:NodeShape ; sh:targetClass ex:Thing .",
    "sh:shapesGraph": "ex:O sh:shapesGraph ex:G . ex:S a sh:NodeShape ; sh:targetClass ex:Thing .",
    "sh:ConstraintComponent": "ex:C a sh:ConstraintComponent .",
}
QUERIES = {
    "SERVICE": "SELECT $this WHERE { SERVICE <http://example.org/> { $this ?p ?o } }",
    "MINUS in sh:sparql": "SELECT $this WHERE { $this ?p ?o MINUS { $this a ?o } }",
    "VALUES in sh:sparql": "SELECT $this WHERE { VALUES ?o { 1 } $this ?p ?o }",
    "AS $this in sh:sparql": "SELECT (1 AS $this) WHERE { }",
    "leaves $this out": "SELECT $this WHERE { { SELECT ?o WHERE { ?s ?p ?o } } }",
    "$shapesGraph in sh:sparql": "SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?o } }",
    "INSERT": "INSERT { $this ?p 1 } WHERE { $this ?p ?o }",
}


def with_query(text: str) -> Memory:
    return Memory.of_turtle(
        f'{HEAD} ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ sh:select "{text}" ] .'
    )


@pytest.mark.parametrize("found", REFUSED)
def test_an_unknown_construct(found: str) -> None:
    with pytest.raises(InputError) as refusal:
        shapes.read(Memory.of_turtle(HEAD + REFUSED[found]))
    assert found in str(refusal.value)
    assert refusal.value.code == "shape-construct"


@pytest.mark.parametrize("found", QUERIES)
def test_a_query_that_cannot_be_asked(found: str) -> None:
    with pytest.raises(InputError) as refusal:
        shapes.read(with_query(QUERIES[found]))
    assert found in str(refusal.value)


@pytest.mark.parametrize("text", ["SELECT $this WHERE { $this ?p }", "SELECT $this WHERE { $this nope:p ?o }"])
def test_a_query_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        check(DATA, shapes.read(with_query(text)))


@pytest.mark.parametrize("pattern", ["(", "[z-a]", r"(a)\\1", "(?=a)"])
def test_a_bad_pattern(pattern: str) -> None:
    graph = Memory.of_turtle(
        f'{HEAD} ex:S a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:path ex:name ; sh:pattern "{pattern}" .'
    )
    with pytest.raises(InputError, match="pattern"):
        check(DATA, shapes.read(graph))


def test_a_pattern_that_is_too_long() -> None:
    graph = f'{HEAD} ex:S a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:path ex:name ; sh:pattern "{"a" * 2000}" .'
    with pytest.raises(LimitError):
        shapes.read(Memory.of_turtle(graph))


def test_a_shape_that_refers_to_itself() -> None:
    graph = f"{HEAD} ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:part ; sh:node ex:S ] ."
    with pytest.raises(InputError, match="itself"):
        check(DATA, shapes.read(Memory.of_turtle(graph)))


@pytest.mark.parametrize("broken", ["ex:S sh:path [ ex:x 1 ]", 'ex:S sh:path "name"', "ex:S sh:path ex:p ; sh:in ex:p"])
def test_a_malformed_shape(broken: str) -> None:
    graph = Memory.of_turtle(f"{HEAD} {broken} . ex:S a sh:PropertyShape ; sh:targetClass ex:Thing .")
    with pytest.raises(InputError):
        shapes.read(graph)


BACKTRACKS = """ex:S a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:path ex:name ; sh:pattern '^(a+)+$' ;
    sh:message 'Plain a: write them.' ."""


def test_a_pattern_that_backtracks_is_matched_in_linear_time() -> None:
    found = confined.run(DATA, Memory.of_turtle(HEAD + BACKTRACKS), ("record",), "compiled")
    assert [(result.focus, result.message) for result in found] == [("http://example.org/a", "Plain a: write them.")]


def test_pyshacl_is_ended_when_a_pattern_backtracks() -> None:
    with pytest.raises(LimitError):
        confined.run(DATA, Memory.of_turtle(HEAD + BACKTRACKS), ("record",), "pyshacl", seconds=4)


def test_a_refusal_in_the_other_process_arrives() -> None:
    with pytest.raises(InputError) as refusal:
        confined.run(DATA, Memory.of_turtle(HEAD + REFUSED["sh:foo"]), ("record",), "pyshacl")
    assert "sh:foo" in str(refusal.value)


def test_shapes_of_a_user(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        f"{HEAD} ex:S a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:path ex:owner ; sh:minCount 1 .",
        encoding="utf-8",
    )
    for engine in service.ENGINES:
        (row,) = service.validate(DATA, Wanted((path,), "record", "info", engine)).rows
        assert (row["severity"], row["focus"], row["path"]) == (
            "violation",
            "http://example.org/a",
            "http://example.org/owner",
        )


def test_a_file_that_is_no_turtle(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text("a b c", encoding="utf-8")
    with pytest.raises(InputError, match="Turtle") as refusal:
        service.validate(DATA, Wanted((path,)))
    assert "mine.ttl:1" in str(refusal.value)
