"""All checks of the shipped data by name, most independent first: a mutant is booked to the first that objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kg.assess.verdicts import Where
from tests import test_recruiting_boundary as boundary
from tests.data import law, tables
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


BEFORE_ALL: dict[str, Check] = {**law.CHECKS, "law: recruiting boundary": recruiting}
DEMO: dict[str, Check] = {f"demo: {name}": partial(tables.difference, name) for name in tables.DEMO}
REGISTER: dict[str, Check] = {f"register: {name}": partial(tables.difference, name) for name in tables.REGISTER}
