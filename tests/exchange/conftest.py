"""The shipped knowledge and profile, the shipped excerpt, and small spreadsheets made from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import knowledge as shipped
from kg.exchange import profile_file as profiles
from kg.exchange.inventory import Inventory, read
from kg.exchange.profile import Profile
from kg.knowledge import Knowledge

Cells = list[list[str]]
Write = Callable[..., Path]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return shipped.load()


@pytest.fixture(scope="session")
def federal(knowledge: Knowledge) -> Profile:
    return profiles.load("us-federal-2024", knowledge)


@pytest.fixture(scope="session")
def excerpt(root: Path) -> Path:
    return root / "examples" / "us-federal-2024" / "excerpt-60.csv"


@pytest.fixture(scope="session")
def cells(excerpt: Path) -> Cells:
    """All rows of the excerpt, the header first."""
    return list(csv.reader(io.StringIO(excerpt.read_bytes().decode("cp1252"), newline="")))


@pytest.fixture(scope="session")
def inventory(excerpt: Path, federal: Profile) -> Inventory:
    return read(excerpt, federal)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes rows to a CSV file."""

    def _write(rows: Cells, encoding: str = "utf-8", name: str = "made.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return _write
