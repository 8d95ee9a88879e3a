"""Libraries of CISO Assistant as workbooks: sheets `library_meta`, `..._meta` and `..._content`, or `library_content`.

The second form has pairs of a `_meta` sheet (key, value) and a `_content` sheet (a table); the first one lists its
sheets in `library_content`. Formats: tools/README.md and tools/README_v1.md of the project.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import InputError
from kg.exchange.catalog_draft import CatalogFile, Draft, Purpose
from kg.exchange.ciso_library import Library, Requirement, finish
from kg.exchange.grid import Row, Sheet, Workbook, tidy

META, CONTENT = "_meta", "_content"
SECOND, FIRST = "library_meta", "library_content"
_FRAMEWORK = "framework"
_NEEDED = ("assessable", "depth")
_READ = frozenset({
    "assessable", "depth", "implementation_groups", "ref_id", "name", "description", "annotation", "typical_evidence",
    "importance", "urn_id",
})  # fmt: skip


def is_library(workbook: Workbook) -> bool:
    """Whether a workbook is a library of CISO Assistant."""
    return any(sheet.name in (SECOND, FIRST) for sheet in workbook.sheets)


def from_workbook(workbook: Workbook, purpose: Purpose) -> CatalogFile:
    """The framework in a workbook. Raises InputError where the workbook holds none, or several."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    second = SECOND in sheets
    library, content, base = _second(workbook, sheets) if second else _first(workbook, sheets)
    draft = Draft(workbook.name)
    nodes = _nodes(workbook, content, base, draft)
    return finish(draft, library, nodes, purpose)


def _pairs(sheet: Sheet) -> dict[str, str]:
    """Key and value of each row; a key that stands again is left to who needs it."""
    found: dict[str, str] = {}
    for row in sheet.rows:
        found.setdefault(tidy(row.cell(1)), row.cell(2).strip())
    return found


def _second(workbook: Workbook, sheets: dict[str, Sheet]) -> tuple[Library, Sheet, str]:
    whole = _pairs(sheets[SECOND])
    metas = {name: _pairs(sheet) for name, sheet in sheets.items() if name.endswith(META) and name != SECOND}
    found = [name for name, pairs in metas.items() if pairs.get("type") == _FRAMEWORK]
    if len(found) != 1:
        kinds = sorted({pairs.get("type", "") for pairs in metas.values()})
        raise InputError(
            "the workbook holds no framework" if not found else "the workbook holds several frameworks",
            where=workbook.name, found=", ".join(found or kinds) or "no sheet that ends in _meta",
            expected="one sheet that ends in _meta and says type: framework",
        )  # fmt: skip
    meta = metas[found[0]]
    library = Library(
        urn=whole.get("urn", ""),
        version=whole.get("version", ""),
        copyright=whole.get("copyright", ""),
        provider=whole.get("provider", ""),
        published=whole.get("publication_date", ""),
        framework_urn=meta.get("urn", ""),
        name=meta.get("name", "") or whole.get("name", ""),
    )
    content = found[0].removesuffix(META) + CONTENT
    return library, _sheet(workbook, sheets, content), meta.get("base_urn", "")


def _first(workbook: Workbook, sheets: dict[str, Sheet]) -> tuple[Library, Sheet, str]:
    whole = _pairs(sheets[FIRST])
    tabs = [row.cell(2).strip() for row in sheets[FIRST].rows if _is_requirements(row.cell(1), row.cell(3))]
    if len(tabs) != 1:
        raise InputError(
            "the workbook lists no sheet of requirements" if not tabs else "the workbook lists several of them",
            where=f"{workbook.name}, {FIRST}", found=", ".join(tabs) or "no row: tab, name, requirements",
            expected="one row: tab, name of the sheet, requirements",
        )  # fmt: skip
    library = Library(
        urn=whole.get("library_urn", ""),
        version=whole.get("library_version", ""),
        copyright=whole.get("library_copyright", ""),
        provider=whole.get("library_provider", ""),
        published=whole.get("library_publication_date", ""),
        framework_urn=whole.get("framework_urn", ""),
        name=whole.get("framework_name", "") or whole.get("library_name", ""),
    )
    base = library.framework_urn.replace(":framework:", ":req_node:")
    return library, _sheet(workbook, sheets, tabs[0]), base


def _is_requirements(key: str, kind: str) -> bool:
    return tidy(key) == "tab" and tidy(kind) == "requirements"


def _sheet(workbook: Workbook, sheets: dict[str, Sheet], name: str) -> Sheet:
    if name not in sheets:
        raise InputError(
            "the sheet of the requirements is missing", where=workbook.name, found=" | ".join(sheets),
            expected=name, hint="check its name",
        )  # fmt: skip
    return sheets[name]


def _nodes(workbook: Workbook, sheet: Sheet, base: str, draft: Draft) -> Iterator[Requirement]:
    header, rows = sheet.rows[0] if sheet.rows else Row(1, ()), sheet.rows[1:]
    columns = {tidy(cell): number for number, cell in enumerate(header.cells, start=1) if cell.strip()}
    missing = [name for name in _NEEDED if name not in columns]
    if missing or not rows:
        raise InputError(
            "not a sheet of requirements", where=f"{workbook.name}, {sheet.name}",
            found=", ".join(columns) or "nothing", expected=f"columns {', '.join(_NEEDED)}, and rows below them",
        )  # fmt: skip
    for name, number in columns.items():
        if name not in _READ:
            draft.note(workbook.where(sheet, number, header.number), name, "not read")
    for row in rows:
        cells = {name: row.cell(number).strip() for name, number in columns.items()}
        depth = cells["depth"].removesuffix(".0")
        where = workbook.where(sheet, columns["depth"], row.number)
        if not (depth.isascii() and depth.isdigit() and int(depth)):
            raise InputError("not a depth", where=where, found=cells["depth"] or "nothing", expected="1, 2, 3, ...")
        yield _node(workbook.where(sheet, 1, row.number), cells, int(depth), base, row.number)


def _node(where: str, cells: dict[str, str], depth: int, base: str, number: int) -> Requirement:
    local = cells.get("urn_id") or cells.get("ref_id", "")
    urn = f"{base}:{'-'.join(local.lower().split())}" if local else f"{base}:row-{number}"
    return Requirement(
        where=where,
        urn=urn,
        assessable=bool(cells["assessable"]),
        depth=depth,
        ref_id=cells.get("ref_id", ""),
        name=cells.get("name", ""),
        description=cells.get("description", ""),
        groups=tuple(cells.get("implementation_groups", "").replace(",", " ").split()),
        annotation=cells.get("annotation", ""),
        evidence=cells.get("typical_evidence", ""),
        importance=cells.get("importance", ""),
    )
