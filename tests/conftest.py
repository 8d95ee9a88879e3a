"""What every test shares: the folder `shared` beside the project, and a count of what was skipped for want of it."""

from __future__ import annotations

import functools
import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from kg import knowledge, resources
from kg.exchange import reading, wire
from kg.exchange.kinds import Asked
from kg.exchange.reading import Limits, Reading
from kg.knowledge import Knowledge

# The same examples on every machine and in every run, whatever its speed.
settings.register_profile(
    "same-everywhere",
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("same-everywhere")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# Under continuous integration everything has to run: a skip there would pass for a test.
STRICT = os.environ.get("NORMGRAPH_STRICT_SKIPS") == "1"
_NO_SHARED = "needs the folder 'shared' beside the project"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts, published inputs and conformance suites beside the project."""
    if not SHARED.is_dir():
        pytest.skip(_NO_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """The shipped knowledge, read once."""
    return _shipped(resources.ontology_dir())


_confined = reading.confined


@functools.cache
def _shipped(_folder: Path) -> Knowledge:
    """The knowledge of a folder of catalogs: some tests put a made-up one in the place of the shipped."""
    return knowledge.load()


def _read_here(path: Path, asked: Asked, expected: Iterable[type[Any]], _: Limits) -> Reading:
    """As `reading.confined`, without a process of its own, which would read the knowledge anew each time."""
    asked.__dict__["shipped"] = _shipped(resources.ontology_dir())
    found = reading.read(path, asked)
    assert type(found.value) in set(expected)
    return replace(found, confined=True, value=wire.load(type(found.value), wire.dump(found.value)))


@pytest.fixture(scope="session", autouse=True)
def _reading_here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "confined", _read_here)
        yield


@pytest.fixture
def confined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports read their file in a process of its own, as they do outside the tests."""
    monkeypatch.setattr(reading, "confined", _confined)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked `shared` where the folder is absent."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=_NO_SHARED))


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: {why} (NORMGRAPH_STRICT_SKIPS=1 counts a skip as a failure)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where skips are not allowed."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one where skips are not allowed."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of `shared`, so that a pass without it is not taken for a full one."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(_NO_SHARED in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} tests skipped: {_NO_SHARED} ({len(skipped)} skipped in all)")
