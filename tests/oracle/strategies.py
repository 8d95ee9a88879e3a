"""Random small knowledge and random small portfolios, as Hypothesis strategies over the made-up vocabulary.

The first rule of each law is always an obligation of systems, so that no example is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain

from hypothesis import strategies as st

from kg.portfolio.records import (
    Commitment,
    DatedFact,
    Exclusion,
    Model,
    Organisation,
    Record,
    RoleAssignment,
    System,
    Unit,
)
from tests.oracle import made_up, portfolios
from tests.oracle.made_up import CELLS, Edition, Guarding, Link, Rule, Text
from tests.oracle.portfolios import ACME

DAYS = ("2025-02-01", "2026-02-01", "2027-02-01", "2028-02-01")
LATE = ("2028-08-01", "2029-02-01")
CLASSES = ("high", "low")
ROLES = ("provider", "deployer", "importer")
NAMES = ("s1", "s2", "s3", "m1")
SCHEDULE = ("dates", (("high", "2027-02-01"), ("low", "2028-02-01")))


@dataclass(frozen=True)
class World:
    """One example: knowledge as specifications, records, and two clocks."""

    editions: tuple[Edition, ...]
    organisation: Organisation
    records: tuple[Record, ...]
    as_of: date
    known_on: date


def texts(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One of some texts."""
    return st.sampled_from(values)


