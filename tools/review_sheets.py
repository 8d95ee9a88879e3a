"""Draws the sample of a review, and writes the sheets of its readers to a folder outside the project.

    python tools/review_sheets.py draw reviews/2026.1 --seed 20261126
    python tools/review_sheets.py sheets reviews/2026.1 ../blind

`draw` writes sample.csv, review.json (with the digest of the first reading) and the first reading of the sample: all
to be committed before any second reading exists. `sheets` writes, for each reader, requirements without links, scheme,
facets and instructions; for the adjudicating reader D the first reader's links with hidden errors; and, in a folder of
its own, the key to those errors.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg import knowledge  # noqa: E402 - the script also runs where the package is not installed
from kg import vocabulary as v  # noqa: E402 - as above
from kg.knowledge import Knowledge  # noqa: E402 - as above
from kg.model import DutyLink, Norm  # noqa: E402 - as above
from kg.resources import knowledge_files  # noqa: E402 - as above
from kg.review import sampling, seeding  # noqa: E402 - as above
from kg.store.nodes import Nodes, read_turtle  # noqa: E402 - as above

READING = ("requirement", "duty", "mode", "aspects", "parameters", "confidence", "why")
REQUIREMENT = (
    "requirement", "framework", "notation", "place", "title", "norm", "modality", "bearers", "level", "trigger",
    "when", "notes", "source",
)  # fmt: skip
DUTY = (
    "duty", "label", "definition", "question", "object", "activity", "discipline", "level", "nature", "trigger",
    "actor", "evidence_kind", "quantifier", "parameters", "do_not_confuse_with",
)  # fmt: skip
FACETS = ("object", "activity", "aspect", "mode", "discipline", "nature", "level", "parameter", "trigger", "role")
ADJUDICATOR = "D"


def main() -> int:
    """Read the command line and do the one or the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    draw_parser = commands.add_parser("draw")
    draw_parser.add_argument("review", type=Path)
    draw_parser.add_argument("--seed", type=int, required=True)
    sheets_parser = commands.add_parser("sheets")
    sheets_parser.add_argument("review", type=Path)
    sheets_parser.add_argument("output", type=Path)
    given = parser.parse_args()
    known = knowledge.load()
    if given.command == "draw":
        draw(known, given.review, given.seed)
    else:
        sheets(known, given.review, given.output)
    return 0


