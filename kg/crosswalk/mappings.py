"""Mapping sets: what somebody asserted about requirements of two frameworks, with whose word it is and on what ground.

A set is kept whole: rows that deny a relation, rows without a counterpart, rows that a machine made, and ends that the
pinned edition does not have. Nothing here is derived from duties.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from kg import strm
from kg.crosswalk.relations import Relation
from kg.identifiers import AMBIGUOUS, RESOLVED, ROLLED_UP, UNKNOWN, WRONG_EDITION
from kg.model import Curie

FOREIGN, NOTHING = "foreign", "none"
# Whether a set comes with the release, or an organisation put it on record.
SHIPPED, ON_RECORD = ORIGINS = ("shipped", "on record")
STATES = (RESOLVED, ROLLED_UP, AMBIGUOUS, WRONG_EDITION, UNKNOWN, FOREIGN, NOTHING)
PREFIX = "mapping-set"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a mapping.

    `text` is what the file says; `id` what it names: a requirement of the pinned edition where `state` is resolved or
    rolled-up, an identifier that stands for the unresolved or foreign text otherwise, nothing where there is no
    counterpart. `hint` says what an end that is not resolved may mean.
    """

    text: str
    id: Curie
    state: str
    label: str = ""
    hint: str = ""

    @property
    def pinned(self) -> bool:
        """Whether it names a requirement of a known edition."""
        return self.state in (RESOLVED, ROLLED_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One asserted row.

    `strength` and `confidence` are numbers as they are written, the latter from 0 to 1, both empty where none is given.
    `machine` says by what one can tell that a machine made the row, empty where nothing says so. Rows with the same
    `group` hold together only: no single one of them is a relation of sets. `place` is where it stands in its file.
    """

    source: End
    target: End
    relation: Relation
    strength: str = ""
    confidence: str = ""
    justification: str = ""
    rationale: str = ""
    machine: str = ""
    comment: str = ""
    author: str = ""
    day: str = ""
    group: str = ""
    place: str = ""

    @property
    def negative(self) -> bool:
        """Whether it denies a relation, or says that there is no counterpart."""
        return self.relation.negative or NOTHING in (self.source.state, self.target.state)

    @property
    def mask(self) -> int:
        """The base relations of `kg.strm` it leaves possible; all of them where it is no statement about two sets."""
        single = not self.group and NOTHING not in (self.source.state, self.target.state)
        return self.relation.mask if single else strm.ANY

    @property
    def pinned(self) -> bool:
        """Whether both ends name requirements of known editions."""
        return self.source.pinned and self.target.pinned


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSet:
    """A published crosswalk. `source` and `target` are slugs of known editions, or `foreign:` and a name.

    `rows` and `left_out` count what the file has and what of it was not understood.
    """

    id: str
    title: str = ""
    description: str = ""
    version: str = ""
    address: str = ""
    source: Curie = ""
    target: Curie = ""
    licence: str = ""
    creators: tuple[str, ...] = ()
    day: str = ""
    tool: str = ""
    method: str = ""
    status: str = ""
    rationale: str = ""
    form: str = ""
    file: str = ""
    rows: int = 0
    left_out: int = 0
    mappings: tuple[Mapping, ...] = field(default=(), repr=False)

    @property
    def curie(self) -> Curie:
        """The set's own identifier."""
        return f"{PREFIX}:{self.id}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A row or value that was not understood, or that is not what it should be. `code` is a short stable name."""

    place: str
    code: str
    what: str
    found: str = ""
    expected: str = ""

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in FINDING_COLUMNS}


FINDING_COLUMNS = tuple(item.name for item in fields(Finding))


@dataclass(frozen=True)
class ReadSet:
    """A mapping set as it was read, and what of its file was not understood."""

    mapping_set: MappingSet
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class MappingFile:
    """The mapping sets of a file."""

    sets: tuple[ReadSet, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a mapping file beside it: the editions its ends belong to, the set's name, the file's format."""

    source: Curie = ""
    target: Curie = ""
    name: str = ""
    form: str = ""


def counts(mappings: tuple[Mapping, ...]) -> dict[str, int]:
    """How many rows are negative, made by a machine, pinned at both ends, and have an end in each state."""
    ends = Counter(state for row in mappings for state in {row.source.state, row.target.state})
    return {
        "mappings": len(mappings),
        "negative": sum(row.negative for row in mappings),
        "machine-made": sum(bool(row.machine) for row in mappings),
        "pinned": sum(row.pinned for row in mappings),
        **{state: ends[state] for state in STATES},
    }
