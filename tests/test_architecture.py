"""The layers of the code and the other rules of its structure, each shown to catch what it forbids."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Each unit is a module or a package. A unit may import units of lower layers and those named before it in its own,
# so that no two units can need each other.
LAYERS = (
    ("kg.errors", "kg.resources", "kg.clock"),
    ("kg.prefixes", "kg.vocabulary", "kg.strm", "kg.logic", "kg.model", "kg.tables"),
    ("kg.store", "kg.queries"),
    (
        "kg.statuses",
        "kg.facts",
        "kg.catalogs",
        "kg.identifiers",
        "kg.duties",
        "kg.maturity",
        "kg.involvement",
        "kg.knowledge",
        "kg.portfolio",
        "kg.own",
        "kg.crosswalk",
        "kg.review",
        "kg.applicability",
        "kg.reasoning",
        "kg.validation",
    ),
    ("kg.assess", "kg.exchange"),
    ("kg.engine",),
    # `normgraph serve` starts the service, so the command line stands above it.
    ("api", "kg.cli"),
)
RANK = {unit: (layer, place) for layer, units in enumerate(LAYERS) for place, unit in enumerate(units)}
# Only its marker file and version stand in the package itself: whatever is imported runs it first.
ROOT_PACKAGE = "kg"
MAIN_MODULE = "kg.__main__"

# A library and the only module or package that may import it.
ONE_PLACE = {
    "pyoxigraph": "kg.store.index",
    "pyshacl": "kg.validation",
    "owlrl": "kg.reasoning",
    "networkx": "kg.assess.impact",
    "click": "kg.cli",
    "rich_click": "kg.cli",
    "fastapi": "api",
}
SPARQL_PLACES = ("kg.validation.compile",)
VOCABULARY_PLACES = ("kg.vocabulary",)

MODULE_LINES = 400
FUNCTION_LINES = 40

SPARQL = re.compile(
    r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE|WHERE|MINUS|OPTIONAL|UNION|SERVICE|FILTER\s+NOT\s+EXISTS)\b[^;]{0,400}?\{"
    r"|\b(INSERT|DELETE)\s+(DATA\s*)?\{"
    r"|\bPREFIX\s+[\w-]*:\s*<",
    re.DOTALL,
)
VOCABULARY = re.compile(
    r"https?://(w3id\.org/(normgraph/vocab|airo|dpv)|www\.w3\.org/(1999/02/22-rdf-syntax-ns|2000/01/rdf-schema|2001/XMLSchema"
    r"|2002/07/owl|2004/02/skos|ns/(prov|shacl|dcat|odrl))|purl\.org/(dc|vocab)|xmlns\.com/foaf"
    r"|data\.europa\.eu/eli/ontology)"
)


@dataclass(frozen=True)
class Module:
    """One Python file under its dotted name."""

    name: str
    text: str
    package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and absolute dotted name of everything imported, at the top or inside a function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        own = self.name.split(".") if self.package else self.name.split(".")[:-1]
        parent = own[: len(own) - (node.level - 1)]
        return ".".join([*parent, *([node.module] if node.module else [])])

    def strings(self) -> Iterator[tuple[int, str]]:
        """Line and text of every string that is not documentation; the gaps of an f-string are left out."""
        passed_over: set[ast.AST] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Expr):
                passed_over.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                passed_over.update(node.values)
                parts = (str(part.value) for part in node.values if isinstance(part, ast.Constant))
                yield node.lineno, "".join(parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed_over:
                yield node.lineno, node.value


def read_modules(root: Path, *folders: str) -> list[Module]:
    """Every Python file below some folders of the project."""
    found = []
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if package else parts)
        found.append(Module(name=name, text=path.read_text(encoding="utf-8"), package=package))
    return found


def within(name: str, place: str) -> bool:
    """Whether a dotted name is a module, or stands in a package."""
    return name == place or name.startswith(f"{place}.")


def unit_of(name: str) -> str | None:
    """The unit of the table that a dotted name belongs to."""
    return next((unit for unit in RANK if within(name, unit)), None)


def wrong_layers(modules: list[Module]) -> list[str]:
    """Imports that go up or across the layers, and modules that the table does not know."""
    found = []
    for module in modules:
        own = unit_of(module.name)
        if own is None and module.name not in (ROOT_PACKAGE, MAIN_MODULE):
            found.append(f"{module.name}: no layer, add it to LAYERS")
            continue
        for line, name in module.imports():
            target = unit_of(name)
            if target is None or target == own or module.name == MAIN_MODULE:
                continue
            if own is None or RANK[target] > RANK[own]:
                found.append(f"{module.name}:{line}: imports {name}, which is not below it")
    return found


def stray_libraries(modules: list[Module]) -> list[str]:
    """Imports of a library outside the one place that may use it."""
    return [
        f"{module.name}:{line}: imports {name}, allowed only in {place}"
        for module in modules
        for line, name in module.imports()
        for library, place in ONE_PLACE.items()
        if within(name, library) and not within(module.name, place)
    ]


def too_long(modules: list[Module]) -> list[str]:
    """Modules and functions at or over the limits."""
    found = []
    for module in modules:
        lines = module.text.count("\n")
        if lines >= MODULE_LINES:
            found.append(f"{module.name}: {lines} lines, the limit is under {MODULE_LINES}")
        for node in ast.walk(module.tree):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length >= FUNCTION_LINES:
                found.append(f"{module.name}:{node.lineno}: {node.name} has {length} lines, limit {FUNCTION_LINES}")
    return found


def stray_text(modules: list[Module], pattern: re.Pattern[str], places: tuple[str, ...]) -> list[str]:
    """Strings of a kind that belongs elsewhere."""
    return [
        f"{module.name}:{line}: {text.strip()[:60]!r} belongs in {', '.join(places)} or a data file"
        for module in modules
        if not any(within(module.name, place) for place in places)
        for line, text in module.strings()
        if pattern.search(text)
    ]


def stray_sparql(modules: list[Module]) -> list[str]:
    """SPARQL text in Python: questions are files in `queries/`."""
    return stray_text(modules, SPARQL, SPARQL_PLACES)


def stray_vocabulary(modules: list[Module]) -> list[str]:
    """Vocabulary IRIs in Python outside the one module that names them."""
    return stray_text(modules, VOCABULARY, VOCABULARY_PLACES)


PACKAGES = read_modules(ROOT, "kg", "api")
EVERYTHING = [*PACKAGES, *read_modules(ROOT, "tools", "bench")]


def test_the_packages_are_found() -> None:
    names = {module.name for module in PACKAGES}
    assert {"kg.store.index", "kg.vocabulary", "kg.cli.main", "api"} <= names


@pytest.mark.parametrize("rule", [wrong_layers, stray_libraries, stray_sparql, stray_vocabulary])
def test_rules_of_the_packages(rule: Callable[[list[Module]], list[str]]) -> None:
    assert rule(PACKAGES) == []


def test_nothing_is_too_long() -> None:
    assert too_long(EVERYTHING) == []


LONG_FUNCTION = "def f():\n" + "    x = 1\n" * (FUNCTION_LINES - 1)
LONG_METHOD = "class A:\n    async def f():\n" + "        x = 1\n" * (FUNCTION_LINES - 1)

CAUGHT = [
    pytest.param(wrong_layers, "kg.errors", "import kg.engine", id="up"),
    pytest.param(wrong_layers, "kg.errors", "from kg import clock", id="later-in-own-layer"),
    pytest.param(wrong_layers, "kg.store.index", "from ..engine import KnowledgeGraph", id="relative"),
    pytest.param(wrong_layers, "kg.logic", "def f():\n    from kg.model import Norm", id="inside-function"),
    pytest.param(wrong_layers, "api.app", "from kg.cli.main import main", id="service-needs-command-line"),
    pytest.param(wrong_layers, "kg", "from kg.engine import KnowledgeGraph", id="root-package"),
    pytest.param(wrong_layers, "kg.helpers", "", id="unknown-unit"),
    pytest.param(stray_libraries, "kg.store.ledger", "import pyoxigraph", id="pyoxigraph"),
    pytest.param(stray_libraries, "kg.catalogs", "from pyoxigraph import parse", id="from-pyoxigraph"),
    pytest.param(stray_libraries, "kg.assess.kernel", "import networkx as nx", id="networkx"),
    pytest.param(stray_libraries, "kg.engine", "import rich_click.rich_help", id="rich-click"),
    pytest.param(stray_libraries, "kg.engine", "from fastapi import FastAPI", id="fastapi"),
    pytest.param(stray_libraries, "api.app", "def f():\n    import pyshacl", id="pyshacl-inside-function"),
    pytest.param(stray_libraries, "kg.duties", "import owlrl", id="owlrl"),
    pytest.param(too_long, "kg.model", "x = 1\n" * MODULE_LINES, id="long-module"),
    pytest.param(too_long, "kg.model", LONG_FUNCTION, id="long-function"),
    pytest.param(too_long, "kg.model", LONG_METHOD, id="method"),
    pytest.param(stray_sparql, "kg.engine", "Q = 'SELECT ?s WHERE { ?s ?p ?o }'", id="select"),
    pytest.param(stray_sparql, "kg.engine", "Q = f'ASK {{ <{iri}> ?p ?o }}'", id="f-string"),
    pytest.param(stray_sparql, "kg.engine", "Q = 'PREFIX ng: <' + iri + '>'", id="prefix"),
    pytest.param(stray_sparql, "kg.store.index", "Q = 'INSERT DATA { }'", id="update"),
    pytest.param(stray_vocabulary, "kg.catalogs", "T = 'https://w3id.org/normgraph/vocab#Norm'", id="own-term"),
    pytest.param(stray_vocabulary, "api.app", "T = 'http://www.w3.org/2004/02/skos/core#notation'", id="foreign-term"),
]


@pytest.mark.parametrize(("rule", "name", "text"), CAUGHT)
def test_a_breach_is_caught(rule: Callable[[list[Module]], list[str]], name: str, text: str) -> None:
    assert len(rule([Module(name=name, text=text)])) == 1


ALLOWED = [
    pytest.param(wrong_layers, "kg.engine", "from kg.store.index import Index", id="down"),
    pytest.param(wrong_layers, "kg.clock", "from kg.errors import InputError", id="earlier-in-own-layer"),
    pytest.param(wrong_layers, "kg.store.index", "from kg.store.ledger import Ledger", id="same-package"),
    pytest.param(wrong_layers, "kg.__main__", "from kg.cli.main import main", id="main"),
    pytest.param(stray_libraries, "kg.store.index", "from pyoxigraph import Store", id="one-place"),
    pytest.param(stray_libraries, "kg.cli.tables", "import rich_click as click", id="package-as-place"),
    pytest.param(too_long, "kg.model", "x = 1\n" * (MODULE_LINES - 1), id="module-at-the-limit"),
    pytest.param(stray_sparql, "kg.store.ledger", "Q = 'SELECT head FROM commits WHERE seq = ?'", id="sql"),
    pytest.param(stray_sparql, "kg.engine", '"""Runs SELECT ?s WHERE { ?s ?p ?o }."""', id="documentation"),
    pytest.param(stray_sparql, "kg.validation.compile", "Q = 'ASK { ?s ?p ?o }'", id="compiler"),
    pytest.param(stray_vocabulary, "kg.prefixes", "BASE = 'https://w3id.org/normgraph/id/'", id="data-base"),
]


@pytest.mark.parametrize(("rule", "name", "text"), ALLOWED)
def test_what_is_right_passes(rule: Callable[[list[Module]], list[str]], name: str, text: str) -> None:
    assert rule([Module(name=name, text=text)]) == []


def test_files_are_read_under_their_dotted_names(tmp_path: Path) -> None:
    (tmp_path / "kg" / "store").mkdir(parents=True)
    (tmp_path / "kg" / "store" / "__init__.py").write_text("from . import index\n", encoding="utf-8")
    (tmp_path / "kg" / "store" / "index.py").write_text("from ..engine import x\n", encoding="utf-8")
    package, index = read_modules(tmp_path, "kg")
    assert list(package.imports()) == [(1, "kg.store.index")]
    assert list(index.imports()) == [(1, "kg.engine.x")]
