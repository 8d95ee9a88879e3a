"""The excerpt of the 2024 federal inventory, read by its profile. Figures were counted by hand in its rows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.assess.assessment import Assessment
from kg.engine import KnowledgeGraph, importing
from kg.errors import InputError
from kg.exchange import profile_file
from kg.exchange.inventory import Inventory, Whose, read, slug
from kg.exchange.profile import Profile
from kg.knowledge import Knowledge
from kg.portfolio.records import (
    Implementation,
    LifecycleEvent,
    Measure,
    Remark,
    RoleAssignment,
    SupplyRelation,
    System,
    Unit,
    WaiverRecord,
)

Cells = list[list[str]]
Write = Callable[..., Path]
ORGANISATION = "us-federal-2024"
M_24_10 = "omb-m-24-10:"


def _named(inventory: Inventory, name: str) -> System:
    (found,) = (item for item in inventory.portfolio.of(System) if item.name == name)
    return found


def _practices(inventory: Inventory, system: System) -> dict[str, set[str]]:
    """What is on record about one system's practices: the requirement's local name -> what was said."""
    said: dict[str, set[str]] = {}
    for item in inventory.portfolio.of(Implementation):
        if item.scope == (system.id,):
            said.setdefault(item.of.removeprefix(M_24_10), set()).add(item.status)
    for waiver in inventory.portfolio.of(WaiverRecord):
        if waiver.subject == system.id:
            said.setdefault(waiver.requirement.removeprefix(M_24_10), set()).add("waiver")
    for remark in inventory.portfolio.of(Remark):
        if remark.subject == system.id:
            said.setdefault(remark.requirement.removeprefix(M_24_10), set()).add(remark.attribute)
    return said


def test_each_row_is_a_system_of_a_unit_that_bears_its_obligations(inventory: Inventory) -> None:
    portfolio = inventory.portfolio
    assert len(portfolio.of(System)) == 60
    assert len(portfolio.of(Unit)) == 24
    assert all(unit.bearer for unit in portfolio.of(Unit))
    roles = portfolio.of(RoleAssignment)
    assert {(item.subject, item.agent, item.role) for item in roles} == {
        (system.id, system.unit, "agency") for system in portfolio.of(System)
    }
    assert Counter(system.unit for system in portfolio.of(System)).most_common(3) == [
        (f"{ORGANISATION}:dhs", 9), (f"{ORGANISATION}:doe", 8), (f"{ORGANISATION}:va", 7),
    ]  # fmt: skip


def test_the_organisation_keeps_the_memoranda_in_view_and_states_the_assumptions(inventory: Inventory) -> None:
    organisation = inventory.portfolio.organisation
    assert organisation.id == ORGANISATION
    assert organisation.instruments == ("omb-m-24-10", "omb-m-25-21")
    assert organisation.facts == {
        "covered_agency": ("true",), "national_security_system": ("none",), "evaluation_only": ("none",),
    }  # fmt: skip


def test_facts_follow_the_answers_and_blank_stays_unknown(inventory: Inventory) -> None:
    assert _named(inventory, "Passive Body Scanner").facts == {
        "stage": ("operation-maintenance",),
        "rights_impacting": ("true",),
        "safety_impacting": ("false",),
        "custom_developed_code": ("true",),
        "put_into_use": ("2023-09-29",),
        "ai_procured": ("true",),
    }
    assert _named(inventory, "eLitigation Tools").facts == {"stage": ("operation-maintenance",)}
    assert _named(inventory, "ASPEN Mission Planner").facts == {
        "rights_impacting": ("false",), "safety_impacting": ("false",), "custom_developed_code": ("true",),
        "put_into_use": ("2002-01-01",),
    }  # fmt: skip
    events = [(event.kind, str(event.date), event.note) for event in inventory.portfolio.of(LifecycleEvent)]
    assert events[0] == ("retired", "2024-04-26", "Date Retired: 4/26/2024")
    assert len(events) == 3
    impacts = Counter(
        (item.facts.get("rights_impacting"), item.facts.get("safety_impacting"))
        for item in inventory.portfolio.of(System)
    )
    yes, no = ("true",), ("false",)
    assert impacts == {(yes, no): 17, (no, yes): 7, (yes, yes): 9, (no, no): 23, (None, None): 4}


def test_practices_follow_the_answers(inventory: Inventory) -> None:
    scoring = _practices(inventory, _named(inventory, "Payment Redirect Fraud (PRF) Model"))
    done, missing, outside = {"implemented"}, {"not-done"}, {"stated-not-applicable"}
    assert scoring == {
        "5-c-iv-A": done, "5-c-iv-B": done, "5-c-iv-C": done, "5-c-iv-D": done, "5-c-iv-H": done, "5-c-iv-I": outside,
        "5-c-v-B": missing, "5-c-v-E": missing, "5-c-v-F": outside,
    }  # fmt: skip


def test_a_waiver_is_on_record_as_a_waiver_and_as_nothing_else(inventory: Inventory) -> None:
    translation = _practices(inventory, _named(inventory, "Translation of Digital Media"))
    waived = {name for name, words in translation.items() if words == {"waiver"}}
    assert waived == {"5-c-iv-B", "5-c-iv-C", "5-c-iv-I", "5-c-v-A", "5-c-v-B", "5-c-v-E", "5-c-v-F"}
    assert {name: words for name, words in translation.items() if name not in waived} == {
        "5-c-iv-A": {"implemented"}, "5-c-iv-D": {"not-done"}, "5-c-iv-H": {"implemented"},
    }  # fmt: skip


def test_a_requested_extension_stands_beside_each_practice_and_gives_nothing(inventory: Inventory) -> None:
    scanner = _practices(inventory, _named(inventory, "Passive Body Scanner"))
    assert scanner.pop("5-c-iv-A") == {"planned", "extension-requested"}
    assert set.union(*scanner.values()) == {"extension-requested"}
    remarks = [item for item in inventory.portfolio.of(Remark) if item.attribute == "extension-requested"]
    assert len(remarks) == 8 * 19
    assert len({item.subject for item in remarks}) == 8


def test_there_is_one_measure_for_each_practice_with_claims(inventory: Inventory) -> None:
    measures = {item.id for item in inventory.portfolio.of(Measure)}
    used = {(item.measure, item.of) for item in inventory.portfolio.of(Implementation)}
    assert len(measures) == len(used) == 9
    assert {measure for measure, _ in used} == measures


def test_free_text_is_a_remark_and_no_claim(cells: Cells, write: Write, federal: Profile) -> None:
    rows = [cells[0], [*cells[1][:47], "Drift.\nMonitored.", *cells[1][48:]]]
    portfolio = read(write(rows), federal).portfolio
    remarks = [(item.requirement, item.text) for item in portfolio.of(Remark) if item.attribute == "text-present"]
    assert remarks == [(M_24_10 + "5-c-iv-A-2", "Drift. Monitored.")]
    assert M_24_10 + "5-c-iv-A-2" not in {item.of for item in portfolio.of(Implementation)}


AGENCY = [
    "Use Case Name", "What problem is the AI intended to solve?", "Stage of Development", "Vendor(s) Name",
    "Use Case ID", "Bureau/Component", "Is the AI use case high-impact?",
    "Date when AI use case became operational or the pilot's start date",
    "Does this AI use case involve personally identifiable information (PII) that is maintained by the agency?",
    "Was the system involved in this use case purchased from a vendor or developed under contract(s) or in-house?",
    "Does this project include custom-developed code?",
]  # fmt: skip


def _agency(knowledge: Knowledge, write: Write, more: str, *rows: list[str]) -> Inventory:
    """An agency's own file of 2025, with the columns that its profile needs, and one more."""
    profile = profile_file.load("us-federal-2025", knowledge)
    needed = [" ".join(column.headers[0].split()) for column in profile.columns if not column.optional]
    header = [*AGENCY, *(name for name in needed if name not in AGENCY), *([more] if more else [])]
    width = len(header) - bool(more)
    made = [[*row[: len(AGENCY)], *[""] * (width - len(AGENCY)), *row[len(AGENCY) :]] for row in rows]
    return read(write([header, *made]), profile, whose=Whose("agency", "Agency"))


