"""What a check found: one result per focus node and constraint that is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg import vocabulary as v
from kg.prefixes import compact
from kg.store.index import Literal, NamedNode
from kg.tables import Table, table
from kg.validation.data import Memory, Row, Value
from kg.validation.shapes import SEVERITIES, Constraint, Path, Shape, path_of, severity_name

COLUMNS = ("severity", "focus", "path", "value", "message", "checks_record_for", "shape")
SHOWN = ("severity", "focus", "value", "message", "checks_record_for")
VIOLATION = SEVERITIES[0]
_PLACE = re.compile(r"\{[?$](\w+)\}")
_IRI = re.compile(r"https?://[^\s,;:]+(?<![.,])")
_DEFAULTS = {
    "minCount": "fewer values than needed: at least {}",
    "maxCount": "more values than allowed: at most {}",
    "class": "not of class {}",
    "datatype": "not a value of {}",
    "nodeKind": "not of the kind {}",
    "pattern": "does not match {}",
    "in": "not one of {}",
    "hasValue": "lacks the value {}",
    "sparql": "breaks a rule of the shape",
    "closed": "has a property the shape does not allow",
}


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One finding; identifiers are CURIEs, values as people read them."""

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    message: str
    checks_record_for: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {
            "severity": self.severity,
            "focus": self.focus,
            "path": self.path,
            "value": self.value,
            "message": self.message,
            "checks_record_for": ";".join(self.checks_record_for),
            "shape": self.shape,
        }


def result(shape: Shape, found: Constraint, row: Row) -> Result:
    """The result a row of a query stands for."""
    stated = row.get("path")
    path = text_of(stated) if stated is not None else path_text(shape.path)
    return Result(
        severity=shape.severity,
        shape=shape.name,
        focus=text_of(row["this"]),
        path=path,
        value=text_of(row["value"]) if "value" in row else "",
        message=_message(shape, found, row),
        checks_record_for=shape.checks,
    )


def _message(shape: Shape, found: Constraint, row: Row) -> str:
    written = found.message or shape.message
    if not written:
        stated = " ".join(text_of(value) for value in found.values) if found.kind != "sparql" else ""
        return _DEFAULTS.get(found.kind, f"breaks sh:{found.kind} {{}}").format(stated).strip()
    return _PLACE.sub(lambda place: text_of(row[place[1]]) if place[1] in row else place[0], written)


def text_of(term: Value) -> str:
    """A term as people read it; unnamed nodes all read alike, since nothing names them."""
    if isinstance(term, NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, Literal) else "_:"


def path_text(path: Path | None) -> str:
    """A path with CURIEs, empty for none."""
    if path is None:
        return ""
    if path.property is not None:
        return compact(path.property.value)
    parts = [path_text(part) for part in path.parts]
    if path.operator == "^":
        return f"^{parts[0]}"
    return f"({path.operator.join(parts)})" if path.operator in ("/", "|") else f"{parts[0]}{path.operator}"


def read(report: Memory, shapes: Sequence[Shape] = ()) -> list[Result]:
    """Results of a SHACL validation report written in RDF; `shapes` give what such a report does not carry."""
    known = {shape.name: shape for shape in shapes}
    found = []
    listed = [node for owner in report.subjects(v.SH + "result") for node in report.objects(owner, v.SH + "result")]
    for node in listed:
        if isinstance(node, Literal):
            continue
        one = {word: next(iter(report.objects(node, v.SH + word)), None) for word in _WORDS}
        source = one["sourceShape"]
        name = text_of(source) if isinstance(source, NamedNode) else "unnamed"
        severity = one["resultSeverity"]
        found.append(
            Result(
                severity=severity_name(severity.value) if severity is not None else VIOLATION,
                shape=name,
                focus=text_of(one["focusNode"]) if one["focusNode"] is not None else "",
                path=path_text(path_of(report, one["resultPath"])) if one["resultPath"] is not None else "",
                value=text_of(one["value"]) if one["value"] is not None else "",
                message=_shortened(one["resultMessage"]),
                checks_record_for=known[name].checks if name in known else (),
            )
        )
    return sorted(found, key=rank)


def _shortened(message: Value | None) -> str:
    """A message with CURIEs for IRIs, as ours have."""
    return "" if message is None else _IRI.sub(lambda found: compact(found[0]), message.value)


_WORDS = ("focusNode", "resultPath", "value", "resultSeverity", "sourceShape", "resultMessage")


def rank(found: Result) -> tuple[int, Result]:
    """Order of results: the worst first, then by shape and focus node."""
    place = SEVERITIES.index(found.severity) if found.severity in SEVERITIES else len(SEVERITIES)
    return place, found


def at_least(results: Iterable[Result], severity: str) -> list[Result]:
    """Results of a severity or worse, in order."""
    most = SEVERITIES.index(severity)
    return sorted((found for found in results if rank(found)[0] <= most), key=rank)


def as_table(results: Iterable[Result]) -> Table:
    """Results as a table."""
    return table("validation-result", COLUMNS, results, SHOWN)
