"""Dates written from the law itself: publication, entry into force, Article 113, and the memoranda's own dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from kg.model import Guard, Norm, Window
from tests import test_statuses
from tests.data.shipped import Data

AIA, ISO, OLD_MEMO, NEW_MEMO = "eu-ai-act", "iso-42001-2023", "omb-m-24-10", "omb-m-25-21"

# Regulation (EU) 2024/1689: published 12 July 2024, in force 20 days later; amended by (EU) 2026/1744.
TEXT_2024 = (date(2024, 7, 12), date(2024, 8, 1))
TEXT_2026 = (date(2026, 7, 24), date(2026, 7, 27))
# Article 113 as adopted: Chapters I and II early; notified bodies, models, governance, penalties in 2025; else 2026.
EARLY, MIDDLE, GENERAL = date(2025, 2, 2), date(2025, 8, 2), date(2026, 8, 2)
EARLY_CHAPTERS = {"chapter-1", "chapter-2"}
MIDDLE_CHAPTERS = {"chapter-3-section-4", "chapter-5", "chapter-7", "chapter-12"}
# Article 78 is among the early ones by name, the fines on model providers (101) are not.
MIDDLE_ARTICLES, GENERAL_ARTICLES = {"78"}, {"101"}
BY_CLASS = {
    TEXT_2024: {
        "high-risk-annex-iii": date(2026, 8, 2),
        "high-risk-annex-i": date(2027, 8, 2),
        "not-high-risk-6-3": date(2026, 8, 2),
    },
    TEXT_2026: {
        "high-risk-annex-iii": date(2027, 12, 2),
        "high-risk-annex-i": date(2028, 8, 2),
        "not-high-risk-6-3": date(2027, 12, 2),
    },
}
# Article 111: who was on the market in time, by when the duties are due.
TRANSITIONS = {
    "guard-legacy-annex-iii-public": date(2030, 8, 2),
    "guard-legacy-annex-i-public": date(2030, 8, 2),
    "guard-legacy-annex-x": date(2030, 12, 31),
    "guard-legacy-gpai": date(2027, 8, 2),
    "guard-legacy-50-2": date(2026, 12, 2),
    # Article 50(5) says how 50(2) is met.
    "guard-legacy-50-5": date(2026, 12, 2),
    # Article 25(2) is bound to the dates of Article 113 by class, but names none.
    "guard-25-2-annex-i": date(2028, 8, 2),
    "guard-25-2-annex-i-2024": date(2027, 8, 2),
}
# Rows about products of Annex I only count from its date; Article 111 names its own days.
OWN_2024 = {
    **dict.fromkeys(("8-2.n1", "11-2.n1", "25-3.n1", "43-3.n1", "73-10.n1"), date(2027, 8, 2)),
    "111-1.n1": date(2030, 12, 31),
    "111-2.n2": date(2030, 8, 2),
    "111-3.n1": date(2027, 8, 2),
}
# Article 10(5) became 4a(1); the deeming of 27(4) became a permission to rely on the other assessment.
ENDED = {"10-5.n1", "27-4.n2"}
# The row of Article 111(2) itself: one date in the text of 2024, dates by class since.
CLASSES_SINCE_2026 = {"111-2.n1"}
MEMO_DATES = {OLD_MEMO: date(2024, 3, 28), NEW_MEMO: date(2025, 4, 3)}
ISO_PUBLISHED = date(2023, 12, 18)


def texts_of_the_act(data: Data) -> list[str]:
    """Every version of every norm and guard of the Act is the text of 2024 or that of 2026, one of each at most."""
    found: list[str] = []
    for item in _items(data, AIA):
        texts = [(window.known_from, window.in_force_from) for window in item.windows]
        if texts not in ([TEXT_2024, TEXT_2026], [TEXT_2024], [TEXT_2026]):
            found.append(f"{item.id}: versions {texts}")
        for window, text in zip(item.windows, texts, strict=True):
            ended = text == TEXT_2026 and item.id.partition(":")[2] in ENDED
            if window.applies_until != (TEXT_2026[1] if ended else None):
                found.append(f"{window.id}: ends on {window.applies_until}")
            if window.schedule and dict(window.schedule) != BY_CLASS.get(text):
                found.append(f"{window.id}: class dates {window.schedule}")
    return found


def article_113(data: Data) -> list[str]:
    """Formal dates of the text of 2024, and that both texts give dates by class to the same rows."""
    found: list[str] = []
    for norm in data.knowledge.catalogs.norms_of(AIA):
        first, last = norm.windows[0], norm.windows[-1]
        if (first.known_from, first.in_force_from) == TEXT_2024:
            found += _formal_2024(data, norm, first)
            moved = norm.id.partition(":")[2] in ENDED | CLASSES_SINCE_2026
            if (bool(first.schedule) != bool(last.schedule)) != moved:
                found.append(f"{norm.id}: dates by class in one text only")
    return found


def _formal_2024(data: Data, norm: Norm, window: Window) -> Iterator[str]:
    above = {name.partition(":")[2] for name in data.knowledge.catalogs.ancestors(norm.provision)}
    article = norm.provision.partition(":")[2].partition("-")[0]
    expected = GENERAL
    if above & EARLY_CHAPTERS:
        expected = EARLY
    elif article in MIDDLE_ARTICLES or (above & MIDDLE_CHAPTERS and article not in GENERAL_ARTICLES):
        expected = MIDDLE
    expected = OWN_2024.get(norm.id.partition(":")[2], expected)
    if window.applies_from != expected:
        yield f"{window.id}: applies from {window.applies_from}, Article 113 of 2024 says {expected}"


def article_111(data: Data) -> list[str]:
    """Due dates of the transitional rules, and no such date anywhere else in the Act."""
    dated = {
        guard.id.partition(":")[2]: guard.effect_date for guard in _guards(data, AIA) if guard.effect_date is not None
    }
    return [
        f"{name}: due {dated.get(name)}, Article 111 says {TRANSITIONS.get(name)}"
        for name in sorted(dated.keys() | TRANSITIONS.keys())
        if dated.get(name) != TRANSITIONS.get(name)
    ]


def memoranda(data: Data) -> list[str]:
    """M-24-10 ended when M-25-21 was issued, and nobody knew before; M-25-21 has one text without an end."""
    found: list[str] = []
    issued, replaced = MEMO_DATES[OLD_MEMO], MEMO_DATES[NEW_MEMO]
    shapes = {
        OLD_MEMO: [(issued, issued, None), (replaced, issued, replaced)],
        NEW_MEMO: [(replaced, replaced, None)],
    }
    for edition, expected in shapes.items():
        for norm in data.knowledge.catalogs.norms_of(edition):
            texts = [(window.known_from, window.in_force_from, window.applies_until) for window in norm.windows]
            starts = {window.applies_from for window in norm.windows}
            conditions = {window.text for window in norm.windows}
            if texts != expected or len(starts) != 1 or len(conditions) != 1:
                found.append(f"{norm.id}: versions {texts}, from {starts}, {conditions}")
            found += [f"{norm.id}: applies before it was issued" for day in starts if day and day < MEMO_DATES[edition]]
        for guard in _guards(data, edition):
            found += [
                f"{window.id}: dates of the wrong memorandum"
                for window in guard.windows
                if (window.known_from, window.in_force_from) != (MEMO_DATES[edition],) * 2
            ]
    return found


def standard(data: Data) -> list[str]:
    """ISO/IEC 42001 has one text, published in December 2023, and binds whoever adopts it, without a condition."""
    return [
        f"{norm.id}: {window.known_from}, {window.in_force_from}, {window.applies_from}, {window.text}"
        for norm in data.knowledge.catalogs.norms_of(ISO)
        for window in norm.windows
        if (window.known_from, window.in_force_from) != (ISO_PUBLISHED,) * 2
        or window.applies_from not in {None, ISO_PUBLISHED}
        or window.applies_until is not None
        or window.text != "all()"
    ]


def truth_table(data: Data) -> list[str]:
    """The shipped status rules against the contract's sentences, for every combination of states."""
    table = data.knowledge.statuses
    found = [
        f"{', '.join(states)}: {test_statuses.looked_up(table, states)}"
        for states in test_statuses.EVERY_SET
        if test_statuses.looked_up(table, states) != test_statuses.expected(set(states))
    ]
    if [table.of_condition.get(value) for value in range(3)] != ["clear", "undetermined", "conflict"]:
        found.append(f"statuses of prohibitions: {table.of_condition}")
    design = {"determine", "establish", "assign"}
    for activity, level in table.needed.items():
        if table.assurances[level] != ("documented" if activity in design else "operated"):
            found.append(f"{activity}: needs {table.assurances[level]}")
    return found


def _items(data: Data, edition: str) -> Iterator[Norm | Guard]:
    yield from data.knowledge.catalogs.norms_of(edition)
    yield from _guards(data, edition)


def _guards(data: Data, edition: str) -> Iterator[Guard]:
    return (guard for guard in data.knowledge.catalogs.guards.values() if guard.edition == edition)


CHECKS: dict[str, Callable[[Data], list[str]]] = {
    "law: texts of the AI Act": texts_of_the_act,
    "law: Article 113": article_113,
    "law: Article 111": article_111,
    "law: OMB memoranda": memoranda,
    "law: ISO 42001": standard,
    "law: status table": truth_table,
}
