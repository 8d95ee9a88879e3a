"""Counts what stands in published mapping files, with the standard library alone and no code of the reader.

    python tests/exchange/count_crosswalks.py ../shared/inputs > tests/exchange/expected/crosswalks.json

It was run before the reader was. A tab between cells, a line for each row: no cell of these files breaks a line.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HUMAN = "semapv:ManualMappingCuration"
LIBRARIES = ("iso27001-2022", "iso42001-2023")


def sssom(path: Path) -> dict[str, Any]:
    """Counts of a table with tabs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    header = lines[first].split("\t")
    justification = header.index("mapping_justification")
    counts: Counter[str] = Counter()
    shifted = []
    without, machine = 0, 0
    for number, line in enumerate(lines[first + 1 :], start=first + 2):
        cells = line.split("\t")
        counts[cells[header.index("predicate_id")]] += 1
        if not cells[justification].startswith("semapv:"):
            shifted.append(number)
            continue
        without += not cells[header.index("object_id")]
        machine += cells[justification] != HUMAN
    return {
        "rows": sum(counts.values()),
        "relations": dict(sorted(counts.items())),
        "shifted": shifted,
        "without_object": without,
        "machine_made": machine,
    }


def ciso(path: Path, library: Path) -> dict[str, Any]:
    """Counts of a mapping library, and the clauses it maps that the library of their framework does not have."""
    text = path.read_text(encoding="utf-8")
    sources = re.findall(r"source_requirement_urn: (\S+)", text)
    targets = re.findall(r"target_requirement_urn: (\S+)", text)
    known = set(re.findall(r"^\s*-? ?urn: (\S+)$", library.read_text(encoding="utf-8"), re.MULTILINE))
    own = re.compile(rf":req_node:{re.escape(library.stem)}:(.+)$")
    ends = [found[1] for urn in (*sources, *targets) if (found := own.search(urn)) and urn not in known]
    return {
        "sets": len(re.findall(r"source_framework_urn: ", text)),
        "rows": len(targets),
        "relations": dict(sorted(Counter(re.findall(r"^\s*relationship: (\S+)$", text, re.MULTILINE)).items())),
        "own_clauses": len({urn for urn in (*sources, *targets) if own.search(urn)}),
        "clauses_the_library_lacks": dict(sorted(Counter(ends).items())),
    }


def count(inputs: Path) -> dict[str, Any]:
    """Counts of all four files."""
    found = {name: sssom(inputs / "crosswalks" / name) for name in ("ibm2nistgenai.tsv", "ibm2owasp.tsv")}
    folder = inputs / "grc" / "ciso_assistant_libraries"
    for library in LIBRARIES:
        name = f"mapping-{library}-and-scf-2025.2.2.yaml"
        found[name] = ciso(folder / name, folder / f"{library}.yaml")
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(count(Path(sys.argv[1])), indent=1) + "\n")
