"""A linter for mapping sets, whoever made them: what is checked, what a finding is, and which findings are asked for.

Each rule has a stable id. Its text and example stand in `lint_rules`, its code in the `lint_` modules beside this one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property

from kg.crosswalk.joined import clear
from kg.crosswalk.mappings import End, Mapping, MappingSet, ReadSet
from kg.errors import UsageError
from kg.knowledge import Knowledge
from kg.model import Curie

ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")
_DIGITS = 16
_IN_DOCUMENT = re.compile(r".+:(\d+) \(/.*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: what it reports, why that matters, how it is mended.

    `bad` and `good` are rows of SSSOM files with `columns`, `---` between files, one that the rule reports and one that
    it does not; `head` is what stands before them. `library` are identifiers of a library they are checked against.
    """

    id: str
    name: str
    severity: str
    what: str
    why: str
    mend: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    columns: str = "subject_id,predicate_id,object_id,mapping_justification"
    head: tuple[str, ...] = ("license: https://creativecommons.org/licenses/by/4.0/",)
    good_head: tuple[str, ...] = ()
    library: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `key` is what makes it the same finding when rows are moved; `place` is empty for a whole set."""

    rule: str
    file: str
    mapping_set: str
    place: str
    message: str
    key: str

    @property
    def fingerprint(self) -> str:
        """Digits by which the finding is known again: they depend on the file's name, the set and what is wrong."""
        said = f"{self.rule}\0{self.file}\0{self.mapping_set}\0{self.key}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Subject:
    """A set that is checked, and the file it stands in."""

    file: str
    read: ReadSet

    @property
    def set(self) -> MappingSet:
        """The set."""
        return self.read.mapping_set

    @property
    def rows(self) -> tuple[Mapping, ...]:
        """Its rows."""
        return self.read.mapping_set.mappings

    def problem(
        self, rule: str, message: str, row: Mapping | None = None, *, place: str = "", key: str = ""
    ) -> Problem:
        """A finding in this set, at a row where it is about one."""
        own = key or (row_key(row) if row is not None else message)
        return Problem(rule, self.file, self.set.id, where(row.place if row is not None else place), message, own)


@dataclass(frozen=True)
class Library:
    """A catalog whose own identifiers ends have to be among, as its publisher issued it.

    `stem` is what all of them begin with: an end that begins so means this library.
    """

    name: str
    identifiers: frozenset[str]

    @cached_property
    def stem(self) -> str:
        """What all identifiers begin with, up to the last `:` or `/` they share; empty where they share nothing."""
        first, last = min(self.identifiers, default=""), max(self.identifiers, default="")
        length = next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
        shared = first[:length]
        return shared[: max(shared.rfind(":"), shared.rfind("/")) + 1]


@dataclass(frozen=True)
class Given:
    """What the rules look at: the sets that are checked, other sets they are held against, and the knowledge.

    `loose`: an `intersects` means only that the two overlap, as in sets that use it for whatever has to do with it.
    """

    subjects: tuple[Subject, ...]
    knowledge: Knowledge
    others: tuple[MappingSet, ...] = ()
    libraries: tuple[Library, ...] = ()
    loose: bool = False

    @cached_property
    def by_set(self) -> dict[str, Subject]:
        """Name of a set that is checked -> the set; the first where files have two of one name."""
        return {item.set.id: item for item in reversed(self.subjects)}

    @cached_property
    def by_ends(self) -> dict[tuple[Curie, Curie], list[MappingSet]]:
        """(framework of the sources, of the targets) -> the sets that state both."""
        found: dict[tuple[Curie, Curie], list[MappingSet]] = {}
        for item in self.sets:
            if item.source and item.target and item.source != item.target:
                found.setdefault((item.source, item.target), []).append(item)
        return found

    @cached_property
    def sets(self) -> tuple[MappingSet, ...]:
        """All sets, those that are checked first; a set that is both checked and on record counts once."""
        checked = {item.set.id for item in self.subjects}
        return (*(item.set for item in self.subjects), *(item for item in self.others if item.id not in checked))


Check = Callable[[Given], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a row of an answer."""

    rule: str
    severity: str
    name: str
    file: str
    mapping_set: str
    place: str
    message: str
    mend: str
    fingerprint: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(FindingRow))


@dataclass(frozen=True)
class Linter:
    """Rules with their code, in the order of their ids."""

    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]
    by_id: dict[str, Rule] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {rule.id: rule for rule in self.rules})

    def chosen(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
        """Ids of the rules asked for: `NG2` means all that begin so. Raises UsageError for what no id begins with."""
        wanted, left = self._meant(select), self._meant(ignore)
        return (wanted or frozenset(self.by_id)) - left

    def _meant(self, names: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for name in names:
            own = {rule.id for rule in self.rules if rule.id.startswith(name.upper())}
            if not own:
                raise UsageError(
                    "no such rule", found=name, expected="a rule such as NG101, or the beginning of one such as NG1",
                    hint="the rules stand in docs/reference/crosswalk-rules.md",
                )  # fmt: skip
            found |= own
        return frozenset(found)

    def run(self, given: Given, chosen: frozenset[str] | None = None) -> list[Problem]:
        """The findings of the rules chosen: by file as given, then by rule, then as the rows stand."""
        order = {item.file: place for place, item in reversed(list(enumerate(given.subjects)))}
        found = [item for check in self.checks for item in check(given) if chosen is None or item.rule in chosen]
        return sorted(dict.fromkeys(found), key=lambda item: (order[item.file], item.rule))

    def row(self, found: Problem) -> FindingRow:
        """A finding with what its rule says of it."""
        rule = self.by_id[found.rule]
        return FindingRow(
            rule=found.rule,
            severity=rule.severity,
            name=rule.name,
            file=found.file,
            mapping_set=found.mapping_set,
            place=found.place,
            message=found.message,
            mend=rule.mend,
            fingerprint=found.fingerprint,
        )


def row_key(row: Mapping) -> str:
    """What a row says, whatever its place."""
    return "\0".join((row.source.text, row.relation.asserted, str(row.relation.negated), row.target.text))


def where(place: str) -> str:
    """A place as it is told: of a document, the line alone; the file is named beside it."""
    match = _IN_DOCUMENT.fullmatch(place)
    return f"line {match[1]}" if match else place


def spelled(row: Mapping) -> str:
    """A row in a few words."""
    return f"{named(row.source)} {row.relation.shown} {named(row.target)}"


def named(end: End) -> str:
    """An end in a few words: what it was resolved to, else what the file says."""
    return end.id if end.pinned else end.text or "nothing"


def said(row: Mapping) -> bool:
    """Whether the row relates two ends that are clear, by itself."""
    return clear(row.source) and clear(row.target) and not row.group
