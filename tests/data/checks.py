"""All checks of the shipped data by name, most independent first: a mutant is booked to the first that objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.assess.verdicts import Where
from tests import test_cases
from tests import test_recruiting_boundary as boundary
from tests.data import facts, facts_catalogs, facts_laws, invariants, law, readings, tables, texts
from tests.data.shipped import Data

Check = Callable[[Data], list[str]]


def recruiting(data: Data) -> list[str]:
    """The demo's recruiting system on both sides of 2 December 2027, against the list written from the law."""
    picked = Where(frameworks=frozenset({law.AIA}), subjects=frozenset({"acme:recruiting"}), only_open=True)
    before, after = (
        {row.requirement.removeprefix("eu-ai-act:") for row in data.assessed(day).verdicts(picked)}
        for day in (boundary.BEFORE, boundary.AFTER)
    )
    wrong = (after - before) ^ boundary.EXPECTED
    return [f"recruiting: {name} on one side only" for name in sorted(wrong | (before - after))]


def hand_made(data: Data, folder: Path) -> list[str]:
    """The first hand-made case of a folder whose verdicts are not as expected."""
    found = (test_cases.problems_of(path, data.knowledge) for path in sorted(folder.glob("*.yaml")))
    return next((wrong for wrong in found if wrong), [])


CASES = Path(test_cases.__file__).parent / "cases"
# What needs neither a facts file nor an assessment.
QUICK: dict[str, Check] = {
    **law.CHECKS,
    **texts.CHECKS,
    **facts_catalogs.LAW,
    **invariants.CHECKS,
    **readings.CHECKS,
}
# What compares with the facts files beside the project.
FACTS: dict[str, Check] = {**facts.CHECKS, **facts_laws.CHECKS, **facts_catalogs.CHECKS}
DEMO: dict[str, Check] = {f"demo: {name}": partial(tables.difference, name) for name in tables.DEMO}
# What takes an assessment each, in the order of their cost.
ASSESSED: dict[str, Check] = {
    "law: recruiting boundary": recruiting,
    **DEMO,
    "cases: over the laws": partial(hand_made, folder=CASES / "laws"),
    "cases: design and AI Act": partial(hand_made, folder=CASES),
}
REGISTER: dict[str, Check] = {f"register: {name}": partial(tables.difference, name) for name in tables.REGISTER}
