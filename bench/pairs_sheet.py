"""A sheet of requirement pairs for readers who do not see our relation, and the comparison of what they said with it.

    python -m bench.pairs_sheet sample bench/pairs/sheet.csv
    python -m bench.pairs_sheet score bench/pairs/sheet.csv bench/pairs/reader-1.csv bench/pairs/reader-2.csv
    python -m bench.pairs_sheet expected bench/pairs/expected.csv

The sample is drawn by a seed before anything is scored: for each pair of catalogs, requirements that share a duty or a
template, requirements that only the list of related ones names, and requirements taken at random.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from pathlib import Path

from kg import knowledge
from kg.crosswalk.derived import NARROWER, NONE, REUSABLE, SAME, SHARES, WIDER, compare, crosswalk
from kg.crosswalk.related import related
from kg.knowledge import Knowledge
from kg.model import Norm

SEED = 20261126
CATALOGS = (
    ("iso-42001-2023", "eu-ai-act"),
    ("iso-42001-2023", "nist-ai-rmf-1.0"),
    ("iso-42001-2023", "iso-27001-2022"),
    ("iso-42001-2023", "gdpr"),
    ("eu-ai-act", "nist-ai-rmf-1.0"),
    ("omb-m-25-21", "eu-ai-act"),
)
SHARING, KIN, EACH = 5, 2, 10
# What a reader may say -> the relation it stands for, and `related` for what shares no work.
JUDGEMENTS = {
    "same": SAME,
    "first-within-second": NARROWER,
    "second-within-first": WIDER,
    "overlap": SHARES,
    "other-discipline": REUSABLE,
    "related": "related",
    "nothing": NONE,
}
WORK = {SAME, NARROWER, WIDER, SHARES}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two requirements as a reader gets them."""

    number: str
    first: str
    first_title: str
    first_notes: str
    second: str
    second_title: str
    second_notes: str


COLUMNS = tuple(item.name for item in fields(Pair))


def sample(known: Knowledge) -> Iterator[Pair]:
    """The pairs, in an order that does not tell how each came in."""
    chance = random.Random(SEED)
    for source, target in CATALOGS:
        names: list[tuple[str, str]] = []
        for pairs, most in _kinds(known, source, target):
            # Where too few share anything, the next kind fills the sheet.
            names += chance.sample(pairs, min(most - len(names), len(pairs)))
        chance.shuffle(names)
        for first, second in names:
            left, right = (known.norms_named(name)[0] for name in (first, second))
            yield Pair("", first, *_told(known, left), second, *_told(known, right))


def _kinds(known: Knowledge, source: str, target: str) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """(pairs, how many the sheet may hold after them) of each kind."""
    rows = list(crosswalk(known, source, target))
    sharing = [(row.source, row.target) for row in rows if row.source and row.target]
    kin = [(row.source, row.target) for row in related(known, source, target)]
    sides = [
        [known.catalogs.requirement(norm) for norm in known.catalogs.norms_of(name) if known.scheme.links_of(norm.id)]
        for name in (source, target)
    ]
    taken = {*sharing, *kin}
    yield sharing, SHARING
    yield kin, SHARING + KIN
    yield [(left, right) for left in sides[0] for right in sides[1] if (left, right) not in taken], EACH


def _told(known: Knowledge, norm: Norm) -> tuple[str, str]:
    notes = (*norm.notes, *known.catalogs.provisions[norm.provision].notes)
    title = known.catalogs.provisions[norm.provision].label
    return title if title == norm.label else f"{title} ({norm.label})", " ".join(notes)


def ours(known: Knowledge, first: str, second: str, kin: set[tuple[str, str]]) -> str:
    """Our word for a pair: its relation by duties, or `related` where only the reading list names it."""
    left, right = (known.norms_named(name)[0] for name in (first, second))
    found = compare(known, left, right).relation
    return "related" if found == NONE and (first, second) in kin else found


