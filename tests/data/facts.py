"""The shipped catalogs against the facts files beside the project: every row's place, actors, dates, tier, condition.

Where the data differs on purpose, `expected/deliberate.csv` says what it holds and why; an entry that is no longer a
difference is a complaint too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from kg.model import Norm
from tests.data.evaluator import difference
from tests.data.shipped import Data

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"
DELIBERATE = Path(__file__).parent / "expected" / "deliberate.csv"

AIA, ISO = "eu-ai-act", "iso-42001-2023"
# The facts count a requirement on a system as its own kind; the design has obligations only.
MODALITY = {"requirement": "obligation", "role-rule": "constitutive", "transition": "constitutive"}
# Not in the facts as a name of its own: a provider of a model with systemic risk.
ACTOR = {"gpai-systemic-provider": "gpai-provider"}
CATEGORY = {"control": "control", "guidance": "guidance", "ai-objective": "objective", "ai-risk-source": "risk-source"}
NO_NORM = {"timeline", "penalty"}
CLASSES = {"applies_from_annex_iii": "high-risk-annex-iii", "applies_from_annex_i": "high-risk-annex-i"}
# A system listed under point 2 and another point owes the duties of the other point: not(point 2) would drop them.
NOT_POINT_2 = ("not(annex_iii_point=2)", "annex_iii_point=1|3|4|5|6|7|8")

# Words of omb_memos.csv as facts; `or` binds before `and`. None: left to a guard, or not a fact about the use.
MEMO_WORDS: dict[str, str | None] = {
    "covered_agency": None,
    "pilot_exempt": None,
    "extension_granted": None,
    "practicable": None,
    "fraud_cyber_or_criminal_investigation_only": None,
    "ai_use_case": "not(stage=retired)",
    "compliant": "minimum_practices_met=true",
    **{f"effect_on_interest_{number}": f"effect_on_interest={number}" for number in range(1, 7)},
}

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Rows of a facts file."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


class Deliberate:
    """The reviewed differences, and which of them were met."""

    def __init__(self) -> None:
        with DELIBERATE.open(encoding="utf-8", newline="") as file:
            self._held = {(row["norm"], row["field"]): row["ours"] for row in csv.DictReader(file)}
        self._met: set[tuple[str, str]] = set()

    def complaint(self, norm: str, field: str, facts: str, ours: str, differs: str = "") -> Iterator[str]:
        """What is wrong with one field of a norm; `differs` says how two conditions differ, which need not be equal."""
        listed = self._held.get((norm, field))
        if listed is not None:
            self._met.add((norm, field))
            same = difference(listed, ours) == "" if field.startswith("condition") else listed == ours
            if not same:
                yield f"{norm} {field}: {ours}; deliberate.csv says {listed}"
        elif differs or (not field.startswith("condition") and facts != ours):
            yield f"{norm} {field}: {ours}; the facts say {facts} {differs}".rstrip()

    def idle(self, edition: str) -> list[str]:
        """Entries for an edition that no comparison asked for."""
        unused = {(norm, field) for norm, field in self._held if norm.startswith(edition)} - self._met
        return [f"{norm} {field}: listed in deliberate.csv, but nothing compares it" for norm, field in sorted(unused)]


def ai_act_rows(data: Data) -> list[str]:
    """Every row of the obligations file against the norms it became."""
    listed, found = Deliberate(), []
    conditions = {row["id"]: row["condition"] for row in rows("eu_ai_act_conditions.csv")}
    for row in rows("eu_ai_act_obligations.csv"):
        if row["kind"] in NO_NORM:
            continue
        norms = norms_of(data, row["id"])
        if not norms:
            found.append(f"{row['id']}: no norm")
        for norm in norms:
            found += _fields(listed, row, norm)
            found += _dates(listed, row, norm)
            found += _condition(listed, norm, conditions[row["id"]])
            found += _parents(data, row, norm)
    return [*found, *listed.idle(AIA)]


def norms_of(data: Data, name: str) -> tuple[Norm, ...]:
    """Norms of a facts id: AIA-26(5)(a) is 26-5-a; AIA-5(3)-2 is the second norm of 5-3."""
    match = re.fullmatch(r"AIA-(\w+)((?:\([^)]+\))*)(?:-(\d))?", name)
    if match is None:
        return ()
    local = "-".join([match.group(1), *re.findall(r"\(([^)]+)\)", match.group(2))])
    norms = data.knowledge.catalogs.norms_named(f"{AIA}:{local}")
    number = match.group(3)
    numbered = {row["id"].rpartition("-")[2] for row in rows("eu_ai_act_obligations.csv") if _numbers(row["id"], name)}
    if number:
        return tuple(norm for norm in norms if norm.id.endswith(f".n{number}"))
    return tuple(norm for norm in norms if norm.id.rpartition(".n")[2] not in numbered)


def _numbers(candidate: str, name: str) -> bool:
    return re.fullmatch(re.escape(name) + r"-\d", candidate) is not None


def _fields(listed: Deliberate, row: Row, norm: Norm) -> Iterator[str]:
    actors = sorted({ACTOR.get(actor, actor) for actor in row["actors"].split("|")})
    yield from listed.complaint(norm.id, "modality", MODALITY.get(row["kind"], row["kind"]), norm.modality)
    yield from listed.complaint(norm.id, "bearers", "|".join(actors), "|".join(norm.bearers))
    yield from listed.complaint(norm.id, "tier", row["penalty_tier"], norm.penalty_tier)


def _dates(listed: Deliberate, row: Row, norm: Norm) -> Iterator[str]:
    window = norm.windows[-1]
    by_class = dict(window.schedule)
    stated = {name: row[column] for column, name in CLASSES.items() if row[column]}
    formal = row["formal_applies_from"] or min(stated.values(), default="")
    ours = {name: str(by_class.get(name, "")) for name in stated}
    yield from listed.complaint(norm.id, "formal date", formal, str(window.applies_from or ""))
    yield from listed.complaint(norm.id, "class dates", _shown(stated), _shown(ours))
    if by_class and not stated:
        yield f"{norm.id}: has class dates, the facts none"


def _shown(dates: dict[str, str]) -> str:
    return "; ".join(f"{name} {day}" for name, day in dates.items())


def _condition(listed: Deliberate, norm: Norm, stated: str) -> Iterator[str]:
    expected = stated.replace(*NOT_POINT_2)
    if norm.modality == "conditional-permission":
        expected = f"all({expected}, relies_on={norm.id})"
    ours = norm.windows[-1].text
    yield from listed.complaint(norm.id, "condition", expected, ours, difference(expected, ours))
    if len(norm.windows) > 1:
        earlier = norm.windows[0].text
        yield from listed.complaint(norm.id, "condition 2024", ours, earlier, difference(ours, earlier))


def _parents(data: Data, row: Row, norm: Norm) -> Iterator[str]:
    if place(row["parent"]) not in {norm.provision, *data.knowledge.catalogs.ancestors(norm.provision)}:
        yield f"{norm.id}: does not stand under {row['parent']}"


def place(name: str) -> str:
    """CURIE of a place: AIA-CH3-S2 is chapter-3-section-2, AIA-ANX-I-A-11 is annex-i-a-11."""
    local = name.removeprefix("AIA-")
    local = re.sub(r"^CH(\d+)", r"chapter-\1", local)
    local = re.sub(r"-S(\d)$", r"-section-\1", local)
    local = local.lower().replace("anx-", "annex-") if local.startswith("ANX") else local
    return f"{AIA}:{re.sub(r'[()]+', '-', local).strip('-')}"


def ai_act_places(data: Data) -> list[str]:
    """Structure of the Act: every place under its parent."""
    provisions, found = data.knowledge.catalogs.provisions, []
    for row in rows("eu_ai_act.csv"):
        if row["kind"] == "regulation":
            continue
        provision = provisions.get(place(row["id"]))
        if provision is None:
            found.append(f"{row['id']}: no provision")
        elif row["parent"] != "AIA" and place(row["parent"]) not in data.knowledge.catalogs.ancestors(provision.id):
            found.append(f"{provision.id}: does not stand under {row['parent']}")
    return found


def iso_places(data: Data) -> list[str]:
    """ISO/IEC 42001: every clause, control, guidance, objective and risk source with heading, kind and parent."""
    provisions, found = data.knowledge.catalogs.provisions, []
    for row in rows("iso42001.csv"):
        if row["kind"] in {"standard", "note"}:
            continue
        provision = provisions.get(f"{ISO}:{row['id']}")
        if provision is None:
            found.append(f"{row['id']}: no provision")
            continue
        parent = ISO if row["parent"] == "ISO42001" else f"{ISO}:{row['parent']}"
        if provision.parent != parent:
            found.append(f"{provision.id}: stands under {provision.parent}, not {parent}")
        if not row["title"].endswith(provision.label):
            found.append(f"{provision.id}: is headed {provision.label}")
        if provision.category != CATEGORY.get(row["kind"], "provision"):
            found.append(f"{provision.id}: is a {provision.category}")
        found += _iso_norms(data, row)
    return found


def _iso_norms(data: Data, row: Row) -> Iterator[str]:
    norms = data.knowledge.catalogs.norms_named(f"{ISO}:{row['id']}")
    wanted = row["kind"] in {"control", "clause", "subclause"}
    if len(norms) != wanted:
        yield f"{row['id']}: states {len(norms)} norms"
    for norm in norms:
        shape = (norm.modality, norm.bearers, norm.level, norm.excludable)
        if shape != ("obligation", ("organisation",), "management-system", row["kind"] == "control"):
            yield f"{norm.id}: is {shape}"


def memo_rows(data: Data) -> list[str]:
    """Every duty and practice of the two memoranda."""
    listed, found = Deliberate(), []
    for row in rows("omb_memos.csv"):
        edition = row["id"].partition(":")[0]
        if edition in data.knowledge.catalogs.editions and row["kind"] in {"duty", "practice", "sub-practice"}:
            norms = data.knowledge.catalogs.norms_named(row["id"])
            found += [] if norms else [f"{row['id']}: no norm"]
            for norm in norms:
                found += _memo_norm(listed, row, norm)
    return [*found, *listed.idle("omb")]


def _memo_norm(listed: Deliberate, row: Row, norm: Norm) -> Iterator[str]:
    window = norm.windows[-1]
    actors = sorted(actor.strip().lower().replace(" ", "-") for actor in row["actors"].split(";"))
    yield from listed.complaint(norm.id, "modality", "obligation", norm.modality)
    yield from listed.complaint(norm.id, "bearers", "|".join(actors), "|".join(norm.bearers))
    yield from listed.complaint(norm.id, "formal date", row["applies_from"], str(window.applies_from or ""))
    yield from listed.complaint(norm.id, "end", row["applies_until"], str(window.applies_until or ""))
    practice = "high_impact" in row["condition"] or "_impacting" in row["condition"]
    expected = memo_condition(row["condition"], practice=practice)
    for version in norm.windows:
        yield from listed.complaint(norm.id, "condition", expected, version.text, difference(expected, version.text))


def memo_condition(text: str, *, practice: bool) -> str:
    """A memo's condition in the grammar; practices bind uses in operation."""
    parts = ["stage=operation"] if practice else []
    for conjunct in filter(None, text.split(" and ")):
        words = [_memo_word(word) for word in conjunct.split(" or ")]
        if None not in words:
            parts.append(f"any({', '.join(word or '' for word in words)})")
    return f"all({', '.join(parts)})"


def _memo_word(word: str) -> str | None:
    negated = word.startswith("not ")
    fact = MEMO_WORDS.get(name := word.removeprefix("not ").strip(), f"{name}=true")
    return f"not({fact})" if negated and fact is not None else fact


CHECKS: dict[str, Callable[[Data], list[str]]] = {
    "facts: rows of the AI Act": ai_act_rows,
    "facts: structure of the AI Act": ai_act_places,
    "facts: ISO 42001": iso_places,
    "facts: OMB memoranda": memo_rows,
}
