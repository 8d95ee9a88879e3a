"""Agreement of made-up readings at each level, cut by theme and framework, beside chance; gates and dispersion."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from kg.knowledge import Knowledge
from kg.review.agreement import COLUMNS, Agreement, most_used, notes, outcome, shuffled
from kg.review.reading import Judgement, Reading
from tests.review.made_up import LOGS, NORMS, reading


def compared(shipped: Knowledge, *readings: Reading) -> Agreement:
    return Agreement(shipped, readings, seed=1)


@pytest.fixture(scope="module")
def five(shipped: Knowledge) -> Agreement:
    first = reading("first", "S", "S", "S", "L", "L")
    return compared(shipped, first, reading("second", "S", "P", "s", "L", "L"))


def test_levels_by_hand(five: Agreement) -> None:
    """Of ten values at the level of cells S stands five times, P once, L four times; one unit of five differs, by 1.

    Observed 2/10, expected 2 (5x1 + 5x4 + 1x4) / 90 = 58/90: alpha 1 - 18/58. Objects all agree. With modes the third
    unit differs too: 4/10 against 2 (4x1 + 4x1 + 4x4 + 1x1 + 1x4 + 1x4) / 90 = 66/90: 1 - 36/66. Of what is required
    the third unit has S and nothing, at distance 1: the same figures.
    """
    assert five.alpha("object", five.requirements) == 1
    assert five.alpha("cell", five.requirements) == pytest.approx(1 - 18 / 58)
    assert five.alpha("mode", five.requirements) == pytest.approx(1 - 36 / 66)
    assert five.alpha("requires", five.requirements) == pytest.approx(1 - 36 / 66)


def test_rows_of_the_parts(five: Agreement) -> None:
    rows = [row.as_dict() for row in five.rows()]
    assert [(row["by"], row["part"], row["requirements"]) for row in rows] == [
        ("all", "all", "5"), ("theme", "life-cycle", "2"), ("theme", "management", "3"),
        ("framework", "iso-42001-2023", "5"),
    ]  # fmt: skip
    assert [list(row) for row in rows] == [list(COLUMNS)] * 4
    assert (rows[0]["object"], rows[0]["cell"]) == ("1.00", "0.69")
    assert rows[0]["gates"] == "object:met;cell:met;requires:missed"
    assert rows[0]["identical"] == "0.60"


def test_fewer_than_five_requirements_get_no_alpha(five: Agreement) -> None:
    theme = next(row for row in five.rows() if row.part == "management")
    assert {theme.object, theme.cell, theme.mode, theme.requires, theme.cell_by_chance, theme.gates} == {""}
    assert theme.identical == "0.33"


def test_context_counts_only_where_modes_are_compared(shipped: Knowledge) -> None:
    first = reading("first", "S", "S", "S", "L", "L")
    judgement = first.judgements[NORMS[0]][0]
    extra = Judgement(judgement.requirement, LOGS, "context", (), (), 1.0, "")
    second = Reading("second", first.judgements | {judgement.requirement: (judgement, extra)})
    found = compared(shipped, first, second)
    alphas = {level: found.alpha(level, found.requirements) for level in ("object", "cell", "mode", "requires")}
    assert [level for level, value in alphas.items() if value != 1] == ["mode"]


def test_requirements_that_one_reader_alone_has_read_do_not_count(shipped: Knowledge) -> None:
    found = compared(shipped, reading("first", *"SSSSS"), reading("second", "S", "S"))
    assert found.requirements == NORMS[:2]


def test_readings_dealt_out_by_chance_agree_no_better_than_chance(shipped: Knowledge) -> None:
    norms = [norm.id for norm in shipped.catalogs.norms_of("iso-27001-2022") if shipped.scheme.links_of(norm.id)]
    said = {
        norm: tuple(Judgement(norm, link.duty, link.mode, (), (), 1.0, "") for link in shipped.scheme.by_norm[norm])
        for norm in norms
    }
    found = compared(shipped, Reading("first", said), Reading("second", said))
    assert found.alpha("cell", norms) == 1
    by_chance = found.by_chance("cell", norms)
    assert by_chance is not None
    assert abs(by_chance) < 0.05
    assert by_chance == found.by_chance("cell", norms)


def test_shuffling_keeps_the_first_value_and_each_readers_values() -> None:
    units = [{"first": frozenset({n}), "A" if n % 2 else "B": frozenset({10 + n})} for n in range(8)]
    found = shuffled(units, random.Random(3))  # noqa: S311 - a test
    assert [unit[0] for unit in found] == [unit["first"] for unit in units]
    assert Counter(unit[1] for unit in found[1::2]) == Counter(unit["A"] for unit in units[1::2])
    assert [unit[1] for unit in found] != [list(unit.values())[1] for unit in units]


def test_the_most_used_duty_of_a_framework(shipped: Knowledge) -> None:
    duty, share, count = most_used(shipped, "mitre-atlas")
    links = shipped.scheme.links
    requiring = {link.norm for link in links if link.duty == duty and link.norm.startswith("mitre-atlas:")}
    assert (duty, count) == ("duty:withstand-attacks", 37)
    assert share == pytest.approx(len(requiring) / 37, abs=0.1)
    assert most_used(shipped, "nist-ai-600-1") == ("", None, 0)


def test_notes_say_what_it_is_and_whether_each_gate_was_met(shipped: Knowledge, five: Agreement) -> None:
    said = list(notes(shipped, five))
    assert said[0].startswith("stability, not validity")
    assert said[1:4] == [
        "object: 0.80 to be reached, 1.00 measured: met",
        "cell: 0.67 to be reached, 0.69 measured: met",
        "requires: 0.90 to be reached, 0.45 measured: missed",
    ]
    assert "dispersion: 27% of the 37 requirements of mitre-atlas require duty:withstand-attacks, over 15%" in said
    assert said[-1].startswith("dispersion: 6 of 8 frameworks")


@pytest.mark.parametrize(("reached", "said"), [(0.9, "met"), (0.899, "missed"), (None, "not-measured")])
def test_a_gate(reached: float | None, said: str) -> None:
    assert outcome(0.9, reached) == said
