"""Texts and first days of the newer catalogs, from the laws and standards themselves: published, in force, applicable.

The AI Act, ISO 42001 and the memoranda have checks of their own in `law.py`. Sources are the official journals and
session laws that the catalogs cite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.model import Guard, Norm, Window
from tests.data.shipped import Data


@dataclass(frozen=True)
class Text:
    """One version: published, in force, and the days from which its norms apply; the day on which it ends them."""

    known: str
    in_force: str
    applies: frozenset[str]
    until: str = ""


def text(known: str, in_force: str = "", *applies: str, until: str = "") -> Text:
    """A text; what is published is in force that day, and applies once it is in force, unless told otherwise."""
    return Text(known, in_force or known, frozenset(applies or {in_force or known}), until)


# Versions that a norm of the edition may have, in the order of their publication.
TEXTS: dict[str, tuple[Text, ...]] = {
    # Regulation (EU) 2016/679, OJ L 119 of 4 May 2016; Art 99.
    "gdpr": (text("2016-05-04", "2016-05-24", "2018-05-25"),),
    # Third edition; Amendment 1 of February 2024.
    "iso-27001-2022": (text("2022-10-25"), text("2024-02-23")),
    "nist-ai-rmf-1.0": (text("2023-01-26"),),
    # M-25-22: acquisitions 180 days after issue, procedures 270; the GSA within 100 and 200 days.
    "omb-m-25-22": (text("2025-04-03", "2025-04-03", "2025-09-30", "2025-12-29", "2025-07-12", "2025-10-20"),),
    # Passed 2021, effective 1 January 2023; rules of the Department adopted 6 April 2023, enforced from 5 July.
    "us-nyc-ll-144": (text("2021-12-11", "2023-01-01"), text("2023-04-06", "2023-07-05")),
    # Signed 17 May 2024 for 1 February 2026; SB 25B-004 moved it; SB 26-189 repealed it.
    "us-co-sb-24-205": (
        text("2024-05-17", "2024-05-17", "2026-02-01"),
        text("2025-08-28", "2024-05-17", "2026-06-30"),
        text("2026-05-14", "2024-05-17", "2026-06-30", until="2026-06-30"),
    ),
    "us-co-sb-26-189": (text("2026-05-14", "2027-01-01"),),
    "us-ct-pa-26-15": (text("2026-05-27", "2026-10-01", "2026-10-01", "2027-10-01"),),
    "us-ny-raise": (text("2026-03-27", "2027-01-01"),),
    "us-tx-hb-149": (text("2025-06-22", "2026-01-01"),),
    # SB 149 of 2024; SB 332 of 2025 moved the repeal by two years.
    "us-ut-aipa": (
        text("2024-03-13", "2024-05-01", until="2025-05-01"),
        text("2025-03-27", "2024-05-01", until="2027-07-01"),
    ),
    "us-ut-sb-226": (text("2025-03-27", "2025-05-07"),),
    "us-ut-hb-452": (text("2025-03-25", "2025-05-07"),),
    "us-ca-sb-53": (text("2025-09-29", "2026-01-01"),),
    "us-ca-ab-2013": (text("2024-09-28", "2025-01-01", "2026-01-01"),),
    # SB 942; AB 853 moved its day and added platforms (2027) and devices (2028); SB 1000 as reported.
    "us-ca-sb-942": (
        text("2024-09-19", "2026-01-01"),
        text("2025-10-13", "2026-01-01", "2026-08-02", "2027-01-01", "2028-01-01"),
        text("2026-09-30", "2026-09-30", "2026-08-02"),
    ),
    # Risk assessments from 2026, automated decisions from 2027, first audits and submissions in April 2028.
    "us-ca-ccpa-admt": (text("2025-09-22", "2026-01-01", "2026-01-01", "2027-01-01", "2028-04-01"),),
    "us-ca-crd-ads": (text("2025-06-27", "2025-10-01"),),
    # Amended in September 2026: 22602(c) ends, a ban on toys for four years.
    "us-ca-sb-243": (
        text("2025-10-13", "2026-01-01", "2026-01-01", "2027-07-01"),
        text("2026-09-10", "2026-01-01", until="2027-01-01"),
        text("2026-09-10", "2027-01-01", until="2031-01-01"),
    ),
    # P.A. 101-260; P.A. 102-47 added the report.
    "us-il-aivia": (text("2019-08-09", "2020-01-01"), text("2021-07-09", "2022-01-01")),
    "us-il-hb-3773": (text("2024-08-09", "2026-01-01"),),
    "us-eo-14179": (text("2025-01-23"),),
    "kr-ai-basic-act": (text("2025-01-21", "2026-01-22"),),
    "jp-aipa-2025": (text("2025-06-04"),),
    "cn-genai-2023": (text("2023-07-10", "2023-08-15"),),
    "cn-label-2025": (text("2025-03-07", "2025-09-01"),),
    "cn-algo-2022": (text("2021-12-31", "2022-03-01"),),
    "cn-deepsyn-2023": (text("2022-11-25", "2023-01-10"),),
    # Opened for signature; not in force, which a guard says.
    "coe-225": (text("2024-09-05"),),
    "ca-aida": (text("2022-06-16"),),
    "ca-dadm": (text("2019-04-01"),),
    "br-pl-2338": (text("2024-12-10"),),
    "uk-principles-2023": (text("2023-03-29"),),
    "sg-mgf-2020": (text("2020-01-21"),),
    "sg-mgf-genai-2024": (text("2024-05-30"),),
    "sg-mgf-agentic-2026": (text("2026-01-22"),),
    # Releases of ATLAS that added mitigations.
    "mitre-atlas": tuple(
        text(day) for day in ("2023-04-12", "2024-01-12", "2025-03-12", "2025-10-29", "2025-11-25", "2026-08-01")
    ),
}
ELSEWHERE = {"eu-ai-act", "iso-42001-2023", "omb-m-24-10", "omb-m-25-21"}
# Rules on place and exemptions of a law that is signed count at once, so that nobody is told of duties that never reach
# them; days of their own, to which they postpone a duty.
POSTPONED = {
    "us-ca-ccpa-admt:guard-legacy-processing": "2027-12-31",
    "us-ca-ccpa-admt:guard-audit-50-to-100-million": "2029-04-01",
    "us-ca-ccpa-admt:guard-audit-under-50-million": "2030-04-01",
}


def versions(data: Data) -> list[str]:
    """Every version of every norm is a text of its law, in the law's order."""
    found = []
    for edition in data.knowledge.catalogs.editions:
        if edition not in ELSEWHERE:
            norms = tuple(data.knowledge.catalogs.norms_of(edition))
            found += [wrong for norm in norms for wrong in _versions(norm, TEXTS.get(edition, ()))]
    return found


