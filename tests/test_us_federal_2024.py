"""The 2024 federal inventory as published, against counts made here from its cells without the importer's code."""

from __future__ import annotations

import csv
import io
import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kg.assess.verdicts import Verdict, Where
from kg.clock import Clock
from kg.engine import KnowledgeGraph, importing
from kg.portfolio.records import System, Unit

pytestmark = pytest.mark.shared

FOLDER = Path("inputs", "inventories")
PUBLISHED = Path("us_federal_2024", "2024_consolidated_ai_inventory_raw_v2.csv")
DAYS = (13, 14)
STAGE, IMPACT, EXTENSION, ADVERSE = 9, 10, 44, 54
STATUS = {"implemented": "claimed", "in progress": "planned", "not done": "gap"}
# What stands beside a status, by the reading of the answer. An agency's own "N/A" is kept as what it is.
BESIDE = {
    "not applicable (waived)": "waiver",
    "not applicable": "stated-not-applicable",
    "documented (free text)": "text-present",
}
WORDS = {**BESIDE, "implemented": "implemented", "in progress": "planned", "not done": "not-done"}
NOT_THE_FORMS = ("Planned", "In production", "Ideation", "In mission", "Research or Administrative Action Complete")
# Texts that say nothing, which the table counts as texts.
BLANKS = ("None", "none", "TBD")
THEN, NOW = date(2025, 1, 15), date(2026, 11, 23)
ENDED = "2025-04-03"


@dataclass(frozen=True)
class Counts:
    """What the published cells say, counted without the importer."""

    rows: list[list[str]]
    readings: dict[tuple[int, str, str], str]
    practices: dict[int, str]

    @property
    def impacting(self) -> list[list[str]]:
        return [row for row in self.rows if group(row) == "impacting"]

    @property
    def operating(self) -> list[list[str]]:
        return [row for row in self.impacting if plain(row[STAGE]) == "Operation and Maintenance"]

    def bound(self, requirement: str) -> list[list[str]]:
        """Rows a practice binds: section 5(c)(v) is about rights only."""
        rights = "5-c-v-" in requirement
        return [row for row in self.operating if not rights or not plain(row[IMPACT]).lower().startswith("safety")]

    def reading(self, position: int, row: list[str]) -> str:
        answer = plain(row[position])
        found = self.readings.get((position, group(row), answer))
        return found if found is not None else self.readings.get((position, group(row), "(free text)"), "")


