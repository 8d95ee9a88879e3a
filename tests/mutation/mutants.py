"""Two hundred seeded faults in the data: conditions, dates, links, duties, status rules, and the demo's record."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kg.logic import All, Atom, Expr, Not, Some, atoms, dnf, parse

SEED = 20261123
PORTFOLIO = "examples/acme/portfolio.yaml"
# How many of each; the order is the order of the run.
QUOTA = {
    "condition: literal dropped": 15,
    "condition: literal negated": 15,
    "condition: value changed": 15,
    "condition: all and any swapped": 15,
    "date: knownFrom": 6,
    "date: inForceFrom": 6,
    "date: appliesFrom": 14,
    "date: appliesUntil": 6,
    "date: class date": 6,
    "date: effectDate": 5,
    "link: mode": 14,
    "link: removed": 11,
    "link: duty swapped": 11,
    "duty: quantifier": 6,
    "duty: trigger": 5,
    "duty: evidence kind": 6,
    "duty: nature": 6,
    "status rule": 8,
    "evidence: date": 8,
    "evidence: kind": 6,
    "implementation: status": 6,
    "implementation: scope": 5,
    "implementation: period": 5,
}
_BLOCK = re.compile(r"^(?P<name>\S+)\n    a (?P<kind>ng:\w+).*? \.$\n*", re.MULTILINE | re.DOTALL)
_STATUSES = ("implemented", "planned", "not-done")


@dataclass(frozen=True)
class Site:
    """A place in a file that can be changed, and what may stand there instead."""

    file: str
    name: str
    start: int
    end: int
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Mutant:
    """One fault: a file's text between two offsets replaced."""

    kind: str
    file: str
    name: str
    start: int
    end: int
    before: str
    after: str

    def applied(self, text: str) -> str:
        """The file with the fault in it."""
        return text[: self.start] + self.after + text[self.end :]

    def __str__(self) -> str:
        before, after = (" ".join(part.split())[:160] for part in (self.before, self.after))
        return f"{self.kind}, {self.name}: {before} -> {after or 'nothing'}"


def mutants(root: Path) -> list[Mutant]:
    """The same mutants for the same data."""
    names = sorted(path.relative_to(root).as_posix() for path in (root / "ontology").rglob("*.ttl"))
    texts = {name: (root / name).read_text(encoding="utf-8") for name in [*names, PORTFOLIO]}
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    found: list[Mutant] = []
    for kind, number in QUOTA.items():
        sites = [site for site in _SITES[kind](texts) if site.instead]
        for site in _spread(sites, number, chance):
            before = texts[site.file][site.start : site.end]
            after = chance.choice(site.instead)
            found.append(Mutant(kind, site.file, site.name, site.start, site.end, before, after))
    return found


def _spread(sites: list[Site], number: int, chance: random.Random) -> list[Site]:
    """So many sites, each once where there are enough."""
    picked: list[Site] = []
    while len(picked) < number:
        picked += chance.sample(sites, min(number - len(picked), len(sites)))
    return picked


Texts = dict[str, str]


