"""Small records to store, and processes that work on the same store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.store.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
DIGEST = "d" * 64
GRAPH = "https://w3id.org/normgraph/id/acme"
Line = Callable[..., str]
Spawn = Callable[..., "subprocess.Popen[str]"]


def _line(number: int, value: str = "v", graph: str = GRAPH) -> str:
    return f'<{GRAPH}/s{number}> <{GRAPH}/p> "{value}" <{graph}> .'


@pytest.fixture
def line() -> Line:
    """Makes the canonical line of one quad."""
    return _line


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.open(tmp_path / "store", create=True) as opened:
        yield opened


@pytest.fixture
def spawn() -> Iterator[Spawn]:
    """Starts Python with some text and arguments; what still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(text: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", text, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
