"""A synthetic inventory: the form of 2024 with answers as frequent as in the published one, equal for equal seeds."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

EXCERPT = Path(__file__).parents[1] / "examples" / "us-federal-2024" / "excerpt-60.csv"
ENCODING = "cp1252"
# So large a share of the columns on minimum practices is blank that a system has 26 statements, as when published.
_BLANK = 0.72
_FIRST_PRACTICE = 44
_TEXTS = (7, 8, 26)
_AGENCY = slice(1, 3)
_SENTENCE = (
    "Reads what people send in and sorts it by subject so that the office that answers for it sees it a day earlier"
)


def rows(systems: int, seed: int = 7) -> Iterator[list[str]]:
    """The header, and one row for each system."""
    with EXCERPT.open(encoding=ENCODING, newline="") as file:
        header, *published = csv.reader(file)
    yield header
    chance = random.Random(seed)
    # An answer is drawn from those that its column has anywhere in the excerpt.
    answers = [[row[column] for row in published] for column in range(len(header))]
    for number in range(systems):
        row = [chance.choice(answers[column]) for column in range(len(header))]
        row[_FIRST_PRACTICE:] = [cell if chance.random() > _BLANK else "" for cell in row[_FIRST_PRACTICE:]]
        row[_AGENCY] = chance.choice(published)[_AGENCY]
        row[0] = f"{row[0]} {number}"
        for column in _TEXTS:
            row[column] = f"{_SENTENCE} ({number})."
        yield row


def write(path: Path, systems: int, seed: int = 7) -> None:
    """Write the inventory as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(systems, seed))
