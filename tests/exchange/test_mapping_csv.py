"""Plain tables of mappings, under the names people give to columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.crosswalk.mappings import Stated
from kg.errors import InputError
from kg.exchange import mapping_csv, mapping_file
from kg.knowledge import Knowledge
from tests.exchange.workbooks import Book, Made

TABLE = """\
Title: ISO and the Act
Licence: CC BY 4.0

Source;Target;Relation;Confidence;Author;Notes;Weight
A 6.2.8;Art. 12;subset of;0.9;Somebody;logs;3
A.6.2.8;Art. 19;subset of;0,9;Somebody;;3
A.5.2;;no match;;;none found;
A.5.3; Art. 27 ;close;;;;
A.2.99;Art. 17;equal;;;;
"""


def test_a_table_is_read(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "my table.csv"
    path.write_text(TABLE, encoding="utf-8")
    (read,) = mapping_file.read(path, shipped, Stated("iso-42001-2023", "eu-ai-act")).sets
    found = read.mapping_set
    assert (found.id, found.title, found.licence, found.form) == ("my-table", "ISO and the Act", "CC BY 4.0", "table")
    assert [(row.source.id, row.relation.shown, row.target.id) for row in found.mappings[:4]] == [
        ("iso-42001-2023:A.6.2.8", "subset_of", "eu-ai-act:12"),
        ("iso-42001-2023:A.6.2.8", "subset_of", "eu-ai-act:19"),
        ("iso-42001-2023:A.5.2", "no match", ""),
        ("iso-42001-2023:A.5.3", "close", "eu-ai-act:27"),
    ]
    assert found.mappings[4].source.state == "unknown"
    assert (found.mappings[0].author, found.mappings[0].comment) == ("Somebody", "logs")
    assert [(item.place, item.found) for item in read.findings] == [("row 6", "0,9")]


def test_every_sheet_with_a_table_is_read(tmp_path: Path, shipped: Knowledge) -> None:
    header = ("source", "target", "relation")
    sheets = [
        Made("One", (header, ("A.2.2", "Art. 17", "equal"))),
        Made("Words", (("nothing",),)),
        Made("Two", (("banner",), header, ("A.2.3", "Art. 17", "touches"), ("A.2.4", "Art. 17", "subset"))),
    ]
    path = tmp_path / "several.xlsx"
    path.write_bytes(Book(sheets).content())
    (read,) = mapping_file.read(path, shipped, Stated("iso-42001-2023", "eu-ai-act")).sets
    assert [row.place for row in read.mapping_set.mappings] == ["One, row 2", "Two, row 4"]
    assert [item.place for item in read.findings] == ["Two, row 3"]


def test_without_editions_an_end_that_may_be_several_is_ambiguous_and_says_so(
    tmp_path: Path, shipped: Knowledge
) -> None:
    path = tmp_path / "open.csv"
    path.write_text("source,target,relation,target framework\nA.5.2,Art. 12,equal,EU AI Act\n", encoding="utf-8")
    (row,) = mapping_file.read(path, shipped).sets[0].mapping_set.mappings
    assert (row.source.state, row.target.id) == ("ambiguous", "eu-ai-act:12")
    assert row.source.hint == "it may mean iso-27001-2022:A.5.2 or iso-42001-2023:A.5.2"


@pytest.mark.parametrize("text", ["source,target\na,b\n", "a,b\n1,2\n"])
def test_a_table_that_does_not_say_how_ends_are_related_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no table of mappings") as error:
        mapping_csv.read(path)
    assert error.value.expected == "columns source, target and relation"
