"""Rows to standard output or a file: table, JSON, CSV or Markdown. Data on stdout, words on stderr."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.exchange.tabular import render
from kg.tables import Table

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("table", "json", "csv", "md")

# Identifiers are copied and typed: a table keeps them in one piece.
_LIST_ITEM = re.compile(r";(?! )")
_WHOLE = frozenset({"subject", "system", "requirement", "duty", "source", "target", "framework", "status", "fact"})


def write_table(found: Table, *, form: str = "table", output: Path | None = None) -> None:
    """Write an answer in a format, to a file or standard output."""
    if form == "table" and output is None:
        _table(found.rows, found.shown or found.columns)
    else:
        deliver(render(found.rows, found.columns, form), output)
    for note in found.notes:
        say(note)


def _table(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> None:
    from rich.table import Table as Grid

    table = Grid(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name.replace("_", " "), overflow="fold", vertical="top", no_wrap=name in _WHOLE)
    for row in rows:
        table.add_row(*(_breakable(row[name]) for name in columns))
    console().print(table)


def _breakable(cell: str) -> str:
    from rich.markup import escape

    return escape(_LIST_ITEM.sub("; ", cell))


def console() -> Console:
    """A console on standard output: terminal width, or 160 columns where there is no terminal."""
    from rich.console import Console

    return Console(
        width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "160")),
        highlight=False,
        soft_wrap=False,
        no_color=not sys.stdout.isatty() or "NO_COLOR" in os.environ,
    )


def deliver(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output."""
    if output is None:
        sys.stdout.write(text)
        return
    write_file(output, text)


def write_file(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, encoding="utf-8", newline="", delete=False, suffix=".part"
        ) as handle:
            handle.write(text)
        os.chmod(handle.name, 0o644)
        os.replace(handle.name, path)
    except OSError as error:
        raise StoreError("file could not be written", where=str(path), found=error.strerror or str(error)) from error


def say(text: str) -> None:
    """Words for people, on standard error."""
    print(text, file=sys.stderr)
