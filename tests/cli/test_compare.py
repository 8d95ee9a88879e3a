"""`normgraph crosswalk compare` and `path`: sets on record and in files beside the duties."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ISO, ACT, SEC = "iso-42001-2023", "eu-ai-act", "iso-27001-2022"
ROWS = f"""\
# license: https://creativecommons.org/licenses/by/4.0/
subject_id,predicate_id,object_id,mapping_justification
{ISO}:A.6.2.8,skos:broadMatch,{ACT}:12-1,semapv:ManualMappingCuration
{ISO}:A.5.2,skos:exactMatch,{ACT}:49-1,semapv:ManualMappingCuration
{ISO}:A.5.3,skos:closeMatch,{ACT}:27-1,semapv:ManualMappingCuration
"""
HUB = f"""\
# license: https://creativecommons.org/licenses/by/4.0/
subject_id,predicate_id,object_id,mapping_justification
{ISO}:A.5.5,skos:exactMatch,{SEC}:A.8.15,semapv:ManualMappingCuration
{SEC}:A.8.15,skos:broadMatch,{ACT}:12-1,semapv:ManualMappingCuration
acme:1,skos:exactMatch,{SEC}:A.8.15,semapv:ManualMappingCuration
"""


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Run:
    """Runs a crosswalk command on a record with one set; a second one is a file."""
    store = ("--store", tmp_path / "store")
    for name, text in (("ours", ROWS), ("hub", HUB)):
        (tmp_path / f"{name}.sssom.csv").write_text(text, encoding="utf-8")
    assert run("mapping", "import", "ours.sssom.csv", "--org", "acme", *store).code == 0
    return lambda command, *arguments: run("crosswalk", *command.split(), *arguments, *store)


def test_pairs_with_what_each_says(ask: Run) -> None:
    found = ask(f"compare {ISO} {ACT} --trust ours,duties --format json")
    rows = {(row["source"], row["target"]): row for row in found.rows}
    registration = rows[f"{ISO}:A.5.2", f"{ACT}:49-1"]
    assert (registration["verdict"], registration["asserted"]) == ("exclude", "ours: equal")
    assert (registration["answer"], registration["answer_by"]) == ("equal", "ours")
    logs = rows[f"{ISO}:A.6.2.8", f"{ACT}:12-1"]
    assert (logs["asserted"], logs["verdict"], logs["definite"]) == ("ours: subset_of", "differ", "2")
    assert rows[f"{ISO}:A.5.3", f"{ACT}:27-1"]["asserted"] == "ours: unknown (skos:closeMatch)"
    alone = rows[f"{ISO}:A.6.2.8", f"{ACT}:26-6"]
    assert (alone["verdict"], alone["asserted"], alone["answer_by"]) == ("one voice", "ours: silent", "duties")
    assert "one answer is picked for each pair by the order ours, duties" in found.err
    assert "ours: 2 overlapping, 0 disjoint, 1 unknown" in found.err


def test_counts_with_their_denominators(ask: Run) -> None:
    (row,) = ask(f"compare {ISO} {ACT} --summary --format json").rows
    assert (row["first"], row["second"], row["both"], row["differ"], row["exclude"]) == (
        "duties",
        "ours",
        "2",
        "1",
        "1",
    )
    assert (row["unknown"], row["second_only"], row["agree_share"]) == ("1", "0", "0.00")


def test_what_follows_from_sets_together_is_told_apart(ask: Run) -> None:
    found = ask(f"compare {ISO} {ACT} --file hub.sssom.csv --format json")
    (row,) = (row for row in found.rows if row["follows"])
    assert (row["source"], row["target"], row["follows"]) == (f"{ISO}:A.5.5", f"{ACT}:12-1", "subset of")
    assert "asserted by nobody" in found.err
    assert not any(row["follows"] for row in ask(f"compare {ISO} {ACT} --sets ours --format json").rows)


def test_a_path_through_sets_and_one_through_duties(ask: Run) -> None:
    found = ask(f"path {ISO}:A.5.5 {ACT}:12-1 --file hub.sssom.csv --format json")
    steps = [row for row in found.rows if row["basis"] == "asserted"]
    assert [(row["source"], row["relation"], row["by"]) for row in steps] == [
        (f"{ISO}:A.5.5", "equal", "hub"), (f"{SEC}:A.8.15", "subset of", "hub"),
    ]  # fmt: skip
    assert f"{ISO}:A.5.5 subset of {ACT}:12-1: follows from 2 rows" in found.err
    assert any(row["basis"] == "duties" for row in found.rows)


def test_a_path_may_begin_at_an_identifier_of_a_set(ask: Run) -> None:
    found = ask(f"path acme:1 {ACT}:12-1 --file hub.sssom.csv --format json")
    assert [row["source"] for row in found.rows] == ["foreign:acme/1", f"{SEC}:A.8.15"]
    assert "no path on the basis duties" in found.err


def test_a_path_may_begin_at_guidance_and_as_people_write_it(ask: Run) -> None:
    found = ask("path B.6.2.8 26(6) --file hub.sssom.csv --format json")
    assert found.err.splitlines()[:2] == [f"B.6.2.8 is read as {ISO}:B.6.2.8", f"26(6) is read as {ACT}:26-6"]
    assert found.code == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"compare {ISO} {ISO}", "two different frameworks"),
        (f"compare {ISO} {ACT} --sets our", "did you mean ours?"),
        (f"compare {ISO} {ACT} --trust dutys", "did you mean duties?"),
        (f"compare {ISO} {ACT} --file ours.sssom.csv", "two mapping sets have one name"),
        (f"path {ISO}:A.5.5 {ISO}:A.5.5", "two different requirements"),
        (f"path {ISO}:A.55 {ACT}:12-1", "no such requirement"),
    ],
)
def test_errors(ask: Run, command: str, said: str) -> None:
    found = ask(command)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
