"""Writes what the demo prints into README.md; with --check only says whether it is still true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCK = re.compile(r"(<!-- demo -->\n).*?(<!-- /demo -->)", re.DOTALL)
WIDTH = "148"
MOST_LINES = 13
SHOWN = ("POSTURE", "CONFLICTS", "MOST URGENT GAPS", "BEST OVERLAPS", "WHAT COMES NEXT")


def demo() -> str:
    """What `normgraph demo` prints at a fixed width."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kg.cli.main", "demo", "--output", folder]
        environment = {**os.environ, "COLUMNS": WIDTH, "PYTHONPATH": str(README.parent)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=folder)
    return done.stdout


def excerpt(output: str) -> Iterator[str]:
    """The first line and the sections shown, each cut to a few lines."""
    first, *sections = output.split("\n\n")
    yield first
    for section in sections:
        if section.startswith(SHOWN):
            lines = [line.rstrip() for line in section.splitlines()]
            yield ""
            yield from lines[:MOST_LINES]
            if len(lines) > MOST_LINES:
                yield "..."


def renewed(text: str) -> str:
    """The README with the block made anew."""
    block = "".join(f"    {line}".rstrip() + "\n" for line in excerpt(demo()))
    return BLOCK.sub(lambda found: f"{found[1]}\n{block}\n{found[2]}", text)


def main() -> int:
    """Write, or check."""
    before = README.read_text(encoding="utf-8")
    after = renewed(before)
    if "--check" in sys.argv[1:]:
        if before != after:
            print("README.md no longer shows what the demo prints: run make docs", file=sys.stderr)
        return int(before != after)
    README.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
