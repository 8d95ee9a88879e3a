"""Where voices about two editions agree, differ or exclude each other, with counts and their denominators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations

from kg import strm
from kg.crosswalk.closure import Closure
from kg.crosswalk.voices import NONE, OPEN, STATES, Pair, Saying, Voice

AGREE, COMPATIBLE, DIFFER, EXCLUDE = OUTCOMES = ("agree", "compatible", "differ", "exclude")
ONE, NOBODY = "one voice", "no voice"
VERDICTS = (*OUTCOMES, ONE, NOBODY)


def outcome(first: int, second: int) -> str:
    """How what two voices leave possible compares.

    `agree`: the same; `compatible`: one says less, and nothing against the other; `exclude`: one finds something in
    common and the other nothing; `differ`: both cannot hold for another reason.
    """
    if first == second:
        return AGREE
    if first & second:
        return COMPATIBLE
    return EXCLUDE if strm.DR in (first, second) else DIFFER


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A pair, and what each voice says of it. `follows` is derived from all sets together and asserted by nobody."""

    source: str
    target: str
    verdict: str
    duties: str
    asserted: str
    definite: str
    follows: str
    answer: str
    answer_by: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in COMPARISON}


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How two voices compare over the pairs that any voice speaks of.

    Shares are of `both`, the pairs about which both are definite.
    """

    first: str
    second: str
    both: str
    agree: str
    compatible: str
    differ: str
    exclude: str
    both_none: str
    first_only: str
    second_only: str
    unknown: str
    agree_share: str

    def as_dict(self) -> dict[str, str]:
        """Column name -> cell."""
        return {name: getattr(self, name) for name in AGREEMENT}


COMPARISON = tuple(item.name for item in fields(ComparisonRow))
AGREEMENT = tuple(item.name for item in fields(AgreementRow))


def compare(
    pairs: Iterable[Pair], duties: Voice, sets: Sequence[Voice], follows: Mapping[Pair, int], trust: Sequence[str] = ()
) -> Iterator[ComparisonRow]:
    """A row for each pair. `trust` names voices, the first that is definite gives the answer."""
    voices = (duties, *sets)
    for pair in pairs:
        said = {voice.name: voice.of(pair) for voice in voices}
        by = next((name for name in trust if said[name].definite), "")
        yield ComparisonRow(
            source=pair[0],
            target=pair[1],
            verdict=_verdict(list(said.values())),
            duties=_told(duties.of(pair)),
            asserted=";".join(f"{voice.name}: {_told(voice.of(pair))}" for voice in sets),
            definite=str(sum(saying.definite for saying in said.values())),
            follows=strm.spelled(follows[pair]) if pair in follows else "",
            answer=_told(said[by]) if by else "",
            answer_by=by,
        )


def _verdict(said: list[Saying]) -> str:
    """The worst of what any two voices come to."""
    masks = [saying.mask for saying in said if saying.definite]
    if len(masks) < len(("first", "second")):
        return ONE if masks else NOBODY
    found = {outcome(*both) for both in combinations(masks, 2)}
    return next(name for name in reversed(OUTCOMES) if name in found)


def _told(saying: Saying) -> str:
    if saying.words and saying.state == OPEN:
        return f"{saying.state} ({saying.words})"
    return saying.words or saying.state


def agreements(pairs: Sequence[Pair], voices: Sequence[Voice]) -> Iterator[AgreementRow]:
    """Counts for every two voices."""
    for first, second in combinations(voices, 2):
        said = [(first.of(pair), second.of(pair)) for pair in pairs]
        both = [(one, other) for one, other in said if one.definite and other.definite]
        counts = dict.fromkeys(OUTCOMES, 0)
        for one, other in both:
            counts[outcome(one.mask, other.mask)] += 1
        yield AgreementRow(
            first=first.name,
            second=second.name,
            both=str(len(both)),
            **{name: str(count) for name, count in counts.items()},
            both_none=str(sum(one.state == other.state == NONE for one, other in both)),
            first_only=str(sum(one.definite and not other.definite and other.state != OPEN for one, other in said)),
            second_only=str(sum(other.definite and not one.definite and one.state != OPEN for one, other in said)),
            unknown=str(sum(OPEN in (one.state, other.state) for one, other in said)),
            agree_share=f"{counts[AGREE] / len(both):.2f}" if both else "",
        )


def states(pairs: Sequence[Pair], voice: Voice) -> dict[str, int]:
    """How many of the pairs a voice is in which state about."""
    found = dict.fromkeys(STATES, 0)
    for pair in pairs:
        found[voice.of(pair).state] += 1
    return found


def following(closures: Iterable[Closure], source: str, target: str) -> dict[Pair, int]:
    """Pairs of two editions of which the sets together leave fewer relations possible, whatever the rationale type."""
    found: dict[Pair, int] = {}
    for closure in closures:
        for first, second, mask in closure.pairs():
            ends = (first.partition(":")[0], second.partition(":")[0])
            if ends == (source, target):
                found[first, second] = found.get((first, second), strm.ANY) & mask
            elif ends == (target, source):
                found[second, first] = found.get((second, first), strm.ANY) & strm.CONVERSES[mask]
    return found
