"""Commands around crosswalks: residual, related, pair, neighbours, as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Result, Run


def run_line(run: Run, line: str) -> Result:
    """Runs a command written as one line."""
    return run(*line.split())


def test_residual_lists_acts_first_and_says_what_it_assumes(run: Run) -> None:
    found = run_line(
        run, "crosswalk residual --have iso-27001-2022,iso-42001-2023 --want eu-ai-act --role provider --format json"
    )
    rows = found.rows
    acts = [bool(row["acts"]) for row in rows]
    assert acts == sorted(acts, reverse=True)
    assert {"eu-ai-act:43-1", "eu-ai-act:48-2", "eu-ai-act:49-1"} <= {row["requirement"] for row in rows if row["acts"]}
    assert "assumed: every requirement of the frameworks at hand is operated" in found.err
    assert "need an act" in found.err
    assert "no finding of conformity" in found.err


def test_related_gives_reasons(run: Run) -> None:
    found = run_line(run, "crosswalk related iso-42001-2023 gdpr --most 1 --format csv")
    assert "iso-42001-2023:A.10.2,gdpr:" in found.out
    assert "object:supply-agreement" in found.out


def test_pair_tells_an_interval(run: Run) -> None:
    found = run_line(run, "crosswalk pair iso-42001-2023:A.6.2.8 eu-ai-act:26-6")
    assert "by what both requires: " in found.err
    assert "by what both requires or advises: " in found.err
    assert "duty:keep-event-logs" in found.out


def test_requirements_are_taken_as_people_write_them(run: Run) -> None:
    plain = run_line(run, "crosswalk pair iso-42001-2023:A.6.2.8 eu-ai-act:26-6 --format json")
    found = run("crosswalk", "pair", "ISO 42001 A.6.2.8", "Art. 26 (6) AI Act", "--format", "json")
    assert found.rows == plain.rows
    assert "ISO 42001 A.6.2.8 is read as iso-42001-2023:A.6.2.8" in found.err
    near = run("crosswalk", "neighbours", "Art. 26 (6) AI Act", "--format", "json")
    assert near.rows == run_line(run, "crosswalk neighbours eu-ai-act:26-6 --format json").rows


def test_neighbours_span_frameworks(run: Run) -> None:
    found = run_line(run, "crosswalk neighbours eu-ai-act:26-6 --format json")
    rows = found.rows
    assert len({row["framework"] for row in rows}) > 1
    assert all(row["framework"] != "eu-ai-act" for row in rows)


def test_without_duties_no_relation_is_told(run: Run) -> None:
    bare = "ca-dadm:scope"
    for command in (f"crosswalk pair {bare} eu-ai-act:15-5", f"crosswalk neighbours {bare}"):
        found = run_line(run, command)
        assert found.code == 0
        assert f"{bare} has no duties: what it has in common with others cannot be told from them" in found.err
        assert "no-shared-duty-found" not in found.err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("crosswalk residual --have iso-4201 --want eu-ai-act", "did you mean iso-42001-2023"),
        ("crosswalk residual --have iso-42001-2023 --want eu-ai-act --role provder", "did you mean provider or"),
        ("crosswalk residual --have owasp-llm-2025 --want eu-ai-act", "not decomposed into duties"),
        ("crosswalk residual --have gdpr,iso-42001-2023 --want gdpr", "other than those of --have"),
        ("crosswalk show owasp-llm-2025 eu-ai-act", "--basis asserted"),
        ("crosswalk related gdpr gdpr", "two different frameworks"),
        ("crosswalk pair eu-ai-act:26-5 gdpr:35-1", "one of eu-ai-act:26-5.n1"),
        ("crosswalk neighbours eu-ai-act:26-66", "eu-ai-act:26-6"),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, command: str, words: str) -> None:
    found = run_line(run, command)
    assert found.code == 2
    assert words in found.err
    assert found.out == ""


def test_no_record_is_needed(run: Run, tmp_path: Path) -> None:
    run_line(run, f"crosswalk residual --have gdpr --want eu-ai-act --store {tmp_path / 'none'}")
    assert not (tmp_path / "none").exists()
