"""One record of each class, every kind of field among them."""

from __future__ import annotations

from datetime import date

from kg.portfolio.records import (
    Acceptance,
    Compensation,
    DatedFact,
    Exclusion,
    ManagementSystem,
    Organisation,
    Person,
    Record,
    Remark,
    Risk,
    SupplyRelation,
    System,
    Unit,
    WaiverRecord,
)
from tests.oracle.portfolios import commitment, event, evidence, implementation, measure, role

ONE_OF_EACH: tuple[Record, ...] = (
    Organisation(id="acme", name="Acme SE", facts={"risky": ("true",)}, instruments=("law",), complete=("risks",)),
    Unit(id="acme:u", name="Unit", bearer=True, facts={"use": ("a", "b")}),
    Person(id="acme:cto", post="CTO", external_id="7", source_system="hr"),
    ManagementSystem(id="acme:aims", name="aims", discipline="ai", boundary=("all",), owner="acme:cto"),
    commitment("std", "2025-01-01", "2026-01-01", boundary=("acme:s",)),
    System(
        id="acme:s",
        name='A "quoted"\nname',
        version="2",
        owner="acme:cto",
        unit="acme:u",
        stated_class="high",
        facts={"use": ("b1", "unknown"), "risky": ("none",)},
        complete=("days", "uses"),
    ),
    role(start="2025-01-01", end="2026-01-01"),
    event("launch", "2025-03-01"),
    DatedFact(id="acme:s/d", subject="acme:s", fact="risky", value=("true",), valid_from=date(2025, 1, 1)),
    SupplyRelation(id="acme:sup", supplier="Somebody", systems=("acme:s",), agreement="no. 7"),
    measure(),
    implementation(
        "law:1",
        ("organisation",),
        "partial",
        duties=("duty:log",),
        strike=("duty:watch",),
        parameters=(("deadline", "P1D"), ("retention", "P1Y")),
    ),
    *evidence(
        kind=("document", "record"), assurance="tested", made="2026-01-01", subjects=("acme:s",), duties=("duty:log",)
    ),
    Risk(id="acme:r", title="r", systems=("acme:s",), source="std:C.1", level="high", treatments=("acme:i",)),
    Acceptance(id="acme:a", risk="acme:r", subject="acme:s", by="acme:cto", reason="small"),
    Exclusion(id="acme:x", control="std:c", commitment="acme:c", reason="not used"),
    WaiverRecord(id="acme:w", requirement="law:1", subject="acme:s", valid_until=date(2027, 1, 1)),
    Compensation(id="acme:k", requirement="law:1", subject="acme:s", implementation="acme:i"),
    Remark(id="acme:n", requirement="law:1", subject="acme:s", attribute="stated-other", text="see above"),
)
