"""Shapes as values, read from RDF. What is not understood is refused: a check that does nothing is worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg import vocabulary as v
from kg.errors import InputError, LimitError
from kg.prefixes import compact
from kg.store import lexer
from kg.store.index import Literal, NamedNode
from kg.validation.data import Memory, Node, Value

SEVERITIES = ("violation", "warning", "info")
_COUNTS = ("minCount", "maxCount")
_PER_VALUE = (
    "class", "datatype", "nodeKind", "minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "minLength",
    "maxLength", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue", "uniqueLang",
)  # fmt: skip
_LISTS = ("in", "languageIn")
_NESTED = ("node", "not", "property")
_NESTED_LISTS = ("and", "or", "xone")
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_QUALIFIED = ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint")
_WITH_OTHERS = ("flags", "ignoredProperties", "path", "severity", "message", "deactivated")
_WORDS = ("name", "description", "order", "group", "defaultValue", "declare")
_COMPONENTS = (*_COUNTS, *_PER_VALUE, *_LISTS, *_NESTED, *_NESTED_LISTS, *_QUALIFIED, "pattern", "closed", "sparql")
_KNOWN = frozenset((*_COMPONENTS, *_TARGETS, *_WITH_OTHERS, *_WORDS))
_SPARQL_KNOWN = frozenset(("select", "message", "prefixes", "deactivated"))
_BOTH = _KNOWN | _SPARQL_KNOWN
_REFUSED_CLASSES = ("ConstraintComponent", "SPARQLTargetType", "SPARQLFunction", "JSConstraintComponent", "JSFunction")
_REFUSED_ANYWHERE = (v.OWL + "imports", v.SH + "shapesGraph", v.SH + "entailment", v.SH + "target", v.SH + "rule")
_PATH_STEPS = {
    "inversePath": "^", "alternativePath": "|", "zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?",
}  # fmt: skip
_PATTERN_LENGTH = 1000
# Strings, IRIs and comments of a SPARQL text.
QUOTED = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>"{}|^`\\\s]*>|#[^\n]*'''
    r"""|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|'(?:[^'\\\n]|\\.)*'"""
)
_UNSUPPORTED = {
    "MINUS": re.compile(r"\bMINUS\b", re.IGNORECASE),
    "VALUES": re.compile(r"\bVALUES\b", re.IGNORECASE),
    "AS $this": re.compile(r"\bAS\s+[?$](this|shapesGraph|currentShape)\b", re.IGNORECASE),
    "$shapesGraph": re.compile(r"[?$](shapesGraph|currentShape)\b"),
}
_PROJECTION = re.compile(r"\bSELECT\b([^{}]*)\{", re.IGNORECASE)
_THIS = re.compile(r"[?$]this\b")


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: an operator (empty for a property itself, `/` a sequence) and what it works on."""

    operator: str
    parts: tuple[Path, ...] = ()
    property: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where focus nodes come from: a kind such as `targetClass`, and its value."""

    kind: str
    value: Value


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape. `kind` is the local name of its leading parameter; `inner` names nested shapes.

    `low` and `high` are the counts of a qualified shape, `text` and `message` belong to a SPARQL constraint.
    """

    kind: str
    values: tuple[Value, ...] = ()
    inner: tuple[Node, ...] = ()
    siblings: tuple[Node, ...] = ()
    low: int | None = None
    high: int | None = None
    text: str = ""
    flags: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A node or property shape."""

    node: Node
    path: Path | None
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    severity: str
    message: str
    checks: tuple[str, ...] = ()
    scope: str = ""
    deactivated: bool = False

    @property
    def name(self) -> str:
        """How the shape is printed."""
        return compact(self.node.value) if isinstance(self.node, NamedNode) else "unnamed"


@dataclass(frozen=True)
class Shapes:
    """Every shape of a shapes graph, by node."""

    by_node: dict[Node, Shape] = field(default_factory=dict)

    @cached_property
    def targeted(self) -> tuple[Shape, ...]:
        """Shapes that have targets of their own, in order of name."""
        return tuple(sorted((shape for shape in self.by_node.values() if shape.targets), key=lambda shape: shape.name))

    def of_scope(self, scopes: Iterable[str]) -> tuple[Shape, ...]:
        """Targeted shapes about these parts; those that name no part are about all."""
        wanted = frozenset((*scopes, ""))
        return tuple(shape for shape in self.targeted if shape.scope in wanted)


def read(graph: Memory) -> Shapes:
    """The shapes of a graph. Raises `InputError` for a construct that is not known."""
    return _Reader(graph).read()


