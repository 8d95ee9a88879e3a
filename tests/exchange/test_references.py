"""Names in a file: by identifier, or as people write them where one thing only can be meant; else an error."""

from __future__ import annotations

from functools import partial

import pytest

from kg.errors import InputError
from kg.exchange.references import References
from kg.knowledge import Knowledge
from kg.portfolio.fields import Spec

ANY = Spec("", "what is implemented", kind="ref", ref="requirement|duty")
CONTROL = Spec("", "control left out", kind="ref", ref="control")
SOURCE = Spec("", "risk source", kind="ref", ref="provision")
FRAMEWORK = Spec("", "edition", kind="ref", ref="framework")
FAIL = partial(InputError, where="portfolio.yaml:7")


@pytest.fixture(scope="module")
def references(shipped: Knowledge) -> References:
    return References(shipped, "acme", {})


@pytest.mark.parametrize(
    ("text", "spec", "found"),
    [
        ("iso-42001-2023:A.6.2.3", ANY, "iso-42001-2023:A.6.2.3"),
        ("keep-event-logs", ANY, "duty:keep-event-logs"),
        ("iso-42001-2023:C.3.4", SOURCE, "iso-42001-2023:C.3.4"),
        ("iso-42001-2023", FRAMEWORK, "iso-42001-2023"),
    ],
)
def test_an_identifier_is_taken_as_it_is(references: References, text: str, spec: Spec, found: str) -> None:
    assert references.known(text, spec) == found
    assert not references.known(f"{text}-", spec)


def test_an_identifier_needs_no_resolver(shipped: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolver(_knowledge: Knowledge) -> None:
        raise AssertionError("looked at")

    monkeypatch.setattr(Knowledge, "resolver", property(resolver))
    references = References(shipped, "acme", {}, lambda: pytest.fail("asked for"))
    assert references.known("eu-ai-act:26-6", ANY)


@pytest.mark.parametrize(
    ("text", "spec", "found", "reading"),
    [
        ("ISO/IEC 42001:2023 A 6.2.3", ANY, "iso-42001-2023:A.6.2.3", ""),
        ("Art. 26 (6) AI Act", ANY, "eu-ai-act:26-6", ""),
        ("Art. 26 (5)", ANY, "eu-ai-act:26-5", ""),
        ("A 6.2.3", ANY, "iso-42001-2023:A.6.2.3", ""),
        ("GOVERN 1.1", ANY, "nist-ai-rmf-1.0:GOVERN-1.1", ""),
        ("iso-42001-2023:a.6.2.3", ANY, "iso-42001-2023:A.6.2.3", ""),
        ("B.6.2.3", ANY, "iso-42001-2023:A.6.2.3", "iso-42001-2023:A.6.2.3, for which it is guidance"),
        ("eu-ai-act:26-6.n1", CONTROL, "", ""),
        ("C 3.4", SOURCE, "iso-42001-2023:C.3.4", ""),
        ("ISO 42001", FRAMEWORK, "iso-42001-2023", ""),
        ("iso-42001", FRAMEWORK, "iso-42001-2023", ""),
        ("AI Act", FRAMEWORK, "eu-ai-act", ""),
    ],
)
def test_what_one_thing_only_can_mean_is_read(
    references: References, text: str, spec: Spec, found: str, reading: str
) -> None:
    assert not references.known(text, spec)
    if not found:
        with pytest.raises(InputError):
            references.read(text, spec, FAIL)
        return
    read = references.read(text, spec, FAIL)
    assert (read.id, read.reading, read.part) == (found, reading or found, False)


def test_what_several_frameworks_have_is_told_by_what_is_in_view(shipped: Knowledge, references: References) -> None:
    for slug in ("iso-27001-2022", "iso-42001-2023"):
        seen = References(shipped, "acme", {}, lambda slug=slug: frozenset({slug}))  # type: ignore[misc]
        assert seen.read("A.5.2", ANY, FAIL).id == f"{slug}:A.5.2"
        assert seen.read("Art. 26 (6)", ANY, FAIL).id == "eu-ai-act:26-6"
        assert references.read("A.5.2", ANY, FAIL, within=slug).id == f"{slug}:A.5.2"


def test_a_part_stands_for_the_whole_only_where_it_may(references: References) -> None:
    read = references.read("Art. 26(6)(a)", ANY, FAIL, in_part=True)
    assert (read.id, read.part) == ("eu-ai-act:26-6", True)
    assert read.reading == "eu-ai-act:26-6, which stands above it"
    with pytest.raises(InputError, match="only a part of a requirement is named") as error:
        references.read("Art. 26(6)(a)", ANY, FAIL)
    assert error.value.hint == "write eu-ai-act:26-6 if all of it is meant"


@pytest.mark.parametrize(
    ("text", "spec", "message", "hint"),
    [
        ("A.5.2", ANY, "no requirement or duty can be told: the name is ambiguous",
         "it may mean iso-27001-2022:A.5.2 or iso-42001-2023:A.5.2\nthe frameworks under `instruments`"),
        ("ISO 27001:2013 A.12.1.1", ANY, "the name is of another edition",
         "it is of the edition of 2013, known is iso-27001-2022"),
        ("Artcle 26 (5)", ANY, "no such requirement or duty", "did you mean eu-ai-act:26-5"),
        ("A.6.2.33", ANY, "no such requirement or duty", "did you mean iso-42001-2023:A.6.2.3"),
        ("Art. 16 AI Act", ANY, "nothing is required there", "what stands below it: eu-ai-act:16-"),
        ("keep-event-lugs", ANY, "no such requirement or duty", "did you mean duty:keep-event-logs"),
        ("C.3.44", SOURCE, "no such provision", "did you mean iso-42001-2023:C.3.4"),
        ("ISO 42001:2030", FRAMEWORK, "no such framework", "it is the edition of 2030, known is iso-42001-2023"),
        ("eu-ai-akt", FRAMEWORK, "no such framework", "did you mean eu-ai-act?"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_asked_about(
    references: References, text: str, spec: Spec, message: str, hint: str
) -> None:
    with pytest.raises(InputError, match=message) as error:
        references.read(text, spec, FAIL)
    assert hint in (error.value.hint or "")
    assert error.value.found == text


def test_words_after_a_number_leave_a_doubt(references: References) -> None:
    title = "AI Act Art. 26 (6) and then some words of my own"
    with pytest.raises(InputError, match="no such requirement or duty") as error:
        references.read(title, ANY, FAIL)
    assert error.value.hint == "did you mean eu-ai-act:26-6?"


def test_only_a_control_can_be_left_out(references: References) -> None:
    assert references.read("ISO 42001:2023 A.6.2.3", CONTROL, FAIL).id == "iso-42001-2023:A.6.2.3"
    for text in ("iso-42001-2023:6.1.2", "ISO 42001 cl. 6.1.2"):
        with pytest.raises(InputError, match="only a control of a voluntary framework can be excluded") as error:
            references.read(text, CONTROL, FAIL)
        assert "did you mean iso-42001-2023:6.1.2?" not in (error.value.hint or "")
