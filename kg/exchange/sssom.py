"""Reader of SSSOM files: a table with a mapping in each row, its metadata before the table or in a file beside it.

The metadata are YAML, in lines that begin with `#`, or a file of the same name that ends in `.yml`, `.yaml` or
`.sssom.yml`. Slots that SSSOM lets a set state for all its rows are taken for each row that does not state its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.crosswalk.mappings import Finding
from kg.errors import InputError, LimitError
from kg.exchange import spreadsheet
from kg.exchange.grid import Reading, Row, Sheet, tidy
from kg.exchange.mapping_draft import SSSOM, Draft, DraftRow, join
from kg.exchange.yaml_source import Place, parse_yaml, read_yaml

NEEDED = ("subject_id", "predicate_id", "object_id")
_ENDINGS = (".sssom.tsv", ".sssom.csv", ".tsv", ".csv")
_SINGLE = "; "
MAX_METADATA = 65_536
"""Characters of the metadata in front of the table."""


def fits(header: set[str]) -> bool:
    """Whether columns of these names are SSSOM's."""
    return {"subject_id", "object_id"} <= header


def read(path: Path) -> list[Draft]:
    """The mapping set of a file, as text. Raises InputError where the file has no such table."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ""
    workbook = spreadsheet.read(path, Reading(delimiter=delimiter))
    sheet = workbook.sheets[0]
    comments = [row for row in sheet.rows if _is_comment(row)]
    rows = [row for row in sheet.rows if not _is_comment(row)]
    header = tuple(cell.strip().casefold() for cell in rows[0].cells) if rows else ()
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise InputError(
            "not an SSSOM table", where=f"{path.name}, row {rows[0].number if rows else 1}",
            found=", ".join(filter(None, header)) or "nothing", expected=f"columns {', '.join(NEEDED)}",
        )  # fmt: skip
    meta = _metadata(path, comments, workbook.delimiter or "\t")
    return [_draft(path, meta, _Table(sheet, header, meta), rows[1:])]


class _Table:
    """The rows of one file, read one after the other."""

    def __init__(self, sheet: Sheet, header: tuple[str, ...], meta: Mapping[str, tuple[str, ...]]) -> None:
        self._sheet = sheet
        self._header = header
        self._meta = meta
        self.findings: list[Finding] = []
        self.left_out = 0

    def read(self, rows: list[Row]) -> Iterator[DraftRow]:
        """The rows that are as the header says."""
        for row in rows:
            cells = dict(zip(self._header, map(tidy, row.cells), strict=False))
            if self._in_order(row, cells):
                yield self._row(self._sheet.row_address(row.number), cells)
            else:
                self.left_out += 1

    def _in_order(self, row: Row, cells: dict[str, str]) -> bool:
        place = self._sheet.row_address(row.number)
        beyond = [cell for cell in row.cells[len(self._header) :] if cell.strip()]
        if beyond:
            self.findings.append(
                Finding(place, "shifted", "the row has more cells than the header", tidy(beyond[0]), "nothing there")
            )
            return False
        wrong = next((name for name, cell in cells.items() if _is_justification(cell) and _names_thing(name)), "")
        if wrong:
            shift = self._header.index("mapping_justification") - self._header.index(wrong) if self._justifies else 0
            note = f"the cells are shifted: {abs(shift)} are missing before the justification" if shift > 0 else ""
            self.findings.append(
                Finding(
                    place, "shifted", note or "the cells are shifted", f"{cells[wrong]} in {wrong}",
                    "a justification in the column mapping_justification",
                )
            )  # fmt: skip
        return not wrong

    @property
    def _justifies(self) -> bool:
        return "mapping_justification" in self._header

    def _row(self, place: str, cells: dict[str, str]) -> DraftRow:
        def said(*names: str) -> str:
            return next((text for name in names if (text := cells.get(name, ""))), "")

        def either(name: str) -> str:
            return cells.get(name, "") or _SINGLE.join(self._meta.get(name, ()))

        return DraftRow(
            place=place,
            source=said("subject_id"),
            target=said("object_id"),
            relation=said("predicate_id"),
            modifier=said("predicate_modifier"),
            source_label=said("subject_label"),
            target_label=said("object_label"),
            source_of=either("subject_source"),
            target_of=either("object_source"),
            strength=said("similarity_score"),
            confidence=said("confidence"),
            justification=said("mapping_justification"),
            tool=either("mapping_tool"),
            comment=join(said("comment"), said("other"), said("curation_rule_text")),
            author=said("author_id", "author_label", "creator_id"),
            day=said("mapping_date"),
        )


def _draft(path: Path, meta: Mapping[str, tuple[str, ...]], table: _Table, rows: list[Row]) -> Draft:
    def one(*names: str) -> str:
        return next((_SINGLE.join(meta[name]) for name in names if meta.get(name)), "")

    found = tuple(table.read(rows))
    prefixes = (entry.partition("=") for entry in meta.get("curie_map", ()))
    return Draft(
        identity=one("mapping_set_id") or path.name,
        form=SSSOM,
        file=path.name,
        title=one("mapping_set_title") or one("mapping_set_description"),
        description=one("mapping_set_description"),
        version=one("mapping_set_version"),
        address=one("mapping_set_id"),
        source=one("subject_source"),
        target=one("object_source"),
        licence=one("license"),
        creators=(*meta.get("creator_id", ()), *meta.get("creator_label", ()), *meta.get("mapping_provider", ())),
        day=one("mapping_date", "publication_date"),
        tool=one("mapping_tool"),
        prefixes={prefix: address for prefix, _, address in prefixes},
        rows=found,
        left_out=table.left_out,
        findings=tuple(table.findings),
    )


def _metadata(path: Path, comments: list[Row], delimiter: str) -> Mapping[str, tuple[str, ...]]:
    """Slot -> values, from the lines before the table and a file beside it; prefixes as `prefix=address`."""
    text = "\n".join(_uncommented(row, delimiter) for row in comments)
    if len(text) > MAX_METADATA:
        raise LimitError(
            "the lines before the table are too long", where=path.name, found=f"{len(text):,} characters",
            expected=f"at most {MAX_METADATA:,}", hint="metadata of the set stands there, and nothing else",
        )  # fmt: skip
    places = [parse_yaml(text, f"{path.name}, metadata")] if text.strip() else []
    stem = next((path.name.removesuffix(end) for end in _ENDINGS if path.name.endswith(end)), path.stem)
    beside = (path.with_name(stem + end) for end in (".sssom.yml", ".sssom.yaml", ".yml", ".yaml"))
    places += [read_yaml(other) for other in beside if other.is_file()][:1]
    found: dict[str, tuple[str, ...]] = {}
    for place in places:
        for name, value in place.entries():
            found.setdefault(name, _values(name, value))
    return found


def _values(name: str, value: Place) -> tuple[str, ...]:
    if value.value is None:
        return ()
    if name == "curie_map":
        return tuple(f"{prefix}={address.text()}" for prefix, address in value.entries())
    if isinstance(value.value, dict):
        return ()
    return tuple(item.text() for item in value.scalars())


def _uncommented(row: Row, delimiter: str) -> str:
    return delimiter.join(row.cells).rstrip().removeprefix("#")


def _is_comment(row: Row) -> bool:
    return row.cells[0].startswith("#")


def _is_justification(cell: str) -> bool:
    return cell.startswith(("semapv:", "https://w3id.org/semapv/"))


def _names_thing(column: str) -> bool:
    return column != "mapping_justification" and not column.startswith(("comment", "other"))
