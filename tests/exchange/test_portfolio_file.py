"""A portfolio file of either form is opened, and what it is about is known before it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from kg.errors import InputError
from kg.exchange import portfolio_workbook
from kg.exchange.portfolio_file import is_workbook, opened
from kg.exchange.portfolio_text import to_yaml
from kg.exchange.xlsx import NO_ARCHIVE
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.records import Organisation
from kg.portfolio.view import View

PORTFOLIO = model.build([Organisation(id="acme", name="Acme")])


@pytest.mark.parametrize("name", ["p.yaml", "p.yml", "p.xlsx", "P.XLSX"])
def test_both_forms(name: str, knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / name
    workbook = name.lower().endswith("xlsx")
    path.write_bytes(
        portfolio_workbook.to_workbook(PORTFOLIO, knowledge, "made") if workbook else to_yaml(PORTFOLIO).encode()
    )
    found = opened(path)
    assert found.organisation == "acme"
    assert found.read(knowledge, View()).portfolio == PORTFOLIO


@pytest.mark.parametrize("name", ["p.csv", "p.ods", "p.tsv"])
def test_a_spreadsheet_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a portfolio workbook") as caught:
        opened(tmp_path / name)
    assert f"normgraph import {name} --as inventory" in (caught.value.hint or "")
    assert not is_workbook(tmp_path / name)


def test_a_workbook_is_recognised_by_its_sheets(knowledge: Knowledge, tmp_path: Path) -> None:
    made, other, text = (tmp_path / name for name in ("made.xlsx", "other.xlsx", "text.xlsx"))
    made.write_bytes(portfolio_workbook.template(knowledge))
    with xlsxwriter.Workbook(other) as book:
        book.add_worksheet("Organisation").write_row(0, 0, ["Organisation", "Contact"])
    text.write_text("normgraph: 1\n", encoding="utf-8")
    assert [is_workbook(path) for path in (made, other, text, tmp_path / "none.xlsx")] == [True, False, False, False]
    with pytest.raises(InputError, match="not a portfolio workbook"):
        opened(other)


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_text("normgraph: 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a workbook"):
        opened(path)


@pytest.mark.parametrize("error", NO_ARCHIVE, ids=range(len(NO_ARCHIVE)))
def test_whatever_a_damaged_archive_raises_it_is_no_portfolio(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise error

    monkeypatch.setattr("kg.exchange.portfolio_file.zipfile.ZipFile", damaged)
    assert not is_workbook(tmp_path / "p.xlsx")
