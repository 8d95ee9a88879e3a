"""Shapes as SPARQL: one SELECT for each constraint, giving focus node, value and, where it differs, the path.

The one place outside tests where SPARQL text stands in Python. Terms are written by the RDF library, never pasted.
Focus nodes come in as a group pattern that binds `?this`; nested shapes compose such patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import vocabulary as v
from kg.errors import InputError
from kg.store.index import BlankNode, Literal, NamedNode
from kg.validation.data import Data, Value
from kg.validation.shapes import QUOTED, Constraint, Path, Shape, Target

_TYPE = f"<{v.TYPE}>/<{v.SUB_CLASS_OF}>*"
_KINDS = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "!isLiteral(?value)",
    "BlankNodeOrLiteral": "!isIRI(?value)",
    "IRIOrLiteral": "!isBlank(?value)",
}
# Datatypes whose written form the engine can check, with the bounds of those it knows only as integers.
_CASTS = frozenset(("integer", "decimal", "float", "double", "boolean", "dateTime", "date", "time"))
_BOUNDS = {"byte": (-128, 127), "short": (-32768, 32767), "int": (-(2**31), 2**31 - 1), "nonNegativeInteger": (0, None)}
_GROUP = re.compile(QUOTED.pattern + r"|\{(?!\s*SELECT\b)", re.IGNORECASE)
_COMPARISONS = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}


def path(found: Path) -> str:
    """A property path."""
    if found.property is not None:
        return str(found.property)
    if found.operator == "^":
        return f"^({path(found.parts[0])})"
    if found.operator in ("/", "|"):
        return "(" + found.operator.join(path(part) for part in found.parts) + ")"
    return f"({path(found.parts[0])}){found.operator}"


def targets(found: tuple[Target, ...]) -> str:
    """Group pattern that binds `?this` to the focus nodes of some targets."""
    patterns = {
        "targetClass": lambda value: f"?this {_TYPE} {value}",
        "targetNode": lambda value: f"VALUES ?this {{ {value} }}",
        "targetSubjectsOf": lambda value: f"?this {value} ?something",
        "targetObjectsOf": lambda value: f"?something {value} ?this",
    }
    union = " UNION ".join(f"{{ {patterns[target.kind](str(target.value))} }}" for target in found)
    return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"


def focus(target: str) -> str:
    """Query for the focus nodes."""
    return f"SELECT DISTINCT ?this WHERE {{ {target} }}"


def values(shape: Shape, target: str) -> str:
    """Query for focus nodes and their value nodes."""
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {_reach(shape)} }}"


def inner(shape: Shape, target: str) -> str:
    """Group pattern that binds `?this` to the value nodes of a shape, as focus nodes of a nested one."""
    if shape.path is None:
        return target
    reached = f"SELECT ?value WHERE {{ {target} {_reach(shape)} }}"
    return f"{{ SELECT DISTINCT (?value AS ?this) WHERE {{ {{ {reached} }} }} }}"


def sparql(shape: Shape, found: Constraint) -> Callable[[Value], str]:
    """Query of a SPARQL constraint for one focus node, which the caller binds to `$this` as well.

    The engine binds a variable only where a pattern or the projection has it; a row of data in every group binds it in
    filters and expressions of inner groups too, as SHACL asks. No row of data can hold an unnamed node.
    """
    stated = [value.value for value in found.values]
    prefixes = "".join(
        f"PREFIX {name}: {NamedNode(space)}\n" for name, space in zip(stated[::2], stated[1::2], strict=True)
    )
    text = found.text
    if shape.path is not None:
        text = text.replace("$PATH", path(shape.path))

    def bound(node: Value) -> str:
        if isinstance(node, BlankNode):
            return prefixes + text
        row = f"{{ VALUES ?this {{ {node} }} "
        return prefixes + _GROUP.sub(lambda place: row if place[0] == "{" else place[0], text)

    return bound


def constraint(shape: Shape, found: Constraint, target: str) -> str:
    """Query for what breaks a constraint: `?this`, `?value` where there is one, and `?path` where it differs."""
    reach = _reach(shape)
    if found.kind in ("minCount", "maxCount"):
        test = f"COUNT(DISTINCT ?found) {'<' if found.kind == 'minCount' else '>'} {_integer(shape, found)}"
        counted = reach.replace("?value", "?found")
        return f"SELECT ?this WHERE {{ {target} OPTIONAL {{ {counted} }} }} GROUP BY ?this HAVING ({test})"
    builder = _BUILDERS.get(found.kind)
    if builder is not None:
        return builder(shape, found, target)
    test = _test(shape, found)
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {reach} FILTER ({test}) }}"


def pattern_is_read(data: Data, pattern: Value, flags: str) -> bool:
    """Whether the engine can read a regular expression."""
    rows = data.select(f'SELECT (REGEX("", {_plain(pattern)}, {Literal(flags)}) AS ?read) WHERE {{ }}')
    return bool(rows) and "read" in rows[0]


def _reach(shape: Shape) -> str:
    return "BIND (?this AS ?value)" if shape.path is None else f"?this {path(shape.path)} ?value ."


def _integer(shape: Shape, found: Constraint) -> int:
    try:
        return int(found.values[0].value)
    except ValueError:
        raise InputError(
            f"sh:{found.kind} needs a whole number", where=shape.name, found=str(found.values[0])
        ) from None


def _plain(value: Value) -> str:
    return str(Literal(value.value))


def _test(shape: Shape, found: Constraint) -> str:
    """Condition that a value node breaks the constraint."""
    value = found.values[0] if found.values else None
    if found.kind in _COMPARISONS:
        return f"!COALESCE(?value {_COMPARISONS[found.kind]} {value}, false)"
    if found.kind == "minLength":
        return f"isBlank(?value) || STRLEN(STR(?value)) < {_integer(shape, found)}"
    if found.kind == "maxLength":
        return f"isBlank(?value) || STRLEN(STR(?value)) > {_integer(shape, found)}"
    if found.kind == "pattern" and value is not None:
        return f"isBlank(?value) || !REGEX(STR(?value), {_plain(value)}, {Literal(found.flags)})"
    if found.kind == "nodeKind" and value is not None:
        return f"!({_KINDS[value.value.removeprefix(v.SH)]})"
    if found.kind == "datatype" and value is not None:
        return _datatype(value)
    if found.kind == "in":
        return "!(" + " || ".join([*(f"sameTerm(?value, {item})" for item in found.values), "false"]) + ")"
    if found.kind == "languageIn":
        tests = [f"LANGMATCHES(LANG(?value), {_plain(item)})" for item in found.values]
        return f"!COALESCE(isLiteral(?value) && ({' || '.join([*tests, 'false'])}), false)"
    raise InputError(
        "a constraint is not understood", where=shape.name, found=f"sh:{found.kind}", code="shape-construct"
    )


def _datatype(value: Value) -> str:
    name = value.value.removeprefix(v.XSD)
    read = "true"
    if name in _CASTS:
        read = f"isLiteral({value}(STR(?value)))"
    elif name in _BOUNDS:
        number = f"{NamedNode(v.XSD + 'integer')}(STR(?value))"
        low, high = _BOUNDS[name]
        read = f"{number} >= {low}" + ("" if high is None else f" && {number} <= {high}")
    return f"!COALESCE(isLiteral(?value) && DATATYPE(?value) = {value} && {read}, false)"


def _class(shape: Shape, found: Constraint, target: str) -> str:
    without = f"MINUS {{ ?value {_TYPE} {found.values[0]} }}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {_reach(shape)} {without} }}"


def _has_value(shape: Shape, found: Constraint, target: str) -> str:
    value = found.values[0]
    if shape.path is None:
        return f"SELECT DISTINCT ?this WHERE {{ {target} FILTER (!sameTerm(?this, {value})) }}"
    return f"SELECT DISTINCT ?this WHERE {{ {target} MINUS {{ ?this {path(shape.path)} {value} }} }}"


def _equals(shape: Shape, found: Constraint, target: str) -> str:
    other = f"?this {found.values[0]} ?value"
    if shape.path is None:
        lacking = f"{target} BIND (?this AS ?value) FILTER NOT EXISTS {{ ?this {found.values[0]} ?this }}"
        extra = f"{target} {other} FILTER (!sameTerm(?value, ?this))"
    else:
        lacking = f"{target} {_reach(shape)} MINUS {{ {other} }}"
        extra = f"{target} {other} MINUS {{ {_reach(shape)} }}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {{ {lacking} }} UNION {{ {extra} }} }}"


def _disjoint(shape: Shape, found: Constraint, target: str) -> str:
    if shape.path is None:
        return f"SELECT DISTINCT ?this (?this AS ?value) WHERE {{ {target} ?this {found.values[0]} ?this }}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {_reach(shape)} ?this {found.values[0]} ?value }}"


def _less(shape: Shape, found: Constraint, target: str) -> str:
    sign = "<" if found.kind == "lessThan" else "<="
    pair = f"{_reach(shape)} ?this {found.values[0]} ?other FILTER (!COALESCE(?value {sign} ?other, false))"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {pair} }}"


def _unique_lang(shape: Shape, found: Constraint, target: str) -> str:
    tag = f'BIND (LCASE(LANG(?value)) AS ?{found.kind}) FILTER (?{found.kind} != "")'
    pattern = f"{{ SELECT DISTINCT ?this ?value ?{found.kind} WHERE {{ {target} {_reach(shape)} {tag} }} }}"
    grouped = (
        f"SELECT ?this ?{found.kind} WHERE {{ {pattern} }} GROUP BY ?this ?{found.kind} HAVING (COUNT(?value) > 1)"
    )
    return f"SELECT ?this WHERE {{ {{ {grouped} }} }}"


def _closed(shape: Shape, found: Constraint, target: str) -> str:
    allowed = " || ".join([*(f"?path = {item}" for item in found.values), "false"])
    node = "?this" if shape.path is None else "?node"
    reach = "" if shape.path is None else _reach(shape).replace("?value", "?node")
    return f"SELECT DISTINCT ?this ?value ?path WHERE {{ {target} {reach} {node} ?path ?value FILTER (!({allowed})) }}"


_BUILDERS: dict[str, Callable[[Shape, Constraint, str], str]] = {
    "class": _class,
    "hasValue": _has_value,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _less,
    "lessThanOrEquals": _less,
    "uniqueLang": _unique_lang,
    "closed": _closed,
}
