"""Rules on rows beside each other, within a set or a set and its reverse, and on what a file says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from kg.crosswalk.joined import clear
from kg.crosswalk.lint import Check, Given, Problem, Subject, named, said, spelled, where
from kg.crosswalk.mappings import NOTHING, Mapping
from kg.crosswalk.relations import EQUAL, NO_MATCH

_Pair = tuple[str, str]
_SHIFTED, _PREFIX = "shifted", "prefix"
# Justifications that say that no person looked, spelled as the SSSOM vocabulary does.
_SAYS_PERSON = frozenset({"manualmappingcuration", "mappingreview"})


def _by_pair(subject: Subject) -> dict[_Pair, list[Mapping]]:
    found: dict[_Pair, list[Mapping]] = {}
    for row in subject.rows:
        if said(row):
            found.setdefault((row.source.id, row.target.id), []).append(row)
    return found


def two_relations(given: Given) -> Iterator[Problem]:
    """NG201: a pair has two relations; NG202: a row stands twice."""
    for subject in given.subjects:
        for rows in _by_pair(subject).values():
            first = rows[0]
            for row in rows[1:]:
                if row.relation.shown == first.relation.shown:
                    yield subject.problem("NG202", f"{spelled(row)} stands at {_at(first)} already", row)
                else:
                    message = f"{spelled(row)}, and {first.relation.shown} at {_at(first)}"
                    yield subject.problem("NG201", message, row)


def equal_to_two(given: Given) -> Iterator[Problem]:
    """NG203: something is equal to two different things of one framework."""
    for subject in given.subjects:
        met: dict[tuple[str, str], tuple[str, Mapping]] = {}
        for row in subject.rows:
            if row.relation.name != EQUAL or row.relation.negated or not said(row):
                continue
            for own, other in ((row.source, row.target), (row.target, row.source)):
                place = (own.id, other.id.partition(":")[0])
                other_id, first = met.setdefault(place, (other.id, row))
                if other_id != other.id:
                    message = f"{named(own)} is equal to {named(other)}, and to {other_id} at {_at(first)}"
                    yield subject.problem("NG203", message, row)


def inverses(given: Given) -> Iterator[Problem]:
    """NG205: a row has none back though its set has a reverse; NG206: the row back says something else."""
    for subject in given.subjects:
        rows_of = None
        for name in (item.id for item in given.by_ends.get((subject.set.target, subject.set.source), ())):
            back = given.by_set.get(name)
            if back is not None:
                rows_of = rows_of or _by_pair(subject)
                yield from _against(subject, rows_of, back)


def _against(subject: Subject, rows_of: dict[_Pair, list[Mapping]], back: Subject) -> Iterator[Problem]:
    backwards = _by_pair(back)
    for (source, target), rows in rows_of.items():
        there = backwards.get((target, source), [])
        if not there:
            yield subject.problem("NG205", f"{spelled(rows[0])}: {back.set.id} has no row back", rows[0])
        elif not any(_converse(row, other) for row in rows for other in there):
            message = f"{spelled(rows[0])}, and back in {back.set.id} {spelled(there[0])}"
            yield subject.problem("NG206", message, rows[0])


def _converse(row: Mapping, back: Mapping) -> bool:
    inverted = row.relation.inverted()
    return inverted is None or inverted.shown == back.relation.shown


def denied_and_mapped(given: Given) -> Iterator[Problem]:
    """NG207: a row says that there is no counterpart, and another names one; NG208: a denial that names one itself."""
    for subject in given.subjects:
        mapped: dict[str, Mapping] = {}
        for row in subject.rows:
            if clear(row.source) and clear(row.target) and not row.negative:
                mapped.setdefault(row.source.text, row)
        for row in subject.rows:
            if row.target.state == NOTHING and row.source.text in mapped:
                other = mapped[row.source.text]
                message = f"{named(row.source)} has no counterpart, and {spelled(other)} at {_at(other)}"
                yield subject.problem("NG207", message, row)
            elif row.relation.name == NO_MATCH and clear(row.source) and clear(row.target):
                yield subject.problem("NG208", f"{row.relation.asserted} names {named(row.target)}", row)


def unreadable(given: Given) -> Iterator[Problem]:
    """NG301: the cells of a row are shifted; NG302: a value is not understood; NG303: a prefix is not declared."""
    rules = {_SHIFTED: "NG301", _PREFIX: "NG303"}
    for subject in given.subjects:
        for item in subject.read.findings:
            expected = f", expected {item.expected}" if item.expected else ""
            message = f"{item.what}: {item.found or 'nothing'}{expected}"
            key = f"{item.code} {item.found} {item.place if item.code == _SHIFTED else ''}"
            yield subject.problem(rules.get(item.code, "NG302"), message, place=item.place, key=key)


def grounds(given: Given) -> Iterator[Problem]:
    """NG401: no justification; NG402: no licence. Once for a set: it is the set that lacks them."""
    for subject in given.subjects:
        bare = [row for row in subject.rows if not (row.justification or row.rationale)]
        if bare:
            message = f"{len(bare):,} of {len(subject.rows):,} rows say on no ground how they were found"
            yield subject.problem("NG401", message, place=bare[0].place, key="justification")
        if not subject.set.licence:
            yield subject.problem("NG402", "the set states no licence", key="licence")


def machine_made(given: Given) -> Iterator[Problem]:
    """NG403: something shows that a machine made the row, and it says that a person did, or nothing."""
    for subject in given.subjects:
        found: dict[str, list[Mapping]] = {}
        for row in subject.rows:
            kind = row.justification.rpartition(":")[2].rpartition("/")[2].casefold()
            if row.machine and (not kind or kind in _SAYS_PERSON):
                found.setdefault(f"{row.machine}\0{row.justification}", []).append(row)
        for rows in found.values():
            first = rows[0]
            says = first.justification or "no justification"
            message = f"{len(rows):,} rows show {first.machine}, and say {says}"
            yield subject.problem("NG403", message, place=first.place, key=f"{first.machine} {says}")


def _at(row: Mapping) -> str:
    return where(row.place) or "another row"


CHECKS: tuple[Check, ...] = (
    two_relations,
    equal_to_two,
    inverses,
    denied_and_mapped,
    unreadable,
    grounds,
    machine_made,
)
