"""A file read in a process of its own: the same value, and one clear error for every way it can end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, LimitError, NormgraphError, NotFound
from kg.exchange import reading
from kg.exchange.kinds import Asked, Options, RecordNeeded
from kg.exchange.reading import MEBIBYTE, Limits
from kg.portfolio.model import Portfolio
from kg.store.confinement import CRASH, FAILED, KILLED, MEMORY, SIZE, TIME, Caps, Ended

PORTFOLIO = "normgraph: 1\norganisation: {id: acme, name: Acme}\nsystems:\n  - {id: mail, name: Mail filter}\n"
pytestmark = pytest.mark.usefixtures("confined")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small portfolio."""
    found = tmp_path / "mine.yaml"
    found.write_text(PORTFOLIO, encoding="utf-8")
    return found


def read(path: Path, asked: Asked | None = None, limits: Limits | None = None) -> reading.Reading:
    return reading.confined(path, asked or Asked(), (Portfolio,), limits or Limits.of(0, 30))


def test_the_value_is_the_one_read_here(path: Path) -> None:
    found, here = read(path), reading.read(path, Asked())
    assert found.value == here.value
    assert (found.kind, found.title, found.why) == (here.kind, here.title, here.why)


def test_an_error_of_the_reader_comes_through(path: Path) -> None:
    path.write_text(PORTFOLIO + "    ovner: cto\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert (caught.value.where or "").startswith("mine.yaml:")
    with pytest.raises(InputError, match="cannot be read"):
        read(path.parent / "nothing.yaml")
    with pytest.raises(NotFound, match="did you mean portfolio"):
        read(path, Asked(Options(kind="portfoli")))


def test_a_reader_that_lacks_own_frameworks_asks_for_them(path: Path) -> None:
    with pytest.raises(RecordNeeded, match="acme"):
        read(path, Asked(recorded=("acme", "other"), own={"other": frozenset()}))
    assert read(path, Asked(recorded=("acme",), own={"acme": frozenset()})).kind == "portfolio"


def test_a_file_that_takes_too_long_is_ended(path: Path) -> None:
    path.write_text(PORTFOLIO + "".join(f"  - {{id: s{n}, name: S}}\n" for n in range(20_000)), encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(LimitError) as caught:
        read(path, limits=Limits(1, 512))
    assert time.monotonic() - started < 20
    assert caught.value.code == "import-time"
    assert "1 seconds of processor time" in (caught.value.expected or "")
    assert "--max-seconds" in (caught.value.hint or "")


def test_a_file_that_needs_too_much_memory_is_ended(path: Path) -> None:
    with pytest.raises(LimitError) as caught:
        read(path, limits=Limits(20, 16))
    assert caught.value.code == "import-memory"
    assert "16 MiB" in (caught.value.expected or "")
    assert "--max-memory" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        (TIME, "import-time", "took too long"),
        (MEMORY, "import-memory", "too much memory"),
        (SIZE, "import-memory", "too much memory"),
        (CRASH, "import-crash", "broke its reader down"),
        (KILLED, "import-killed", "ended from outside"),
        (FAILED, "internal", "a reason of ours"),
    ],
)
def test_every_end_is_told(path: Path, monkeypatch: pytest.MonkeyPatch, how: str, code: str, words: str) -> None:
    def ended(*_: object) -> None:
        raise Ended(how, "last words")

    monkeypatch.setattr(reading, "call", ended)
    with pytest.raises(NormgraphError, match=words) as caught:
        read(path)
    assert (caught.value.code, caught.value.where) == (code, "mine.yaml")
    assert caught.value.exit_code == (4 if how == FAILED else 3)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ({}, b""),
        ({"value": "OwnFramework"}, b""),
        ({"value": "Portfolio"}, b""),
        ({"value": "Portfolio"}, b'["Portfolio"]\n'),
        ({"value": "Portfolio"}, b'["Portfolio",["Measure","m","",""],[],[]]\n'),
    ],
)
def test_an_answer_of_another_form_is_not_believed(
    path: Path, monkeypatch: pytest.MonkeyPatch, head: dict[str, Any], body: bytes
) -> None:
    monkeypatch.setattr(reading, "call", lambda *_: (head, body))
    with pytest.raises(NormgraphError, match="an answer of another form") as caught:
        read(path)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("size", "seconds", "memory"),
    [(0, 4, 512), (MEBIBYTE // 4, 4, 512), (MEBIBYTE, 10, 560), (40 * MEBIBYTE, 322, 2048), (1 << 40, None, 2048)],
)
def test_a_larger_file_may_take_more(size: int, seconds: int | None, memory: int) -> None:
    found = Limits.of(size)
    assert found.memory == memory
    assert seconds is None or found.seconds == seconds
    assert Limits.of(size, 7, 100) == Limits(7, 100)


def test_the_process_gets_the_limits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Caps] = []

    def called(module: str, _: object, caps: Caps) -> None:
        assert module == "kg.exchange.reading"
        seen.append(caps)
        raise Ended(TIME)

    monkeypatch.setattr(reading, "call", called)
    with pytest.raises(LimitError):
        read(path, limits=Limits(7, 100))
    (caps,) = seen
    assert (caps.seconds, caps.memory, caps.files) == (7, 36 * MEBIBYTE, 64)
    assert caps.size is not None
    assert caps.wall > caps.seconds
