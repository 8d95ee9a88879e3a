"""The smaller laws against `us_and_other_ai_laws.csv`: place, modality, addressee, first day, status, periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.model import Norm
from tests.data.facts import Deliberate, Row, rows
from tests.data.shipped import Data

FILE = "us_and_other_ai_laws.csv"
# Shipped editions of the laws in the file. The rules under a law are rows of the law.
EDITIONS = {
    "US-CO-SB26-189": "us-co-sb-26-189",
    "US-CO-SB24-205": "us-co-sb-24-205",
    "US-CT-SB5": "us-ct-pa-26-15",
    "US-NYC-LL144": "us-nyc-ll-144",
    "US-NY-RAISE": "us-ny-raise",
    "US-TX-HB149": "us-tx-hb-149",
    "US-UT-AIPA": "us-ut-aipa",
    "US-UT-SB226": "us-ut-sb-226",
    "US-UT-HB452": "us-ut-hb-452",
    "US-CA-SB53": "us-ca-sb-53",
    "US-CA-AB2013": "us-ca-ab-2013",
    "US-CA-SB942": "us-ca-sb-942",
    "US-CA-CCPA-ADMT": "us-ca-ccpa-admt",
    "US-CA-CRD-ADS": "us-ca-crd-ads",
    "US-CA-SB243": "us-ca-sb-243",
    "US-IL-HB3773": "us-il-hb-3773",
    "US-IL-AIVIA": "us-il-aivia",
    "US-EO-14179": "us-eo-14179",
    "KR-AIBA": "kr-ai-basic-act",
    "JP-AIPA": "jp-aipa-2025",
    "CN-GENAI": "cn-genai-2023",
    "CN-LABEL": "cn-label-2025",
    "CN-ALGO": "cn-algo-2022",
    "CN-DEEPSYN": "cn-deepsyn-2023",
    "COE-225": "coe-225",
    "CA-AIDA": "ca-aida",
    "CA-DADM": "ca-dadm",
    "BR-PL2338": "br-pl-2338",
    "UK-PRINCIPLES": "uk-principles-2023",
    "SG-MGF": "sg-mgf-2020",
    "SG-MGF-GENAI": "sg-mgf-genai-2024",
    "SG-MGF-AGENTIC": "sg-mgf-agentic-2026",
}
STATUS = {
    "in force": "in-force",
    "in force (phased)": "in-force",
    "enacted, partly effective": "in-force",
    "enacted, not yet effective": "enacted",
    "repealed before application": "repealed",
    "not in force": "enacted",
    "lapsed": "lapsed",
    "bill pending": "proposed",
    "policy (non-statutory)": "voluntary",
    "voluntary": "voluntary",
}
MAKER, SERVICE = "developer|provider", "deployer|provider"
# Words of the file as roles of the catalogs: whoever uses a system on other people is its deployer.
ROLES = {
    **dict.fromkeys(
        ("employer", "employment-agency", "business", "insurer", "health-care-provider", "government"), "deployer"
    ),
    **dict.fromkeys(("licensed-professional", "licensee"), "deployer"),
    **dict.fromkeys(("frontier-developer", "large-frontier-developer"), "developer"),
    "covered-provider": MAKER,
    "ai-business-operator": SERVICE,
    "foreign-operator": SERVICE,
    "business-operator": SERVICE,
    "platform": "content-platform",
    "large-online-platform": "content-platform",
    "hosting-platform": "model-hosting-platform",
    "operator": "deployer|developer|provider",
    "sandbox-participant": "deployer|developer",
    "regulators": "organisation",
}
# A word that means someone else in one law: a provider of services in China both makes and runs them.
LOCAL_ROLES = {
    ("US-CT-SB5", "provider"): MAKER,
    ("US-CA-AB2013", "developer"): MAKER,
    ("US-CA-CCPA-ADMT", "provider"): "developer",
    ("US-TX-HB149", "business"): "deployer|developer",
    ("US-UT-AIPA", "sandbox-participant"): "deployer|developer|provider",
    ("US-UT-HB452", "supplier"): "deployer|developer|provider",
    ("US-UT-SB226", "supplier"): "deployer",
    **{(law, "provider"): SERVICE for law in ("CN-GENAI", "CN-LABEL", "CN-ALGO", "CN-DEEPSYN")},
}
NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
UNITS = {"hours": "PT{}H", "days": "P{}D", "months": "P{}M", "years": "P{}Y"}
OFTEN = {"annual": "P1Y", "quarterly": "P3M"}


def laws(data: Data) -> list[str]:
    """Every law of the file is an edition with its status and jurisdiction."""
    found = []
    for row in rows(FILE):
        edition = data.knowledge.catalogs.editions.get(EDITIONS.get(row["id"], ""))
        if row["kind"] == "law" and edition is None:
            found.append(f"{row['id']}: not shipped")
        elif row["kind"] == "law" and edition is not None:
            stated = (STATUS[row["status"]], row["jurisdiction"])
            if stated != (edition.status, edition.jurisdiction):
                found.append(f"{edition.id}: is {edition.status} in {edition.jurisdiction}, the facts say {stated}")
    return found


def law_rows(data: Data) -> list[str]:
    """Every row of every law against the norms of its place."""
    listed, found = Deliberate(), []
    for row in rows(FILE):
        if row["kind"] == "law":
            continue
        norms = norms_of(data, row)
        found += [] if norms else [f"{row['id']} {row['section']}: no norm"]
        for norm in norms:
            found += _fields(listed, row, norm)
        found += _periods(data, listed, row, norms)
    for edition in EDITIONS.values():
        found += listed.idle(f"{edition}:")
    return found


def norms_of(data: Data, row: Row) -> list[Norm]:
    """Norms at, below or, where the catalog does not go that deep, above a section; principles go by number."""
    edition = EDITIONS[row["parent"]]
    norms = data.knowledge.catalogs.norms_of(edition)
    places = {norm.id: _place(data.knowledge.catalogs.provisions[norm.provision].notation) for norm in norms}
    wanted = _place(row["section"])
    if not wanted or wanted == ("White",):
        wanted = (str(int(row["id"].rpartition("-")[2])),)
    at = [norm for norm in norms if places[norm.id][: len(wanted)] == wanted]
    above = [norm for norm in norms if wanted[: len(places[norm.id])] == places[norm.id]]
    # Definitions and scope beside a duty are no rows of the file.
    return [norm for norm in at if norm.modality != "constitutive"] or at or above


def _place(section: str) -> tuple[str, ...]:
    """(22757.12, c, 1) of `Bus. & Prof. Code 22757.12(c)(1)`; of a range its first."""
    match = re.search(
        r"(?:Art|Sec\.) (\w+)|(\d[\w.]*(?:[-/]\d[\w.]*)*)", re.sub(r"^\d+ (?:CCR|RCNY|ILCS) ", "", section)
    )
    if match is None:
        return tuple(section.split()[:1])
    rest = re.match(r"((?:\([\w-]+\))*)(\d?)", section[section.index(match[0]) + len(match[0]) :])
    parts = re.findall(r"\(([\w-]+)\)", rest[1] if rest else "") + ([rest[2]] if rest and rest[2] else [])
    number = (
        (match[1] or match[2]).split("-") if re.fullmatch(r"\d{4}-\d{4}", match[2] or "") else [match[1] or match[2]]
    )
    return (number[0], *parts)


def _fields(listed: Deliberate, row: Row, norm: Norm) -> Iterator[str]:
    yield from listed.complaint(norm.id, "modality", _modality(row), norm.modality)
    words = row["actors"].split("|")
    roles = {role for word in words for role in _role(row["parent"], word).split("|")}
    yield from listed.complaint(norm.id, "bearers", "|".join(sorted(roles)), "|".join(norm.bearers))
    first = str(norm.windows[-1].applies_from or "")
    yield from listed.complaint(norm.id, "first day", row["effective_date"] or first, first)


def _role(law: str, word: str) -> str:
    return LOCAL_ROLES.get((law, word)) or ROLES.get(word, word)


def _modality(row: Row) -> str:
    """The file knows obligations, principles and bans; efforts and duties of States stand in its words."""
    words = f"{row['title']} {row['notes']}".lower()
    if row["kind"] in {"rule", "safe-harbour"} or "state duty" in words:
        return "constitutive"
    if row["kind"] == "prohibition" or re.match(r"no |do not ", words):
        return "prohibition"
    if "endeavour" in words or (
        row["kind"] == "principle" and row["status"] in {"voluntary", "policy (non-statutory)"}
    ):
        return "recommendation"
    return "obligation"


def _periods(data: Data, listed: Deliberate, row: Row, norms: list[Norm]) -> Iterator[str]:
    """A period in a row's words is a parameter of a duty that one of its norms demands."""
    words = row["title"].lower()
    links = [link for norm in norms for link in data.knowledge.scheme.links_of(norm.id)]
    held = {value for link in links for _, value in link.parameters}
    stated = {value for word, value in OFTEN.items() if word in words}
    for number, unit in re.findall(r"(\d+|three|four|five|six|seven)[ -](hours|days|months|years)", words):
        stated.add(UNITS[unit].format(NUMBERS.get(number, number)))
    for norm in norms[:1]:
        for value in sorted(stated):
            yield from listed.complaint(norm.id, f"period {value}", value, value if value in held else "none")


CHECKS: dict[str, Callable[[Data], list[str]]] = {
    "facts: smaller laws": laws,
    "facts: rows of the smaller laws": law_rows,
}
