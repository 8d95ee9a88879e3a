"""Text files with a delimiter between cells (CSV, TSV): encoding and delimiter are found and said, or set."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from kg.errors import InputError, LimitError, UsageError
from kg.exchange import grid
from kg.exchange.grid import Reading, Sheet, Workbook, cut

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
ENCODINGS = ("utf-8", "cp1252")
"""What bytes without a mark at their beginning are tried as."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SAMPLE_TEXT = 262_144
_SAMPLE_ROWS = 200


def read(name: str, content: bytes, reading: Reading) -> Workbook:
    """The one sheet of a text file. Row 1 is the first record, whatever line breaks stand in its cells."""
    text, encoding, why = _decode(name, content, reading)
    delimiter, delimiter_why = _delimiter(name, text, reading)
    rows = cut(_rows(name, text, delimiter))
    return Workbook(name, (Sheet("", rows),), encoding, why, delimiter, delimiter_why)


def delimiter_of(word: str) -> str:
    """The delimiter that a word or the character itself names. Raises UsageError."""
    found = DELIMITERS.get(word.lower(), "\t" if word == "\\t" else word)
    if found not in DELIMITERS.values():
        raise UsageError("no such delimiter", where="--delimiter", found=word, expected=" | ".join(DELIMITERS))
    return found


def delimiter_name(delimiter: str) -> str:
    """The word for a delimiter."""
    return next(word for word, character in DELIMITERS.items() if character == delimiter)


def _decode(name: str, content: bytes, reading: Reading) -> tuple[str, str, str]:
    mark = next((encoding for start, encoding in _MARKS if content.startswith(start)), "")
    if reading.encoding:
        candidates: tuple[str, ...] = (_known(reading.encoding),)
    elif mark:
        candidates = (mark,)
    else:
        candidates = reading.encodings or ENCODINGS
        if b"\0" in content:
            raise InputError(
                "not a text file", where=f"{name}, byte {content.index(0):,}", found="a zero byte",
                expected="text with delimiters, such as CSV",
                hint="if it is UTF-16 without a mark: --encoding utf-16-le",
            )  # fmt: skip
    failed: list[str] = []
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeError as error:
            failed.append(
                f"not {encoding}: byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else encoding
            )
        else:
            return text.removeprefix("\ufeff"), encoding, "as set" if reading.encoding else "; ".join(failed)
    raise InputError(
        "the file's encoding is none of those expected", where=name, found="; ".join(failed),
        expected=" or ".join(candidates), hint="save the file as UTF-8, or name its encoding: --encoding NAME",
    )  # fmt: skip


def _known(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
    except LookupError:
        found = None
    if found is None or not found._is_text_encoding:  # noqa: SLF001 - the codec registry has no public word for it
        raise UsageError(
            "no such encoding", where="--encoding", found=encoding, expected="a name such as utf-8, cp1252 or utf-16"
        )
    return encoding.lower()


def _delimiter(name: str, text: str, reading: Reading) -> tuple[str, str]:
    if reading.delimiter:
        return delimiter_of(reading.delimiter), "as set"
    first = text[:16].splitlines()[0] if text else ""
    if first.lower().startswith("sep=") and first[4:] in DELIMITERS.values():
        return first[4:], f"the file says {first!r}"
    found = {delimiter: _fit(text, delimiter) for delimiter in DELIMITERS.values()}
    best = max(found.values())
    if best == (0.0, 0):
        return ("\t" if name.lower().endswith((".tsv", ".tab")) else ","), "one column only"
    fitting = [delimiter for delimiter, fit in found.items() if fit == best]
    share, columns = best
    why = f"{columns} columns in {share:.0%} of the first rows"
    return fitting[0], why if len(fitting) == 1 else f"{why}; {delimiter_name(fitting[1])} fits as well"


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows with the most frequent number of cells, and that number."""
    sample = io.StringIO(text[:_SAMPLE_TEXT], newline="")
    counts: Counter[int] = Counter()
    try:
        for cells in csv.reader(sample, delimiter=delimiter):
            if len(text) > _SAMPLE_TEXT and sample.tell() == _SAMPLE_TEXT:
                break  # the last record of a sample is cut
            if any(cell.strip() for cell in cells):
                counts[len(cells)] += 1
            if counts.total() >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    several = {columns: rows for columns, rows in counts.items() if columns > 1}
    if not several:
        return 0.0, 0
    columns, rows = max(several.items(), key=lambda item: (item[1], item[0]))
    return rows / counts.total(), columns


def _rows(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1 and delimiter.join(cells).lower() in (f"sep={delimiter}", "sep="):
                continue
            if number > grid.MAX_ROWS or len(cells) > grid.MAX_COLUMNS:
                raise LimitError(
                    "the table is too large", where=f"{name}, row {number}", found=f"{len(cells):,} cells in this row",
                    expected=f"at most {grid.MAX_ROWS:,} rows of {grid.MAX_COLUMNS:,} cells",
                )  # fmt: skip
            yield number, cells
    except csv.Error as error:
        raise _broken(name, number + 1, reader.line_num, error) from None


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. A buffer of the whole would take four bytes for each character."""
    return (match[0] for match in _LINE.finditer(text))


def _broken(name: str, row: int, line: int, error: csv.Error) -> InputError:
    where = f"{name}, row {row}, line {line}"
    if "field limit" in str(error):
        return LimitError(
            "a cell is too long", where=where, found="more text than a cell may have",
            expected=f"at most {csv.field_size_limit():,} characters", hint="look for an open quotation mark",
        )  # fmt: skip
    return InputError(
        "not a CSV file that can be read", where=where, found=str(error), expected="cells with delimiters between them",
        hint='a cell in quotation marks doubles those inside it: "so ""quoted"" here"',
    )  # fmt: skip
