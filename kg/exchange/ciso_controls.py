"""Applied controls and policies of CISO Assistant: each row is a measure, and an implementation where it says of what.

`reference_control` may name a requirement; the other columns are kept in the measure's remark.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.exchange import ciso_sheets
from kg.exchange.ciso_sheets import NAME, Cells
from kg.exchange.measures import (
    IMPLEMENTED,
    NOT_DONE,
    PARTIAL,
    PLANNED,
    Claim,
    Claims,
    Intake,
    MeasuresFile,
    listed,
)
from kg.portfolio.records import Measure

SOURCE = "CISO Assistant, applied controls"
PREFIX = "ca"
# What the statuses of an applied control come to; on hold, it is not in place and still meant to be.
STATUSES = {
    "active": IMPLEMENTED,
    "degraded": PARTIAL,
    "in_progress": PLANNED,
    "to_do": PLANNED,
    "on_hold": PLANNED,
    "deprecated": NOT_DONE,
}
UNDEFINED = ("", "--", "undefined")
_REFERENCES = ciso_sheets.REFERENCES
_NOTED = ciso_sheets.NOTED[ciso_sheets.CONTROLS]
KNOWN = ciso_sheets.KNOWN[ciso_sheets.CONTROLS]
_BETWEEN = re.compile(r"[;|\n]")


def read(path: Path, claims: Claims) -> MeasuresFile:
    """The measures in a sheet. Raises InputError where it is another sheet of CISO Assistant, or none of it."""
    listing = ciso_sheets.read(path, ciso_sheets.CONTROLS, KNOWN, reading=claims.reading, asked=claims.table)
    intake = Intake("CISO Assistant, applied controls", SOURCE, PREFIX, claims)
    for column in listing.columns:
        if column not in KNOWN:
            intake.note(listing.where(column), column, "not a column of applied controls: not read")
    for cells in listing.rows():
        _row(cells, intake)
    return intake.finish()


def _row(cells: Cells, intake: Intake) -> None:
    name = " ".join(cells[NAME].split())
    if not name:
        intake.note(cells.where(NAME), "a row without a name", "not recorded")
        return
    status = cells["status"].casefold()
    if status not in STATUSES and status not in UNDEFINED:
        intake.note(cells.where("status"), cells["status"], "not a known status: kept as a remark only")
    measure = intake.add(
        Measure(
            id=intake.identifier(cells.where(NAME), cells["ref_id"], name),
            name=name,
            owner=_owner(cells, intake),
            description=cells["description"],
            note=listed((column, cells[column]) for column in _NOTED),
            external_id=cells["ref_id"],
            source_system=intake.source,
        )
    )
    column = next((item for item in _REFERENCES if cells[item]), "")
    for text in filter(None, (part.strip() for part in _BETWEEN.split(cells[column]))):
        _claim(cells, column, text, measure, intake)


def _owner(cells: Cells, intake: Intake) -> str:
    owners = [part.strip() for part in re.split(r"[;,|\n]", cells["owner"]) if part.strip()]
    if len(owners) > 1:
        intake.note(cells.where("owner"), cells["owner"], "several owners: the first is recorded")
    return intake.person(owners[0]) if owners else ""


def _claim(cells: Cells, column: str, text: str, measure: Measure, intake: Intake) -> None:
    intake.count()
    requirement, in_part = intake.requirement(cells.where(column), text, intake.claims.framework)
    if requirement:
        intake.claim(
            Claim(
                where=cells.where(column),
                measure=measure.id,
                requirement=requirement,
                status=STATUSES.get(cells["status"].casefold(), ""),
                valid_from=intake.day(cells.where("start_date"), cells["start_date"]),
                valid_until=intake.day(cells.where("expiry_date"), cells["expiry_date"]),
                owner=measure.owner,
                note=cells["observation"],
                in_part=in_part,
            )
        )
