"""Shows how the tables under tests/data/expected differ from the data; with --write takes the data's side.

A change of law data is to be seen twice: in the catalog and, line by line, in these tables. Read the difference first.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.data import tables  # noqa: E402 - the tests are no installed package
from tests.data.shipped import read_shipped  # noqa: E402 - as above


def main() -> int:
    """Print the difference, and write the tables if asked to. Returns 1 where they differ and stay so."""
    data = read_shipped()
    write = "--write" in sys.argv[1:]
    differing = 0
    for name in tables.TABLES:
        lines = tables.difference(name, data)
        if not lines:
            continue
        differing += 1
        print("\n".join(lines))
        if write:
            (tables.EXPECTED / name).write_text(tables.rendered(tables.TABLES[name](data)), encoding="utf-8")
    print(f"{differing} of {len(tables.TABLES)} tables {'written' if write else 'differ'}", file=sys.stderr)
    return 1 if differing and not write else 0


if __name__ == "__main__":
    sys.exit(main())
