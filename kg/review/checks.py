"""What an adjudicating reader made of a sheet with hidden errors: what was caught, and what else called wrong.

`reviews/README.md` describes the files.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.model import Curie
from kg.review.seeding import Seeded

VERDICTS = ("right", "wrong")


@dataclass(frozen=True, slots=True)
class Check:
    """One judgement of a requirement's links: right, or wrong with the problem, the duty and what is better."""

    requirement: Curie
    verdict: str
    problem: str
    duty: str
    better: str
    why: str


@dataclass(frozen=True, slots=True)
class Caught:
    """Hidden errors that were called wrong, those of them named exactly, and alarms on requirements without one."""

    errors: int
    caught: int
    named: int
    others: int
    alarms: int

    def __str__(self) -> str:
        return (
            f"hidden errors: {self.caught} of {self.errors} caught, {self.named} named exactly; "
            f"{self.alarms} of {self.others} other requirements called wrong"
        )


def caught(errors: Sequence[Seeded], checks: Collection[Check]) -> Caught:
    """Compare the judgements with the key. An error counts as caught where its requirement is called wrong."""
    hidden = {error.requirement for error in errors}
    wrong = {check.requirement for check in checks if check.verdict == "wrong"}
    seen = {check.requirement for check in checks}
    return Caught(
        errors=len(errors),
        caught=len(hidden & wrong),
        named=sum(any(_names(check, error) for check in checks) for error in errors),
        others=len(seen - hidden),
        alarms=len(wrong - hidden),
    )


def _names(check: Check, error: Seeded) -> bool:
    """Whether a judgement names what was hidden: the wrong duty or mode, or the duty that was dropped."""
    if check.requirement != error.requirement or check.verdict != "wrong":
        return False
    if error.kind == "missing":
        return check.better == error.duty
    if error.kind == "wrong-mode" and check.problem != error.kind:
        return False
    return check.duty == error.shown_duty