def draw(known: Knowledge, review: Path, seed: int) -> None:
    """Draw the sample, and hold the first reading of it still."""
    population = sampling.decomposed(known)
    drawn = sampling.sample(population, seed)
    readers = sampling.dealt(drawn)
    rows = [{"requirement": norm, "framework": norm.partition(":")[0], "reader": readers[norm]} for norm in drawn]
    write(review / "sample.csv", ("requirement", "framework", "reader"), rows)
    links = [link for norm in drawn for link in known.scheme.by_norm[norm]]
    write(review / "readings" / "first.csv", READING, map(reading_row, links))
    editions = {
        edition: {
            "release": release.id if (release := known.scheme.release_of(edition)) else "",
            "requirements": len(norms),
            "drawn": sum(norm in readers for norm in norms),
            "links_sha256": sampling.digest(link for norm in norms for link in known.scheme.by_norm[norm]),
        }
        for edition, norms in population.items()
    }
    about = {
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "scheme_release": known.scheme.release,
        "drawn_on": datetime.now(UTC).date().isoformat(),
        "seed": seed,
        "errors_seed": seed + 1,
        "share": float(sampling.SHARE),
        "minimum": sampling.MINIMUM,
        "requirements": len(drawn),
        "first_reading": {
            "annotator": "reader-1",
            "links_sha256": sampling.digest(known.scheme.links),
            "sample_links_sha256": sampling.digest(links),
            "editions": editions,
        },
    }
    (review / "review.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def sheets(known: Knowledge, review: Path, output: Path) -> None:
    """Write a folder for each reader, and the key to the hidden errors beside them."""
    about = json.loads((review / "review.json").read_text(encoding="utf-8"))
    with (review / "sample.csv").open(encoding="utf-8", newline="") as handle:
        readers = {row["requirement"]: row["reader"] for row in csv.DictReader(handle)}
    nodes = read_turtle(path for name, path in knowledge_files() if name.startswith("ontology/vocab/"))
    for reader in (*sampling.READERS, ADJUDICATOR):
        folder = output / reader
        write(folder / "scheme.csv", DUTY, duty_rows(known, nodes))
        write(folder / "facets.csv", ("facet", "value", "label", "definition", "broader"), facet_rows(nodes))
        shutil.copyfile(review / "instructions-reader.txt", folder / "instructions.txt")
    for reader in sampling.READERS:
        norms = [known.catalogs.norms[norm] for norm, own in readers.items() if own == reader]
        write(output / reader / "requirements.csv", REQUIREMENT, [requirement_row(known, norm) for norm in norms])
    errors = seeding.seeded(known, list(readers), about["errors_seed"])
    by_norm = {error.requirement: error for error in errors}
    rows = []
    for name in readers:
        links = seeding.shown(known.scheme.by_norm[name], by_norm.get(name))
        rows.append(requirement_row(known, known.catalogs.norms[name]) | proposed(known, links))
    columns = ("requires", "advises", "context")
    write(output / ADJUDICATOR / "proposed.csv", (*REQUIREMENT, *columns), rows)
    shutil.copyfile(review / "instructions-adjudicator.txt", output / ADJUDICATOR / "instructions-adjudicator.txt")
    key = ("requirement", "kind", "duty", "mode", "shown_duty", "shown_mode")
    write(output / "key" / "errors.csv", key, [{name: getattr(error, name) for name in key} for error in errors])


def reading_row(link: DutyLink) -> dict[str, str]:
    """A link as a row of a reading; the reason stays in the decomposition."""
    return {
        "requirement": link.norm,
        "duty": link.duty,
        "mode": link.mode,
        "aspects": ";".join(link.aspects),
        "parameters": ";".join(f"{name}={value}" for name, value in link.parameters),
        "confidence": f"{link.confidence:g}",
        "why": link.rationale,
    }


def requirement_row(known: Knowledge, norm: Norm) -> dict[str, str]:
    """A requirement as the catalogs know it, without its links."""
    provisions = known.catalogs.provisions
    provision = provisions[norm.provision]
    above = [provisions[name] for name in reversed(known.catalogs.ancestors(norm.provision))]
    return {
        "requirement": norm.id,
        "framework": known.catalogs.editions[norm.edition].label,
        "notation": provision.notation,
        "place": " > ".join(f"{item.notation} {item.label}" for item in above),
        "title": provision.label,
        "norm": norm.label,
        "modality": norm.modality,
        "bearers": ";".join(norm.bearers),
        "level": norm.level,
        "trigger": norm.trigger,
        "when": norm.windows[-1].text if norm.windows else "",
        "notes": " ".join(dict.fromkeys((*provision.notes, *norm.notes))),
        "source": norm.source or provision.source,
    }


def duty_rows(known: Knowledge, nodes: Nodes) -> Iterable[dict[str, str]]:
    """The scheme, by theme and object, so that neighbours stand together; who uses a duty is not told."""
    duties = sorted(
        known.scheme.duties.values(),
        key=lambda duty: (known.theme(duty.object), duty.object, duty.discipline, duty.id),
    )
    for duty in duties:
        node = nodes.get(duty.id)
        yield {
            "duty": duty.id,
            "label": duty.label,
            "definition": duty.definition,
            "question": duty.question,
            "object": duty.object,
            "activity": duty.activity,
            "discipline": duty.discipline,
            "level": duty.level,
            "nature": duty.nature,
            "trigger": duty.trigger,
            "actor": duty.actor,
            "evidence_kind": duty.evidence_kind,
            "quantifier": duty.quantifier,
            "parameters": ";".join(duty.parameters),
            "do_not_confuse_with": " ".join(node.all(v.SCOPE_NOTE)) if node else "",
        }


def facet_rows(nodes: Nodes) -> Iterable[dict[str, str]]:
    """Values of the facets with their meaning."""
    for node in nodes.by_id.values():
        facet, _, value = node.id.partition(":")
        if facet in FACETS and value and node.one(v.PREF_LABEL):
            yield {
                "facet": facet,
                "value": value,
                "label": node.one(v.PREF_LABEL),
                "definition": node.one(v.DEFINITION),
                "broader": ";".join(name.partition(":")[2] for name in node.all(v.SKOS + "broader")),
            }


def proposed(known: Knowledge, links: Sequence[DutyLink]) -> dict[str, str]:
    """Links as the adjudicating reader sees them: one cell for each mode."""
    cells: dict[str, list[str]] = {"requires": [], "advises": [], "context": []}
    for link in sorted(links, key=lambda link: link.duty):
        narrowed = [*link.aspects, *(f"{name}={value}" for name, value in link.parameters)]
        label = known.scheme.duties[link.duty].label
        cells[link.mode].append(f"{link.duty} ({label})" + (f" [{', '.join(narrowed)}]" if narrowed else ""))
    return {mode: "; ".join(found) for mode, found in cells.items()}


def write(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
