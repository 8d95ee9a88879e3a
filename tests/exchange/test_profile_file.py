"""Profile files: what the shipped ones say, and that a wrong one is refused with file and line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exchange import profile_file as profiles
from kg.exchange.profile import Column, Profile, Reading, UnitColumn, Unread
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge

SMALL = """\
normgraph-profile: 1
id: small
title: A small form
organisation: {id: small, name: Small}
instruments: [omb-m-24-10]
role: agency
encodings: [utf-8-sig]
constants:
  - {fact: covered_agency, value: true, because: only such agencies answer}
name: {column: 1, headers: [Name]}
unit: {column: 2, headers: [Office]}
unit-code: {column: 3, headers: [Code]}
columns:
  - column: 4
    headers: [Rights, "Rights?"]
    facts: {rights_impacting: {"true": [Yes, yes], "false": [No]}}
    unknown: [Perhaps]
  - column: 5
    headers: [Assessment]
    practice:
      requirements: [omb-m-24-10:5-c-iv-A]
      measure: Assessment
      answers:
        implemented: ["a  long\\n answer"]
        waiver: [Waived]
      other-text: text-present
"""
Small = Callable[..., Profile]


@pytest.fixture
def small(knowledge: Knowledge) -> Small:
    """Loads the small profile with one text replaced by another."""

    def _small(old: str = "", new: str = "") -> Profile:
        assert old in SMALL
        return profiles.from_place(parse_yaml(SMALL.replace(old, new, 1), "small.yaml"), knowledge)

    return _small


def test_the_profile_of_2024_reads_twenty_answers_by_two_headers_each(federal: Profile) -> None:
    assert len(federal.columns) == 20
    assert all(len(column.headers) == 2 for column in federal.all_columns)
    assert (federal.organisation, federal.role) == ("us-federal-2024", "agency")
    assert federal.instruments == ("omb-m-24-10", "omb-m-25-21")
    assert {item.fact: item.values for item in federal.constants} == {
        "covered_agency": ("true",),
        "national_security_system": ("none",),
        "evaluation_only": ("none",),
    }


def test_the_shipped_profile_never_reads_a_waiver_or_a_request_as_done(federal: Profile) -> None:
    readings = [(answer, str(reading)) for column in federal.columns for answer, reading in column.readings.items()]
    assert {word for answer, word in readings if "waive" in answer} == {"waiver"}
    assert {word for answer, word in readings if "requested an extension" in answer} == {"extension-requested"}
    assert {word for answer, word in readings if answer in ("N/A", "Other")} <= {
        "stated-not-applicable", "stated-other", "unknown", "nothing",
    }  # fmt: skip


def test_a_small_profile_says_what_it_reads(small: Small) -> None:
    rights, assessment = small().columns
    assert rights.read("yes") == Reading({"rights_impacting": ("true",)})
    assert rights.read("Perhaps") == Reading(word="unknown")
    assert rights.read("a) YES.") == rights.read("yes")
    assert rights.read("N/A") == Reading(word="nothing")
    assert rights.read("Maybe") == Unread()
    assert assessment.read("a long answer") == Reading(word="implemented")
    assert assessment.read("whatever") == Reading(word="text-present")
    assert assessment.requirements == ("omb-m-24-10:5-c-iv-A",)


def test_truth_values_need_no_quotation_marks(small: Small) -> None:
    assert small('"true": [Yes, yes], "false"', "true: [Yes, yes], false") == small()


def test_a_profile_needs_neither_constants_nor_a_purpose(small: Small) -> None:
    bare = small(SMALL[SMALL.index("constants") : SMALL.index("name: {col")], "")
    assert (bare.constants, bare.purpose) == ((), None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("normgraph-profile: 1", "normgraph-profile: 2", ("not a profile of this version", "normgraph-profile: 1")),
        ("title: A small form\n", "", ("title is missing",)),
        ("role: agency", "rule: agency", ("small.yaml:6", "unknown key", "did you mean role")),
        ("role: agency", "role: agancy", ("small.yaml:6", "no such role", "did you mean")),
        ("id: small,", "id: a b,", ("small.yaml:4", "not an identifier")),
        ("id: small,", "id: omb-m-24-10,", ("small.yaml:4", "taken by shipped knowledge")),
        ("[omb-m-24-10]", "[omb-m-24-11]", ("small.yaml:5", "no such framework", "omb-m-24-10")),
        ("[utf-8-sig]", "[utf-9]", ("small.yaml:7", "no such encoding")),
        ("fact: covered_agency", "fact: covered_agent", ("small.yaml:9", "no such fact", "mean covered_agency")),
        ("value: true", "value: maybe", ("small.yaml:9", "not a value of covered_agency")),
        ("fact: covered_agency", "fact: risk", ("small.yaml:9", "derived")),
        ("fact: covered_agency", "fact: rights_impacting", ("small.yaml:16", "given twice", "small.yaml:9")),
        ("column: 4", "column: 3", ("small.yaml:14", "described twice", "small.yaml:12")),
        ("column: 4", "column: 0", ("small.yaml:14", "not the position")),
        ("column: 4", "column: true", ("small.yaml:14", "not the position")),
        ("{column: 2, headers: [Office]}", "{headers: [Code], bearer: 1}", ("small.yaml:11", "not a truth value")),
        ("{column: 1, headers: [Name]}", "{headers: ['??']}", ("small.yaml:10", "without letters or digits")),
        ('[Rights, "Rights?"]\n', "[A]\n    optional: never\n", ("small.yaml:16", "not a truth value")),
        ("    unknown: [Perhaps]", "    fact: riks", ("small.yaml:17", "no such fact")),
        ("    unknown: [Perhaps]", "    order: year-first", ("small.yaml:17", "day-first | month-first")),
        ("    unknown: [Perhaps]", "    unknown: [NO.]", ("small.yaml:17", "stands twice", "rights_impacting=false")),
        ("    unknown: [Perhaps]", "    open: Which?", ("small.yaml:14", "left open as well", "the line `open`")),
        ("rights_impacting:", "right_impacting:", ("small.yaml:16", "did you mean rights_impacting")),
        ('"false": [No]', '"never": [No]', ("small.yaml:16", "not a value of rights_impacting")),
        ("[No]", "[Yes]", ("small.yaml:16", "stands twice", "rights_impacting=true")),
        ("[Perhaps]", "[No]", ("small.yaml:17", "stands twice", "rights_impacting=false")),
        ("5-c-iv-A", "5-c-iv-Z", ("small.yaml:21", "no such requirement", "did you mean")),
        ("      measure: Assessment\n", "", ("small.yaml:23", "a claim needs a measure")),
        ("waiver:", "covered:", ("small.yaml:25", "unknown key", "implemented, planned")),
        ("text-present", "implemented", ("small.yaml:26", "free text can only be a remark")),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_refused_where_it_is_wrong(small: Small, old: str, new: str, said: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        small(old, new)
    assert all(part in str(caught.value) for part in said), str(caught.value)


def test_every_shipped_profile_is_valid_and_named_like_its_file(knowledge: Knowledge) -> None:
    assert [profile.id for profile in profiles.shipped(knowledge)] == list(profiles.names())


def test_columns_may_be_optional_and_found_by_header_alone(small: Small) -> None:
    text = "{headers: [Office], optional: true, bearer: false, blank: true}"
    unit = small("{column: 2, headers: [Office]}", text).unit
    assert unit == UnitColumn(("Office",), 0, optional=True, bearer=False, blank=True)
    assert small("unit-code: {column: 3, headers: [Code]}", "external-id: {headers: [Nr]}").external_id == Column(
        ("Nr",)
    )
    with pytest.raises(InputError, match="a column is described twice"):
        small("unit-code: {column: 3, headers: [Code]}", "purpose: {headers: [NR]}\nexternal-id: {headers: [Nr.]}")


def test_a_column_may_state_a_fact_by_the_names_of_its_values(small: Small) -> None:
    rights, _ = small('    facts: {rights_impacting: {"true": [Yes, yes], "false": [No]}}', "    fact: stage").columns
    assert rights.fact is not None
    assert rights.read("Pilot") == Reading({"stage": ("pilot",)})


def test_an_unknown_name_gets_the_known_ones(knowledge: Knowledge) -> None:
    with pytest.raises(InputError) as caught:
        profiles.load("us-federal-2022", knowledge)
    assert "did you mean us-federal-202" in str(caught.value)
    with pytest.raises(InputError) as caught:
        profiles.load("../secrets", knowledge)
    assert "normgraph import FILE.csv --profile uk-atrs" in str(caught.value)


def test_a_profile_of_your_own_is_named_by_its_path(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert profiles.load(str(path), knowledge).id == "small"


def test_a_profile_may_leave_a_column_open_and_read_the_day_of_an_event(small: Small) -> None:
    text = "    open: Which fact is it?"
    profile = small('    facts: {rights_impacting: {"true": [Yes, yes], "false": [No]}}\n    unknown: [Perhaps]', text)
    assert [(column.headers[0], column.question) for column in profile.open] == [("Rights", "Which fact is it?")]
    assert len(profile.columns) == 1
    rights, _ = small(
        '    facts: {rights_impacting: {"true": [Yes, yes], "false": [No]}}', "    event: retired"
    ).columns
    assert rights.read("2024-03-14") == Reading(event="retired", day=date(2024, 3, 14))
    with pytest.raises(InputError, match="no such kind of event"):
        small("    unknown: [Perhaps]", "    event: retyred")


def test_a_profile_may_name_a_part_of_the_unit_and_a_supplier(small: Small) -> None:
    profile = small("unit-code:", "sub-unit: {headers: [Bureau]}\nsupplier: {headers: [Vendor]}\nunit-code:")
    assert profile.sub_unit == UnitColumn(("Bureau",), bearer=False, blank=True)
    assert profile.supplier == Column(("Vendor",))
    assert {column.headers[0] for column in profile.all_columns} > {"Bureau", "Vendor"}


def test_names_are_read_as_people_write_them(small: Small) -> None:
    found = small("[omb-m-24-10:5-c-iv-A]", "[M-24-10 5-c-iv-A]")
    assert found.columns[-1].requirements == ("omb-m-24-10:5-c-iv-A",)
    assert [(item.found, item.reading) for item in found.spelled] == [
        ("M-24-10 5-c-iv-A", "read as omb-m-24-10:5-c-iv-A")
    ]
    assert small().spelled == ()
