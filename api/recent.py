"""Answers kept for a while, so that walking through the pages of one does not work it out for each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from kg.tables import Table

MAX_ROWS = 50_000


class Recent:
    """The answers asked for last, up to a number of rows in all. A larger answer is not kept."""

    def __init__(self, max_rows: int = MAX_ROWS) -> None:
        self._max_rows = max_rows
        self._rows = 0
        self._kept: OrderedDict[str, Table] = OrderedDict()
        self._lock = threading.Lock()
        # One question at a time: clients that ask the same at once share the work, and memory is bounded.
        self._working = threading.Lock()

    def get(self, key: str, ask: Callable[[], Table]) -> Table:
        """The answer kept under a key, or a new one."""
        found = self._known(key)
        if found is not None:
            return found
        with self._working:
            found = self._known(key)
            if found is None:
                found = ask()
                self._keep(key, found)
        return found

    def _known(self, key: str) -> Table | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, found: Table) -> None:
        # An empty answer takes room too.
        if _size(found) > self._max_rows:
            return
        with self._lock:
            self._kept[key] = found
            self._rows += _size(found)
            while self._rows > self._max_rows:
                self._rows -= _size(self._kept.popitem(last=False)[1])


def _size(found: Table) -> int:
    return len(found.rows) + 1
