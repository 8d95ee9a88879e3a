"""Attributes beside a status, and the one-line reason."""

from __future__ import annotations

import pytest

from kg.portfolio.records import Acceptance, Compensation, Record, Remark, Risk, WaiverRecord
from tests.oracle.made_up import Edition, Guarding, Link, Rule, Text, make
from tests.oracle.portfolios import day, implementation, measure, role, system, verdict

KNOWLEDGE = make(
    Edition(
        "law",
        (Rule("1", (Text("risky=true"),)), Rule("2", (Text(until="2026-01-01"),)), Rule("3", modality="prohibition")),
        (
            Guarding("c", "exemption", "contest", (Text("use=a"),), targets=("1",)),
            Guarding("s", "exemption", "stay", (Text("use=b"),), targets=("1",)),
        ),
        (Link("1", "watch"),),
    )
)
GAP = (system(risky="true", use="none"), role(), measure(), implementation("law:1", status="not-done"))
POST = "acme:cto"


def waiver(start: str = "", end: str = "", subject: str = "acme:s") -> WaiverRecord:
    return WaiverRecord(
        id="acme:w", requirement="law:1", subject=subject, reason="granted", valid_from=day(start), valid_until=day(end)
    )


def acceptance(
    start: str = "", end: str = "", subject: str = "acme:s", requirement: str = "law:1", risk: str = ""
) -> Acceptance:
    return Acceptance(
        id="acme:a", requirement=requirement, risk=risk, subject=subject, by=POST, reason="small",
        valid_from=day(start), valid_until=day(end),
    )  # fmt: skip


COMPENSATION = Compensation(id="acme:k", requirement="law:1", subject="acme:s", implementation="acme:i")
RISK = Risk(id="acme:r", title="r", systems=("acme:s",), treatments=("acme:i",))


@pytest.mark.parametrize(
    ("records", "attribute"),
    [
        ((waiver(),), "waiver"),
        ((waiver("2026-09-01", "2026-09-01"),), "waiver"),
        ((waiver("2026-09-02"),), ""),
        ((waiver("", "2026-08-31"),), ""),
        ((waiver(subject="acme:t"),), ""),
        ((acceptance(),), "risk-accepted"),
        ((acceptance(subject=""),), "risk-accepted"),
        ((acceptance(end="2026-08-31"),), ""),
        ((acceptance(requirement="law:2"),), ""),
        ((RISK, acceptance(requirement="", risk="acme:r")), "risk-accepted"),
        ((COMPENSATION,), "compensated"),
    ],
)
def test_attributes_stand_beside_a_gap_and_never_change_it(records: tuple[Record, ...], attribute: str) -> None:
    found = verdict(KNOWLEDGE, *GAP, *records, of="law:1")
    assert (found.applicability, found.status, found.residual_duties) == ("applies", "gap", "duty:watch")
    assert found.reason.startswith(f"[{attribute}]" if attribute else "risky=true")


@pytest.mark.parametrize("said", ["stated-not-applicable", "stated-other", "text-present", "extension-requested"])
def test_what_a_source_remarked_leaves_the_status_unknown(said: str) -> None:
    remark = Remark(id="acme:n", requirement="law:1", subject="acme:s", attribute=said)
    found = verdict(KNOWLEDGE, system(risky="true", use="none"), role(), remark, of="law:1")
    assert found.status == "unknown"
    assert f"[{said}]" in found.reason


def test_several_attributes_are_listed_together() -> None:
    assert verdict(KNOWLEDGE, *GAP, waiver(), acceptance(), of="law:1").reason.startswith("[risk-accepted, waiver]")


def test_a_row_whose_enforcement_is_stayed_says_so_and_binds_all_the_same() -> None:
    stayed = (system(risky="true", use="b"), *GAP[1:])
    found = verdict(KNOWLEDGE, *stayed, waiver(), of="law:1")
    assert (found.applicability, found.status) == ("applies", "gap")
    assert found.reason.startswith("[enforcement-stayed, waiver] risky=true")


@pytest.mark.parametrize("use", ["a", "b"])
def test_what_does_not_apply_is_neither_contested_nor_stayed(use: str) -> None:
    found = verdict(KNOWLEDGE, system(risky="false", use=use), role(), of="law:1")
    assert (found.applicability, found.reason) == ("does-not-apply", "the facts on record rule it out")


def test_a_contested_row_says_so() -> None:
    found = verdict(KNOWLEDGE, system(risky="true", use="a"), role(), of="law:1")
    assert found.applicability == "undetermined"
    assert "contested" in found.reason


@pytest.mark.parametrize(
    ("of", "facts", "words"),
    [
        ("law:1", {"risky": "true", "use": "none"}, "risky=true; "),
        ("law:1", {"risky": "false", "use": "none"}, "the facts on record rule it out"),
        ("law:1", {"use": "none"}, "facts are missing"),
        ("law:2", {}, "ended on 2026-01-01"),
        ("law:3", {}, "the facts on record meet every element of the prohibition"),
    ],
)
def test_reasons(of: str, facts: dict[str, str], words: str) -> None:
    assert words in verdict(KNOWLEDGE, system("s", facts), role(), of=of).reason


def test_a_reason_names_only_alternatives_that_hold() -> None:
    law = make(Edition("law", (Rule("1", (Text("all(use=a|b, role=provider)"),)),)))
    assert verdict(law, system(use="b1"), role(), of="law:1").reason.startswith("role=provider, use=b;")


def test_what_comes_says_when() -> None:
    law = make(Edition("law", (Rule("1", (Text("risky=true", applies="2027-01-01"),)),)))
    assert verdict(law, system(risky="true"), role(), of="law:1").reason.startswith("comes on 2027-01-01: risky=true")
