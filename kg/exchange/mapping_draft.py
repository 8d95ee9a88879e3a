"""What a reader of mapping files hands over: the rows as text, before anybody asks what their words and ends mean.

Each format has one reader, `read(path) -> Drafts`. `kg.exchange.mapping_pin` makes mapping sets of drafts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.crosswalk.mappings import Finding

SSSOM, CISO_ASSISTANT, OSCAL, OLIR, STRM, TABLE = FORMS = ("sssom", "ciso-assistant", "oscal", "olir", "strm", "table")
NO_TERM = frozenset({"sssom:notermfound", "https://w3id.org/sssom/notermfound", "notermfound"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One row as text. `modifier` is SSSOM's `predicate_modifier`; `machine` is evidence that a machine made the row.

    `source_of` and `target_of` name the frameworks of this row's ends where that is not the whole set's.
    """

    place: str
    source: str
    target: str
    relation: str
    modifier: str = ""
    source_label: str = ""
    target_label: str = ""
    source_of: str = ""
    target_of: str = ""
    strength: str = ""
    confidence: str = ""
    justification: str = ""
    rationale: str = ""
    machine: str = ""
    tool: str = ""
    comment: str = ""
    author: str = ""
    day: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mapping set as text.

    `identity` is what the set is called in its own words; `source` and `target` are names of frameworks as the file
    says them; `prefixes` maps the prefixes of its CURIEs to addresses, and is None in formats that have no CURIEs.
    """

    identity: str
    form: str
    file: str
    title: str = ""
    description: str = ""
    version: str = ""
    address: str = ""
    source: str = ""
    target: str = ""
    licence: str = ""
    creators: tuple[str, ...] = ()
    day: str = ""
    tool: str = ""
    method: str = ""
    status: str = ""
    rationale: str = ""
    prefixes: Mapping[str, str] | None = None
    rows: tuple[DraftRow, ...] = ()
    left_out: int = 0
    findings: tuple[Finding, ...] = field(default=(), repr=False)


def join(*remarks: str) -> str:
    """Remarks as one text, each once."""
    return "; ".join(dict.fromkeys(filter(None, map(str.strip, remarks))))
