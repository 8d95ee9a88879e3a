"""Spreadsheets that are no inventory are told by their cells, and read as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import other_sheets, reading, xlsx
from kg.exchange.grid import Reading, Workbook
from kg.exchange.header import Asked as Table
from kg.exchange.kinds import TITLED, Asked, Options
from tests.exchange.workbooks import Book, Made

CONTROLS = [["name", "csf_function", "status"], ["Firewall", "protect", "active"]]
MAPPINGS = [["Mappings of 2026", "", ""], ["source", "target", "relation"], ["A.6.2.8", "Art. 12", "subset of"]]
FRAMEWORK = [["framework_slug", "framework_title", "id", "title"], ["contract", "Contract", "Q1", "Ask"]]
INVENTORY = [["Use Case Name", "source", "target"], ["Chat", "intranet", "staff"]]
KINDS = [
    (CONTROLS, "ciso-assistant-controls", "it has columns that only they have"),
    (MAPPINGS, "mapping-set", "it has the columns of the format table"),
    (FRAMEWORK, "framework", "it has the column framework_slug"),
]


def _written(folder: Path, rows: list[list[str]], name: str = "my sheet.xlsx") -> Path:
    path = folder / name
    path.write_bytes(Book([Made("S", rows)]).content())
    return path


@pytest.mark.parametrize(("rows", "kind", "why"), KINDS)
def test_a_workbook_is_known_by_its_cells(rows: list[list[str]], kind: str, why: str, tmp_path: Path) -> None:
    title, found = other_sheets.recognised(_written(tmp_path, rows), Reading(), Table())
    assert (TITLED[title].name, found) == (kind, why)


def test_what_may_be_an_inventory_is_nothing_else(tmp_path: Path) -> None:
    assert other_sheets.recognised(_written(tmp_path, INVENTORY), Reading(), Table()) == ("", "")


def test_one_sheet_of_a_portfolio_saved_as_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "systems.csv"
    path.write_text("Systems,,An AI system.\n# notes,Id *,Name *,Owner\n,chat,Chatbot,cto\n", encoding="utf-8")
    with pytest.raises(InputError, match="one sheet of a portfolio workbook") as error:
        other_sheets.recognised(path, Reading(), Table())
    assert error.value.found == "the sheet Systems"
    assert "as XLSX" in (error.value.hint or "")


def test_a_spreadsheet_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    read = xlsx.read

    def noted(name: str, content: bytes) -> Workbook:
        opened.append(name)
        return read(name, content)

    monkeypatch.setattr(xlsx, "read", noted)
    path = _written(tmp_path, CONTROLS, "once.xlsx")
    reading.read(path, Asked(organisation="acme"))
    assert opened == ["once.xlsx"]
    path.write_bytes(Book([Made("S", MAPPINGS)]).content())
    assert other_sheets.recognised(path, Reading(), Table())[0] == "mapping set"
    assert opened == ["once.xlsx", "once.xlsx"]


def test_a_workbook_of_controls_is_read_as_such(tmp_path: Path) -> None:
    found = reading.read(_written(tmp_path, CONTROLS), Asked(organisation="acme"))
    assert (found.kind, found.title) == ("ciso-assistant-controls", "applied controls of CISO Assistant")


@pytest.mark.parametrize(("rows", "kind"), [(rows, kind) for rows, kind, _ in KINDS])
def test_what_is_asked_for_as_an_inventory_is_not_read_as_something_else(
    rows: list[list[str]], kind: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="this file is no inventory") as caught:
        reading.read(_written(tmp_path, rows), Asked(Options(kind="inventory"), "acme"))
    assert caught.value.hint == f"normgraph import 'my sheet.xlsx' --as {kind}"


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        (["name", "description"], ["ciso-assistant-evidence", "ciso-assistant-controls"]),
        (["Ref ID", "Name", "Description", "Status"], ["ciso-assistant-evidence", "ciso-assistant-controls"]),
        (["name", "description", "priority"], ["ciso-assistant-controls"]),
        (["name", "description", "vendor"], []),
        (["name", "status"], []),
    ],
)
def test_a_sheet_like_those_of_ciso_assistant_gets_their_kinds_in_the_hint(
    header: list[str], kinds: list[str], tmp_path: Path
) -> None:
    path = _written(tmp_path, [header, ["Access policy"] * len(header)])
    with pytest.raises(InputError, match="no profile describes this file") as caught:
        reading.read(path, Asked(organisation="acme"))
    hints = str(caught.value.hint).splitlines()[2:]
    line = "if it is from CISO Assistant: normgraph import 'my sheet.xlsx' --as"
    assert hints == [f"{line} {kind}" for kind in kinds]
