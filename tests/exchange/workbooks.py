"""Workbooks made by hand, part by part, so that a test can say exactly what stands in the archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_APPLICATION = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f"<styleSheet {_MAIN}><cellXfs>"
    + "".join(f'<xf numFmtId="{number}" xfId="0"/>' for number in (0, 14, 22, 46))
    + "</cellXfs></styleSheet>"
)
DAY, MOMENT, SPAN = 1, 2, 3
"""Styles of a number that is a date, a date with its time of day, and a length of time."""


@dataclass(frozen=True)
class Made:
    """A sheet: rows of text (None leaves a cell out), or the XML of its rows; merged areas and drop-down sources."""

    name: str
    rows: Sequence[Sequence[str | int | float | bool | None]] = ()
    xml: str = ""
    state: str = ""
    merged: Sequence[str] = ()
    lists: Sequence[str] = ()
    first: int = 1

    def text(self) -> str:
        """The part of the archive."""
        rows = self.xml or "".join(row(number, cells) for number, cells in enumerate(self.rows, start=self.first))
        areas = "".join(f'<mergeCell ref="{area}"/>' for area in self.merged)
        rules = "".join(
            f'<dataValidation type="list" sqref="A1:A9"><formula1>{escape(source)}</formula1></dataValidation>'
            for source in self.lists
        )
        return (
            f"<worksheet {_MAIN}><sheetData>{rows}</sheetData>"
            + (f"<mergeCells>{areas}</mergeCells>" if areas else "")
            + (f"<dataValidations>{rules}</dataValidations>" if rules else "")
            + "</worksheet>"
        )


def column(number: int) -> str:
    """A column's name, up to ZZ."""
    first, second = divmod(number - 1, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def row(number: int, cells: Sequence[str | int | float | bool | None]) -> str:
    """The XML of a row."""
    made = (cell(f"{column(place)}{number}", value) for place, value in enumerate(cells, start=1) if value is not None)
    return f'<row r="{number}">{"".join(made)}</row>'


def cell(name: str, value: str | float | bool, style: int = 0) -> str:
    """The XML of a cell."""
    if isinstance(value, bool):
        return f'<c r="{name}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{name}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


@dataclass(frozen=True)
class Book:
    """A workbook of sheets, with defined names and further or changed parts."""

    sheets: Sequence[Made]
    names: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str | bytes] = field(default_factory=dict)

    def content(self) -> bytes:
        """The bytes of the file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in (self._own() | dict(self.parts)).items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _own(self) -> dict[str, str | bytes]:
        numbered = list(enumerate(self.sheets, start=1))
        listed = "".join(
            f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"'
            + (f' state="{sheet.state}"' if sheet.state else "")
            + "/>"
            for number, sheet in numbered
        )
        defined = "".join(f'<definedName name="{name}">{escape(to)}</definedName>' for name, to in self.names.items())
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_APPLICATION}.worksheet+xml"/>'
            for number, _ in numbered
        )
        relations = "".join(
            f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number, _ in numbered
        )
        return {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_APPLICATION}.sheet.main+xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets>'
            f"<definedNames>{defined}</definedNames></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}<Relationship Id="rId999" '
            f'Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": _STYLES,
            **{f"xl/worksheets/sheet{number}.xml": sheet.text() for number, sheet in numbered},
        }