def test_in_an_agencys_own_file_bureaus_are_units_and_vendors_suppliers(knowledge: Knowledge, write: Write) -> None:
    found = _agency(
        knowledge, write, "",
        ["Chat", "Answers", "c) Deployed", "Acme, Inc.", "N/A", "FBI", "", "3/14/2024", "Yes", "", "No"],
        ["Rank", "N/A", "b) Pilot", "N/A", "A-1", "N/A", "", "01/2024", "No", "", ""],
        ["Scan", "Scans", "b) Pilot", "", "", "fbi", "", "45296", "N/A", "", ""],
    )  # fmt: skip
    chat, rank, scan = found.portfolio.of(System)
    assert chat.facts == {
        "stage": ("deployed",), "put_into_use": ("2024-03-14",), "processes_personal_data": ("true",),
        "custom_developed_code": ("false",),
    }  # fmt: skip
    assert [(unit.id, unit.bearer) for unit in found.portfolio.of(Unit)] == [("agency:fbi", False)]
    assert [system.unit for system in (chat, rank, scan)] == ["agency:fbi", "", "agency:fbi"]
    assert {role.agent for role in found.portfolio.of(RoleAssignment)} == {"agency"}
    assert [(item.supplier, item.systems) for item in found.portfolio.of(SupplyRelation)] == [
        ("Acme, Inc.", (chat.id,))
    ]
    assert (chat.external_id, rank.external_id, rank.purpose) == ("", "A-1", "")
    missed = {(line.answer, line.reading, line.rows) for line in found.report.not_understood}
    assert missed == {
        ("01/2024", "not understood: a month, not a day", (3,)),
        ("45296", "not understood: a number; as a spreadsheet counts days it would be 2024-01-05", (4,)),
    }