def plain(cell: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", cell).strip()


def group(row: list[str]) -> str:
    impact = plain(row[IMPACT]).lower()
    if impact in ("both", "rights-impacting", "safety-impacting"):
        return "impacting"
    return "neither" if impact == "neither" else "undetermined"


def curie(section: str) -> str:
    """`5(c)(iv)(A)` -> `omb-m-24-10:5-c-iv-A`; what follows the section ("unverified") is a remark of the table."""
    return "omb-m-24-10:" + re.sub(r"\)\(?", "-", section.partition(",")[0]).replace("(", "-").strip("-")


@pytest.fixture(scope="module")
def counts(shared: Path) -> Counts:
    text = (shared / FOLDER / PUBLISHED).read_bytes().decode("cp1252")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    table = (shared / FOLDER / "value_maps" / "value_map_2024.csv").read_text(encoding="utf-8")
    readings: dict[tuple[int, str, str], str] = {}
    practices: dict[int, str] = {}
    for line in csv.DictReader(io.StringIO(table)):
        position = int(line["position"])
        readings[position, line["impact_group"], plain(line["value"])] = line["status"]
        practices[position] = curie(line["section"])
    return Counts(rows, readings, practices)


@pytest.fixture(scope="module")
def graph(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    graph = KnowledgeGraph(tmp_path_factory.mktemp("federal") / "store")
    importing.import_inventory(graph, shared / FOLDER / PUBLISHED, "us-federal-2024")
    return graph


@pytest.fixture(scope="module")
def then(graph: KnowledgeGraph, counts: Counts) -> dict[str, list[Verdict]]:
    """Verdicts under M-24-10 on 2025-01-15 of the impacting systems in operation, by requirement."""
    return _verdicts(graph, counts, THEN, "omb-m-24-10")


@pytest.fixture(scope="module")
def now(graph: KnowledgeGraph, counts: Counts) -> dict[str, list[Verdict]]:
    """Today's verdicts of the same systems under both memoranda, by requirement."""
    return _verdicts(graph, counts, NOW, "omb-m-24-10", "omb-m-25-21")


def _verdicts(graph: KnowledgeGraph, counts: Counts, day: date, *frameworks: str) -> dict[str, list[Verdict]]:
    portfolio = graph.portfolio(_clock(day))
    names = {(plain(row[0]), plain(row[1])) for row in counts.operating}
    yes = ("true",)
    subjects = frozenset(
        item.id
        for item in portfolio.of(System)
        if yes in (item.facts.get("rights_impacting"), item.facts.get("safety_impacting"))
        and item.facts.get("stage") == ("operation-maintenance",)
    )
    agencies = {item.id: item.name for item in portfolio.of(Unit)}
    assert {(item.name, agencies[item.unit]) for item in portfolio.of(System) if item.id in subjects} == names
    found: dict[str, list[Verdict]] = {}
    for verdict in graph.assess(_clock(day)).verdicts(Where(frozenset(frameworks), subjects=subjects)):
        found.setdefault(verdict.requirement, []).append(verdict)
    return found


def _clock(day: date) -> Clock:
    return Clock(as_of=day, known_on=NOW, at=None)


# The import


def test_every_row_is_a_system_and_every_agency_a_unit(graph: KnowledgeGraph, counts: Counts) -> None:
    portfolio = graph.portfolio(_clock(NOW))
    assert len(portfolio.of(System)) == len(counts.rows) == 2133
    agencies = {item.id: item.name for item in portfolio.of(Unit)}
    assert len(agencies) == 41
    assert Counter(plain(row[1]) for row in counts.rows) == Counter(
        agencies[item.unit] for item in portfolio.of(System)
    )


def test_the_counts_agree_with_the_published_summary(counts: Counts) -> None:
    assert (len(counts.impacting), len(counts.operating)) == (351, 253)


def test_a_second_import_changes_nothing_and_takes_seconds(graph: KnowledgeGraph, shared: Path) -> None:
    started = time.perf_counter()
    again = importing.import_inventory(graph, shared / FOLDER / PUBLISHED, "us-federal-2024", dry_run=True)
    assert time.perf_counter() - started < 10
    assert again.imported.difference.added == again.imported.difference.removed == frozenset()


def test_only_words_that_are_not_the_forms_are_not_understood(
    graph: KnowledgeGraph, shared: Path, counts: Counts
) -> None:
    report = importing.import_inventory(graph, shared / FOLDER / PUBLISHED, "us-federal-2024", dry_run=True).report
    assert {
        (line.column, line.answer, line.count) for line in report.not_understood if line.column - 1 not in DAYS
    } == {
        *((STAGE + 1, stage, Counter(plain(row[STAGE]) for row in counts.rows)[stage]) for stage in NOT_THE_FORMS),
        (16, "Data not reported by submitter and will be updated once additional information is collected", 6),
    }


@pytest.mark.parametrize("column", DAYS)
def test_a_date_is_a_day_since_1950_or_reported_with_its_cell(
    graph: KnowledgeGraph, shared: Path, counts: Counts, column: int
) -> None:
    report = importing.import_inventory(graph, shared / FOLDER / PUBLISHED, "us-federal-2024", dry_run=True).report
    told = {number: plain(row[column]) for number, row in enumerate(counts.rows, start=2)}
    days = {number for number, text in told.items() if re.fullmatch(r"\d{1,2}/\d{1,2}/(19[5-9]\d|20\d\d)", text)}
    silent = {number for number, text in told.items() if text in ("", "N/A", "NA", "n/a", "TBD", "None")}
    reported = [row for line in report.not_understood if line.column == column + 1 for row in line.rows]
    assert len(reported) == len(set(reported))
    assert set(reported) == set(told) - days - silent
    assert any("1905" in told[number] for number in reported)


def test_each_answer_on_a_practice_is_read_as_the_table_says(
    graph: KnowledgeGraph, shared: Path, counts: Counts
) -> None:
    report = importing.import_inventory(graph, shared / FOLDER / PUBLISHED, "us-federal-2024", dry_run=True).report
    found = {(line.column - 1, line.answer): (line.reading, line.count) for line in report.lines}
    compared = 0
    for position in counts.practices:
        if position in (EXTENSION, ADVERSE):
            continue
        for answer, count in Counter(plain(row[position]) for row in counts.rows).items():
            readings = {counts.reading(position, row) for row in counts.rows if plain(row[position]) == answer}
            allowed = {WORDS.get(reading, "stated-other" if answer else "blank: says nothing") for reading in readings}
            reading, read = found[position, answer]
            assert reading in ({"nothing"} if answer in BLANKS else allowed), (position, answer)
            assert read == count
            compared += 1
    assert compared > 200


# 2025-01-15, while M-24-10 applied


def test_the_impact_assessment_is_32_claimed_2_planned_4_gap_215_unknown(then: dict[str, list[Verdict]]) -> None:
    found = then["omb-m-24-10:5-c-iv-A"]
    assert {item.applicability for item in found} == {"applies"}
    assert Counter(item.status for item in found) == {"claimed": 32, "planned": 2, "gap": 4, "unknown": 215}


PRACTICES = (45, 46, 47, 48, 49, 50, 52, 55, 56, 58, 60)


@pytest.mark.parametrize("position", PRACTICES)
def test_every_practice_with_a_column_splits_as_its_cells_do(
    then: dict[str, list[Verdict]], counts: Counts, position: int
) -> None:
    requirement = counts.practices[position]
    bound = counts.bound(requirement)
    expected = Counter(STATUS.get(counts.reading(position, row), "unknown") for row in bound)
    found = [item for item in then[requirement] if item.applicability == "applies"]
    assert Counter(item.status for item in found) == expected
    assert len(found) == len(bound) == (242 if "5-c-v-" in requirement else 253)
    assert {item.applicability for item in then[requirement] if item not in found} <= {"does-not-apply"}
    assert len(then[requirement]) == 253


@pytest.mark.parametrize("position", PRACTICES)
def test_waivers_and_remarks_stand_beside_a_status_that_is_unknown(
    then: dict[str, list[Verdict]], counts: Counts, position: int
) -> None:
    requirement = counts.practices[position]
    expected: Counter[str] = Counter()
    for row in counts.bound(requirement):
        reading = counts.reading(position, row)
        beside = BESIDE.get(reading) or (_own_words(row[position]) if reading == "unknown" else "")
        if beside:
            expected[beside] += 1
    found: Counter[str] = Counter()
    for item in then[requirement]:
        marks = set(re.findall(r"[a-z-]+", item.reason.partition("]")[0])) if item.reason.startswith("[") else set()
        said = marks & {"waiver", "stated-not-applicable", "stated-other", "text-present"}
        if item.applicability == "applies" and said:
            assert item.status == "unknown"
            found.update(said)
    assert found == expected


def _own_words(cell: str) -> str:
    answer = plain(cell).lower()
    return "stated-other" if answer.startswith("other") else "stated-not-applicable" if answer else ""


def test_a_requested_extension_stands_beside_every_practice_and_changes_none(
    then: dict[str, list[Verdict]], counts: Counts
) -> None:
    asked = sum(counts.reading(EXTENSION, row) == "extension requested" for row in counts.operating)
    assert asked == 105
    for position in PRACTICES[:7]:
        found = then[counts.practices[position]]
        assert sum("extension-requested" in item.reason.partition("]")[0] for item in found) == asked


def test_the_duty_to_tell_individuals_binds_where_the_use_influences_adverse_decisions(
    then: dict[str, list[Verdict]], counts: Counts
) -> None:
    requirement = counts.practices[ADVERSE]
    expected: Counter[str] = Counter()
    for row in counts.operating:
        reading = counts.reading(ADVERSE, row)
        if plain(row[IMPACT]).lower().startswith("safety") or reading == "condition false":
            expected["does-not-apply"] += 1
        else:
            expected["applies" if reading == "condition true" else "undetermined"] += 1
    found = then[requirement]
    assert Counter(item.applicability for item in found) == expected
    assert expected["applies"] == 3
    missing = {item.missing_facts for item in found if item.applicability == "undetermined"}
    assert missing == {"influences_adverse_decision"}


# Today


def test_today_m_24_10_has_ended(now: dict[str, list[Verdict]]) -> None:
    ended = [item for found in now.values() for item in found if item.framework == "omb-m-24-10"]
    assert {(item.applicability, item.applies_until, item.status) for item in ended} == {("does-not-apply", ENDED, "")}
    assert len(ended) >= 253 * 20


def test_today_m_25_21_says_what_it_would_need_to_know(now: dict[str, list[Verdict]]) -> None:
    practices = {name: found for name, found in now.items() if name.startswith("omb-m-25-21:4-b-")}
    assert len(practices) >= 15
    for name, found in practices.items():
        assert {item.applicability for item in found} == {"undetermined"}, name
        assert all("high_impact" in item.missing_facts.split(";") for item in found), name
    assert {item.missing_facts for item in practices["omb-m-25-21:4-b-ii"]} == {"high_impact"}
    assert {item.missing_facts for item in practices["omb-m-25-21:4-b-vi"]} == {"high_impact;affects_individuals"}
