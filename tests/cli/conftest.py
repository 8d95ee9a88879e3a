"""The command line run in this process, over the demo's company; knowledge is read once for all tests."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg.engine.graph
import kg.knowledge
from kg.cli.main import main
from kg.engine import importing
from kg.resources import knowledge_digest

CLOCKS = ("--as-of", "2026-11-23", "--known-on", "2026-11-23")


@dataclass(frozen=True)
class Result:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of a JSON answer."""
        found: list[dict[str, str]] = json.loads(self.out)
        return found


Run = Callable[..., Result]


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.knowledge, "load", functools.cache(kg.knowledge.load))
        patch.setattr("kg.engine.graph.knowledge_digest", functools.cache(knowledge_digest))
        yield


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests counts."""
    for name in ("NORMGRAPH_STORE", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder."""

    def _run(*arguments: object, stdin: str = "") -> Result:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(item) for item in arguments])
        found = capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return Result(stop.value.code, found.out, found.err)

    return _run


@pytest.fixture(scope="session")
def portfolio(root: Path) -> Path:
    """The demo's portfolio."""
    return root / "examples" / "acme" / "portfolio.yaml"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, portfolio: Path) -> Path:
    """The demo's company on record: the whole in commit 1, one name changed in commit 2."""
    folder = tmp_path_factory.mktemp("acme")
    graph = kg.engine.graph.KnowledgeGraph(folder / "store")
    text = portfolio.read_text(encoding="utf-8")
    for version in (text, text.replace("Applicant ranking", "Applicant sorting")):
        (folder / "portfolio.yaml").write_text(version, encoding="utf-8")
        importing.import_portfolio(graph, folder / "portfolio.yaml")
    return folder / "store"


@pytest.fixture
def ask(run: Run, store: Path) -> Run:
    """Runs a command on the demo's record."""

    def _ask(command: str, *arguments: object, stdin: str = "") -> Result:
        return run(*command.split(), *arguments, "--store", store, stdin=stdin)

    return _ask
