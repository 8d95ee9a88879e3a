"""What mapping sets and duties say of two frameworks beside each other, and how two requirements are connected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.clock import Clock
from kg.crosswalk import agreement, joined, paths, voices
from kg.crosswalk.closure import SMALL, close
from kg.crosswalk.derived import review_state
from kg.crosswalk.mappings import FOREIGN, MappingSet
from kg.crosswalk.voices import DUTIES, Pair, Voice
from kg.engine import mappings, picking
from kg.engine.checking import read_sets
from kg.engine.graph import KnowledgeGraph
from kg.errors import NotFound, UsageError
from kg.identifiers import RESOLVED
from kg.knowledge import Knowledge
from kg.tables import Table, table

__all__ = ["DUTIES", "Sources", "compare", "path"]

SHOWN = ("source", "target", "verdict", "duties", "asserted", "follows")
TRUSTED = (*SHOWN, "answer", "answer_by")
STEPS_SHOWN = ("basis", "step", "source", "relation", "target", "by", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Which mapping sets are looked at: sets shipped or on record with these names, or all, and files.

    `loose` are names of sets in which an `intersects` means only that two overlap.
    """

    names: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    loose: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Compared:
    """The voices about two editions and the pairs that any of them, or all sets together, speak of."""

    duties: Voice
    sets: tuple[Voice, ...]
    pairs: tuple[Pair, ...]
    follows: dict[Pair, int]
    large: tuple[int, ...]


def compare(
    graph: KnowledgeGraph,
    clock: Clock,
    source: str,
    target: str,
    sources: Sources | None = None,
    *,
    trust: Sequence[str] = (),
    summary: bool = False,
) -> Table:
    """What duties and sets say of the pairs of two frameworks; with `summary` how every two of them compare, in counts.

    `trust` is an order of names of sets and `duties`; the first that is definite about a pair gives its answer.
    """
    left, right = (picking.framework(graph, name, clock) for name in (source, target))
    if left == right:
        raise UsageError("a comparison needs two different frameworks", found=left)
    known = graph.knowledge_at(clock)
    found = _compared(known, _sets(graph, clock, sources), left, right, (sources or Sources()).loose)
    speaking = (found.duties, *found.sets)
    _check_trust(trust, [voice.name for voice in speaking])
    notes = tuple(_notes(known, found, left, right, trust))
    if summary:
        rows = agreement.agreements(found.pairs, speaking)
        counted = table("crosswalk-agreement", agreement.AGREEMENT, rows)
        return Table(counted.name, counted.columns, counted.rows, counted.shown, notes)
    listed = agreement.compare(found.pairs, found.duties, found.sets, found.follows, trust)
    shown = table("crosswalk-comparison", agreement.COMPARISON, listed, TRUSTED if trust else SHOWN)
    return Table(shown.name, shown.columns, shown.rows, shown.shown, notes)


def _compared(
    known: Knowledge, sets: tuple[MappingSet, ...], left: str, right: str, loose: tuple[str, ...]
) -> _Compared:
    heard = [voices.of_set(item, left, right, loose=item.id in loose) for item in sets]
    spoken = tuple(voice for voice in heard if voice.said or voice.alone)
    closures = [close(network) for network in joined.networks(sets, loose).values()]
    follows = agreement.following(closures, left, right)
    stated = {pair for voice in spoken for pair in voice.said}
    duties = voices.of_duties(known, left, right, stated | set(follows))
    place = {name: number for number, name in enumerate(known.catalogs.provisions)}
    met = set(duties.said)
    pairs = tuple(sorted(met, key=lambda pair: (place.get(pair[0], 0), place.get(pair[1], 0), pair)))
    # What a set says itself does not follow from it.
    derived = {pair: mask for pair, mask in follows.items() if pair not in stated}
    large = tuple(size for closure in closures for size in closure.large)
    return _Compared(duties, spoken, pairs, derived, large)


