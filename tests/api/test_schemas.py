"""The published JSON Schemas are what the generator makes, and hold for the rows there are."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kg.clock import Clock
from kg.crosswalk.lint import Problem
from kg.crosswalk.mappings import End, Mapping, MappingSet
from kg.crosswalk.relations import Relation
from kg.engine import (
    KnowledgeGraph,
    Picked,
    answers,
    checking,
    comparing,
    crosswalks,
    editions,
    graphs,
    mappings,
    residuals,
    reviews,
)
from kg.exchange.rows import ROW_TYPES
from kg.exchange.schemas import SUFFIX, documents
from kg.tables import Table

CLOCK = Clock(date(2027, 12, 3), date(2026, 9, 1))
SET = MappingSet(
    id="made-up",
    form="table",
    file="made-up.csv",
    mappings=(
        Mapping(
            source=End("A.6.2.8", "iso-42001-2023:A.6.2.8", "resolved"),
            target=End("26(6)(a)", "eu-ai-act:26-6", "rolled-up"),
            relation=Relation("subset", "subset_of", negated=True),
            place="row 2",
        ),
        Mapping(
            source=End("A.9.9", "unresolved:iso-42001-2023/A.9.9", "unknown", hint="did you mean another?"),
            target=End("", "", "none"),
            relation=Relation("noMatch", "no_match"),
            place="row 3",
        ),
    ),
)
FOUND = checking.Findings((Problem("NG402", "a.tsv", "a", "", "the set states no licence", "licence"),), 1, (SET,), {})
TABLES: dict[str, Callable[[KnowledgeGraph], Table]] = {
    "verdict": lambda graph: answers.verdicts(graph, CLOCK, Picked()),
    "overlap": lambda graph: answers.overlaps(graph, CLOCK, Picked()),
    "overlap-pair": lambda graph: answers.overlap_pairs(graph, CLOCK, Picked()),
    "crosswalk": lambda graph: crosswalks.crosswalk(graph, Clock(), "eu-ai-act", "iso-42001-2023"),
    "residual": lambda graph: residuals.residual(graph, Clock(), ["iso-42001-2023", "iso-27001-2022"], "eu-ai-act"),
    "related": lambda graph: residuals.related(graph, Clock(), "iso-42001-2023", "gdpr"),
    "pair": lambda graph: residuals.pair(graph, Clock(), "iso-42001-2023:A.6.2.8", "eu-ai-act:26-6"),
    "neighbour": lambda graph: residuals.neighbours(graph, Clock(), "eu-ai-act:26-6"),
    "coverage": lambda graph: answers.coverage(graph, CLOCK, Picked()),
    "framework": lambda graph: editions.frameworks(graph, Clock()),
    "requirement": lambda graph: answers.requirements(graph, Clock(), Picked()),
    "system": lambda graph: answers.systems(graph, CLOCK),
    "duty": lambda graph: answers.duties(graph, Clock()),
    "fact": answers.facts,
    "mapping-set": lambda _: mappings.listing([SET], {SET.id}),
    "mapping": lambda _: mappings.rows_of(SET),
    "agreement": lambda graph: reviews.agreement(graph, Clock()),
    "omission": lambda graph: reviews.omissions(graph, Clock(), Picked(frameworks=("iso-42001-2023",))),
    "fragile": lambda graph: reviews.fragile(graph, CLOCK, Picked(frameworks=("iso-42001-2023",))),
    "graph": lambda graph: graphs.table(graph, Clock()),
    "crosswalk-finding": lambda _: FOUND.table(),
    "crosswalk-comparison": lambda graph: comparing.compare(
        graph, Clock(), "iso-42001-2023", "gdpr", trust=("duties",)
    ),
    "crosswalk-agreement": lambda graph: comparing.compare(graph, Clock(), "iso-42001-2023", "gdpr", summary=True),
    "crosswalk-path": lambda graph: comparing.path(graph, Clock(), "iso-42001-2023:A.6.2.8", "eu-ai-act:26-6"),
    "explanation": lambda graph: answers.explain(graph, CLOCK, "recruiting", "eu-ai-act:26-6"),
}


def test_the_committed_files_are_what_the_generator_makes(root: Path, recorded: KnowledgeGraph) -> None:
    folder = root / "docs" / "schemas"
    of_files = {f"portfolio{SUFFIX}", f"framework-file{SUFFIX}"}
    rows = (path for path in folder.iterdir() if path.name not in of_files)
    committed = {path.name: path.read_text(encoding="utf-8") for path in rows}
    assert committed == documents(recorded.knowledge), "run: python -m kg.exchange.schemas docs/schemas"


def test_the_generator_writes_the_files(root: Path, tmp_path: Path, recorded: KnowledgeGraph) -> None:
    subprocess.run([sys.executable, "-m", "kg.exchange.schemas", str(tmp_path)], check=True, cwd=root)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == documents(recorded.knowledge)


def test_every_kind_of_row_is_described() -> None:
    assert set(TABLES) == set(ROW_TYPES)


@pytest.mark.parametrize("name", TABLES)
def test_rows_fit_their_schema(recorded: KnowledgeGraph, name: str) -> None:
    schema = json.loads(documents(recorded.knowledge)[f"{name}{SUFFIX}"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    table = TABLES[name](recorded)
    assert table.name == name
    assert table.columns == tuple(column.name for column in ROW_TYPES[name].columns)
    for row in (*table.rows, ROW_TYPES[name].example):
        validator.validate(dict(row))


def test_examples_name_what_there_is(recorded: KnowledgeGraph) -> None:
    knowledge = recorded.knowledge
    for row in ROW_TYPES.values():
        for cell in row.example.values():
            for word in cell.split(";"):
                if word.startswith("duty:"):
                    assert word.partition("[")[0].partition(": ")[0] in knowledge.scheme.duties
                elif word.startswith(("eu-ai-act:26", "iso-42001-2023:")) and ".d" not in word:
                    assert knowledge.norms_named(word)
