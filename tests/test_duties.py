"""Bits of links, parameter quantities, and the shipped decompositions."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, Literal, URIRef

from kg.duties import Bit, bits, quantity
from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.model import Duty
from tests.oracle.made_up import Edition, Link, Rule, make

DUTY = "https://w3id.org/normgraph/id/duty/"
USED_ONCE_BECAUSE = URIRef("https://w3id.org/normgraph/vocab#usedOnceBecause")
# The size of the scheme, as docs/decisions/0009 gives it: a cell more is a decision to be explained there.
CELLS, USED_ONCE = 537, 183
MOST_OF_A_CATALOG = 0.15
LARGE_CATALOG = 20
# Many mitigations of ATLAS are ways to one end, such as to withstand attacks. Twelve of 78 demands of the GDPR are met
# by one notice, which was just below the line while four of its permissions counted as demands.
DISPERSION_EXCEPTIONS = {
    ("gdpr", "duty:provide-privacy-notice"),
    ("mitre-atlas", "duty:check-inputs-and-outputs"),
    ("mitre-atlas", "duty:restrict-access"),
    ("mitre-atlas", "duty:withstand-attacks"),
}

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


@pytest.fixture(scope="module")
def authored(root: Path) -> Graph:
    """The duty scheme as it is written."""
    graph = Graph()
    for path in sorted((root / "ontology" / "vocab").glob("duties*.ttl")):
        graph.parse(path)
    return graph


def text_of(graph: Graph, duty: str, predicate: URIRef) -> str:
    found = graph.value(URIRef(f"{DUTY}{local(duty)}"), predicate)
    return str(found) if isinstance(found, Literal) else ""


def local(duty: str) -> str:
    return duty.removeprefix("duty:")


def used_by(known: Knowledge) -> dict[str, set[str]]:
    """The norms that use a duty, in any mode."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in known.scheme.links:
        found[link.duty].add(link.norm)
    return found


def alike(duty: Duty) -> tuple[str, ...]:
    return (duty.object, duty.activity, duty.nature, duty.trigger, duty.level, duty.actor, duty.discipline)


def test_cells_that_share_their_facets_say_what_tells_them_apart(shipped: Knowledge, authored: Graph) -> None:
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for duty in shipped.scheme.duties.values():
        groups[alike(duty)].append(duty.id)
    notes = {duty: set(words(text_of(authored, duty, SKOS.scopeNote))) for duty in shipped.scheme.duties}
    unsaid = [
        pair
        for group in groups.values()
        for pair in combinations(group, 2)
        if local(pair[1]) not in notes[pair[0]] and local(pair[0]) not in notes[pair[1]]
    ]
    assert unsaid == []


def words(note: str) -> list[str]:
    """The names in a note: a full stop ends a sentence, or comes before a discipline."""
    return [word.strip(".,;:()") for word in note.split()]


def test_notes_name_cells_that_exist(shipped: Knowledge, authored: Graph) -> None:
    known = {local(duty) for duty in shipped.scheme.duties}
    verbs = {name.partition("-")[0] for name in known}
    gone = [
        (duty, word)
        for duty in shipped.scheme.duties
        for predicate in (SKOS.scopeNote, USED_ONCE_BECAUSE)
        for word in words(text_of(authored, duty, predicate))
        if word.count("-") > 1 and word.partition("-")[0] in verbs and word not in known
    ]
    assert gone == []


def test_a_cell_that_one_requirement_uses_says_why_and_no_other_does(shipped: Knowledge, authored: Graph) -> None:
    used = used_by(shipped)
    once = {duty for duty, norms in used.items() if len(norms) == 1}
    said = {duty for duty in shipped.scheme.duties if len(text_of(authored, duty, USED_ONCE_BECAUSE)) > len("because")}
    assert once == said
    assert (len(shipped.scheme.duties), len(once)) == (CELLS, USED_ONCE)


def test_every_cell_is_used(shipped: Knowledge) -> None:
    assert set(shipped.scheme.duties) == set(used_by(shipped))


def test_no_duty_hangs_over_a_large_catalog(shipped: Knowledge) -> None:
    norms = shipped.catalogs.norms
    demanding: dict[str, set[str]] = defaultdict(set)
    uses: Counter[tuple[str, str]] = Counter()
    for link in shipped.scheme.links:
        if link.mode == "requires":
            demanding[norms[link.norm].edition].add(link.norm)
            uses[norms[link.norm].edition, link.duty] += 1
    heavy = {
        (edition, duty)
        for (edition, duty), number in uses.items()
        if len(demanding[edition]) >= LARGE_CATALOG and number > MOST_OF_A_CATALOG * len(demanding[edition])
    }
    assert heavy == DISPERSION_EXCEPTIONS


def test_a_scheme_as_coarse_as_aimed_at_would_swallow_requirements(shipped: Knowledge) -> None:
    """Objects, activities and disciplines alone make about 350 cells: too few to tell requirements apart."""

    def coarse(duty: Duty) -> tuple[str, ...]:
        return (duty.object, duty.activity, duty.discipline)

    scheme = shipped.scheme
    fine = {norm: scheme.bits_of(norm) for norm in shipped.catalogs.norms if scheme.bits_of(norm)}
    rough = {
        norm: frozenset((coarse(scheme.duties[bit.duty]), bit.narrowed) for bit in found)
        for norm, found in fine.items()
    }
    swallowed = {
        norm
        for norm in fine
        if any(other != norm and rough[norm] <= rough[other] and not fine[norm] <= fine[other] for other in fine)
    }
    assert len({coarse(duty) for duty in scheme.duties.values()}) < 2 * CELLS / 3
    assert len(swallowed) > len(fine) / 4
