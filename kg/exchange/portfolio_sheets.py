"""Portfolio workbooks: a spreadsheet in, records out. What a cell says is checked as what a YAML file says.

People edit workbooks: sheets and columns may stand in any order, rows may be blank, columns that are not needed may be
gone. What is not known is an error, unless its name says that it is somebody's own note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.exchange import grid, spreadsheet
from kg.exchange.grid import Sheet, Workbook, letters, tidy
from kg.exchange.portfolio_cells import Cell, Row, Table
from kg.exchange.portfolio_layout import (
    BY_SECTION,
    HELP_SHEETS,
    MARKER,
    MEANS,
    NOTES,
    ORGANISATION,
    README,
    REMARK,
    SHEETS,
    SheetPlan,
    header_key,
    known_texts,
)
from kg.exchange.portfolio_reader import NO_VIEW, PortfolioReader, PortfolioSheets
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.exchange.problems import Problems
from kg.exchange.yaml_source import Place
from kg.knowledge import Knowledge
from kg.portfolio.view import View

TITLES = (README, *(plan.title for plan in SHEETS))
_HEADER_WITHIN = 20
_SHOWN = 80
_PLACES = frozenset({"requirement", "control", "provision"})
_KEEP = f"begin its name with {REMARK} to keep it as a note that is not read"
_AGAIN = "normgraph template portfolio.xlsx writes a workbook with all sheets"


def read(path: Path, knowledge: Knowledge) -> PortfolioSheets:
    """The portfolio in a workbook. Raises InputError with sheet and cell of everything that is wrong."""
    return from_workbook(spreadsheet.read(path), knowledge)


def recognised(workbook: Workbook) -> bool:
    """Whether a spreadsheet is a portfolio workbook, or what somebody left of one."""
    if any(_version(sheet) for sheet in workbook.sheets):
        return True
    sheets = (sheet for sheet in workbook.sheets if _same(sheet.name, ORGANISATION.title))
    return any({"id", "name"} <= set(_Header(workbook, sheet, ORGANISATION).keys) for sheet in sheets)


def lone_sheet(workbook: Workbook) -> str:
    """The title of the sheet of a portfolio that a file of text holds alone; empty for anything else."""
    sheet = workbook.sheets[0]
    header = next((row for row in sheet.rows[:_HEADER_WITHIN] if tidy(row.cell(1)) == NOTES), None)
    if sheet.name or header is None:
        return ""
    named = {header_key(cell) for cell in header.cells if tidy(cell) and not tidy(cell).startswith(REMARK)}
    fitting = [plan.title for plan in SHEETS if named and named <= {column.key for column in plan.columns}]
    titled = [title for title in fitting if title == tidy(sheet.rows[0].cell(1))]
    return next(iter([*titled, *fitting]), "")


def organisation_of(workbook: Workbook) -> str:
    """The organisation a workbook is about, empty where it does not say so."""
    for sheet in workbook.sheets:
        if _same(sheet.name, ORGANISATION.title):
            header = _Header(workbook, sheet, ORGANISATION)
            return next((cell.value for row in header.rows() if (cell := row.value.get("id"))), "")
    return ""


def from_workbook(workbook: Workbook, knowledge: Knowledge, view: View = NO_VIEW) -> PortfolioSheets:
    """The portfolio in a workbook that has been opened.

    `view`: the frameworks that the organisation's record has in view, beside those that the workbook names.
    """
    problems = Problems(workbook.name)
    notes: list[str] = []
    tables: dict[str, Table] = {}
    unsound: set[str] = set()
    strange = False
    _check_version(workbook)
    plans = {plan.title.casefold(): plan for plan in SHEETS}
    for sheet in workbook.sheets:
        plan = plans.get(tidy(sheet.name).casefold())
        if plan is not None:
            header, before = _Header(workbook, sheet, plan), problems.count
            notes += header.check(problems)
            if problems.count > before:
                unsound.add(plan.section)
            rows = list(header.rows())
            tables[plan.section] = Table(rows, workbook.name, header.row, sheet.name)
        elif sheet.name.startswith(REMARK):
            notes.append(f"not read: sheet {sheet.name}")
        elif sheet.rows and not any(_same(sheet.name, name) for name in HELP_SHEETS):
            strange = True
            problems.add(_strange(workbook, sheet))
    if strange:  # it may be one of those that are missing
        unsound |= {plan.section for plan in SHEETS} - tables.keys()
    rows = _organisation(workbook, tables.get(ORGANISATION.section), problems)
    if not rows:
        problems.settle()
    top: dict[str, Place] = dict(tables) | {ORGANISATION.section: rows[0]}
    found = PortfolioReader(top, knowledge, view, problems, frozenset(unsound)).run()
    return replace(found, notes=tuple(notes))


def _strange(workbook: Workbook, sheet: Sheet) -> InputError:
    near = did_you_mean(sheet.name, [plan.title for plan in SHEETS])
    return InputError(
        "no sheet of a portfolio workbook", where=f"{workbook.name}, {sheet.name}", found=sheet.name,
        expected="a sheet of the template", hint="\n".join(part for part in (near, _KEEP) if part),
    )  # fmt: skip


def _organisation(workbook: Workbook, table: Table | None, problems: Problems) -> list[Row]:
    """The rows of the organisation; anything but one is a mistake."""
    rows: list[Row] = list(table.value) if table is not None else []
    where = f"{workbook.name}, {ORGANISATION.title}"
    if not rows:
        stands = "no such sheet" if table is None else "no entry"
        hint = _AGAIN
        problems.add(
            InputError("the organisation is missing", where=where, found=stands, expected="one row", hint=hint)
        )
    if len(rows) > 1:
        found, hint = f"{len(rows)} rows", f"parts of it stand on the sheet {BY_SECTION['units'].title}"
        message = "a workbook is about one organisation"
        problems.add(rows[1].error(message, found=found, expected="one row", hint=hint))
    return rows


def _check_version(workbook: Workbook) -> None:
    for sheet in workbook.sheets:
        version = _version(sheet)
        if version and version != FORMAT_VERSION:
            raise InputError(
                "not a portfolio workbook of this version", where=f"{workbook.name}, {sheet.name}", found=version,
                expected=f"version {FORMAT_VERSION}", hint=_AGAIN,
            )  # fmt: skip


def _version(sheet: Sheet) -> str:
    """The version that the sheet for the reader's eyes names."""
    if not _same(sheet.name, README):
        return ""
    cells = (cell for row in sheet.rows for cell in row.cells)
    return next((cell.removeprefix(MARKER).strip() for cell in map(tidy, cells) if cell.startswith(MARKER)), "")


