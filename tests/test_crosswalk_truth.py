"""Relations by duties against a list of pairs: figures worked out by hand, and lists for any two catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.crosswalk_truth import Bench, report
from kg.knowledge import Knowledge

RMF, GDPR = "nist-ai-rmf-1.0", "gdpr"
AIMS, ACT = "iso-42001-2023", "eu-ai-act"


def written(folder: Path, *pairs: tuple[str, str]) -> Path:
    path = folder / "pairs.csv"
    rows = "".join(f"{source},{target},intersects with\n" for source, target in pairs)
    path.write_text(f"source,target,relation\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize(("source", "target"), [(AIMS, ACT), (ACT, AIMS), (RMF, GDPR)])
def test_a_list_of_all_that_is_found_is_found(shipped: Knowledge, tmp_path: Path, source: str, target: str) -> None:
    bench = Bench(shipped, source, target)
    norms = shipped.catalogs.norms
    names = {norm: shipped.catalogs.requirement(norms[norm]) for side in bench.sides for norm in (n.id for n in side)}
    pairs = [(names[a], names[b]) for a, b in bench.common("duty")]
    truth = bench.truth(written(tmp_path, *pairs), source, target)
    found = bench.measured("duty", truth)
    assert pairs
    assert (found.precision, found.recall, found.f1, found.top) == (1.0, 1.0, 1.0, 1.0)
    assert list(bench.only_ours(truth)) == list(bench.only_theirs(truth)) == []
    everything = len(bench.sides[0]) * len(bench.sides[1])
    assert found.lift == pytest.approx(everything / len(truth.pairs))


def test_one_hit_and_one_miss(shipped: Knowledge, tmp_path: Path) -> None:
    bench = Bench(shipped, AIMS, ACT)
    file = written(tmp_path, (f"{AIMS}:A.6.2.8", f"{ACT}:26-6"), (f"{AIMS}:10.2", f"{ACT}:48-2"))
    truth = bench.truth(file, AIMS, ACT)
    found = bench.measured("duty", truth)
    assert found.recall == 0.5
    assert found.precision == pytest.approx(1 / found.predicted)
    (missed,) = bench.only_theirs(truth)
    assert missed.startswith("iso-42001-2023:10.2 (duty:ms-correct-nonconformity")
    assert "eu-ai-act:48-2 (duty:affix-ce-marking)" in missed
    assert not any("A.6.2.8 / eu-ai-act:26-6" in line for line in bench.only_ours(truth))


def test_a_place_stands_for_what_is_below_it(shipped: Knowledge, tmp_path: Path) -> None:
    bench = Bench(shipped, AIMS, ACT)
    truth = bench.truth(written(tmp_path, (f"{AIMS}:A.6.2.8", f"{ACT}:26")), AIMS, ACT)
    assert len(truth.places) == 1
    assert len(truth.pairs) > 10
    assert bench.measured("duty", truth).recall == 1.0


def test_denied_pairs_are_no_pairs(shipped: Knowledge, tmp_path: Path) -> None:
    file = written(tmp_path, (f"{AIMS}:A.6.2.8", f"{ACT}:26-6"))
    file.write_text(file.read_text("utf-8").replace("intersects with", "no relationship"), encoding="utf-8")
    assert Bench(shipped, AIMS, ACT).truth(file, AIMS, ACT).places == ()


def test_the_report_holds_every_level(shipped: Knowledge, tmp_path: Path) -> None:
    lines = list(report(shipped, written(tmp_path, (f"{AIMS}:A.6.2.8", f"{ACT}:26-6")), AIMS, ACT))
    assert lines[0] == "1 pairs of places, 1 pairs of requirements; 0 rows not pinned"
    assert [line.split("  ")[0] for line in lines[2:5]] == ["duty", "duty, any discipline", "object"]


@pytest.mark.parametrize("head", ["source,target\n", "Subcategory,Article of the GDPR\n", ""])
def test_a_list_of_pairs_needs_no_relation_and_no_known_heading(shipped: Knowledge, tmp_path: Path, head: str) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(f"{head}GOVERN-1.1,24-1\nMEASURE 2.7,Article 32(1)\nNOPE-1,24-1\nMEASURE-2.10,\n", encoding="utf-8")
    truth = Bench(shipped, RMF, GDPR).truth(file, RMF, GDPR)
    assert truth.places == ((f"{RMF}:GOVERN-1.1", f"{GDPR}:24-1"), (f"{RMF}:MEASURE-2.7", f"{GDPR}:32-1"))
    assert truth.open == 1
