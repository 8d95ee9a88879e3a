"""Rows as text in a machine format: JSON, CSV or Markdown, the same for the command line and the REST service."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from kg.tables import harmless


def render(rows: Sequence[Mapping[str, str]], columns: Sequence[str], form: str) -> str:
    """Rows as text in a machine format; anything but `json` and `csv` is Markdown."""
    if form == "json":
        return json.dumps([{name: row[name] for name in columns} for row in rows], ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(rows, columns)
    return _markdown(rows, columns)


def _csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(row[name]) for name in columns] for row in rows)
    return buffer.getvalue()


def _markdown(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    for row in rows:
        cells = (row[name].replace("|", "\\|").replace("\n", " ") for name in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
