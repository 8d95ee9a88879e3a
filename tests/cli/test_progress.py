"""The progress bar: on a terminal, and nowhere else; gone when the command is done."""

from __future__ import annotations

import pytest

from kg.cli.progress import Bar


def test_a_terminal_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Bar() as bar:
        bar("reading", 0, 1)
        bar("comparing", 5_000, 10_000)
    shown = capsys.readouterr().err.split("\r\033[K")
    assert shown == ["", f"reading [{'.' * 30}]", f"comparing [{'#' * 15}{'.' * 15}] 5,000 of 10,000", ""]


def test_nothing_is_shown_anywhere_else(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar() as bar:
        bar("reading", 1, 1)
    assert capsys.readouterr().err == ""
