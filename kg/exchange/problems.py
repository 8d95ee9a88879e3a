"""Mistakes of one file, collected so that a person sees all of them at once and nothing is half-written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import InputError, NormgraphError

MOST = 50
"""So many different mistakes are listed; then reading ends."""
_PLACES = 5


class Unfit(Exception):
    """An entry cannot become a record; why, has been told already."""


class Problems:
    """Collects the mistakes of the file `name`."""

    def __init__(self, name: str) -> None:
        self._name = name
        # What is wrong -> the mistake as it was first found, and all its places.
        self._found: dict[tuple[str, str, str, str], tuple[NormgraphError, list[str]]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def count(self) -> int:
        """How many mistakes there are."""
        return sum(len(places) for _, places in self._found.values())

    def add(self, error: NormgraphError) -> None:
        """Keep a mistake. Raises InputError with all of them when there are too many different ones to go on."""
        what = (error.message, error.found or "", error.expected or "", error.hint or "")
        where = (error.where or "").removeprefix(f"{self._name}, ")
        self._found.setdefault(what, (error, []))[1].append(where)
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
        if self.count == 1:
            raise next(error for error, _ in self._found.values())
        if self._found:
            count = f"{self.count:,} or more" if len(self._found) >= MOST else f"{self.count:,}"
            lines = "".join(f"\n  {_line(error, places)}" for error, places in self._found.values())
            raise InputError(f"{count} mistakes in {self._name}, nothing was recorded:{lines}", code=_SETTLED)


def _line(error: NormgraphError, places: list[str]) -> str:
    more = f" and {len(places) - _PLACES:,} more" if len(places) > _PLACES else ""
    where = ", ".join(places[:_PLACES]) + more
    parts = [f"{where}: {error.message}" if where else error.message]
    parts += [f"found {error.found}"] if error.found else []
    parts += [f"expected {error.expected}"] if error.expected else []
    parts += error.hint.split("\n") if error.hint else []
    return "; ".join(" ".join(part.split()) for part in parts)


_SETTLED = "several-mistakes"
