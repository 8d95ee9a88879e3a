"""The query library: one question per file in `queries/<topic>/<name>.rq`, described by its front matter.

Front matter is YAML in the leading lines that start with `#+`: `title`, `description`, `graphs` (`knowledge`,
`record`, `assessment`), `parameters` (name -> {type, description, required}) and `columns` (name -> meaning).
Parameters are bound as terms to the projected variable of the same name, never pasted into the text. `compare: true`
asks for a second assessment in a graph of its own; its clock comes from the date parameters `other_as_of` and
`other_known_on`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kg.clock import Clock, parse_date
from kg.errors import InputError, NotFound, UsageError
from kg.prefixes import compact, expand, foreign
from kg.resources import queries_dir
from kg.store.index import Index, Literal, NamedNode, QuerySolutions, Term
from kg.vocabulary import XSD

PARAMETER_TYPES = ("iri", "date", "text")
_FRONT = re.compile(r"^#\+ ?", re.MULTILINE)
_NEEDED = {"title", "description", "graphs", "columns"}
_KEYS = _NEEDED | {"parameters", "compare"}
OTHER_AS_OF, OTHER_KNOWN_ON = "other_as_of", "other_known_on"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; `type` is iri (a CURIE is given), date or text."""

    name: str
    type: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the library. `columns` maps projected variables to their meaning, in order."""

    name: str
    topic: str
    title: str
    description: str
    graphs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: dict[str, str]
    sparql: str
    compare: bool = False

    @property
    def needs_assessment(self) -> bool:
        """Whether the question is asked of verdicts."""
        return "assessment" in self.graphs


def library() -> dict[str, Question]:
    """Questions by name, sorted. Names are unique across topics."""
    found: dict[str, Question] = {}
    for path in sorted(queries_dir().rglob("*.rq")):
        question = read(path)
        if question.name in found:
            raise InputError("two questions share a name", where=str(path), found=question.name)
        found[question.name] = question
    return dict(sorted(found.items()))


def find(name: str) -> Question:
    """A question by name. Raises NotFound with suggestions."""
    known = library()
    if name not in known:
        raise NotFound("no such question", found=name, known=known, hint="list them with: normgraph query list")
    return known[name]


def read(path: Path) -> Question:
    """A question file. Raises InputError when the front matter is missing or not understood."""
    text = path.read_text(encoding="utf-8")
    front = "\n".join(_FRONT.sub("", line) for line in text.splitlines() if line.startswith("#+"))
    try:
        head: Any = YAML(typ="safe", pure=True).load(front)
    except YAMLError as error:
        raise InputError("front matter is not YAML", where=path.name, found=str(error).splitlines()[0]) from None
    if not isinstance(head, dict) or set(head) - _KEYS or not set(head) >= _NEEDED:
        raise InputError(
            "front matter is incomplete", where=path.name, found=", ".join(head) if isinstance(head, dict) else "none",
            expected=", ".join(sorted(_KEYS)),
        )  # fmt: skip
    return Question(
        name=path.stem,
        topic=path.parent.name,
        title=head["title"],
        description=head["description"],
        graphs=tuple(head["graphs"]),
        parameters=tuple(_parameters(head.get("parameters") or {}, path)),
        columns=dict(head["columns"]),
        sparql=text,
        compare=bool(head.get("compare", False)),
    )


def _parameters(stated: Mapping[str, Any], path: Path) -> Iterable[Parameter]:
    for name, entry in stated.items():
        if entry.get("type") not in PARAMETER_TYPES:
            raise InputError(
                "parameter type is not known", where=f"{path.name} ({name})", found=str(entry.get("type")),
                expected=" | ".join(PARAMETER_TYPES),
            )  # fmt: skip
        yield Parameter(name, entry["type"], entry.get("description", ""), bool(entry.get("required", False)))


def bind(question: Question, given: Mapping[str, str]) -> dict[str, Term]:
    """Terms for the parameters of a question. Raises UsageError for unknown, missing or malformed ones."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise NotFound("no such parameter", found=name, known=known, where=question.name)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in given:
            raise UsageError(
                "parameter is missing", where=question.name, found="nothing",
                expected=f"{parameter.name}: {parameter.description}", hint=f"--param {parameter.name}=...",
            )  # fmt: skip
    return {name: _term(known[name], value) for name, value in given.items()}


def other_clock(question: Question, given: Mapping[str, str], clock: Clock) -> Clock | None:
    """The second clock of a question that compares two: the first, with the dates given for the other."""
    if not question.compare:
        return None
    dates = {name: _day(name, given[name]) for name in (OTHER_AS_OF, OTHER_KNOWN_ON) if name in given}
    if not dates:
        raise UsageError(
            "nothing to compare with", where=question.name, found="neither date",
            expected=f"{OTHER_AS_OF} or {OTHER_KNOWN_ON}", hint=f"--param {OTHER_AS_OF}=2027-12-02",
        )  # fmt: skip
    return replace(clock, as_of=dates.get(OTHER_AS_OF, clock.as_of), known_on=dates.get(OTHER_KNOWN_ON, clock.known_on))


def _day(name: str, value: str) -> date:
    return parse_date(value, where=name, error=UsageError)


def _term(parameter: Parameter, value: str) -> Term:
    if parameter.type == "iri":
        return NamedNode(expand(value))
    if parameter.type == "date":
        return Literal(_day(parameter.name, value).isoformat(), datatype=NamedNode(XSD + "date"))
    return Literal(value)


def ask(
    index: Index, question: Question, given: Mapping[str, str], graphs: Sequence[str] | None = None
) -> list[dict[str, str]]:
    """Rows of a question over some graphs (None: all): column -> text, IRIs as CURIEs, unbound as empty text."""
    results = index.query(question.sparql, bind(question, given), graphs, prefixes=all_prefixes(question.sparql))
    if not isinstance(results, QuerySolutions):
        raise InputError("a question of the library must be a SELECT", where=question.name)
    try:
        return [{name: text_of(row[name]) for name in question.columns} for row in results]
    except (OSError, RuntimeError) as error:
        raise index.failure(error) from error


def text_of(term: Term | Any) -> str:
    """A term as people read it."""
    if term is None:
        return ""
    value = str(term.value)
    return compact(value) if isinstance(term, NamedNode) else value


def all_prefixes(sparql: str) -> dict[str, str]:
    """Declared prefixes, and ours that a query uses: any other `prefix:` is a path segment below the base."""
    used = set(re.findall(r"(?<![\w<:/])([a-z][\w.-]*):", sparql))
    return foreign() | {name: expand(f"{name}:x")[:-1] for name in used if name not in foreign()}
