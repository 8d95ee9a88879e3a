"""Evidence of CISO Assistant: each row is a piece of evidence.

The sheet has no column for the kind of evidence, without which it can support nothing: a column `evidence_kind` may be
added, or one kind be said for the whole sheet.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.exchange import ciso_sheets
from kg.exchange.ciso_sheets import NAME, Cells
from kg.exchange.measures import Claims, Intake, MeasuresFile, listed
from kg.portfolio.records import Evidence

SOURCE = "CISO Assistant, evidence"
PREFIX = "ca-ev"
KIND = ciso_sheets.EVIDENCE_KIND
_NOTED = ciso_sheets.NOTED[ciso_sheets.EVIDENCE]
KNOWN = ciso_sheets.KNOWN[ciso_sheets.EVIDENCE]


def read(path: Path, claims: Claims) -> MeasuresFile:
    """The evidence in a sheet. Raises InputError where nothing says of what kind it is."""
    listing = ciso_sheets.read(path, ciso_sheets.EVIDENCE, KNOWN, reading=claims.reading, asked=claims.table)
    kinds = frozenset(
        name.removeprefix("evidence-kind:") for name in claims.knowledge.labels if name.startswith("evidence-kind:")
    )
    if not claims.evidence_kind and KIND not in listing.columns:
        raise InputError(
            "the sheet does not say of what kind its evidence is", where=listing.file,
            found=", ".join(listing.columns), expected=" | ".join(sorted(kinds)),
            hint=f"add --evidence-kind KIND for all rows, or a column {KIND}",
        )  # fmt: skip
    intake = Intake("CISO Assistant, evidence", SOURCE, PREFIX, claims)
    for column in listing.columns:
        if column not in KNOWN:
            intake.note(listing.where(column), column, "not a column of evidence: not read")
    for cells in listing.rows():
        _row(cells, kinds, intake)
    return intake.finish()


def _row(cells: Cells, kinds: frozenset[str], intake: Intake) -> None:
    title = " ".join(cells[NAME].split())
    if not title:
        intake.note(cells.where(NAME), "a row without a name", "not recorded")
        return
    kind = cells[KIND].removeprefix("evidence-kind:") or intake.claims.evidence_kind
    if kind not in kinds:
        intake.note(cells.where(KIND), kind or "nothing", "not a kind of evidence: not recorded")
        return
    said = listed((column, cells[column]) for column in _NOTED)
    own = cells["description"] if cells["description"] != title else ""
    intake.add(
        Evidence(
            id=intake.identifier(cells.where(NAME), cells["ref_id"], title),
            title=title,
            kind=(kind,),
            valid_until=intake.day(cells.where("expiry_date"), cells["expiry_date"]),
            location=cells["link"],
            description="; ".join(filter(None, (own, said))),
            external_id=cells["ref_id"],
            source_system=intake.source,
        )
    )
