"""Work in a process of its own: what comes back, and how every kind of end is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kg.errors import InputError, NotFound
from kg.store.confinement import CRASH, FAILED, KILLED, MEMORY, SIZE, TIME, Caps, Ended, call

T = TypeVar("T")
MEBIBYTE = 1 << 20
CAPS = Caps(seconds=5, wall=20, memory=256 * MEBIBYTE, size=MEBIBYTE, files=64)
Call = Callable[..., tuple[dict[str, Any], bytes]]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Has a process do what a few lines of Python say, with `request` and `begin` at hand."""
    monkeypatch.syspath_prepend(tmp_path)

    def _work(lines: str, request: dict[str, Any] | None = None, caps: Caps = CAPS) -> tuple[dict[str, Any], bytes]:
        body = "\n".join(f"    {line}" for line in lines.splitlines())
        text = (
            f"from kg.store.confinement import serve\ndef answer(request, begin):\n{body}\ndef main(): serve(answer)\n"
        )
        (tmp_path / "made_up_work.py").write_text(text, encoding="utf-8")
        return call("made_up_work", request or {}, caps)

    return _work


def end(work: Call, lines: str, caps: Caps = CAPS) -> Ended:
    with pytest.raises(Ended) as caught:
        work(lines, caps=caps)
    return caught.value


def test_head_and_body_come_back(work: Call) -> None:
    head, body = work("print('noise')\nreturn {'got': request['n'] + 1}, [b'one\\n', b'two']", {"n": 1})
    assert (head["got"], body) == (2, b"one\ntwo")
    assert head["sandboxed"] in (True, False)


def test_a_large_request_and_a_large_answer(work: Call) -> None:
    text = "x" * (3 * MEBIBYTE)
    head, body = work(
        "import sys; sys.stderr.write('e' * 300_000)\nreturn {'n': len(request['text'])}, [request['text'].encode()]",
        {"text": text},
        Caps(seconds=5, wall=20, memory=256 * MEBIBYTE),
    )
    assert (head["n"], len(body)) == (len(text), len(text))


def test_an_error_raised_on_purpose_is_raised_again(work: Call) -> None:
    with pytest.raises(InputError) as caught:
        work("from kg.errors import InputError\nraise InputError('wrong', where='x:1', found='a', hint='b', code='c')")
    assert (caught.value.message, caught.value.code) == ("wrong", "c")
    assert caught.value.details() == {"where": "x:1", "found": "a", "hint": "b"}
    with pytest.raises(NotFound, match="did you mean left"):
        work("from kg.errors import NotFound\nraise NotFound('no', found='leff', known=['left'])")


@pytest.mark.parametrize(
    ("lines", "how"),
    [
        ("while True: pass", TIME),
        ("begin()\nx = bytearray(1 << 30)", MEMORY),
        ("begin()\nx = []\nwhile True: x.append(' ' * 1000)", MEMORY),
        ("begin()\nreturn {}, (bytes(1 << 30) for _ in range(1))", MEMORY),
        ("return {}, (b'x' * 100_000 for _ in range(100))", SIZE),
        ("import os; os.abort()", CRASH),
        ("import ctypes; ctypes.string_at(0)", CRASH),
        ("import os; os.kill(os.getpid(), 9)", KILLED),
        ("class PanicException(BaseException): pass\nraise PanicException('index out of range')", CRASH),
        ("1 / 0", FAILED),
        ("import os; os._exit(7)", FAILED),
        ("def f(): f()\nf()", FAILED),
    ],
)
def test_every_kind_of_end_has_its_name(work: Call, lines: str, how: str) -> None:
    assert end(work, lines, Caps(seconds=1, wall=20, memory=64 * MEBIBYTE, size=MEBIBYTE)).how == how


def test_a_failure_comes_with_its_last_words(work: Call) -> None:
    assert end(work, "1 / 0").detail == "ZeroDivisionError: division by zero"


def test_what_only_waits_is_ended_too(work: Call) -> None:
    started = time.monotonic()
    assert end(work, "import time; time.sleep(60)", Caps(seconds=5, wall=0.5, memory=MEBIBYTE)).how == TIME
    assert time.monotonic() - started < 10


def test_what_closes_its_answer_and_stays_is_ended_too(work: Call) -> None:
    lines = "import os, time\nos.close(1)\nos.close(2)\ntime.sleep(60)"
    assert end(work, lines, Caps(seconds=5, wall=1, memory=MEBIBYTE)).how == TIME


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has ended")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_the_process_that_waits_for_it(number: int, tmp_path: Path, root: Path) -> None:
    (tmp_path / "waits.py").write_text(
        "import time\nfrom kg.store.confinement import serve\n"
        "def main(): serve(lambda request, begin: time.sleep(60))\n",
        encoding="utf-8",
    )
    code = f"import sys; sys.path[:0] = {[str(tmp_path), str(root)]}\n"
    code += "from kg.store.confinement import Caps, call; call('waits', {}, Caps(30, 60, 1 << 28))"
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        (child,) = until(lambda: children.read_text("ascii").split())
        # Only one that has set itself up can be told.
        until(lambda: "NoNewPrivs:\t1" in Path(f"/proc/{child}/status").read_text("utf-8"))
        parent.send_signal(number)
    assert until(lambda: not Path(f"/proc/{child}").exists())


def until(found: Callable[[], T]) -> T:
    """What is found, once it is there."""
    for _ in range(200):
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("not found in ten seconds")


@pytest.mark.parametrize(
    "line",
    [
        "", "no json", "[1]", '{"error": 1}', '{"error": {"class": "InputError", "fields": {"mess": 1}}}',
        '{"error": {"class": "get_close_matches", "fields": {}}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_an_answer_of_another_form_is_not_believed(work: Call, line: str) -> None:
    found = end(work, f"import os\nos.write(1, {line.encode()!r} + b'\\n')\nos._exit(0)")
    assert (found.how, found.detail.partition(":")[0]) == (FAILED, "an answer that cannot be read")


def test_it_can_write_nothing_and_open_few(work: Call, tmp_path: Path) -> None:
    assert "File too large" in end(work, f"with open({str(tmp_path / 'new')!r}, 'w') as new: new.write('x')").detail
    assert (tmp_path / "new").read_bytes() == b""
    assert "Too many open files" in end(work, "import os\nwhile True: os.dup(0)").detail


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter exists on Linux only")
def test_it_has_no_network(work: Call) -> None:
    head, _ = work("return {}, ()")
    assert head["sandboxed"] is True
    assert "Permission" in end(work, "import socket\nsocket.socket()").detail


def test_settings_that_would_change_how_it_runs_do_not_reach_it(work: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", os.devnull)
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    head, _ = work("import os, sys\nreturn {'got': [sys.flags.isolated, os.environ['RUST_BACKTRACE']]}, ()")
    assert head["got"] == [1, "0"]
