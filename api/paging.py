"""Order and pages of a collection: sorting by columns, and cursors that walk one state from end to end."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.errors import UsageError, did_you_mean
from kg.exchange.rows import ROW_TYPES
from kg.tables import Row, Table

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
_NUMBERS = frozenset({"count", "number", "share"})


@dataclass(frozen=True, slots=True)
class Paging:
    """What a request says about order and page. No `limit` leaves it to the format."""

    limit: int | None = None
    cursor: str = ""
    sort: str = ""


def ordered(found: Table, sort: str) -> list[Row]:
    """Rows sorted by columns, `-` before a column turns it round; equal rows keep the order of the answer."""
    rows = list(found.rows)
    for word in reversed([word.strip() for word in sort.split(",")] if sort else []):
        name = word.removeprefix("-")
        if name not in found.columns:
            hint = did_you_mean(name, found.columns)
            raise UsageError(
                "no such column to sort by", where="--sort", found=word, expected=" | ".join(found.columns), hint=hint
            )
        column = ROW_TYPES[found.name].column(name)
        numeric = column is not None and column.kind in _NUMBERS
        rows.sort(key=lambda row: _number(row[name]) if numeric else row[name], reverse=word.startswith("-"))
    return rows


def _number(cell: str) -> float:
    return float(cell) if cell else float("-inf")


def write_cursor(offset: int, walk: str) -> str:
    """A cursor that points at a row of one walk through a collection."""
    return base64.urlsafe_b64encode(f"{offset}.{walk}".encode()).decode().rstrip("=")


def read_cursor(cursor: str, walk: str) -> int:
    """The row a cursor points at; raises UsageError unless it was made for this walk."""
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        offset, _, known = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").partition(".")
    except (binascii.Error, ValueError):
        offset, known = "", ""
    if not (offset.isascii() and offset.isdigit()):
        raise _bad_cursor("not a cursor", cursor)
    if known != walk:
        raise _bad_cursor("this cursor belongs to another query or another state of the record", cursor)
    return int(offset)


def _bad_cursor(message: str, cursor: str) -> UsageError:
    return UsageError(
        message, where="--cursor", found=cursor, expected="the cursor of a `next` link", hint="start without a cursor"
    )


def next_link(path: str, query: list[tuple[str, str]], pinned: dict[str, str], cursor: str) -> str:
    """An RFC 8288 link to the next page, its clocks spelled out so that the whole walk sees one state."""
    changed = pinned | {"cursor": cursor}
    kept = [(name, value) for name, value in query if name not in changed]
    return f'<{path}?{urlencode([*kept, *changed.items()])}>; rel="next"'
