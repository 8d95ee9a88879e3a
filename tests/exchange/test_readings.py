"""Files of readings: what they say, and an error for every cell that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange.readings import read, read_folder
from kg.knowledge import Knowledge

HEADER = "requirement,duty,mode,aspects,parameters,confidence,why\n"
NORM = "eu-ai-act:26-6.n1"


def test_a_reading(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "second-A.csv"
    path.write_text(
        HEADER
        + f'{NORM},duty:keep-event-logs,requires,transparency; aspect:fairness,retention=P6M,0.9,"logs, kept"\n'
        + f"{NORM},duty:enable-event-logging,context,,,0.5,\n"
        + "iso-42001-2023:4.1.n1,none,,,,1,a definition\n",
        encoding="utf-8",
    )
    found = read(path, shipped)
    assert found.reader == "second-A"
    first, second = found.judgements[NORM]
    assert (first.duty, first.mode, first.confidence, first.why) == (
        "duty:keep-event-logs", "requires", 0.9, "logs, kept",
    )  # fmt: skip
    assert (first.aspects, first.parameters) == (("fairness", "transparency"), (("retention", "P6M"),))
    assert (second.aspects, second.parameters) == ((), ())
    assert [said for norm, said in found.judgements.items() if norm != NORM] == [()]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("eu-ai-act:26-66.n1,duty:keep-event-logs,requires,,,1,", "A2", "requirement cannot be read"),
        (f"{NORM},duty:keep-event-log,requires,,,1,", "B2", "duty:keep-event-logs"),
        (f"{NORM},duty:keep-event-logs,require,,,1,", "C2", "requires"),
        (f"{NORM},duty:keep-event-logs,requires,fair,,1,", "D2", "joined by ;"),
        (f"{NORM},duty:keep-event-logs,requires,,keep=P6M,1,", "E2", "retention=P6M"),
        (f"{NORM},duty:keep-event-logs,requires,,retention,1,", "E2", "retention=P6M"),
        (f"{NORM},duty:keep-event-logs,requires,,,sure,", "F2", "a number from 0 to 1"),
        (f"{NORM},duty:keep-event-logs,requires,,,1.5,", "F2", "a number from 0 to 1"),
        (f"{NORM},,requires,,,1,", "B2", "nothing"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    row: str, column: str, words: str, tmp_path: Path, shipped: Knowledge
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(path, shipped)
    assert f"a.csv, {column}" in str(error.value)
    assert words in str(error.value)


def test_a_missing_column_is_named(tmp_path: Path, shipped: Knowledge) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"requirement,duty\n{NORM},none\n", encoding="utf-8")
    with pytest.raises(InputError, match="add mode, aspects, parameters, confidence, why"):
        read(path, shipped)


def test_the_first_reading_comes_first(tmp_path: Path, shipped: Knowledge) -> None:
    folder = tmp_path / "readings"
    folder.mkdir()
    for name in ("early", "first", "second"):
        (folder / f"{name}.csv").write_text(f"{HEADER}{NORM},none,,,,1,\n", encoding="utf-8")
    assert [found.reader for found in read_folder(tmp_path, shipped)] == ["first", "early", "second"]


def test_a_folder_without_readings_is_refused(tmp_path: Path, shipped: Knowledge) -> None:
    with pytest.raises(InputError, match="no readings in this folder"):
        read_folder(tmp_path, shipped)
