"""Any spreadsheet file: its name and its first bytes have to say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, LimitError
from kg.exchange import grid, spreadsheet
from kg.exchange.grid import Reading, Row
from tests.exchange.workbooks import Book, Made

_WORKBOOK = Book([Made("Data", [["a", "b"]])]).content()
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_text_and_workbooks_are_read_by_the_ending_of_their_name(tmp_path: Path) -> None:
    row = (Row(1, ("a", "b")),)
    for name, content in (("a.csv", b"a,b"), ("a.TSV", b"a\tb"), ("a.txt", b"a|b"), ("a.xlsx", _WORKBOOK)):
        assert spreadsheet.read(_file(tmp_path, name, content)).sheets[0].rows == row
    path = _file(tmp_path, "b.csv", b"a;b")
    assert spreadsheet.read(path, Reading(delimiter="comma")).sheets[0].rows == (Row(1, ("a;b",)),)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", ("the file is empty", "0 bytes")),
        ("a.csv", b"\xef\xbb\xbf \r\n", ("the file is empty",)),
        ("a.csv", _WORKBOOK, ("named as text", "give it the ending .xlsx")),
        ("a.xlsx", b"a,b\n", ("text named as a workbook", "give it the ending .csv")),
        ("a.xlsx", b"\x89PNG\0\0", ("bytes that are no workbook",)),
        ("a.xlsx", _OLE2 + "EncryptedPackage".encode("utf-16-le"), ("protected by a password",)),
        ("a.xlsx", _OLE2, ("the format of Excel before 2007", "save it as XLSX or CSV")),
        ("a.xls", _OLE2, ("the format of Excel before 2007", "save it as XLSX or CSV")),
        ("a.xls", b"<html><table><tr><td>a", ("a web page or markup", "save it as XLSX or CSV")),
        ("a.csv", b"\n<!DOCTYPE html>", ("a web page or markup",)),
        ("a.ods", b"PK\x03\x04", ("OpenDocument", "save it as XLSX or CSV")),
        ("a.xlsb", b"PK\x03\x04", ("the binary format of Excel",)),
        ("a.xlsx", _WORKBOOK[:200], ("not a workbook that can be read", "save it again")),
        ("a.pdf", b"%PDF", ("not the name of a spreadsheet", ".csv | .tsv")),
    ],
)
def test_a_file_of_another_kind_is_one_clear_error(
    tmp_path: Path, name: str, content: bytes, said: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        spreadsheet.read(_file(tmp_path, name, content))
    assert all(part in str(caught.value) for part in (name, *said)), str(caught.value)


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            spreadsheet.read(path)


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_BYTES", 3)
    with pytest.raises(LimitError, match="too large"):
        spreadsheet.read(_file(tmp_path, "a.csv", b"a,b\n"))
