"""Libraries of CISO Assistant as workbooks, in the second form and in the first, after their documented layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.exchange import catalog_file
from kg.exchange.catalog_draft import CatalogFile
from kg.knowledge import Knowledge
from kg.own.model import Stated
from tests.exchange.workbooks import Book, Made

LIBRARY: list[list[Any]] = [
    ["type", "library"], ["urn", "urn:we:risk:library:small"], ["version", 3], ["locale", "en"], ["ref_id", "small"],
    ["name", "Small library"], ["copyright", "CC0"], ["publication_date", "2025-12-15"], ["provider", "We"],
]  # fmt: skip
META: list[list[Any]] = [
    ["type", "framework"], ["base_urn", "urn:we:risk:req_node:small"], ["urn", "urn:we:risk:framework:small"],
    ["ref_id", "small"], ["name", "Small framework"],
]  # fmt: skip
CONTENT: list[list[Any]] = [
    ["assessable", "depth", "ref_id", "name", "description", "implementation_groups", "questions"],
    ["", 1, "A", "Heading", "", "", ""],
    ["x", 2, "A.1", "", "Do this.", "IG1,IG2", "Done?"],
    ["x", 3, "", "Below", "", "", ""],
    ["x", 2, "A.2", "Second", "", "", ""],
    ["", 1, "B", "Other", "", "", ""],
]
FIRST: list[list[Any]] = [
    ["library_urn", "urn:we:risk:library:small"], ["library_version", 3], ["library_copyright", "CC0"],
    ["library_provider", "We"], ["library_publication_date", "2025-12-15"],
    ["framework_urn", "urn:we:risk:framework:small"],
    ["framework_name", "Small framework"], ["tab", "reqs", "requirements"], ["tab", "ig", "implementation_groups"],
]  # fmt: skip
Table = list[list[Any]]


def read(tmp_path: Path, knowledge: Knowledge, *sheets: tuple[str, Table]) -> CatalogFile:
    path = tmp_path / "small.xlsx"
    path.write_bytes(Book(tuple(Made(name, rows) for name, rows in sheets)).content())
    return catalog_file.read(path, Stated(), knowledge, "acme")


SECOND = (("library_meta", LIBRARY), ("small_meta", META), ("small_content", CONTENT))


def test_depth_says_what_stands_below_what(tmp_path: Path, knowledge: Knowledge) -> None:
    found = read(tmp_path, knowledge, *SECOND)
    assert [(item.id, item.kind, item.parent, item.external_id) for item in found.framework.requirements] == [
        ("A", "heading", "", "urn:we:risk:req_node:small:a"),
        ("A.1", "requirement", "A", "urn:we:risk:req_node:small:a.1"),
        ("row-4", "requirement", "A.1", "urn:we:risk:req_node:small:row-4"),
        ("A.2", "requirement", "A", "urn:we:risk:req_node:small:a.2"),
        ("B", "heading", "", "urn:we:risk:req_node:small:b"),
    ]
    first = found.framework.requirements[1]
    assert (first.title, first.text, first.notes) == ("Do this.", "Do this.", ("implementation group: IG1, IG2",))
    assert (found.framework.slug, found.framework.version, found.framework.licence) == ("small", "3", "CC0")
    assert [(item.where, item.found) for item in found.findings] == [
        ("small.xlsx, 'small_content'!G1", "questions"),
        ("small.xlsx", "2025-12-15"),
    ]


def test_the_first_form_says_the_same(tmp_path: Path, knowledge: Knowledge) -> None:
    second = read(tmp_path, knowledge, *SECOND).framework
    first = read(tmp_path, knowledge, ("library_content", FIRST), ("reqs", CONTENT), ("ig", [["ref_id"]])).framework
    assert first == second


@pytest.mark.parametrize(
    ("sheets", "message", "where"),
    [
        ((("library_meta", LIBRARY),), "holds no framework", "small.xlsx"),
        ((*SECOND, ("more_meta", META)), "holds several frameworks", "small.xlsx"),
        (SECOND[:2], "sheet of the requirements is missing", "small.xlsx"),
        ((*SECOND[:2], ("small_content", [["a"], ["b"]])), "not a sheet of requirements", "small_content"),
        ((*SECOND[:2], ("small_content", [CONTENT[0], ["x", "deep", "A"]])), "not a depth", "'small_content'!B2"),
        ((("library_content", FIRST[:-2]),), "lists no sheet of requirements", "library_content"),
        ((("Sheet1", CONTENT),), "no such column", "small.xlsx"),
    ],
)
def test_a_workbook_without_one_framework_is_refused(
    sheets: tuple[tuple[str, Table], ...], message: str, where: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, knowledge, *sheets)
    assert where in str(caught.value.where)
