"""Blocks: statuses of obligations, prohibitions, permissions, triggered norms, organisation-level norms, aggregates."""

from __future__ import annotations

import pytest

from kg.portfolio.records import DataSet, Model, Record, Unit
from tests.oracle.made_up import Edition, Guarding, Link, Rule, Text, make
from tests.oracle.portfolios import (
    TODAY,
    assess,
    day,
    event,
    evidence,
    implementation,
    measure,
    portfolio,
    role,
    system,
    verdict,
    verdicts,
)

TRIGGERED = make(
    Edition(
        "law",
        (Rule("1", trigger="incident"), Rule("2"), Rule("3", trigger="launch")),
        links=(Link("1", "watch"), Link("1", "report"), Link("2", "watch"), Link("2", "report"), Link("3", "report")),
    )
)
S = (system(), role())


def residual(of: str, *records: Record, as_of: str = "") -> tuple[str, str]:
    found = verdict(TRIGGERED, *S, *records, of=of, as_of=as_of)
    return found.status, found.residual_duties.replace("duty:", "")


# ---- triggers


def test_a_dormant_norm_demands_only_its_readiness_duties() -> None:
    assert residual("law:1") == ("unknown", "watch")
    assert "dormant" in verdict(TRIGGERED, *S, of="law:1").reason


@pytest.mark.parametrize(("when", "expected"), [("2026-09-01", "report;watch"), ("2026-09-02", "watch")])
def test_a_recorded_event_wakes_it_from_its_day(when: str, expected: str) -> None:
    assert residual("law:1", event("incident", when)) == ("unknown", expected)


def test_an_event_of_another_system_wakes_nothing() -> None:
    assert residual("law:1", system("t"), event("incident", "2026-01-01", "t")) == ("unknown", "watch")


def test_a_dormant_norm_with_nothing_but_triggered_duties_demands_nothing() -> None:
    assert residual("law:3") == ("", "")


def test_while_dormant_no_triggered_duty_counts_whatever_else_has_happened() -> None:
    assert residual("law:3", event("incident", "2026-01-01")) == ("", "")


def test_a_norm_without_a_trigger_is_never_dormant() -> None:
    assert "dormant" not in verdict(TRIGGERED, *S, of="law:2").reason
    assert residual("law:2", event("incident", "2026-01-01")) == ("unknown", "report;watch")


def test_a_dormant_norm_can_be_covered() -> None:
    records = (measure(), implementation("duty:watch"), *evidence())
    assert residual("law:1", *records) == ("covered", "")
    assert residual("law:1", *records, event("incident", "2026-01-01")) == ("partial", "report")


# ---- prohibitions


BAN = make(
    Edition(
        "law",
        (Rule("1", (Text("all(risky=true, not(public=true))", applies="2025-02-02"),), modality="prohibition"),),
        (Guarding("b", "exemption", "contest", (Text("use=a"),), targets=("1",)),),
    )
)


def ban(*roles: Record, as_of: str = "", **facts: str) -> tuple[str, str]:
    stated: dict[str, str | tuple[str, ...]] = {"use": "none", **facts}
    found = verdict(BAN, system("s", stated), *(roles or (role(),)), of="law:1", as_of=as_of)
    return found.applicability, found.status


@pytest.mark.parametrize(
    ("risky", "public", "status"),
    [
        ("true", "false", "conflict"), ("true", "true", "clear"), ("false", "unknown", "clear"),
        ("unknown", "true", "clear"), ("unknown", "false", "undetermined"), ("true", "unknown", "undetermined"),
    ],
)  # fmt: skip
def test_a_prohibition_applies_by_role_and_date_and_its_status_is_its_condition(
    risky: str, public: str, status: str
) -> None:
    assert ban(risky=risky, public=public) == ("applies", status)


def test_a_prohibition_does_not_address_other_roles() -> None:
    assert ban(role("importer"), risky="true", public="false") == ("does-not-apply", "")


def test_a_prohibition_is_open_where_the_role_is() -> None:
    assert ban(role("unknown"), risky="true", public="false") == ("undetermined", "conflict")


def test_a_prohibition_before_its_date() -> None:
    assert ban(as_of="2025-02-01", risky="true", public="false") == ("applies-later", "conflict")