def _blocks(texts: Texts, kind: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    """(file, subject, match) of every Turtle block of a class."""
    for file, text in texts.items():
        if file.endswith(".ttl"):
            for match in _BLOCK.finditer(text):
                if match["kind"] == f"ng:{kind}":
                    yield file, match["name"], match


def _values(texts: Texts, block: str, pattern: str) -> Iterator[tuple[str, str, int, int, str]]:
    """(file, subject, start, end, text) of what a pattern's group matches inside blocks of a class."""
    for file, name, match in _blocks(texts, block):
        for found in re.finditer(pattern, match[0]):
            offset = match.start()
            yield file, name, offset + found.start(1), offset + found.end(1), found[1]


def _others(texts: Texts, block: str, pattern: str) -> Iterator[Site]:
    """Sites where one value may be replaced by any other value found at such places."""
    found = list(_values(texts, block, pattern))
    every = sorted({value for *_, value in found})
    for file, name, start, end, value in found:
        yield Site(file, name, start, end, tuple(other for other in every if other != value))


# Conditions


def _conditions(change: Callable[[Expr, dict[str, set[str]]], Iterator[Expr]]) -> Callable[[Texts], Iterator[Site]]:
    def sites(texts: Texts) -> Iterator[Site]:
        found = list(_values(texts, "ApplicabilityWindow", r'ng:condition "([^"]+)"'))
        known: dict[str, set[str]] = {}
        for *_, text in found:
            for atom in atoms(parse(text)):
                known.setdefault(atom.fact, set()).update(atom.values)
        for file, name, start, end, text in found:
            expr = parse(text)
            changed = (other for other in _inside(expr, known, change) if dnf(other) != dnf(expr))
            yield Site(file, name, start, end, tuple(dict.fromkeys(map(str, changed))))

    return sites


def _inside(
    expr: Expr, known: dict[str, set[str]], change: Callable[[Expr, dict[str, set[str]]], Iterator[Expr]]
) -> Iterator[Expr]:
    """The expression with one change, at its top or anywhere below."""
    yield from change(expr, known)
    if isinstance(expr, Not):
        yield from (Not(part) for part in _inside(expr.part, known, change))
    elif not isinstance(expr, Atom):
        for number, part in enumerate(expr.parts):
            for other in _inside(part, known, change):
                yield type(expr)((*expr.parts[:number], other, *expr.parts[number + 1 :]))


def _dropped(expr: Expr, _known: dict[str, set[str]]) -> Iterator[Expr]:
    if isinstance(expr, (All, Some)) and len(expr.parts) > 1:
        for number in range(len(expr.parts)):
            yield type(expr)((*expr.parts[:number], *expr.parts[number + 1 :]))


def _negated(expr: Expr, _known: dict[str, set[str]]) -> Iterator[Expr]:
    if isinstance(expr, Atom):
        yield Not(expr)
    elif isinstance(expr, Not):
        yield expr.part


def _revalued(expr: Expr, known: dict[str, set[str]]) -> Iterator[Expr]:
    if not isinstance(expr, Atom):
        return
    if expr.op != "=":
        yield from (Atom(expr.fact, expr.op, (day,)) for day in _shifted(expr.values[0]))
    elif expr.values in {("true",), ("false",)}:
        yield Atom(expr.fact, "=", ("false" if expr.values == ("true",) else "true",))
    else:
        others = sorted(known[expr.fact] - set(expr.values) - {"any"})
        for number in range(len(expr.values)):
            yield from (
                Atom(expr.fact, "=", (*expr.values[:number], other, *expr.values[number + 1 :])) for other in others
            )
        if len(expr.values) > 1:
            yield from (
                Atom(expr.fact, "=", (*expr.values[:n], *expr.values[n + 1 :])) for n in range(len(expr.values))
            )


def _swapped(expr: Expr, _known: dict[str, set[str]]) -> Iterator[Expr]:
    if isinstance(expr, All) and len(expr.parts) > 1:
        yield Some(expr.parts)
    elif isinstance(expr, Some) and len(expr.parts) > 1:
        yield All(expr.parts)


# Dates


def _shifted(text: str) -> tuple[str, ...]:
    """A day, a month and a year earlier and later."""
    day = date.fromisoformat(text)
    month = timedelta(days=31)
    years = (day.replace(year=day.year + step, day=min(day.day, 28)) for step in (-1, 1))
    return tuple(str(found) for found in (day - timedelta(1), day + timedelta(1), day - month, day + month, *years))


def _dates(block: str, name: str) -> Callable[[Texts], Iterator[Site]]:
    def sites(texts: Texts) -> Iterator[Site]:
        for file, subject, start, end, text in _values(texts, block, rf'ng:{name} "([0-9-]+)"'):
            yield Site(file, subject, start, end, _shifted(text))

    return sites


# Links, duties, status rules


def _modes(texts: Texts) -> Iterator[Site]:
    change = {"requires": "advises", "advises": "requires", "context": "requires"}
    for file, name, start, end, mode in _values(texts, "DutyLink", r"ng:mode mode:(\w+)"):
        yield Site(file, name, start, end, (change[mode],))


def _removed(texts: Texts) -> Iterator[Site]:
    for file, name, match in _blocks(texts, "DutyLink"):
        yield Site(file, name, match.start(), match.end(), ("",))


def _triggers(texts: Texts) -> Iterator[Site]:
    yield from _others(texts, "Duty", r"ng:dutyTrigger trigger:([\w-]+)")
    for file, name, start, end, _ in _values(texts, "Duty", r"(    ng:dutyTrigger trigger:[\w-]+ ;\n)"):
        yield Site(file, name, start, end, ("",))


def _status_rules(texts: Texts) -> Iterator[Site]:
    yield from _others(texts, "StatusRule", r"ng:gives status:([\w-]+)")
    yield from _others(texts, "StatusRule", r"ng:some bit-state:([\w-]+)")
    yield from _others(texts, "ThresholdRule", r"ng:needsAssurance assurance:([\w-]+)")
    for file, name, start, end, _ in _values(texts, "StatusRule", r"ng:every (bit-state:[\w-]+ , )"):
        yield Site(file, name, start, end, ("",))


# The demo's record: one flow mapping a line


def _lines(texts: Texts, section: str, pattern: str) -> Iterator[tuple[str, int, int, str]]:
    text = texts[PORTFOLIO]
    begin = text.index(f"\n{section}:\n") + 1
    after = re.search(r"^\w+:$", text[begin + len(section) + 2 :], re.MULTILINE)
    stop = begin + len(section) + 2 + after.start() if after else len(text)
    for line in re.finditer(r"^  - \{id: ([\w-]+),.*$", text[begin:stop], re.MULTILINE):
        for found in re.finditer(pattern, line[0]):
            yield line[1], begin + line.start() + found.start(1), begin + line.start() + found.end(1), found[1]


def _recorded(
    section: str, pattern: str, instead: Callable[[str], tuple[str, ...]]
) -> Callable[[Texts], Iterator[Site]]:
    def sites(texts: Texts) -> Iterator[Site]:
        for name, start, end, text in _lines(texts, section, pattern):
            yield Site(PORTFOLIO, name, start, end, instead(text))

    return sites


def _kinds(texts: Texts) -> Iterator[Site]:
    found = list(_lines(texts, "evidence", r"kind: ([\w-]+|\[[^\]]+\])"))
    every = sorted({kind for *_, kinds in found for kind in re.findall(r"[\w-]+", kinds)})
    for name, start, end, kinds in found:
        yield Site(PORTFOLIO, name, start, end, tuple(kind for kind in every if kind not in kinds))


def _scopes(text: str) -> tuple[str, ...]:
    if text == "organisation":
        return ("[recruiting]", "[spam-filter]")
    members = re.findall(r"[\w-]+", text)
    fewer = [f"[{', '.join(members[:number] + members[number + 1 :])}]" for number in range(len(members))]
    return ("organisation", f"[{', '.join([*members, 'spam-filter'])}]", *(item for item in fewer if item != "[]"))


_SITES: dict[str, Callable[[Texts], Iterator[Site]]] = {
    "condition: literal dropped": _conditions(_dropped),
    "condition: literal negated": _conditions(_negated),
    "condition: value changed": _conditions(_revalued),
    "condition: all and any swapped": _conditions(_swapped),
    **{
        f"date: {name}": _dates("ApplicabilityWindow", name)
        for name in ("knownFrom", "inForceFrom", "appliesFrom", "appliesUntil")
    },
    "date: class date": _dates("ClassDate", "date"),
    "date: effectDate": _dates("Guard", "effectDate"),
    "link: mode": _modes,
    "link: removed": _removed,
    "link: duty swapped": lambda texts: _others(texts, "DutyLink", r"ng:duty duty:([\w-]+)"),
    "duty: quantifier": lambda texts: _others(texts, "Duty", r"ng:quantifier quantifier:([\w-]+)"),
    "duty: trigger": _triggers,
    "duty: evidence kind": lambda texts: _others(texts, "Duty", r"ng:evidenceKind evidence-kind:([\w-]+)"),
    "duty: nature": lambda texts: _others(texts, "Duty", r"ng:nature nature:([\w-]+)"),
    "status rule": _status_rules,
    "evidence: date": _recorded("evidence", r"(?:date|from|until): (\d{4}-\d\d-\d\d)", _shifted),
    "evidence: kind": _kinds,
    "implementation: status": _recorded(
        "implementations", r"status: ([\w-]+)", lambda text: tuple(item for item in _STATUSES if item != text)
    ),
    "implementation: scope": _recorded("implementations", r"scope: (organisation|\[[^\]]+\])", _scopes),
    "implementation: period": _recorded("implementations", r"(?:from|until): (\d{4}-\d\d-\d\d)", _shifted),
}
