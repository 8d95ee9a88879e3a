"""Evidence of CISO Assistant: of a kind that somebody says, row by row or for the sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import ciso_evidence
from kg.exchange.measures import Claims, MeasuresFile
from kg.knowledge import Knowledge
from kg.portfolio.records import Evidence

Read = Callable[..., MeasuresFile]


@pytest.fixture
def read(tmp_path: Path, knowledge: Knowledge) -> Read:
    def _read(text: str, kind: str = "") -> MeasuresFile:
        path = tmp_path / "evidence.csv"
        path.write_text(text, encoding="utf-8")
        return ciso_evidence.read(path, Claims(organisation="acme", knowledge=knowledge, evidence_kind=kind))

    return _read


def test_a_row_is_a_piece_of_evidence(read: Read) -> None:
    text = "ref_id,name,description,link,expiry_date,status\nE1,Policy,The text,https://x.org/p,2026-12-31,approved\n"
    assert read(text, "policy-document").records == (
        Evidence(
            id="acme:ca-ev-E1",
            title="Policy",
            kind=("policy-document",),
            valid_until=date(2026, 12, 31),
            location="https://x.org/p",
            description="The text; status: approved",
            external_id="E1",
            source_system="CISO Assistant, evidence",
        ),
    )


def test_a_kind_in_the_row_goes_before_that_of_the_sheet(read: Read) -> None:
    found = read("name,evidence_kind\nA,test-report\nB,\nC,poem\n", "plan")
    assert [(item.title, item.kind) for item in found.records if isinstance(item, Evidence)] == [
        ("A", ("test-report",)), ("B", ("plan",)),
    ]  # fmt: skip
    assert [(item.where, item.found) for item in found.findings] == [("evidence.csv, B4", "poem")]


def test_without_a_kind_nothing_is_recorded(read: Read) -> None:
    with pytest.raises(InputError, match="of what kind its evidence is") as caught:
        read("name,description\nA,A\n")
    assert "--evidence-kind" in (caught.value.hint or "")
    found = read("name,evidence_kind,colour\nA,,\n,plan,\n")
    assert found.records == ()
    assert [item.where for item in found.findings] == ["evidence.csv, C1", "evidence.csv, B2", "evidence.csv, A3"]
