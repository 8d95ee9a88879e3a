"""What the review of the shipped release keeps: every difference decided, each decision carried out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from kg.exchange import checks, readings
from kg.knowledge import Knowledge
from kg.model import DutyLink
from kg.review import sampling
from kg.review.checks import Caught, caught
from kg.review.reading import Reading


@pytest.fixture(scope="module")
def review(root: Path, shipped: Knowledge) -> Path:
    return root / "reviews" / shipped.scheme.release


@pytest.fixture(scope="module")
def read(review: Path, shipped: Knowledge) -> list[Reading]:
    return readings.read_folder(review, shipped)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_first_reading_is_the_one_that_was_recorded(review: Path, read: list[Reading]) -> None:
    about = json.loads((review / "review.json").read_text(encoding="utf-8"))
    links = [
        DutyLink("", norm, said.duty, said.mode, said.aspects, said.parameters, said.why, said.confidence)
        for norm, judgements in read[0].judgements.items()
        for said in judgements
    ]
    assert sampling.digest(links) == about["first_reading"]["sample_links_sha256"]


def test_every_requirement_drawn_has_a_second_reading_by_the_reader_it_was_dealt_to(
    review: Path, read: list[Reading]
) -> None:
    drawn = {row["requirement"]: row["reader"] for row in rows(review / "sample.csv")}
    assert len(drawn) >= 150
    assert set(read[0].judgements) == set(drawn)
    assert {norm: item.reader for item in read[1:] for norm in item.judgements} == {
        norm: f"second-{reader}" for norm, reader in drawn.items()
    }


def test_every_difference_of_the_readings_is_decided(review: Path, read: list[Reading]) -> None:
    first, *others = read
    differing = Counter(
        (norm, duty)
        for item in others
        for norm in item.judgements
        for duty in {duty for duty, _ in item.pairs(norm) ^ first.pairs(norm)}
    )
    decided = Counter((row["requirement"], row["duty"]) for row in rows(review / "adjudication.csv"))
    assert decided == differing
    assert all(row["why"] for row in rows(review / "adjudication.csv"))


def test_the_decompositions_stand_as_decided(review: Path, shipped: Knowledge) -> None:
    modes = {(link.norm, link.duty): link.mode for link in shipped.scheme.links}
    wrong = [
        (row["requirement"], row["duty"], row["decision"])
        for row in rows(review / "adjudication.csv")
        if modes.get((row["requirement"], row["duty"]), "none") != row["decision"]
    ]
    assert wrong == []


def test_the_hidden_errors_and_what_was_made_of_them(review: Path, shipped: Knowledge) -> None:
    errors = checks.read_errors(review / "hidden-errors.csv", shipped)
    found = caught(errors, checks.read_checks(review / "checks.csv", shipped))
    assert found == Caught(errors=20, caught=18, named=18, others=130, alarms=9)


def test_the_omission_sweep_of_the_sample_is_answered(review: Path, shipped: Knowledge) -> None:
    answers = checks.read_answers(review / "omissions.csv", shipped)
    modes = {(link.norm, link.duty): link.mode for link in shipped.scheme.links}
    assert {norm for norm, _ in answers} <= {row["requirement"] for row in rows(review / "sample.csv")}
    demanded = {place: answer for place, (answer, _) in answers.items() if answer != "no"}
    assert demanded
    assert {place: modes.get(place) for place in demanded} == demanded