def test_in_a_file_of_several_agencies_the_bureau_is_not_read_and_counted(knowledge: Knowledge, write: Write) -> None:
    found = _agency(
        knowledge, write, "Agency Name",
        ["Chat", "Answers", "c) Deployed", "", "", "FBI", "", "", "", "", "", "Department of Justice"],
    )  # fmt: skip
    assert [unit.name for unit in found.portfolio.of(Unit)] == ["Department of Justice"]
    (line,) = (line for line in found.report.lines if line.header == "Bureau/Component")
    assert (line.reading, line.count) == ("not read", 1)


# Identity


def test_identifiers_do_not_depend_on_other_rows(
    inventory: Inventory, cells: Cells, write: Write, federal: Profile
) -> None:
    rows = [row for row in cells[1:] if row[0].strip() not in ("Veritone", "Generative AI Usage")]
    random.Random(3).shuffle(rows)  # noqa: S311 - an order that repeats, not a secret
    moved = read(write([cells[0], *rows[:40]]), federal)
    assert {item.id for item in moved.portfolio.of(System)} < {item.id for item in inventory.portfolio.of(System)}


def test_equal_names_in_one_agency_are_numbered_in_the_order_of_the_file(inventory: Inventory) -> None:
    same = [item.id for item in inventory.portfolio.of(System) if item.name == "Veritone"]
    assert len(set(same)) == 3
    assert all(name.startswith(f"{ORGANISATION}:doj-veritone-") for name in same)
    assert inventory.report.numbered == 5


def test_an_agency_written_with_a_blank_at_its_end_is_the_same_agency(inventory: Inventory, cells: Cells) -> None:
    assert "Department of Veterans Affairs " in {row[1] for row in cells}
    assert "Department of Veterans Affairs" in {item.name for item in inventory.portfolio.of(Unit)}


def test_a_slug_is_made_of_whole_words() -> None:
    assert slug("Évaluation \u2013 of Risk (v2): a very long name indeed") == "evaluation-of-risk-v2-a-very"
    assert slug("x" * 50) == "x" * 32
    assert slug("名前") == ""


# Forms of the file


