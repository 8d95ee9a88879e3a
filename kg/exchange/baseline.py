"""Baseline files of `crosswalk check`: findings that are known, and not reported again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kg.crosswalk.lint import Problem
from kg.errors import InputError
from kg.exchange.yaml_source import read_text

VERSION = 1
_KEY = "normgraph-baseline"


def read(path: Path) -> frozenset[str]:
    """Fingerprints of the findings in a baseline file. Raises InputError where it is none."""
    try:
        found = json.loads(read_text(path))
        listed = found["findings"] if found[_KEY] == VERSION else None
        prints = [item["fingerprint"] for item in listed] if isinstance(listed, list) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        prints = None
    if prints is None or not all(isinstance(item, str) for item in prints):
        raise InputError(
            "not a baseline file", where=path.name, found="something else",
            expected=f"JSON with {_KEY}: {VERSION} and findings, each with its fingerprint",
            hint="write one with --write-baseline FILE",
        )  # fmt: skip
    return frozenset(prints)


def text(found: Iterable[Problem]) -> str:
    """A baseline file of some findings; people read the rest, the fingerprint decides."""
    listed = [
        {"fingerprint": item.fingerprint, "rule": item.rule, "file": item.file, "message": item.message}
        for item in found
    ]
    listed.sort(key=lambda item: (item["file"], item["rule"], item["fingerprint"]))
    return json.dumps({_KEY: VERSION, "findings": listed}, ensure_ascii=False, indent=1) + "\n"
