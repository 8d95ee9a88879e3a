"""The manners of the command line: exit codes, words and data apart, suggestions, clocks, stores, files."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main as program
from kg.cli.main import COMMANDS, cli
from kg.cli.output import write_file
from kg.engine import KnowledgeGraph
from kg.errors import StoreError

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
CLOCKS = ("--as-of", "2026-11-23", "--known-on", "2026-11-23")
HEAVY = (
    "numpy",
    "rich",
    "rich_click",
    "pyoxigraph",
    "rdflib",
    "pydantic",
    "ruamel.yaml",
    "networkx",
    "fastapi",
    "xlsxwriter",
)


def start(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """The program as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **options,
    )


# Start-up


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from kg.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as stop: assert stop.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=True)
    assert done.stderr.strip() == "[]"
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own_that_begins_as_in_the_list(name: str, run: Run) -> None:
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert (command.help or "").strip()
    helped = run(name, "--help")
    assert helped.code == 0
    assert f"normgraph {name}" in helped.out
    for option in command.params:
        assert getattr(option, "help", None) or option.param_type_name == "argument", f"{name} {option.name}"


def test_completion_knows_the_commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {
        "_NORMGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": "normgraph im",
        "COMP_CWORD": "1",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        program.main([])
    assert capsys.readouterr().out.split() == ["plain,impact", "plain,import"]


def test_the_version(run: Run) -> None:
    assert run("--version").out.startswith("normgraph, version ")


# Words and data


def test_data_goes_to_stdout_and_words_to_stderr(ask: Run) -> None:
    found = ask("gaps", *CLOCKS, "--format", "json")
    assert found.rows
    assert found.err.startswith(
        "as of 2026-11-23 \u00b7 law known on 2026-11-23 \u00b7 record at commit 2 \u00b7 knowledge "
    )
    assert "assumed: in topics declared complete" in found.err


def test_what_is_assumed_is_said(ask: Run) -> None:
    found = ask("coverage --as-if-adopted iso-42001-2023", *CLOCKS)
    assert "assumed: iso-42001-2023 adopted" in found.err


def test_no_colour_reaches_a_pipe(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in ask("frameworks").out


@pytest.mark.parametrize(("no_colour", "bold"), [("", True), ("1", False)])
def test_a_terminal_gets_a_bold_heading_unless_it_wants_no_colour(
    no_colour: str, bold: bool, ask: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr("kg.cli.output._is_terminal", lambda: True)
    assert ask("frameworks").out.startswith("\x1b[1m") is bold


def test_the_width_of_a_table_can_be_said(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    assert max(map(len, ask("gaps", *CLOCKS).out.splitlines())) <= 90


# Files


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_a_file_gets_what_a_pipe_gets(form: str, ask: Run, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answer"
    written = ask("frameworks --format", form, "--output", path)
    assert (written.code, written.out) == (0, "")
    assert path.read_text(encoding="utf-8") == ask("frameworks --format", form).out
    assert [item.name for item in path.parent.iterdir()] == ["answer"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_file(path, "after \ud800")
    taken = tmp_path / "folder"
    (taken / "inside").mkdir(parents=True)
    with pytest.raises(StoreError, match="could not be written"):
        write_file(taken, "after")
    assert path.read_text(encoding="utf-8") == "before"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["answer", "folder"]


def test_a_folder_is_no_output_file(ask: Run, tmp_path: Path) -> None:
    assert ask("frameworks --output", tmp_path).code == 2


# Suggestions and exit codes


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("gasp", 2, "did you mean gaps or graph?"),
        ("gaps --subjet x", 2, "--subject"),
        ("gaps --format xml", 2, "'table', 'json', 'csv', 'md'"),
        ("gaps --framework eu-ai-akt", 2, "did you mean eu-ai-act?"),
        ("gaps --requirement eu-ai-act:26-66", 2, "eu-ai-act:26-6"),
        ("gaps --subject recruting", 2, "did you mean recruiting?"),
        ("gaps --status plannd", 2, "did you mean planned"),
        ("gaps --owner Human", 2, "no such post on record"),
        ("gaps --involvement develop", 2, "did you mean develops?"),
        ("gaps --as-if-adopted iso-4201", 2, "did you mean iso-42001-2023"),
        ("obligations recruting", 2, "did you mean recruiting?"),
        ("explain recruting eu-ai-act:26-6", 2, "did you mean recruiting?"),
        ("explain recruiting eu-ai-act:26-66", 2, "eu-ai-act:26-6"),
        ("impact ai-polisy", 2, "did you mean ai-policy"),
        ("impact nothing-like-it", 2, "normgraph query useful-measures"),
        ("requirements --framework iso-4201", 2, "did you mean iso-42001-2023"),
        ("crosswalk show iso-42001-2023 eu-ai-akt", 2, "did you mean eu-ai-act?"),
        ("crosswalk show eu-ai-act eu-ai-act", 2, "two different frameworks"),
        ("crosswalk export eu-ai-act owasp-llm-2025", 2, "not decomposed into duties"),
        ("crosswalk shw", 2, "shw"),
        ("query what-aplies", 2, "did you mean what-applies"),
        ("query what-applies --param subjct=x", 2, "no such parameter"),
        ("query what-applies --param subject", 2, "NAME=VALUE"),
        ("query tensions --param requirement=26(55)", 2, "did you mean eu-ai-act:26-5"),
        ("query without-duties --param framework=eu-ai-akt", 2, "did you mean eu-ai-act?"),
        ("gaps --as-of 2026-02-30", 2, "no such day in the calendar"),
        ("gaps --as-of today", 2, "YYYY-MM-DD"),
        ("gaps --known-on 1.1.2026", 2, "--known-on"),
        ("gaps --horizon soon", 2, "--horizon"),
        ("gaps --at yesterday", 2, "a commit number, a date or a time"),
        ("gaps --org other", 2, "no such organisation in this store"),
        ("import nothing.yaml", 3, "cannot be read"),
        ("import nothing.yaml --as portfoli", 2, "portfolio"),
        ("template portfolo", 2, "portfolio"),
        ("log --limit 0", 2, "--limit"),
    ],
)
def test_a_mistake_says_what_to_type(command: str, code: int, words: str, ask: Run) -> None:
    found = ask(command)
    assert (found.code, found.out) == (code, "")
    assert words in " ".join(found.err.split())


def test_findings_count_only_where_asked_for(ask: Run) -> None:
    assert ask("gaps", *CLOCKS).code == 0
    assert ask("gaps --fail-on conflict", *CLOCKS).code == 1
    assert ask("gaps --fail-on conflict --subject recruiting", *CLOCKS).code == 0
    assert ask("gaps --fail-on any --subject support-chatbot", *CLOCKS).code == 1


def test_an_interruption_says_that_nothing_is_half_made(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(KnowledgeGraph, "log", interrupted)
    found = ask("log")
    assert found.code == 130
    assert "interrupted; a change to the record that was not finished was not made" in found.err


def test_an_internal_error_is_no_finding(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KnowledgeGraph, "log", lambda *_: 1 / 0)
    found = ask("log")
    assert found.code == 4
    assert "internal error: ZeroDivisionError" in found.err


def test_without_a_command_there_is_help(run: Run) -> None:
    found = run()
    assert found.code == 2
    assert "Usage: normgraph" in found.err


# Stores and clocks


@pytest.mark.parametrize(
    "command", ["gaps", "coverage", "systems", "log", "status", "verify", "rebuild", "gaps --at 1", "assess"]
)
def test_nothing_on_record_yet(command: str, run: Run, tmp_path: Path) -> None:
    found = run(*command.split(), "--store", tmp_path / "store")
    assert (found.code, found.out) == (3, "")
    assert "normgraph import portfolio.yaml" in found.err
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "command", ["frameworks", "requirements", "duties", "facts", "query list", "doctor", "template portfolio"]
)
def test_shipped_knowledge_needs_no_record(command: str, run: Run, tmp_path: Path) -> None:
    assert run(*command.split(), "--store", tmp_path / "store").code == 0
    assert not (tmp_path / "store").exists()


def test_the_store_can_be_named_by_the_environment(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORMGRAPH_STORE", str(store))
    assert run("log", "--format", "json").rows[0]["seq"] == "2"


def test_several_organisations_need_a_name(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"normgraph: 1\norganisation: {{id: {name}, name: {name.title()}}}\n", encoding="utf-8")
        assert run("import", path).code == 0
    refused = run("systems")
    assert refused.code == 2
    assert "one, two" in refused.err
    assert "--org" in refused.err
    assert run("log", "--org", "two", "--format", "json").rows[0]["message"] == "import two.yaml"


def test_the_record_at_an_earlier_state(ask: Run) -> None:
    time = ask("log --format json").rows[1]["time"]
    names = {}
    for at in ("1", time, "2", "2099-01-01"):
        rows = ask("systems --format json --at", at, *CLOCKS).rows
        names[at] = next(row["name"] for row in rows if row["system"] == "acme:recruiting")
    assert list(names.values()) == ["Applicant ranking", "Applicant ranking", "Applicant sorting", "Applicant sorting"]


@pytest.mark.parametrize("at", ["3", "2001-01-01"])
def test_a_state_that_never_was(at: str, ask: Run) -> None:
    found = ask("gaps --at", at)
    assert found.code in (2, 3)
    assert found.out == ""


def test_the_dates_decide(ask: Run) -> None:
    def applies(as_of: str, known_on: str) -> set[str]:
        command = "verdicts --subject credit-scoring --applicability applies --format json"
        return {row["requirement"] for row in ask(command, "--as-of", as_of, "--known-on", known_on).rows}

    assert "eu-ai-act:26-1" in applies("2026-08-02", "2026-06-01") | applies("2028-01-01", "2026-11-23")
    assert len(applies("2028-01-01", "2026-11-23")) > len(applies("2026-11-23", "2026-11-23"))


# Import, template, SPARQL, care of the store


def test_a_spreadsheet_needs_a_profile(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("name,answer\nchat,yes\n", encoding="utf-8")
    found = run("import", "answers.csv")
    assert (found.code, found.out) == (3, "")
    assert "no profile describes this file" in found.err
    assert "normgraph profile new answers.csv" in found.err


def test_an_import_says_what_it_takes_the_file_for(run: Run, portfolio: Path, root: Path) -> None:
    found = run("import", portfolio)
    assert found.code == 0
    assert "portfolio.yaml: read as portfolio file (it has the keys normgraph, organisation)" in found.err
    for name in ("framework.yaml", "framework.csv"):
        found = run("import", root / "examples" / "customer-questionnaire" / name, "--replace")
        assert found.code == 0
        assert f"{name}: read as framework" in found.err
    refused = run("import", portfolio, "--as", "framework")
    assert refused.code == 3
    assert "this is a portfolio, not a framework" in refused.err


def test_an_import_tells_what_it_did(run: Run, portfolio: Path) -> None:
    tried = run("import", portfolio, "--dry-run")
    assert (tried.code, tried.out) == (0, "")
    assert "dry run: nothing was recorded" in tried.err
    first, again = run("import", portfolio), run("import", portfolio)
    assert "commit 1: " in first.err
    assert "assumed: in topics declared complete, a fact that is not given counts as none: " in first.err
    assert "nothing to record" in again.err


def test_a_mistake_in_a_portfolio_names_file_and_line(run: Run, portfolio: Path, tmp_path: Path) -> None:
    text = portfolio.read_text(encoding="utf-8").replace("iso-42001-2023:A.6.2.8", "iso-42001-2023:A.6.2.9")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    line = next(number for number, found in enumerate(text.splitlines(), 1) if "A.6.2.9" in found)
    found = run("import", "mine.yaml")
    assert found.code == 3
    assert f"mine.yaml:{line} " in found.err
    assert "iso-42001-2023:A.6.2.8" in found.err
    assert run("log").code == 3


def test_the_template_can_be_imported(run: Run) -> None:
    assert run("template", "portfolio", "--output", "portfolio.yaml").code == 0
    assert run("import", "portfolio.yaml").code == 0
    assert json.loads(run("template", "portfolio", "--schema").out)["title"] == "normgraph portfolio"


def test_a_question_of_the_library(ask: Run) -> None:
    found = ask("query what-applies --format json", *CLOCKS)
    assert found.code == 0, found.err
    assert found.rows
    assert "SELECT" in ask("query what-applies --show-query").out


def test_a_question_and_a_crosswalk_take_names_as_people_write_them(ask: Run, run: Run, tmp_path: Path) -> None:
    found = ask("query tensions --param requirement=Art.26(5) --format json")
    assert "Art.26(5) is read as eu-ai-act:26-5" in found.err
    assert {row["requirement"] for row in found.rows} == {"eu-ai-act:26-5"}
    listed = ask("query norms-by-modality --param framework=AIAct --format json")
    assert "AIAct is read as eu-ai-act" in listed.err
    assert listed.rows
    assert {row["framework"] for row in listed.rows} == {"eu-ai-act"}
    shown = run("crosswalk", "show", "ISO 42001", "AI Act", "--format", "json", "--store", str(tmp_path / "none"))
    assert "ISO 42001 is read as iso-42001-2023" in shown.err
    assert shown.rows[0]["source"].startswith("iso-42001-2023:")


def test_sparql_from_an_argument_a_file_and_standard_input(ask: Run, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a ng:AISystem }"
    (tmp_path / "question.rq").write_text(text, encoding="utf-8")
    answers = [
        ask("sparql", text, *CLOCKS),
        ask("sparql --file", tmp_path / "question.rq", *CLOCKS),
        ask("sparql", *CLOCKS, stdin=text),
    ]
    assert {found.out.split()[-1] for found in answers} == {"14"}
    assert ask("sparql", "SELEKT", *CLOCKS).code in (2, 3)
    (tmp_path / "question.rq").write_bytes(b"\xff")
    assert ask("sparql --file", tmp_path / "question.rq").code == 3


def test_a_store_is_sound_and_says_so(ask: Run) -> None:
    assert "2 commits" in ask("verify").err
    assert "sound" in ask("doctor").out
    status = ask("status")
    assert status.code == 0
    assert "acme" in status.out
    assert "statements" in ask("rebuild").err
    assert "statements" in ask("assess", *CLOCKS).err


def test_a_changed_commit_is_found(run: Run, portfolio: Path, tmp_path: Path) -> None:
    assert run("import", portfolio).code == 0
    with sqlite3.connect(tmp_path / ".normgraph" / "acme" / "ledger.sqlite") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE commits SET message = 'something else'")
    database.close()
    assert run("verify").code == 1


# Processes


def test_a_reader_that_leaves_early_is_no_error(store: Path) -> None:
    process = start("requirements", "--format", "csv", "--store", store)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 0
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()


def test_two_imports_at_once_leave_a_sound_record(portfolio: Path, tmp_path: Path) -> None:
    text = portfolio.read_text(encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(text.replace("Applicant ranking", f"Ranking {name}"), encoding="utf-8")
    running = [start("import", tmp_path / f"{name}.yaml", cwd=tmp_path) for name in ("one", "two")]
    ended = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert 0 in [code for _, code in ended]
    assert all(code == 0 or (code == 4 and "committed in the meantime" in words[1]) for words, code in ended), ended
    found = KnowledgeGraph(tmp_path / ".normgraph").verify()
    assert found.sound
    assert found.commits == [code for _, code in ended].count(0)


# What a list says about what it leaves out


@pytest.mark.parametrize("name", ["Head of Human Resources", "head of human resources", "hr-lead"])
def test_an_owner_may_be_named_by_post_or_id(name: str, ask: Run) -> None:
    found = ask("verdicts", "--owner", name, *CLOCKS, "--format", "csv")
    assert found.out.count("Head of Human Resources") > 3


def test_what_has_no_owner_can_be_asked_for(ask: Run) -> None:
    assert ask("gaps", "--owner", "nobody", *CLOCKS).code == 0


def test_gaps_say_how_many_verdicts_wait_for_facts(ask: Run) -> None:
    found = ask("gaps --subject claims-triage", *CLOCKS)
    assert "wait for facts nobody has stated; see normgraph query facts-to-ask" in found.err


def test_what_a_commit_changed_can_be_asked(ask: Run) -> None:
    found = ask("changes 1 --format json")
    assert {row["change"] for row in found.rows} == {"new"}
    assert "acme:recruiting" in {row["record"] for row in found.rows}
    (row,) = ask("changes 1 --record recruiting --format json").rows
    assert (row["seq"], row["change"], row["record"]) == ("1", "new", "acme:recruiting")
    assert ask("changes --record recrutng").code == 2
    assert ask("changes 7").code == 2


def test_a_framework_out_of_view_is_no_empty_list(ask: Run) -> None:
    assert "gdpr is not among the instruments" in ask("gaps --framework gdpr", *CLOCKS).err


def test_a_framework_assumed_adopted_is_in_view(ask: Run) -> None:
    found = ask("coverage --as-if-adopted iso-27001-2022", *CLOCKS, "--format", "csv")
    assert "iso-27001-2022" in found.out


def test_an_ad_hoc_query_names_the_clocks(ask: Run) -> None:
    found = ask("sparql", "ASK { ?s ?p ?o }", *CLOCKS)
    assert "as of 2026-11-23 · law known on 2026-11-23" in found.err


def test_the_missing_facts_of_a_prohibition_are_explained(ask: Run) -> None:
    found = ask("verdicts --framework eu-ai-act --status undetermined --explain", *CLOCKS, "--format", "csv")
    assert "missing fact" in found.out


def test_a_flipped_byte_in_an_index_with_verdicts_is_said_and_mended(run: Run, portfolio: Path, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "store"))
    run("import", str(portfolio), *store)
    asked = ("query", "decisions", *store, *CLOCKS)
    verdicts = ("query", "prohibitions-open", *store, *CLOCKS)
    before = run(*verdicts).out
    for path in (tmp_path / "store").glob("*/assessments/index/*/quads/*.sst"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    found = run(*verdicts)
    if found.code:
        assert "the index cannot be trusted" in found.err
        found = run(*verdicts)
    assert (found.code, found.out) == (0, before)
    assert "is built anew" in found.err
    assert run(*asked).code == 0


def test_gaps_say_what_later_days_bring(ask: Run) -> None:
    line = "gaps --system recruiting --as-of 2027-12-01 --known-on 2026-11-23 --format json"
    found, later = ask(line), ask(line, "--horizon", "2027-12-02")
    assert f"not in this list: {len(later.rows)} verdicts that begin to apply later, from 2027-12-02 on" in found.err
    assert found.rows == []
    assert "begin to apply later" not in later.err


def test_a_requirement_is_taken_as_people_write_it(ask: Run) -> None:
    found = ask("requirements --format json", "Art. 26 (6) AI Act", "gv 1.1")
    assert [row["requirement"] for row in found.rows] == ["eu-ai-act:26-6", "nist-ai-rmf-1.0:GOVERN-1.1"]
    assert found.err.splitlines() == [
        "Art. 26 (6) AI Act is read as eu-ai-act:26-6",
        "gv 1.1 is read as nist-ai-rmf-1.0:GOVERN-1.1",
    ]
    explained = ask("explain recruiting --format json", "AI Act Article 26(6)", *CLOCKS)
    assert explained.rows == ask("explain recruiting eu-ai-act:26-6 --format json", *CLOCKS).rows
    asked = ask("requirements", "§ 4")
    assert (asked.code, asked.out) == (2, "")
    assert "it may mean omb-m-24-10:4 or omb-m-25-21:4 or omb-m-25-22:4" in asked.err
    # Both standards have it, and one of them is in view, or picked.
    for option, slug in (("", "iso-42001-2023"), ("--framework 27001", "iso-27001-2022")):
        (row,) = ask(f"requirements A.5.2 --format json {option}").rows
        assert row["requirement"] == f"{slug}:A.5.2"