def test_encoding_and_field_names_make_no_difference(
    inventory: Inventory, cells: Cells, write: Write, federal: Profile
) -> None:
    unicode = read(write(cells), federal)
    header = [" ".join(text.split()) for text in cells[0]]
    for column in federal.all_columns:
        header[header.index(" ".join(column.headers[0].split()))] = column.headers[1]
    named = read(write([header, *cells[1:]], encoding="utf-8-sig", name="named.csv"), federal)
    assert unicode.portfolio == named.portfolio == inventory.portfolio
    delimiter = "delimiter comma (62 columns in 100% of the first rows)"
    assert inventory.report.found[0] == f"encoding cp1252 (not utf-8: byte 271); {delimiter}"
    assert unicode.report.found[0] == f"encoding utf-8; {delimiter}"
    assert named.report.found[0] == f"encoding utf-8-sig; {delimiter}"


def test_columns_may_stand_in_any_order(inventory: Inventory, cells: Cells, write: Write, federal: Profile) -> None:
    assert read(write([list(reversed(row)) for row in cells]), federal).portfolio == inventory.portfolio


def test_a_header_that_stands_twice_stops_the_import(cells: Cells, write: Write, federal: Profile) -> None:
    rows = [[*row, row[45]] for row in cells]
    with pytest.raises(InputError, match="a column stands twice") as caught:
        read(write(rows), federal)
    assert all(part in str(caught.value) for part in ("made.csv, row 1", "in columns AT and BK", "column: 46"))


@pytest.mark.parametrize("width", [3, 60])
def test_a_missing_column_stops_the_import(cells: Cells, write: Write, federal: Profile, width: int) -> None:
    with pytest.raises(InputError, match="not a file that profile us-federal-2024 describes") as caught:
        read(write([row[:width] for row in cells]), federal)
    assert "found:    no such column" in str(caught.value)
    assert "normgraph profile new made.csv" in str(caught.value)


@pytest.mark.parametrize(("column", "header"), [(0, "Use Case Name"), (1, "Agency"), (2, "Agency Abbreviation")])
def test_a_row_without_name_or_agency_stops_the_import(
    cells: Cells, write: Write, federal: Profile, column: int, header: str
) -> None:
    rows = [list(row) for row in cells]
    rows[7][column] = "\u00a0 "
    with pytest.raises(InputError) as caught:
        read(write(rows), federal)
    assert f"made.csv, {'ABC'[column]}8" in str(caught.value)
    assert header in str(caught.value)


def test_one_abbreviation_for_two_agencies_stops_the_import(cells: Cells, write: Write, federal: Profile) -> None:
    rows = [list(row) for row in cells]
    rows[9][2] = "DHS"
    rows[9][1] = "Department of Commerce"
    with pytest.raises(InputError) as caught:
        read(write(rows), federal)
    assert "made.csv, B10" in str(caught.value)
    assert "DHS: Department of Homeland Security" in str(caught.value)


# The report


def test_the_report_says_how_often_each_answer_was_read_and_how(inventory: Inventory) -> None:
    lines = {(line.column, line.answer): (line.reading, line.count) for line in inventory.report.lines}
    assert lines[10, "Operation and Maintenance"] == ("stage=operation-maintenance", 34)
    assert lines[11, "Both"] == ("rights_impacting=true, safety_impacting=true", 9)
    assert lines[11, "Case-by-case assessment"] == ("unknown", 1)
    assert lines[46, "Yes"] == ("implemented", 19)
    assert lines[46, "YES"] == ("implemented", 1)
    assert lines[46, ""] == ("blank: says nothing", 19)
    assert lines[45, "No \u2013 Agency did not request an extension for this use case."] == ("nothing", 33)
    assert lines[2, "Department of the Treasury"] == ("unit us-federal-2024:treas", 1)
    assert lines[1, "(57 different texts)"] == ("name of the system", 60)
    assert lines[5, "(14 different texts)"][0] == "not read"


def test_every_column_is_accounted_for_with_every_row(inventory: Inventory) -> None:
    read_cells = Counter[int]()
    for line in inventory.report.lines:
        read_cells[line.column] += line.count
    assert set(read_cells) == set(range(1, 63))
    assert {read_cells[number] for number in (10, 11, 31, *range(45, 52), 53, 55, 56, 57, 59, 61)} == {60}