def _versions(norm: Norm, known: tuple[Text, ...]) -> Iterator[str]:
    numbers = [number for window in norm.windows for number, version in enumerate(known) if _is(window, version)]
    if len(numbers) != len(norm.windows) or numbers != sorted(numbers):
        yield f"{norm.id}: not a text of the law: {[(str(w.known_from), str(w.in_force_from)) for w in norm.windows]}"
    elif norm.edition in AMENDED_WHOLE and len(numbers) < len(known):
        yield f"{norm.id}: has versions {numbers} of {len(known)}"


# Every section got a new end or a new day each time.
AMENDED_WHOLE = {"us-co-sb-24-205", "us-ut-aipa"}


def _is(window: Window, version: Text) -> bool:
    return (
        (str(window.known_from), str(window.in_force_from)) == (version.known, version.in_force)
        and str(window.applies_from) in version.applies
        and str(window.applies_until or "") == version.until
    )


def guards(data: Data) -> list[str]:
    """Guards of the newer laws count from the text they stand in, or from its signature; their days are the law's."""
    found: list[str] = []
    for guard in data.knowledge.catalogs.guards.values():
        if guard.edition not in ELSEWHERE:
            found += _guard(guard, TEXTS.get(guard.edition, ()))
    return found


def _guard(guard: Guard, known: tuple[Text, ...]) -> Iterator[str]:
    days = {(version.known, start) for version in known for start in (version.known, version.in_force)}
    for window in guard.windows:
        if (str(window.known_from), str(window.in_force_from)) not in days:
            yield f"{window.id}: known {window.known_from}, in force {window.in_force_from}"
    if (POSTPONED.get(guard.id) or None) != (guard.effect_date and str(guard.effect_date)):
        yield f"{guard.id}: due {guard.effect_date}, the law says {POSTPONED.get(guard.id)}"


def issued(data: Data) -> list[str]:
    """The day an edition was issued is the day its first text was published."""
    return [
        f"{edition}: issued {data.knowledge.catalogs.editions[edition].issued}, first text {known[0].known}"
        for edition, known in TEXTS.items()
        if edition in data.knowledge.catalogs.editions
        and data.knowledge.catalogs.editions[edition].issued != known[0].known
        and edition not in GROWING
    ]


# A knowledge base: the edition is its latest release, its parts are older.
GROWING = {"mitre-atlas"}

CHECKS: dict[str, Callable[[Data], list[str]]] = {
    "law: texts of the newer laws": versions,
    "law: guards of the newer laws": guards,
    "law: days of issue": issued,
}
