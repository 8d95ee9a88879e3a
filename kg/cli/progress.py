"""A progress bar on standard error, where that is a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

_WIDTH = 30
_CLEAR = "\r\033[K"


class Bar:
    """Shows how far a long command is. Called with a stage, how much of it is done, and how much there is."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a state."""
        if self._shown:
            filled = _WIDTH * done // max(total, 1)
            counted = f" {done:,} of {total:,}" if total > 1 else ""
            sys.stderr.write(f"{_CLEAR}{stage} [{'#' * filled}{'.' * (_WIDTH - filled)}]{counted}")
            sys.stderr.flush()