def test_what_is_not_understood_is_listed_with_its_rows(inventory: Inventory) -> None:
    missed = {line.answer: line.rows for line in inventory.report.not_understood}
    assert missed == {
        "In production": (31,), "In mission": (32,), "Planned": (35,),
        "Research or Administrative Action Complete": (60,), "Ideation": (61,),
        "7/13/1905": (37, 38), "7/15/1905": (37,),
    }  # fmt: skip
    cell = next(row for row in inventory.report.table().rows if row["answer"] == "Planned")
    assert (cell["column"], cell["reading"], cell["cells"]) == ("10 (J)", "not understood", "J35")


def test_the_summary_is_about_ten_lines(inventory: Inventory) -> None:
    said = inventory.report.summary()
    assert len(said) <= 17
    text = "\n".join(said)
    for part in (
        "60 rows", "encoding cp1252 (not utf-8: byte 271)", "header in row 1",
        "60 systems of 24 units, 5 told apart", "covered_agency=true (agencies report",
        "national_security_system=none", "176 implemented, 20 planned, 52 not-done", "7 waiver",
        "8 extension-requested",
        "not understood, and of no effect: 7 values in 8 cells",
        "N37, 'Date Implemented': '7/13/1905': 1905-07-13, before 1950: a year that a spreadsheet took for a count",
        "J61, 'Stage of Development': 'Ideation' (1 cell)", "and 4 more",
        "38 columns not read by this profile; filled cells: D 'Bureau' (60), E 'Use Case Topic Area' (59), ",
    ):  # fmt: skip
        assert part in text, part


def test_the_summary_says_when_every_answer_was_understood(cells: Cells, write: Write, federal: Profile) -> None:
    assert "every answer was understood" in read(write(cells[:6]), federal).report.summary()


# On record


def test_an_import_is_one_commit_and_the_same_file_again_is_none(tmp_path: Path, excerpt: Path) -> None:
    graph = KnowledgeGraph(tmp_path / "store")
    dry = importing.import_inventory(graph, excerpt, "us-federal-2024", dry_run=True)
    assert (dry.imported.commit, len(dry.imported.difference.new), graph.organisations) == (None, 653, ())
    done = importing.import_inventory(graph, excerpt, "us-federal-2024")
    assert done.imported.commit is not None
    assert done.imported.difference.kinds["systems"] == 60
    assert importing.import_inventory(graph, excerpt, "us-federal-2024").imported.commit is None


def test_a_file_that_is_refused_leaves_no_store(tmp_path: Path, cells: Cells, write: Write) -> None:
    graph = KnowledgeGraph(tmp_path / "store")
    with pytest.raises(InputError):
        importing.import_inventory(graph, write([row[:60] for row in cells]), "us-federal-2024")
    assert graph.organisations == ()


# Of the 23 rights- or safety-impacting systems in operation: claimed, planned, gap, unknown. Section 5(c)(v) does not
# bind the four of them that affect safety only.
EXPECTED = {
    "5-c-iv-A": (14, 1, 2, 6),
    "5-c-iv-B": (14, 0, 0, 9),
    "5-c-iv-C": (10, 4, 0, 9),
    "5-c-iv-D": (13, 0, 2, 8),
    "5-c-iv-H": (15, 0, 0, 8),
    "5-c-iv-I": (9, 0, 1, 13),
    "5-c-v-A": (0, 0, 0, 19),
    "5-c-v-B": (7, 0, 4, 8),
    "5-c-v-E": (6, 0, 4, 9),
    "5-c-v-F": (6, 0, 0, 13),
}


@pytest.mark.parametrize("practice", EXPECTED)
def test_each_practice_splits_as_the_answers_do(inventory: Inventory, knowledge: Knowledge, practice: str) -> None:
    assessment = Assessment(knowledge, inventory.portfolio, date(2025, 1, 15), date(2026, 11, 23))
    (block,) = (item for item in assessment.blocks(["omb-m-24-10"]) if item.norm.provision == M_24_10 + practice)
    found = Counter(
        verdict.status
        for row in range(len(block.subjects))
        if (verdict := assessment.verdict(block, row)).applicability == "applies"
    )
    assert tuple(found[status] for status in ("claimed", "planned", "gap", "unknown")) == EXPECTED[practice]
    assert sum(found.values()) == sum(EXPECTED[practice])
