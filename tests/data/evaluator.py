"""A second reading of the condition grammar, for comparison only: text in, truth for one set of facts out.

Shares no code with `kg.logic`. It reads the spelling of the facts files too (`placed_before=D`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import product

# None: nothing known. A tuple: everything known, possibly nothing.
Answer = tuple[str, ...] | None
Answers = dict[str, Answer]
Truth = float  # 0, 0.5 or 1
Tree = tuple[str, tuple["Tree", ...], str]

_MOST = 3000
_WORD = re.compile(r"\s*(\(|\)|,|[^\s(),]+)")


@cache
def tree(text: str) -> Tree:
    """The condition as nested (word, parts, atom)."""
    words = _WORD.findall(text)
    found, rest = _read(words)
    if rest:
        raise ValueError(f"{text}: what follows {rest} is not read")
    return found


def _read(words: list[str]) -> tuple[Tree, list[str]]:
    word, rest = words[0], words[1:]
    if word not in {"all", "any", "not"} or rest[:1] != ["("]:
        return ("atom", (), re.sub(r"_before=", "<", word)), rest
    parts: list[Tree] = []
    rest = rest[1:]
    while rest[0] != ")":
        part, rest = _read(rest[1:] if rest[0] == "," else rest)
        parts.append(part)
    return (word, tuple(parts), ""), rest[1:]


def truth(found: Tree, answers: Answers) -> Truth:
    """Strong Kleene truth: 0 false, 1 true, a half unknown."""
    word, parts, atom = found
    if word == "atom":
        return _atom(atom, answers)
    if word == "not":
        return 1 - truth(parts[0], answers)
    values = [truth(part, answers) for part in parts]
    return min(values, default=1.0) if word == "all" else max(values, default=0.0)


def _atom(atom: str, answers: Answers) -> Truth:
    fact, operator, asked = _parts(atom)
    answer = answers.get(fact)
    if answer is None:
        return 0.5
    if operator == "<":
        return float(any(value < asked for value in answer))
    if operator == ">=":
        return float(any(value >= asked for value in answer))
    if asked == "any":
        return float(bool(answer))
    return float(any(_within(value, wanted) for value in answer for wanted in asked.split("|")))


@cache
def _parts(atom: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(\w+)(<|>=|=)(.+)", atom)
    if match is None:
        raise ValueError(f"{atom} is no atom")
    return match.group(1), match.group(2), match.group(3)


def _within(value: str, wanted: str) -> bool:
    """Annex III points: 4 stands for 4a and 4b."""
    return value == wanted or (wanted.isdigit() and value.rstrip("abcde") == wanted)


def _atoms(found: Tree) -> Iterator[str]:
    if found[0] == "atom":
        yield found[2]
    for part in found[1]:
        yield from _atoms(part)


def profiles(*found: Tree) -> Iterator[Answers]:
    """Answers that can tell the conditions apart: all of them where they are few, else a seeded choice."""
    options: dict[str, set[str]] = {}
    for atom in (atom for part in found for atom in _atoms(part)):
        fact, operator, asked = _parts(atom)
        here = options.setdefault(fact, set())
        if operator == "=":
            here.update({"something"} if asked == "any" else asked.split("|"))
        else:
            here.update({asked, "2000-01-01", "2099-12-31"})
    choices: dict[str, list[Answer]] = {
        fact: [None, (), *((value,) for value in sorted(values)), ("else",), tuple(sorted(values))]
        for fact, values in options.items()
    }
    size = 1
    for found_choices in choices.values():
        size *= len(found_choices)
    if size <= _MOST:
        yield from (dict(zip(choices, picked, strict=True)) for picked in product(*choices.values()))
    else:
        yield from _sampled(choices, found)


def _sampled(choices: dict[str, list[Answer]], found: tuple[Tree, ...]) -> Iterator[Answers]:
    """Random answers pulled towards each condition's truth, then every change of one answer around them."""
    chance = random.Random("profiles")  # noqa: S311 - a repeatable choice, not a secret
    for target in (*found, *(("not", (part,), "") for part in found)):
        for _ in range(12):
            answers: Answers = {fact: chance.choice(options) for fact, options in choices.items()}
            climbed = _climb(answers, choices, partial(_score, target))
            yield climbed
            for fact, options in choices.items():
                yield from ({**climbed, fact: option} for option in options)


def _climb(answers: Answers, choices: dict[str, list[Answer]], score: Callable[[Answers], float]) -> Answers:
    for fact, options in choices.items():
        answers = max(({**answers, fact: option} for option in options), key=score)
    return answers


def _score(found: Tree, answers: Answers) -> float:
    """How far towards truth: the share of a conjunction's parts that hold, the best part of a disjunction."""
    word, parts, _ = found
    if word == "not":
        return 1 - _score(parts[0], answers)
    if word == "atom" or not parts:
        return truth(found, answers)
    values = [_score(part, answers) for part in parts]
    return sum(values) / len(values) if word == "all" else max(values)


@cache
def difference(left: str, right: str) -> str:
    """Facts on which two conditions differ, empty where none were found."""
    if re.sub(r"\s", "", left) == re.sub(r"\s", "", right):
        return ""
    one, other = tree(left), tree(right)
    for answers in profiles(one, other):
        if truth(one, answers) != truth(other, answers):
            shown = {fact: "unknown" if answer is None else list(answer) for fact, answer in answers.items()}
            return f"{truth(one, answers)} against {truth(other, answers)} with {shown}"
    return ""
