"""Kappa against known figures, and the two readings of single links: the sheet drawn, all decided and carried out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from kg.knowledge import Knowledge
from kg.model import DutyLink
from kg.review import sampling
from kg.review.breadth import ANSWERS, Reread, kappa, share, summary
from tools import breadth_figures

NG = "https://w3id.org/normgraph/vocab#"
ID = "https://w3id.org/normgraph/id/"
# A link that one reader or both doubt and that stays says so; one that changed says who changed it.
DOUBTED, CHANGED = "contested", ("reader-5", "machine-crosschecked")
# Both readers are wrong about the text: (requirement, duty) of links that stay although both object.
KEPT = {
    ("eu-ai-act:23-6.n1", "duty:give-requested-access"),
    ("us-co-sb-26-189:6-1-1704-3.n1", "duty:make-notices-clear"),
    ("us-co-sb-26-189:6-1-1708-1-b.n1", "duty:disclose-data-used"),
    ("us-ct-pa-26-15:sec-9.n1", "duty:make-notices-clear"),
}


@pytest.fixture(scope="module")
def folder(root: Path, shipped: Knowledge) -> Path:
    return root / "reviews" / shipped.scheme.release / "breadth"


@pytest.fixture(scope="module")
def read(folder: Path) -> list[Reread]:
    return breadth_figures.read(folder)


@pytest.fixture(scope="module")
def decided(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    return {place(row): row for row in rows(folder / "decisions.csv")}


@pytest.fixture(scope="module")
def modes(shipped: Knowledge) -> dict[tuple[str, str], str]:
    return {(link.norm, link.duty): link.mode for link in shipped.scheme.links}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def place(row: dict[str, str]) -> tuple[str, str]:
    return row["requirement"], row["duty"]


def table(both: int, first: int, second: int, neither: int) -> list[tuple[bool, bool]]:
    """Pairs of answers from the four cells of a table."""
    cells = {(True, True): both, (True, False): first, (False, True): second, (False, False): neither}
    return [pair for pair, count in cells.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((20, 5, 10, 15), 0.4),
        ((45, 15, 25, 15), 0.1304),
        ((25, 35, 5, 35), 0.2593),
        ((5, 0, 0, 5), 1),
        ((0, 5, 5, 0), -1),
    ],
)
def test_kappa_of_tables_worked_out_elsewhere(cells: tuple[int, int, int, int], expected: float) -> None:
    """The first three are textbook examples; the second and third agree as often, by chance not as likely."""
    assert kappa(table(*cells)) == pytest.approx(expected, abs=5e-5)


def test_kappa_says_nothing_where_chance_agrees_throughout() -> None:
    assert kappa(table(7, 0, 0, 0)) is None
    assert kappa([]) is None
    assert share(table(6, 1, 1, 2)) == 0.8


@pytest.mark.parametrize(
    ("first", "second", "milder", "objections"),
    [
        ("requires", "none", "requires", 1),
        ("advises", "context", "advises", 2),
        ("none", "context", "context", 2),
        ("none", "none", "none", 2),
        ("requires", "requires", "requires", 0),
    ],
)
def test_the_milder_answer(first: str, second: str, milder: str, objections: int) -> None:
    link = Reread("law:1.n1", "duty:log", "sure", first, second)
    assert (link.milder, link.objections) == (milder, objections)


def test_a_summary_has_a_line_for_each_kind_there_is() -> None:
    links = [Reread("law:1.n1", f"duty:{name}", "sure", "requires", name) for name in ("requires", "none")]
    said = "2 links; required for both 1, for one 1, for none 0; agree 50.0%, kappa 0.00"
    assert list(summary(links)) == [f"all: {said}", f"sure: {said}"]


def test_the_sheet_is_the_one_that_was_drawn(folder: Path, read: list[Reread]) -> None:
    kinds = {(link.requirement, link.duty): link.kind for link in read}
    sheet = {place(row): row for row in rows(folder / "sheet.csv")}
    links = [
        DutyLink("", *found, "requires", split(row["aspects"]), tuple(map(pair, split(row["parameters"]))), "", 0.0)
        for found, row in sheet.items()
        if kinds[found] != "made-up"
    ]
    about = json.loads((folder / "breadth.json").read_text(encoding="utf-8"))
    assert sampling.digest(links) == about["links_sha256"]
    assert set(sheet) == set(kinds)
    assert Counter(kinds.values()) == {"doubtful": 412, "sure": 40, "made-up": 30}


def split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


@pytest.mark.parametrize("reader", ["X", "Y"])
def test_each_row_has_an_answer_of_each_reader(folder: Path, reader: str) -> None:
    answers = rows(folder / "readings" / f"{reader}.csv")
    assert [place(row) for row in answers] == [place(row) for row in rows(folder / "sheet.csv")]
    assert {row["answer"] for row in answers} <= set(ANSWERS)


def test_both_readers_called_every_made_up_link_wrong(read: list[Reread]) -> None:
    assert {link.objections for link in read if link.kind == "made-up"} == {2}


def test_the_page_has_the_figures(root: Path, read: list[Reread]) -> None:
    page = (root / "reviews" / "README.md").read_text(encoding="utf-8")
    printed = "".join(f"    {line}\n" for line in summary(read))
    assert printed in page, "write the output of tools/breadth_figures.py into reviews/README.md"


def test_every_objection_to_a_link_of_the_data_is_decided(
    read: list[Reread], decided: dict[tuple[str, str], dict[str, str]]
) -> None:
    objected = {
        (link.requirement, link.duty): (link.first, link.second)
        for link in read
        if link.kind != "made-up" and link.objections
    }
    assert {found: (row["X"], row["Y"]) for found, row in decided.items()} == objected
    assert all(row["why"] for row in decided.values())


def test_a_link_changes_only_where_both_object_and_then_to_the_milder_answer(
    read: list[Reread], decided: dict[tuple[str, str], dict[str, str]]
) -> None:
    said = {(link.requirement, link.duty): link for link in read}
    expected = {found: "requires" if found in KEPT else said[found].milder for found in decided}
    assert {found: row["decision"] for found, row in decided.items()} == expected
    assert {said[found].objections for found in KEPT} == {2}


def test_the_decisions_are_carried_out(
    decided: dict[tuple[str, str], dict[str, str]], modes: dict[tuple[str, str], str]
) -> None:
    assert {found: modes.get(found, "none") for found in decided} == {
        found: row["decision"] for found, row in decided.items()
    }


def test_links_that_nobody_objects_to_are_as_they_were(read: list[Reread], modes: dict[tuple[str, str], str]) -> None:
    unchanged = {(link.requirement, link.duty) for link in read if link.kind != "made-up" and not link.objections}
    assert {modes[found] for found in unchanged} == {"requires"}


def test_the_doubt_is_in_the_data(root: Path, decided: dict[tuple[str, str], dict[str, str]]) -> None:
    graph = Graph()
    for name in {requirement.partition(":")[0] for requirement, _ in decided}:
        graph.parse(root / "ontology" / "catalogs" / f"{name}.duties.ttl")
    states: dict[tuple[str, str], tuple[str, str, bool]] = {}
    for link in graph.subjects(RDF.type, URIRef(f"{NG}DutyLink")):
        requirement, duty, annotator, state = (
            str(graph.value(link, URIRef(NG + name)) or "").removeprefix(ID)
            for name in ("requirement", "duty", "annotator", "reviewState")
        )
        found = (requirement.replace("/", ":", 1), duty.replace("/", ":", 1))
        states[found] = (annotator, state.removeprefix("review/"), (link, SKOS.note, None) in graph)
    for found, row in decided.items():
        if row["decision"] == "requires":
            assert states[found][1:] == (DOUBTED, True), found
        elif row["decision"] != "none":
            assert states[found][:2] == CHANGED, found
    marked = {found for found, (_, state, _) in states.items() if state == DOUBTED}
    assert marked == {found for found, row in decided.items() if row["decision"] == "requires"}
