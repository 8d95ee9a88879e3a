"""ISO/IEC 27001:2022: complete against the facts, decomposed, in step with ISO/IEC 42001 where both share a clause."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kg.knowledge import Knowledge
from kg.model import Norm

ISMS, AIMS = "iso-27001-2022", "iso-42001-2023"
SECURITY = ".information-security"
THEMES = {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}
# Where the same clause of the two standards asks for different templates: the criteria for risks moved.
DIFFERENT = {
    "6.1.1": ({"ms-set-risk-criteria"}, set[str]()),
    "6.1.2": (set[str](), {"ms-set-risk-criteria"}),
}


@pytest.fixture(scope="module")
def norms(shipped: Knowledge) -> tuple[Norm, ...]:
    return tuple(shipped.catalogs.norms_of(ISMS))


@pytest.mark.shared
def test_every_row_of_the_facts_is_there_with_its_title_and_place(shipped: Knowledge, shared: Path) -> None:
    with (shared / "facts" / "iso27001.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file) if row["kind"] != "standard"}
    held = {item.notation: item for item in shipped.catalogs.provisions.values() if item.edition == ISMS}
    assert set(held) == set(rows)
    for notation, row in rows.items():
        found = held[notation]
        assert found.label == row["title"].removeprefix("Annex A (normative) ")
        assert found.kind == row["kind"]
        parent = found.parent.partition(":")[2] or "ISO27001"
        assert parent == row["parent"], notation


def test_four_themes_hold_the_controls(shipped: Knowledge) -> None:
    controls = [
        item for item in shipped.catalogs.provisions.values() if item.edition == ISMS and item.category == "control"
    ]
    assert Counter(item.parent.partition(":")[2] for item in controls) == THEMES
    assert len(controls) == 93


def test_only_controls_can_be_left_out(shipped: Knowledge, norms: tuple[Norm, ...]) -> None:
    for norm in norms:
        assert norm.excludable is (shipped.catalogs.provisions[norm.provision].category == "control"), norm.id
        assert (norm.modality, norm.level, norm.bearers) == ("obligation", "management-system", ("organisation",))


def test_every_norm_is_decomposed_or_an_aggregate(shipped: Knowledge, norms: tuple[Norm, ...]) -> None:
    bare = [norm.id for norm in norms if not norm.aggregates and not shipped.scheme.links_of(norm.id)]
    assert bare == []
    parts = {part for norm in norms for part in norm.aggregates}
    clauses = {norm.id for norm in norms if not norm.excludable}
    assert clauses - parts == {f"{ISMS}:{number}.n1" for number in ("4", "5", "6", "7", "8", "9", "10")}


def test_it_demands_no_legal_act(shipped: Knowledge, norms: tuple[Norm, ...]) -> None:
    for norm in norms:
        for link in shipped.scheme.by_norm.get(norm.id, ()):
            assert shipped.scheme.duties[link.duty].nature != "act", link.id


def test_its_duties_are_of_its_own_discipline_but_for_privacy(shipped: Knowledge, norms: tuple[Norm, ...]) -> None:
    others = {
        norm.provision
        for norm in norms
        for link in shipped.scheme.by_norm.get(norm.id, ())
        if shipped.scheme.duties[link.duty].discipline != "information-security"
    }
    assert others == {f"{ISMS}:A.5.34"}


def test_no_two_controls_ask_for_the_same_set(shipped: Knowledge, norms: tuple[Norm, ...]) -> None:
    sets = Counter(shipped.scheme.bits_of(norm.id) for norm in norms if norm.excludable)
    assert [found for found, number in sets.items() if number > 1] == []


def test_the_amendment_on_climate_change_counts_from_its_publication(norms: tuple[Norm, ...]) -> None:
    since = {norm.id: norm.windows[0].known_from for norm in norms}
    assert since.pop(f"{ISMS}:4.1.n2") == date(2024, 2, 23)
    assert set(since.values()) == {date(2022, 10, 25)}


def test_the_attributes_of_iso_27002_are_nowhere(root: Path) -> None:
    for name in (f"catalogs/{ISMS}.ttl", f"catalogs/{ISMS}.duties.ttl"):
        text = (root / "ontology" / name).read_text(encoding="utf-8").lower()
        for word in ("preventive", "detective", "properties=", "concepts=", "cybersecurity concept", "#identify"):
            assert word not in text, (name, word)


def _templates(shipped: Knowledge, edition: str) -> dict[str, set[str]]:
    """Template duties each clause demands, the discipline taken off; a clause that only gathers others has none."""
    found: dict[str, set[str]] = {}
    for norm in shipped.catalogs.norms_of(edition):
        number = norm.provision.partition(":")[2]
        if number[0].isdigit() and (not norm.aggregates or number == "4.4"):
            duties = {link.duty.removeprefix("duty:") for link in shipped.scheme.links_of(norm.id)}
            suffix = SECURITY if edition == ISMS else ""
            found.setdefault(number, set()).update(
                duty.removesuffix(suffix) for duty in duties if duty.startswith("ms-") and duty.endswith(suffix)
            )
    return found


def test_harmonised_clauses_demand_the_same_templates(shipped: Knowledge) -> None:
    artificial, security = _templates(shipped, AIMS), _templates(shipped, ISMS)
    pairs = artificial.keys() & security.keys()
    assert len(pairs) == 30
    assert set(artificial) - pairs == {"6.1.4", "8.4"}
    assert set(security) == pairs
    for number in pairs:
        difference = (artificial[number] - security[number], security[number] - artificial[number])
        assert difference == DIFFERENT.get(number, (set(), set())), number


def test_the_same_template_is_one_cell_for_each_discipline(shipped: Knowledge) -> None:
    duties = shipped.scheme.duties
    pairs = [(duty, duties[duty.removesuffix(SECURITY)]) for duty in duties if duty.endswith(SECURITY)]
    assert len(pairs) > 40
    for name, other in pairs:
        mine = duties[name]
        assert mine.discipline == "information-security"
        assert other.discipline != mine.discipline
        assert (mine.object, mine.activity) == (other.object, other.activity), name
        if name.startswith("duty:ms-"):
            assert (mine.question, mine.evidence_kind, mine.quantifier) == (
                other.question,
                other.evidence_kind,
                other.quantifier,
            ), name


def test_nothing_is_shared_between_the_disciplines(shipped: Knowledge) -> None:
    demanded = {
        edition: {bit for norm in shipped.catalogs.norms_of(edition) for bit in shipped.scheme.bits_of(norm.id)}
        for edition in (AIMS, ISMS)
    }
    assert not demanded[AIMS] & demanded[ISMS]
