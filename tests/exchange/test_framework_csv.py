"""A framework as a spreadsheet: it says what the YAML says, and a mistake is named with its row and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import framework_file
from kg.knowledge import Knowledge
from kg.own.model import OwnFramework

Cells = list[list[str]]
Write = Callable[..., Path]
HEAD = [
    "framework_slug", "framework_title", "framework_issued", "id", "title", "parent", "kind", "notes", "duties",
    "bearers",
]  # fmt: skip
FIRST = ["acme-policy", "Acme AI policy", "2026-01-31", "A", "Records", "", "heading", "", "", ""]
SECOND = [
    "", "", "", "A.1", "Keep; and show", "A", "", "One; note",
    "keep-event-logs[retention=P1Y] ; monitor-operation[advises]", "deployer;provider",
]  # fmt: skip


@pytest.fixture
def sheet(write: Write, knowledge: Knowledge) -> Callable[..., OwnFramework]:
    """Reads the rows, with one cell changed, after they were written to a file."""

    def _sheet(row: int = 0, column: str = "", text: str = "", *, encoding: str = "utf-8") -> OwnFramework:
        cells = [list(HEAD), list(FIRST), list(SECOND)]
        if column:
            cells[row - 1][HEAD.index(column)] = text
        return framework_file.read(write(cells, encoding, "framework.csv"), knowledge, "acme")

    return _sheet


def test_a_row_is_a_requirement(sheet: Callable[..., OwnFramework]) -> None:
    found = sheet()
    assert (found.slug, found.title, str(found.issued), found.binding) == (
        "acme-policy", "Acme AI policy", "2026-01-31", "commitment",
    )  # fmt: skip
    heading, keep = found.requirements
    assert not heading.states_norm
    assert (keep.id, keep.title, keep.parent, keep.kind) == ("A.1", "Keep; and show", "A", "requirement")
    assert keep.notes == ("One; note",)
    assert keep.bearers == ("deployer", "provider")
    assert [(duty.duty, duty.mode, duty.parameters) for duty in keep.duties] == [
        ("duty:keep-event-logs", "requires", (("retention", "P1Y"),)),
        ("duty:monitor-operation", "advises", ()),
    ]


def test_the_example_says_the_same_in_both_forms(knowledge: Knowledge, root: Path) -> None:
    folder = root / "examples" / "customer-questionnaire"
    yaml, csv = (framework_file.read(folder / f"framework.{form}", knowledge, "acme") for form in ("yaml", "csv"))
    # A spreadsheet has no room for a reason and a confidence.
    bare = tuple(
        replace(item, duties=tuple(replace(duty, why="", confidence=1.0) for duty in item.duties))
        for item in yaml.requirements
    )
    assert csv == replace(yaml, requirements=bare)


@pytest.mark.parametrize("suffix", [".csv", ".CSV"])
def test_the_suffix_tells_the_form(write: Write, knowledge: Knowledge, suffix: str) -> None:
    path = write([HEAD, FIRST, SECOND], "utf-8-sig", f"framework{suffix}")
    assert framework_file.read(path, knowledge, "acme").slug == "acme-policy"


def test_the_head_may_be_repeated_below(sheet: Callable[..., OwnFramework]) -> None:
    assert sheet(3, "framework_slug", "acme-policy") == sheet()


MISTAKES = [
    (1, "duties", "dutys", "no such column", "framework.csv, row 1", "did you mean duties?"),
    (1, "duties", "title", "a column stands twice", "framework.csv, row 1", ""),
    (1, "duties", "", "no such column", "framework.csv, row 1", ""),
    (1, "duties", "id;title", "no such column", "framework.csv, row 1", "did you mean title?"),
    (2, "framework_slug", "", "slug is missing", "framework.csv, row 2", ""),
    (2, "framework_slug", "eu-ai-act", "this framework is shipped", "row 2, column framework_slug", "frameworks"),
    (2, "framework_issued", "31.01.2026", "not a date", "row 2, column framework_issued", "2026-08-02"),
    (3, "framework_title", "Another", "the rows say different things", "row 3, column framework_title", "empty"),
    (3, "id", "", "id is missing", "framework.csv, row 3", ""),
    (3, "id", "A", "id is used twice", "row 3, column id", ""),
    (3, "title", " ", "title is missing", "framework.csv, row 3", ""),
    (3, "parent", "B", "no such entry in this file", "row 3, column parent", ""),
    (3, "duties", "keep-event-logs;keep-evnt-logs", "no such duty", "row 3, column duties", "duty:keep-event-logs"),
    (3, "duties", "keep-event-logs[aspect:fairnes]", "no such aspect", "row 3, column duties", "fairness"),
    (3, "bearers", "deployer;provder", "no such role", "row 3, column bearers", "did you mean provider"),
    (2, "duties", "keep-event-logs", "a heading has no duties", "row 2, column duties", "heading"),
]


@pytest.mark.parametrize(
    ("row", "column", "text", "message", "where", "hint"), MISTAKES, ids=[f"{item[3]}-{item[2]}" for item in MISTAKES]
)
def test_a_mistake_is_named_with_its_row_and_column(
    sheet: Callable[..., OwnFramework], row: int, column: str, *, text: str, message: str, where: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        sheet(row, column, text)
    assert message in caught.value.message
    assert where in (caught.value.where or "")
    assert caught.value.expected
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"PK\x03\x04\x00", b"id\0", b"\xff\xfe", b'id,title\n"open', b"id,title\nA\n"]
)
def test_what_is_no_sheet_is_refused(tmp_path: Path, knowledge: Knowledge, content: bytes) -> None:
    path = tmp_path / "framework.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        framework_file.read(path, knowledge, "acme")
    assert "framework.csv" in (caught.value.where or "")


def test_a_header_alone_is_refused(write: Write, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no rows"):
        framework_file.read(write([HEAD]), knowledge, "acme")


def test_another_encoding_is_refused_and_not_guessed(sheet: Callable[..., OwnFramework]) -> None:
    with pytest.raises(InputError) as caught:
        sheet(3, "title", "Aufbewahrungspflicht für Protokolle", encoding="cp1252")
    assert caught.value.hint == "save the file as UTF-8, or name its encoding: --encoding NAME"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "@x", "-1"])
def test_a_cell_is_text_whatever_a_spreadsheet_would_make_of_it(sheet: Callable[..., OwnFramework], text: str) -> None:
    assert sheet(3, "title", text).requirements[1].title == text
