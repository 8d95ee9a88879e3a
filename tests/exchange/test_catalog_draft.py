"""Entries become requirements with identifiers of their own; what a file does not say has to be said beside it."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import InputError, UsageError
from kg.exchange.catalog_draft import Draft, Entry, Purpose, last_segment, slug, spelled
from kg.knowledge import Knowledge
from kg.own.model import HEADING, Stated

SAID = {"slug": "Policy 2026", "title": " Our  policy ", "issued": "2026-01-31"}


def purpose(knowledge: Knowledge, stated: Stated | None = None) -> Purpose:
    return Purpose(stated or Stated(), knowledge, "acme")


def draft(*entries: Entry) -> Draft:
    made = Draft("f.json")
    for entry in entries:
        made.add(entry)
    return made


def entry(*names: str, kind: str = "requirement", text: str = "", title: str = "") -> Entry:
    return Entry(where=f"f.json ({names[0]})", names=names, kind=kind, notation=names[0], title=title, text=text)


def test_identifiers_are_spelled_and_unique(knowledge: Knowledge) -> None:
    made = draft(
        entry("GOVERN 1.1"), entry("A", "a-2"), entry("A", "a-2"), entry("A", "a-2"), entry("x.n1"), entry("§")
    )
    found = made.finish("form", dict(SAID), purpose(knowledge))
    assert [item.id for item in found.framework.requirements] == ["GOVERN-1.1", "A", "a-2", "A-2", "x.n1-0", "entry-6"]
    assert [item.notation for item in found.framework.requirements][:2] == ["GOVERN 1.1", "A"]
    assert [(item.where, item.found) for item in found.findings] == [("f.json (A)", "A")] * 2


def test_a_title_is_made_of_the_first_words(knowledge: Knowledge) -> None:
    long = "word " * 100
    made = draft(entry("1", text=long), entry("2", title="Two", text=long), entry("3"))
    first, second, third = made.finish("form", dict(SAID), purpose(knowledge)).framework.requirements
    assert first.title.endswith("word...")
    assert len(first.title) <= 160
    assert (first.text, second.title, third.title) == (long.strip(), "Two", "3")


def test_what_is_stated_goes_before_the_file(knowledge: Knowledge) -> None:
    stated = Stated(slug="mine", title="Mine", binding="law", issued=date(2025, 1, 1), licence="CC0", publisher="We")
    found = draft(entry("1")).finish("form", {**SAID, "version": "3"}, purpose(knowledge, stated)).framework
    assert (found.slug, found.title, found.binding, found.issued) == ("mine", "Mine", "law", date(2025, 1, 1))
    assert (found.licence, found.publisher, found.version) == ("CC0", "We", "3")
    plain = draft(entry("1")).finish("form", dict(SAID), purpose(knowledge)).framework
    assert (plain.slug, plain.title, plain.binding) == ("policy-2026", "Our policy", "commitment")


@pytest.mark.parametrize(("missing", "hint"), [("slug", "--slug"), ("title", "--title"), ("issued", "--issued")])
def test_what_nobody_says_is_asked_for(missing: str, hint: str, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match=f"does not say the {missing}") as caught:
        draft(entry("1")).finish("form", {**SAID, missing: ""}, purpose(knowledge))
    assert hint in (caught.value.hint or "")


def test_a_day_that_is_none_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="not a date"):
        draft(entry("1")).finish("form", {**SAID, "issued": "last week"}, purpose(knowledge))


def test_a_slug_that_is_taken_is_refused_with_a_way_out(knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="this framework is shipped") as caught:
        draft(entry("1")).finish("form", {**SAID, "slug": "gdpr"}, purpose(knowledge))
    assert "--slug gdpr-own" in (caught.value.hint or "")
    with pytest.raises(UsageError, match="this framework is shipped") as stated:
        draft(entry("1")).finish("form", dict(SAID), purpose(knowledge, Stated(slug="gdpr")))
    assert stated.value.where == "--slug"


@pytest.mark.parametrize("entries", [(), (entry("1", kind=HEADING),)])
def test_a_framework_demands_something(entries: tuple[Entry, ...], knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="without requirements"):
        draft(*entries).finish("form", dict(SAID), purpose(knowledge))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIST SP 800-53 (Rev. 5)", "nist-sp-800-53-rev-5"), ("27001", ""), ("Über Ziele", "uber-ziele"),
        ("a..b--c", "a-b-c"), ("word " * 30, "-".join(["word"] * 13)), ("", ""),
    ],
)  # fmt: skip
def test_a_slug_is_made_of_words(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_parts_of_identifiers() -> None:
    assert last_segment("urn:intuitem:risk:req_node:x:a.1") == "a.1"
    assert last_segment("https://example.org/scheme#a/") == "a"
    assert spelled(" (a) ") == "a"
