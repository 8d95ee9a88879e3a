"""A portfolio as YAML: what the reader of portfolio files makes the same records of."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from kg.clock import parse_date
from kg.errors import InputError
from kg.exchange.portfolio_entries import Value, entry
from kg.exchange.portfolio_reader import FACTS, SECTIONS, nested_of
from kg.exchange.portfolio_yaml import FORMAT_VERSION
from kg.portfolio.model import Portfolio
from kg.portfolio.parts import PARTS, owner_of
from kg.portfolio.records import RECORD_TYPES, Record, Unit

_WIDTH = 120
_BY_SECTION = {cls.section: cls for cls in RECORD_TYPES}
# Line breaks to some readers of YAML, and not to us: written as escapes, which double quotes allow.
_BREAKS = frozenset("\r\x85\u2028\u2029\ufeff")


class _Representer(SafeRepresenter):
    """Writes texts so that they are read as they are."""

    def text(self, value: str) -> ScalarNode:
        """A text, in double quotes where it needs escapes."""
        found: ScalarNode = self.represent_scalar(
            "tag:yaml.org,2002:str", value, style=None if _BREAKS.isdisjoint(value) else '"'
        )
        return found


_Representer.add_representer(str, _Representer.text)


def to_yaml(portfolio: Portfolio) -> str:
    """The file's text. The same portfolio gives the same text."""
    parts: dict[str, list[Record]] = {}
    for cls in PARTS:
        for part in portfolio.of(cls):
            parts.setdefault(owner_of(part), []).append(part)
    document: dict[str, Any] = {
        "normgraph": int(FORMAT_VERSION),
        "organisation": _entry(portfolio.organisation, portfolio, parts),
    }
    for section in SECTIONS:
        if found := portfolio.of(_BY_SECTION[section]):
            document[section] = [_entry(record, portfolio, parts) for record in found]
    return _dumped(document)


def _entry(record: Record, portfolio: Portfolio, parts: Mapping[str, Iterable[Record]]) -> dict[str, Any]:
    found = {key: _plain(value, facts=key == FACTS) for key, value in entry(record, portfolio).items()}
    for key, cls in nested_of(type(record)).items():
        inside = portfolio.of(Unit) if cls is Unit else [part for part in parts.get(record.id, ()) if type(part) is cls]
        if inside:
            hidden = PARTS.get(cls, "")
            entries = [_entry(part, portfolio, parts) for part in inside]
            found[key] = [_short({key: value for key, value in item.items() if key != hidden}) for item in entries]
    return found


def _short(part: dict[str, Any]) -> Any:
    """A role alone is written as one word."""
    return part["role"] if set(part) == {"role"} else part


def _plain(value: Value, *, facts: bool = False) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(item, facts=facts) for name, item in value.items()}
    if isinstance(value, tuple):
        items = [_fact(item) if facts else item for item in value]
        return items[0] if facts and len(items) == 1 else items
    return value


def _fact(text: str) -> str | bool | date:
    """A value of a fact without the quotes that a text would get."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return parse_date(text)
    except InputError:
        return text


def _dumped(document: dict[str, Any]) -> str:
    writer: Any = YAML(typ="safe", pure=True)
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False
    writer.width = _WIDTH
    writer.allow_unicode = True
    stream = io.StringIO()
    writer.dump(document, stream)
    return stream.getvalue()
