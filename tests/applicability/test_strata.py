"""Every effect of guards, strata, classes and their dates."""

from __future__ import annotations

import pytest

from kg.applicability.strata import window_at
from kg.portfolio.records import Record
from tests.oracle.made_up import Edition, Guarding, Rule, Text, make
from tests.oracle.portfolios import day, event, role, system, verdict

SCHEDULE = (("dates", (("high", "2027-02-01"), ("low", "2028-02-01"))),)
HIGH = Guarding("high", "class", "set", (Text("use=a"),), fact="risk", values=("high",))
LOW = Guarding("low", "class", "set", (Text("use=b"),), fact="risk", values=("low",))


def applicability(
    condition: str,
    *guards: Guarding,
    as_of: str = "",
    records: tuple[Record, ...] = (),
    dated: bool = False,
    **facts: str,
) -> str:
    """Applicability of a law of one rule for one system with a provider."""
    return of_rule(
        Rule("1", (Text(condition, schedule="dates" if dated else ""),)), *guards, as_of=as_of, records=records, **facts
    )[0]


def of_rule(
    rule: Rule, *guards: Guarding, as_of: str = "", records: tuple[Record, ...] = (), **facts: str
) -> tuple[str, str]:
    """Applicability and first day of one rule for one system."""
    knowledge = make(Edition("law", (rule, Rule("2")), guards, schedules=SCHEDULE))
    found = verdict(knowledge, system("s", facts), *(records or (role(),)), of="law:1", as_of=as_of)
    return found.applicability, found.applies_from


def guard(effect: str, condition: str, stratum: str = "exemption", **more: str | tuple[str, ...]) -> Guarding:
    return Guarding("g", stratum, effect, (Text(condition),), **more)  # type: ignore[arg-type]


# ---- scope


@pytest.mark.parametrize(
    ("stated", "expected"), [("true", "applies"), ("false", "does-not-apply"), ("unknown", "undetermined")]
)
def test_require_lets_rows_through_only_where_true(stated: str, expected: str) -> None:
    assert applicability("all()", guard("require", "risky=true", "scope"), risky=stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"), [("true", "does-not-apply"), ("false", "applies"), ("unknown", "undetermined")]
)
def test_exclude_stops_rows_where_true(stated: str, expected: str) -> None:
    assert applicability("all()", guard("exclude", "risky=true", "scope"), risky=stated) == expected


def test_a_false_row_stays_false_under_an_open_guard() -> None:
    assert applicability("public=true", guard("exclude", "risky=true"), public="false") == "does-not-apply"


def test_guards_speak_only_about_their_norms() -> None:
    assert applicability("all()", guard("exclude", "all()", targets=("2",))) == "applies"
    assert applicability("all()", guard("exclude", "all()", spared=("1",))) == "applies"
    assert applicability("all()", guard("exclude", "all()", targets=("1",))) == "does-not-apply"


# ---- class and role


@pytest.mark.parametrize(("use", "expected"), [("a", "applies"), ("b", "does-not-apply"), ("unknown", "undetermined")])
def test_set_derives_a_class(use: str, expected: str) -> None:
    assert applicability("risk=high", HIGH, use=use) == expected


def test_a_class_that_is_stated_counts_for_nothing_where_rules_derive_it() -> None:
    assert applicability("risk=high", HIGH, use="b", risk="high") == "does-not-apply"


def test_classes_are_kleene_per_value() -> None:
    assert applicability("risk=low", HIGH, LOW, use="a") == "does-not-apply"
    assert applicability("risk=high|low", HIGH, LOW, use="b") == "applies"
    assert applicability("risk=any", HIGH, LOW, use="b") == "applies"
    assert applicability("not(risk=any)", HIGH, LOW, use="none") == "applies"


def test_several_guards_may_give_one_class() -> None:
    other = Guarding("other", "class", "set", (Text("risky=true"),), fact="risk", values=("high",))
    assert applicability("risk=high", HIGH, other, use="b", risky="true") == "applies"


def test_a_stratum_reads_only_earlier_ones() -> None:
    same = Guarding("same", "class", "set", (Text("risk=high"),), fact="mark", values=("true",))
    later = Guarding("later", "role", "set", (Text("risk=high"),), fact="mark", values=("true",))
    assert applicability("mark=true", HIGH, same, use="a") == "does-not-apply"
    assert applicability("mark=true", HIGH, later, use="a") == "applies"


