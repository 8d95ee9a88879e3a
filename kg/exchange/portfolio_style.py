"""How a portfolio workbook looks: fonts, colours, widths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.exchange.portfolio_layout import Column
from kg.exchange.portfolio_reader import FACTS
from kg.portfolio.fields import Spec

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_FONT = "Calibri"
_INK, _MUTED, _WHITE = "#1E293B", "#64748B", "#FFFFFF"
_NAVY, _SLATE, _PAPER, _SAND, _BROWN = "#1F3A5F", "#5B7083", "#F1F5F9", "#FEF6D8", "#8A5A00"
_GROUPS = {
    "#1F3A5F": ("organisation", "units", "people", "management_systems", "commitments"),
    "#0F766E": ("systems", "models", "datasets", "roles", "facts", "dated_facts", "events", "supply"),
    "#4D7C0F": ("measures", "implementations", "evidence", "covers"),
    "#B45309": ("risks", "acceptances", "exclusions", "waivers", "compensations", "remarks"),
}
_LONG = ("purpose", "description", "note", "reason", "certificate_scope", "text")
_NAMES = ("name", "title", "post", "supplier")
_WIDTHS = {"flag": 10, "date": 13, "choice": 20, "pairs": 26, "ref": 28}
_LINE, _MOST_LINES = 15.0, 6
_LONG_WIDTH, _NAME_WIDTH, _LIST_WIDTH, _TOPICS_WIDTH, _WIDTH = 52, 34, 36, 44, 24


def colour_of(section: str) -> str:
    """The colour of a sheet's tab."""
    return next(colour for colour, sections in _GROUPS.items() if section in sections)


def width_of(column: Column) -> int:
    """The width of a column, in characters."""
    if column.key in _LONG:
        return _LONG_WIDTH
    if column.key == "complete":
        return _TOPICS_WIDTH
    if column.key in _NAMES:
        return _NAME_WIDTH
    if column.spec.many or column.key == "fact":
        return _LIST_WIDTH
    return _WIDTHS.get(column.spec.kind, _WIDTH)


def height_of(cells: Iterable[tuple[str, int]]) -> float:
    """The height of a row for texts in columns of some widths. Not every spreadsheet program finds it by itself."""
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return _LINE * min(lines, _MOST_LINES)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-len(line) * 21 // (width * 20))) for line in text.split("\n"))


class Style:
    """The formats of one workbook. Cells for entries are the only ones that its protection leaves open."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        base = {"valign": "top", "text_wrap": True}
        self.title = self._made(bold=True, font_size=16, font_color=_NAVY, valign="vcenter")
        self.summary = self._made(italic=True, font_color=_MUTED, valign="vcenter")
        self.meaning = self._made(
            **base, font_size=9, font_color=_MUTED, bg_color=_PAPER, border=1, border_color=_WHITE
        )
        self.example = self._made(
            italic=True, font_size=9, font_color=_BROWN, bg_color=_SAND, border=1, border_color=_WHITE
        )
        head = {"bold": True, "font_color": _WHITE, "valign": "vcenter", "border": 1, "border_color": _WHITE}
        self.required = self._made(**head, bg_color=_NAVY)
        self.optional = self._made(**head, bg_color=_SLATE)
        self.text = self._made(**base, num_format="@", locked=False)
        self.day = self._made(**base, num_format="yyyy-mm-dd", align="left", locked=False)
        self.open = self._made(**base, align="left", locked=False)
        self.note = self._made(**base, italic=True, font_color=_MUTED, locked=False)
        self.aside = self._made(valign="top", font_size=9, font_color=_MUTED, locked=False)
        self.heading = self._made(bold=True, font_size=12, font_color=_NAVY)
        self.words = self._made(**base)
        self.link = self._made(valign="top", font_color="#0F766E", underline=1)
        self.count = self._made(valign="top", align="right", font_color=_MUTED)

    def _made(self, **values: Any) -> Format:
        return self._book.add_format({"font_name": _FONT, "font_size": 11, "font_color": _INK} | values)

    def cell(self, spec: Spec, section: str) -> Format:
        """The format of the cells of a field. A text stays as it is typed; the value of a fact may become a date."""
        if spec.kind == "date":
            return self.day
        return self.open if spec.key == "value" and section in (FACTS, "dated_facts") else self.text
