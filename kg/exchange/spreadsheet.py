"""Any spreadsheet file read as a grid: text with delimiters, or a workbook of Excel.

The name's ending and the first bytes have to say the same. Old and other formats are refused with what to do.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import InputError, LimitError
from kg.exchange import delimited, grid, xlsx
from kg.exchange.grid import Reading, Workbook

TEXT = (".csv", ".tsv", ".tab", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
REFUSED = {
    ".xls": "the format of Excel before 2007", ".xlsb": "the binary format of Excel", ".ods": "OpenDocument",
    ".numbers": "Numbers",
}  # fmt: skip
SUFFIXES = (*TEXT, *WORKBOOKS, *REFUSED)
"""Endings of names that are spreadsheets, whether they can be read or are refused."""

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head", b"<style")
_HEAD = 4096
_last: dict[tuple[str, bytes, Reading], Workbook] = {}
_SAVE = "save it as XLSX or CSV in a spreadsheet program and import that"


def read(path: Path, reading: Reading | None = None) -> Workbook:
    """The file as values. `reading` sets encoding and delimiter; what it leaves empty is found, and said.

    The file that was read last is kept: what says what a file is and what reads it then open it once.
    Raises InputError when it is no spreadsheet that can be read, LimitError when it is too large.
    """
    content = _bytes(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            "not the name of a spreadsheet", where=path.name, found=path.suffix or "no ending",
            expected=" | ".join((*TEXT, *WORKBOOKS)), hint=_SAVE,
        )  # fmt: skip
    reading = Reading() if suffix in WORKBOOKS or reading is None else reading
    key = (path.name, hashlib.blake2b(content).digest(), reading)
    if key not in _last:
        _refuse(path, suffix, content)
        _last.clear()
        _last[key] = (
            xlsx.read(path.name, content) if suffix in WORKBOOKS else delimited.read(path.name, content, reading)
        )
    return _last[key]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > grid.MAX_BYTES:
            raise LimitError("file is too large", where=str(path), expected=f"at most {grid.MAX_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            "file cannot be read", where=str(path), found=error.strerror or str(error), hint="check the path"
        ) from None
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise InputError("the file is empty", where=path.name, found=f"{len(content)} bytes", expected="a table")
    return content


def _refuse(path: Path, suffix: str, content: bytes) -> None:
    """Raise where the first bytes are of another kind than the name says, or of a kind that is not read."""
    if content.startswith(_OLE2):
        if _ENCRYPTED in content:
            raise _other(path, "a workbook protected by a password", "save it without a password and import that")
        raise _other(path, "a workbook in the format of Excel before 2007", _SAVE)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:_HEAD].lower().startswith(_MARKUP):
        raise _other(path, "a web page or markup", _SAVE)
    zipped = content.startswith(_ZIP)
    if zipped and suffix in TEXT:
        raise _other(path, "a workbook or archive named as text", "give it the ending .xlsx, if it is a workbook")
    if suffix in WORKBOOKS and not zipped:
        text = b"\0" not in content[:_HEAD]
        found = "text named as a workbook" if text else "bytes that are no workbook"
        raise _other(path, found, "give it the ending .csv" if text else "export it again")
    if suffix in REFUSED:
        raise _other(path, REFUSED[suffix], _SAVE)


def _other(path: Path, found: str, hint: str) -> InputError:
    kind = "workbook (XLSX)" if path.suffix.lower() in (*WORKBOOKS, *REFUSED) else "text file (CSV)"
    expected = "an XLSX workbook or a CSV file" if path.suffix.lower() in REFUSED else f"a {kind}"
    return InputError(f"not a {kind} that can be read", where=path.name, found=found, expected=expected, hint=hint)
