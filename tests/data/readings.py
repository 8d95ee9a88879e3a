"""A second reading of whom the newer laws bind: conditions written from the facts files and the laws, place by place.

A second look, not a blind one: the reader knew the first reading. `expected/readings.csv` uses the words of the facts
vocabulary, nothing else of the catalogs. An item is a norm or a guard; `/1-2` picks the first two of its versions,
without it all versions are meant.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from kg.model import Guard, Norm, Window
from tests.data.evaluator import difference
from tests.data.shipped import Data

READINGS = Path(__file__).parent / "expected" / "readings.csv"


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """(item, versions, condition) of every item."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (f"{row['edition']}:{item.partition('/')[0]}", item.partition("/")[2], row["condition"])
            for row in csv.DictReader(file)
            for item in row["items"].split()
        )


def conditions(data: Data) -> list[str]:
    """Every condition of the newer laws means what was read a second time."""
    items = {item.id: item for item in _items(data)}
    found = [f"{name}: no such norm or guard" for name, _, _ in _rows() if name not in items]
    for name, versions, expected in _rows():
        windows = _picked(items[name], versions) if name in items else ()
        found += [
            f"{window.id}: {window.text}; read as {expected}, {differs}"
            for window in windows
            if (differs := difference(expected, window.text))
        ]
    return found


def _picked(item: Norm | Guard, versions: str) -> tuple[Window, ...]:
    first, _, last = versions.partition("-")
    return item.windows[int(first) - 1 : int(last or first)] if versions else item.windows


# Their duties are compared with the facts file, which has conditions; here are their definitions and scope.
COMPARED = {"eu-ai-act", "omb-m-24-10", "omb-m-25-21", "omb-m-25-22"}


def all_read(data: Data) -> list[str]:
    """No condition of a law in the table is left out; `all()` and the rules on place say nothing about facts."""
    editions = {name.partition(":")[0] for name, _, _ in _rows()} - COMPARED
    read = {name for name, _, _ in _rows()}
    return [
        f"{item.id}: nobody read its condition a second time"
        for item in _items(data)
        if item.edition in editions
        and item.id not in read
        and not item.id.endswith(":guard-place")
        and any(window.text != "all()" for window in item.windows)
    ]


def _items(data: Data) -> Iterator[Norm | Guard]:
    yield from data.knowledge.catalogs.norms.values()
    yield from data.knowledge.catalogs.guards.values()


CHECKS: dict[str, Callable[[Data], list[str]]] = {
    "readings: conditions": conditions,
    "readings: complete": all_read,
}
