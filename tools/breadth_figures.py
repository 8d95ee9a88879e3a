"""Prints how far the two readers of single links agree, as reviews/README.md gives it.

python tools/breadth_figures.py reviews/2026.1/breadth
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.review.breadth import Reread, summary  # noqa: E402 - the script also runs where the package is not installed


def main() -> int:
    """Print a line for all links and for each kind."""
    print("\n".join(summary(read(Path(sys.argv[1])))))
    return 0


def read(folder: Path) -> list[Reread]:
    """The links of a sheet with both readers' answers."""
    kinds, first, second = (
        answers(folder / name, column)
        for name, column in (("key.csv", "kind"), ("readings/X.csv", "answer"), ("readings/Y.csv", "answer"))
    )
    return [Reread(*place, kind=kind, first=first[place], second=second[place]) for place, kind in kinds.items()]


def answers(path: Path, column: str) -> dict[tuple[str, str], str]:
    """(requirement, duty) -> what a column says."""
    with path.open(encoding="utf-8", newline="") as handle:
        return {(row["requirement"], row["duty"]): row[column] for row in csv.DictReader(handle)}


if __name__ == "__main__":
    sys.exit(main())