@pytest.mark.parametrize("risky", ["true", "false", "unknown"])
def test_a_contested_prohibition_is_never_clear(risky: str) -> None:
    assert ban(risky=risky, public="false", use="a") == ("applies", "undetermined")


def test_no_measure_covers_a_prohibition() -> None:
    law = make(Edition("law", (Rule("1", (Text("risky=true"),), modality="prohibition"),), links=(Link("1", "watch"),)))
    found = verdict(law, system(risky="true"), role(), measure(), implementation("law:1"), *evidence(), of="law:1")
    assert (found.status, found.assurance, found.residual_duties) == ("conflict", "", "")


def test_a_prohibition_without_bearers_addresses_any_role() -> None:
    law = make(Edition("law", (Rule("1", (Text("risky=true"),), modality="prohibition", bearers=()),)))
    found = verdict(law, system(risky="true"), role("importer"), of="law:1")
    assert (found.applicability, found.status) == ("applies", "conflict")


# ---- permissions and rights


PERMIT = make(
    Edition("law", (Rule("1", (Text("relies_on=1"),), modality="conditional-permission"), Rule("2", modality="right"))),
)


@pytest.mark.parametrize(("stated", "expected"), [("1", ("applies", "unknown")), ("none", ("does-not-apply", ""))])
def test_a_permission_binds_only_where_it_is_relied_on(stated: str, expected: tuple[str, str]) -> None:
    found = verdict(PERMIT, system(relies_on=stated), role(), of="law:1")
    assert (found.applicability, found.status) == expected


# ---- levels


LEVELS = make(
    Edition(
        "law",
        (
            Rule("org", (Text("risky=true"),), level="organisation"),
            Rule("sys", (Text("risky=true"),)),
            Rule("model", level="model"),
            Rule("data", level="data-set"),
            Rule("sum", (Text("risky=true"),), aggregates=("org", "sys")),
            Rule("sum-org", (Text("risky=true"),), level="organisation", aggregates=("org", "sys")),
        ),
        links=(Link("org", "watch"), Link("org", "watch-each"), Link("sys", "decide")),
    )
)  # fmt: skip


def rows(*records: Record) -> dict[tuple[str, str], tuple[str, str]]:
    """(subject, requirement) -> (applicability, status)."""
    found = verdicts(assess(LEVELS, portfolio(*records)))
    return {
        (subject, name.removeprefix("law:")): (row.applicability, row.status)
        for (subject, name, _), row in found.items()
    }


def test_the_level_of_a_norm_decides_its_subjects() -> None:
    found = rows(system(risky="true"), Model(id="acme:m", name="m"), DataSet(id="acme:d", name="d"))
    assert {subject for subject, name in found if name == "sys"} == {"acme:s"}
    assert {subject for subject, name in found if name == "model"} == {"acme:m"}
    assert {subject for subject, name in found if name == "data"} == {"acme:d"}
    assert {subject for subject, name in found if name == "org"} == {"acme"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("true", "false", "applies"), ("true", "unknown", "applies"), ("false", "unknown", "undetermined"),
        ("false", "false", "does-not-apply"),
    ],
)  # fmt: skip
def test_an_organisations_norm_applies_if_any_system_satisfies_it(first: str, second: str, expected: str) -> None:
    assert rows(system("s", risky=first), system("t", risky=second))["acme", "org"][0] == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2027-05-01", ("undetermined", "")),
        ("2027-06-01", ("applies-later", "2027-06-01")),
        ("2027-07-01", ("applies-later", "2027-06-01")),
    ],
)
def test_of_what_may_come_for_an_organisation_the_first_day_decides(when: str, expected: tuple[str, str]) -> None:
    text = Text("all(changed>=2026-01-01, public=true)")
    law = make(Edition("law", (Rule("1", (text,), level="organisation"),)))
    sure, maybe = system("sure", changed="2027-06-01", public="true"), system("maybe", changed=when)
    found = verdict(law, sure, maybe, of="law:1", subject="acme")
    assert found.applicability == expected[0]
    assert expected[1] in {"", found.applies_from}


