"""CSV files as published: encodings, line breaks in cells, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange.csv_source import letters, read_csv, tidy

ENCODINGS = ("utf-8-sig", "cp1252")


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "made.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding", "why"),
    [
        ("naïve,b\n".encode(), "utf-8-sig", ""),
        (b"\xef\xbb\xbfna\xc3\xafve,b\n", "utf-8-sig", ""),
        ("naïve,b\n".encode("cp1252"), "cp1252", "not utf-8-sig: byte 2"),
    ],
    ids=["utf-8", "with-mark", "windows"],
)
def test_the_first_encoding_that_fits_all_bytes_is_taken(
    tmp_path: Path, content: bytes, encoding: str, why: str
) -> None:
    sheet = read_csv(_file(tmp_path, content), ENCODINGS)
    assert (sheet.header, sheet.encoding, sheet.why) == (("naïve", "b"), encoding, why)


def test_rows_keep_their_number_whatever_stands_in_their_cells(tmp_path: Path) -> None:
    sheet = read_csv(_file(tmp_path, b'a,a\r\n"1\n2","x, ""y"""\r\n , \r\n3,4\r\n'), ENCODINGS)
    assert sheet.header == ("a", "a")
    assert sheet.rows == [(2, ["1\n2", 'x, "y"']), (4, ["3", "4"])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ("no header", "row 1")),
        (b" , \n1,2\n", ("no header",)),
        (b"a,b\n1\n", ("another number of cells", "row 2", "1 cells", "2 cells")),
        (b'a,b\n"1,2\n', ("not a CSV file",)),
        (b"PK\x03\x04\x00\x00", ("not a CSV file", "Excel workbook", "save the sheet as CSV")),
        (b"a,b\n\x81,1\n", ("encoding", "not utf-8-sig: byte 4; not cp1252: byte 4", "UTF-8")),
    ],
    ids=["empty", "blank-header", "ragged", "open-quote", "workbook", "no-encoding"],
)
def test_what_is_no_such_file_is_one_clear_error(tmp_path: Path, content: bytes, said: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        read_csv(_file(tmp_path, content), ENCODINGS)
    assert "made.csv" in str(caught.value)
    assert all(part in str(caught.value) for part in said)


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_csv(path, ENCODINGS)


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.exchange.csv_source.MAX_BYTES", 3)
    with pytest.raises(InputError, match="too large"):
        read_csv(_file(tmp_path, b"a,b\n"), ENCODINGS)


def test_white_space_of_any_kind_becomes_one_blank() -> None:
    assert tidy(" a\n\u00a0 b\t") == "a b"


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (62, "BJ"), (703, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(number: int, name: str) -> None:
    assert letters(number) == name