def some(values: tuple[str, ...], most: int = 2, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A few different ones of some texts."""
    return st.lists(texts(values), min_size=least, max_size=most, unique=True).map(tuple)


def rarely(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Mostly the empty text."""
    return st.one_of(st.just(""), st.just(""), strategy)


ATOMS = st.one_of(
    texts(("risk=high", "risk=low", "risk=high|low", "risk=any", "mark=true")),
    texts(("risky=true", "public=true", "public=false", "use=a", "use=b", "use=b1", "use=a|b2", "use=any")),
    texts(("role=provider", "role=provider", "role=deployer|importer", "role=any")),
    st.builds("{}{}{}".format, texts(("placed", "changed")), texts(("<", ">=")), texts(DAYS)),
)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lists = st.lists(inner, min_size=1, max_size=3).map(", ".join)
    return st.one_of(st.builds("{}({})".format, texts(("all", "any")), lists), inner.map("not({})".format))


CONDITIONS = st.recursive(ATOMS, _joined, max_leaves=5)


@st.composite
def versions(draw: st.DrawFn, *, scheduled: bool = False, ends: bool = False) -> tuple[Text, ...]:
    """One or two versions of a text."""
    found = []
    for known, force in (("2024-01-01", "2024-01-01"), ("2026-01-15", draw(texts(("2026-02-01", "2027-02-01"))))):
        condition = "all()" if draw(st.integers(0, 9)) == 0 else draw(CONDITIONS)
        schedule = "dates" if scheduled and draw(st.booleans()) else ""
        found.append(
            Text(
                condition=condition,
                known=known,
                force=force,
                applies=draw(rarely(texts(DAYS))) if ends else "",
                until=draw(rarely(rarely(texts(DAYS)))) if ends else "",
                schedule=schedule,
            )
        )
    return tuple(found) if draw(st.integers(0, 2)) == 0 else tuple(found[:1])


EFFECTS = (
    ("scope", "require"),
    ("scope", "exclude"),
    ("class", "set"),
    ("class", "set"),
    ("class", "set"),
    ("role", "add-role"),
    ("role", "drop-role"),
    ("exemption", "exclude"),
    ("exemption", "withdraw"),
    ("exemption", "postpone"),
    ("exemption", "contest"),
    ("exemption", "stay"),
)


@st.composite
def guards(draw: st.DrawFn, rules: tuple[str, ...]) -> tuple[Guarding, ...]:
    """A few guards of any effect, in the order of their names. Added and dropped roles differ: their order is open."""
    found = []
    for number, (stratum, effect) in enumerate(draw(st.lists(st.sampled_from(EFFECTS), max_size=5))):
        fact, late = "", ""
        values: tuple[str, ...] = ()
        if effect == "set":
            fact, values = draw(st.sampled_from([("risk", ("high",)), ("risk", ("low",)), ("mark", ("true",))]))
        elif effect in {"add-role", "drop-role"}:
            fact, values = "role", ("provider",) if effect == "add-role" else ("deployer",)
        elif effect == "withdraw":
            fact, values = draw(st.sampled_from([("risk", ("high",)), ("risk", CLASSES), ("use", ("a",))]))
        elif effect == "postpone":
            fact, values = draw(st.sampled_from([("", ()), ("risk", ("high",)), ("use", ("b1",))]))
            late = draw(texts(LATE))
        targets = () if draw(st.booleans()) else draw(some(rules, 2, 1))
        found.append(
            Guarding(
                name=f"{number}-{effect}",
                stratum=stratum,
                effect=effect,
                texts=draw(versions()),
                targets=targets,
                spared=draw(some(rules, 1)) if not targets else (),
                fact=fact,
                values=values,
                date=late,
            )
        )
    return tuple(found)


@st.composite
def links(draw: st.DrawFn, rules: tuple[str, ...]) -> tuple[Link, ...]:
    """Zero to three demands for each rule."""
    found = []
    for rule in rules:
        for cell in draw(some(tuple(cell.name for cell in CELLS), 3)):
            parameters = draw(rarely(texts(("retention=P6M", "retention=P1Y")))) if cell == "log" else ""
            found.append(
                Link(
                    norm=rule,
                    duty=cell,
                    mode=draw(texts(("requires", "requires", "requires", "advises", "context"))),
                    aspects=draw(some(("fairness", "safety"), 1)),
                    parameters=(parameters,) if parameters else (),
                )
            )
    return tuple(found)


MODALITIES = (
    "obligation",
    "obligation",
    "recommendation",
    "prohibition",
    "conditional-permission",
    "right",
    "constitutive",
)
LEVELS = ("system", "system", "organisation", "management-system", "model")


@st.composite
def _rule(draw: st.DrawFn, name: str) -> Rule:
    return Rule(
        name=name,
        texts=draw(versions(scheduled=True, ends=True)),
        modality=draw(texts(MODALITIES)),
        level=draw(texts(LEVELS)),
        bearers=draw(some(ROLES, 2)),
        trigger=draw(rarely(texts(("incident", "launch")))),
        provision=draw(rarely(st.just("r1"))),
    )


@st.composite
def laws(draw: st.DrawFn, slug: str = "law") -> Edition:
    """A law: rules, perhaps an aggregate of two of them, guards, demands."""
    rules = [Rule("r1", draw(versions(scheduled=True, ends=True)))]
    rules += [draw(_rule(f"r{number + 2}")) for number in range(draw(st.integers(1, 3)))]
    names = tuple(rule.name for rule in rules)
    if draw(st.booleans()):
        level = draw(texts(("system", "organisation")))
        rules.append(Rule("sum", draw(versions()), level=level, aggregates=draw(some(names, 2, 1))))
    weighed = tuple(
        rule.name for rule in rules[: len(names)] if rule.modality in {"obligation", "recommendation", "right"}
    )
    found = draw(links(weighed))
    return Edition(slug, tuple(rules), draw(guards(names)), found, (SCHEDULE,), draw(texts(("law", "mandate"))))


@st.composite
def standards(draw: st.DrawFn) -> Edition:
    """A framework that binds by commitment."""
    names = ("c1", "c2", "c3")
    rules = tuple(
        Rule(
            name,
            texts=(Text(force=draw(texts(("2024-01-01", "2024-01-01", "2026-02-01", "2027-02-01")))),),
            level="management-system",
            excludable=draw(st.booleans()),
            trigger=draw(rarely(st.just("incident"))),
            modality=draw(texts(("obligation", "recommendation"))),
        )
        for name in names
    )
    sums = (Rule("sum", level="management-system", aggregates=draw(some(names, 2, 1))),) if draw(st.booleans()) else ()
    return Edition("std", (*rules, *sums), (), draw(links(names)), (), "commitment")


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "risky": texts(("true", "false", "none", "unknown")).map(lambda value: (value,)),
        "public": texts(("true", "false", "none")).map(lambda value: (value,)),
        "use": st.one_of(
            some(("a", "b", "b1", "b2"), 2, 1), st.just(("none",)), st.just(("a", "unknown")), st.just(("b", "unknown"))
        ),
        "placed": st.one_of(texts(DAYS), st.just("none")).map(lambda value: (value,)),
        "changed": st.one_of(texts((*DAYS, "2027-06-01")), st.just("none")).map(lambda value: (value,)),
    },
)
PERIODS = st.sampled_from([("", ""), ("", ""), ("2026-02-01", ""), ("", "2026-06-30"), ("2027-05-01", "2027-09-30")])


@st.composite
def subjects(draw: st.DrawFn, *, dated: bool = True) -> list[Record]:
    """An agency that bears obligations, up to three systems and a model, with roles, dated facts and events."""
    unit = Unit(id=f"{ACME}:unit", name="unit", bearer=True, facts=draw(FACTS) if draw(st.booleans()) else {})
    found: list[Record] = [unit]
    for name in NAMES[: draw(st.integers(1, 3))] + NAMES[3:][: draw(st.integers(0, 1))]:
        kind = Model if name.startswith("m") else System
        found.append(
            kind(
                id=f"{ACME}:{name}",
                name=name,
                unit=draw(rarely(st.just(unit.id))),
                facts=draw(FACTS),
                complete=draw(some(("risks", "uses", "days"), 2)),
            )
        )
        roles = draw(some((*ROLES, "unknown"), 2))
        found += [draw(_role(name, number, held, unit.id, dated=dated)) for number, held in enumerate(roles)]
        if dated and draw(st.integers(0, 2)) == 0:
            found.append(draw(_dated(name)))
        for kind_of in draw(some(tuple(made_up.EVENTS), 2)):
            found.append(portfolios.event(kind_of, draw(texts((*DAYS, "2026-03-15"))), name))
    return found


