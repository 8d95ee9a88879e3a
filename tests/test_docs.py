"""Everything a reader can name is documented, and the generated pages say what the program says."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SKOS

from kg import queries, vocabulary
from kg.cli.main import cli
from kg.portfolio.records import RECORD_TYPES, specs
from kg.prefixes import compact
from kg.resources import knowledge_files

ROOT = Path(__file__).resolve().parents[1]
DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@cache
def docs() -> ModuleType:
    """tools/docs.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("tools_docs", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tools_docs"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The modules and schemes of the vocabulary."""
    found: rdflib.Graph = docs().vocabulary_graph()
    return found


# The generated pages


def test_the_generated_pages_are_up_to_date() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in docs().pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run make docs and commit docs"


def test_a_stale_a_missing_and_a_leftover_page_are_named_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = docs()
    folder = tmp_path / "reference"
    folder.mkdir()
    monkeypatch.setattr(module, "DOCS", tmp_path)
    monkeypatch.setattr(module, "pages", lambda: {folder / "a.md": "new", folder / "b.md": "new", folder / "c.md": "c"})
    for name, text in {"a.md": "old", "c.md": "c", "d.md": "left over"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["docs.py", "--check"])
    with pytest.raises(SystemExit) as stop:
        module.main()
    assert (
        str(stop.value) == "out of date: reference/a.md, reference/b.md, reference/d.md: run make docs and commit docs"
    )
    monkeypatch.setattr("sys.argv", ["docs.py"])
    module.main()
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        "a.md": "new", "b.md": "new", "c.md": "c",
    }  # fmt: skip
    monkeypatch.setattr("sys.argv", ["docs.py", "--check"])
    module.main()


# The program


def undocumented(tree: ast.Module, name: str) -> Iterator[str]:
    """Public modules, classes, functions and methods without a docstring. What overrides needs none of its own."""
    if not ast.get_docstring(tree):
        yield name
    scopes: list[tuple[str, ast.Module | ast.ClassDef]] = [(name, tree)]
    while scopes:
        place, scope = scopes.pop()
        for node in scope.body:
            if not isinstance(node, DEFINED) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not any("overload" in ast.unparse(item) for item in node.decorator_list):
                yield f"{place}.{node.name}"
            if isinstance(node, ast.ClassDef):
                scopes.append((f"{place}.{node.name}", node))


@pytest.mark.parametrize("package", ["kg", "api", "tools"])
def test_every_public_function_says_what_it_does(package: str) -> None:
    found = [
        line
        for path in sorted((ROOT / package).rglob("*.py"))
        for line in undocumented(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))
        # A method of a private class is reached by its module alone.
        if "._" not in line
    ]
    assert found == []


def test_a_function_without_words_is_found() -> None:
    text = '"""Words."""\nclass A:\n    """Words."""\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...\n'
    assert sorted(undocumented(ast.parse(text), "m")) == ["m.A.b", "m.d"]


def test_every_command_and_option_has_help() -> None:
    found = []
    for name, command, _ in docs().walk("normgraph", cli, None):
        if not (command.help or "").strip():
            found.append(name)
        options = (param for param in command.params if isinstance(param, click.Option))
        found += [f"{name} {param.opts[0]}" for param in options if not (param.help or "").strip()]
    assert found == []


def test_arguments_of_a_command_are_named_in_its_help() -> None:
    found = [
        f"{name} {param.name}"
        for name, command, _ in docs().walk("normgraph", cli, None)
        for param in command.params
        if isinstance(param, click.Argument) and (param.name or "").upper() not in (command.help or "")
    ]
    # `template portfolio`: the word itself is what one types.
    assert found == ["normgraph template kind"]


def test_every_route_and_parameter_is_described() -> None:
    document: dict[str, Any] = docs().openapi()
    assert document["paths"]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["operationId"], path
            for parameter in operation.get("parameters", []):
                assert parameter.get("description"), f"{path} {parameter['name']}"


def test_every_question_explains_itself_its_parameters_and_columns() -> None:
    for name, question in queries.library().items():
        assert question.title.endswith("?"), name
        assert question.description, name
        assert all(parameter.description for parameter in question.parameters), name
        assert question.columns, name
        assert all(question.columns.values()), name


def test_every_kind_of_record_and_field_is_described() -> None:
    for cls in RECORD_TYPES:
        assert cls.__doc__, cls
        for spec in specs(cls).values():
            assert spec.doc, f"{cls.section}.{spec.key}"


# The vocabulary


def test_every_own_term_has_a_label_and_a_definition(graph: rdflib.Graph) -> None:
    terms = {term for kind in TERMS for term in graph.subjects(RDF.type, kind) if str(term).startswith(vocabulary.NG)}
    assert len(terms) > 50
    assert speechless(graph, terms) == []


def speechless(graph: rdflib.Graph, terms: set[Any]) -> list[str]:
    """Terms without a label or a definition."""
    module = docs()
    return [
        compact(str(term))
        for term in sorted(terms, key=str)
        if not module.first(graph, term, module.LABELS) or not module.first(graph, term, module.DEFINITIONS)
    ]


def test_every_concept_and_scheme_has_a_label_and_a_definition(graph: rdflib.Graph) -> None:
    terms = {*graph.subjects(SKOS.inScheme, None), *graph.subjects(RDF.type, SKOS.ConceptScheme)}
    assert len(terms) > 200
    assert speechless(graph, terms) == []


def test_no_data_file_uses_an_own_term_that_is_not_declared(graph: rdflib.Graph) -> None:
    declared = {str(term) for kind in TERMS for term in graph.subjects(RDF.type, kind)}
    used: set[str] = set()
    for name, path in knowledge_files():
        if name.endswith(".ttl") and "/vocab/" in name:
            found = rdflib.Graph().parse(path, format="turtle")
            used |= {str(predicate) for predicate in found.predicates()}
            used |= {str(kind) for kind in found.objects(None, RDF.type)}
    assert sorted(term for term in used if term.startswith(vocabulary.NG) and term not in declared) == []
