"""Hidden errors: caught where the requirement is called wrong, named where the judgement says what is wrong."""

from __future__ import annotations

import pytest

from kg.review.checks import Caught, Check, caught
from kg.review.seeding import Seeded

DUTY = Seeded("x:1.n1", "wrong-duty", "duty:a", "requires", "duty:b", "requires")
MODE = Seeded("x:2.n1", "wrong-mode", "duty:a", "requires", "duty:a", "advises")
MISSING = Seeded("x:3.n1", "missing", "duty:a", "requires", "", "")


@pytest.mark.parametrize(
    ("error", "check", "counts"),
    [
        (DUTY, Check("x:1.n1", "wrong", "wrong-duty", "duty:b", "duty:a", ""), (1, 1)),
        (DUTY, Check("x:1.n1", "wrong", "wrong-mode", "duty:b", "advises", ""), (1, 1)),
        (DUTY, Check("x:1.n1", "wrong", "missing", "", "duty:c", ""), (1, 0)),
        (DUTY, Check("x:1.n1", "right", "", "", "", ""), (0, 0)),
        (MODE, Check("x:2.n1", "wrong", "wrong-mode", "duty:a", "requires", ""), (1, 1)),
        (MODE, Check("x:2.n1", "wrong", "wrong-duty", "duty:a", "duty:c", ""), (1, 0)),
        (MISSING, Check("x:3.n1", "wrong", "missing", "", "duty:a", ""), (1, 1)),
        (MISSING, Check("x:3.n1", "wrong", "missing", "", "duty:b", ""), (1, 0)),
        (MISSING, Check("x:9.n1", "wrong", "missing", "", "duty:a", ""), (0, 0)),
    ],
)
def test_an_error_is_caught_and_named(error: Seeded, check: Check, counts: tuple[int, int]) -> None:
    found = caught([error], [check])
    assert (found.caught, found.named) == counts


def test_alarms_are_counted_once_for_each_requirement_without_an_error() -> None:
    alarm = Check("x:7.n1", "wrong", "missing", "", "duty:a", "")
    calm = Check("x:8.n1", "right", "", "", "", "")
    hit = Check("x:1.n1", "wrong", "wrong-duty", "duty:b", "duty:a", "")
    found = caught([DUTY, MODE], [alarm, alarm, calm, hit])
    assert found == Caught(errors=2, caught=1, named=1, others=2, alarms=1)
    assert str(found) == "hidden errors: 1 of 2 caught, 1 named exactly; 1 of 2 other requirements called wrong"
