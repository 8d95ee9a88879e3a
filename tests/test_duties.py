"""Bits of links, parameter quantities, and the shipped decompositions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kg.duties import Bit, bits, quantity
from kg.errors import InputError
from kg.knowledge import Knowledge
from tests.oracle.made_up import Edition, Link, Rule, make

LAW = Edition(
    "law",
    (Rule("1"), Rule("2")),
    links=(
        Link("1", "log", aspects=("fairness", "safety"), parameters=("retention=P6M",)),
        Link("1", "watch", "advises"),
        Link("1", "decide", "context"),
    ),
)


def test_a_link_stands_for_its_cell_its_aspects_and_its_thresholds() -> None:
    (link,) = make(LAW).scheme.links_of("law:1.n1")
    assert bits(link) == (
        Bit("duty:log"),
        Bit("duty:log", "aspect:fairness"),
        Bit("duty:log", "aspect:safety"),
        Bit("duty:log", "retention=P6M"),
    )


def test_modes_are_kept_apart() -> None:
    scheme = make(LAW).scheme
    assert scheme.bits_of("law:1.n1", "advises") == {Bit("duty:watch")}
    assert scheme.bits_of("law:1.n1", "context") == {Bit("duty:decide")}
    assert scheme.bits_of("law:2.n1") == frozenset()


def test_a_bit_prints_with_what_narrows_it() -> None:
    assert str(Bit("duty:log", "retention=P6M")) == "duty:log[retention=P6M]"
    assert str(Bit("duty:log")) == "duty:log"


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("P6M", "P1Y"),
        ("P30D", "P1M"),
        ("PT24H", "P2D"),
        ("PT59M", "PT1H"),
        ("P1W", "P8D"),
        ("3", "10"),
        ("0.5", "0.75"),
    ],
)
def test_quantities_are_ordered(less: str, more: str) -> None:
    assert quantity(less) < quantity(more)


@pytest.mark.parametrize(("left", "right"), [("P12M", "P1Y"), ("P1W", "P7D"), ("PT24H", "P1D"), ("P1Y6M", "P18M")])
def test_equal_quantities(left: str, right: str) -> None:
    assert quantity(left) == quantity(right)


def test_a_number_is_exact() -> None:
    assert quantity("0.1") == Fraction(1, 10)


@pytest.mark.parametrize("text", ["P", "PT", "six months", "1/0", ""])
def test_a_value_that_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        quantity(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("parameter", "stated", "demanded", "enough"),
    [
        ("retention", "P1Y", "P6M", True),
        ("retention", "P6M", "P6M", True),
        ("retention", "P3M", "P6M", False),
        ("deadline", "PT24H", "P3D", True),
        ("deadline", "P4D", "P3D", False),
        ("colour", "red", "red", True),
        ("colour", "blue", "red", False),
    ],
)
def test_stricter_satisfies(parameter: str, stated: str, demanded: str, enough: bool) -> None:
    assert make(LAW).scheme.at_least(parameter, stated, demanded) is enough


def test_the_strictest_of_several() -> None:
    scheme = make(LAW).scheme
    assert scheme.strictest("retention", ["P6M", "P10Y", "P1Y"]) == "P10Y"
    assert scheme.strictest("deadline", ["P15D", "PT24H", "P2D"]) == "PT24H"


def test_the_release_of_an_edition() -> None:
    scheme = make(LAW).scheme
    release = scheme.release_of("law")
    assert release is not None
    assert release.id == "law:duties-1"
    assert scheme.release_of("other") is None


def test_shipped_links_point_at_norms_and_duties(shipped: Knowledge) -> None:
    scheme, norms = shipped.scheme, shipped.catalogs.norms
    assert [link.id for link in scheme.links if link.norm not in norms or link.duty not in scheme.duties] == []
    assert {link.mode for link in scheme.links} <= {"requires", "advises", "context"}


def test_shipped_aggregates_own_no_duties(shipped: Knowledge) -> None:
    wrong = [
        norm.id for norm in shipped.catalogs.norms.values() if norm.aggregates and shipped.scheme.links_of(norm.id)
    ]
    assert wrong == []


def test_no_management_system_norm_requires_an_act(shipped: Knowledge) -> None:
    wrong = [
        link.id
        for link in shipped.scheme.links
        if link.mode == "requires"
        and shipped.catalogs.editions[shipped.catalogs.norms[link.norm].edition].binding == "commitment"
        and shipped.scheme.duties[link.duty].nature == "act"
    ]
    assert wrong == []


def test_shipped_parameters_are_known_and_can_be_read(shipped: Knowledge) -> None:
    for link in shipped.scheme.links:
        for name, value in link.parameters:
            assert name in shipped.scheme.parameters, link.id
            quantity(value)


def test_shipped_duties_are_complete_cells(shipped: Knowledge) -> None:
    for duty in shipped.scheme.duties.values():
        assert duty.activity in shipped.statuses.needed, duty.id
        assert duty.quantifier in {"exists", "every"}, duty.id
        assert duty.nature in {"organisational", "technical", "act"}, duty.id
        assert duty.evidence_kind in shipped.evidence_assurance, duty.id
