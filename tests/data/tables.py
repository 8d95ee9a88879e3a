"""The committed tables under `expected/`: what the data says, one readable line an item.

The tables of norms, guards and duties are a change detector: law data cannot change without a visible change there.
The tables of the demo are expectations that were read against the law by hand.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from kg.applicability.timeline import APPLIES, LATER, OPEN
from kg.assess.fragile import fragile
from kg.assess.kernel import NOT_ADOPTED, Block
from kg.assess.record import on_record
from kg.assess.verdicts import day_text
from kg.model import Duty, Norm, Window
from kg.portfolio.records import Evidence, Implementation
from kg.resources import ontology_dir
from tests.data.shipped import Data

Table = list[list[str]]

EXPECTED = Path(__file__).parent / "expected"
SLUGS = tuple(sorted(path.stem for path in (ontology_dir() / "catalogs").glob("*.ttl") if ".duties" not in path.name))
# Text of 2024 as known then; the project's today; all dates of the amended Act but those for legacy systems reached.
DAYS = (date(2025, 6, 1), date(2026, 11, 23), date(2028, 10, 1))


def norms(data: Data, slug: str) -> Table:
    """One line a norm: whom it binds, how, from when, under which condition, and the duties it stands for."""
    head = [
        "norm",
        "modality",
        "bearers",
        "level",
        "trigger",
        "tier",
        "parts",
        "texts",
        "requires",
        "advises",
        "context",
    ]
    return [head, *(_norm(data, norm) for norm in data.knowledge.catalogs.norms_of(slug))]


def _norm(data: Data, norm: Norm) -> list[str]:
    return [
        _local(norm.id),
        norm.modality,
        " ".join(norm.bearers),
        norm.level,
        norm.trigger,
        norm.penalty_tier,
        " ".join(map(_local, norm.aggregates)),
        " // ".join(map(_text, norm.windows)),
        *(_duties(data, norm, mode) for mode in ("requires", "advises", "context")),
    ]


def _text(window: Window) -> str:
    words = [f"{window.known_from}/{window.in_force_from}"]
    words += [f"from {window.applies_from}"] if window.applies_from else []
    words += [f"until {window.applies_until}"] if window.applies_until else []
    words += [f"{name.removeprefix('high-risk-')}@{day}" for name, day in window.schedule]
    return f"{' '.join(words)}: {window.text}"


def _duties(data: Data, norm: Norm, mode: str) -> str:
    found = []
    for link in data.knowledge.scheme.links_of(norm.id, mode):
        narrowed = [*link.aspects, *(f"{name}={value}" for name, value in link.parameters)]
        found.append(_local(link.duty) + (f"[{' '.join(narrowed)}]" if narrowed else ""))
    return " ".join(sorted(found))


def guards(data: Data) -> Table:
    """One line a guard: stratum, effect, what it changes, for which norms, under which condition."""
    head = ["guard", "stratum", "effect", "target", "date", "only", "except", "texts"]
    return [
        head,
        *(
            [
                guard.id,
                guard.stratum,
                guard.effect,
                f"{guard.target_fact}={'|'.join(guard.target_values)}" if guard.target_fact else "",
                str(guard.effect_date or ""),
                " ".join(sorted(map(_local, guard.target_norms))),
                " ".join(sorted(map(_local, guard.except_norms))),
                " // ".join(map(_text, guard.windows)),
            ]
            for guard in data.knowledge.catalogs.guards.values()
        ),
    ]


def duties(data: Data) -> Table:
    """One line a duty: the cell it is, what shows it, and how many norms demand it in each mode."""
    head = ["duty", "activity", "object", "discipline", "level", "actor", "trigger", "evidence", "quantifier", "nature"]
    head += ["parameters", "requires", "advises", "context"]
    return [head, *(_duty(data, duty) for duty in data.knowledge.scheme.duties.values())]


def _duty(data: Data, duty: Duty) -> list[str]:
    modes = [link.mode for link in data.knowledge.scheme.links if link.duty == duty.id]
    return [
        _local(duty.id),
        duty.activity,
        duty.object,
        duty.discipline,
        duty.level,
        duty.actor,
        duty.trigger,
        duty.evidence_kind,
        duty.quantifier,
        duty.nature,
        " ".join(duty.parameters),
        *(str(modes.count(mode)) for mode in ("requires", "advises", "context")),
    ]


def acme(data: Data, day: date) -> Table:
    """Status by norm and subject. Later ones with their date, open ones with `?`, dormant ones in brackets."""
    assessment = data.assessed(day)
    blocks = list(assessment.blocks())
    subjects = sorted({subject for block in blocks for subject in block.subjects})
    table = [["norm", *map(_local, subjects)]]
    for block in blocks:
        cells = dict.fromkeys(subjects, "")
        for row, subject in enumerate(block.subjects):
            cells[subject] = _cell(data, block, row)
        if any(cells.values()):
            table.append([block.norm.id, *cells.values()])
    return table


def _cell(data: Data, block: Block, row: int) -> str:
    status = data.knowledge.statuses.names[block.status[row]] or "no duty"
    shown = f"({status})" if block.dormant[row] else status
    words = {
        APPLIES: shown,
        LATER: f"{day_text(int(block.since[row]))} {shown}",
        OPEN: f"? {shown}",
        NOT_ADOPTED: "not adopted",
    }
    return words.get(int(block.state[row]), "")


def record(data: Data) -> Table:
    """What each implementation of the demo supports, and from which day in which state."""
    states: dict[tuple[str, str, str], list[str]] = {}
    for day in sorted(_days(data)):
        for key, state in _supported(data, day).items():
            history = states.setdefault(key, [])
            if not history or history[-1].partition(" ")[2] != state:
                history.append(f"{day} {state}")
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for (implementation, bit, subject), history in states.items():
        grouped.setdefault((implementation, bit, "; ".join(history)), []).append(_local(subject))
    grid = on_record(data.knowledge, data.acme, DAYS[0]).grid
    lines = [
        [_local(name), _period(data, name), _local(bit), _named(found, grid.subjects), past]
        for (name, bit, past), found in grouped.items()
    ]
    return [["implementation", "period", "point", "subjects", "states"], *sorted(lines)]


def _period(data: Data, implementation: str) -> str:
    found = data.acme.the(Implementation, implementation)
    return f"{found.valid_from or ''}/{found.valid_until or ''}"


def _named(subjects: list[str], everything: tuple[str, ...]) -> str:
    rest = sorted({_local(name) for name in everything} - set(subjects))
    if not rest:
        return "everything"
    return f"everything but {' '.join(rest)}" if len(rest) < len(subjects) / 2 else " ".join(sorted(subjects))


def _supported(data: Data, day: date) -> dict[tuple[str, str, str], str]:
    found = on_record(data.knowledge, data.acme, day)
    ranks: dict[tuple[str, str, str], int] = {}
    for item in found.supports:
        for number in item.subjects:
            key = (item.implementation, str(item.bit), found.grid.subjects[number])
            ranks[key] = max(ranks.get(key, 0), item.rank)
    return {key: data.knowledge.statuses.states[rank] for key, rank in ranks.items()}


def _days(data: Data) -> Iterator[date]:
    yield date(2023, 1, 1)
    periods = [(item.valid_from, item.valid_until) for item in data.acme.of(Implementation)]
    periods += [(item.valid_from, item.valid_until) for item in data.acme.of(Evidence)]
    for start, end in periods:
        if start is not None:
            yield start
        if end is not None:
            yield end + timedelta(days=1)
    for evidence in data.acme.of(Evidence):
        if evidence.date is not None:
            yield evidence.date


def _local(curie: str) -> str:
    return curie.partition(":")[2] or curie


def fragile_of_acme(data: Data) -> Table:
    """One line for each verdict of the demo and link it hangs on, by release: what to read first in a review."""
    head = ["release", "link", "duty", "confidence", "because", "subject", "requirement", "status", "without"]
    return [head, *([getattr(row, name) for name in head] for row in fragile(data.assessed(date(2026, 11, 23))))]


REGISTER: dict[str, Callable[[Data], Table]] = {
    **{f"norms-{slug}.csv": partial(norms, slug=slug) for slug in SLUGS},
    "guards.csv": guards,
    "duties.csv": duties,
    "acme-fragile.csv": fragile_of_acme,
}
DEMO: dict[str, Callable[[Data], Table]] = {
    **{f"acme-{day}.csv": partial(acme, day=day) for day in DAYS},
    "acme-record.csv": record,
}
TABLES = {**REGISTER, **DEMO}


def rendered(table: Table) -> str:
    """A table as CSV text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def difference(name: str, data: Data) -> list[str]:
    """Lines in which a committed table and the data differ."""
    path = EXPECTED / name
    committed = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = difflib.unified_diff(
        committed, rendered(TABLES[name](data)).splitlines(), name, "the data", n=0, lineterm=""
    )
    return list(lines)
