"""Files with mapping sets, whatever their format: which one it is, is found by what is in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kg.crosswalk.mappings import MappingFile, ReadSet, Stated
from kg.errors import InputError, UsageError
from kg.exchange import ciso_mappings, mapping_csv, olir, oscal_mappings, spreadsheet, sssom, strm_sheet
from kg.exchange.grid import Workbook
from kg.exchange.mapping_draft import CISO_ASSISTANT, OLIR, OSCAL, SSSOM, STRM, TABLE, Draft
from kg.exchange.mapping_pin import pin, slug
from kg.exchange.mapping_table import Table
from kg.exchange.yaml_source import read_text
from kg.knowledge import Knowledge

Reader = Callable[[Path], list[Draft]]
READERS: dict[str, Reader] = {
    SSSOM: sssom.read,
    CISO_ASSISTANT: ciso_mappings.read,
    OSCAL: oscal_mappings.read,
    OLIR: olir.read,
    STRM: strm_sheet.read,
    TABLE: mapping_csv.read,
}
_TABLES: dict[str, Callable[[Workbook], tuple[Table, ...]]] = {
    STRM: strm_sheet.tables_of,
    OLIR: olir.tables_of,
    TABLE: mapping_csv.tables_of,
}


def read(path: Path, knowledge: Knowledge, stated: Stated | None = None) -> MappingFile:
    """The mapping sets of a file, pinned to the editions of some knowledge. Raises InputError, NotFound, UsageError."""
    stated = stated or Stated()
    drafts = READERS[stated.form or form_of(path)](path)
    if len(drafts) > 1 and (stated.source or stated.target or stated.name):
        raise UsageError(
            "the file has several mapping sets", where=path.name, found=", ".join(draft.identity for draft in drafts),
            expected="one set where its name or editions are given", hint="leave out --source, --target and --name",
        )  # fmt: skip
    found = (pin(draft, knowledge, stated.source, stated.target) for draft in drafts)
    return MappingFile(tuple(_named(item, stated.name) for item in found))


def form_of(path: Path) -> str:
    """The format of a file. Raises InputError where it is none of those that are read."""
    if path.suffix.lower() in spreadsheet.SUFFIXES:
        return form_in(spreadsheet.read(path)) or TABLE
    text = read_text(path)
    if any(key in text for key in ciso_mappings.KEYS):
        return CISO_ASSISTANT
    if oscal_mappings.MODEL in text:
        return OSCAL
    raise InputError(
        "no mappings in this file", where=path.name, found="nothing that tells its format",
        expected="SSSOM, OSCAL mapping collection, CISO Assistant mapping library, OLIR or STRM spreadsheet, table",
    )  # fmt: skip


def form_in(book: Workbook) -> str:
    """The format of the mappings in a spreadsheet, empty where it has none that say how their ends are related."""
    for sheet in book.sheets:
        for row in sheet.rows:
            if not row.cells[0].startswith("#"):
                if sssom.fits({cell.strip().casefold() for cell in row.cells}):
                    return SSSOM
                break
    for form, tables_of in _TABLES.items():
        if any("relation" in table.columns for table in tables_of(book)):
            return form
    return ""


def _named(found: ReadSet, name: str) -> ReadSet:
    return replace(found, mapping_set=replace(found.mapping_set, id=slug(name))) if name else found
