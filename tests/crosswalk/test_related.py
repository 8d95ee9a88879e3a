"""Related requirements: close in what they are about, each with its reason, never those that share a duty."""

from __future__ import annotations

from kg.crosswalk.related import RelatedRow, related
from kg.knowledge import Knowledge

AIMS, ISMS = "iso-42001-2023", "iso-27001-2022"


def of(shipped: Knowledge, source: str, target: str, requirement: str, most: int = 3) -> list[RelatedRow]:
    name = f"{source}:{requirement}"
    return [row for row in related(shipped, source, target, most) if row.source == name]


def test_impact_assessment_is_related_to_data_protection_impact_assessment(shipped: Knowledge) -> None:
    found = of(shipped, AIMS, "gdpr", "A.5.2", 10)
    assert "gdpr:35-1" in [row.target for row in found]
    reason = next(row.reasons for row in found if row.target == "gdpr:35-1")
    assert reason == "object:impact is related to object:data-protection-assessment"


def test_supplier_controls_come_first_for_processors(shipped: Knowledge) -> None:
    found = of(shipped, AIMS, "gdpr", "A.10.3")
    assert {"gdpr:28-1", "gdpr:28-4"} <= {row.target for row in found}


def test_best_first_and_no_more_than_asked(shipped: Knowledge) -> None:
    rows = list(related(shipped, ISMS, "gdpr", 2))
    for source in {row.source for row in rows}:
        scores = [float(row.score) for row in rows if row.source == source]
        assert len(scores) <= 2
        assert scores == sorted(scores, reverse=True)


def test_what_shares_a_duty_is_not_listed(shipped: Knowledge) -> None:
    rows = list(related(shipped, AIMS, "eu-ai-act", 5))
    assert rows
    known = shipped.catalogs
    for row in rows:
        sides = [
            {link.duty for norm in known.norms_named(name) for link in shipped.scheme.links_of(norm.id)}
            for name in (row.source, row.target)
        ]
        assert not sides[0] & sides[1], row


def test_running_a_management_system_is_left_out(shipped: Knowledge) -> None:
    sources = {row.source for row in related(shipped, AIMS, "gdpr")}
    assert not {f"{AIMS}:{clause}" for clause in ("9.2.1", "9.3.1", "7.5.2", "10.1")} & sources


def test_every_row_has_a_reason(shipped: Knowledge) -> None:
    for row in related(shipped, AIMS, "nist-ai-rmf-1.0"):
        assert all(part.startswith(("object:", "duty:")) for part in row.reasons.split("; ")), row
