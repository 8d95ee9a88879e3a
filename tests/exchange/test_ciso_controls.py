"""Applied controls: a row is a measure, an implementation only where it names a requirement that is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.exchange import ciso_controls
from kg.exchange.measures import Claims, MeasuresFile
from kg.knowledge import Knowledge
from kg.portfolio.records import Implementation, Measure, Person

HEADER = "ref_id,name,description,status,priority,owner,reference_control,start_date,expiry_date,observation,colour\n"
Read = Callable[..., MeasuresFile]


@pytest.fixture
def read(tmp_path: Path, knowledge: Knowledge) -> Read:
    claims = Claims(organisation="acme", knowledge=knowledge, framework="iso-42001-2023", scope=("organisation",))

    def _read(*rows: str, **changes: object) -> MeasuresFile:
        path = tmp_path / "controls.csv"
        path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
        return ciso_controls.read(path, replace(claims, **changes))  # type: ignore[arg-type]

    return _read


def test_a_row_is_a_measure_with_what_is_said_beside(read: Read) -> None:
    found = read("C1,Logging,We log,active,2,IT,,2026-01-01,,Fine,")
    (measure,) = (record for record in found.records if isinstance(record, Measure))
    assert (measure.id, measure.name, measure.description, measure.external_id) == (
        "acme:ca-C1",
        "Logging",
        "We log",
        "C1",
    )
    assert measure.note == "status: active; priority: 2; start_date: 2026-01-01; observation: Fine"
    assert measure.owner == "acme:ca-it"
    assert [record.post for record in found.records if isinstance(record, Person)] == ["IT"]
    assert (found.claims, [item.where for item in found.findings]) == (0, ["controls.csv, K1"])


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", "implemented"), ("Active", "implemented"), ("in_progress", "planned"), ("to_do", "planned"),
        ("on_hold", "planned"), ("deprecated", "not-done"), ("degraded", "partial"),
    ],
)  # fmt: skip
def test_statuses(status: str, expected: str, read: Read) -> None:
    found = read(f"C1,Logging,,{status},,,A.6.2.8,2026-01-01,2026-12-31,Fine,")
    (made,) = (record for record in found.records if isinstance(record, Implementation))
    assert (made.of, made.status, made.note) == ("iso-42001-2023:A.6.2.8", expected, "Fine")
    assert (made.valid_from, made.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert found.claims == 1


@pytest.mark.parametrize(
    ("row", "where", "found"),
    [
        ("C1,Logging,,done,,,A.6.2.8,,,,", "controls.csv, D2", "done"),
        ("C1,Logging,,--,,,A.6.2.8,,,,", "controls.csv, G2", "iso-42001-2023:A.6.2.8"),
        ("C1,Logging,,active,,,A.99,,,,", "controls.csv, G2", "A.99"),
        ("C1,Logging,,active,,ann@x.org; Bob,,,,,", "controls.csv, F2", "ann@x.org; Bob"),
        ("C1,Logging,,active,,,A.6.2.8,soon,,,", "controls.csv, H2", "soon"),
        ("C1,,,active,,,,,,,", "controls.csv, B2", "a row without a name"),
        ("C1,Logging,,active,,,A.6.2.8 c),,,,", "controls.csv, G2", "iso-42001-2023:A.6.2.8"),
    ],
)
def test_what_is_not_understood_is_said_with_its_cell(row: str, where: str, found: str, read: Read) -> None:
    assert (where, found) in [(item.where, item.found) for item in read(row).findings]


def test_a_status_that_is_not_known_makes_no_implementation(read: Read) -> None:
    found = read("C1,Logging,,done,,,A.6.2.8,,,,")
    assert not any(isinstance(record, Implementation) for record in found.records)


def test_several_requirements_in_one_cell(read: Read) -> None:
    found = read('C1,Logging,,active,,,"A.6.2.8; gdpr:30-1|A.99",,,,')
    made = [record.of for record in found.records if isinstance(record, Implementation)]
    assert (made, found.claims) == (["iso-42001-2023:A.6.2.8", "gdpr:30-1"], 3)


def test_a_row_keeps_its_identifier_wherever_it_stands(read: Read) -> None:
    one = {record.id for record in read(",Logging,,,,,,,,,", ",Other,,,,,,,,,").records}
    other = {record.id for record in read(",Other,,,,,,,,,", ",Logging,,,,,,,,,").records}
    assert one == other