def score(known: Knowledge, sheet: Path, readers: Sequence[Path]) -> Iterator[str]:
    """Lines of a report: agreement, a confusion table for each reader, every disagreement."""
    pairs = [(row["number"], row["first"], row["second"]) for row in _rows(sheet)]
    kin = {(row.source, row.target) for names in CATALOGS for row in related(known, *names)}
    said = {number: ours(known, first, second, kin) for number, first, second in pairs}
    answers = {path.stem: {row["number"]: JUDGEMENTS[row["judgement"]] for row in _rows(path)} for path in readers}
    why = {path.stem: {row["number"]: row["why"] for row in _rows(path)} for path in readers}
    for one, other in combinations(answers, 2):
        yield _agreement(f"{one} and {other}", answers[one], answers[other])
    for name, found in answers.items():
        yield _agreement(f"normgraph and {name}", said, found)
        yield from _confusion(name, said, found)
    yield "\n## Every disagreement\n"
    for number, first, second in pairs:
        told = {name: found[number] for name, found in answers.items()}
        if set(told.values()) != {said[number]}:
            words = "; ".join(f"{name}: {word} ({why[name][number]})" for name, word in told.items())
            yield f"- {number} {first} / {second}: normgraph {said[number]}; {words}"


def expected(known: Knowledge, path: Path) -> Iterator[str]:
    """Lines of a report on pairs with the relation that was expected: hit rates, then every miss with its reason."""
    rows = _rows(path)
    catalogs = dict.fromkeys((row["first"].partition(":")[0], row["second"].partition(":")[0]) for row in rows)
    kin = {(row.source, row.target) for names in catalogs for row in related(known, *names)}
    found = [(row, ours(known, row["first"], row["second"], kin)) for row in rows]
    wanted = {row["first"] + row["second"]: {JUDGEMENTS[word] for word in row["relation"].split("|")} for row in rows}
    yield "| catalogs | pairs | the word expected | agree whether work is shared |"
    yield "| --- | ---: | ---: | ---: |"
    for names in catalogs:
        of = [(wanted[row["first"] + row["second"]], said) for row, said in found if _between(row, names)]
        exact = sum(said in words for words, said in of)
        coarse = sum(any((word in WORK) == (said in WORK) for word in words) for words, said in of)
        yield f"| {' x '.join(names)} | {len(of)} | {exact} | {coarse} |"
    yield "\n## Every miss\n"
    for row, said in found:
        if said not in wanted[row["first"] + row["second"]]:
            yield f"- {row['first']} / {row['second']}: normgraph {said}; expected {row['relation']} ({row['why']})"


def _between(row: dict[str, str], names: tuple[str, str]) -> bool:
    return (row["first"].partition(":")[0], row["second"].partition(":")[0]) == names


def _agreement(title: str, one: dict[str, str], other: dict[str, str]) -> str:
    exact = sum(one[number] == other[number] for number in one)
    coarse = sum((one[number] in WORK) == (other[number] in WORK) for number in one)
    return f"{title}: the same word for {exact} of {len(one)}; agree whether work is shared for {coarse}"


def _confusion(name: str, said: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    words = list(JUDGEMENTS.values())
    counts = Counter((said[number], found[number]) for number in said)
    yield f"\n| normgraph \\ {name} | " + " | ".join(words) + " |"
    yield "| --- |" + " ---: |" * len(words)
    yield from (f"| {row} | " + " | ".join(str(counts[row, column]) for column in words) + " |" for row in words)
    yield ""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Write the sheet, or print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sample", "score", "expected"])
    parser.add_argument("sheet", type=Path)
    parser.add_argument("readers", type=Path, nargs="*")
    given = parser.parse_args()
    known = knowledge.load()
    if given.what == "expected":
        print("\n".join(expected(known, given.sheet)))
        return
    if given.what == "score":
        print("\n".join(score(known, given.sheet, given.readers)))
        return
    given.sheet.parent.mkdir(parents=True, exist_ok=True)
    with given.sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, pair in enumerate(sample(known), start=1):
            writer.writerow({name: getattr(pair, name) for name in COLUMNS} | {"number": str(number)})


if __name__ == "__main__":
    main()