def path_of(graph: Memory, node: Value) -> Path:
    """The property path that a node writes. Raises `InputError` when it is none."""
    if isinstance(node, NamedNode):
        return Path("", property=node)
    if isinstance(node, Literal):
        raise InputError("not a property path", found=str(node), expected="a property or a path")
    if graph.objects(node, v.RDF + "first"):
        return Path("/", tuple(path_of(graph, item) for item in items_of(graph, node)))
    for word, operator in _PATH_STEPS.items():
        for value in graph.objects(node, v.SH + word):
            inner = items_of(graph, value) if operator == "|" else [value]
            return Path(operator, tuple(path_of(graph, item) for item in inner))
    raise InputError("a property path is not understood", found=", ".join(map(compact, graph.predicates(node))))


def severity_name(iri: str) -> str:
    """How a severity is printed."""
    return iri.removeprefix(v.SH).lower() if iri.startswith(v.SH) else compact(iri)


def items_of(graph: Memory, head: Value) -> list[Value]:
    """Members of an RDF list."""
    found: list[Value] = []
    nil = NamedNode(v.RDF + "nil")
    seen: set[Value] = set()
    while head != nil:
        first = [] if isinstance(head, Literal) else graph.objects(head, v.RDF + "first")
        if isinstance(head, Literal) or head in seen or len(first) != 1:
            raise InputError("not a well-formed list", found=str(head), expected="an RDF list")
        seen.add(head)
        found.append(first[0])
        head = next(iter(graph.objects(head, v.RDF + "rest")), nil)
    return found


