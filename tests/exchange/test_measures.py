"""What readers of measures share: requirements that resolve or are reported, and nothing that is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.errors import UsageError
from kg.exchange.measures import Claim, Claims, Intake, listed
from kg.knowledge import Knowledge
from kg.portfolio.records import Implementation, Person, Record, Remark

REQUIREMENT = "iso-42001-2023:A.6.2.8"


@pytest.fixture
def claims(knowledge: Knowledge) -> Claims:
    return Claims(organisation="acme", knowledge=knowledge, scope=("mail",))


@pytest.fixture
def intake(claims: Claims) -> Intake:
    return Intake("Their system, controls", "Their system, controls", "ts", claims)


def claim(**values: object) -> Claim:
    known = {"where": "f, A1", "measure": "acme:ts-1", "requirement": REQUIREMENT, "status": "implemented"}
    return Claim(**(known | values))  # type: ignore[arg-type]


def only(intake: Intake, cls: type[Record]) -> Record:
    (found,) = (record for record in intake.finish().records if isinstance(record, cls))
    return found


def test_a_claim_becomes_an_implementation(intake: Intake) -> None:
    intake.claim(claim(valid_from=date(2026, 1, 1), note="As agreed"))
    found = only(intake, Implementation)
    assert found == Implementation(
        id="acme:ts-1.iso-42001-2023.A.6.2.8",
        measure="acme:ts-1",
        of=REQUIREMENT,
        scope=("acme:mail",),
        status="implemented",
        valid_from=date(2026, 1, 1),
        note="As agreed",
        source_system="Their system, controls",
    )
    assert intake.implementation(claim()) == found.id
    intake.claim(claim(status="planned"))
    assert only(intake, Implementation) == found
    assert "said again" in intake.finish().findings[0].reading


def test_a_status_is_not_guessed(intake: Intake, claims: Claims) -> None:
    intake.claim(claim(status=""))
    assert intake.finish().records == ()
    assert "--status" in intake.finish().findings[0].reading
    said = Intake("f", "s", "ts", replace(claims, status="planned"))
    said.claim(claim(status=""))
    assert getattr(only(said, Implementation), "status", "") == "planned"


def test_a_scope_is_not_guessed(claims: Claims) -> None:
    intake = Intake("f", "s", "ts", replace(claims, scope=()))
    with pytest.raises(UsageError, match="for what its implementations hold") as caught:
        intake.claim(claim())
    assert caught.value.where == "--scope"
    assert "f, A1" in (caught.value.found or "")


@pytest.mark.parametrize(("status", "expected"), [("implemented", "partial"), ("planned", "planned")])
def test_a_part_is_not_the_whole(status: str, expected: str, intake: Intake) -> None:
    intake.claim(claim(status=status, in_part=True))
    assert getattr(only(intake, Implementation), "status", "") == expected
    assert bool(intake.finish().findings) == (status != expected)


def test_what_does_not_apply_is_a_remark(intake: Intake, claims: Claims) -> None:
    intake.not_applicable(claim(note="We train no models"))
    found = only(intake, Remark)
    assert isinstance(found, Remark)
    assert (found.subject, found.attribute, found.text) == ("acme:mail", "stated-not-applicable", "We train no models")
    whole = Intake("f", "s", "ts", replace(claims, scope=("organisation",)))
    whole.not_applicable(claim())
    assert getattr(only(whole, Remark), "subject", "") == "acme"


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        (REQUIREMENT, "", (REQUIREMENT, False)),
        ("A.6.2.8", "iso-42001-2023", (REQUIREMENT, False)),
        ("A 6.2.8 b)", "iso-42001-2023", (REQUIREMENT, True)),
        ("B.99", "iso-42001-2023", ("", False)),
        ("Something", "", ("", False)),
        ("A.6.2", "iso-42001-2023", ("", False)),
    ],
)
def test_a_requirement_resolves_or_is_reported(
    text: str, within: str, expected: tuple[str, bool], intake: Intake
) -> None:
    assert intake.requirement("f, A1", text, within) == expected
    taken_as_it_is = expected[0] and not expected[1]
    assert [item.found for item in intake.finish().findings] == ([] if taken_as_it_is else [text])


def test_a_framework_that_is_not_told_is_one_in_view(claims: Claims, intake: Intake) -> None:
    assert intake.requirement("f, A1", "A.5.2", "") == ("", False)
    seen = Intake("f", "s", "ts", replace(claims, view=frozenset({"iso-42001-2023"})))
    assert seen.requirement("f, A1", "A.5.2", "") == ("iso-42001-2023:A.5.2", False)
    assert seen.requirement("f, A2", "B.6.2.4", "") == ("iso-42001-2023:A.6.2.4", False)
    several = "it may mean iso-27001-2022:A.5.2 or iso-42001-2023:A.5.2"
    told = [item.reading for file in (intake, seen) for item in file.finish().findings]
    assert told == [
        f"no requirement can be told: the name is ambiguous: not recorded; {several}",
        "read as iso-42001-2023:A.5.2",
        "read as iso-42001-2023:A.6.2.4, for which it is guidance",
    ]


def test_what_has_to_be_listed_is_not_rolled_up(intake: Intake) -> None:
    assert intake.requirement("f, A1", "A.6.2.8.1", "iso-42001-2023", listed=True) == ("", False)
    assert intake.requirement("f, A1", "A.6.2.8", "iso-42001-2023", listed=True) == (REQUIREMENT, False)


def test_names_of_persons_stay_apart(intake: Intake) -> None:
    person, post = intake.person("Ann@Example.com"), intake.person("Desktop Support")
    found = intake.finish()
    assert found.names == {person: "Ann@Example.com"}
    assert "ann" not in person
    assert post == "acme:ts-desktop-support"
    assert [(record.post, record.source_system) for record in found.records if isinstance(record, Person)] == [
        ("person named as owner", "Their system"), ("Desktop Support", "Their system"),
    ]  # fmt: skip
    assert intake.person("ann@example.com") == person


def test_an_identifier_is_the_reference_or_made_of_the_name(intake: Intake) -> None:
    first = intake.identifier("f", "AC 1", "Access")
    assert first == "acme:ts-AC-1"
    intake.add(Person(id=first, post="x"))
    assert intake.identifier("f, A2", "AC 1", "Access") == "acme:ts-AC-1-2"
    assert intake.finish().findings[0].where == "f, A2"
    named = intake.identifier("f", "", "Access")
    assert named.startswith("acme:ts-access-")
    assert named == intake.identifier("f", "", "Access")
    assert named != intake.identifier("f", "", "access")


def test_days(intake: Intake) -> None:
    assert intake.day("f", "") is None
    assert intake.day("f", "2026-01-31T10:00:00Z") == date(2026, 1, 31)
    assert intake.day("f, A1", "soon") is None
    assert [(item.where, item.found) for item in intake.finish().findings] == [("f, A1", "soon")]


def test_what_is_said_beside_is_listed() -> None:
    assert listed([("status", " to do "), ("eta", ""), ("link", "x")]) == "status: to do; link: x"