def test_scope_cannot_read_a_class() -> None:
    assert applicability("all()", HIGH, guard("exclude", "risk=high", "scope"), use="a") == "applies"


@pytest.mark.parametrize(
    ("stated", "expected"), [("true", "applies"), ("false", "does-not-apply"), ("unknown", "undetermined")]
)
def test_add_role(stated: str, expected: str) -> None:
    adds = guard("add-role", "risky=true", "role", fact="role", values=("provider",))
    assert applicability("role=provider", adds, records=(role("importer"),), risky=stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"), [("true", "does-not-apply"), ("false", "applies"), ("unknown", "undetermined")]
)
def test_drop_role(stated: str, expected: str) -> None:
    drops = guard("drop-role", "risky=true", "role", fact="role", values=("provider",))
    assert applicability("role=provider", drops, risky=stated) == expected


def test_other_roles_are_left_alone() -> None:
    drops = guard("drop-role", "all()", "role", fact="role", values=("provider",))
    assert applicability("role=deployer", drops, records=(role("provider"), role("deployer"))) == "applies"


@pytest.mark.parametrize("guards", [(), (guard("drop-role", "all()", "role", fact="role", values=("importer",)),)])
def test_any_role_means_a_role_that_is_stated_or_added(guards: tuple[Guarding, ...]) -> None:
    assert applicability("role=any", *guards) == "applies"
    assert applicability("role=any", *guards, records=(role("none"),)) == "does-not-apply"


def test_any_role_is_gone_when_the_only_one_is_dropped() -> None:
    drops = guard("drop-role", "all()", "role", fact="role", values=("provider",))
    assert applicability("role=any", drops) == "does-not-apply"


def test_any_role_is_open_when_the_known_one_is_dropped_and_the_list_is_not_complete() -> None:
    drops = guard("drop-role", "all()", "role", fact="role", values=("provider",))
    assert applicability("role=any", drops, records=(role("provider"), role("unknown"))) == "undetermined"


# ---- exemption


@pytest.mark.parametrize(
    ("stated", "expected"), [("true", "does-not-apply"), ("false", "applies"), ("unknown", "undetermined")]
)
def test_withdraw_takes_a_class_from_rows(stated: str, expected: str) -> None:
    withdraws = guard("withdraw", "risky=true", fact="risk", values=("high",))
    assert applicability("risk=high", HIGH, withdraws, use="a", risky=stated) == expected


def test_a_withdrawn_class_drops_a_row_only_if_that_is_no_longer_true() -> None:
    withdraws = guard("withdraw", "all()", fact="risk", values=("high",))
    assert applicability("any(risk=high, public=true)", HIGH, withdraws, use="a", public="true") == "applies"
    assert applicability("risk=high|low", HIGH, LOW, withdraws, use="b") == "applies"


def test_a_denied_class_keeps_its_original_value() -> None:
    withdraws = guard("withdraw", "all()", fact="risk", values=("high",))
    assert applicability("not(risk=high)", HIGH, withdraws, use="a") == "does-not-apply"
    assert applicability("not(not(risk=high))", HIGH, withdraws, use="a") == "does-not-apply"


def test_withdraw_works_on_a_fact_that_is_stated_too() -> None:
    withdraws = guard("withdraw", "all()", fact="use", values=("a",))
    assert applicability("use=a", withdraws, use="a") == "does-not-apply"


@pytest.mark.parametrize("others", [(), (system("other", use="b"),)])
def test_what_others_state_does_not_settle_a_list_that_is_not_complete(others: tuple[Record, ...]) -> None:
    withdraws = guard("withdraw", "all()", fact="use", values=("a",))
    law = make(Edition("law", (Rule("1", (Text("use=any"),)),), (withdraws,)))
    found = verdict(law, system(use=("a", "unknown")), role(), *others, of="law:1")
    assert found.applicability == "undetermined"


CONTESTED = Guarding("c", "exemption", "contest", (Text("risky=true"),))


@pytest.mark.parametrize(
    ("stated", "expected"), [("true", "undetermined"), ("false", "applies"), ("unknown", "undetermined")]
)
def test_contest_leaves_a_row_open(stated: str, expected: str) -> None:
    assert applicability("all()", CONTESTED, risky=stated) == expected