class _Reader:
    def __init__(self, graph: Memory) -> None:
        self._graph = graph
        self._found: dict[Node, Shape] = {}

    def read(self) -> Shapes:
        self._refuse_features()
        kinds = [NamedNode(v.SH + name) for name in ("NodeShape", "PropertyShape")]
        roots = [node for kind in kinds for node in self._graph.subjects(v.TYPE, kind)]
        roots += [node for name in _TARGETS for node in self._graph.subjects(v.SH + name)]
        for node in roots:
            self._shape(node)
        return Shapes(self._found)

    def _refuse_features(self) -> None:
        for name in _REFUSED_CLASSES:
            for node in self._graph.subjects(v.TYPE, NamedNode(v.SH + name)):
                raise _refused(node, f"sh:{name}")
        for predicate in _REFUSED_ANYWHERE:
            for node in self._graph.subjects(predicate):
                raise _refused(node, compact(predicate))

    def _shape(self, node: Node) -> None:
        if node in self._found:
            return
        kinds = self._graph.objects(node, v.TYPE)
        for predicate in self._graph.predicates(node):
            word = predicate.removeprefix(v.SH)
            if word != predicate and word not in (
                _KNOWN if NamedNode(v.SH + "SPARQLConstraint") not in kinds else _BOTH
            ):
                raise _refused(node, f"sh:{word}")
        paths = self._all(node, "path")
        self._found[node] = shape = Shape(
            node=node,
            path=path_of(self._graph, paths[0]) if paths else None,
            targets=tuple(self._targets(node)),
            constraints=tuple(self._constraints(node)),
            severity=self._severity(node),
            message=self._message(node),
            checks=tuple(compact(value.value) for value in self._graph.objects(node, v.CHECKS_RECORD_FOR)),
            scope=self._scope(node),
            deactivated=self._flag(node, "deactivated"),
        )
        for constraint in shape.constraints:
            for inner in (*constraint.inner, *constraint.siblings):
                self._shape(inner)

    def _all(self, node: Node, word: str) -> list[Value]:
        return self._graph.objects(node, v.SH + word)

    def _flag(self, node: Node, word: str) -> bool:
        return any(value.value in ("true", "1") for value in self._all(node, word))

    def _targets(self, node: Node) -> Iterable[Target]:
        for kind in _TARGETS:
            yield from (Target(kind, value) for value in self._all(node, kind))
        classes = {NamedNode(v.RDFS + "Class"), NamedNode(v.OWL + "Class")}
        if classes & set(self._graph.objects(node, v.TYPE)):
            yield Target("targetClass", node)

    def _constraints(self, node: Node) -> Iterable[Constraint]:
        for kind in (*_COUNTS, *_PER_VALUE):
            for value in self._all(node, kind):
                if kind != "uniqueLang" or value.value == "true":
                    yield Constraint(kind, (value,))
        for kind in _LISTS:
            yield from (Constraint(kind, tuple(items_of(self._graph, value))) for value in self._all(node, kind))
        for kind in _NESTED:
            yield from (Constraint(kind, inner=(_shape_node(node, value),)) for value in self._all(node, kind))
        for kind in _NESTED_LISTS:
            for value in self._all(node, kind):
                inner = tuple(_shape_node(node, item) for item in items_of(self._graph, value))
                yield Constraint(kind, inner=inner)
        yield from self._patterns(node)
        if self._flag(node, "closed"):
            yield Constraint("closed", tuple(self._allowed(node)))
        yield from (self._qualified(node, value) for value in self._all(node, "qualifiedValueShape"))
        yield from self._sparql(node)

    def _patterns(self, node: Node) -> Iterable[Constraint]:
        flags = next((value.value for value in self._all(node, "flags")), "")
        for value in self._all(node, "pattern"):
            if len(value.value) > _PATTERN_LENGTH:
                raise LimitError("a pattern is too long", where=_name(node), expected=f"{_PATTERN_LENGTH} characters")
            yield Constraint("pattern", (value,), flags=flags)

    def _allowed(self, node: Node) -> Iterable[Value]:
        for inner in self._all(node, "property"):
            paths = [] if isinstance(inner, Literal) else self._all(inner, "path")
            yield from (path for path in paths if isinstance(path, NamedNode))
        for value in self._all(node, "ignoredProperties"):
            yield from items_of(self._graph, value)

    def _qualified(self, node: Node, value: Value) -> Constraint:
        inner = _shape_node(node, value)
        siblings: list[Node] = []
        if self._flag(node, "qualifiedValueShapesDisjoint"):
            for parent in self._graph.subjects(v.SH + "property", node):
                for brother in self._all(parent, "property"):
                    if not isinstance(brother, Literal):
                        shapes = self._all(brother, "qualifiedValueShape")
                        siblings += [_shape_node(node, item) for item in shapes if item != value]
        counts = [next((int(item.value) for item in self._all(node, word)), None) for word in _QUALIFIED[1:3]]
        return Constraint(
            "qualifiedValueShape", inner=(inner,), siblings=tuple(siblings), low=counts[0], high=counts[1]
        )

    def _sparql(self, node: Node) -> Iterable[Constraint]:
        for item in self._all(node, "sparql"):
            constraint = _shape_node(node, item)
            for predicate in self._graph.predicates(constraint):
                word = predicate.removeprefix(v.SH)
                if word != predicate and constraint != node and word not in _SPARQL_KNOWN:
                    raise _refused(node, f"sh:{word} in sh:sparql")
            if self._flag(constraint, "deactivated"):
                continue
            texts = self._all(constraint, "select")
            if len(texts) != 1:
                raise InputError("a SPARQL constraint needs one sh:select", where=_name(node), found=str(len(texts)))
            _confine(texts[0].value, node)
            yield Constraint(
                "sparql", tuple(self._declarations(constraint)), text=texts[0].value, message=self._message(constraint)
            )

    def _declarations(self, constraint: Node) -> Iterable[Value]:
        """Prefixes and namespaces, one after the other."""
        for owner in self._all(constraint, "prefixes"):
            for entry in [] if isinstance(owner, Literal) else self._all(owner, "declare"):
                if not isinstance(entry, Literal):
                    yield from (*self._all(entry, "prefix")[:1], *self._all(entry, "namespace")[:1])

    def _severity(self, node: Node) -> str:
        found = next((value.value for value in self._all(node, "severity")), v.SH + "Violation")
        return severity_name(found)

    def _message(self, node: Node) -> str:
        texts = [value for value in self._all(node, "message") if isinstance(value, Literal)]
        english = [text for text in texts if (text.language or "en").startswith("en")]
        return next((text.value for text in english or texts), "")

    def _scope(self, node: Node) -> str:
        owners = self._graph.objects(node, v.IS_DEFINED_BY)
        named = (owner for owner in owners if isinstance(owner, NamedNode))
        return next((scope.value for owner in named for scope in self._graph.objects(owner, v.SHAPE_SCOPE)), "")


def _confine(text: str, node: Node) -> None:
    """Refuses clauses in which `$this` cannot be bound beforehand, and the network."""
    lexer.confine(text)
    bare = QUOTED.sub(" ", text)
    for name, pattern in _UNSUPPORTED.items():
        if pattern.search(bare):
            raise _refused(node, f"{name} in sh:sparql")
    for place, head in enumerate(_PROJECTION.finditer(bare)):
        whole = place == 0 and "*" in head[1]
        if not whole and not _THIS.search(head[1]):
            raise _refused(node, "a SELECT in sh:sparql that leaves $this out")


def _shape_node(owner: Node, value: Value) -> Node:
    if isinstance(value, Literal):
        raise InputError("a shape is expected", where=_name(owner), found=str(value), expected="a node")
    return value


def _name(node: Node) -> str:
    return compact(node.value) if isinstance(node, NamedNode) else "unnamed shape"


def _refused(node: Node, construct: str) -> InputError:
    return InputError(
        "this shape uses something that is not understood, so nothing was checked",
        where=_name(node),
        found=construct,
        expected="SHACL core and sh:sparql, without imports, rules, functions, targets or components of one's own",
        hint="remove it, or say it with sh:sparql",
        code="shape-construct",
    )
