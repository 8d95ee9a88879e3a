"""Spreadsheets as nobody would wish for: none stops a reader, and no row gets lost without being told."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NormgraphError
from kg.exchange import delimited, inventory, xlsx
from kg.exchange.grid import Reading, Workbook
from kg.exchange.profile import AnswerColumn, Column, Profile, UnitColumn
from kg.exchange.profile import Reading as Said
from kg.portfolio.records import System
from tests.exchange.workbooks import Book, Made

PROFILE = Profile(
    "dirty", "Dirty", "org", "Org", (), "", (), (), Column(("Name",)), UnitColumn(("Unit",), bearer=False, blank=True),
    None, Column(("Id",), optional=True), None,
    (AnswerColumn(("Stage",), readings={"Pilot": Said({"stage": ("pilot",)}), "None of them": Said(word="nothing")}),),
)  # fmt: skip
HEADER = ["Name", "Unit", "Stage", "Note"]
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(str.strip)
DIRT = st.sampled_from(
    ["", " ", "\u00a0", "N/A", "TBD", "-", "[]", "['Pilot']", "a) Pilot", "PILOT.", "pilot; Pilot", "TRUE", "=1+1",
     "#REF!",
     '"', '""', "'", ";", "a,b", "two\nlines", "\u2028", "caf\u00e9", "\u2019", "3/4/2025", "x" * 200]
) | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6)  # fmt: skip


@dataclass(frozen=True)
class Dirty:
    """Rows below a header, with what stands around them."""

    banner: list[list[str]]
    rows: list[list[str]]
    blanks: list[int]
    trailing: int

    @property
    def cells(self) -> list[list[str]]:
        made = [*self.banner, [*HEADER, *[""] * self.trailing]]
        for number, row in enumerate(self.rows):
            if number in self.blanks:
                made.append([""] * (len(HEADER) + self.trailing))
            made.append([*row, *[""] * self.trailing])
        return made


dirty = st.builds(
    Dirty,
    st.lists(st.lists(DIRT, min_size=1, max_size=2), max_size=3),
    st.lists(st.builds(lambda name, *more: [name, *more], NAMES, DIRT, DIRT, DIRT), max_size=8),
    st.lists(st.integers(0, 8), max_size=2),
    st.integers(0, 3),
)


def _accounted(book: Workbook, made: Dirty) -> None:
    found = inventory.from_workbook(book, PROFILE)
    assert len(found.portfolio.of(System)) == found.report.rows == len(made.rows)
    names = sorted(" ".join(row[0].split()) for row in made.rows)
    assert sorted(system.name for system in found.portfolio.of(System)) == names
    lines = [line for line in found.report.lines if line.header == "Stage"]
    assert sum(line.count for line in lines) == len(made.rows)
    assert all(line.understood or len(line.rows) == line.count for line in lines)
    stated = sum(system.facts.get("stage") == ("pilot",) for system in found.portfolio.of(System))
    assert stated == sum(line.count for line in lines if line.reading == "stage=pilot")


@settings(deadline=None, max_examples=40)
@given(dirty, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_no_row_of_a_dirty_text_file_is_lost(made: Dirty, delimiter: str, encoding: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(made.cells)
    content = buffer.getvalue().encode(encoding)
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
    _accounted(delimited.read("made.csv", content, Reading(delimiter=names[delimiter])), made)


@settings(deadline=None, max_examples=25)
@given(dirty, st.booleans(), st.booleans())
def test_no_row_of_a_dirty_workbook_is_lost(made: Dirty, hidden: bool, lists: bool) -> None:
    data = Made(
        "Data", [[cell or None for cell in row] for row in made.cells], lists=["Lists!$A$1:$A$3"] if lists else []
    )
    other = Made("Lists", [["Pilot"], ["Retired"], ["x"]], state="hidden" if hidden else "")
    _accounted(xlsx.read("made.xlsx", Book([other, data]).content()), made)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_stop_a_reader(content: bytes) -> None:
    for name, start in (("made.csv", b""), ("made.xlsx", b"PK\x03\x04")):
        try:
            book = delimited.read(name, content, Reading()) if not start else xlsx.read(name, start + content)
            inventory.from_workbook(book, PROFILE)
        except NormgraphError as error:
            assert name in str(error)  # noqa: PT017 - any of them is right, and names the file