def _same(name: str, other: str) -> bool:
    return tidy(name).casefold() == other.casefold()


class _Header:
    """Where the header of a sheet stands, and which column holds what. `row` is 0 where there is none."""

    def __init__(self, workbook: Workbook, sheet: Sheet, plan: SheetPlan) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._plan = plan
        self._columns = {column.key: column for column in plan.columns}
        best = max(sheet.rows[:_HEADER_WITHIN], key=lambda row: len(self._known(row)), default=None)
        self.row = best.number if best is not None and self._known(best) else 0
        self._cells = best.cells if best is not None and self.row else ()
        self.keys = self._known(best) if best is not None and self.row else {}

    def _known(self, row: grid.Row) -> dict[str, int]:
        """Key -> column, for the cells of a row that name a column of this sheet."""
        found = {header_key(cell): number for number, cell in enumerate(row.cells, start=1)}
        return {key: found[key] for key in self._columns if key in found}

    def rows(self) -> Iterator[Row]:
        """The entries below the header. A row in which only notes stand is none."""
        headers = [header_key(cell) for cell in self._cells]
        columns = [
            (self._columns[key], number, self._is_truth(key), self._is_list(key))
            for key, number in self.keys.items()
            if headers.count(key) == 1  # of two it cannot be told which one is meant
        ]
        for row in self._sheet.rows:
            if row.number <= self.row or not self.row:
                continue
            filled: dict[str, Cell] = {}
            for column, number, truth, commas in columns:
                if text := row.cell(number).strip():
                    cell = Cell(text, self._workbook.name, row.number, "", self._sheet, number, truth, commas)
                    filled[column.key] = cell.as_flag() if column.spec.kind == "flag" else cell
            if filled:
                yield Row(filled, self._workbook.name, row.number, "", self._sheet, self.keys)

    def _is_truth(self, key: str) -> bool:
        """Whether TRUE in a column is a truth value: the value of a fact may be."""
        return key == "value" and "fact" in self.keys

    def _is_list(self, key: str) -> bool:
        """Whether a cell holds names that have no comma in them. Places in a law may be written with one."""
        spec = self._columns[key].spec
        named = spec.kind == "ref" and _PLACES.isdisjoint(spec.ref.split("|"))
        return spec.many and (named or self._is_truth(key))

    def check(self, problems: Problems) -> Iterator[str]:
        """Note what is wrong with the sheet as a table; gives what is left out as a note."""
        if not self.row:
            if self._sheet.rows:
                first = self._sheet.rows[0]
                expected = ", ".join(column.header for column in self._plan.columns if column.needed)
                problems.add(self._error("no header row", (first.number, 1), tidy(" ".join(first.cells)), expected))
            return
        self._check_above(problems)
        named: dict[str, int] = {}
        for number in range(1, self._sheet.width + 1):
            text = tidy(self._cells[number - 1]) if number <= len(self._cells) else ""
            if text.startswith(REMARK):
                if text not in known_texts(self._plan):
                    yield f"not read: column {self._sheet.address(number, self.row)} ({text})"
            elif not text:
                self._check_nameless(problems, number)
            else:
                self._check_name(problems, number, text, named)
        renamed = named.keys() - self.keys.keys()
        for column in self._plan.columns:
            if column.needed and column.key not in named and not renamed and any(self.rows()):
                problems.add(self._error("a column is missing", (self.row, 1), "no such column", column.header, _AGAIN))
        self._check_values(problems)

    def _check_name(self, problems: Problems, number: int, text: str, named: dict[str, int]) -> None:
        key = header_key(text)
        if key not in self.keys:
            near = did_you_mean(text.rstrip(" *"), [column.header.removesuffix(" *") for column in self._plan.columns])
            lacking = [column.header for column in self._plan.columns if column.needed and column.key not in self.keys]
            meant = f"no column is called {' or '.join(lacking)}: if this is it, name it so" if lacking else ""
            hint = "\n".join(part for part in (near, meant, _KEEP) if part)
            problems.add(self._error("no such column", (self.row, number), text, "a column of the template", hint))
        elif key in named:
            first = letters(named[key])
            problems.add(
                self._error("a column stands twice", (self.row, number), text, f"one column; {first} is another")
            )
        named.setdefault(key, number)

    def _check_nameless(self, problems: Problems, number: int) -> None:
        for row in self._sheet.rows:
            if row.number > self.row and (text := tidy(row.cell(number))):
                problems.add(self._error("a column without a header", (row.number, number), text, "a header", _KEEP))
                return

    def _check_above(self, problems: Problems) -> None:
        """What stands above the header is not read: an entry that was typed there must not get lost."""
        usual = known_texts(self._plan)
        for row in self._sheet.rows:
            # What a title or a meaning says differs from release to release.
            if tidy(row.cell(1)) in (self._plan.title, MEANS):
                continue
            for number, cell in enumerate(row.cells, start=1):
                if row.number < self.row and (text := tidy(cell)) and text not in usual:
                    hint = f"entries stand below row {self.row}; the example is not read"
                    expected = "what the template says there"
                    problems.add(self._error("text above the header", (row.number, number), text, expected, hint))

    def _check_values(self, problems: Problems) -> None:
        for note in self._sheet.notes:
            if note.row > self.row and note.column in self.keys.values():
                problems.add(self._error("the cell holds no value", (note.row, note.column), note.what, "a value"))

    def _error(self, message: str, at: tuple[int, int], found: str, expected: str, hint: str = "") -> InputError:
        """An error at a row and a column."""
        row, column = at
        where = self._workbook.where(self._sheet, column, row)
        return InputError(message, where=where, found=found[:_SHOWN], expected=expected, hint=hint or None)
