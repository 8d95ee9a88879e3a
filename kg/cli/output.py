"""Rows to standard output or a file: table, JSON, CSV or Markdown. Data on stdout, words on stderr."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from kg.cli.layout import lines
from kg.errors import StoreError
from kg.exchange.tabular import render
from kg.tables import Table

FORMATS = ("table", "json", "csv", "md")
# Where the width is not known: a file, a pipe.
DEFAULT_WIDTH = 160


def write_table(found: Table, *, form: str = "table", output: Path | None = None) -> None:
    """Write an answer in a format, to a file or standard output."""
    if form == "table":
        heading, *rest = lines(found.rows, found.shown or found.columns, _width(output))
        bold = output is None and _is_terminal() and not os.environ.get("NO_COLOR")
        deliver("\n".join([f"\033[1m{heading}\033[0m" if bold else heading, *rest]) + "\n", output)
    else:
        deliver(render(found.rows, found.columns, form), output)
    for note in found.notes:
        say(note)


def _width(output: Path | None) -> int:
    if output is not None:
        return DEFAULT_WIDTH
    if _is_terminal():
        return shutil.get_terminal_size((DEFAULT_WIDTH, 0)).columns
    stated = os.environ.get("COLUMNS", "")
    return int(stated) if stated.isascii() and stated.isdigit() and int(stated) else DEFAULT_WIDTH


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def deliver(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output."""
    if output is None:
        sys.stdout.write(text)
        return
    write_file(output, text)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; a text as UTF-8."""
    data = content if isinstance(content, bytes) else content.encode()
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False, suffix=".part") as handle:
            part = Path(handle.name)
            handle.write(data)
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        raise StoreError("file could not be written", where=str(path), found=error.strerror or str(error)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def say(text: str) -> None:
    """Words for people, on standard error."""
    print(text, file=sys.stderr)
