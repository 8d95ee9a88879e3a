"""Draws the sheet of a breadth reading: single links, each to be judged as too wide for its requirement or not.

    python tools/breadth_sheet.py reviews/2026.1/breadth --seed 20261128

It holds every required link outside the review's sample of which the first reader was less than sure, and among them,
told from them by `key.csv` alone, links the first reader was sure of and links made up: a neighbour of a required duty
(same object and discipline) that the requirement has no link to.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg import knowledge  # noqa: E402 - the script also runs where the package is not installed
from kg.knowledge import Knowledge  # noqa: E402 - as above
from kg.model import Curie, DutyLink  # noqa: E402 - as above
from kg.review import sampling  # noqa: E402 - as above
from tools import review_sheets as sheets  # noqa: E402 - as above

DOUBTFUL = 0.8
"""The first reader's confidence up to which a link is read again."""
SURE, MADE_UP = 40, 30
"""How many links of each kind are mixed in."""
KEY = ("requirement", "duty", "kind", "confidence")
SHEET = (
    "requirement", "framework", "notation", "place", "title", "norm", "modality", "bearers", "when", "notes",
    "duty", "duty_label", "duty_definition", "duty_question", "aspects", "parameters", "beside",
)  # fmt: skip


def main() -> int:
    """Write sheet.csv, key.csv and breadth.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args()
    known = knowledge.load()
    with (given.output.parent / "sample.csv").open(encoding="utf-8", newline="") as handle:
        sampled = {row["requirement"] for row in csv.DictReader(handle)}
    found = drawn(known, sampled, given.seed)
    sheets.write(given.output / "sheet.csv", SHEET, (sheet_row(known, link) for link, _ in found))
    sheets.write(given.output / "key.csv", KEY, (key_row(link, kind) for link, kind in found))
    links = [link for link, kind in found if kind != "made-up"]
    about = {
        "scheme_release": known.scheme.release,
        "drawn_on": datetime.now(UTC).date().isoformat(),
        "seed": given.seed,
        "doubtful_up_to": DOUBTFUL,
        "links_sha256": sampling.digest(links),
    }
    (given.output / "breadth.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    return 0


def drawn(known: Knowledge, sampled: set[Curie], seed: int) -> list[tuple[DutyLink, str]]:
    """The links of the sheet and their kinds, by requirement; `sampled` requirements are left out."""
    chance = random.Random(seed)
    required = [link for link in known.scheme.links if link.mode == "requires" and link.norm not in sampled]
    doubtful = [link for link in required if link.confidence <= DOUBTFUL]
    sure = chance.sample([link for link in required if link.confidence > DOUBTFUL], SURE)
    norms = sorted({link.norm for link in doubtful})
    chance.shuffle(norms)
    made = [link for norm in norms if (link := made_up(known, norm, chance))][:MADE_UP]
    kinds = {"doubtful": doubtful, "sure": sure, "made-up": made}
    found = [(link, kind) for kind, links in kinds.items() for link in links]
    return sorted(found, key=lambda item: (item[0].norm, item[0].duty))


def made_up(known: Knowledge, norm: Curie, chance: random.Random) -> DutyLink | None:
    """A link to a neighbour of one of the norm's required duties."""
    links = known.scheme.by_norm[norm]
    linked = {link.duty for link in links}
    duties = known.scheme.duties
    kin = {(duties[link.duty].object, duties[link.duty].discipline) for link in links if link.mode == "requires"}
    strangers = sorted(
        duty.id for duty in duties.values() if (duty.object, duty.discipline) in kin and duty.id not in linked
    )
    return DutyLink("", norm, chance.choice(strangers), "requires", (), (), "", 0.0) if strangers else None


def sheet_row(known: Knowledge, link: DutyLink) -> dict[str, str]:
    """A link as a reader sees it: the requirement, the duty, and the other required duties that stand beside it."""
    norm, duty = known.catalogs.norms[link.norm], known.scheme.duties[link.duty]
    others = (other for other in known.scheme.by_norm[link.norm] if other.mode == "requires")
    row = sheets.requirement_row(known, norm) | {
        "duty": duty.id,
        "duty_label": duty.label,
        "duty_definition": duty.definition,
        "duty_question": duty.question,
        "aspects": ";".join(link.aspects),
        "parameters": ";".join(f"{name}={value}" for name, value in link.parameters),
        "beside": ";".join(sorted(other.duty for other in others if other.duty != link.duty)),
    }
    return {name: row[name] for name in SHEET}


def key_row(link: DutyLink, kind: str) -> dict[str, str]:
    """What a link of the sheet is."""
    return {"requirement": link.norm, "duty": link.duty, "kind": kind, "confidence": f"{link.confidence:g}"}


if __name__ == "__main__":
    sys.exit(main())
