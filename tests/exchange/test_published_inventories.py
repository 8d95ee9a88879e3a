"""Every published file at hand is read or refused as counted beforehand, by a script that shares no code with us."""

from __future__ import annotations

import ast
import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import reading
from kg.exchange.import_report import NOT_READ, Report
from kg.exchange.inventory import Inventory
from kg.exchange.kinds import Asked, Options
from kg.knowledge import Knowledge
from kg.portfolio.records import System, Unit
from tests.exchange.expected import count_inventories

FOLDER = Path(__file__).parent / "expected"
EXPECTED = list(csv.DictReader(io.StringIO((FOLDER / "inventories.csv").read_text(encoding="utf-8"))))
IMPORTED = [row for row in EXPECTED if row["outcome"] == "imported"]
REFUSED = [row for row in EXPECTED if row["outcome"] == "refused"]
YES = ("true",)


def _short(row: dict[str, str]) -> str:
    return Path(row["file"]).name


def test_the_counts_were_made_with_the_standard_library_alone() -> None:
    tree = ast.parse((FOLDER / "count_inventories.py").read_text(encoding="utf-8"))
    imported = {
        name.name.partition(".")[0] if isinstance(node, ast.Import) else (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported == {"__future__", "collections", "csv", "io", "pathlib", "re", "sys", "typing", "xml", "zipfile"}


@pytest.mark.shared
def test_the_counts_are_those_of_the_files(shared: Path) -> None:
    made = io.StringIO()
    count_inventories.write(shared, made)
    assert made.getvalue() == (FOLDER / "inventories.csv").read_text(encoding="utf-8")
    named = {row["file"] for row in EXPECTED}
    folder = shared / "inputs" / "inventories"
    assert named == {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.shared
@pytest.mark.parametrize("row", IMPORTED, ids=_short)
def test_a_published_file_is_read_as_counted(shared: Path, knowledge: Knowledge, row: dict[str, str]) -> None:
    options = Options(profile="auto", organisation="agency" if "2025" in row["file"] else "")
    found = _read(shared, knowledge, row, options)
    report, portfolio = found.report, found.portfolio
    systems = portfolio.of(System)
    assert (report.rows, len(systems), len({system.name for system in systems}), len(portfolio.of(Unit))) == (
        int(row["systems"]), int(row["systems"]), int(row["names"]), int(row["units"]),
    )  # fmt: skip
    stages = Counter(system.facts.get("stage", ("",))[0] for system in systems)
    assert stages["operation-maintenance"] + stages["deployed"] == int(row["running"])
    impacting = [
        system
        for system in systems
        if YES in (system.facts.get(name) for name in ("high_impact", "rights_impacting", "safety_impacting"))
    ]
    assert len(impacting) == int(row["impacting"])
    assert sum("put_into_use" in system.facts for system in systems) == int(row["days"])
    assert sum(system.facts.get("processes_personal_data") == YES for system in systems) == int(row["personal"])
    said = "\n".join(report.found)
    assert f"header in row {row['header_row']} " in said
    assert (f"encoding {row['encoding']}" if row["encoding"] else f"sheet {row['sheet']!r}") in said
    _every_cell_is_accounted_for(report)


def _every_cell_is_accounted_for(report: Report) -> None:
    """A column whose answers are read tells of every row; what was not understood tells its cells.

    Every column has a line, and the summary names the fullest of those that are not read.
    """
    told: Counter[int] = Counter()
    single: Counter[int] = Counter()
    for line in report.lines:
        told[line.column] += line.count
        single[line.column] += 1
        assert line.understood or len(line.rows) == line.count
    assert set(told) == set(range(1, max(told) + 1))
    unread = {line.column: line.count for line in report.lines if line.reading == NOT_READ}
    assert f" {max(unread.values()):,})" in report.summary()[-1].replace("(", " ")
    assert {told[column] for column, lines in single.items() if lines > 1} <= {report.rows}


@pytest.mark.shared
@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["file"].replace("/", "-"))
def test_a_file_that_is_no_inventory_is_refused_with_the_reason(
    shared: Path, knowledge: Knowledge, row: dict[str, str]
) -> None:
    with pytest.raises(InputError, match=row["reason"]):
        _read(shared, knowledge, row, Options())


def _read(shared: Path, knowledge: Knowledge, row: dict[str, str], options: Options) -> Inventory:
    asked = Asked(options)
    asked.__dict__["shipped"] = knowledge
    found = reading.read(shared / "inputs" / "inventories" / row["file"], asked).value
    assert isinstance(found, Inventory)
    return found
