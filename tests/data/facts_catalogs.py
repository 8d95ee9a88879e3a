"""GDPR, ISO/IEC 27001 and the AI RMF against their facts files: places, headings, addressees, fines, aggregates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.model import Norm
from tests.data.facts import Row, rows
from tests.data.shipped import Data

GDPR, ISMS, RMF = "gdpr", "iso-27001-2022", "nist-ai-rmf-1.0"
# Articles that say whose norms they are in another way: one duty of each pair is the processor's alone.
PROCESSOR_ONLY = {"28-2.n1", "28-3.n2", "28-4.n1", "28-10.n1", "30-2.n1", "33-2.n1"}
CONTROLLER_ONLY = {"28-1.n1", "30-1.n1", "33-1.n1", "33-5.n1"}
# Bans beside what they are exceptions to, and the rules that only sort or fine.
BANS = {"6-1.n2", "9-1.n1", "10.n1", "22-1.n1", "22-4.n1", "44.n2"}
PERMISSIONS = {"6-1-a", "6-1-b", "6-1-c", "6-1-d", "6-1-e", "6-1-f", "9-2", "22-2", "45", "46", "47", "49-1"}
RULES = {"4", "7-4", "17-3", "28-10", "35-3", "48", "77", "82", "83-4", "83-5", "83-6"}
# Duties of the organisation as a whole; all others are about processing, so about systems.
ORGANISATION = {"4", "24", "30", "37", "38", "39", "77", "82", "83"}


def gdpr(data: Data) -> list[str]:
    """Every article, principle and legal basis is there, and its norms bind whom the notes name, at their fine tier."""
    found = []
    for row in rows("gdpr.csv"):
        local = _local(row["id"].removeprefix("GDPR-"))
        if row["kind"] in {"regulation", "chapter"}:
            continue
        provision = data.knowledge.catalogs.provisions.get(f"{GDPR}:{local}")
        if provision is None:
            found.append(f"{row['id']}: no provision")
        elif row["kind"] == "article" and row["notes"]:
            for norm in _under(data, provision.id):
                found += _gdpr_norm(row, norm)
    return found


def _local(name: str) -> str:
    return "-".join(re.findall(r"\w+", name))


def _under(data: Data, place: str) -> list[Norm]:
    catalogs = data.knowledge.catalogs
    edition = place.partition(":")[0]
    return [
        norm for norm in catalogs.norms_of(edition) if place in {norm.provision, *catalogs.ancestors(norm.provision)}
    ]


def _gdpr_norm(row: Row, norm: Norm) -> Iterator[str]:
    local, place = norm.id.partition(":")[2], norm.provision.partition(":")[2]
    named = re.search(r"83\(\d\)", row["notes"])
    tier = named[0] if named and "not expressly" not in row["notes"] and place[:2] != "83" else ""
    if norm.penalty_tier != tier:
        yield f"{norm.id}: fine tier {norm.penalty_tier}, the facts say {tier}"
    bearers = {"controller"} if re.search(r"controller", row["notes"]) else set()
    if "and processor" in row["notes"] or "processor (" in row["notes"]:
        bearers.add("processor")
    if row["notes"].startswith("DPO"):
        bearers = {"data-protection-officer"}
    bearers = {"processor"} if local in PROCESSOR_ONLY else {"controller"} if local in CONTROLLER_ONLY else bearers
    if bearers and set(norm.bearers) != bearers:
        yield f"{norm.id}: binds {norm.bearers}, the facts say {sorted(bearers)}"


def gdpr_norms(data: Data) -> list[str]:
    """Bans, permissions and rules of the Regulation are these; whatever else it states is an obligation."""
    found = []
    for norm in data.knowledge.catalogs.norms_of(GDPR):
        local, place = norm.id.partition(":")[2], norm.provision.partition(":")[2]
        expected = "prohibition" if local in BANS else "obligation"
        expected = "conditional-permission" if place in PERMISSIONS else "constitutive" if place in RULES else expected
        if norm.modality != expected:
            found.append(f"{norm.id}: is a {norm.modality}, not a {expected}")
        level = "organisation" if place.partition("-")[0] in ORGANISATION else "system"
        if norm.level != level:
            found.append(f"{norm.id}: is about a {norm.level}, not a {level}")
    return found


def isms(data: Data) -> list[str]:
    """Clauses, 93 controls and their themes: heading, place, one norm each about the management system."""
    found = []
    for row in rows("iso27001.csv"):
        if row["kind"] == "standard":
            continue
        provision = data.knowledge.catalogs.provisions.get(f"{ISMS}:{row['id']}")
        parent = ISMS if row["parent"] == "ISO27001" else f"{ISMS}:{row['parent']}"
        if provision is None or provision.parent != parent:
            found.append(f"{row['id']}: is not under {parent}")
            continue
        if not row["title"].endswith(provision.label):
            found.append(f"{provision.id}: is headed {provision.label}")
        if (provision.category == "control") != (row["kind"] == "control"):
            found.append(f"{provision.id}: is a {provision.category}")
        found += _isms_norms(data, row)
    return found


# Amendment 1 of 2024 added a sentence to 4.1.
AMENDED = {"4.1": 2}


def _isms_norms(data: Data, row: Row) -> Iterator[str]:
    norms = data.knowledge.catalogs.norms_named(f"{ISMS}:{row['id']}")
    wanted = AMENDED.get(row["id"], 1) if row["kind"] in {"control", "clause", "subclause"} else 0
    if len(norms) != wanted:
        yield f"{row['id']}: states {len(norms)} norms"
    for norm in norms:
        shape = (norm.modality, norm.bearers, norm.level, norm.excludable, {window.text for window in norm.windows})
        if shape != ("obligation", ("organisation",), "management-system", row["kind"] == "control", {"all()"}):
            yield f"{norm.id}: is {shape}"


def rmf(data: Data) -> list[str]:
    """Functions aggregate categories, categories subcategories; all bind whoever adopts them, without a condition."""
    found = []
    known = {row["id"]: row for row in rows("nist_ai_rmf.csv")}
    for row in known.values():
        if row["kind"] not in {"function", "category", "subcategory"}:
            continue
        norms = data.knowledge.catalogs.norms_named(_rmf(row["id"]))
        below = tuple(f"{_rmf(name)}.n1" for name, child in known.items() if child["parent"] == row["id"])
        for norm in norms:
            shape = (norm.modality, norm.bearers, norm.level, {window.text for window in norm.windows})
            if shape != ("obligation", ("organisation",), "organisation", {"all()"}):
                found.append(f"{norm.id}: is {shape}")
            if set(norm.aggregates) != set(below):
                found.append(f"{norm.id}: aggregates {norm.aggregates}")
        if len(norms) != 1:
            found.append(f"{row['id']}: states {len(norms)} norms")
    return found


def _rmf(name: str) -> str:
    return f"{RMF}:{name.replace(' ', '-')}"


CHECKS: dict[str, Callable[[Data], list[str]]] = {
    "facts: GDPR": gdpr,
    "facts: ISO 27001": isms,
    "facts: AI RMF": rmf,
}
# Needs no facts file.
LAW: dict[str, Callable[[Data], list[str]]] = {"law: modality and level in the GDPR": gdpr_norms}
