"""Rules on the ends of mappings: whether the pinned edition has them, and whether they may be mapped at all."""

from __future__ import annotations

from collections.abc import Iterator

from kg.crosswalk.lint import Check, Given, Library, Problem, Subject
from kg.crosswalk.mappings import End, Mapping
from kg.errors import did_you_mean
from kg.identifiers import AMBIGUOUS, RESOLVED, ROLLED_UP, UNKNOWN, WRONG_EDITION
from kg.knowledge import Knowledge
from kg.model import Provision

# A section is a heading where it stands in a chapter; in other laws it is what elsewhere is an article.
_HEADINGS = frozenset(
    {"chapter", "theme", "area", "area-group", "group", "guidance-area", "guidance-area-group", "committee"}
)
_SECTION, _CHAPTER = "section", "chapter"
_GUIDANCE = "guidance"
_NAMES_EDITION = "names "


def ends(given: Given) -> Iterator[tuple[Subject, Mapping, End, str]]:
    """Each end of each row that is checked, with the edition its set says it is of."""
    for subject in given.subjects:
        for row in subject.rows:
            yield subject, row, row.source, subject.set.source
            yield subject, row, row.target, subject.set.target


def unknown(given: Given) -> Iterator[Problem]:
    """NG101: the edition has no such requirement."""
    for subject, row, end, _ in ends(given):
        if end.state == UNKNOWN and not end.hint.startswith(_NAMES_EDITION):
            hint = f": {end.hint}" if end.hint else ""
            yield subject.problem("NG101", f"{end.text} names no requirement{hint}", row)


def not_in_library(given: Given) -> Iterator[Problem]:
    """NG102: the library of the framework has no such identifier."""
    for subject, row, end, _ in ends(given):
        library = next((item for item in given.libraries if _means(end, item)), None)
        if library is not None and end.text not in library.identifiers:
            near = did_you_mean(end.text, library.identifiers)
            hint = f": {near}" if near else ""
            yield subject.problem("NG102", f"{library.name} has no {end.text}{hint}", row)


def _means(end: End, library: Library) -> bool:
    return bool(library.stem) and end.text.startswith(library.stem)


def ambiguous(given: Given) -> Iterator[Problem]:
    """NG103: the end may mean several requirements."""
    for subject, row, end, _ in ends(given):
        if end.state == AMBIGUOUS:
            yield subject.problem("NG103", f"{end.text} is ambiguous: {end.hint}", row)


def not_mappable(given: Given) -> Iterator[Problem]:
    """NG104: guidance, a heading or an edition is mapped as if it were a requirement."""
    for subject, row, end, _ in ends(given):
        why = _why_not(given.knowledge, end)
        if why:
            yield subject.problem("NG104", f"{end.text} is {why}", row)


def _why_not(knowledge: Knowledge, end: End) -> str:
    if end.state == UNKNOWN and end.hint.startswith(_NAMES_EDITION):
        return "an edition, no requirement of it"
    place = knowledge.catalogs.provisions.get(end.id) if end.state == RESOLVED else None
    if place is None or knowledge.catalogs.norms_named(place.id):
        return ""
    if place.category == _GUIDANCE:
        return f"guidance ({place.id})"
    return f"a heading ({place.id}, {place.kind})" if _is_heading(knowledge, place) else ""


def _is_heading(knowledge: Knowledge, place: Provision) -> bool:
    parent = knowledge.catalogs.provisions.get(place.parent)
    in_chapter = place.kind == _SECTION and parent is not None and parent.kind == _CHAPTER
    return place.kind in _HEADINGS or in_chapter


def mixed_editions(given: Given) -> Iterator[Problem]:
    """NG105: an end is of another edition than the one its set is pinned to."""
    for subject, row, end, edition in ends(given):
        if end.state == WRONG_EDITION:
            yield subject.problem("NG105", f"{end.text}: {end.hint}", row)
        elif end.pinned and edition in given.knowledge.catalogs.editions:
            own = end.id.partition(":")[0]
            if own != edition:
                yield subject.problem("NG105", f"{end.text} is of {own}, the set is about {edition}", row)


def rolled_up(given: Given) -> Iterator[Problem]:
    """NG106: the end is finer than the pinned edition lists."""
    for subject, row, end, _ in ends(given):
        if end.state == ROLLED_UP:
            yield subject.problem("NG106", f"{end.text} is taken for {end.id}", row)


def label_differs(given: Given) -> Iterator[Problem]:
    """NG107: the label is that of another requirement."""
    for subject, row, end, _ in ends(given):
        if end.state == RESOLVED and end.label:
            meant = given.knowledge.resolver.resolve(end.label, end.id.partition(":")[0])
            if meant.outcome == RESOLVED and meant.place != end.id:
                yield subject.problem("NG107", f"{end.text} is {end.id}, its label {end.label!r} is {meant.place}", row)


CHECKS: tuple[Check, ...] = (
    unknown,
    not_in_library,
    ambiguous,
    not_mappable,
    mixed_editions,
    rolled_up,
    label_differs,
)
