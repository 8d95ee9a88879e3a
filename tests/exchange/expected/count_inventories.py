"""Counts what stands in the published inventories, with the standard library alone: what the importer has to find.

`python tests/exchange/expected/count_inventories.py SHARED > tests/exchange/expected/inventories.csv`. Sheet, header
row and the places of columns were looked up in the files and stand here; nothing is recognised.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = (
    "file", "outcome", "reason", "encoding", "sheet", "header_row", "systems", "names", "units", "running", "impacting",
    "days", "personal",
)  # fmt: skip


class Place(NamedTuple):
    """Where things stand in a file: encoding of a text, or part and name of a sheet; header row; columns (0: none).

    `running` and `impacting` are beginnings of answers that are counted in the columns for stage and impact. `day` is
    the column of the first day of use, `personal` the one of personal information, where "Yes" is counted.
    """

    file: str
    encoding: str
    part: str
    sheet: str
    header: int
    name: int
    unit: int
    stage: int
    impact: int
    running: str
    impacting: tuple[str, ...]
    day: int = 0
    personal: int = 0


_2024 = ("Both", "Rights-Impacting", "Safety-Impacting", "Safety-impacting")
_YES = ("a) High-impact",)
_OLD, _NEW = "us_federal_2024/", "us_federal_2025_agency_files/"
FILES = (
    Place(_OLD + "2023_consolidated_ai_inventory_raw.csv", "utf-8", "", "", 1, 5, 10, 7, 0, "Operation and Maint", ()),
    Place(
        _OLD + "2024_consolidated_ai_inventory_raw.csv",
        "utf-8-sig", "", "", 1, 1, 2, 10, 11, "Operation", _2024, 14, 23,
    ),
    Place(
        _OLD + "2024_consolidated_ai_inventory_raw_v2.csv",
        "cp1252", "", "", 1, 1, 2, 10, 11, "Operation", _2024, 14, 23,
    ),
    Place(
        _NEW + "department-of-education/ai-inventory-2025-113183.xlsx",
        "", "sheet1", "All Use Cases", 2, 2, 3, 6, 7, "c) Deployed", _YES, 14, 21,
    ),
    Place(
        _NEW + "department-of-health-and-human-services/hhs-ai-use-case-inventory-fy25.csv",
        "cp1252", "", "", 1, 1, 2, 5, 6, "c) Deployed", _YES, 13, 20,
    ),
    Place(
        _NEW + "department-of-justice/2025 DOJ AI Use Case Inventory_downloadable.xlsx",
        "", "sheet2", "Reportable AI Use Cases", 2, 2, 3, 6, 7, "c) Deployed", _YES, 14, 21,
    ),
    Place(
        _NEW + "department-of-state/Tab-1-2025-AI-Use-Case-Inventory-Reporting-DOS.csv",
        "cp1252", "", "", 2, 1, 2, 5, 6, "c) Deployed", _YES, 13, 20,
    ),
    Place(
        _NEW + "federal-energy-regulatory-commission/grid_6035838_data FERC 2025 AI Use Case Inventory.xlsx",
        "", "sheet1", "All Use Cases", 2, 2, 3, 6, 7, "c) Deployed", _YES, 14, 21,
    ),
    Place("uk_atrs/atrs_records.csv", "utf-8", "", "", 1, 2, 1, 0, 0, "", ()),
)  # fmt: skip
# Month, day and year of this or the last half century, or a workbook's count of days. A month is no day.
_DAY = re.compile(r"\d{1,2}/\d{1,2}/(19[5-9]\d|20\d\d)( 00:00:00)?|4\d{4}")
# Files in the folder that are no inventories, with a part of the reason why they are refused.
REFUSED = {
    "csv_profile.json": "not a file of a kind", "xlsx_profile.json": "not a file of a kind",
    "us_federal_2025_columns.md": "not a file of a kind", "uk_atrs/atrs_records.json": "not a file of a kind",
    "us_federal_2024/README.md": "not a file of a kind", "uk_atrs/README.md": "not a file of a kind",
    "us_federal_2024/data_dictionary.yaml": "unknown key",
    "value_maps/value_map_2024.csv": "no profile describes this file",
    "value_maps/value_map_2025.csv": "no profile describes this file",
}  # fmt: skip


def _text_rows(content: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def _workbook_rows(content: bytes, part: str) -> list[list[str]]:
    """Rows of a sheet by its part of the archive; row n of the sheet is item n - 1."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        strings = [
            "".join(text.text or "" for text in item.iter(_MAIN + "t"))
            for item in ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - files at hand, looked at
        ]
        sheet = ET.fromstring(archive.read(f"xl/worksheets/{part}.xml"))  # noqa: S314
    rows: list[list[str]] = []
    for row in sheet.iter(_MAIN + "row"):
        rows += [[] for _ in range(int(row.get("r", "0")) - len(rows))]
        for cell in row:
            rows[-1] += [""] * (_column(cell.get("r", "")) - len(rows[-1]))
            rows[-1][_column(cell.get("r", "")) - 1] = _value(cell, strings)
    return rows


def _value(cell: ET.Element, strings: list[str]) -> str:
    value = cell.findtext(_MAIN + "v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value


def _column(name: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", name):
        number = number * 26 + ord(letter) - 64
    return number


def _plain(row: list[str], column: int) -> str:
    return " ".join(row[column - 1].split()) if 0 < column <= len(row) else ""


def counts(shared: Path) -> Iterator[dict[str, str]]:
    """One row for each file."""
    folder = shared / "inputs" / "inventories"
    for place in FILES:
        content = (folder / place.file).read_bytes()
        rows = _workbook_rows(content, place.part) if place.part else _text_rows(content, place.encoding)
        systems = [row for row in rows[place.header :] if any(cell.strip() for cell in row)]
        assert all(_plain(row, place.name) for row in systems)
        found = (
            len(systems),
            len({_plain(row, place.name) for row in systems}),
            len({_plain(row, place.unit).casefold() for row in systems} - {""}),
            sum(bool(place.running) and _plain(row, place.stage).startswith(place.running) for row in systems),
            sum(_plain(row, place.impact) in place.impacting for row in systems),
            sum(_DAY.fullmatch(_plain(row, place.day)) is not None for row in systems),
            sum(_plain(row, place.personal) == "Yes" for row in systems),
        )
        cells = (place.file, "imported", "", place.encoding, place.sheet, place.header, *found)
        yield dict(zip(COLUMNS, map(str, cells), strict=True))
    for name, reason in REFUSED.items():
        yield dict.fromkeys(COLUMNS, "") | {"file": name, "outcome": "refused", "reason": reason}


def write(shared: Path, out: TextIO) -> None:
    """Write the counts as CSV."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(counts(shared))


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.stdout)
