"""Mapping sets on the command line: what is said, how it ends, what rows look like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TABLE = """\
source,target,relation,confidence
A.6.2.8,Art. 12,subset of,0.9
A.12.9,Art. 17,equal,
A.2.2,Art. 17,touches,
"""
EDITIONS = ("--source", "iso-42001-2023", "--target", "eu-ai-act")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A table of three rows."""
    path = tmp_path / "iso2act.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def kept(run: Run, file: Path, tmp_path: Path) -> Run:
    """Runs a command on a record with the table."""
    store = ("--store", tmp_path / "store")
    assert run("mapping", "import", file, *EDITIONS, "--org", "acme", *store).code == 0
    return lambda command, *arguments: run(*command.split(), *arguments, *store)


def test_import_says_what_it_did_and_reports_what_it_did_not_understand(kept: Run, file: Path, tmp_path: Path) -> None:
    found = kept("mapping import", file, *EDITIONS, "--report", tmp_path / "report.csv")
    assert (found.code, found.out) == (0, "")
    assert found.err.splitlines() == [
        (
            "iso2act: iso-42001-2023 to eu-ai-act, 3 rows, 2 mappings, 1 left out; 0 negative, 0 machine-made, "
            "1 with both ends in known editions; 1 with an end that is unknown"
        ),
        "  the relation is not understood: touches at row 4",
        (
            "  ends that stay open: 1, such as A.12.9 at row 3 (did you mean iso-42001-2023:A or iso-42001-2023:C.2.9 "
            "or iso-42001-2023:A.2.4 or iso-42001-2023:A.2.3?); listed by --report FILE.csv"
        ),
        "nothing to record: the file says what is on record already",
    ]
    assert (tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()[:2] == [
        "place,code,what,found,expected",
        (
            "row 4,relation,the relation is not understood,touches,equal | subset_of | superset_of | intersects_with | "
            "no_relationship | skos:closeMatch | noMatch"
        ),
    ]


@pytest.mark.usefixtures("confined")
def test_a_set_is_read_within_limits_and_the_record_stays(kept: Run, file: Path) -> None:
    file.write_text(TABLE + "#\n" * 10_000_000, encoding="utf-8")
    found = kept("mapping import", file, *EDITIONS, "--replace", "--max-memory", "16")
    assert (found.code, found.out) == (3, "")
    assert "needed too much memory" in found.err
    assert "--max-memory" in found.err
    assert [row["mappings"] for row in recorded(kept, "mapping list")] == ["2"]


def recorded(run: Run, line: str) -> list[dict[str, str]]:
    """The rows of a list of mapping sets that are on record."""
    return [row for row in run(f"{line} --format json").rows if row["origin"] == "on record"]


def test_list_show_and_remove(kept: Run) -> None:
    assert [row["set"] for row in recorded(kept, "mapping list")] == ["iso2act"]
    shown = kept("mapping show iso2act --format json")
    assert [row["target"] for row in shown.rows] == ["eu-ai-act:12", "eu-ai-act:17"]
    assert "licence: not stated" in shown.err
    assert [row["source_state"] for row in kept("mapping show iso2act --open --format json").rows] == ["unknown"]
    assert "dry run" in kept("mapping remove iso2act --dry-run").err
    assert kept("mapping remove iso2act").code == 0
    assert recorded(kept, "mapping list") == []
    assert [row["set"] for row in recorded(kept, "mapping list --at 1")] == ["iso2act"]


def test_shipped_sets_are_listed_and_shown_and_cannot_be_removed(kept: Run) -> None:
    listed = {row["set"]: row["origin"] for row in kept("mapping list --format json").rows}
    assert listed == {"iso-42001-2023-iso-27001-2022": "shipped", "iso2act": "on record"}
    shown = kept("mapping show iso-42001-2023-iso-27001-2022 --format json")
    assert {row["justification"] for row in shown.rows} == {"semapv:LexicalMatching"}
    assert "licence: https://creativecommons.org/licenses/by/4.0/" in shown.err
    refused = kept("mapping remove iso-42001-2023-iso-27001-2022")
    assert refused.code == 2
    assert "this mapping set is shipped, not on record" in refused.err


def test_a_crosswalk_shows_what_is_asserted(kept: Run) -> None:
    found = kept("crosswalk show iso-42001-2023 eu-ai-act --basis asserted --format json")
    assert [(row["source"], row["relation"], row["confidence"]) for row in found.rows] == [
        ("iso-42001-2023:A.6.2.8", "subset_of", "0.9")
    ]
    assert "follow from nothing here" in found.err
    assert "follow from shared duties" not in found.err
    exported = kept("crosswalk export iso-42001-2023 eu-ai-act --basis all --relation subset_of --format ttl")
    assert "ng:mappingSet" in exported.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("import", "missing.csv"), 3, "file cannot be read"),
        (
            ("import", "iso2act.csv", "--source", "iso-42001-2024"),
            2,
            "it is the edition of 2024, known is iso-42001-2023",
        ),
        (("import", "iso2act.csv", "--as", "olir"), 3, "no table of relationships"),
        (("show", "iso2akt"), 2, "did you mean iso2act?"),
        (("remove", "iso2akt"), 2, "did you mean iso2act?"),
    ],
)
def test_errors(kept: Run, file: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert file.is_file()
    found = kept("mapping", *arguments)
    assert (found.code, found.out) == (code, "")
    assert said in found.err
