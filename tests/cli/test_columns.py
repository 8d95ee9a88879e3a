"""Every command that answers in rows: its columns, its formats, its order."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kg.cli.layout import lines

VERDICT = (
    "subject subject_kind bearer role requirement requirement_title framework modality applicability status assurance "
    "residual_duties missing_facts applies_from applies_until owner reason release"
)
OVERLAP = "duty requirements frameworks bearer strictest_parameter subjects"
PAIR = "requirement_a requirement_b relation shared only_a only_b"
CROSSWALK = (
    "source target relation basis shared_duties only_source only_target "
    "mapping_set justification confidence review_state"
)  # fmt: skip
CLOCKS = ("--as-of", "2026-11-23", "--known-on", "2026-11-23")
ANSWERS = {
    "verdicts --framework eu-ai-act --subject recruiting": VERDICT,
    "gaps": VERDICT,
    "obligations recruiting": VERDICT,
    "overlaps": OVERLAP,
    "overlaps --pairs": PAIR,
    "crosswalk show iso-42001-2023 eu-ai-act": CROSSWALK,
    "crosswalk export iso-42001-2023 eu-ai-act": CROSSWALK,
    "coverage": (
        "framework binding applies later undetermined covered claimed partial planned lapsed gap unknown conflict "
        "shown possible review_state"
    ),
    "explain recruiting eu-ai-act:26-6": "step statement because source",
    "impact ai-policy": "",
    "systems": "system name kind bearer roles derived_class stated_class involvement applies later undetermined owner",
    "frameworks": (
        "framework title binding status jurisdiction provisions norms decomposed review_state obligations "
        "recommendations prohibitions permissions rights constitutive conditions duties duties_min duties_median "
        "duties_max norm_review"
    ),
    "requirements --framework iso-42001-2023": (
        "requirement notation title modality bearers level applies_from duties review_state source"
    ),
    "duties": "duty label question object activity level nature quantifier evidence_kind required_by",
    "duties agreement": (
        "by part requirements object cell mode requires object_by_chance cell_by_chance mode_by_chance "
        "requires_by_chance identical most_used most_used_share gates"
    ),
    "duties omissions --framework iso-42001-2023": (
        "requirement norm title duty label question activity level beside answer why"
    ),
    "duties fragile --framework iso-42001-2023": (
        "subject bearer requirement requirement_title status without because link link_requirement duty confidence "
        "release review_state"
    ),
    "facts": "fact topic question describes type values",
    "query list": "question topic title parameters",
    "log": "seq time author message added removed total hash",
}
KNOWLEDGE = ("crosswalk", "frameworks", "requirements", "duties", "facts", "log")
SCHEMAS = {
    "verdicts": "verdict", "gaps": "verdict", "obligations": "verdict", "overlaps": "overlap", "coverage": "coverage",
    "crosswalk": "crosswalk", "explain": "explanation", "systems": "system", "frameworks": "framework",
    "requirements": "requirement", "duties": "duty", "facts": "fact", "duties agreement": "agreement",
    "duties omissions": "omission", "duties fragile": "fragile",
}  # fmt: skip


Ask = Callable[..., Any]
_answered: dict[tuple[str, str], str] = {}


def answer(ask: Ask, command: str, form: str, *, again: bool = False) -> str:
    """What a command prints in a format; asked once unless told."""
    if again or (command, form) not in _answered:
        clocks = () if command.startswith(KNOWLEDGE) else CLOCKS
        found = ask(command, *clocks, "--format", form)
        assert found.code == 0, found.err
        _answered[command, form] = found.out
    return _answered[command, form]


def rows_of(ask: Ask, command: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(answer(ask, command, "json"))
    assert found
    return found


@pytest.mark.parametrize("command", ANSWERS)
def test_columns_in_every_machine_format(command: str, ask: Ask) -> None:
    as_json = rows_of(ask, command)
    as_csv = list(csv.DictReader(io.StringIO(answer(ask, command, "csv"))))
    columns = ANSWERS[command].split() or list(as_json[0])
    assert [list(row) for row in (*as_csv, *as_json)] == [columns] * (len(as_csv) + len(as_json))
    harmless = [
        {name: f"'{cell}" if re.match(r"[=@]|[-+](?![\d.]+$)", cell) else cell for name, cell in row.items()}
        for row in as_json
    ]
    assert as_csv == harmless


@pytest.mark.parametrize("command", [name for name in ANSWERS if "export" not in name])
def test_a_table_fits_and_holds_every_row(command: str, ask: Ask) -> None:
    table = answer(ask, command, "table").splitlines()
    rows = rows_of(ask, command)
    assert max(map(len, table)) <= 160
    assert len(table) > len(rows)
    assert next(iter(rows[0].values())) in "\n".join(table)


@pytest.mark.parametrize("command", ["gaps", "crosswalk show iso-42001-2023 eu-ai-act", "frameworks", "log"])
def test_markdown_has_a_line_for_each_row(command: str, ask: Ask) -> None:
    assert len(answer(ask, command, "md").splitlines()) == len(rows_of(ask, command)) + 2


@pytest.mark.parametrize("command", ["gaps", "overlaps", "coverage", "systems"])
def test_the_same_question_has_the_same_answer(command: str, ask: Ask) -> None:
    assert answer(ask, command, "json") == answer(ask, command, "json", again=True)


@pytest.mark.parametrize(
    "command", [name for name in ANSWERS if name.split(maxsplit=1)[0] in SCHEMAS and "--pairs" not in name]
)
def test_rows_are_as_the_published_schema_says(command: str, ask: Ask, root: Path) -> None:
    first, *rest = command.split()
    name = SCHEMAS.get(" ".join([first, *rest[:1]]), SCHEMAS[first])
    schema = json.loads((root / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    assert [error.message for row in rows_of(ask, command) for error in validator.iter_errors(row)][:3] == []


def test_conflicts_come_before_all_gaps(ask: Ask) -> None:
    statuses = [row["status"] for row in rows_of(ask, "gaps")]
    assert statuses[0] == "conflict"
    assert "conflict" not in statuses[statuses.count("conflict") :]


def test_a_crosswalk_as_turtle(ask: Ask) -> None:
    found = ask("crosswalk export iso-42001-2023 eu-ai-act --format ttl")
    assert found.out.startswith(("@prefix", "#"))


# The layout of a table

ROWS = [
    {
        "subject": "acme:recruiting",
        "title": "Keep the logs for as long as the law says",
        "reason": "role=deployer; " * 9,
    },
    {"subject": "acme:x", "title": "Short", "reason": ""},
]


def test_wide_enough_every_row_is_one_line() -> None:
    assert len(lines(ROWS, ("subject", "title", "reason"), 240)) == 3


@pytest.mark.parametrize("width", [30, 50, 72, 100, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    found = lines(ROWS, ("subject", "title", "reason"), width)
    assert max(map(len, found)) <= width
    assert sum("acme:recruiting" in line for line in found) == 1


def test_prose_without_room_stands_below_its_row() -> None:
    found = lines(ROWS, ("subject", "title", "reason"), 60)
    assert found[0].split() == ["subject", "title"]
    assert found[2].startswith("    role=deployer;")


def test_numbers_stand_right() -> None:
    rows = [{"framework": "a", "norms": "7"}, {"framework": "b", "norms": "1,234"}]
    assert lines(rows, ("framework", "norms"), 80) == ["framework  norms", "a              7", "b          1,234"]


def test_wide_characters_take_two_columns() -> None:
    rows = [{"system": "\u6c17\u8c61", "name": "x"}, {"system": "weather", "name": "y"}]
    assert lines(rows, ("system", "name"), 80) == ["system   name", "\u6c17\u8c61     x", "weather  y"]


def test_a_cell_cannot_give_the_terminal_orders() -> None:
    assert "\x1b" not in "".join(lines([{"name": "a\x1b[2Jb\nc"}], ("name",), 80))


def test_an_empty_table_is_its_heading() -> None:
    assert lines([], ("subject", "applies_from"), 80) == ["subject  applies from"]


@pytest.mark.parametrize("command", ["gaps", "obligations recruiting", "verdicts --framework eu-ai-act"])
def test_explain_tells_the_chain_behind_each_row(command: str, ask: Ask) -> None:
    rows = json.loads(ask(command, *CLOCKS, "--format", "json").out)
    steps = json.loads(ask(command, *CLOCKS, "--format", "json", "--explain").out)
    verdicts = [step for step in steps if step["step"] == "verdict"]
    assert [(row["subject"], row["requirement"]) for row in rows] == [
        (step["statement"].partition(",")[0], step["source"]) for step in verdicts
    ]
    assert len(steps) > 2 * len(verdicts)


def test_explaining_one_row_is_what_the_command_explain_says(ask: Ask) -> None:
    one = ("--framework", "eu-ai-act", "--requirement", "eu-ai-act:26-6", "--subject", "recruiting")
    listed = ask("verdicts", *one, *CLOCKS, "--format", "csv", "--explain").out
    assert listed == ask("explain recruiting eu-ai-act:26-6", *CLOCKS, "--format", "csv").out


def test_nothing_to_explain(ask: Ask) -> None:
    found = ask("gaps --status lapsed --framework eu-ai-act --explain", *CLOCKS, "--format", "csv")
    assert (found.code, found.out) == (0, "step,statement,because,source\n")
