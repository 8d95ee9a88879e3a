"""The parts of an XLSX archive, looked at in pieces: how far sheets reach, and which of them hold drop-down lists."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from kg.errors import InputError, LimitError
from kg.exchange import grid
from kg.exchange.grid import Note, column_number

MAX_PARTS = 4_096
MAX_XML = 4 * 1024 * 1024
"""Bytes of a part that is made into a tree: what the workbook says of its sheets."""
MAX_ROW = 32 * 1024 * 1024
"""Bytes between the ends of two rows, or after the last one."""
MAX_TAGS, MAX_STRINGS = 1_000_000, 8_000_000
"""Tags of a part beside the sheets that the library reads whole, and of the part with the texts of all cells."""
# A part may unpack to so many times what it takes in the file, and to so many bytes in any case. Sheets come to 20.
_RATIO, _ALWAYS = 50, 8 * 1024 * 1024
_CHUNK = 1 << 20
_SHOWN = 60
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_BEYOND_PLAIN = (b"<!DOCTYPE", b"<!ENTITY")
# In all of these a name may have a prefix. A cell counts when something stands between its tags.
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?>[^<>]*?\br=["']\$?([A-Za-z]{1,3})\$?(\d{1,9})["'])[^<>]*+(?<!/)>(?!</)""")
_NAMELESS = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^<>]*\br=["'])[^<>]*)?>""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ANY_NAME = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']\$?([A-Za-z]{1,3})\$?(\d{1,9})["']""")
# A cell or row as programs write it. Any other way could hide from the look above, and not from the library, how far
# away it stands: a reference that is written twice, with blanks around its sign, or with more digits than there are.
_ATTRIBUTE = rb"""\s+(?!r\s*=)[\w:.\-]+=(?:"[^"<>]*+"|'[^'<>]*+')"""
_REFERENCE = rb"""\s+r=["'][A-Za-z]{1,3}\d{1,7}["']"""
_NUMBER = rb"""\s+r=["']\d{1,7}["']"""
_USUAL = re.compile(
    rb"<(?:\w+:)?(?:"
    + rb"|".join(
        tag + rb"(?:" + _ATTRIBUTE + rb")*+(?:" + own + rb"(?:" + _ATTRIBUTE + rb")*+)?\s*/?>"
        for tag, own in ((rb"c", _REFERENCE), (rb"row", _NUMBER))
    )
    + rb")"
)
_ANY_TAG = re.compile(rb"<(?:\w+:)?(?:c|row)[\s>/]")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\br=["'](\d{1,7})["']""")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_UNSTORED = re.compile(
    rb"""<(?:\w+:)?c\s(?>[^<>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["'])[^<>]*+>"""
    rb"""<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"""
)
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']e["'])(?>[^<>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["'])[^<>]*+>"""
    rb"""(?:<(?:\w+:)?f[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)<"""
)
_VALIDATION = re.compile(rb"<(?:\w+:)?dataValidation\s")
_VALIDATION_END = re.compile(rb"</(?:\w+:)?dataValidation>")
_FORMULA = re.compile(r">([^<>]++)</")
# Tried only where a name begins, so that no text makes the search go over itself again and again.
_SHEET_OF = re.compile(r"(?:(?<!')'((?:[^']|'')++)'|(?<![^'!(),\s])([^'!(),\s]++))!")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a sheet reaches: the numbers of its last row and column with something in them, and a cell at the edge.

    `notes` are cells whose value is an error, and formulas without a value stored with them; `filled` counts cells with
    something in them.
    """

    rows: int
    columns: int
    last: tuple[int, int]
    notes: tuple[Note, ...] = ()
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What the archive says of sheets, by name. `lists` are the lower-case names of those with drop-down lists."""

    extents: dict[str, Extent]
    lists: frozenset[str]


def read_parts(name: str, archive: zipfile.ZipFile) -> Parts:
    """Measure the sheets of an open archive. Every part is read to its end, so that a damaged one is found here."""
    _check_sizes(name, archive)
    names = set(archive.namelist())
    if _WORKBOOK not in names or _RELATIONS not in names:
        found = "an archive with " + (", ".join(sorted(names)[:3]) or "nothing in it")
        raise InputError("not a workbook", where=name, found=found, expected="an XLSX workbook")
    book = _xml(name, archive, _WORKBOOK)
    targets = {
        str(item.get("Id")): posixpath.normpath(posixpath.join("xl", str(item.get("Target")))).removeprefix("/")
        for item in _xml(name, archive, _RELATIONS)
    }
    defined = {str(item.get("name")).casefold(): item.text or "" for item in _found(book, "definedName")}
    extents: dict[str, Extent] = {}
    lists: set[str] = set()
    seen = {_WORKBOOK, _RELATIONS}
    for sheet in _found(book, "sheet"):
        title = str(sheet.get("name"))
        if title in extents:
            raise InputError("two sheets have one name", where=name, found=title, expected="each name once")
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        if (part := targets.get(relation, "")) in names:
            measured = _Measure()
            for piece in _pieces(name, archive, part):
                _check_usual(name, part, piece)
                measured.add(piece)
                check_extent(name, title, measured.extent())
            extents[title] = measured.extent()
            named = {found for formula in measured.validations for found in _sheets_of(formula, defined)}
            lists |= named - {title.casefold()}
            seen.add(part)
    for part in names - seen:
        _read_through(name, archive, part)
    return Parts(extents, frozenset(lists))


def check_extent(name: str, sheet: str, extent: Extent) -> None:
    """Raise LimitError where a sheet reaches too far."""
    cells = extent.rows * extent.columns
    if extent.rows > grid.MAX_ROWS or extent.columns > grid.MAX_COLUMNS or cells > grid.MAX_CELLS:
        raise LimitError(
            "a sheet is too large", where=f"{name}, {grid.Sheet(sheet, ()).address(*extent.last)}",
            found=f"text up to column {grid.letters(extent.columns)} and down to row {extent.rows:,}",
            expected=f"at most {grid.MAX_ROWS:,} rows, {grid.MAX_COLUMNS:,} columns and {grid.MAX_CELLS:,} cells",
            hint="delete what stands far away from the table",
        )  # fmt: skip


def _check_sizes(name: str, archive: zipfile.ZipFile) -> None:
    items = archive.infolist()
    total = sum(item.file_size for item in items)
    if len(items) > MAX_PARTS or total > grid.MAX_BYTES:
        raise LimitError(
            "the workbook is too large once it is unpacked", where=name,
            found=f"{total:,} bytes in {len(items):,} parts",
            expected=f"at most {grid.MAX_BYTES:,} bytes in {MAX_PARTS:,} parts",
        )  # fmt: skip
    for item in items:
        most = MAX_XML if item.filename in (_WORKBOOK, _RELATIONS) else _ALWAYS + _RATIO * item.compress_size
        if item.file_size > most:
            raise LimitError(
                "a part of the workbook is too large once it is unpacked", where=f"{name}, {item.filename}",
                found=f"{item.file_size:,} bytes out of {item.compress_size:,}", expected=f"at most {most:,}",
                hint="open it in a spreadsheet program, delete what is empty around the table, and save it again",
            )  # fmt: skip


def _read_through(name: str, archive: zipfile.ZipFile, part: str) -> None:
    """Read a part to its end, which checks its sum, and look at its XML, if it is any."""
    end, tags = b"", 0
    whole = part.lower().startswith("xl/") and part.count("/") == 1
    most = MAX_STRINGS if part.lower().endswith("sharedstrings.xml") else MAX_TAGS
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if part.endswith((".xml", ".rels")):
                _plain(name, part, end + chunk)
            end = chunk[-16:]
            tags += chunk.count(b"<") if whole else 0
            if tags > most:
                raise LimitError(
                    "a part of the workbook holds too much", where=f"{name}, {part}", found=f"more than {most:,} tags",
                    expected="texts or formats of one table", hint="copy the table into a new workbook",
                )  # fmt: skip


def _xml(name: str, archive: zipfile.ZipFile, part: str) -> ET.Element:
    content = archive.read(part)
    _plain(name, part, content)
    try:
        # Without a document type there are no entities, which is all that could make this grow.
        return ET.fromstring(content)  # noqa: S314
    except (ET.ParseError, LookupError, ValueError) as error:  # the last two for an encoding that is none
        raise InputError("not a workbook that can be read", where=f"{name}, {part}", found=str(error)) from None


def _plain(name: str, part: str, content: bytes) -> None:
    """Raise unless the XML is UTF-8 and has no document type."""
    bad = next((mark for mark in _BEYOND_PLAIN if mark in content), b"\0" if b"\0" in content else b"")
    if bad:
        found = "a document type" if bad != b"\0" else "zero bytes"
        raise InputError(
            "not a workbook that is read", where=f"{name}, {part}", found=found, expected="plain XML in UTF-8"
        )


def _found(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (item for item in element.iter() if item.tag.rpartition("}")[2] == tag)


def _pieces(name: str, archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a row; the last one holds what stands after the rows."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            _plain(name, part, rest[-16:] + chunk)
            rest += chunk
            ends = [match.end() for match in _ROW_END.finditer(rest, max(0, len(rest) - _CHUNK - 16))]
            if ends:
                yield rest[: ends[-1]]
                rest = rest[ends[-1] :]
            if len(rest) > MAX_ROW:
                raise LimitError(
                    "a row is too long", where=f"{name}, {part}", found=f"{len(rest):,} bytes without the end of a row",
                    expected=f"at most {MAX_ROW:,}",
                )  # fmt: skip
    yield rest


def _check_usual(name: str, part: str, piece: bytes) -> None:
    """Raise InputError where a cell or row is not written as programs write it."""
    if len(_ANY_TAG.findall(piece)) == len(_USUAL.findall(piece)):
        return
    usual = {match.start() for match in _USUAL.finditer(piece)}
    odd = next(match.start() for match in _ANY_TAG.finditer(piece) if match.start() not in usual)
    raise InputError(
        "not a workbook that is read: a cell or row is written as no program writes it", where=f"{name}, {part}",
        found=piece[odd : odd + _SHOWN].decode(errors="replace"), expected='a tag such as <c r="B7" s="1">',
        hint="open it in a spreadsheet program and save it again",
    )  # fmt: skip


def _sheets_of(formula: str, defined: dict[str, str]) -> Iterator[str]:
    """Lower-case names of the sheets that a formula, or the name it consists of, points to."""
    for match in _SHEET_OF.finditer(defined.get(formula.casefold(), formula)):
        yield (match[1] or match[2]).replace("''", "'").casefold()


class _Measure:
    """Adds up what the pieces of one sheet say."""

    def __init__(self) -> None:
        self._columns = self._rows = self._filled = 0
        self._last = (1, 1)
        self._notes: list[Note] = []
        self.validations: list[str] = []

    def add(self, piece: bytes) -> None:
        """Take one piece."""
        nameless = bool(_NAMELESS.search(piece))
        found: list[tuple[bytes, bytes]] = (_ANY_NAME if nameless else _CELL).findall(piece)
        self._filled += len(_ANY_CELL.findall(piece)) if nameless else len(found)
        for name, row in dict(found).items():
            self._reach(column_number(name.decode()), int(row))
        if found:
            name, row = max(found, key=lambda cell: int(cell[1]))
            self._reach(column_number(name.decode()), int(row))
        if nameless:
            self._count(piece)
        for letters, row in _UNSTORED.findall(piece) if b"f>" in piece or b"f/>" in piece else ():
            self._note(letters, row, "a formula without a stored value")
        for letters, row, error in _ERROR.findall(piece) if b't="e"' in piece or b"t='e'" in piece else ():
            self._note(letters, row, f"the error {error.decode(errors='replace')}")
        for rule in _rules(piece) if b"dataValidation" in piece else ():
            formulas = _FORMULA.findall(rule.decode(errors="replace").replace("&apos;", "'"))
            self.validations += [formula.strip().removeprefix("=") for formula in formulas]

    def _note(self, name: bytes, row: bytes, what: str) -> None:
        self._notes.append(Note(column_number(name.decode()), int(row), what))

    def _reach(self, column: int, row: int) -> None:
        if column > self._columns or row > self._rows:
            self._last = (column, row)
        self._columns, self._rows = max(self._columns, column), max(self._rows, row)

    def _count(self, piece: bytes) -> None:
        """Cells without a name stand after the one before: a row cannot reach further than all its cells do."""
        rows = _ROW_END.split(piece)
        most = max(len(_ANY_CELL.findall(row)) for row in rows)
        last = max(map(int, _ROW_NUMBER.findall(piece)), default=0)
        self._reach(self._columns + most, max(self._rows, last) + len(rows))

    def extent(self) -> Extent:
        """What was measured."""
        return Extent(self._rows, self._columns, self._last, tuple(self._notes), self._filled)


def _rules(piece: bytes) -> Iterator[bytes]:
    """The rules of what cells may hold, each up to its end."""
    place = 0
    while (start := _VALIDATION.search(piece, place)) and (end := _VALIDATION_END.search(piece, start.end())):
        yield piece[start.start() : end.start()] + b"</"
        place = end.end()
