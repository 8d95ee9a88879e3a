"""Records as a file writes them."""

from __future__ import annotations

from datetime import date

from kg.exchange.portfolio_entries import entry, not_kept, shortened
from kg.portfolio import model
from kg.portfolio.records import Implementation, Organisation, Person, Record, RoleAssignment, System

ORGANISATION = Organisation(id="acme", name="Acme")
MAIL = System(id="acme:mail", name="Mail", owner="acme:cto", facts={"b": ("2",), "a": ("1",)})


def entry_of(record: Record, *others: Record) -> dict[str, object]:
    return dict(entry(record, model.build([ORGANISATION, record, *others], {"acme:cto": "Somebody"})))


def test_what_is_not_stated_is_left_out_and_references_are_short() -> None:
    assert entry_of(MAIL) == {"id": "mail", "name": "Mail", "owner": "cto", "facts": {"a": ("1",), "b": ("2",)}}
    assert list(entry_of(MAIL)["facts"]) == ["a", "b"]  # type: ignore[call-overload]


def test_values_keep_their_kind() -> None:
    record = Implementation(
        id="acme:logs", measure="acme:logging", of="iso-42001-2023:A.6.2.8", scope=("acme:mail", "organisation"),
        status="partial", valid_from=date(2026, 1, 1), parameters=(("retention", "P1Y"),), external_id="X1",
    )  # fmt: skip
    assert entry_of(record) == {
        "id": "logs", "measure": "logging", "of": "iso-42001-2023:A.6.2.8", "scope": ("mail", "organisation"),
        "status": "partial", "from": date(2026, 1, 1), "parameters": {"retention": "P1Y"}, "external_id": "X1",
    }  # fmt: skip


def test_a_post_has_the_name_of_its_holder() -> None:
    assert entry_of(Person(id="acme:cto", post="CTO")) == {"id": "cto", "post": "CTO", "name": "Somebody"}
    assert entry_of(Person(id="acme:cfo", post="CFO")) == {"id": "cfo", "post": "CFO"}


def test_who_has_a_role_is_written_only_where_its_identifier_says_so() -> None:
    plain = RoleAssignment(id="acme:mail.role.deployer", subject="acme:mail", agent="acme", role="deployer")
    stated = RoleAssignment(id="acme:mail.role.deployer.lab", subject="acme:mail", agent="acme:lab", role="deployer")
    assert entry_of(plain) == {"subject": "mail", "role": "deployer"}
    assert entry_of(stated) == {"subject": "mail", "agent": "lab", "role": "deployer"}
    assert not_kept(model.build([ORGANISATION, plain, stated])) == []


def test_a_part_with_an_identifier_of_another_making_is_told() -> None:
    role = RoleAssignment(id="acme:r1", subject="acme:mail", agent="acme", role="deployer")
    assert not_kept(model.build([ORGANISATION, role])) == ["acme:r1"]


def test_only_ones_own_prefix_is_dropped() -> None:
    assert [shortened(name, "acme") for name in ("acme:mail", "acme", "duty:x", "acme-2:x")] == [
        "mail", "acme", "duty:x", "acme-2:x",
    ]  # fmt: skip
