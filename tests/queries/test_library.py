"""The query library: its form, the rules measured on the engine, three worked cases for each question, and its speed.

The cases run on a made-up law and standard (`knowledge/`), so that every expected row can be worked out by hand and
stays what it is when the shipped catalogs grow. The shipped knowledge, with `portfolios/sample.yaml`, is asked for
speed.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg import queries, resources
from kg.applicability import compile as conditions
from kg.clock import Clock
from kg.engine import KnowledgeGraph, importing
from kg.errors import NotFound, UsageError
from kg.model import Guard, Norm
from kg.prefixes import expand
from kg.queries import Question
from kg.store.index import QuerySolutions
from kg.vocabulary import NG

HERE = Path(__file__).resolve().parent
QUESTIONS = queries.library()
CASES = ("normal", "empty", "undetermined")
GRAPHS = {"knowledge", "record", "assessment"}
SECONDS = 2.0
SAMPLE_CLOCK = Clock(as_of=date(2026, 11, 23), known_on=date(2026, 11, 23))
SAMPLE_PARAMETERS = {
    "clock-difference": {"other_as_of": "2027-12-02"},
    "lapsing-evidence": {"before": "2027-12-31"},
    "remains-after": {"framework": "eu-ai-act", "given": "iso-42001-2023"},
}

COMPILED = "SELECT ?window WHERE { ?window ng:compiledCondition ?condition }"

Ask = Callable[[str, dict[str, Any]], list[list[str]]]


# Form


def bare(sparql: str) -> str:
    """A query without comments, and without the texts in it."""
    lines = (line for line in sparql.splitlines() if not line.lstrip().startswith("#"))
    return re.sub(r'"[^"\n]*"', '""', "\n".join(lines))


def projected(sparql: str) -> set[str]:
    """Variables that the outermost SELECT gives."""
    head = re.split(r"\bWHERE\b", bare(sparql), maxsplit=1)[0]
    named = set(re.findall(r"\bAS\s+\?(\w+)\s*\)", head))
    while re.search(r"\([^()]*\)", head):
        head = re.sub(r"\([^()]*\)", "", head)
    return named | set(re.findall(r"\?(\w+)", head))


def breaches(question: Question) -> list[str]:
    """What is wrong with the form of a question."""
    text = bare(question.sparql)
    given = {parameter.name for parameter in question.parameters}
    shown = projected(question.sparql)
    found = [
        what
        for what, pattern in (
            ("EXISTS never finishes when correlated: use MINUS", r"\bEXISTS\b"),
            ("SERVICE reaches the network", r"\bSERVICE\b"),
            ("FROM reaches out of the index", r"(?<!\?)\bFROM\b"),
            ("a star in a path walks everything", r"(?<=[\w)])\*"),
            ("SELECT * has no columns", r"\bSELECT\s+(DISTINCT\s+)?\*"),
        )
        if re.search(pattern, text, re.IGNORECASE)
    ]
    if not re.search(r"\}[^{}]*\bORDER BY\b[^{}]*$", text):
        found.append("no order")
    for subject, path_object in re.findall(r"(\?\w+)[^.;{}?]*\+\s+(\?\w+)", text):
        if max(len(re.findall(re.escape(name) + r"\b", text)) for name in (subject, path_object)) == 1:
            found.append(f"the path from {subject} to {path_object} has no anchor")
    found += [f"column {name} is not projected" for name in question.columns if name not in shown]
    found += [f"parameter {name} is not projected" for name in sorted(given - shown)]
    # A bound parameter is put in place of its variable, and BOUND then says no.
    found += [f"BOUND({name})" for name in sorted(given) if re.search(rf"\bBOUND\s*\(\s*\?{name}\s*\)", text)]
    found += [f"column {name} has no meaning" for name, meaning in question.columns.items() if not meaning]
    found += [f"parameter {item.name} is not described" for item in question.parameters if not item.description]
    if not (question.title and question.description and question.graphs) or set(question.graphs) - GRAPHS:
        found.append("front matter")
    if question.compare and not {queries.OTHER_AS_OF, queries.OTHER_KNOWN_ON} <= given:
        found.append("a question that compares needs both dates of the other clock")
    return found


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS) >= 17


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_form(name: str) -> None:
    assert breaches(QUESTIONS[name]) == []


BROKEN = [
    ("EXISTS", "SELECT ?a WHERE { ?a a ng:Norm FILTER NOT EXISTS { ?b ng:norm ?a } } ORDER BY ?a"),
    ("SERVICE", "SELECT ?a WHERE { SERVICE <http://127.0.0.1/> { ?a a ng:Norm } } ORDER BY ?a"),
    ("FROM", "SELECT ?a FROM <http://127.0.0.1/> WHERE { ?a a ng:Norm } ORDER BY ?a"),
    ("star", "SELECT ?a WHERE { ?a ng:partOf* ?b . ?b a ng:Edition } ORDER BY ?a"),
    ("anchor", "SELECT (1 AS ?a) WHERE { ?x ng:partOf+ ?y } ORDER BY ?a"),
    ("SELECT", "SELECT * WHERE { ?a a ng:Norm } ORDER BY ?a"),
    ("no order", "SELECT ?a WHERE { { SELECT ?a WHERE { ?a a ng:Norm } ORDER BY ?a } }"),
    ("column a", "SELECT ?b WHERE { ?b a ng:Norm } ORDER BY ?b"),
    ("parameter p", "SELECT ?a WHERE { ?a a ng:Norm ; ng:level ?p } ORDER BY ?a"),
    ("BOUND", "SELECT ?p ?a WHERE { ?a a ng:Norm FILTER (!BOUND(?p) || ?a = ?p) } ORDER BY ?a"),
]


@pytest.mark.parametrize(("rule", "sparql"), BROKEN, ids=[rule for rule, _ in BROKEN])
def test_a_breach_is_caught(rule: str, sparql: str, tmp_path: Path) -> None:
    path = tmp_path / "topic" / "broken.rq"
    path.parent.mkdir()
    parameter = "#+ parameters: {p: {type: iri, description: d}}\n" if rule in {"parameter p", "BOUND"} else ""
    head = f"#+ title: t\n#+ description: d\n#+ graphs: [knowledge]\n{parameter}#+ columns: {{a: m}}\n"
    path.write_text(f"{head}\n{sparql}\n", encoding="utf-8")
    assert any(rule in found for found in breaches(queries.read(path)))


def test_bad_parameters_are_refused() -> None:
    question = QUESTIONS["lapsing-evidence"]
    with pytest.raises(UsageError):
        queries.bind(question, {})
    with pytest.raises(UsageError):
        queries.bind(question, {"before": "next year"})
    with pytest.raises(NotFound):
        queries.bind(question, {"befor": "2027-01-01"})
    with pytest.raises(UsageError):
        queries.other_clock(QUESTIONS["clock-difference"], {}, SAMPLE_CLOCK)


# Worked cases


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks a question on the made-up knowledge: the shipped schemes, and two made-up editions for the catalogs."""
    place = tmp_path_factory.mktemp("made-up")
    ontology = place / "ontology"
    shutil.copytree(resources.ontology_dir(), ontology, ignore=shutil.ignore_patterns("catalogs", "shapes"))
    shutil.copytree(HERE / "knowledge", ontology, dirs_exist_ok=True)
    graphs: dict[str, KnowledgeGraph] = {}

    def answer(name: str, case: dict[str, Any]) -> list[list[str]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(resources, "ontology_dir", lambda: ontology)
            portfolio = case["portfolio"]
            if portfolio not in graphs:
                graphs[portfolio] = KnowledgeGraph(place / portfolio)
                importing.import_portfolio(graphs[portfolio], HERE / "portfolios" / f"{portfolio}.yaml")
            clock = Clock.of(str(case["as_of"]), str(case.get("known_on", case["as_of"])))
            given = {key: str(value) for key, value in case.get("parameters", {}).items()}
            return [list(row.values()) for row in graphs[portfolio].ask(name, given, clock).rows]

    return answer


def cases_of(name: str) -> dict[str, Any]:
    """The worked cases of a question."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load((HERE / "expected" / f"{name}.yaml").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_has_its_three_cases(name: str) -> None:
    cases = cases_of(name)
    assert tuple(cases) == CASES
    assert all(case["why"] for case in cases.values())
    assert cases["normal"]["rows"]
    assert cases["empty"]["rows"] == []


def test_no_case_is_left_over() -> None:
    assert {path.stem for path in (HERE / "expected").glob("*.yaml")} == set(QUESTIONS)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_answer(name: str, case: str, ask: Ask) -> None:
    worked = cases_of(name)[case]
    expected = [[str(cell) for cell in row] for row in worked["rows"]]
    assert ask(name, worked) == expected


# The shipped knowledge


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A dozen systems on the shipped knowledge."""
    graph = KnowledgeGraph(tmp_path_factory.mktemp("sample"))
    importing.import_portfolio(graph, HERE / "portfolios" / "sample.yaml")
    return graph


def timed(sample: KnowledgeGraph, question: Question) -> Iterator[float]:
    """Seconds of processor time of up to three attempts: what else the machine does must not decide."""
    given = SAMPLE_PARAMETERS.get(question.name, {})
    other = queries.other_clock(question, given, SAMPLE_CLOCK)
    with sample.assessment_index(SAMPLE_CLOCK, other) as index:
        for _ in range(3):
            started = time.process_time()
            queries.ask(index, question, given)
            yield time.process_time() - started


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_speed(name: str, sample: KnowledgeGraph) -> None:
    assert any(seconds < SECONDS for seconds in timed(sample, QUESTIONS[name]))


def test_answers_come_in_the_same_order(sample: KnowledgeGraph) -> None:
    with sample.assessment_index(SAMPLE_CLOCK) as index:
        for name in ("what-applies", "shared-duties", "unsupported"):
            assert queries.ask(index, QUESTIONS[name], {}) == queries.ask(index, QUESTIONS[name], {})


def test_compiled_conditions_are_in_the_index(sample: KnowledgeGraph) -> None:
    with sample.assessment_index(SAMPLE_CLOCK) as index:
        assert index.graphs[conditions.GRAPH] == len(set(conditions.to_nquads(sample.knowledge.catalogs)))
        found = index.query(COMPILED, prefixes={"ng": NG})
        assert isinstance(found, QuerySolutions)
        compiled = {str(row["window"].value) for row in found}
    catalogs = sample.knowledge.catalogs
    items: list[Norm | Guard] = [*catalogs.norms.values(), *catalogs.guards.values()]
    assert compiled == {expand(window.id) for item in items for window in item.windows}