@st.composite
def _role(draw: st.DrawFn, name: str, number: int, held: str, unit: str, *, dated: bool) -> RoleAssignment:
    start, end = draw(PERIODS) if dated else ("", "")
    return RoleAssignment(
        id=f"{ACME}:{name}/role/{number}",
        subject=f"{ACME}:{name}",
        agent=draw(texts((ACME, ACME, unit))),
        role=held,
        valid_from=portfolios.day(start),
        valid_until=portfolios.day(end),
    )


@st.composite
def _dated(draw: st.DrawFn, name: str) -> DatedFact:
    fact, value = draw(st.sampled_from([("risky", "true"), ("use", "b1"), ("changed", "2027-06-01")]))
    start, end = draw(PERIODS)
    subject = draw(texts((f"{ACME}:{name}", ACME)))
    return DatedFact(
        id=f"{ACME}:{name}/dated/{fact}",
        subject=subject,
        fact=fact,
        value=(value,),
        valid_from=portfolios.day(start),
        valid_until=portfolios.day(end),
    )


@st.composite
def measures(draw: st.DrawFn, names: tuple[str, ...], targets: tuple[str, ...]) -> list[Record]:
    """Implementations of some targets, with evidence."""
    found: list[Record] = [portfolios.measure()]
    cells = tuple(f"duty:{cell.name}" for cell in CELLS)
    scopes = st.one_of(st.just(("organisation",)), st.just((f"{ACME}:unit",)), some(names, 3, 1))
    for number in range(draw(st.integers(0, 4))):
        status = draw(texts(("implemented", "implemented", "implemented", "partial", "planned", "not-done")))
        start, end = draw(PERIODS)
        found.append(
            portfolios.implementation(
                draw(texts((*targets, *cells))),
                draw(scopes),
                status,
                name=f"i{number}",
                start=start,
                end=end,
                duties=draw(some(cells, 2, 1)) if status == "partial" else (),
                strike=draw(some(cells, 1)) if draw(st.integers(0, 3)) == 0 else (),
                parameters=draw(st.sampled_from([(), (("retention", "P3M"),), (("retention", "P2Y"),)])),
            )
        )
        for other in range(draw(st.integers(0, 2))):
            found += draw(_evidence(f"e{number}-{other}", f"i{number}", names, cells))
    return found


@st.composite
def _evidence(
    draw: st.DrawFn, name: str, of: str, names: tuple[str, ...], cells: tuple[str, ...]
) -> tuple[Record, ...]:
    start, end = draw(PERIODS)
    return portfolios.evidence(
        of,
        draw(some(tuple(made_up.EVIDENCE), 2, 1)),
        name=name,
        assurance=draw(rarely(texts(("documented", "operated", "tested")))),
        made=draw(rarely(texts(DAYS))),
        start=start,
        end=end,
        subjects=draw(some((*names, ACME), 2)) if draw(st.booleans()) else (),
        duties=draw(some(cells, 2)),
    )


@st.composite
def commitments(draw: st.DrawFn, names: tuple[str, ...]) -> list[Record]:
    """One management system, perhaps committed, perhaps with an exclusion."""
    found: list[Record] = [portfolios.aims()]
    if draw(st.integers(0, 3)):
        start, end = draw(st.sampled_from([("2025-01-01", ""), ("2027-01-01", ""), ("2024-01-01", "2026-06-30")]))
        boundary = draw(st.one_of(st.just(("all",)), some(names, 2)))
        made: Commitment = portfolios.commitment("std", start, end, boundary=boundary)
        found.append(made)
        if draw(st.booleans()):
            control = draw(texts(("std:c1", "std:c2.n1")))
            found.append(Exclusion(id=f"{ACME}:x", control=control, commitment=made.id, reason="not used"))
    return found


@st.composite
def worlds(draw: st.DrawFn, *, dated: bool = True) -> World:
    """An example. Without `dated`, facts and roles do not depend on the day."""
    editions = (draw(laws()), draw(standards()))
    records = draw(subjects(dated=dated))
    names = tuple(record.id for record in records if isinstance(record, System))
    targets = tuple(chain.from_iterable((f"{e.slug}:{rule.name}.n1" for rule in e.rules) for e in editions))
    records += draw(commitments(names))
    records += draw(measures(names, targets))
    organisation = Organisation(id=ACME, name="Acme", facts=draw(FACTS), complete=draw(some(("risks", "uses"), 1)))
    as_of = date.fromisoformat(draw(texts(("2025-06-01", "2026-02-01", "2026-09-01", "2027-02-01", "2028-03-01"))))
    known_on = date.fromisoformat(draw(texts(("2025-06-01", "2026-06-01"))))
    return World(editions, organisation, tuple(records), as_of, known_on)
