"""CSV files as published: encoding found by trying, repeated headers, line breaks inside cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """The cells of a file. Rows carry their number in the file, counted as a spreadsheet does: the header is row 1.

    `encoding` names what the bytes were read as, `why` the candidates that failed. Rows without any text are left out.
    """

    name: str
    encoding: str
    why: str
    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def read_csv(path: Path, encodings: Sequence[str]) -> Sheet:
    """The cells of a CSV file. The first of the encodings that fits all bytes is taken."""
    text, encoding, why = _decode(path, _bytes(path), encodings)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(
            "not a CSV file that can be read", where=path.name, found=str(error), expected="comma-separated values"
        ) from None
    if not records or not any(cell.strip() for cell in records[0]):
        raise InputError(
            "the file has no header", where=f"{path.name}, row 1", found="nothing", expected="a row of column names"
        )
    header = tuple(tidy(cell) for cell in records[0])
    rows = [(number, cells) for number, cells in enumerate(records[1:], start=2) if any(cell.strip() for cell in cells)]
    for number, cells in rows:
        if len(cells) != len(header):
            raise InputError(
                "a row has another number of cells than the header",
                where=f"{path.name}, row {number}", found=f"{len(cells)} cells", expected=f"{len(header)} cells",
                hint="look for a quotation mark or comma that is not quoted",
            )  # fmt: skip
    return Sheet(path.name, encoding, why, header, rows)


def tidy(cell: str) -> str:
    """A cell without white space at its ends, and with one blank for each run of it (line breaks included)."""
    return " ".join(cell.split())


def letters(number: int) -> str:
    """The name a spreadsheet gives to a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("file is too large", where=str(path), expected=f"at most {MAX_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "file cannot be read", where=str(path), found=error.strerror or str(error), hint="check the path"
        ) from None


def _decode(path: Path, content: bytes, encodings: Sequence[str]) -> tuple[str, str, str]:
    if b"\0" in content:
        found = "an Excel workbook or archive" if content.startswith(b"PK") else "bytes that are no text"
        raise InputError(
            "not a CSV file", where=path.name, found=found, expected="comma-separated text",
            hint="save the sheet as CSV and import that",
        )  # fmt: skip
    failed: list[str] = []
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding, "; ".join(failed)
        except UnicodeDecodeError as error:
            failed.append(f"not {encoding}: byte {error.start}")
    raise InputError(
        "the file's encoding is none of those expected",
        where=path.name, found="; ".join(failed), expected=" or ".join(encodings), hint="save the file as UTF-8",
    )  # fmt: skip
