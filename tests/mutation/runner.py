"""Runs mutants: each is put into a copy of the data, read, and shown to the checks until one objects."""

from __future__ import annotations

import inspect
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time

from kg.errors import NormgraphError
from tests import test_catalogs, test_deemings, test_duties, test_facts, test_iso_27001, test_scheme_freeze
from tests.data import checks, facts
from tests.data.checks import Check
from tests.data.shipped import Data, read
from tests.mutation.mutants import Mutant

# Of processor time, so that a busy machine does not decide.
CAP = 20.0
SURVIVED, KILLED, TIMED_OUT = "survived", "killed", "timed out"


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant, which check objected first, and the seconds of processor time it took."""

    mutant: Mutant
    result: str
    by: str
    seconds: float


def all_checks() -> dict[str, Check]:
    """Every check: those that ask the law, the design and the facts first, quick ones before slow ones.

    The register, which knows every line by heart, comes last.
    """
    return {
        **{f"shape: {name}": check for name, check in _tests_of_the_shipped_data()},
        **checks.QUICK,
        **(checks.FACTS if facts.FACTS.is_dir() else {}),
        **checks.ASSESSED,
        **checks.REGISTER,
    }


def _tests_of_the_shipped_data() -> Iterator[tuple[str, Check]]:
    """Tests of the ordinary suite that ask for nothing but the shipped knowledge."""
    for module in (test_catalogs, test_duties, test_facts, test_iso_27001, test_scheme_freeze, test_deemings):
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and list(inspect.signature(test).parameters) == ["shipped"]:
                yield name, partial(_objection, test)


def _objection(test: Callable[..., None], data: Data) -> list[str]:
    try:
        test(data.knowledge)
    except AssertionError as objection:
        return [f"{test.__name__}: {objection}"]
    return []


class Bench:
    """A copy of the data in a folder of its own, and the checks that the unharmed copy passes."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._folder = folder
        for name in ("ontology", "examples"):
            shutil.copytree(root / name, folder / name)
        data = self._read()
        found = {name: self._complaint(check, data) for name, check in all_checks().items()}
        self.unfit = tuple(name for name, complaint in found.items() if complaint)
        self._checks = {name: check for name, check in all_checks().items() if not found[name]}

    def _read(self) -> Data:
        return read(self._folder / "ontology", self._folder / "examples")

    @staticmethod
    def _complaint(check: Check, data: Data) -> bool:
        # A mutant may leave data on which the program itself stumbles: the test that ran into it has failed.
        try:
            return bool(check(data))
        except (NormgraphError, LookupError, TypeError, ValueError, RecursionError):
            return True

    def run(self, mutant: Mutant) -> Outcome:
        """Put the fault in, look for an objection, take it out."""
        path = self._folder / mutant.file
        unharmed = path.read_text(encoding="utf-8")
        path.write_text(mutant.applied(unharmed), encoding="utf-8")
        started = process_time()
        try:
            result, by = self._judge(started)
        finally:
            path.write_text(unharmed, encoding="utf-8")
        return Outcome(mutant, result, by, process_time() - started)

    def _judge(self, started: float) -> tuple[str, str]:
        try:
            data = self._read()
        except (NormgraphError, LookupError, ValueError) as refused:
            return KILLED, f"reading: {type(refused).__name__}"
        for name, check in self._checks.items():
            if self._complaint(check, data):
                return KILLED, name
            if process_time() - started > CAP:
                return TIMED_OUT, name
        return SURVIVED, ""


def report(outcomes: list[Outcome], unfit: tuple[str, ...]) -> str:
    """Figures by kind and by what objected, then every survivor."""
    by_kind = Counter((outcome.mutant.kind, outcome.result) for outcome in outcomes)
    killers = Counter(outcome.by.partition(":")[0] for outcome in outcomes if outcome.result == KILLED)
    lines = [f"{'':34}{KILLED:>10}{SURVIVED:>10}{TIMED_OUT:>10}"]
    for kind in dict.fromkeys(outcome.mutant.kind for outcome in outcomes):
        figures = "".join(f"{by_kind[kind, result]:>10}" for result in (KILLED, SURVIVED, TIMED_OUT))
        lines.append(f"{kind:34}{figures}")
    lines.append("first objection: " + ", ".join(f"{name} {number}" for name, number in killers.most_common()))
    lines.append(f"longest {max(outcome.seconds for outcome in outcomes):.1f} s")
    lines += [f"not used, fails on the unharmed data: {name}" for name in unfit]
    lines += [f"{outcome.result}: {outcome.mutant}" for outcome in outcomes if outcome.result != KILLED]
    return "\n".join(lines)
