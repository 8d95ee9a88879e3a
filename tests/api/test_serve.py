"""`normgraph serve` listens on loopback, says where, and stops when told to."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import serve
from kg.cli.serve import is_loopback, listen, serve_command
from kg.engine import KnowledgeGraph
from kg.errors import UsageError


def invoke(graph: KnowledgeGraph, *arguments: str) -> Result:
    return CliRunner().invoke(serve_command, ["--store", str(graph.store), *arguments])


ANYWHERE = "0.0.0.0"  # noqa: S104 - what the command has to refuse


@pytest.mark.parametrize("host", [ANYWHERE, "::", "192.0.2.1", "example.org", ""])
def test_other_machines_are_kept_out(recorded: KnowledgeGraph, host: str) -> None:
    error = invoke(recorded, "--host", host).exception
    assert isinstance(error, UsageError)
    assert error.where == "--host"
    assert "--allow-remote" in (error.hint or "")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("local", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected


def test_remote_access_has_to_be_asked_for_and_is_warned_of(
    recorded: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[str, ...]] = []
    monkeypatch.setattr(serve, "run", lambda _graph, _socket, hosts: served.append(hosts))
    result = invoke(recorded, "--host", ANYWHERE, "--port", "0", "--allow-remote")
    assert result.exit_code == 0, result.exception
    assert "warning" in result.stderr
    assert result.stdout == ""
    assert served == [()]


def test_on_loopback_only_its_own_names_are_answered(recorded: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[str, ...]] = []
    monkeypatch.setattr(serve, "run", lambda _graph, _socket, hosts: served.append(hosts))
    result = invoke(recorded, "--port", "0")
    assert result.exit_code == 0, result.exception
    assert "warning" not in result.stderr
    assert "organisation: acme" in result.stderr
    assert set(served[0]) == {"localhost", "127.0.0.1", "::1"}


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="cannot listen"):
        listen("127.0.0.1", taken.getsockname()[1])


def _interruptible() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_server_answers_and_stops(recorded: KnowledgeGraph, root: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", "serve", "--store", str(recorded.store), "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        # Whoever runs the tests in the background has them ignore an interrupt, and so would the server.
        preexec_fn=_interruptible,  # noqa: PLW1509 - there is one thread
    ) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline() + process.stderr.readline()
            match = re.search(r"http://127\.0\.0\.1:\d+/api/v1/", said)
            assert match, said
            with urllib.request.urlopen(match[0] + "health", timeout=30) as response:  # noqa: S310 - our own server
                assert json.load(response)["organisation"] == "acme"
                assert "server" not in response.headers
            head = urllib.request.Request(match[0] + "systems", method="HEAD")  # noqa: S310 - our own server
            with urllib.request.urlopen(head, timeout=30) as response:  # noqa: S310 - our own server
                assert int(response.headers["Content-Length"]) > 0
                assert response.read() == b""
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=30)
            assert out == ""
            assert process.returncode == 130
        finally:
            process.kill()
