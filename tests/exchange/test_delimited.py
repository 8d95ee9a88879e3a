"""Text files: encoding and delimiter are found and said or set; what is no such file is one clear error."""

from __future__ import annotations

import pytest

from kg.errors import InputError, NormgraphError
from kg.exchange import delimited, grid
from kg.exchange.delimited import delimiter_name, delimiter_of
from kg.exchange.grid import Reading, Row, Workbook


def _read(content: bytes, reading: Reading | None = None, name: str = "made.csv") -> Workbook:
    return delimited.read(name, content, reading or Reading())


@pytest.mark.parametrize(
    ("content", "encoding", "why"),
    [
        ("naïve,b\n".encode(), "utf-8", ""),
        (b"\xef\xbb\xbfna\xc3\xafve,b\n", "utf-8-sig", ""),
        ("naïve,b\n".encode("utf-16"), "utf-16", ""),
        (b"\xfe\xff" + "naïve,b\n".encode("utf-16-be"), "utf-16", ""),
        ("naïve,b\n".encode("utf-32"), "utf-32", ""),
        ("naïve,b\n".encode("cp1252"), "cp1252", "not utf-8: byte 2"),
    ],
    ids=["utf-8", "with-mark", "utf-16-little", "utf-16-big", "utf-32", "windows"],
)
def test_the_encoding_is_found(content: bytes, encoding: str, why: str) -> None:
    book = _read(content)
    assert (book.encoding, book.why) == (encoding, why)
    assert book.sheets[0].rows == (Row(1, ("naïve", "b")),)


def test_the_encoding_can_be_set_by_the_caller_or_listed_by_a_profile() -> None:
    content = "ążś;b\n".encode("cp1250")
    assert _read(content).sheets[0].rows[0].cells[0] != "ążś"
    book = _read(content, Reading(encoding="cp1250"))
    assert (book.sheets[0].rows[0].cells, book.encoding, book.why) == (("ążś", "b"), "cp1250", "as set")
    assert _read(content, Reading(encodings=("utf-8", "cp1250"))).why == "not utf-8: byte 0"
    assert _read("a,b\n".encode("utf-16-le"), Reading(encoding="utf-16-le")).sheets[0].rows[0].cells == ("a", "b")


@pytest.mark.parametrize(
    ("content", "delimiter", "why"),
    [
        ("a,b,c\n1,2,3\n", ",", "3 columns in 100% of the first rows"),
        ("a;b;c\n1,5;2,5;3,5\n", ";", "3 columns in 100% of the first rows"),
        ("a\tb\n1,2\t3\n", "\t", "2 columns in 100% of the first rows"),
        ("a|b\n1|2\n", "|", "2 columns in 100% of the first rows"),
        ("Title\n\na;b\n1;2\n3;4\n", ";", "2 columns in 75% of the first rows"),
        ("a,b;c\n1,2;3\n", ",", "2 columns in 100% of the first rows; semicolon fits as well"),
        ('a,b\n"1;2;3","4;5;6"\n"x;y","z"\n', ",", "2 columns in 100% of the first rows"),
        ("name\nfirst\nsecond\n", ",", "one column only"),
        ("sep=;\na,b;c,d\n", ";", "the file says 'sep=;'"),
    ],
    ids=["comma", "decimal-comma", "tab", "pipe", "banner", "either", "quoted", "one-column", "said"],
)
def test_the_delimiter_is_found(content: str, delimiter: str, why: str) -> None:
    book = _read(content.encode())
    assert (book.delimiter, book.delimiter_why) == (delimiter, why)


def test_the_line_that_names_the_delimiter_is_no_row_but_keeps_its_number() -> None:
    assert _read(b"sep=;\na;b\n").sheets[0].rows == (Row(2, ("a", "b")),)


def test_the_delimiter_can_be_set_by_word_or_character() -> None:
    book = _read(b"a,b;c\n", Reading(delimiter="semicolon"))
    assert (book.sheets[0].rows[0].cells, book.delimiter, book.delimiter_why) == (("a,b", "c"), ";", "as set")
    assert [delimiter_of(word) for word in ("Comma", ";", "\\t", "tab", "|")] == [",", ";", "\t", "\t", "|"]
    assert delimiter_name("\t") == "tab"


def test_a_name_that_ends_in_tsv_means_tabs_where_nothing_tells() -> None:
    assert _read(b"name\nfirst\n", name="a.tsv").delimiter == "\t"


def test_a_sample_that_is_cut_inside_a_record_does_not_count_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_SAMPLE_TEXT", 14)
    assert _read(b"a;b\n1;2\n3;4\n5,,,,;6\n").delimiter_why == "2 columns in 100% of the first rows"


def test_rows_keep_their_number_whatever_stands_in_their_cells() -> None:
    rows = _read(b'a,a\r\n"1\n2","x, ""y"""\r\n , \r\n3,4\r\n').sheets[0].rows
    assert rows == (Row(1, ("a", "a")), Row(2, ("1\n2", 'x, "y"')), Row(4, ("3", "4")))


@pytest.mark.parametrize(
    ("content", "reading", "said"),
    [
        (b'a,b\n"1,2\n', Reading(), ("not a CSV file", "row 2, line 2", "unexpected end of data")),
        (b'a,b\n"1"x,2\n', Reading(), ("not a CSV file", "row 2, line 2", "doubles those inside it")),
        (b"a,b\n\x81,1\n", Reading(), ("encoding", "not utf-8: byte 4; not cp1252: byte 4", "--encoding NAME")),
        (b"a\0b,c\n", Reading(), ("a zero byte", "byte 1", "--encoding utf-16-le")),
        (b"\xff\xfea", Reading(), ("encoding", "not utf-16: byte 2")),
        (b"\xc3\xa4,1\n", Reading(encoding="ascii"), ("not ascii: byte 0", "--encoding NAME")),
        (b"a,b\n", Reading(encoding="utf-9"), ("no such encoding", "utf-9", "--encoding")),
        (b"a,b\n", Reading(encoding="base64"), ("no such encoding", "base64")),
        (b"a,b\n", Reading(delimiter="colon"), ("no such delimiter", "colon", "comma | semicolon | tab | pipe")),
        (b"a,b\n" + b"x" * 200_000, Reading(), ("a cell is too long", "row 2", "131,072", "open quotation mark")),
    ],
    ids=["open", "quote", "encoding", "zero", "odd", "set-encoding", "unknown", "codec", "delimiter", "long"],
)
def test_what_is_no_such_file_is_one_clear_error(content: bytes, reading: Reading, said: tuple[str, ...]) -> None:
    with pytest.raises(NormgraphError) as caught:
        _read(content, reading)
    assert all(part in str(caught.value) for part in said), str(caught.value)


def test_more_rows_or_cells_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_ROWS", 2)
    monkeypatch.setattr(grid, "MAX_COLUMNS", 2)
    for content in (b"a,b\n1,2\n3,4\n", b"a,b\n1,2,3\n"):
        with pytest.raises(InputError, match="too large"):
            _read(content)
