"""Faults put into the data on purpose: nearly all of them have to make a test of the data fail."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.data.facts import FACTS
from tests.mutation.mutants import QUOTA, mutants
from tests.mutation.runner import KILLED, Bench, report

ENOUGH = 0.95
# Without the register, which knows every line of the data by heart: law, facts and the demo alone.
ENOUGH_UNAIDED = 0.6


def test_the_mutants_are_two_hundred_different_ones_and_always_the_same(root: Path) -> None:
    found = mutants(root)
    assert len(found) == sum(QUOTA.values()) == 200
    assert Counter(mutant.kind for mutant in found) == QUOTA
    assert len({(mutant.file, mutant.start, mutant.end, mutant.after) for mutant in found}) == 200
    assert all(mutant.before != mutant.after for mutant in found)
    assert found == mutants(root)


@pytest.mark.long
def test_faults_in_the_data_make_a_test_fail(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(root, tmp_path)
    outcomes = [bench.run(mutant) for mutant in mutants(tmp_path)]
    found = report(outcomes, bench.unfit)
    with capsys.disabled():
        print(f"\n{found}")  # noqa: T201 - the figures are the point of the run
    killed = [outcome for outcome in outcomes if outcome.result == KILLED]
    unaided = [outcome for outcome in killed if not outcome.by.startswith("register")]
    assert len(killed) >= ENOUGH * len(outcomes), found
    # Much of the unaided work is done by the facts files.
    assert len(unaided) >= ENOUGH_UNAIDED * len(outcomes) or not FACTS.is_dir(), found