@pytest.mark.parametrize(
    ("modality", "facts", "expected"),
    [
        ("conditional-permission", ("true", "false"), "unknown"),
        ("prohibition", ("false", "true"), "conflict"),
        ("prohibition", ("false", "unknown"), "undetermined"),
        ("prohibition", ("false", "false"), "clear"),
    ],
)
def test_permissions_and_prohibitions_of_an_organisation(modality: str, facts: tuple[str, str], expected: str) -> None:
    law = make(Edition("law", (Rule("1", (Text("risky=true"),), modality=modality, level="organisation"),)))
    systems = (system("s", risky=facts[0]), system("t", risky=facts[1]))
    found = verdict(law, *systems, role(of="s"), role(of="t"), of="law:1", subject="acme")
    assert (found.applicability, found.status) == ("applies", expected)


def test_each_bearer_has_a_row_of_its_own() -> None:
    unit = Unit(id="acme:u", name="u", bearer=True)
    found = rows(unit, system("s", risky="true"), role(agent="acme:u"), system("t", risky="false"))
    assert found["acme:u", "org"][0] == "applies"
    assert found["acme", "org"][0] == "does-not-apply"


def test_the_organisation_answers_for_a_unit_that_bears_nothing_itself() -> None:
    unit = Unit(id="acme:u", name="u")
    found = rows(unit, system("s", risky="true"), role(agent="acme:u"))
    assert found.get(("acme", "org"), ("", ""))[0] == "applies"


def test_an_exists_duty_is_met_once_an_every_duty_by_each_bound_system() -> None:
    bound = (system("s", risky="true"), system("t", risky="true"), system("free", risky="false"), measure())
    wide = implementation("law:org", ("organisation",))
    one = implementation("law:org", ("acme:s",), name="one")
    each = implementation("law:org", ("acme:s", "acme:t"), name="each")
    assert rows(*bound, wide)["acme", "org"] == ("applies", "partial")
    assert rows(*bound, wide, one)["acme", "org"] == ("applies", "partial")
    assert rows(*bound, wide, each)["acme", "org"] == ("applies", "claimed")


def test_an_event_of_a_bound_system_wakes_an_organisations_norm() -> None:
    law = make(
        Edition(
            "law",
            (Rule("1", (Text("risky=true"),), level="organisation", trigger="incident"),),
            links=(Link("1", "report"),),
        )
    )
    bound, free = system("s", risky="true"), system("t", risky="false")
    awake = verdict(law, bound, free, event("incident", "2026-01-01", "s"), of="law:1", subject="acme")
    asleep = verdict(law, bound, free, event("incident", "2026-01-01", "t"), of="law:1", subject="acme")
    assert (awake.status, asleep.status) == ("unknown", "")


# ---- aggregates


def test_an_aggregate_takes_the_worst_of_its_parts() -> None:
    records = (
        system(risky="true"),
        measure(),
        implementation("law:sys"),
        implementation("law:org", status="not-done", name="o"),
    )
    found = rows(*records)
    assert found["acme:s", "sys"] == ("applies", "claimed")
    assert found["acme", "org"] == ("applies", "gap")
    assert found["acme:s", "sum"] == ("applies", "gap")


def test_an_aggregate_of_the_organisation_takes_the_worst_of_all_its_systems() -> None:
    records = (system("s", risky="true"), system("t", risky="true"), measure())
    done = implementation("law:sys", ("acme:s",))
    gap = implementation("law:sys", ("acme:t",), "not-done", name="gap")
    wide = (
        implementation("law:org", ("organisation",), name="w"),
        implementation("law:org", ("acme:s", "acme:t"), name="e"),
    )
    found = rows(*records, done, gap, *wide)
    assert found["acme", "org"] == ("applies", "claimed")
    assert found["acme", "sum-org"] == ("applies", "gap")
    assert found["acme:s", "sum"] == ("applies", "claimed")
    assert found["acme:t", "sum"] == ("applies", "gap")


def test_no_systems_no_rows() -> None:
    assert rows() == {}


def test_a_verdict_of_what_comes_later_has_a_status() -> None:
    law = make(Edition("law", (Rule("1", (Text(applies="2027-01-01"),)),), links=(Link("1", "watch"),)))
    found = verdicts(
        assess(law, portfolio(*S, measure(), implementation("law:1"), *evidence()), day("2026-09-01") or TODAY)
    )
    assert found["acme:s", "law:1", "acme"].status == "covered"
