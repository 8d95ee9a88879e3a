"""Records as a portfolio file writes them: keys and plain values, references shortened. Every writer starts here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kg.portfolio.model import Portfolio
from kg.portfolio.parts import PARTS, identified
from kg.portfolio.records import Person, Record, RoleAssignment, Spec, specs

Value = str | bool | date | tuple[str, ...] | Mapping[str, str] | Mapping[str, tuple[str, ...]]
ORIGIN = ("external_id", "source_system")
_ROLE = "agent"


def entry(record: Record, portfolio: Portfolio) -> dict[str, Value]:
    """Key -> value of everything a record says, in the order of a file; what is not stated is left out."""
    found: dict[str, Value] = {} if type(record) in PARTS else {"id": shortened(record.id, portfolio.organisation.id)}
    fields = specs(type(record))
    for name in (*(name for name in fields if name not in ORIGIN), *ORIGIN):
        value = getattr(record, name)
        if value not in ("", None, False, (), {}):
            found[fields[name].key] = _value(value, fields[name], portfolio.organisation.id)
    if isinstance(record, RoleAssignment) and record == identified(record, agent_stated=False):
        del found[_ROLE]
    if isinstance(record, Person) and (holder := portfolio.names.get(record.id)):
        found["name"] = holder
    return found


def not_kept(portfolio: Portfolio) -> list[str]:
    """Parts on record whose identifier no file can give: a file names them by what they say.

    They come from formats that make identifiers of their own. Importing a file with them records them anew.
    """
    return [
        record.id
        for cls in PARTS
        for record in portfolio.of(cls)
        if record.id not in {identified(record, agent_stated=stated).id for stated in (True, False)}
    ]


def shortened(name: str, organisation: str) -> str:
    """An identifier as its own file writes it."""
    return name.removeprefix(f"{organisation}:")


def _value(value: Any, spec: Spec, organisation: str) -> Value:
    if spec.kind in ("facts", "pairs"):
        return dict(sorted(value.items() if isinstance(value, Mapping) else value))
    if isinstance(value, tuple):
        return tuple(_one(item, spec, organisation) for item in value)
    return value if isinstance(value, bool | date) else _one(value, spec, organisation)


def _one(value: str, spec: Spec, organisation: str) -> str:
    return shortened(value, organisation) if spec.kind == "ref" else value