def test_contest_makes_nothing_of_what_scope_has_taken_out() -> None:
    assert applicability("all()", guard("exclude", "all()", "scope"), CONTESTED, risky="true") == "does-not-apply"


def test_contest_makes_nothing_of_a_row_that_is_false() -> None:
    assert applicability("role=deployer", CONTESTED, risky="true") == "does-not-apply"


# ---- dates


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2027-01-31", ("applies-later", "2027-02-01")),
        ("2027-02-01", ("applies", "2027-02-01")),
        ("2029-01-01", ("applies", "2027-02-01")),
    ],
)
def test_a_class_counts_from_its_date(as_of: str, expected: tuple[str, str]) -> None:
    rule = Rule("1", (Text("risk=high", schedule="dates"),))
    assert of_rule(rule, HIGH, as_of=as_of, use="a") == expected


def test_of_two_classes_the_earlier_date_counts() -> None:
    rule = Rule("1", (Text("risk=high|low", schedule="dates"),))
    both = Guarding("low", "class", "set", (Text("all()"),), fact="risk", values=("low",))
    assert of_rule(rule, HIGH, both, as_of="2029-01-01", use="a") == ("applies", "2027-02-01")
    assert of_rule(rule, HIGH, both, as_of="2026-09-01", use="b") == ("applies-later", "2028-02-01")


def test_a_class_the_row_does_not_count_on_gives_no_date() -> None:
    rule = Rule("1", (Text("risk=low", schedule="dates"),))
    both = Guarding("low", "class", "set", (Text("all()"),), fact="risk", values=("low",))
    assert of_rule(rule, HIGH, both, as_of="2027-06-01", use="a") == ("applies-later", "2028-02-01")
    assert of_rule(rule, HIGH, both, as_of="2028-06-01", use="a") == ("applies", "2028-02-01")


def test_what_applies_does_not_begin_in_the_future() -> None:
    rule = Rule("1", (Text("any(risk=high, risky=true)", force="2025-05-05", schedule="dates"),))
    assert of_rule(rule, HIGH, as_of="2026-09-01", use="a", risky="true") == ("applies", "2025-05-05")


def test_a_formal_date_is_not_used_beside_a_schedule() -> None:
    rule = Rule("1", (Text("risk=high", applies="2026-08-02", schedule="dates"),))
    assert of_rule(rule, HIGH, as_of="2026-09-01", use="a") == ("applies-later", "2027-02-01")


def test_a_denied_class_has_no_date() -> None:
    assert applicability("not(risk=high)", HIGH, as_of="2026-09-01", dated=True, use="a") == "does-not-apply"


def test_the_formal_date_where_there_is_no_schedule() -> None:
    rule = Rule("1", (Text("all()", applies="2026-10-01"),))
    assert of_rule(rule, as_of="2026-09-30") == ("applies-later", "2026-10-01")
    assert of_rule(rule, as_of="2026-10-01") == ("applies", "2026-10-01")


def test_without_any_date_a_text_applies_when_it_comes_into_force() -> None:
    assert of_rule(Rule("1", (Text("all()", force="2026-10-01"),)), as_of="2026-09-30") == (
        "applies-later",
        "2026-10-01",
    )


@pytest.mark.parametrize(("as_of", "expected"), [("2026-09-30", "applies"), ("2026-10-01", "does-not-apply")])
def test_a_text_that_has_ended(as_of: str, expected: str) -> None:
    knowledge = make(Edition("law", (Rule("1", (Text("all()", until="2026-10-01"),)),)))
    found = verdict(knowledge, system(), role(), of="law:1", as_of=as_of)
    assert (found.applicability, found.applies_until) == (expected, "2026-10-01")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2027-06-01", ("applies-later", "2030-08-02")), ("2030-08-02", ("applies", "2030-08-02"))],
)
def test_postpone_a_class(as_of: str, expected: tuple[str, str]) -> None:
    rule = Rule("1", (Text("risk=high", schedule="dates"),))
    postpones = guard("postpone", "risky=true", fact="risk", values=("high",), date="2030-08-02")
    assert of_rule(rule, HIGH, postpones, as_of=as_of, use="a", risky="true") == expected
    assert of_rule(rule, HIGH, postpones, as_of="2027-06-01", use="a", risky="false") == ("applies", "2027-02-01")


