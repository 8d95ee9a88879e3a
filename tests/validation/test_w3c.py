"""The W3C SHACL test suite, core and SPARQL: the compiler on what it understands, pySHACL on all of it."""

from __future__ import annotations

import warnings
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from kg import vocabulary as v
from kg.errors import InputError
from kg.store.index import Literal, NamedNode
from kg.validation import report, shapes
from kg.validation.check import check
from kg.validation.data import Memory, Value
from kg.validation.pyshacl_oracle import validate
from kg.validation.report import Result

pytestmark = pytest.mark.shared
SHARED = Path(__file__).resolve().parents[3] / "shared"
SUITE = SHARED / "conformance" / "data-shapes" / "data-shapes-test-suite" / "tests"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
# Components of one's own, imports and access to the shapes graph are refused.
REFUSED = {
    "sparql/component/nodeValidator-001",
    "sparql/component/optional-001",
    "sparql/component/propertyValidator-select-001",
    "sparql/component/validator-001",
    "sparql/node/prefixes-001",
    "sparql/pre-binding/shapesGraph-001",
}
# pySHACL does not follow imports when it looks for prefixes, and offers no $shapesGraph.
BEYOND_PYSHACL = {"sparql/node/prefixes-001", "sparql/pre-binding/shapesGraph-001"}


def cases() -> list[str]:
    found = (path for path in SUITE.rglob("*.ttl") if "sht:Validate" in path.read_text(encoding="utf-8"))
    return sorted(str(path.relative_to(SUITE).with_suffix("")) for path in found)


# Without the suite one test stays, for the skip to be counted.
CASES = cases() or ["none"]
# pySHACL is slow and its release is pinned: one case in eight runs each time, all of them in the long run.
SAMPLED = [pytest.param(name, marks=[] if place % 8 == 0 else pytest.mark.long) for place, name in enumerate(CASES)]


class Case:
    """One test of the suite; `expected` is None where an engine has to refuse the shapes."""

    def __init__(self, name: str) -> None:
        path = SUITE / f"{name}.ttl"
        manifest = load(path)
        (test,) = manifest.subjects(v.TYPE, NamedNode(SHT + "Validate"))
        (action,) = manifest.objects(test, MF + "action")
        (outcome,) = manifest.objects(test, MF + "result")
        self.data = load(local(manifest, action, "dataGraph"))
        self.shapes = load(local(manifest, action, "shapesGraph"))
        self.expected = None if outcome == NamedNode(SHT + "Failure") else set(map(key, report.read(manifest)))


def load(path: Path) -> Memory:
    return Memory.of_turtle(path.read_text(encoding="utf-8"), base=path.as_uri())


def local(manifest: Memory, action: Value, word: str) -> Path:
    assert not isinstance(action, Literal)
    (found,) = manifest.objects(action, SHT + word)
    return Path(unquote(urlparse(found.value).path))


def key(found: Result) -> tuple[str, ...]:
    return found.severity, number(found.focus), found.path, number(found.value), found.shape


def number(text: str) -> str:
    """Engines spell numbers in different ways."""
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text


def without_value(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """rdflib spells ill-formed dates and booleans anew in its report."""
    return {(*item[:3], item[4]) for item in found}


@pytest.mark.parametrize("name", CASES)
def test_the_compiler(name: str) -> None:
    case = Case(name)
    if name in REFUSED or case.expected is None:
        with pytest.raises(InputError):
            check(case.data, shapes.read(case.shapes))
    else:
        assert set(map(key, check(case.data, shapes.read(case.shapes)))) == case.expected


@pytest.mark.parametrize("name", SAMPLED)
def test_pyshacl(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    case = Case(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in BEYOND_PYSHACL or case.expected is None:
            # rdflib raises plain exceptions for a query it cannot read.
            with pytest.raises(Exception):  # noqa: B017, PT011
                validate(case.data.triples(), case.shapes.triples())
        else:
            found = report.read(validate(case.data.triples(), case.shapes.triples()))
            assert without_value(set(map(key, found))) == without_value(case.expected)
    capfd.readouterr()


def test_how_many() -> None:
    assert len(CASES) == 121
    assert len(set(CASES) - REFUSED) == 115
    assert len(set(CASES) - BEYOND_PYSHACL) == 119
