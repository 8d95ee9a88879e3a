"""Every shipped shape passes on its example, finds its fault in the changed one, and pySHACL agrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg import vocabulary as v
from kg.prefixes import compact, expand
from kg.store.index import BlankNode, NamedNode
from kg.validation import pyshacl_oracle, service, shapes
from kg.validation.check import check
from kg.validation.data import Memory
from kg.validation.report import Result

HERE = Path(__file__).parent
FAILING: dict[str, dict[str, str]] = YAML(typ="safe").load((HERE / "failing.yaml").read_text(encoding="utf-8"))
PREFIXES = (HERE / "examples" / "prefixes.ttl").read_text(encoding="utf-8")


def changed(example: Memory, change: dict[str, str]) -> Memory:
    """An example with some statements dropped and others added."""
    added = Memory.of_turtle(PREFIXES + change.get("add", ""))
    if "drop" not in change:
        return example.joined(added)
    (pattern,) = Memory.of_turtle(f"{PREFIXES}{change['drop']} 0 .").quads()
    kept = [quad for quad in example.quads() if quad.subject != pattern.subject or quad.predicate != pattern.predicate]
    assert len(kept) < len(list(example.quads())), "nothing to drop"
    return Memory(kept).joined(added)


def only(graph: Memory, name: str) -> Memory:
    """The part of a shapes graph that one shape needs."""
    return graph.reachable([NamedNode(expand(f"shape:{name}"))])


def key(found: Result) -> tuple[str, ...]:
    return (found.severity, found.shape, found.focus, found.path, found.value)


def test_every_shape_has_a_failing_example(shipped: Any) -> None:
    assert {shape.name for shape in shipped.shapes.targeted} == {f"shape:{name}" for name in FAILING}


@pytest.mark.parametrize("scope", ["knowledge", "record", "assessment"])
def test_the_examples_pass(scope: str, shipped: Any, examples: dict[str, Memory]) -> None:
    assert check(examples[scope], shipped.shapes, shipped.shapes.of_scope((scope,))) == []


@pytest.mark.parametrize("name", FAILING)
def test_a_shape_finds_its_fault(name: str, shipped: Any, examples: dict[str, Memory]) -> None:
    shape = shipped.named(name)
    data = changed(examples[shape.scope], FAILING[name])
    part = only(shipped.graph, name)
    found = check(data, shapes.read(part))
    assert found
    assert {result.shape for result in found} == {f"shape:{name}"}
    for result in found:
        assert ":" in result.message
        assert "{" not in result.message.replace("{retention: P6M}", "")
        assert result.checks_record_for == shape.checks
    assert set(map(key, found)) == set(map(key, pyshacl_oracle.check(data, part)))


@pytest.mark.parametrize("scope", ["knowledge", "record"])
def test_pyshacl_finds_the_examples_sound_too(scope: str, shipped: Any, examples: dict[str, Memory]) -> None:
    wanted = {shape.name for shape in shipped.shapes.of_scope((scope,))}
    assert [found for found in pyshacl_oracle.check(examples[scope], shipped.graph) if found.shape in wanted] == []


def test_every_shape_says_what_a_person_can_do(shipped: Any) -> None:
    for shape in shipped.shapes.targeted:
        text = shape.message or next((item.message for item in shape.constraints if item.message), "")
        assert len(text.split()) >= 7, shape.name
        assert ":" in text, shape.name
        assert shipped.graph.objects(shape.node, v.LABEL), shape.name
        assert shipped.graph.objects(shape.node, v.SH + "severity"), shape.name
        assert shape.scope in {"knowledge", "record", "assessment"}, shape.name


def test_what_a_shape_looks_at_exists(shipped: Any) -> None:
    data = service.knowledge_data()
    known = {compact(node.value) for node in data.subjects(v.TYPE) if not isinstance(node, BlankNode)}
    stated = {name for shape in shipped.shapes.targeted for name in shape.checks}
    assert len(stated) > 15
    assert stated <= known
    # A shape about a class or property that nobody defines would never find anything.
    words = {v.SH + "targetClass", v.SH + "class", v.SH + "path"}
    terms = (quad.object for quad in shipped.graph.quads() if quad.predicate.value in words)
    used = {term.value for term in terms if isinstance(term, NamedNode)}
    assert {compact(iri) for iri in used if iri.startswith(v.NG)} <= known


def test_the_shipped_knowledge_passes(shipped: Any) -> None:
    found = check(service.knowledge_data(), shipped.shapes, shipped.shapes.of_scope(("knowledge",)))
    assert [result for result in found if result.severity == "violation"] == []