@pytest.mark.parametrize("schedule", ["", "dates"])
@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2027-06-01", ("applies-later", "2030-12-31")),
        ("2030-12-31", ("applies", "2030-12-31")),
        ("2031-01-01", ("applies", "2030-12-31")),
    ],
)
def test_postpone_a_row(as_of: str, expected: tuple[str, str], schedule: str) -> None:
    rule = Rule("1", (Text("risk=high", applies="2026-01-01", schedule=schedule),))
    postpones = guard("postpone", "risky=true", date="2030-12-31")
    assert of_rule(rule, HIGH, postpones, as_of=as_of, use="a", risky="true") == expected


def test_an_open_postponement_leaves_the_row_open_between_the_dates_only() -> None:
    rule = Rule("1", (Text("all()", applies="2026-01-01"),))
    postpones = guard("postpone", "risky=true", date="2030-12-31")
    assert of_rule(rule, postpones, as_of="2025-06-01")[0] == "undetermined"
    assert of_rule(rule, postpones, as_of="2027-06-01")[0] == "undetermined"
    assert of_rule(rule, postpones, as_of="2031-01-01")[0] == "applies"


# ---- versions


def test_the_text_in_force_last_then_published_last() -> None:
    texts = (
        Text("use=a", "2024-01-01", "2024-02-01"),
        Text("use=b", "2026-07-24", "2026-07-27"),
        Text("use=b1", "2026-08-01", "2026-07-27"),
    )
    windows = make(Edition("law", (Rule("1", texts),))).catalogs.norms["law:1.n1"].windows

    def text(as_of: str, known_on: str) -> str:
        found = window_at(windows, day(as_of) or day("2026-01-01"), day(known_on) or day("2026-01-01"))  # type: ignore[arg-type]
        return found.text if found else ""

    assert text("2024-01-31", "2027-01-01") == ""
    assert text("2026-07-26", "2027-01-01") == "use=a"
    assert text("2026-07-27", "2027-01-01") == "use=b1"
    assert text("2026-07-27", "2026-07-24") == "use=b"
    assert text("2027-07-27", "2026-07-23") == "use=a"


# ---- systems already there


LEGACY = guard(
    "withdraw", "all(placed<2027-02-01, not(changed>=2027-02-01), not(public=true))", fact="risk", values=("high",)
)
ROW = Rule("1", (Text("all(role=provider, risk=high)", schedule="dates"),))


def legacy(as_of: str, *events: Record, **facts: str) -> tuple[str, str]:
    return of_rule(ROW, HIGH, LEGACY, as_of=as_of, records=(role(), *events), use="a", public="false", **facts)


@pytest.mark.parametrize("as_of", ["2026-09-01", "2027-02-01", "2030-01-01"])
def test_a_system_placed_before_the_date_stays_out(as_of: str) -> None:
    assert legacy(as_of, placed="2025-03-01", changed="none") == ("does-not-apply", "")


def test_a_change_before_the_date_does_not_bring_it_in() -> None:
    assert legacy("2028-01-01", placed="2025-03-01", changed="2027-01-31") == ("does-not-apply", "")


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2027-01-31", ("applies-later", "2027-02-01")), ("2027-02-01", ("applies", "2027-02-01"))]
)
def test_a_change_on_the_date_brings_it_in(as_of: str, expected: tuple[str, str]) -> None:
    assert legacy(as_of, placed="2025-03-01", changed="2027-02-01") == expected


def test_a_later_change_brings_it_in_on_its_own_day() -> None:
    assert legacy("2027-06-01", event("change", "2027-09-09"), placed="2025-03-01") == ("applies-later", "2027-09-09")
    assert legacy("2027-09-09", event("change", "2027-09-09"), placed="2025-03-01")[0] == "applies"


def test_a_system_planned_for_the_date_is_no_legacy() -> None:
    assert legacy("2026-09-01", placed="2027-02-01", changed="none") == ("applies-later", "2027-02-01")


def test_an_open_placing_date_leaves_it_open() -> None:
    assert legacy("2027-06-01", changed="none")[0] == "undetermined"
