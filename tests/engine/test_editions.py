"""What is told of each edition: counts that add up, and the same as counted from the catalogs by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, editions

CATALOGS = Path(__file__).resolve().parents[2] / "ontology" / "catalogs"
MANAGEMENT_SYSTEMS = ("iso-27001-2022", "iso-42001-2023")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Mapping[str, str]]:
    found = editions.frameworks(KnowledgeGraph(tmp_path_factory.mktemp("store")), Clock()).rows
    return {row["framework"]: row for row in found}


def test_norms_are_counted_once_by_modality_and_by_review_state(rows: dict[str, Mapping[str, str]]) -> None:
    for row in rows.values():
        assert sum(int(row[column]) for column in editions.MODALITIES.values()) == int(row["norms"]), row
        states = [int(found.partition(":")[2]) for found in row["norm_review"].split(";") if found]
        assert sum(states) == int(row["norms"]), row


def test_counts_are_those_of_the_file(rows: dict[str, Mapping[str, str]]) -> None:
    text = (CATALOGS / "us-nyc-ll-144.ttl").read_text(encoding="utf-8")
    duties = (CATALOGS / "us-nyc-ll-144.duties.ttl").read_text(encoding="utf-8")
    row = rows["us-nyc-ll-144"]
    assert int(row["obligations"]) == text.count("modality:obligation") == 10
    assert int(row["constitutive"]) == text.count("modality:constitutive") == 2
    # One condition for all ten, beside that of the guard on the place.
    assert int(row["conditions"]) == len(set(re.findall(r'ng:condition "(all\(role.*)"', text))) == 1
    blocks = [block for block in duties.split("\n\n") if "mode:requires" in block]
    assert int(row["duties"]) == len({found[0] for block in blocks if (found := re.findall(r"duty:[-\w]+", block))})
    assert (row["duties_min"], row["duties_median"], row["duties_max"]) == ("1", "1", "3")


def test_what_is_not_decomposed_has_no_duties_to_count(rows: dict[str, Mapping[str, str]]) -> None:
    row = rows["us-eo-14179"]
    assert [row[name] for name in ("decomposed", "duties", "duties_min", "duties_median", "duties_max")] == [
        "0", "0", "", "", "",
    ]  # fmt: skip


def test_each_requirement_has_few_duties(rows: dict[str, Mapping[str, str]]) -> None:
    for row in rows.values():
        if row["duties_max"]:
            assert 1 <= int(row["duties_min"]) <= float(row["duties_median"]) <= int(row["duties_max"]) <= 8, row


def test_the_committed_tables_of_norms_say_the_same(rows: dict[str, Mapping[str, str]]) -> None:
    for slug in MANAGEMENT_SYSTEMS:
        path = Path(__file__).resolve().parents[1] / "data" / "expected" / f"norms-{slug}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            norms = list(csv.DictReader(file))
        assert int(rows[slug]["norms"]) == len(norms)
        assert int(rows[slug]["decomposed"]) == sum(bool(norm["requires"]) for norm in norms)
