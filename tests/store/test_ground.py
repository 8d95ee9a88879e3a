"""Errors, data folders and clocks: what every layer stands on."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg import errors, resources
from kg.clock import Clock, parse_at, parse_date
from kg.errors import InputError, NormgraphError, NotFound, StoreConflict, UsageError, suggestions


def test_an_error_says_where_what_and_what_to_type() -> None:
    error = InputError("not a date", where="p.yaml:3", found="2025-13-01", expected="YYYY-MM-DD", hint="2025-12-01")
    assert str(error).splitlines() == [
        "not a date",
        "  where:    p.yaml:3",
        "  found:    2025-13-01",
        "  expected: YYYY-MM-DD",
        "  hint:     2025-12-01",
    ]


def test_lines_of_a_field_stay_below_each_other() -> None:
    assert str(UsageError("no", hint="a\nb")).splitlines()[1:] == ["  hint:     a", "            b"]


def test_an_error_is_a_problem_of_rfc_9457() -> None:
    problem = NotFound("no such framework", found="eu-ai-atc", known=["eu-ai-act"]).to_dict()
    assert problem == {
        "type": "https://w3id.org/normgraph/problem/not-found",
        "title": "Not found",
        "status": 404,
        "detail": "no such framework",
        "code": "not-found",
        "found": "eu-ai-atc",
        "hint": "did you mean eu-ai-act?",
    }


def test_exit_codes() -> None:
    codes = {name: getattr(errors, name).exit_code for name in ("UsageError", "NotFound", "InputError", "LimitError")}
    assert codes == {"UsageError": 2, "NotFound": 2, "InputError": 3, "LimitError": 3}
    assert errors.StoreInvalid.exit_code == 3
    assert errors.StoreError.exit_code == StoreConflict.exit_code == NormgraphError.exit_code == 4


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("A.6.28", ["iso-42001-2023:A.6.2.8"]),
        ("iso-42001-2023:a.6.2.8", ["iso-42001-2023:A.6.2.8"]),
        ("EU-AI-ACT:26-55", ["eu-ai-act:26-5"]),
        ("zzz", []),
    ],
)
def test_suggestions_ignore_case_and_may_leave_out_the_prefix(found: str, expected: list[str]) -> None:
    known = ["iso-42001-2023:A.6.2.8", "eu-ai-act:26-5", "eu-ai-act:9"]
    assert suggestions(found, known)[: len(expected) or None] == expected


def test_errors_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(NotFound("no such thing", found="x", hint="h")))  # noqa: S301 - made here
    assert (str(error), error.code) == (str(NotFound("no such thing", found="x", hint="h")), "not-found")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "kg").mkdir()
    (tmp_path / "ontology" / "vocab").mkdir(parents=True)
    (tmp_path / "ontology" / "core.ttl").write_text("a")
    (tmp_path / "ontology" / "vocab" / "x.ttl").write_text("b")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "kg")
    return tmp_path


def test_folders_are_found_beside_the_package_and_inside_it_first(installation: Path) -> None:
    assert resources.ontology_dir() == installation / "ontology"
    inside = installation / "kg" / "_data" / "ontology"
    inside.mkdir(parents=True)
    assert resources.ontology_dir() == inside


@pytest.mark.usefixtures("installation")
def test_a_missing_folder_is_an_error_of_the_installation() -> None:
    with pytest.raises(NormgraphError, match="queries") as caught:
        resources.queries_dir()
    assert caught.value.code == "installation"


def test_the_digest_covers_names_and_contents_and_nothing_else(installation: Path) -> None:
    first = resources.knowledge_digest()
    assert len(first) == 64
    assert resources.knowledge_digest() == first
    (installation / "ontology" / ".hidden").write_text("x")
    (installation / "ontology" / "core.ttl~").write_text("x")
    assert resources.knowledge_digest() == first
    (installation / "ontology" / "core.ttl").write_text("aa")
    second = resources.knowledge_digest()
    (installation / "ontology" / "core.ttl").rename(installation / "ontology" / "core2.ttl")
    third = resources.knowledge_digest()
    (installation / "mappings").mkdir()
    (installation / "mappings" / "a--b.sssom.tsv").write_text("")
    assert len({first, second, third, resources.knowledge_digest()}) == 4


def test_the_digest_is_the_same_in_a_wheel_and_in_a_checkout(installation: Path) -> None:
    beside = resources.knowledge_digest()
    (installation / "kg" / "_data").mkdir()
    (installation / "ontology").rename(installation / "kg" / "_data" / "ontology")
    assert resources.knowledge_digest() == beside


def test_a_clock_defaults_to_today_and_the_head() -> None:
    clock = Clock.of()
    assert (clock.as_of, clock.known_on, clock.at) == (date.today(), date.today(), None)  # noqa: DTZ011 - as the clock
    assert (
        str(Clock.of("2026-08-02", "2026-06-01", 3)) == "as of 2026-08-02, law known on 2026-06-01, record at commit 3"
    )


@pytest.mark.parametrize("text", ["", "20260802", "2026-8-2", "2026-02-30", "2026-W01-1", "2026-08-02T00:00"])
def test_a_date_has_one_form(text: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        parse_date(text, where="p.yaml:1")
    with pytest.raises(UsageError, match="--as-of"):
        Clock.of(as_of=text or "x")


def test_a_negative_state_is_refused() -> None:
    with pytest.raises(UsageError):
        Clock.of(at=-1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)),
        ("2026-03-01T12:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00:00+02:00", datetime(2026, 3, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_state_is_a_number_or_a_moment(text: str, expected: object) -> None:
    assert parse_at(text) == expected


@pytest.mark.parametrize("text", ["", "-1", "x", "2026-02-30", "²"])
def test_anything_else_is_no_state(text: str) -> None:
    with pytest.raises(UsageError, match="--at"):
        parse_at(text)
