"""How well relations by duties find the pairs of a human crosswalk, for any list of pairs and any two shipped catalogs.

    python -m bench.crosswalk_truth FILE --source iso-42001-2023 --target eu-ai-act

FILE is any mapping file that `normgraph mapping import` reads, or a table that only lists pairs: columns such as
`source` and `target`, else its first two. A pair of places stands for all requirements below them.
What the list does not name counts as not mapped, so precision is a lower bound: people leave out much that is true.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg import knowledge
from kg.crosswalk.mappings import Mapping, Stated
from kg.errors import NormgraphError
from kg.exchange import mapping_csv, mapping_file, spreadsheet
from kg.exchange.grid import Row
from kg.exchange.mapping_draft import TABLE, Draft, DraftRow
from kg.exchange.mapping_pin import pin
from kg.exchange.mapping_table import Table, drafted, find
from kg.knowledge import Knowledge
from kg.model import Norm

WORST = 20
Pair = tuple[str, str]


@dataclass(frozen=True)
class Truth:
    """Pairs of norms that a human list covers, and the pairs of places it names. `open` counts rows not understood."""

    places: tuple[Pair, ...]
    pairs: frozenset[Pair]
    below: dict[str, tuple[str, ...]]
    open: int


@dataclass(frozen=True)
class Found:
    """How the pairs of one level of comparison fare: shares from 0 to 1; `lift` is how often chance would do it."""

    level: str
    predicted: int
    precision: float
    recall: float
    lift: float
    top: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Bench:
    """Two catalogs, and what their requirements have in common at each level."""

    def __init__(self, known: Knowledge, source: str, target: str) -> None:
        self.known = known
        self.sides = tuple(
            tuple(norm for norm in known.catalogs.norms_of(name) if known.scheme.links_of(norm.id))
            for name in (source, target)
        )
        self.levels: dict[str, Callable[[Norm], frozenset[str]]] = {
            "duty": self.duties,
            "duty, any discipline": self.templates,
            "object": self.objects,
        }

    def duties(self, norm: Norm) -> frozenset[str]:
        """Cells a norm requires."""
        return frozenset(link.duty for link in self.known.scheme.links_of(norm.id))

    def templates(self, norm: Norm) -> frozenset[str]:
        """The same, whatever the discipline."""
        return frozenset(self.known.scheme.template(duty) for duty in self.duties(norm))

    def objects(self, norm: Norm) -> frozenset[str]:
        """What these cells are about."""
        return frozenset(self.known.scheme.duties[duty].object for duty in self.duties(norm))

    def common(self, level: str) -> dict[Pair, int]:
        """Pairs of norms with anything in common, and how much."""
        of = self.levels[level]
        left, right = ({norm.id: of(norm) for norm in side} for side in self.sides)
        return {(a, b): len(x & y) for a, x in left.items() for b, y in right.items() if x & y}

    def truth(self, path: Path, source: str, target: str) -> Truth:
        """What a file maps between the two catalogs, whichever way round; denied rows are no pairs."""
        places: dict[Pair, None] = {}
        unread = 0
        for row in mapped(path, self.known, source, target):
            ends = (row.source.id, row.target.id)
            slugs = tuple(end.partition(":")[0] for end in ends)
            if row.pinned and not row.negative and set(slugs) == {source, target}:
                places[ends if slugs == (source, target) else ends[::-1]] = None
            unread += not row.pinned
        below = {place: self._below(place) for pair in places for place in pair}
        pairs = {(a, b) for left, right in places for a in below[left] for b in below[right]}
        return Truth(tuple(places), frozenset(pairs), below, unread)

    def _below(self, place: str) -> tuple[str, ...]:
        catalogs = self.known.catalogs
        return tuple(
            norm.id
            for side in self.sides
            for norm in side
            if place in (norm.id, norm.provision, *catalogs.ancestors(norm.provision))
        )

    def measured(self, level: str, truth: Truth) -> Found:
        """Precision over predicted pairs, recall over the places named, lift over chance, top-1 hit rate."""
        common = self.common(level)
        right = truth.pairs & common.keys()
        found = sum(
            any((a, b) in common for a in truth.below[left] for b in truth.below[right_])
            for left, right_ in truth.places
        )
        base = len(truth.pairs) / (len(self.sides[0]) * len(self.sides[1]))
        precision = len(right) / len(common) if common else 0.0
        return Found(
            level,
            len(common),
            precision,
            found / len(truth.places) if truth.places else 0.0,
            precision / base if base else 0.0,
            self._top(common, truth),
        )

    def _top(self, common: dict[Pair, int], truth: Truth) -> float:
        """Share of mapped sources whose best target is mapped; the best has most in common and least besides."""
        sources = {a for a, _ in truth.pairs}
        size = {norm.id: len(self.duties(norm)) for norm in self.sides[1]}
        hits = 0
        for source in sources:
            ranked = [(-count, size[b], b) for (a, b), count in common.items() if a == source]
            hits += bool(ranked) and (source, min(ranked)[2]) in truth.pairs
        return hits / len(sources) if sources else 0.0

    def only_ours(self, truth: Truth) -> Iterator[str]:
        """The strongest pairs by duties that the list does not name, with the duties that decided."""
        common = self.common("duty")
        ranked = sorted((-count, pair) for pair, count in common.items() if pair not in truth.pairs)
        for _, (a, b) in ranked[:WORST]:
            norms = self.known.catalogs.norms
            shared = sorted(self.duties(norms[a]) & self.duties(norms[b]))
            yield f"{self._name(a)} / {self._name(b)}: {'; '.join(shared)}"

    def only_theirs(self, truth: Truth) -> Iterator[str]:
        """Pairs the list names without any duty in common, those without a common object first, with their duties."""
        common, objects = self.common("duty"), self.common("object")
        missed = []
        for left, right in truth.places:
            pairs = [(a, b) for a in truth.below[left] for b in truth.below[right]]
            if not any(pair in common for pair in pairs):
                missed.append((sum(pair in objects for pair in pairs), left, right))
        for _, left, right in sorted(missed)[:WORST]:
            yield f"{left} ({self._told(truth.below[left])}) / {right} ({self._told(truth.below[right])})"

    def _told(self, norms: tuple[str, ...]) -> str:
        duties = {duty for norm in norms for duty in self.duties(self.known.catalogs.norms[norm])}
        return ", ".join(sorted(duties)) or "nothing required"

    def _name(self, norm: str) -> str:
        return self.known.catalogs.requirement(self.known.catalogs.norms[norm])


def mapped(path: Path, known: Knowledge, source: str, target: str) -> Iterator[Mapping]:
    """The rows of a mapping file, or of a table of pairs that does not say how they are related."""
    if path.suffix.lower() not in spreadsheet.SUFFIXES or mapping_file.form_in(book := spreadsheet.read(path)):
        for found in mapping_file.read(path, known, Stated(source, target)).sets:
            yield from found.mapping_set.mappings
        return
    for sheet in book.sheets:
        table = find(sheet, mapping_csv.NAMES, mapping_csv.ENDS)
        rows = tuple(_listed(table or Table(sheet, Row(0, ()), {"source": 1, "target": 2}, ())))
        pinned = pin(Draft(identity=path.name, form=TABLE, file=path.name, rows=rows), known, source, target)
        mappings = pinned.mapping_set.mappings
        # Without columns whose names are known, the first row is a heading unless it is a pair itself.
        yield from mappings if table or not mappings or mappings[0].pinned else mappings[1:]


def _listed(table: Table) -> Iterator[DraftRow]:
    for place, row in table.rows:
        if not row.cells[0].startswith("#"):
            yield from (replace(item, relation="skos:relatedMatch") for item in drafted(table, place, row, ""))


def report(known: Knowledge, path: Path, source: str, target: str) -> Iterator[str]:
    """Lines of the report."""
    bench = Bench(known, source, target)
    truth = bench.truth(path, source, target)
    yield f"{len(truth.places)} pairs of places, {len(truth.pairs)} pairs of requirements; {truth.open} rows not pinned"
    yield f"{'level':22}{'predicted':>10}{'precision':>10}{'recall':>8}{'F1':>7}{'lift':>7}{'top-1':>7}"
    for level in bench.levels:
        found = bench.measured(level, truth)
        yield (
            f"{level:22}{found.predicted:>10}{found.precision:>10.2f}{found.recall:>8.2f}{found.f1:>7.2f}"
            f"{found.lift:>7.1f}{found.top:>7.2f}"
        )
    yield f"\nBy duties and not in the list (at most {WORST})"
    yield from bench.only_ours(truth)
    yield f"\nIn the list and nothing by duties (at most {WORST})"
    yield from bench.only_theirs(truth)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", required=True)
    parser.add_argument("--target", required=True)
    given = parser.parse_args()
    try:
        print("\n".join(report(knowledge.load(), given.file, given.source, given.target)))
    except NormgraphError as error:
        parser.exit(error.exit_code, f"crosswalk_truth: {error}\n")


if __name__ == "__main__":
    main()
