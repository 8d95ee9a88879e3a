"""The sheet of sixty pairs: ten of each pair of catalogs, judged by both readers, with an up-to-date report."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from bench import pairs_sheet
from kg.knowledge import Knowledge


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """Where the sheet and the answers are kept."""
    return root / "bench" / "pairs"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ten_pairs_of_each_pair_of_catalogs(folder: Path, shipped: Knowledge) -> None:
    sheet = rows(folder / "sheet.csv")
    pairs = Counter((row["first"].partition(":")[0], row["second"].partition(":")[0]) for row in sheet)
    assert pairs == dict.fromkeys(pairs_sheet.CATALOGS, 10)
    for row in sheet:
        assert shipped.norms_named(row["first"])
        assert shipped.norms_named(row["second"])


@pytest.mark.parametrize("reader", ["reader-1", "reader-2"])
def test_every_pair_is_judged(folder: Path, reader: str) -> None:
    answers = rows(folder / f"{reader}.csv")
    assert sorted(int(row["number"]) for row in answers) == list(range(1, 61))
    assert {row["judgement"] for row in answers} <= set(pairs_sheet.JUDGEMENTS)


def test_ten_pairs_were_expected_of_each_pair_of_catalogs(folder: Path, shipped: Knowledge) -> None:
    wanted = rows(folder / "expected.csv")
    pairs = Counter((row["first"].partition(":")[0], row["second"].partition(":")[0]) for row in wanted)
    others = ("iso-27001-2022", "eu-ai-act", "nist-ai-rmf-1.0", "gdpr")
    assert pairs == {("iso-42001-2023", other): 10 for other in others}
    report = (folder / "expected.md").read_text(encoding="utf-8")
    said = "\n".join(pairs_sheet.expected(shipped, folder / "expected.csv"))
    assert said.strip() in report, "write the output of bench.pairs_sheet expected into bench/pairs/expected.md"


def test_the_report_is_what_the_data_gives_today(folder: Path, shipped: Knowledge) -> None:
    readers = [folder / "reader-1.csv", folder / "reader-2.csv"]
    expected = "\n".join(pairs_sheet.score(shipped, folder / "sheet.csv", readers))
    report = (folder / "report.md").read_text(encoding="utf-8")
    assert expected.strip() in report, "write the output of bench.pairs_sheet score into bench/pairs/report.md"
