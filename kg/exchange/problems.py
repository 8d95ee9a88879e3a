"""Mistakes of one file, collected so that a person sees all of them at once and nothing is half-written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import InputError, NormgraphError

MOST = 50
"""So many mistakes are listed; then reading ends. Whoever made more made one of them many times."""


class Unfit(Exception):
    """An entry cannot become a record; why, has been told already."""


class Problems:
    """Collects the mistakes of the file `name`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[NormgraphError] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, error: NormgraphError) -> None:
        """Keep a mistake. Raises InputError with all of them when there are too many to go on."""
        self._found.append(error)
        if len(self._found) >= MOST:
            self.settle()

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Keep a mistake that is raised inside, and go on behind it."""
        try:
            yield
        except Unfit:
            return
        except InputError as error:
            if error.code == _SETTLED:
                raise
            self.add(error)

    def settle(self) -> None:
        """Raise InputError where anything is wrong: the mistake itself where it is the only one."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            count = f"{len(self._found)} or more" if len(self._found) >= MOST else str(len(self._found))
            lines = "".join(f"\n  {self._line(error)}" for error in self._found)
            raise InputError(f"{count} mistakes in {self._name}, nothing was recorded:{lines}", code=_SETTLED)

    def _line(self, error: NormgraphError) -> str:
        where = (error.where or "").removeprefix(f"{self._name}, ")
        parts = [f"{where}: {error.message}" if where else error.message]
        parts += [f"found {error.found}"] if error.found else []
        parts += [f"expected {error.expected}"] if error.expected else []
        parts += error.hint.split("\n") if error.hint else []
        return "; ".join(" ".join(part.split()) for part in parts)


_SETTLED = "several-mistakes"
