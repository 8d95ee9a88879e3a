"""Synthetic portfolios: seeded, with facts and implementations spread like those of a large inventory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.records import (
    Evidence,
    EvidenceUse,
    Implementation,
    Measure,
    Organisation,
    Record,
    RoleAssignment,
    System,
)

TOPICS = (
    "scope", "public-sector", "us-federal", "testing", "permissions", "authority-contact", "product-safety",
    "prohibited-practices", "biometrics", "value-chain", "gpai",
)  # fmt: skip
AREAS = ("none", "none", "none", "4a", "4b", "5b", "1c", "3a")
CLAIMED = (
    "iso-42001-2023:A.6.2.4",
    "iso-42001-2023:A.6.2.6",
    "iso-42001-2023:A.6.2.8",
    "eu-ai-act:9-2",
    "eu-ai-act:26-2",
)
ORGANISATION = "synthetic"


def portfolio(systems: int, seed: int = 7) -> Portfolio:
    """A portfolio of so many systems, the same for the same seed."""
    return model.build(_records(systems, random.Random(seed)))


def _records(systems: int, chance: random.Random) -> Iterator[Record]:
    facts = {"established_in_eu": ("true",), "deployer_kind": ("employer", "private-entity")}
    yield Organisation(id=ORGANISATION, name="Synthetic", facts=facts, complete=TOPICS)
    for target in CLAIMED:
        yield Measure(id=_measure(target), name=f"Measure for {target}")
    for number in range(systems):
        yield from _system(f"{ORGANISATION}:s{number:06d}", chance)


def _measure(target: str) -> str:
    return f"{ORGANISATION}:m-{target.replace(':', '-')}"


def _system(name: str, chance: random.Random) -> Iterator[Record]:
    area = chance.choice(AREAS)
    facts = {
        "put_into_service_in_eu": ("true",),
        "annex_iii_point": (area,),
        "art_6_3_exception": ("none",),
        "placed": (f"{chance.randint(2024, 2028)}-{chance.randint(1, 12):02d}-01",),
        "significantly_changed": ("none",),
        "use_area": (chance.choice(("workplace", "other")),),
        "logs_under_own_control": (chance.choice(("true", "false")),),
    }
    for fact in ("profiling", "trained_with_data", "interacts_with_persons", "decides_about_natural_persons"):
        if chance.random() < 0.8:
            facts[fact] = (chance.choice(("true", "false")),)
    yield System(id=name, name=name, facts=facts)
    for role in chance.choice((("deployer",), ("provider",), ("deployer", "provider"))):
        yield RoleAssignment(id=f"{name}.role.{role}", subject=name, agent=ORGANISATION, role=role)
    for target in chance.sample(CLAIMED, 2):
        yield from _claim(name, target, chance)


def _claim(name: str, target: str, chance: random.Random) -> Iterator[Record]:
    item = f"{name}.i-{target.replace(':', '-')}"
    status = chance.choice(("implemented", "implemented", "planned", "not-done"))
    yield Implementation(
        id=item, measure=_measure(target), of=target, scope=(name,), status=status, valid_from=date(2025, 1, 1)
    )
    if status == "implemented" and chance.random() < 0.5:
        kinds = ("test-report", "operation-record", "assessment-report", "system-log", "plan")
        yield Evidence(id=f"{item}.e", title="Evidence", kind=kinds, assurance="operated", valid_from=date(2025, 1, 1))
        yield EvidenceUse(id=f"{item}.e.covers", evidence=f"{item}.e", implementation=item)
