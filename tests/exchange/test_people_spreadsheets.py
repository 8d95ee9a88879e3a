"""What people write into an inventory, cell by cell: read, or in the report with its cell, exactly once."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from kg.exchange import inventory, profile_file, xlsx
from kg.exchange.grid import Reading
from kg.exchange.inventory import Inventory
from kg.exchange.profile import Profile
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from kg.portfolio.records import System
from tests.exchange.workbooks import Book, Made, cell

PROFILE = """\
normgraph-profile: 1
id: people
title: People
organisation: {id: people, name: People}
name: {headers: [System name]}
external-id: {headers: [Id]}
unit: {headers: [Unit], bearer: false, blank: true}
columns:
  - {headers: [Stage], fact: stage}
  - {headers: [Started], fact: put_into_use}
  - {headers: [Areas], fact: operates_in}
  - {headers: [High impact], fact: high_impact}
"""
HEADER = ["Id", "System\nname", "Unit", "Stage", "Started", "Areas", "High\nimpact", "Remark"]
COLUMNS = {4: "stage", 5: "put_into_use", 6: "operates_in", 7: "high_impact"}
NOTHING = ("nothing",)
JANUARY = ("2024-01-05",)
# What is written -> the values it states, nothing, or None where it is reported.
STAGES: dict[str, tuple[str, ...] | None] = {
    "Pilot": ("pilot",), "b) PILOT.": ("pilot",), "TBD": NOTHING, "-": NOTHING, "None": NOTHING, "[]": NOTHING,
    "N/A": NOTHING, "nan": NOTHING, "n/a.": NOTHING, "\u2014": NOTHING, "null": NOTHING, "#N/A": NOTHING, "?": NOTHING,
    "N/A - not applicable": None, "#REF!": None, "#VALUE!": None, "not applicable": None, "0": None,
    "See comment": None,
}  # fmt: skip
DAYS: dict[str, tuple[str, ...] | None] = {
    "2024-01-05": JANUARY, "5 Jan 2024": JANUARY, "January 5, 2024": JANUARY, "2024-01-05T10:00:00Z": JANUARY,
    "20240105": JANUARY, "05.01.2024": JANUARY, "2024/1/5": JANUARY, "Fri, 5 January 2024": JANUARY,
    "5-Jan-24": JANUARY,
    "01/05/2024": None, "05/01/2024": None, "1/5/24": None, "Jan-24": None, "FY2024 Q1": None, "45296": None,
    "2024": None,
    "Summer 2023": None, "1/2024": None, "13/25/2024": None, "2024-02-30": None, "7/16/1905": None, "mid-2024": None,
    "2024-01-05 to 2024-03-01": None, "ongoing": None,
}  # fmt: skip
AREAS: dict[str, tuple[str, ...] | None] = {
    "['EU', 'US']": ("EU", "US"), '["EU","UK"]': ("EU", "UK"), "EU; US": ("EU", "US"), "EU\nUS": ("EU", "US"),
    "a) EU b) US": ("EU", "US"), "EU|US": ("EU", "US"), "EU, US": ("EU", "US"), "\u2022 EU\n\u2022 US": ("EU", "US"),
    "[EU, US]": ("EU", "US"), "EU / US": None, "EU and US": None, "EU;Mars": None, "[]": NOTHING, "['']": NOTHING,
}  # fmt: skip
TRUTHS: dict[str, tuple[str, ...] | None] = {
    "TRUE": ("true",), "a) Yes": ("true",), "1": ("true",), "X": ("true",), "1. Yes": ("true",), "yes.": ("true",),
    "No": ("false",), "n": ("false",), "FALSE": ("false",), "b) No": ("false",), "0.0": ("false",),
    "a) Yes - in part": None, "Y/N": None, "partially": None,
}  # fmt: skip
TABLES = {4: STAGES, 5: DAYS, 6: AREAS, 7: TRUTHS}
IDS = ["1", "", "2", "2", "n/a"]
ROWS = [
    [IDS[number % 5], f"System {number % 9}", "Sales", *texts, "remark"]
    for number, texts in enumerate(zip_longest(*TABLES.values(), fillvalue=""))
]


@pytest.fixture(scope="module")
def profile(knowledge: Knowledge) -> Profile:
    return profile_file.from_place(parse_yaml(PROFILE, "people.yaml"), knowledge)


def _accounted(found: Inventory, first: int, rows: Sequence[Sequence[str]] = ROWS) -> None:
    """Every cell states what the tables say, or stands in the report exactly once. `first` is the first row."""
    missed = Counter((line.column, row) for line in found.report.lines if not line.understood for row in line.rows)
    assert not [place for place, count in missed.items() if count > 1]
    # Records stand in the order of their identifiers; numbers among equals follow the file.
    assert len(found.portfolio.of(System)) == len(rows)
    for column, table in TABLES.items():
        texts = [row[column - 1] for row in rows]
        reported = {row for place, row in missed if place == column}
        assert reported == {first + n for n, text in enumerate(texts) if text and table[text] is None}, COLUMNS[column]
        stated = Counter(system.facts.get(COLUMNS[column], ()) for system in found.portfolio.of(System))
        expected = Counter((table.get(text) or ()) if table.get(text) != NOTHING else () for text in texts)
        assert stated == expected, COLUMNS[column]
        assert sum(line.count for line in found.report.lines if line.column == column) == len(rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_of_any_encoding_and_delimiter(profile: Profile, tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "people.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([["Our list", *[""] * 7], [""] * 8, HEADER, *ROWS])
    # Without a mark nothing tells UTF-16 from any bytes: it has to be set.
    found = inventory.read(path, profile, Reading(encoding="utf-16-le") if encoding == "utf-16-le" else None)
    _accounted(found, 4)
    assert found.report.repeated == ("1 (5)", "2 (10)")
    assert found.report.blank_ids == sum(row[0] in ("", "n/a") for row in ROWS)


def test_a_workbook_with_everything_around_the_table(profile: Profile) -> None:
    """Banner, header of two rows with merged cells, a second Remark, a hidden sheet, drop-downs, rows of formats."""
    group = ["Id", "System\nname", "Unit", "Answers", None, None, None, "Remark", "Remark"]
    table = Made(
        "Data", [["AI systems"], [], group, [*(None for _ in range(3)), *HEADER[3:7]], *ROWS, [None] * 1_000],
        merged=["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:H4"], lists=["Lists!$A$1:$A$3"],
    )  # fmt: skip
    content = Book([
        Made("Lists", [["Pilot"], ["Retired"], ["Deployed"]]),
        Made("Old", [HEADER, ["9", "Ghost", "", "pilot", "", "EU", "yes", ""]], state="hidden"), table,
    ]).content()  # fmt: skip
    found = inventory.from_workbook(xlsx.read("people.xlsx", content), profile)
    _accounted(found, 5)
    assert "sheet 'Data', header in row 4 (the row whose columns the profile describes)" in found.report.found
    assert "not read: sheet 'Lists' (lists of drop-downs, 3 rows)" in found.report.found
    assert "not read: sheet 'Old' (hidden, 2 rows)" in found.report.found


def test_a_cell_with_an_error_is_told_once_and_is_not_blank(profile: Profile) -> None:
    row = '<row r="2">' + cell("A2", "1") + cell("B2", "Chat") + '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    header = "".join(cell(f"{'ABCDEFGH'[place]}1", text) for place, text in enumerate(HEADER))
    content = Book([Made("Data", xml=f'<row r="1">{header}</row>{row}')]).content()
    report = inventory.from_workbook(xlsx.read("people.xlsx", content), profile).report
    assert [(line.reading, line.count, line.rows) for line in report.lines if line.column == 4] == [
        ("not understood: the error #DIV/0!", 1, (2,))
    ]


def test_the_header_again_is_no_system_and_is_reported(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS, HEADER, ["", "Last", *[""] * 6]])
    found = inventory.read(path, profile)
    assert len(found.portfolio.of(System)) == found.report.systems == len(ROWS) + 1
    assert found.report.rows == len(ROWS) + 2
    (line,) = (line for line in found.report.not_understood if line.column == 2)
    assert (line.answer, line.reading, line.rows) == (
        "System name", "not understood: the header again", (len(ROWS) + 2,),
    )  # fmt: skip