def _sets(graph: KnowledgeGraph, clock: Clock, sources: Sources | None) -> tuple[MappingSet, ...]:
    """The sets looked at. Raises NotFound for a name that is not on record, UsageError where two have one name."""
    sources = sources or Sources()
    recorded = {item.id: item for item in mappings.known(graph, clock)}
    given = [item.mapping_set for _, value in read_sets(graph, sources.files) for item in value.sets]
    for name in (*sources.names, *sources.loose):
        if name not in recorded and name not in {item.id for item in given}:
            known = (*recorded, *(item.id for item in given))
            raise NotFound(
                "no such mapping set", found=name, known=known, hint="list them with: normgraph mapping list"
            )
    kept = [item for item in recorded.values() if not sources.names or item.id in sources.names]
    names = [item.id for item in (*kept, *given)]
    twice = next((name for name in names if names.count(name) > 1 or name == DUTIES), "")
    if twice:
        raise UsageError(
            "two mapping sets have one name", found=twice, expected="different names",
            hint="name the sets on record that are meant with --sets, or give the file alone",
        )  # fmt: skip
    return (*kept, *given)


def _check_trust(trust: Sequence[str], names: Sequence[str]) -> None:
    for name in trust:
        if name not in names:
            raise NotFound(
                "nobody of that name speaks of these frameworks", found=name, known=names, expected=" | ".join(names)
            )


def _notes(known: Knowledge, found: _Compared, left: str, right: str, trust: Sequence[str]) -> Iterator[str]:
    yield f"{len(found.pairs):,} pairs of {left} and {right} that a set or shared duties speak of"
    for voice in (found.duties, *found.sets):
        counts = agreement.states(found.pairs, voice)
        yield f"{voice.name}: " + ", ".join(f"{count:,} {state}" for state, count in counts.items())
    yield "shares are of the pairs of which both say whether the two overlap; unknown or silent is no disagreement"
    if found.follows:
        yield f"{len(found.follows):,} pairs of which no set speaks have what follows from all sets: asserted by nobody"
    if found.large:
        yield f"more than {SMALL:,} requirements hang together: only paths of up to three rows were followed"
    if trust:
        yield f"one answer is picked for each pair by the order {', '.join(trust)}; where others differ, see verdict"
    yield f"decompositions: {review_state(known, left, right)}"


def path(graph: KnowledgeGraph, clock: Clock, source: str, target: str, sources: Sources | None = None) -> Table:
    """The shortest proof between two requirements through mapping sets, and apart from it the way through duties."""
    known = graph.knowledge_at(clock)
    sets = _sets(graph, clock, sources)
    networks = joined.networks(sets, (sources or Sources()).loose)
    left, right = (_requirement(graph, clock, name, sets) for name in (source, target))
    if left == right:
        raise UsageError("a path needs two different requirements", found=left)
    found = list(paths.asserted(networks, left, right))
    duties = paths.through_duties(known, left, right)
    found += [duties] if duties is not None else []
    notes = [way.conclusion for way in found]
    bases = {step.basis for way in found for step in way.steps}
    notes += [f"no path on the basis {basis}" for basis in paths.BASES if basis not in bases]
    if duties is not None:
        editions = (end.partition(":")[0] for end in (left, right))
        notes.append(f"decompositions: {review_state(known, *editions)}")
    steps = [step for way in found for step in way.steps]
    listed = table("crosswalk-path", paths.COLUMNS, steps, STEPS_SHOWN)
    return Table(listed.name, listed.columns, listed.rows, listed.shown, tuple(notes))


def _requirement(graph: KnowledgeGraph, clock: Clock, name: str, sets: tuple[MappingSet, ...]) -> str:
    """A requirement, or an identifier of another framework as a set has it."""
    ends = (end for item in sets for row in item.mappings for end in (row.source, row.target))
    foreign = next((end.id for end in ends if end.state == FOREIGN and name in (end.id, end.text)), "")
    if foreign:
        return foreign
    known = graph.knowledge_at(clock)
    place = known.resolver.resolve(name, view=graph.in_view(clock))
    # A set may speak of a place that demands nothing, such as guidance.
    if place.outcome == RESOLVED and not known.catalogs.norms_named(place.place):
        if name != place.place:
            graph.tell(f"{name} is read as {place.place}")
        return place.place
    return picking.requirement(graph, name, clock)
